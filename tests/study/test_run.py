"""A study from its file to its folder, on made-up runs: tables, failed runs, what is replaced and
refused.
"""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from poolsim.economy.observe import SERIES
from poolsim.economy.outcomes import OUTCOMES
from poolsim.errors import ScenarioError
from poolsim.scenario.scenario import load
from poolsim.statistics.curves import CURVES, CurveTally, with_derived
from poolsim.study import StudyResult, run_study
from poolsim.study.declared.study import Study

LABELS = ["scenario", "design", "structure", "belief"]
Stream = Callable[..., None]


@pytest.fixture
def result(study: Study, stream: Stream, tmp_path: Path) -> StudyResult:
    return run_study(study, tmp_path / "out", quiet=True)


def of_formed(runs: pd.DataFrame) -> pd.DataFrame:
    return runs[runs["formed"] > 0.0]


def test_a_row_per_run_in_the_order_of_the_study(result: StudyResult, study: Study) -> None:
    runs = result.runs
    assert list(runs["replicate"]) == list(range(70)) * 4
    assert list(runs[LABELS].drop_duplicates()["design"]) == ["free", "free", "dues", "dues"]
    assert set(runs["status"]) == {"ok"} and set(runs["seed"]) == {3}
    assert list(runs.columns) == [
        *LABELS,
        "replicate",
        "seed",
        "status",
        "reason",
        *(outcome.name for outcome in OUTCOMES),
        "cause_of_end",
    ]


def test_summary_is_pandas_summary_of_the_runs(result: StudyResult) -> None:
    cells = {key: cell for key, cell in result.runs.groupby(LABELS)}
    declared = {outcome.name: outcome for outcome in OUTCOMES}
    for row in result.summary.to_dict("records"):
        cell = cells[tuple(row[label] for label in LABELS)]
        assert (row["runs"], row["formed"]) == (len(cell), len(of_formed(cell)))
        if row["outcome"].startswith("cause: "):
            values = (
                of_formed(cell)["cause_of_end"] == row["outcome"].removeprefix("cause: ")
            ).astype(float)
        else:
            values = (of_formed(cell) if declared[row["outcome"]].of_formed else cell)[
                row["outcome"]
            ]
        expected = [len(values), values.mean(), values.std(), *values.quantile([0.5, 0.05, 0.95])]
        assert [
            row[key] for key in ("averaged", "mean", "sd", "median", "q05", "q95")
        ] == pytest.approx(expected)


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
    series[0, 2:10, names.index("licence_income")] = 1.0
    series[0, 9, names.index("project_income")] = 4.0
    series[0, 9, names.index("dues_income")] = 2.0
    survival, self_sufficiency, service, ngo, _ = np.moveaxis(with_derived(series)[:, :, -5:], 2, 0)
    assert list(survival[0]) == [0.0] + [1.0] * 9 + [0.0]
    assert np.isnan(survival[1]).all() and np.isnan(self_sufficiency[1]).all()
    assert self_sufficiency[0, [1, 2, 3, 8, 9]] == pytest.approx(
        [0.0, 0.25, 1.0 / 3.0, 7.0 / 16.0, 0.5]
    )
    assert np.isnan(self_sufficiency[0, [0, 10]]).all()
    assert (service[0, 8], service[0, 9], ngo[0, 9]) == pytest.approx((7.0 / 16.0, 0.75, 0.875))


def test_paired_differences_are_those_of_the_runs_formed_under_both(result: StudyResult) -> None:
    row = result.paired[
        (result.paired["structure"] == "entity") & (result.paired["outcome"] == "ssr_narrow")
    ].iloc[0]
    runs = result.runs[result.runs["structure"] == "entity"].set_index("replicate")
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


def test_files_hold_the_tables(result: StudyResult) -> None:
    for name in ("runs", "summary", "curves", "verdict", "paired"):
        table = getattr(result, name)
        assert (result.out / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        read = pd.read_csv(result.out / f"{name}.csv", encoding="utf-8-sig", keep_default_na=True)
        assert list(read.columns) == list(table.columns) and len(read) == len(table)
        pd.testing.assert_frame_equal(pd.read_parquet(result.out / f"{name}.parquet"), table)


def test_scenarios_and_provenance_rebuild_the_cells(result: StudyResult, study: Study) -> None:
    made = json.loads((result.out / "provenance.json").read_text(encoding="utf-8"))
    assert (made["study"], made["seed"], made["block"]) == ("made_up", 3, 64)
    assert len(made["cells"]) == 4
    for cell, spec in zip(made["cells"], study.cells(), strict=True):
        assert (
            load(result.out / cell["scenario"]).digest() == cell["digest"] == spec.scenario.digest()
        )


def test_a_failed_run_is_a_row_with_its_reason(
    study: Study, stream: Stream, tmp_path: Path
) -> None:
    stream(broken=(3, 69))
    result = run_study(study, tmp_path / "out", quiet=True)
    failed = result.runs[result.runs["status"] == "failed"]
    assert result.failed == len(failed) == 8
    assert list(failed["replicate"])[:2] == [3, 69]
    assert set(failed["reason"]) == {"ZeroDivisionError: float division by zero"}
    assert failed["ssr_narrow"].isna().all()
    assert set(result.summary["runs"]) == {68}
    assert "Traceback" in (tmp_path / "out" / "failures.txt").read_text(encoding="utf-8")


def test_earlier_results_are_replaced_only_by_complete_ones(
    study: Study, stream: Stream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run_study(study, out, quiet=True)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    def interrupted(*cell: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("poolsim.study.run.stream", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_study(study, out, quiet=True)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    stream(broken=(1,))
    run_study(study, out, quiet=True)
    assert (out / "failures.txt").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made_up.toml", "out"]


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("thesis.docx", "years of work", "not a result of poolsim"),
        ("provenance.json", "[]", "not a result of poolsim"),
        ("provenance.json", '{"poolsim": "0.1.0", "study": "other"}', "results of study 'other'"),
    ],
)
def test_a_foreign_folder_is_refused(
    study: Study, stream: Stream, tmp_path: Path, file: str, text: str, message: str
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / file).write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=message):
        run_study(study, tmp_path / "out", quiet=True)
    assert (tmp_path / "out" / file).read_text(encoding="utf-8") == text


def test_a_file_added_to_results_is_not_deleted(
    study: Study, stream: Stream, tmp_path: Path
) -> None:
    run_study(study, tmp_path / "out", quiet=True)
    (tmp_path / "out" / "notes.md").write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError, match="notes.md, which the study did not write"):
        run_study(study, tmp_path / "out", quiet=True)
    assert (tmp_path / "out" / "notes.md").exists()


def test_unknown_figures_are_refused_before_the_first_run(study: Study, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="'survivall'; did you mean 'survival'?"):
        run_study(study.model_copy(update={"figures": ["survivall"]}), tmp_path / "out")
    with pytest.raises(ScenarioError, match="needs an address in"):
        run_study(study.model_copy(update={"figures": ["sweep"]}), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_verdict_goes_to_standard_output_and_progress_to_standard_error(
    study: Study, stream: Stream, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_study(study, tmp_path / "out")
    told = capsys.readouterr()
    assert "Answer: " in told.out
    assert "280 of 280 runs" in told.err
    run_study(study, tmp_path / "out", quiet=True)
    assert capsys.readouterr() == ("", "")
