"""The answer on one page: a row per scenario that was run as it is."""

import pandas as pd

from poolsim import run
from poolsim.report.answer import page_text
from poolsim.scenario.scenario import load
from poolsim.statistics.verdict import DOES_NOT, FEEDS_ITSELF, NEVER_FORMED
from poolsim.study.declared.read import study_named, with_settings
from poolsim.study.declared.sampling import as_they_are
from poolsim.study.declared.study import Sampling


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
        "as_it_is": (design, structure) == ("as_is", "entity"),
        "why_never": "unwilling",
        "why_ended": "left",
        "end_quarter": 34.0,
        "ssr_narrow": share,
    }


def page(*cells):
    return page_text("Which?", pd.DataFrame(list(cells)), {"made_up": "ten makers"})


def priced(royalty, own, **rest):
    return cell("as_is", **rest) | {"alliance.royalty": royalty, "as_it_is": own}


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
    assert page(cell("pool")) == ""


def test_a_scenario_that_is_not_run_as_it_is_is_told_below_the_others():
    other = cell("pool") | {"scenario": "other"}
    assert "Not answered on one page: other;" in page(cell("as_is"), other)


def test_a_number_that_varies_is_the_change_and_no_first_belief():
    text = page(priced(1.0, True), priced(19.0, False, share=0.9, verdict=FEEDS_ITSELF))
    assert "varied: alliance.royalty = 1, 19" in text
    assert "with alliance.royalty" in text
    assert "= 19: 0.90 [0.80," in text
    assert "hangs on" not in text
    assert "none is needed" in page(
        priced(1.0, False), priced(19.0, True, share=0.9, verdict=FEEDS_ITSELF)
    )


def test_a_number_that_is_set_everywhere_is_named_at_the_top():
    text = page(priced(1.0, True), priced(1.0, False) | {"design": "pool"})
    assert "as it is but for alliance.royalty = 1\n" in text


def test_of_equally_small_changes_the_surest_is_told():
    likely, sure = (
        priced(royalty, False, share=royalty, verdict=FEEDS_ITSELF) for royalty in (0.7, 0.9)
    )
    assert "= 0.9: 0.90" in page(priced(0.0, True), likely, sure)


def own(study):
    return {one.digest() for one in as_they_are(study)}


def test_an_alliance_is_as_it_is_under_its_own_structure_and_each_first_belief():
    study = study_named("self_sufficiency")
    avs = load("cn_avs").with_values({"seed": study.seed})
    assert len(own(study)) == 12
    for belief in study.beliefs.values():
        under = avs.with_values({"learning.first_belief": belief})
        assert under.digest() in own(study)
        changed = under.with_values({"alliance.structure": "entity"})
        assert changed.digest() not in own(study)


def test_what_is_swept_is_as_it_is_at_its_own_value_what_is_set_at_the_value_set():
    study, preset = study_named("mpeg2"), load("mpeg2")
    swept = with_settings(study, grid={"alliance.royalty": [1.0, 19.0]})
    assert own(swept) == {preset.digest()}
    same = with_settings(study, grid={"alliance.royalty": [1.0], "alliance.dues": [0.0, 0.1]})
    assert own(same) == {preset.with_values({"alliance.royalty": 1.0}).digest()}


def test_no_world_of_a_sample_is_an_alliance_as_it_is():
    assert as_they_are(study_named("unknown_worlds")) == []


def test_a_folder_has_the_page_of_its_own_value_or_says_why_not(simulation, tmp_path):
    preset = with_settings(study_named("cn_tv"), replicates=2)
    swept = with_settings(preset, grid={"alliance.dues": [0.02, 0.0]})
    assert "varied: alliance.dues = 0.02, 0\n" in run(swept, tmp_path / "own").page
    other = run(with_settings(preset, grid={"alliance.dues": [0.02, 0.03]}), tmp_path / "other")
    assert other.page == ""
    assert "Not answered on one page: cn_tv; no cell has" in other.verdict
    drawn = preset.model_copy(
        update={"uncertainties": {"market.overhead": [0.1, 0.2]}, "sampling": Sampling(points=2)}
    )
    worlds = run(drawn, tmp_path / "worlds")
    assert worlds.page == ""
    assert "Not answered on one page: each world" in worlds.verdict
