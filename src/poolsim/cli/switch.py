"""The command that tells what would change an answer: switch."""

import argparse
from functools import partial

import poolsim
from poolsim.cli.arguments import (
    REPEATED,
    RUNNING,
    VALUES,
    Command,
    Options,
    by_name,
    count,
    ends,
    number,
    word,
    written_to,
)

OK = 0


def _switch(options: argparse.Namespace) -> int:
    asked = {
        "cell": options.cell,
        "at": options.at,
        "values": {address: value for address, (value,) in by_name(options.set).items()},
        "within": by_name(options.within),
        "replicates": options.replicates,
        "out": options.out,
        "workers": options.workers,
        "plain": options.plain,
        "quiet": options.quiet,
    }
    found: object
    if options.two:
        found = poolsim.switch_two(options.target, tuple(options.two), options.of, **asked)
    else:
        found = poolsim.switch(
            options.target, options.of, levers=options.levers, only=options.only, **asked
        )
    if not options.quiet:
        print(found)
        if options.out:
            print(f"results in {options.out}")
    return OK


SWITCH: Options = {
    "target": {
        "type": word,
        "metavar": "FOLDER|SCENARIO",
        "help": "folder of results, or TOML file or name of a preset",
    },
    "--of": {
        "default": "self_sufficient",
        "metavar": "OUTCOME",
        "help": "outcome whose mean counts (default self_sufficient)",
    },
    "--cell": {
        "metavar": "CELL",
        "help": "of a folder: number of a cell, or its labels, as cn_avs,dues,entity",
    },
    "--at": {
        "type": partial(number, "[0, 1] of a share, else every finite number"),
        "metavar": "AMOUNT",
        "help": "threshold of the mean (default 0.5 for shares)",
    },
    "--levers": {
        "action": "store_true",
        "help": "move what a design chooses, instead of what nobody knows",
    },
    "--only": {
        "nargs": "+",
        "default": [],
        "metavar": "ADDRESS",
        "help": "move these numbers, of any kind, and no others",
    },
    "--two": {
        "nargs": 2,
        "metavar": "ADDRESS",
        "help": "two numbers at once: a phase diagram",
    },
    "--within": REPEATED
    | {
        "type": ends,
        "metavar": "ADDRESS=LOW:HIGH",
        "help": "a narrower range than the declared one; may be repeated",
    },
    "--set": VALUES["--set"],
    "--replicates": {
        "type": partial(count, "replicates"),
        "default": 256,
        "metavar": "N",
        "help": "runs at one value at most (default 256)",
    },
    **written_to("DIR", "folder, in which what is found is kept and gone on with"),
    **RUNNING,
}
COMMANDS = [
    Command("switch", "tell which numbers would turn an answer, and where", _switch, SWITCH)
]
