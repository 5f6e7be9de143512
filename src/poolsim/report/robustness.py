"""How sure a choice is, in words and tables for a terminal."""

from collections.abc import Iterator, Sequence
from textwrap import fill

import numpy as np
import pandas as pd

from poolsim.economy.declarations import Outcome
from poolsim.report.text import WIDTH, aligned, percent, share_said
from poolsim.statistics.failures import FAILS, FLIPS
from poolsim.statistics.importance import installed
from poolsim.statistics.matching import Row
from poolsim.statistics.robustness import NEITHER, unseen
from poolsim.statistics.worlds import Worlds

MOST_PAIRS, MOST_NUMBERS, MOST_NAMES = 12, 3, 6
KINDS = {FAILS: "failures", FLIPS: "flips"}
LIKELY_CHANCE = 0.05  # p value above which a box is told as nothing
BETTER = {1: "more is better", -1: "less is better", 0: "more is taken as better"}
LEGEND = (
    "In brackets: 95 % intervals, over worlds and luck; of worst world, Hurwicz's criterion and "
    "largest regret over luck alone. Passes: share of worlds whose mean reaches {threshold:g}; "
    "open: share in which luck leaves that undecided. Hurwicz: {optimism:g} of the best world and "
    "{rest:g} of the worst. Regret: what is lost against the best alternative of each world, in "
    "the unit of the outcome; luck in the means of worlds makes it larger than it is.",
    "Flips: share of worlds in which the order is the other way round; firm: beyond luck, which by "
    "itself does so in up to 2.5 %; open: luck may explain either order. Dominates: in which "
    "order, over worlds, with the share of bootstrap draws in which it holds.",
    "Shares of the variance between runs are due to worlds, to luck, and to both together, where "
    "luck acts otherwise in other worlds; intervals over worlds.",
)


def robust_text(
    title: str,
    outcome: Outcome,
    threshold: float,
    optimism: float,
    strata: Sequence[Worlds],
    tables: dict[str, pd.DataFrame],
) -> str:
    """All that is known of the alternatives, stratum by stratum, and the answer."""
    facts = f"{outcome.name} ({outcome.unit}; {BETTER[outcome.direction]})"
    lines = [title, "", facts]
    for worlds in strata:
        mine = {name: _of(table, worlds.stratum) for name, table in tables.items()}
        lines += ["", *_stratum(worlds, mine, threshold)]
    set_to = {"threshold": threshold, "optimism": optimism, "rest": 1.0 - optimism}
    return "\n".join([*lines, "", *(_filled(text.format(**set_to)) for text in LEGEND)])


def _of(table: pd.DataFrame, stratum: dict[str, object]) -> pd.DataFrame:
    for name, value in stratum.items():
        table = table[table[name] == value]
    return table


def _stratum(worlds: Worlds, tables: dict[str, pd.DataFrame], threshold: float) -> Iterator[str]:
    """Tables and sentences of one scenario under one first belief."""
    named = ", ".join(str(value) for value in worlds.stratum.values() if value != "preset")
    yield _filled(f"{named}: {_size(worlds)}")
    yield ""
    alternatives = tables["alternatives"]
    rows = alternatives.to_dict("records")
    yield from aligned(HEAD, [_alternative(k, row) for k, row in enumerate(rows, 1)])
    yield ""
    yield from aligned(REGRET, [_regret(k, row) for k, row in enumerate(rows, 1)])
    yield ""
    shares = tables["variance"].to_dict("records")
    yield from aligned(VARIANCE, [_variance(k, row) for k, row in enumerate(shares, 1)])
    if len(tables["pairs"]):
        yield ""
        yield from _pairs(tables["pairs"], list(alternatives["alternative"]))
    yield ""
    yield from map(_filled, _hangs_on(tables["importance"]))
    yield from map(_filled, boxes_said(tables["boxes"]))
    yield ""
    yield _filled(answer(alternatives, tables["pairs"], threshold, worlds.sign))


def _size(worlds: Worlds) -> str:
    """How many worlds and runs, what they leave out, and what no sample of worlds can tell."""
    _, count, replicates = worlds.values.shape
    return (
        f"{count} worlds, {replicates} replicates each{_missing(worlds)}; at 95 % up to "
        f"{100.0 * unseen(count):.1f} % of the worlds may be worse than all of these"
    )


def _missing(worlds: Worlds) -> str:
    there = np.isfinite(worlds.values).mean()
    parts = [
        f"the outcome exists in {percent(there)} of the runs, and says nothing of the others"
        if there < 1.0
        else "",
        f"{worlds.left_out} more worlds left out, where some alternative has no run with it"
        if worlds.left_out
        else "",
    ]
    return "".join(f"; {part}" for part in parts if part)


def _filled(text: str) -> str:
    return fill(text, WIDTH)


def _with_ends(row: Row, name: str) -> str:
    return f"{row[name]:.3g} [{row[f'{name}_low']:.3g}, {row[f'{name}_high']:.3g}]"


HEAD = ["", "alternative", "mean", "passes", "open", "worst world", "Hurwicz"]
REGRET = ["", "regret: mean", "90th percentile", "largest"]
VARIANCE = ["", "variance: worlds", "luck", "both"]


def _alternative(number: int, row: Row) -> list[str]:
    passes = f"{row['passes']:.2f} [{row['passes_low']:.2f}, {row['passes_high']:.2f}]"
    worst = [_with_ends(row, name) for name in ("worst", "hurwicz")]
    name, mean = row["alternative"], _with_ends(row, "mean")
    return [str(number), name, mean, passes, share_said(row["open"]), *worst]


def _regret(number: int, row: Row) -> list[str]:
    names = ("regret_mean", "regret_q90", "regret_max")
    return [str(number), *(_with_ends(row, name) for name in names)]


def _variance(number: int, row: Row) -> list[str]:
    return [str(number), *(_share(row, part) for part in ("worlds", "luck", "both"))]


def _pairs(table: pd.DataFrame, names: list[str]) -> Iterator[str]:
    rows = [
        [
            f"{names.index(row['alternative']) + 1} over {names.index(row['minus']) + 1}",
            f"{row['difference']:.3g} [{row['low']:.3g}, {row['high']:.3g}]",
            share_said(row["flips"]),
            f"{row['firm']:.2f} [{row['firm_low']:.2f}, {row['firm_high']:.2f}]",
            share_said(row["undecided"]),
            "-" if row["dominates"] == NEITHER else f"{row['dominates']} ({row['support']:.2f})",
        ]
        for row in table.head(MOST_PAIRS).to_dict("records")
    ]
    yield from aligned(["pair", "difference", "flips", "firm", "open", "dominates"], rows)
    if len(table) > MOST_PAIRS:
        yield f"... and {len(table) - MOST_PAIRS} more pairs in pairs.csv"


def _share(row: Row, part: str) -> str:
    if pd.isna(row[part]):
        return "-"
    return f"{row[part]:.2f} [{row[f'{part}_low']:.2f}, {row[f'{part}_high']:.2f}]"


def _hangs_on(table: pd.DataFrame) -> Iterator[str]:
    """The numbers that an outcome hangs on by PAWN, a line per alternative."""
    if table.empty:
        why = "too few worlds" if installed() else "needs SALib: pip install 'poolsim[sensitivity]'"
        yield f"PAWN indices: {why}."
    for name, rows in table.groupby("alternative", sort=False):
        ranked = rows.sort_values("pawn", ascending=False, kind="stable")
        chance = float(rows["chance"].iloc[0])
        real = ranked[ranked["pawn"] > chance].head(MOST_NUMBERS)
        said = ", ".join(f"{row.address} {row.pawn:.2f}" for row in real.itertuples())
        yield f"{name} hangs on: {said or 'nothing'} (PAWN index; chance alone gives {chance:.2f})."


def boxes_said(table: pd.DataFrame) -> Iterator[str]:
    """A sentence per box of failures or flips."""
    verbs = {FAILS: "fails", FLIPS: "falls behind"}
    for row in table.to_dict("records"):
        against = f" {row['minus']}" if row["what"] == FLIPS else ""
        said = f"{row['alternative']} {verbs[row['what']]}{against}"
        share = f"{row['cases']} of {row['worlds']} worlds"
        if not row["where"] or row["chance"] > LIKELY_CHANCE:
            yield f"{said} in {share}, in no region that chance would not give."
            continue
        ends = f"{100.0 * row['density_low']:.0f} to {percent(row['density_high'])}"
        yield (
            f"{said} where {row['where']}: {percent(row['coverage'])} of the {KINDS[row['what']]} "
            f"({share}) lie there, in {percent(row['density'])} ({ends}) of the {row['in_box']} "
            f"worlds there; chance gives as much with p {row['chance']:.2f}."
        )


def answer(alternatives: pd.DataFrame, pairs: pd.DataFrame, threshold: float, sign: int) -> str:
    """Which alternative is best by which rule, and which others cannot be told apart from it; sign:
    -1 where less of the outcome is better.
    """
    if len(alternatives) == 1:
        row = alternatives.iloc[0]
        ends = f"{100.0 * row['passes_low']:.0f} to {percent(row['passes_high'])}"
        share = f"{percent(row['passes'])} ({ends})"
        return f"Answer: {row['alternative']} reaches {threshold:g} in {share} of the worlds."
    rules: dict[str, list[str]] = {}
    for rule, column, best in RULES:
        values = alternatives[column] * (best or sign)
        first = alternatives["alternative"][values == values.max()]
        rules.setdefault(_listed(first, " = "), []).append(rule)
    parts = [f"{name} by {', '.join(some)}" for name, some in rules.items()]
    best = pairs["alternative"].iloc[0]
    against = pairs[pairs["alternative"] == best]
    near = against["minus"][(against["low"] <= 0.0) & (against["high"] >= 0.0)]
    told = f"these cannot be told apart from {best}: {_listed(near, '; ')}" if len(near) else ""
    sure = told or f"{best} is better than every other"
    return f"Answer: best is {'; '.join(parts)}. By the mean {sure} (95 % for each pair)."


def _listed(names: pd.Series, between: str) -> str:
    """Some names, and how many more."""
    more = f"{between}{len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return between.join(names.head(MOST_NAMES)) + more


RULES = (  # name, column, and whether more is better: 0 as of the outcome
    ("mean", "mean", 0),
    ("worst world", "worst", 0),
    ("worst regret", "regret_max", -1),
    ("share that passes", "passes", 1),
)
