"""The command that tells what would change an answer: switch."""

import argparse
from functools import partial
from pathlib import Path

import poolsim
from poolsim.cli.arguments import REPEATED, RUNNING, VALUES, Command, Options, count, written_to

OK = 0


def span(text: str) -> tuple[str, tuple[float, float]]:
    """ADDRESS=LOW:HIGH."""
    address, equals, ends = text.partition("=")
    try:
        low, high = (float(end) for end in ends.split(":"))
    except ValueError:
        equals = ""
    if not (address.strip() and equals):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form ADDRESS=LOW:HIGH")
    return address.strip(), (low, high)


def _switch(options: argparse.Namespace) -> int:
    asked = {
        "cell": options.cell,
        "at": options.at,
        "values": {address: value for address, (value,) in options.set},
        "within": dict(options.within),
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
        "type": float,
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
        "type": span,
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
    "--out": written_to("DIR", "folder, in which what is found is kept and gone on with")["--out"]
    | {"type": Path},
    **RUNNING,
}
COMMANDS = [
    Command("switch", "tell which numbers would turn an answer, and where", _switch, SWITCH)
]
