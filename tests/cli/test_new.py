"""A start for newcomers: a scenario that is written for them, and what says what is there."""

import json
import re
from pathlib import Path

import pytest

from poolsim.cli.main import main
from poolsim.economy.services import SERVICES
from poolsim.parameters.alliance import STRUCTURES
from poolsim.scenario.addresses import declarations
from poolsim.scenario.advice import advice
from poolsim.scenario.scenario import load
from poolsim.scenario.start import shares
from poolsim.scenario.toml import shipped

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_new_writes_a_scenario_without_a_warning(capsys: Capture) -> None:
    assert main(["new", "mine", "--firms", "25", "--holders", "2"]) == 0
    assert "poolsim validate mine.toml" in capsys.readouterr().out
    assert main(["validate", "mine.toml"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("mine.toml: ok (scenario mine)\n", "")
    mine = load("mine.toml")
    assert sum(group.count for group in mine.firms) == 25
    assert sum(group.count for group in mine.holders) == 2


def test_every_number_is_explained_above_it() -> None:
    main(["new", "mine"])
    text = Path("mine.toml").read_text(encoding="utf-8")
    numbers = re.findall(r"((?:^# .*\n)+)^(\w+) = [\d.]+$", text, re.MULTILINE)
    assert len(numbers) == len(re.findall(r"^\w+ = [\d.]+$", text, re.MULTILINE)) > 25
    for comment, key in numbers[2:]:
        told = " ".join(line.removeprefix("# ") for line in comment.splitlines())
        known = [one for one in declarations() if one.address.endswith(f".{key}")]
        assert any(one.meaning in told and one.unit in told for one in known), key
        assert re.search("(; assumption: replace by yours|; your choice|; source: [\\w-]+)$", told)


@pytest.mark.parametrize("preset", sorted(shipped("configs")))
def test_like_a_preset_is_the_preset(preset: str) -> None:
    """The same digest, which is of all numbers; sources that are more than assumptions stay."""
    assert main(["new", "mine", "--like", preset]) == 0
    mine, theirs = load("mine.toml"), load(preset)
    assert mine.digest() == theirs.digest()
    kept = {where: key for where, key in theirs.sources.items() if key != "assumption"}
    assert mine.sources == kept
    assert advice(mine) == []


def test_a_size_of_ones_own_has_no_source(capsys: Capture) -> None:
    assert main(["new", "mine", "--like", "cn_avs", "--firms", "64"]) == 0
    mine = load("mine.toml")
    assert [group.count for group in mine.firms] == [20, 4, 40]
    assert not any(address.endswith(".count") for address in mine.sources)


def test_shares_add_up_in_proportion() -> None:
    assert shares([10, 15], 25) == [10, 15] and shares([1, 100], 2) == [1, 1]
    for total in range(3, 60):
        found = shares([7, 1, 22], total)
        assert sum(found) == total and min(found) >= 1
        assert total < 30 or all(
            abs(count - total * weight / 30) < 1.0
            for count, weight in zip(found, [7, 1, 22], strict=True)
        )


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["mine"], "mine.toml: is there already; choose another name"),
        (["cn_tv"], "cn_tv: comes with poolsim; choose another name"),
        (["a b"], "name: 'a b' must be letters, digits, _ and - only"),
        (["other", "--like", "cn_tvv"], "no such preset; did you mean 'cn_tv'?"),
        (
            ["other", "--like", "cn_avs", "--firms", "2"],
            "firms: 2 is too low; at least 3 needed, one for each group",
        ),
        (["other", "--holders", "201"], "holders.holders.count: 201 is too high"),
    ],
)
def test_new_refuses_and_writes_nothing(argv: list[str], message: str, capsys: Capture) -> None:
    Path("mine.toml").write_text("mine", encoding="utf-8")
    assert main(["new", *argv]) == 2
    told = capsys.readouterr()
    assert message in told.err and len(told.err.splitlines()) == 1 and told.out == ""
    assert [path.name for path in Path().iterdir()] == ["mine.toml"]
    assert Path("mine.toml").read_text(encoding="utf-8") == "mine"


def test_list_names_what_there_is(capsys: Capture) -> None:
    assert main(["list"]) == 0
    told = capsys.readouterr().out
    services = [f"alliance.{service.lever}" for service in SERVICES]
    for name in (*shipped("configs"), *shipped("experiments"), *STRUCTURES, *services):
        assert f"\n{name} " in told, name
    assert main(["list", "structures"]) == 0
    assert "self_sufficiency" not in capsys.readouterr().out


def test_parameters_about_words(capsys: Capture) -> None:
    assert main(["parameters", "REDESIGN", "before", "--json"]) == 0
    assert [row["address"] for row in json.loads(capsys.readouterr().out)] == [
        "services.early_redesign"
    ]
    assert main(["parameters", "royalti", "zebra"]) == 2
    assert "royalti zebra: no number is about this" in capsys.readouterr().err
    assert main(["parameters", "redesing"]) == 2
    assert capsys.readouterr().err.strip() == (
        "redesing: no number is about this; did you mean 'redesign'?"
    )


def explained(argv: list[str], capsys: Capture) -> dict[str, str]:
    assert main(["explain", *argv]) == 0
    return dict(
        (part.strip() for part in line.split(":", 1))  # type: ignore[misc]
        for line in capsys.readouterr().out.splitlines()
    )


def test_explain_says_all_about_a_number(capsys: Capture) -> None:
    found = explained(["alliances.avs.royalty", "cn_avs"], capsys)
    assert (
        found["value"] == "1 in cn_avs, alliances.avs.royalty (AVS-pool-terms: see docs/sources.md)"
    )
    assert (found["unit"], found["range"]) == ("RMB per unit", "0 to 1000")
    assert found["kind"].startswith("lever")
    assert found["needs"].startswith("alliance.pool above 0")
    assert "royalty_invited" in found["outcomes"]
    brokers = explained(["alliance.brokerage"], capsys)
    assert brokers["switch"].startswith("switches.brokerage = 0 turns it off")
    assert "ssr_narrow" in brokers["outcomes"] and brokers["income"].startswith("brokerage_income")
    assert "value" not in brokers
    off = explained(["switches.licensing"], capsys)
    assert (off["part of"], off["turns off"]) == ("mechanisms.pool_building", "alliance.pool")


def test_every_number_can_be_explained(capsys: Capture) -> None:
    for number in declarations():
        assert explained([number.address], capsys)["meaning"] == number.meaning


@pytest.mark.parametrize(
    ("argv", "near"),
    [
        (["alliance.duse"], "alliance.dues"),
        (["alliances.ctuu.dues", "cn_tv"], "alliances.ctu.dues"),
    ],
)
def test_explain_knows_the_nearest_spelling(argv: list[str], near: str, capsys: Capture) -> None:
    assert main(["explain", *argv]) == 2
    assert capsys.readouterr().err.strip().endswith(f"did you mean '{near}'?")
