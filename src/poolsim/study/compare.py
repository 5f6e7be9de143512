"""Comparison of a folder of results: tables, survival figure and the answer, in a folder of their
own that is known by its record.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa

from poolsim.economy.causes import CODES
from poolsim.economy.outcomes import OUTCOMES
from poolsim.errors import ScenarioError, StoreError
from poolsim.files import clear_temporaries
from poolsim.report.comparison import comparison_text, settled_text
from poolsim.scenario.former import known_as
from poolsim.statistics.comparison import compare_runs, refuse
from poolsim.statistics.sequential import Question
from poolsim.statistics.survival import survival_tables
from poolsim.study.execution import resume, settle
from poolsim.study.results import Results, results_in
from poolsim.study.stored.folder import ANSWER, commit_json, commit_text, read_json, writing
from poolsim.study.stored.manifest import environment, read_manifest
from poolsim.study.stored.tables import write_table

NAMES = [outcome.name for outcome in OUTCOMES]


def compare_folder(
    folder: Path,
    question: Question,
    out: Path,
    *,
    most: int | None = None,
    workers: int | None = None,
    plain: bool = False,
    say: Callable[[str], None] = lambda text: None,
) -> str:
    """Compare within a folder of results, write tables and figure into `out`, return the text.

    With `most`, replicates are added to those of the folder until every comparison is settled, or
    there are that many.
    """
    results = results_in(folder)
    runs, worlds = _runs(results), results.study.worlds()
    question = of_kept(runs, question)
    asked = question.by, question.baseline, list(question.outcomes), question.margins, worlds
    refuse(runs, *asked)
    if most is None and question.precision:
        raise ScenarioError(["--precision: needs --most, the number of replicates to go to"])
    if most is not None and most < (there := results.plan.replicates):
        text = f"{most} is too low; the folder has {there} replicates, and they are looked at"
        raise ScenarioError([f"--most: {text}"])
    refuse_precision(question.precision)
    refuse_foreign(out, results.study.name)
    if most is None:
        name, table = "compare", compare_runs(runs, *asked)
        text = comparison_text(results.title, table, question.by)
    else:
        name = "sequential"
        table, text = _settled(results, question, most, workers=workers, plain=plain, say=say)
        runs = _runs(results_in(folder))
    tables = {name: table} | _lives(results, runs, question)
    made = {**environment(), "results": str(folder), "question": question._asdict(), "most": most}
    write_comparison(out, results.study.name, made, tables, text)
    if "survival_curves" in tables:
        from poolsim.plots.survival import draw_survival

        drawn = tables["survival_curves"], tables["survival_at_risk"], question.by, out
        origin = read_manifest(folder, any_model=True).origin("compare")
        for warning in draw_survival(results.title, *drawn, origin=origin):
            say(warning)
    return text


def _runs(results: Results) -> pd.DataFrame:
    return results.table("runs").drop(columns="cell")


def refuse_precision(precision: Mapping[str, float]) -> None:
    """Raise ScenarioError for outcomes that have no mean, and half widths that none can have."""
    known = [name for name in NAMES if name not in CODES]
    messages = [
        f"--precision: that of '{name}' must be above 0"
        if name in known
        else f"--precision: no outcome '{name}'{known_as(name, known)}"
        for name, half in precision.items()
        if name not in known or not half > 0.0
    ]
    if messages:
        raise ScenarioError(messages)


def of_kept(runs: pd.DataFrame, question: Question) -> Question:
    """The question; of the usual outcomes, those that are kept. Raises ScenarioError where one is
    missing.
    """
    kept = [name for name in question.outcomes if name in runs.columns or name not in NAMES]
    missing = [name for name in question.outcomes if name not in kept]
    if missing and (question.outcomes != Question().outcomes or not kept):
        there = ", ".join(name for name in NAMES if name in runs.columns)
        raise ScenarioError([f"--outcomes: the study did not keep '{missing[0]}'; it kept {there}"])
    return question._replace(outcomes=tuple(kept))


def _lives(results: Results, runs: pd.DataFrame, question: Question) -> dict[str, pd.DataFrame]:
    """Tables of the lives of alliances; none where what they are made of is not kept."""
    if not {"founded", "lifetime", "alive", "cause"} <= set(runs.columns):
        return {}
    worlds = results.study.worlds()
    tables = survival_tables(runs, question.by, question.baseline, worlds)._asdict()
    return {f"survival_{name}": table for name, table in tables.items() if not table.empty}


def _settled(
    results: Results,
    question: Question,
    most: int,
    *,
    workers: int | None,
    plain: bool,
    say: Callable[[str], None],
) -> tuple[pd.DataFrame, str]:
    """The table and the text of comparisons for which the results are extended until all is
    settled.
    """

    def further(replicates: int) -> Results:
        return resume(results.folder, replicates=replicates, workers=workers, plain=plain)

    study, table = settle(results, question, most, further, say)
    begun, replicates = results.plan.replicates, study.replicates
    return table, settled_text(results.title, table, question.by, begun, replicates)


RECORD = "comparison.json"


def refuse_foreign(out: Path, study: str) -> None:
    """Raise StoreError if `out` holds anything but an earlier comparison of the study."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())) and _study(out) != study:
        raise StoreError(
            f"{out}: not empty, and no comparison of study '{study}'; "
            "choose another folder with --out"
        )


def write_comparison(
    out: Path,
    study: str,
    made: Mapping[str, object],
    tables: Mapping[str, pd.DataFrame],
    answer: str,
) -> None:
    """Write tables and answer, in the place of those of an earlier comparison; made: what they come
    from.
    """
    refuse_foreign(out, study)
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        clear_temporaries(out)
        for path in [*out.glob("survival_*"), *out.glob("compare.*"), *out.glob("sequential.*")]:
            path.unlink()
    commit_json(out / RECORD, {"study": study, **made})
    for name, table in tables.items():
        write_table(out, name, iter([pa.Table.from_pandas(table, preserve_index=False)]))
    commit_text(out / ANSWER, answer)


def _study(out: Path) -> str | None:
    """The study that is compared in a folder; None if the folder is no comparison."""
    try:
        found = read_json(out / RECORD)
    except StoreError:
        return None
    return found.get("study") if isinstance(found, dict) else None
