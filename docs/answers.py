"""Write docs/answers.md: which numbers would turn the verdict on each preset of the main study
under its own design, and which levers.

What is found is kept in the folder given, so that the script goes on where it was.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from poolsim.report.ledger import (
    DISTANCE,
    back_said,
    distance_said,
    others_line,
    switch_said,
    tested_line,
    verdict_line,
)
from poolsim.study.declared.read import load_study
from poolsim.study.ledger import Ledger, switch

FILE = Path(__file__).parent / "answers.md"
STUDY = "self_sufficiency"
HEAD = """# What would change the answers

The main study asks of each preset whether it feeds itself: whether the share of founded runs that
are self-sufficient is at least one half. Below stands, for each preset under its own design, which
uncertain numbers turn that verdict when they move inside their declared ranges, one at a time and
nothing else with them; then which levers do. The nearest stand first, by the distance of the switch
value from the present one as a share of the range. Declared ranges say what a file may hold, and
some are far wider than anybody believes: a switch value far from the present one may be of no
interest, one beside it is a reason to find the number out. An interval holds the switch value in at
least 95 % of searches.

The page is written by

    python docs/answers.py

which goes on where it was stopped. One preset is asked with `poolsim switch cn_avs`, and with
`poolsim switch cn_avs --levers`; [switch.md](switch.md) says more.
"""
COLUMNS = ("number", "meaning", "unit", "now", "range", "switch value [95 %]", *DISTANCE, "source")


def page(folder: Path, presets: list[str]) -> Iterator[str]:
    """The lines of the page."""
    yield HEAD
    tested, every = "", load_study(STUDY).scenarios
    if missing := [preset for preset in every if preset not in presets]:
        yield f"Not asked here: {', '.join(missing)}."
    for preset in presets:
        yield f"\n## {preset}\n"
        ledger = asked(folder, preset, levers=False)
        yield f"{verdict_line(ledger.name, ledger.asked, ledger.here)}\n"
        yield from table(ledger)
        yield "\nLevers:\n"
        levers = asked(folder, preset, levers=True)
        yield from table(levers)
        yield from (f"\n{check}" for check in levers.checks)
        tested = tested_line(ledger.asked)
    yield f"\n## What was tested\n\n{tested}"


def asked(folder: Path, preset: str, *, levers: bool) -> Ledger:
    """What turns the verdict on a preset."""
    out = folder / f"{preset}_{'levers' if levers else 'numbers'}"
    return switch(preset, levers=levers, out=out, quiet=False)


def table(found: Ledger) -> Iterator[str]:
    """The switch values, and how many numbers have none."""
    if len(found.table):
        yield f"| {' | '.join(COLUMNS)} |"
        yield "|---" * len(COLUMNS) + "|"
        for row in found.table.to_dict("records"):
            cells = [
                f"`{row['number']}`",
                row["meaning"].replace("|", "/") + back_said(row),
                row["unit"],
                f"{row['now']:.4g}",
                f"{row['low']:g} to {row['high']:g}",
                switch_said(row),
                *distance_said(row),
                row["source"],
            ]
            yield f"| {' | '.join(cells)} |"
        yield ""
    yield others_line(found)


def main() -> None:
    """Search what is missing, and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("results/answers"), help="folder")
    parser.add_argument("presets", nargs="*", help="default: those of the main study")
    options = parser.parse_args()
    lines = page(options.out, options.presets or load_study(STUDY).scenarios)
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
