"""Search over levers: it finds the best, calls equal ones equal, and says what is wrong with what
it is asked.
"""

import json
import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made_up import MadeUp

from poolsim import search
from poolsim.cli.main import main
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.errors import ScenarioError
from poolsim.statistics.comparison import EQUIVALENT, SAME, TOO_FEW
from poolsim.statistics.halving import Search

SCRIPT = Path(__file__).parents[1] / "scripts" / "search_rates.py"
PROFIT = OUTCOMES[OUTCOME_INDEX["profit"]]
LEGAL_COST = OUTCOMES[OUTCOME_INDEX["legal_cost"]]


def test_it_errs_no_more_than_stated(capsys: pytest.CaptureFixture[str]) -> None:
    """At the stated 5 % fewer than 52 of 60 searches would be right once in 300 tries."""
    runpy.run_path(str(SCRIPT))["main"](["--studies", "60", "--candidates", "8", "--most", "512"])
    best, equal = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert best["leads"] >= 52 / 60 and best["kept"] >= 52 / 60 and equal["kept"] >= 52 / 60
    assert best["run"] < 0.5 and equal["run"] < 0.75  # of a full comparison


def searched(values: list[np.ndarray], **options: object) -> Search:
    found = Search(
        len(values),
        do_all=lambda places, first, size: [values[k][first : first + size] for k in places],
        **{"outcome": PROFIT, "most": 256, **options},
    )
    found.standings = found.run()
    return found


def test_less_of_an_outcome_may_be_better_and_the_same_is_the_same() -> None:
    luck = np.random.default_rng(1).normal(size=256)
    found = searched([luck + 1.0, luck, luck, luck + 0.05], outcome=LEGAL_COST, within=0.1)
    first, *others = found.standings
    verdicts = {one.candidate: one.look.verdict for one in others}
    assert first.candidate == 1 and verdicts[2] == SAME and verdicts[3] == EQUIVALENT
    assert verdicts[0] == "better" and len(found.seen[0]) == 64  # the leader is, and that is enough


def test_a_candidate_without_the_outcome_comes_last() -> None:
    luck = np.random.default_rng(1).normal(size=256)
    *_, last = searched([np.full(256, np.nan), luck, luck - 1.0]).standings
    assert last.candidate == 0 and last.exists == 0.0 and last.look.verdict == TOO_FEW


STUDY = """
name = "made_up"
scenarios = ["cn_tv"]
seed = 3
[levers]
"alliance.dues" = [0.0, 0.1, 0.5]
"""


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A study file with levers, over made-up runs in which more dues give more of everything."""
    monkeypatch.setattr("poolsim.study.search.runner_of", MadeUp().runner_of)
    path = tmp_path / "made_up.toml"
    path.write_text(STUDY, encoding="utf-8")
    return str(path)


def test_the_best_dues_are_found(
    study: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "found.csv"
    words = ["search", study, "--levers", "alliance.dues", "--of", "profit", "--most", "128"]
    assert main([*words, "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "Answer: best is dues 0.5; 2 are worse; alliance.dues 0.5 is the largest tried" in told
    assert out.read_bytes().startswith(b'\xef\xbb\xbf"scenario","belief"')
    assert pd.read_csv(out)["alliance.dues"].tolist() == [0.5, 0.1, 0.0]
    assert main([*words, "--out", str(out), "--quiet"]) == 0  # what it wrote may be replaced


def test_levers_are_of_any_library(study: str) -> None:
    for levers in (
        "alliance.dues",
        {"alliance.dues": np.array([0.0, 0.1, 0.5])},
        pd.Series({"alliance.dues": [0.0, 0.1, 0.5]}),
    ):
        found = search(study, levers, "profit", most=64).table  # type: ignore[arg-type]
        assert sorted(found["alliance.dues"]) == [0.0, 0.1, 0.5]


def test_worlds_are_drawn_anew_for_every_replicate(study: str, tmp_path: Path) -> None:
    """Made-up runs add the intensity: its mean over the range is in every mean."""
    text = STUDY + '[uncertainties]\n"membership.intensity" = [2.0, 4.0]\n'
    (tmp_path / "made_up.toml").write_text(text, encoding="utf-8")
    table = search(study, ["alliance.dues"], "profit", most=64).table
    assert table["mean"].tolist() == pytest.approx([4.5, 4.1, 4.0], abs=0.15)
    assert (table["leader_is"] == "").sum() == 1


@pytest.mark.parametrize(
    ("levers", "options", "message"),
    (
        (["alliance.royaltyy"], {}, "did you mean 'alliance.royalty'"),
        (["membership.intensity"], {}, "is no lever: its kind is uncertainty"),
        (["alliance.brokerage_fee"], {}, "unknown address"),
        (["alliance.endowment"], {}, "say which values: alliance.endowment=v1,v2,..."),
        ({"alliance.dues": [0.1]}, {}, "nothing to search"),
        ({"alliance.dues": [99.0, 0.0]}, {}, "alliance.dues"),
        ({"alliance.dues": [0.0, 0.0]}, {}, "levers.alliance.dues: 0.0 is given twice"),
        ({"alliance.dues": 0.0}, {}, "levers.alliance.dues: 0.0 is not a list"),
        ({"alliance.dues": [0.0, True]}, {}, "alliance.dues: true is not a number"),
        ({"seed": [1, 2]}, {}, "levers.seed: cells share the study's seed"),
        ({"quarters": [8, 80]}, {}, "'quarters' is no lever: its kind is constant"),
        (
            dict.fromkeys(["alliance.dues", "alliances.ctu.dues"], [0, 1]),
            {},
            "varies it twice, as alliance.dues too",
        ),
        (["alliance.dues"], {"most": "64"}, "--most: '64' is not a whole number"),
        (["alliance.dues"], {"margin": "0"}, "--margin: '0' is not a finite number"),
        (["alliance.dues"], {"most": 10}, "at least 64 replicates"),
        (["alliance.dues"], {"margin": -1.0}, "must be 0 or more"),
        (["alliance.dues"], {"of": "profits"}, "did you mean 'profit'"),
    ),
)
def test_what_cannot_be_searched(study: str, levers: object, options: dict, message: str) -> None:
    with pytest.raises(ScenarioError, match=message.replace("(", r"\(")):
        search(study, levers, **{"of": "profit", **options})


@pytest.mark.parametrize(
    ("more", "message"),
    (
        ('[uncertainties]\n"alliance.dues" = [0.0, 1.0]\n', "nobody chooses it there"),
        ('[grid]\n"alliance.grant" = [0.0, 1.0]\n', "name it among --levers"),
        (
            '[[constraints]]\naddress = "alliance.dues"\nat_most = 0.2\nreason = "dear"\n',
            r"does not heed \[\[constraints\]\]",
        ),
    ),
)
def test_parts_of_a_study_that_it_does_not_heed(
    study: str, tmp_path: Path, more: str, message: str
) -> None:
    before = STUDY.split("[levers]")[0] if "uncertainties" in more else STUDY
    (tmp_path / "made_up.toml").write_text(before + more, encoding="utf-8")
    with pytest.raises(ScenarioError, match=message):
        search(study, {"alliance.dues": [0.0, 0.1]}, "profit")
