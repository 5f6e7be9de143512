"""The command that tells what would change an answer: what it prints, and what it refuses."""

from collections.abc import Callable
from pathlib import Path

import pytest

from poolsim.cli.main import main

Write = Callable[..., Path]


@pytest.fixture
def small(small_text: str, write: Write) -> str:
    """A scenario of three firms and one quarter."""
    text = "quarters = 1\n" + small_text.replace('name = "all"', 'name = "all"\ncount = 3')
    return str(write(text, "small.toml"))


def test_nothing_turns_what_nobody_founds(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    only = ["--only", "pool.readiness", "standard.choke_royalty"]
    assert main(["switch", small, *only, "--plain", "--replicates", "64"]) == 0
    out = capsys.readouterr().out
    assert "self_sufficient exists in none of 64 runs" in out
    assert "None of 2 numbers, alone, turns it" in out and "2 of them move nothing" in out


def test_a_cell_of_a_folder(small: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "run")
    assert main(["run", small, "--out", folder, "--replicates", "2", "--plain", "--quiet"]) == 0
    asked = ["--only", "pool.readiness", "--plain", "--replicates", "64", "--quiet"]
    assert main(["switch", folder, "--cell", "0", *asked]) == 0
    assert main(["switch", folder, "--cell", "as_is", *asked]) == 0
    assert main(["switch", folder, "--cell", "9", *asked]) == 2
    assert "no cell 9; there are 0 to 0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--of", "memberz"], "did you mean 'members'"),
        (["--only", "pool.readines"], "did you mean 'pool.readiness'"),
        (["--two", "pool.readiness", "pool.readiness"], "named twice"),
        (["--two", "pool.readiness", "negotiation.package"], "2 values only"),
    ],
)
def test_bad_input_leaves_with_2_and_writes_nothing(
    small: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    out = tmp_path / "out"
    assert main(["switch", small, *words, "--out", str(out), "--plain"]) == 2
    assert said in capsys.readouterr().err and not out.exists()


def test_a_range_is_two_numbers(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["switch", small, "--within", "pool.readiness=0.1"])
    assert left.value.code == 2 and "ADDRESS=LOW:HIGH" in capsys.readouterr().err
