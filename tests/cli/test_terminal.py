"""Standard output and error that are closed, full, lost, or have few characters; a backend of
figures that is not there. None of it ends a run.
"""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from poolsim.cli.main import main
from poolsim.progress import Progress
from poolsim.terminal import make_ready, to_stderr


class Full(io.StringIO):
    """A stream that takes nothing."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_what_is_closed_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main(["phases"]) == 0
    assert main(["validate", "nothing"]) == 2
    sys.stdout.close()
    sys.stderr.close()


def test_what_an_encoding_lacks_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(shown, "cp1252"))
    make_ready()
    to_stderr("Zürich → ok")
    assert shown.getvalue().rstrip() == "Zürich \\u2192 ok".encode("cp1252")


def test_a_run_that_nobody_listens_to_is_done(
    small_text: str,
    write: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = write(f"quarters = 2\n{small_text}", "small.toml")
    monkeypatch.setattr(sys, "stderr", Full())
    assert main(["run", str(path), "--replicates", "1", "--plain", "--out", f"{tmp_path}/out"]) == 0
    assert (tmp_path / "out" / "verdict.txt").exists()
    with Progress(1) as shown:
        shown.say("nobody hears it")


def test_a_backend_that_is_not_there_is_not_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MPLBACKEND", "module://nothing.of_this_name")
    assert main(["schema"]) == 0
    assert os.environ["MPLBACKEND"] == "agg"
