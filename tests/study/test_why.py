"""`why` gives the reason that a run was made to have."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from poolsim import load, run, why
from poolsim.cli.main import main
from poolsim.economy.observe import COST
from poolsim.errors import ScenarioError, StoreError
from poolsim.events.log import EventLog
from poolsim.model import PoolModel
from poolsim.statistics.fates import ENDED, NEVER, STANDS, Fates, fates_of, tally, typical
from poolsim.statistics.money import KINDS, money_of
from poolsim.study.declared.read import load_study, with_settings
from poolsim.study.results import results_in

CHEAP = {"switches.levy": 0.0, "structure.host_share": 0.0, "alliance.fund": 0.0}
GRANTED = {
    **CHEAP,
    "structure.legal_person": 1.0,
    "alliance.grant": 0.2,
    "alliance.grant_quarters": 8.0,
    "alliance.grant_return": 0.0,
}
BLIND = {"switches.foresight_money": 0.0}  # founders do not see a grant end


def told(preset: str, quarters: int, replicate: int = 0, **values: float) -> str:
    """What is said of one run."""
    values = {name.replace("__", "."): value for name, value in values.items()}
    return why(preset, replicate=replicate, values={"quarters": quarters, **values}).answer


def test_no_money():
    without = {**CHEAP, "alliance.brokerage": 0.0}
    answer = told("cn_robot", 3, **without)
    assert answer.startswith("Never founded in 3 attempts. The last, in quarter 3: 0 of 7 invited")
    assert "at the money foreseen, though they would if service were free" in answer
    assert "money foreseen for 0% of an endless full service" in answer


def test_no_cash():
    poor = {f"firms.{group}.funds": 0.0 for group in ("makers", "agency", "bodies")}
    answer = told("cn_robot", 2, **poor)
    assert "not founded, enough would agree, but lack the cash" in answer
    assert "3 would but lack cash" in answer


def test_unwilling():
    answer = told("cn_robot", 2, membership__participation_cost=5.0)
    assert "too few would agree even if service were free" in answer


def test_below_quorum():
    answer = told("cn_robot", 22, replicate=1)
    assert "ended in quarter 20: members left and too few remained (1 in it)" in answer
    assert "quarter 20, agency 1, others 8 left" in answer


def test_insolvent_after_a_lost_grant():
    answer = told("cn_robot", 16, **GRANTED, alliance__grant_lapse=0.0)
    assert "ended in quarter 14: it could not pay what it owed (treasury RMB -" in answer
    assert "Before that: quarter 9, grant ended, its term is over" in answer


def test_a_grant_that_lapses_is_told_apart_from_one_whose_term_is_over():
    lapsing = {"alliance.grant_lapse": 0.1, "alliance.grant_quarters": 80.0}
    answer = told("cn_robot", 16, **GRANTED | BLIND | lapsing)
    assert "grant ended, lapsed" in answer and "its term is over" not in answer


def test_host_left():
    answer = told("cn_robot", 18, replicate=3)
    assert "ended in quarter 17: nobody hosted it any more (for 4 quarters)" in answer
    assert "quarter 14, nobody hosts it any more" in answer


def test_unravelled():
    answer = told("mpeg2", 2, alliance__royalty=2.0)
    assert "contributors left its pool, which had nothing else (0 contributors)" in answer
    assert "8 firms walked out of the pool" in answer


def test_a_run_that_stands_says_so():
    assert told("cn_led", 3) == "Founded in quarter 1, and stands in quarter 3."


def test_a_cell_answers_first_then_reasons_money_and_limits():
    found = why("cn_robot", values={"quarters": 24}, replicates=6, plain=True)
    parts = [found.answer[:20], "fate", "RMB m.", "Limits: 6 runs"]
    places = [found.text.index(part) for part in parts]
    assert places == sorted(places)
    assert found.to_frame()["runs"].sum() == 6 and found.answer.endswith(".")
    assert max(map(len, found.text.splitlines())) <= 120


def test_two_designs_part_where_their_numbers_do():
    numbers = {**GRANTED, **BLIND, "alliance.grant_lapse": 0.0, "quarters": 10}
    long = load("cn_robot").with_values(numbers)
    short = long.with_values({"alliance.grant_quarters": 4.0})
    found = why(long, against=short, replicate=0)
    assert "They part in quarter 5:\n" in found.text
    assert "  grant_income: 0.2 against 0 RMB m per quarter" in found.text
    assert "The first events that differ, in quarter 5:" in found.text
    assert "cn_robot (2): grant ended, its term is over" in found.text
    assert "They do not part" in why(long, against=long, replicate=0).text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"subject": "cn_robt"}, "did you mean 'cn_robot'?"),
        ({"subject": "cn_robot", "cell": 3}, "only folders of results have cells"),
        ({"subject": "cn_robot", "replicate": -1}, "-1 is too low"),
    ],
)
def test_bad_questions_are_refused(asked, said):
    with pytest.raises(ScenarioError, match=said.replace("?", r"\?")):
        why(**asked)


def test_fates_are_counted_with_their_quarters():
    fate = np.array([ENDED] * 3 + [NEVER] * 2 + [STANDS], dtype=object)
    reason = np.array(["insolvent", "insolvent", "dormant", "finance", "finance", ""], dtype=object)
    table = tally(Fates(fate, reason, np.array([10.0, 20.0, 5.0, np.nan, np.nan, np.nan])))
    rows = {(row.fate, row.reason): row for row in table.itertuples()}
    assert (rows[ENDED, "insolvent"].runs, rows[ENDED, "insolvent"].quarter) == (2, 15.0)
    assert rows[NEVER, "finance"].share == pytest.approx(1 / 3)
    assert np.isnan(rows[STANDS, ""].quarter)


def test_the_typical_run_is_the_median_of_the_most_frequent_fate():
    runs = pd.DataFrame(
        {
            "replicate": range(5),
            "status": ["ok", "ok", "ok", "ok", "failed"],
            "formed": [1.0, 1.0, 1.0, 0.0, 1.0],
            "alive": [0.0, 0.0, 0.0, np.nan, 0.0],
            "cause": [2.0, 2.0, 2.0, np.nan, 1.0],
            "refusal": [0.0, 0.0, 0.0, 1.0, 0.0],
            "founded": [1.0] * 5,
            "lifetime": [30.0, 10.0, 20.0, np.nan, 5.0],
            "spells": [1.0, 1.0, 1.0, 0.0, 1.0],
        }
    )
    assert typical(runs) == 2
    assert list(fates_of(runs).reason) == ["below quorum"] * 3 + ["unwilling"]


def test_money_adds_up_to_the_treasury_by_quarter_and_by_year():
    """Without capital paid back, what came in less what was spent is what is there."""
    model = PoolModel("cn_robot", 0, values={"quarters": 16}, log=EventLog())
    model.run()
    series = np.array(model.series)
    for table, ends in (
        (money_of(series), [4, 8, 12, 16]),
        (money_of(series, 1), [*range(1, 17)]),
    ):
        income = table[[kind for kind in KINDS if kind in table]].sum(axis=1)
        assert list(table["quarter"]) == ends
        balance = (income - table["cost"]).cumsum()
        assert balance.to_numpy() == pytest.approx(table["cash"].to_numpy(), abs=1e-9)
        assert table["cost"].sum() == pytest.approx(series[:, COST].sum())


def test_the_frame_of_money_is_by_quarter_and_the_text_by_year():
    one = why("cn_robot", replicate=3, values={"quarters": 8})
    money = one.to_frame("money")
    assert list(money["quarter"]) == [*range(1, 9)]
    assert list(one.by_year["quarter"]) == [4, 8]
    assert money["cost"].sum() == pytest.approx(one.by_year["cost"].sum())
    assert list(one.to_frame("events")) == list(one.to_frame())
    with pytest.raises(ScenarioError, match="no such table; did you mean 'money'"):
        one.to_frame("mony")


STUDY = """
name = "two"
scenarios = ["cn_robot"]
replicates = 4
[designs.as_is]
[designs.unwanted]
"membership.participation_cost" = 5.0
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("why")
    path = place / "two.toml"
    path.write_text(STUDY, encoding="utf-8")
    study = with_settings(load_study(path), grid={"quarters": [22]})
    run(study, place / "two", plain=True, quiet=True)
    return place / "two"


def test_cells_of_a_folder_are_asked_by_number_or_labels(folder):
    by_label, by_number = why(folder, "unwanted"), why(folder, 1)
    assert by_label.text == by_number.text
    assert "Never founded because too few would agree even if service were free" in by_label.answer
    runs = results_in(folder).table("runs").query("cell == 0").set_index("replicate")
    ended = runs[runs["alive"] == 0.0]
    assert len(ended)
    for replicate, row in ended.iterrows():
        answer = why(folder, "as_is", replicate=replicate).answer
        assert f"ended in quarter {row['founded'] + row['lifetime']:.0f}: " in answer
    assert "They part in quarter 1:" in why(folder, 0, against=1).text


def test_a_folder_of_another_model_is_refused(folder, monkeypatch):
    monkeypatch.setattr("poolsim.economy.phases.membership.CLOSED", 0.0)  # nobody may join
    with pytest.raises(StoreError, match="replicate . is another run now"):
        why(folder, "as_is")


def test_the_page_shows_what_the_command_prints():
    page = (Path(__file__).parents[2] / "docs" / "why.md").read_text(encoding="utf-8")
    patient = {"governance.host_patience": 12}
    apart = why("cn_robot", values=patient, against="cn_robot", replicate=3)
    log = why("cn_robot", replicate=3)
    assert all(line in page.splitlines() for line in log.text.splitlines()[:14])
    assert "\n".join(apart.log) in page


def test_all_cells_of_a_folder_are_told_at_once(folder):
    found = why(folder)
    assert "1: cn_robot unwanted" in found.text and "never founded in 1.00 of runs" in found.text
    assert len(found.to_frame()) == 2


def test_causes_stand_under_the_verdict(folder):
    text = (folder / "verdict.txt").read_text(encoding="utf-8")
    below = " ".join(text.partition("Why they fail")[2].split())
    assert "unwanted: never founded in 1.00 of runs, mostly because too few would agree" in below
    assert "as_is: " in below


def test_the_command_answers_and_refuses(folder, capsys):
    assert main(["why", str(folder), "unwanted"]) == 0
    assert "Never founded" in capsys.readouterr().out
    assert main(["why", str(folder), "unwantd"]) == 2
    assert "did you mean 'unwanted'?" in capsys.readouterr().err
    assert main(["why", "cn_robot", "--replicate", "0", "--set", "quarters=2"]) == 0
    assert "quarter   1: 4 of 7 invited agreed; founded" in capsys.readouterr().out
