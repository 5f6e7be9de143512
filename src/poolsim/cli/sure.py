"""Commands that tell how sure an answer is, what it hangs on, and what is better: robust,
sensitivity, search; and which numbers agree with facts: calibrate.
"""

import argparse
from functools import partial
from pathlib import Path

from poolsim.cli.arguments import (
    FOLDER,
    FORCE,
    MOST_COUNTED,
    REPEATED,
    RUNNING,
    Command,
    Options,
    by_name,
    count,
    ends,
    grid,
    number,
    whole,
    word,
    written_to,
)
from poolsim.errors import ScenarioError
from poolsim.files import refuse_to_replace
from poolsim.scenario.scenario import Value

OK = 0


def _robust(options: argparse.Namespace) -> int:
    from poolsim.study.robust import ROOM, robust

    found = robust(
        options.folder,
        options.of,
        threshold=options.threshold,
        optimism=options.alpha,
        quiet=options.quiet,
    )
    if not options.quiet:
        print(f"{found.text}\ntables in {options.folder / ROOM / options.of}")
    return OK


def _calibrate(options: argparse.Namespace) -> int:
    from poolsim.study.calibrate import ROOM, calibrate

    found = calibrate(options.folder, options.targets, within=options.within, quiet=options.quiet)
    if not options.quiet:
        print(f"{found.text}\ntables in {options.folder / ROOM}")
    return OK


def _search(options: argparse.Namespace) -> int:
    from poolsim.study.search import search

    if options.out:
        refuse_no_file(options.out, options.force)
    found = search(
        options.target,
        by_name(options.levers),
        options.of,
        margin=options.margin,
        most=options.most,
        workers=options.workers,
        plain=options.plain,
        quiet=options.quiet,
    )
    if options.out:
        found.write(options.out)
    if not options.quiet:
        print(found.text)
    return OK


def refuse_no_file(path: Path, force: bool) -> None:
    """Raise ScenarioError, before anything runs, for a path that no file can have, or where a file
    is that no search wrote.
    """
    from poolsim.study.search import is_found

    if not path.absolute().parent.is_dir():
        raise ScenarioError([f"--out: {path}: its folder does not exist"])
    refuse_to_replace(path, is_found, force)


def _lever(text: str) -> tuple[str, list[Value]]:
    """ADDRESS, or ADDRESS=VALUES."""
    return grid(text) if "=" in text else (text, [])


def _sensitivity(options: argparse.Namespace) -> int:
    from poolsim.study.sensitivity import sensitivity

    found = sensitivity(
        options.target,
        options.of,
        method=options.method,
        samples=options.samples,
        ranges=by_name(options.range) or None,
        replicates=options.replicates,
        out=options.out,
        workers=options.workers,
        plain=options.plain,
        quiet=options.quiet,
    )
    if not options.quiet:
        print(f"{found.text}\nresults in {found.folder}")
    return OK


OF: Options = {"--of": {"required": True, "metavar": "OUTCOME", "help": "outcome that decides"}}
ROBUST: Options = {
    **FOLDER,
    **OF,
    "--threshold": {
        "type": partial(number, "every finite number"),
        "metavar": "T",
        "help": "what its mean in a world must reach to pass (default: half of a share, 1 of a "
        "ratio of income to cost)",
    },
    "--alpha": {
        "type": partial(number, "[0, 1]"),
        "default": 0.5,
        "metavar": "A",
        "help": "weight of the best world in Hurwicz's criterion (default 0.5)",
    },
    "--quiet": {"action": "store_true", "help": "no messages"},
}
CALIBRATE: Options = {
    **FOLDER,
    "targets": {
        "type": word,
        "metavar": "TARGETS",
        "help": "TOML file of facts, or name of a preset's",
    },
    "--within": {
        "type": partial(number, "above 0"),
        "default": 1.0,
        "metavar": "F",
        "help": "how many tolerances a run may be away from a fact (default 1)",
    },
    "--quiet": {"action": "store_true", "help": "no messages"},
}
TARGET = {
    "type": word,
    "metavar": "STUDY|SCENARIO",
    "help": "TOML file, or name of a study or preset",
}
SEARCH: Options = {
    "target": TARGET,
    "--levers": {
        "type": _lever,
        "nargs": "+",
        "required": True,
        "metavar": "ADDRESS[=VALUES]",
        "help": "levers to search; VALUES: v1,v2,... or low:high:points (default: those of the "
        "study, else 0 to 4 times the scenario's own number)",
    },
    **OF,
    "--margin": {
        "type": partial(number, "0 and above"),
        "default": 0.0,
        "metavar": "AMOUNT",
        "help": "difference of the outcome too small to matter (default 0)",
    },
    "--most": {
        "type": partial(count, "replicates"),
        "default": 1024,
        "metavar": "N",
        "help": "replicates of each candidate at most (default 1024)",
    },
    **written_to("FILE", "also write the table of candidates there, as CSV"),
    **FORCE,
    **RUNNING,
}
SENSITIVITY: Options = {
    "target": TARGET,
    **OF,
    "--method": {
        "choices": ["sobol", "morris"],
        "default": "sobol",
        "help": "indices of variance, or elementary effects (default sobol)",
    },
    "--samples": {
        "type": partial(count, "samples"),
        "default": 64,
        "metavar": "N",
        "help": "N x (numbers + 2) points of sobol, N x (numbers + 1) of morris (default 64)",
    },
    "--range": REPEATED
    | {
        "type": ends,
        "metavar": "ADDRESS=LOW:HIGH",
        "help": "an uncertain number, in place of those of the study; may be repeated",
    },
    "--replicates": {
        "type": partial(whole, 1, MOST_COUNTED),
        "metavar": "N",
        "help": "runs per point",
    },
    **written_to("DIR", "folder of the runs (default results/NAME_METHOD)"),
    **RUNNING,
}
COMMANDS = [
    Command(
        "sensitivity", "which uncertain numbers an outcome hangs on", _sensitivity, SENSITIVITY
    ),
    Command("search", "the best design within some levers, and what equals it", _search, SEARCH),
    Command("robust", "how sure an answer is over the worlds of a sample", _robust, ROBUST),
    Command(
        "calibrate", "which sampled numbers agree with facts that you know", _calibrate, CALIBRATE
    ),
]
