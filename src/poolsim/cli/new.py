"""The command that writes a scenario to start from: new."""

import argparse
from functools import partial
from pathlib import Path

from poolsim.cli.arguments import Command, Options, count
from poolsim.errors import ScenarioError
from poolsim.files import writing_to
from poolsim.scenario.start import start_text

OK = 0
FEWEST_FIRMS = 2  # one for each group, of which every scenario to start from has two or more


def _new(options: argparse.Namespace) -> int:
    path = Path(f"{options.name}.toml")
    text = start_text(options.name, options.like, firms=options.firms, holders=options.holders)
    if path.exists():
        raise ScenarioError([f"{path}: is there already; choose another name"])
    writing_to(path, lambda file: file.write(text.encode()))
    print(f"{path} is written; next: poolsim validate {path}, then poolsim run {path}")
    return OK


NEW: Options = {
    "name": {"metavar": "NAME", "help": "name of the scenario; the file is NAME.toml"},
    "--like": {"metavar": "PRESET", "help": "begin with the numbers of a preset"},
    "--firms": {
        "type": partial(count, "firms", least=FEWEST_FIRMS),
        "metavar": "N",
        "help": "firms in all, in the proportions of the groups",
    },
    "--holders": {
        "type": partial(count, "holders"),
        "metavar": "N",
        "help": "patent holders in all",
    },
}
COMMANDS = [Command("new", "write a commented scenario to start from", _new, NEW)]
