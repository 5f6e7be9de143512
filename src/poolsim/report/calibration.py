"""Which numbers agree with facts, in words and tables for a terminal."""

from collections.abc import Iterator, Sequence
from textwrap import fill

import numpy as np
import pandas as pd

from poolsim.report.text import WIDTH, aligned, percent, percent_of
from poolsim.statistics.matching import Row
from poolsim.statistics.posterior import Facts, Posterior, Sample

CRUDE = 50  # accepted worlds of equal weight below which the ends of intervals are not firm
TOLD = 0.05  # p value below which the facts tell something of a number
ENOUGH = 100  # runs that a wider tolerance is proposed for
LONGEST = 40  # letters of a fact in a table
MOST_PAIRS = 3
FEW_LUCKS = 10  # replicates below which the answer may be that of their luck
LEGEND = (
    "A run agrees with a fact if it comes within the tolerance of its value. All runs: median, and "
    "5 to 95 % of them; alone: share of all runs that agree with this fact; accepted: the same of "
    "the runs that agree with every fact held against them. A fact that is only compared rejects "
    "nothing: there 'agree' is what the accepted runs say of it.",
    "Before: 95 % of the sample, whose ranges, evenly drawn, are what was believed before; after: "
    "median and 95 % of the accepted runs. Narrowed: width after over width before. Chance: p "
    "value of a change as large as this if the facts said nothing of the number.",
)


def calibration_text(
    title: str,
    facts: Facts,
    sources: Sequence[str],
    found: Sequence[tuple[Sample, Posterior]],
    left_out: Sequence[str],
    within: float,
) -> str:
    """All that is known after the facts, alternative by alternative. sources: of the facts;
    left_out: facts that could not be held against runs; within: how many tolerances away agree.
    """
    lines = [title, "", *_facts(facts, sources)]
    if within != 1.0:
        lines.append(_filled(f"Every tolerance is taken {within:g} times as wide."))
    if left_out:
        lines.append(_filled(f"Not held against runs: {'; '.join(left_out)}."))
    for sample, known in found:
        lines += ["", *_alternative(sample, known, facts)]
    return "\n".join([*lines, "", *(_filled(text) for text in LEGEND)])


def _facts(facts: Facts, sources: Sequence[str]) -> Iterator[str]:
    rows = [
        [
            str(place + 1),
            _short(facts.words[place]),
            f"{facts.values[place]:g} +- {facts.tolerances[place]:g}",
            "average" if facts.average[place] else "each run",
            "" if facts.used[place] else "compared only",
            source,
        ]
        for place, source in enumerate(sources)
    ]
    yield from aligned(["", "fact", "value", "held against", "", "source"], rows)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _filled(text: str) -> str:
    return fill(text, WIDTH)


def _alternative(sample: Sample, known: Posterior, facts: Facts) -> Iterator[str]:
    yield _filled(f"{sample.name}: {_size(sample, known, facts)}")
    yield ""
    yield from aligned(HEAD, [_fact(k, row) for k, row in enumerate(_rows(known.facts), 1)])
    yield ""
    if known.runs == 0:
        yield from map(_filled, _nothing(sample, known, facts))
        return
    yield from aligned(NUMBERS, [_number(row) for row in _rows(known.numbers)])
    yield ""
    yield from map(_filled, _says(known))
    yield from map(_filled, _blurred(known.facts, facts))
    if sample.lucks < FEW_LUCKS:
        yield _filled(
            f"All worlds share the same luck, of {sample.lucks} replicates here: the answer may be "
            f"one about that luck. With {FEW_LUCKS} replicates it would be less so."
        )


def _rows(table: pd.DataFrame) -> list[Row]:
    rows: list[Row] = table.to_dict("records")
    return rows


def _size(sample: Sample, known: Posterior, facts: Facts) -> str:
    ends = f"[{percent_of(known.low)}, {percent_of(known.high)}]"
    return (
        f"{known.runs} of {len(sample.world)} runs agree with all {int(facts.used.sum())} facts, "
        f"{percent_of(known.share)} % {ends}; they lie in {int((known.accepted > 0).sum())} of "
        f"{len(sample.numbers)} worlds"
    )


HEAD = ["", "all runs", "alone", "accepted runs", "agree"]
NUMBERS = ["number", "before", "after", "narrowed", "chance"]


def _fact(number: int, row: Row) -> list[str]:
    agree = "-" if pd.isna(row["accepted_agree"]) else percent(row["accepted_agree"])
    ends = (_ends(row, prefix) for prefix in ("", "accepted_"))
    before, after = ends
    return [str(number), before, percent(row["agree"]), after, agree]


def _ends(row: Row, prefix: str) -> str:
    if pd.isna(row[f"{prefix}median"]):
        return "-"
    low, high = row[f"{prefix}q05"], row[f"{prefix}q95"]
    return f"{row[f'{prefix}median']:.3g} ({low:.3g} to {high:.3g})"


def _number(row: Row) -> list[str]:
    return [
        row["address"],
        f"{row['prior_low']:.3g} to {row['prior_high']:.3g}",
        f"{row['median']:.3g} [{row['low']:.3g}, {row['high']:.3g}]",
        f"{row['narrowed']:.2f}",
        f"{row['chance']:.3f}",
    ]


def _says(known: Posterior) -> Iterator[str]:
    """What the facts tell of numbers, alone and together, and how firm that is."""
    told = known.numbers[known.numbers["chance"] < TOLD]["address"]
    silent = known.numbers[known.numbers["chance"] >= TOLD]["address"]
    if len(told):
        yield f"The facts tell something of {', '.join(told)}."
    if len(silent):
        yield f"They tell nothing that chance would not of {', '.join(silent)}."
    least = 2.0 / np.sqrt(max(known.effective, 1.0))
    strong = known.together[known.together["correlation"].abs() > max(least, 0.3)]
    for row in _rows(strong.head(MOST_PAIRS)):
        sign = "with" if row["correlation"] > 0.0 else "against"
        yield (
            f"{row['address']} goes {sign} {row['with']} (rank correlation "
            f"{row['correlation']:.2f}): the facts know them better together than alone."
        )
    if known.effective < CRUDE:
        yield (
            f"The ends of the intervals are crude: they rest on as much as {known.effective:.0f} "
            f"worlds of equal weight; with {CRUDE} they would be firm. Run more worlds, or widen "
            "the tolerances."
        )


def _blurred(table: pd.DataFrame, facts: Facts) -> Iterator[str]:
    """Averages that luck leaves less sure than half of their tolerance."""
    blurred = facts.used & facts.average & (table["luck"] > table["tolerance"] / 2.0)
    for place in np.flatnonzero(blurred):
        row = table.iloc[place]
        yield (
            f"Fact {place + 1}: luck leaves the mean of a world open by +- {row['luck']:.2g}, for "
            f"a tolerance of {row['tolerance']:g}; worlds share that luck, so that intervals may "
            "miss what is true. Run more replicates, or take a wider tolerance."
        )


def _nothing(sample: Sample, known: Posterior, facts: Facts) -> Iterator[str]:
    """Why no run agrees, and what could be done."""
    yield "No run agrees with all facts, so that nothing can be said of the numbers."
    never = known.facts[known.facts["used"] & (known.facts["agree"] == 0.0)]
    for number, row in zip(never.index + 1, _rows(never), strict=True):
        if pd.isna(row["median"]):
            yield f"Fact {number}: no run has such a number."
        else:
            yield (
                f"Fact {number}: alone no run meets it; the fact is {row['value']:g} +- "
                f"{row['tolerance']:g}, nine of ten runs are in {row['q05']:.3g} to "
                f"{row['q95']:.3g}. A number that moves it is missing from the sample, its range "
                "is too narrow, or the model cannot say what the fact says."
            )
    if never.empty:
        yield "Each is met by some runs alone, but never all together: look which two exclude."
    there = np.sort(known.distance[np.isfinite(known.distance)])
    if len(there):
        enough = there[min(ENOUGH, len(there)) - 1]
        yield (
            f"The nearest run is {there[0]:.2g} tolerances away; --within {_above(enough)} would "
            f"accept the nearest {min(ENOUGH, len(there))}, as far as you believe facts so loose."
        )


def _above(value: float) -> str:
    """A number of two digits that is not below another."""
    step = 10.0 ** (np.floor(np.log10(value)) - 1.0)
    return f"{np.ceil(value / step) * step:.6g}"
