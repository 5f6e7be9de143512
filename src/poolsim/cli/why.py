"""The command `why`: what prevented or ended an alliance, and the log of one run."""

import argparse
from functools import partial
from typing import Any

import poolsim
from poolsim.cli.arguments import (
    MOST_COUNTED,
    RUNNING,
    VALUES,
    Command,
    Options,
    by_name,
    count,
    whole,
    word,
)

OK = 0


def _why(options: argparse.Namespace) -> int:
    values = {address: found for address, (found,) in by_name(options.set).items()}
    found = poolsim.why(
        options.subject,
        " ".join(options.cell) or None,
        replicate=options.replicate,
        against=options.against,
        values=values or None,
        replicates=options.replicates,
        workers=options.workers,
        plain=options.plain,
    )
    print(found.text)
    return OK


REPLICATES: dict[str, Any] = {
    "type": partial(count, "runs"),
    "default": 200,
    "metavar": "N",
    "help": "runs of a scenario (default 200)",
}
WHY: Options = {
    "subject": {
        "type": word,
        "metavar": "DIR|SCENARIO",
        "help": "folder of results, TOML file of a scenario, or name of a preset",
    },
    "cell": {
        "nargs": "*",
        "default": [],
        "metavar": "CELL",
        "help": "of a folder: the number of a cell, or its labels",
    },
    "--replicate": {
        "type": partial(whole, 0, MOST_COUNTED - 1),
        "metavar": "R",
        "help": "one run, with its log in words",
    },
    "--against": {
        "metavar": "CELL",
        "help": "another cell, or scenario: where the two part on the same luck",
    },
    "--set": VALUES["--set"],
    "--replicates": REPLICATES,
    **{name: RUNNING[name] for name in ("--workers", "--plain")},
}
COMMANDS = [
    Command("why", "why an alliance is not founded, ends or lives", _why, WHY),
]
