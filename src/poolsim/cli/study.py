"""Commands that run studies and use their results: run, resume, reproduce, export, compare."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

import poolsim
from poolsim.cli.arguments import (
    FOLDER,
    FORCE,
    REPEATED,
    RUNNING,
    SIZE,
    VALUES,
    Command,
    Options,
    amount,
    by_name,
    count,
    whole,
    word,
    written_to,
)
from poolsim.errors import ScenarioError
from poolsim.scenario.advice import advice
from poolsim.scenario.given import MOST_SEED
from poolsim.study.declared.read import study_named, with_settings
from poolsim.study.declared.study import Study
from poolsim.study.formats import SUFFIX
from poolsim.terminal import to_stderr

if TYPE_CHECKING:
    from poolsim.study.results import Results

OK, DIFFERS = 0, 3
DEFAULT_STUDY = "self_sufficiency"


def _run(options: argparse.Namespace) -> int:
    before = study_named(options.target)
    study = with_settings(
        before,
        replicates=options.replicates,
        seed=options.seed,
        grid=by_name(options.sweep + options.set),
        curves=options.curves or None,
        counterfactual=options.counterfactual or None,
    )
    if study.figures != before.figures and not options.quiet:
        gone = ", ".join(name for name in before.figures if name not in study.figures)
        drawn = ", ".join(study.figures) or "none"
        text = f"figures that cannot show what varies here: {gone}; drawn instead: {drawn}"
        to_stderr(text)
    if options.dry_run:
        return _dry_run(study, options)
    out = options.out or Path("results") / study.name
    _refuse_unwritable(out)
    if not options.quiet:
        _warn(study)
    return _told(out, options, partial(poolsim.run, study, out, **_how(options)))


def _warn(study: Study) -> None:
    """Say where nobody can gain, of a scenario run as a study of one cell; any other is left to
    `validate`.
    """
    if study.size() == 1 and study.scenarios == [study.name]:
        values = {address: values[0] for address, values in study.grid.items()}
        for text in advice(study.bases()[0].with_values(values)):
            to_stderr(f"warning: {text}")


def _resume(options: argparse.Namespace) -> int:
    work = partial(poolsim.resume, options.folder, replicates=options.replicates, **_how(options))
    return _told(options.folder, options, work)


def _how(options: argparse.Namespace) -> dict[str, Any]:
    return {name: getattr(options, name) for name in ("workers", "shard", "plain", "quiet")}


@contextmanager
def _elsewhere(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """The executor that is asked for, and how many chunks it runs at once."""
    if options.on is None:
        if options.insecure:
            raise ScenarioError(["--insecure: says nothing without --on"])
        yield {}
        return
    from poolsim.study.cluster import dask_executor
    from poolsim.study.executor import AT_ONCE

    with dask_executor(options.on, insecure=options.insecure) as (executor, threads):
        if not options.quiet:
            to_stderr(f"{threads} threads of workers on {options.on}")
        yield {"executor": executor, "workers": options.workers or max(threads, AT_ONCE)}


def _told(folder: Path, options: argparse.Namespace, work: Callable[..., "Results"]) -> int:
    """Do it and print the verdict; after an interrupt say how to go on."""
    try:
        with _elsewhere(options) as executor:
            found = work(**executor)
    except KeyboardInterrupt:
        from poolsim.study.stored.folder import MANIFEST

        if (folder / MANIFEST).exists():
            to_stderr(f"what is committed is kept; 'poolsim resume {folder}' continues")
        raise
    if options.quiet:
        return OK
    if found.complete:
        print(found.page or found.verdict, end="")
        if found.page:
            print(f"\nevery cell, who pays and what the columns mean: {folder / 'verdict.txt'}")
    if found.answer:
        print(fill(found.answer, shutil.get_terminal_size().columns))
    done = "" if found.complete else f"{found.done} of {found.runs} runs; "
    print(f"{done}results in {folder}")
    return OK


def _dry_run(study: Study, options: argparse.Namespace) -> int:
    from poolsim.simulation import usable_processors
    from poolsim.study.runner import cost

    workers = options.workers or usable_processors()
    found = cost(study, workers=workers, plain=options.plain, quiet=options.quiet)
    print(f"cells {found.cells}\nrejected points {found.rejected}")
    for reason, number in found.reasons.items():
        print(f"  {number}: {reason}")
    print(f"runs {found.runs}\nseconds about {found.seconds:.0f}\nbytes about {found.bytes}")
    if found.most > found.replicates:
        print(f"these are {found.replicates} replicates; [until] may go on to {found.most}")
    return OK


def _reproduce(options: argparse.Namespace) -> int:
    found = poolsim.reproduce(options.folder, plain=options.plain, quiet=options.quiet)
    print("identical" if found is None else found)
    return OK if found is None else DIFFERS


def _export(options: argparse.Namespace) -> int:
    path = options.out or _beside(options.folder, SUFFIX[options.format or "csv"])
    poolsim.export(options.folder, options.format, path, force=options.force)
    if not options.quiet and sys.stdout.isatty():  # a pipe gets tables and nothing else
        print(f"runs in {path}")
    return OK


def _compare(options: argparse.Namespace) -> int:
    out = options.out or _beside(options.folder, "_compared")
    _refuse_unwritable(out)
    from poolsim.progress import teller
    from poolsim.study.compare import Question, compare_folder

    outcomes = tuple(options.outcomes or Question().outcomes)
    text = compare_folder(
        options.folder,
        Question(
            options.by,
            options.baseline,
            outcomes,
            by_name(options.margin),
            by_name(options.precision),
        ),
        out,
        most=options.most,
        workers=options.workers,
        plain=options.plain,
        say=teller(options.quiet),
    )
    if not options.quiet:
        print(f"{text}\nresults in {out}")
    return OK


def _beside(folder: Path, ending: str) -> Path:
    """A path beside a folder, named as it is and an ending."""
    folder = Path(os.path.abspath(folder))
    return folder.parent / f"{folder.name}{ending}"


def _refuse_unwritable(out: Path) -> None:
    """Find out before the first run that the results could not be written."""
    nearest_there = next(
        (place for place in (out, *out.absolute().parents) if place.exists()), Path("/")
    )
    if not nearest_there.is_dir():
        raise ScenarioError([f"{out}: {nearest_there} is not a folder"])
    if not os.access(nearest_there, os.W_OK):
        raise ScenarioError([f"{out}: no right to write into {nearest_there}"])


TARGET = {
    "type": word,
    "nargs": "?",
    "default": DEFAULT_STUDY,
    "metavar": "STUDY|SCENARIO",
    "help": f"TOML file, or name of a study or preset (default {DEFAULT_STUDY})",
}
ELSEWHERE: Options = {
    "--on": {
        "metavar": "ADDRESS|FILE",
        "help": "run on a cluster of Dask: the address of its scheduler, or its scheduler file",
    },
    "--insecure": {
        "action": "store_true",
        "help": "with --on: also over a network where others can read and replace what is sent",
    },
}
RUN: Options = {
    "target": TARGET,
    **written_to("DIR", "folder of the results (default results/NAME)"),
    "--seed": {"type": partial(whole, 0, MOST_SEED), "metavar": "S", "help": "seed of every cell"},
    "--dry-run": {"action": "store_true", "help": "print runs, seconds and bytes to expect"},
    **VALUES,
    "--curves": {
        "action": "store_true",
        "help": "keep the series of every run, and their means by quarter",
    },
    "--counterfactual": {
        "action": "store_true",
        "help": "also run every cell without its alliances, on the same draws",
    },
    **SIZE,
    **RUNNING,
    **ELSEWHERE,
}
EXPORT: Options = {
    **FOLDER,
    "--format": {"choices": list(SUFFIX), "help": "default: as FILE ends, else csv"},
    **written_to("FILE", "default DIR.csv, .parquet, .nc or .xlsx"),
    **FORCE,
    "--quiet": {"action": "store_true", "help": "no messages"},
}
AMOUNTS = REPEATED | {"metavar": "OUTCOME=AMOUNT"}
MARGIN = "difference of an outcome too small to matter, in its unit; may be repeated"
PRECISION = "with --most: half width of the interval wanted of a mean, in its unit; may be repeated"
COMPARE: Options = {
    **FOLDER,
    "--by": {
        "default": "design",
        "metavar": "FACTOR",
        "help": "what is compared (default design)",
    },
    "--baseline": {
        "metavar": "VALUE",
        "help": "compare the others with this one (default: every pair)",
    },
    "--outcomes": {"nargs": "+", "metavar": "OUTCOME", "help": "outcomes to compare"},
    "--margin": AMOUNTS | {"type": partial(amount, "0 and above"), "help": MARGIN},
    "--precision": AMOUNTS | {"type": partial(amount, "above 0"), "help": PRECISION},
    "--most": {
        "type": partial(count, "replicates"),
        "metavar": "N",
        "help": "add replicates up to N, until all is settled",
    },
    **written_to("DIR", "folder of the comparison (default DIR_compared)"),
    **RUNNING,
}
COMMANDS = [
    Command(
        "run", "run a study, or a scenario as a study of one cell; resumes by itself", _run, RUN
    ),
    Command(
        "resume", "run what is missing of a study", _resume, FOLDER | SIZE | RUNNING | ELSEWHERE
    ),
    Command(
        "reproduce", "run everything in a folder again and compare", _reproduce, FOLDER | RUNNING
    ),
    Command("export", "write complete results to one file", _export, EXPORT),
    Command("compare", "compare designs in a folder, run by run", _compare, COMPARE),
]
