"""Write docs/validation.md: the effect of every mechanism's switch beside its sign in theory."""

from pathlib import Path

from poolsim.statistics.paired import PairedDifference
from poolsim.validation import (
    MECHANISMS,
    REPLICATES,
    Mechanism,
    as_predicted,
    effect,
    unit_of,
)

FILE = Path(__file__).parent / "validation.md"
HEAD = f"""# Validation: every mechanism against its placebo

Each mechanism has a switch. The table shows what switching it on changes: the mean paired
difference *on minus off* of a named outcome in a named preset over {REPLICATES} replicates that
share their luck, with its 95 % interval, and the sign that theory predicts. Off means bit for bit
as if the mechanism's code were not there (`tests/model/test_switches.py`). The page is written by
`docs/validate.py`; `tests/validation` derives it again.

| switch | preset, with | outcome (unit) | theory | predicted | on - off [95 %] | as predicted |
|---|---|---|---|---|---|---|
"""


def row(mechanism: Mechanism, found: PairedDifference) -> str:
    """One line of the table."""
    values = ", ".join(f"`{key}` = {value}" for key, value in mechanism.values.items())
    where = f"`{mechanism.preset}`" + (f", {values}" if values else "")
    numbers = f"{found.mean:.4g} [{found.low:.4g}, {found.high:.4g}]"
    verdict = "yes" if as_predicted(mechanism, found) else "**no**"
    sign = "+" if mechanism.sign > 0 else "-"
    outcome = f"{mechanism.outcome} ({unit_of(mechanism)})"
    named = f"`{mechanism.group}.{mechanism.switch}`"
    return (
        f"| {named} | {where} | {outcome} | {mechanism.theory} | {sign} | {numbers} | {verdict} |\n"
    )


def page() -> str:
    """The whole page."""
    return HEAD + "".join(row(mechanism, effect(mechanism)) for mechanism in MECHANISMS)


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8", newline="\n")
