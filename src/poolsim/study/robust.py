"""How sure the answer of a sampled study is: read from its folder, written into a room of its own
there.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from poolsim.economy.declarations import FLAG, Outcome
from poolsim.errors import ScenarioError
from poolsim.files import clear_temporaries
from poolsim.progress import teller
from poolsim.report.robustness import robust_text
from poolsim.scenario.given import number
from poolsim.statistics.failures import boxes_table
from poolsim.statistics.importance import pawn_table
from poolsim.statistics.robustness import alternatives_table, draws_of, pairs_table
from poolsim.statistics.variance import variance_table
from poolsim.statistics.verdict import HALF
from poolsim.statistics.worlds import Worlds, worlds_of
from poolsim.study.outcome import COMPARABLE, outcome_named
from poolsim.study.results import Results, results_in
from poolsim.study.stored.folder import ANSWER, commit, commit_text, writing
from poolsim.study.stored.tables import write_csv

ROOM = "robust"
WHOLE = 1.0  # threshold of ratios of income to cost


class Robust(NamedTuple):
    """Tables over the worlds of a sample, and what they say in words."""

    alternatives: pd.DataFrame
    pairs: pd.DataFrame
    variance: pd.DataFrame
    importance: pd.DataFrame
    boxes: pd.DataFrame
    text: str

    def __str__(self) -> str:
        return self.text


def robust(
    folder: Results | Path | str,
    of: str,
    *,
    threshold: float | None = None,
    optimism: float = 0.5,
    quiet: bool = True,
) -> Robust:
    """How the alternatives of a finished study do over its worlds, by an outcome: tables and text,
    written into `robust/OUTCOME` of its folder as CSV and words.

    threshold: what the mean of the outcome in a world must reach to pass, 0.5 of what is or is
    not, 1 of a ratio of income to cost; optimism: weight of the best world in Hurwicz's criterion.
    Raises ScenarioError for a study without a sample, and for an outcome, threshold or weight
    that cannot be; StoreError for a folder that cannot be used.
    """
    results = folder if isinstance(folder, Results) else results_in(folder)
    results.refuse_incomplete()
    addresses, outcome = sampled_addresses(results), kept_outcome(results, of)
    optimism = number("--alpha", optimism, 0.0, 1.0)
    limit = _threshold(outcome, threshold)
    runs = results.table("runs").drop(columns="cell")
    strata = list(worlds_of(runs, addresses, outcome))
    parts = _tables(strata, limit, optimism, teller(quiet))
    found = {name: pd.concat(tables) for name, tables in parts.items()}
    text = robust_text(results.title, outcome, limit, optimism, strata, found)
    write_answer(results.folder / ROOM / of, found, text)
    return Robust(**found, text=text)


def sampled_addresses(results: Results) -> list[str]:
    """Addresses that tell the worlds of a study apart. Raises ScenarioError if it samples none."""
    study = results.study
    if not study.worlds():
        text = "samples no worlds; it needs [uncertainties], or points of a file"
        raise ScenarioError([f"{results.folder}: the study '{study.name}' {text}"])
    if study.sampling.method == "one_at_a_time":
        text = "one_at_a_time is no sample of worlds; use latin_hypercube, sobol, grid or points"
        raise ScenarioError([f"{results.folder}: sampling.method: {text}"])
    return study.worlds()


def kept_outcome(results: Results, of: str) -> Outcome:
    """An outcome that the results have. Raises ScenarioError for any other."""
    outcome = outcome_named(of)
    if not results.study.keeps(of):
        kept = ", ".join(name for name in COMPARABLE if results.study.keeps(name))
        raise ScenarioError([f"--of: the study did not keep '{of}'; it kept {kept}"])
    return outcome


def _threshold(outcome: Outcome, given: float | None) -> float:
    if given is not None:
        return number("--threshold", given)
    if outcome.unit == FLAG:
        return HALF
    if outcome.name.startswith("ssr_"):
        return WHOLE
    text = f"'{outcome.name}' has none of its own: give what counts as good enough"
    raise ScenarioError([f"--threshold: {text}, in {outcome.unit}"])


def _tables(
    strata: list[Worlds], threshold: float, optimism: float, say: Callable[[str], None]
) -> dict[str, list[pd.DataFrame]]:
    """Every table, a part per stratum."""
    found: dict[str, list[pd.DataFrame]] = {}
    for worlds in strata:
        named = ", ".join(map(str, worlds.stratum.values()))
        say(f"{named}: {len(worlds.names)} alternatives in {len(worlds.numbers)} worlds ...")
        draws = draws_of(worlds)
        made = {
            "alternatives": alternatives_table(worlds, draws, threshold * worlds.sign, optimism),
            "pairs": pairs_table(worlds, draws),
            "variance": variance_table(worlds),
            "importance": pd.concat(_importance(worlds)),
            "boxes": boxes_table(worlds, threshold * worlds.sign),
        }
        for name, table in made.items():
            for place, (label, value) in enumerate(worlds.stratum.items()):
                table.insert(place, label, value)
            found.setdefault(name, []).append(table)
    return found


def _importance(worlds: Worlds) -> Iterator[pd.DataFrame]:
    numbers, addresses = worlds.varied()
    for name, means in zip(worlds.names, worlds.means, strict=True):
        table = pawn_table(addresses, numbers, means)
        table.insert(0, "alternative", name)
        yield table


def write_answer(place: Path, tables: dict[str, pd.DataFrame], text: str) -> None:
    """Write tables as CSV, and the text, into a room of the folder of results."""
    with writing(place):
        place.mkdir(parents=True, exist_ok=True)
        clear_temporaries(place)
    for name, table in tables.items():
        _write_csv(place / f"{name}.csv", pa.Table.from_pandas(table, preserve_index=False))
    commit_text(place / ANSWER, text)


def _write_csv(path: Path, table: pa.Table) -> None:
    commit(path, lambda file: write_csv(table, file))
