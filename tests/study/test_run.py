"""A study from its file to its folder, on made-up runs: tables, failed runs, what is replaced and
refused.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from poolsim import run
from poolsim.cli.main import main
from poolsim.economy.existence import Runs
from poolsim.economy.observe import SERIES
from poolsim.economy.outcomes import OUTCOMES
from poolsim.errors import ScenarioError, StoreError
from poolsim.statistics.curves import CURVES, DERIVED, CurveTally, with_derived
from poolsim.study.declared.sampling import points
from poolsim.study.declared.study import Study
from poolsim.study.results import Results

LABELS = ["scenario", "design", "structure", "belief"]
Stream = Callable[..., None]


@pytest.fixture
def result(study: Study, stream: Stream, tmp_path: Path) -> Results:
    return run(study, tmp_path / "out")


def of_formed(runs: pd.DataFrame) -> pd.DataFrame:
    return runs[runs["formed"] > 0.0]


def test_a_row_per_run_in_the_order_of_the_study(result: Results, study: Study) -> None:
    runs = result.table("runs")
    assert list(runs["replicate"]) == list(range(70)) * 4
    assert list(runs[LABELS].drop_duplicates()["design"]) == ["free", "free", "dues", "dues"]
    assert set(runs["status"]) == {"ok"} and set(runs["seed"]) == {3}
    assert list(runs.columns) == [
        "cell",
        *LABELS,
        "replicate",
        "seed",
        "status",
        "reason",
        *(outcome.name for outcome in OUTCOMES),
        "cause_of_end",
        "why_refused",
    ]


def there(runs: pd.DataFrame, where: Runs) -> pd.Series:
    """Whether an outcome exists, run by run."""
    formed, alive = runs["formed"] == 1.0, runs["alive"] == 1.0
    return {
        Runs.ALL: pd.Series(True, runs.index),
        Runs.FORMED: formed,
        Runs.ALIVE: formed & alive,
        Runs.ENDED: formed & ~alive,
    }[where]


def test_cells_are_empty_where_an_outcome_does_not_exist(result: Results) -> None:
    runs = result.table("runs")
    assert {kind: there(runs, kind).any() and not there(runs, kind).all() for kind in Runs} == {
        kind: kind is not Runs.ALL for kind in Runs
    }
    text = pd.read_csv(result.folder / "tables" / "runs.csv", dtype=str, keep_default_na=False)
    for outcome in OUTCOMES:
        exists = there(runs, outcome.runs)
        assert (runs[outcome.name].notna() == exists).all()
        assert ((text[outcome.name] != "") == exists).all()
    assert set(runs.loc[runs["formed"] == 0.0, "cause_of_end"]) == {"never formed"}


def test_summary_is_pandas_summary_of_the_runs(result: Results) -> None:
    cells = {key: cell for key, cell in result.table("runs").groupby(LABELS)}
    for row in result.table("summary").to_dict("records"):
        cell = cells[tuple(row[label] for label in LABELS)]
        assert (row["runs"], row["formed"]) == (len(cell), len(of_formed(cell)))
        if row["outcome"].startswith("cause: "):
            values = (
                of_formed(cell)["cause_of_end"] == row["outcome"].removeprefix("cause: ")
            ).astype(float)
        elif row["outcome"].startswith("refusal: "):
            why = row["outcome"].removeprefix("refusal: ")
            values = (cell["why_refused"] == why).astype(float)
        else:
            values = cell[row["outcome"]]
        expected = [values.count(), values.mean(), values.std()]
        expected += list(values.quantile([0.5, 0.05, 0.95]))
        found = [row[key] for key in ("averaged", "mean", "sd", "median", "q05", "q95")]
        assert found == pytest.approx(expected, nan_ok=True)


def test_curves_are_numpys_over_all_runs_whatever_the_blocks() -> None:
    series = np.random.default_rng(2).gamma(2.0, size=(30, 13, len(SERIES)))
    series[:, :, 0] = 1.0
    series[::3, :, 0] = 0.0
    series[:, :, 1] = series[:, :, 0] * (np.arange(13) < np.arange(30)[:, None] / 2.0)
    tally = CurveTally(12)
    for block in (series[:7], series[7:7], series[7:29], series[29:]):
        tally.add(block)
    full = with_derived(series)
    table = tally.table({"design": "d"})
    for k, curve in enumerate(CURVES):
        rows = table[table["series"] == curve.name]
        known = np.ma.masked_invalid(full[:, :, k])
        assert np.allclose(rows["runs"], known.count(axis=0))
        assert np.allclose(rows["mean"], known.mean(axis=0).filled(np.nan), equal_nan=True)
        quarter = 2
        kept = full[~np.isnan(full[:, quarter, k]), quarter, k]
        assert rows["q90"].iloc[quarter] == pytest.approx(np.quantile(kept, 0.9))


def test_derived_series_by_hand() -> None:
    names = [series.name for series in SERIES]
    series = np.zeros((2, 11, len(SERIES)))
    series[0, 1:, names.index("formed")] = 1.0
    series[0, 1:10, names.index("alive")] = 1.0
    series[0, 1:10, names.index("cost")] = 2.0
    series[0, 1:10, names.index("programme_cost")] = 4.0
    series[0, 2:10, names.index("licence_outside")] = 1.0
    series[0, 9, names.index("project_income")] = 4.0
    series[0, 9, names.index("dues_income")] = 2.0
    columns = np.moveaxis(with_derived(series)[:, :, len(SERIES) :], 2, 0)
    derived = dict(zip([curve.name for curve in DERIVED], columns, strict=True))
    survival, narrow = derived["survival"], derived["self_sufficiency"]
    assert list(survival[0]) == [0.0] + [1.0] * 9 + [0.0]
    assert np.isnan(survival[1]).all() and np.isnan(narrow[1]).all()
    assert narrow[0, [1, 2, 3, 8, 9]] == pytest.approx([0.0, 1 / 8, 2 / 12, 7 / 32, 8 / 36])
    assert np.isnan(narrow[0, [0, 10]]).all()
    assert derived["self_sufficiency_spent"][0, 9] == pytest.approx(8 / 18)
    assert derived["self_sufficiency_service"][0, 9] == pytest.approx(12 / 36)
    assert derived["self_sufficiency_members"][0, 9] == pytest.approx(14 / 36)


def test_the_ratio_forgets_what_is_older_than_its_span() -> None:
    names = [series.name for series in SERIES]
    series = np.zeros((1, 41, len(SERIES)))
    series[0, 1:, [names.index(name) for name in ("formed", "alive", "programme_cost")]] = 1.0
    series[0, 10, names.index("licence_outside")] = 4.0
    narrow = with_derived(series)[0, :, len(SERIES) + 1]
    assert narrow[[9, 10, 25, 26]] == pytest.approx([0.0, 0.4, 0.25, 0.0])


def test_paired_differences_are_those_of_the_runs_formed_under_both(result: Results) -> None:
    row = result.table("paired")[
        (result.table("paired")["structure"] == "entity")
        & (result.table("paired")["outcome"] == "ssr_narrow")
    ].iloc[0]
    runs = result.table("runs")[result.table("runs")["structure"] == "entity"].set_index(
        "replicate"
    )
    free, dues = (
        of_formed(runs[runs["design"] == design])["ssr_narrow"] for design in ("free", "dues")
    )
    gain = (dues - free).dropna()
    assert (row["design"], row["minus"], row["pairs"]) == ("dues", "free", len(gain))
    assert row["mean"] == pytest.approx(gain.mean())
    assert row["high"] - row["mean"] == pytest.approx(
        stats.t.ppf(0.975, len(gain) - 1) * gain.sem()
    )
    assert row["variance_ratio"] == pytest.approx(
        (free[gain.index].var() + dues[gain.index].var()) / gain.var()
    )


def test_files_hold_the_tables(result: Results) -> None:
    place = result.folder / "tables"
    for name in ("runs", "summary", "curves", "verdict", "paired", "cells"):
        table = result.table(name)
        assert (place / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        read = pd.read_csv(place / f"{name}.csv", encoding="utf-8-sig", keep_default_na=True)
        assert list(read.columns) == list(table.columns) and len(read) == len(table)
        pd.testing.assert_frame_equal(pd.read_parquet(place / f"{name}.parquet"), table)


def test_the_plan_rebuilds_the_cells(result: Results, study: Study) -> None:
    digests = list(result.table("cells")["digest"])
    assert len(digests) == 4
    for cell, point in enumerate(points(study)):
        assert point.scenario is not None
        assert result.scenario(cell).digest()[:32] == digests[cell] == point.scenario.digest()[:32]


def test_a_failed_run_is_a_row_with_its_reason(
    study: Study, stream: Stream, tmp_path: Path
) -> None:
    stream(broken=(3, 69))
    result = run(study, tmp_path / "out")
    runs = result.table("runs")
    failed = runs[runs["status"] == "failed"]
    assert len(failed) == 8
    assert list(failed["replicate"])[:2] == [3, 69]
    assert set(failed["reason"]) == {"ZeroDivisionError: float division by zero"}
    assert failed["ssr_narrow"].isna().all()
    assert set(result.table("summary")["runs"]) == {68}
    told = (tmp_path / "out" / "failures.txt").read_text(encoding="utf-8")
    assert "replicate 69\na.rule, line 7, in rate\nZeroDivisionError" in told
    assert "8 runs failed" in result.verdict


def test_a_study_of_failed_runs_alone_is_complete(
    study: Study, stream: Stream, tmp_path: Path
) -> None:
    stream(broken=tuple(range(70)))
    result = run(study, tmp_path / "out")
    assert set(result.table("verdict")["verdict"]) == {"no completed run"}
    assert set(result.table("curves")["runs"]) == set(result.table("summary")["averaged"]) == {0}
    with pytest.raises(StoreError, match="no such table"):
        result.table("paired")


def test_an_interrupt_loses_nothing(
    study: Study, stream: Stream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run(study, out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    def interrupted(*cell: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("poolsim.study.runner.runner_of", interrupted)
        run(study, out)
        with pytest.raises(KeyboardInterrupt):
            run(study.model_copy(update={"replicates": 90}), out)
    kept = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert {path: kept[path] for path in before if "parts" in path.parts}.items() <= before.items()
    assert run(study, out).complete


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("thesis.docx", "years of work", "no results of poolsim"),
        ("plans/plan-000.parquet", "of somebody else", "no results of poolsim"),
        ("provenance.json", "{}", "written by an earlier version; run the study again"),
        ("manifest.json", "[]", "of format None"),
        ("manifest.json", '{"format": 2}', "run the study again into another folder"),
    ],
)
def test_a_foreign_folder_is_refused(
    study: Study, stream: Stream, tmp_path: Path, file: str, text: str, message: str
) -> None:
    path = tmp_path / "out" / file
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=message):
        run(study, tmp_path / "out")
    assert path.read_text(encoding="utf-8") == text


def test_a_file_added_to_results_stays(study: Study, stream: Stream, tmp_path: Path) -> None:
    run(study, tmp_path / "out")
    (tmp_path / "out" / "notes.md").write_text("mine", encoding="utf-8")
    assert run(study, tmp_path / "out").complete
    assert (tmp_path / "out" / "notes.md").read_text(encoding="utf-8") == "mine"


def test_unknown_figures_are_refused_before_the_first_run(study: Study, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="'survivall'; did you mean 'survival'?"):
        run(study.model_copy(update={"figures": ["survivall"]}), tmp_path / "out")
    with pytest.raises(ScenarioError, match="needs an address in"):
        run(study.model_copy(update={"figures": ["sweep"]}), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_verdict_goes_to_standard_output_and_progress_to_standard_error(
    study: Study, stream: Stream, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["run", str(tmp_path / "made_up.toml"), "--out", str(tmp_path / "out")]
    assert main(argv) == 0
    told = capsys.readouterr()
    assert "the model, as it is" in told.out
    assert "280 runs of 4 cells" in told.err and "280 of 280 runs" in told.err
    assert main([*argv, "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
