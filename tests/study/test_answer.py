"""The answer on one page: a row per scenario that was run as it is."""

import pandas as pd

from poolsim.report.answer import page_text
from poolsim.statistics.verdict import DOES_NOT, FEEDS_ITSELF, NEVER_FORMED
from poolsim.study.declared.read import study_named

OWN = {"known": "ten makers", "design": "as_is", "structure": "entity"}


def cell(design, structure="entity", belief="high", share=0.0, verdict=DOES_NOT, same_as=""):
    return {
        "scenario": "made_up",
        "design": design,
        "structure": structure,
        "belief": belief,
        "runs": 100,
        "formed": 0 if verdict == NEVER_FORMED else 80,
        "alive": 0.9,
        "self_sufficient": share,
        "low": share - 0.1,
        "high": share + 0.1,
        "verdict": verdict,
        "same_as": same_as,
        "why_never": "unwilling",
        "why_ended": "left",
        "end_quarter": 34.0,
        "ssr_narrow": share,
    }


def page(*cells):
    return page_text("Which?", pd.DataFrame(list(cells)), {"made_up": OWN})


def test_the_smallest_change_that_feeds_it_is_named():
    both = cell("pool", "group", share=0.9, verdict=FEEDS_ITSELF)
    one = cell("pool", share=0.8, verdict=FEEDS_ITSELF)
    text = page(cell("as_is"), both, one)
    assert "with design pool:" in text
    assert "0.80 [0.70, 0.90]" in text
    assert "structure group" not in text


def test_where_nothing_feeds_it_the_number_of_trials_is_told():
    text = page(cell("as_is", share=0.1), cell("pool", share=0.4), cell("dues", same_as="as_is"))
    assert "with none of the 2" in text
    assert "0.40" in text


def test_other_first_beliefs_are_told_where_the_verdict_hangs_on_them():
    text = page(cell("as_is"), cell("as_is", belief="low", verdict=NEVER_FORMED))
    assert "hangs on the first" in text
    assert "low: never" in text
    assert "the same at all" in page(cell("as_is"), cell("as_is", belief="low"))


def test_a_study_without_the_alliance_as_it_is_has_no_page():
    assert page_text("Which?", pd.DataFrame([cell("pool")]), {"made_up": OWN}) == ""


def test_a_study_knows_its_scenarios_as_they_are():
    own = study_named("self_sufficiency").as_they_are()
    assert own["cn_avs"]["structure"] == "social_group"
    assert {labels["design"] for labels in own.values()} == {"as_is"}
    assert all(labels["known"] for labels in own.values())
