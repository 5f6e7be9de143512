"""The commands of sweeps: sweep, resume, reproduce, export."""

import argparse
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import fill
from typing import Any

from poolsim.simulation import usable_processors
from poolsim.study.declared.read import study_named, with_settings
from poolsim.study.declared.study import Study

OK, DIFFERS = 0, 3
KINDS = ("csv", "parquet", "netcdf")
SUFFIX = {"csv": ".csv", "parquet": ".parquet", "netcdf": ".nc"}
MOST_SHARDS = 100_000


def add_commands(
    commands: Any,
    workers: Callable[[str], int],
    add_values: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add the four commands; workers: parser of that option; add_values: adds those that set and
    sweep numbers.
    """
    started = commands.add_parser(
        "sweep", help="run a study in parts that survive anything; resumes by itself"
    )
    started.add_argument(
        "study", type=str, metavar="STUDY", help="TOML file, or name of a study or preset"
    )
    started.add_argument(
        "--out", type=Path, metavar="DIR", help="folder of the sweep (default sweeps/NAME)"
    )
    started.add_argument("--seed", type=int, metavar="S", help="seed of every cell")
    started.add_argument(
        "--dry-run", action="store_true", help="print runs, seconds and bytes to expect"
    )
    add_values(started)
    resumed = commands.add_parser("resume", help="run what is missing of a sweep")
    resumed.add_argument("folder", type=Path, metavar="DIR")
    for parser in (started, resumed):
        parser.add_argument("--replicates", type=int, metavar="N", help="runs per cell")
        parser.add_argument(
            "--shard",
            type=_shard,
            default=(1, 1),
            metavar="K/N",
            help="only every N-th part, from K",
        )
    again = commands.add_parser("reproduce", help="run everything in a folder again and compare")
    again.add_argument(
        "folder", type=Path, metavar="DIR", help="folder of a sweep or of results of `run`"
    )
    for parser in (started, resumed, again):
        parser.add_argument("--plain", action="store_true", help="plain Python: slow, same numbers")
        parser.add_argument("--quiet", action="store_true", help="no progress, no messages")
    for parser in (started, resumed):
        parser.add_argument(
            "--workers", type=workers, metavar="W", help="threads (default: one per core)"
        )
    exported = commands.add_parser("export", help="write the runs of a complete sweep to one file")
    exported.add_argument("folder", type=Path, metavar="DIR")
    exported.add_argument("--format", choices=KINDS, default="csv", help="default csv")
    exported.add_argument(
        "--out", type=Path, metavar="FILE", help="default DIR.csv, .parquet or .nc"
    )
    exported.add_argument("--quiet", action="store_true", help="no messages")


def _shard(text: str) -> tuple[int, int]:
    k, found, n = text.partition("/")
    if not (found and k.isdecimal() and n.isdecimal() and 1 <= int(k) <= int(n) <= MOST_SHARDS):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form K/N with K from 1 to N")
    return int(k), int(n)


def _told(text: str, quiet: bool = False) -> None:
    """Say something on a terminal; a pipe gets tables and nothing else."""
    if not quiet and sys.stdout.isatty():
        print(text)


def _sweep(options: argparse.Namespace) -> int:
    from poolsim.study import sweep

    study = with_settings(
        study_named(options.study),
        replicates=options.replicates,
        seed=options.seed,
        grid=dict(options.sweep + options.set),
    )
    if options.dry_run:
        return _dry_run(study, options)
    out = options.out or Path("sweeps") / study.name
    settings = {name: getattr(options, name) for name in ("workers", "shard", "plain", "quiet")}
    return _guarded(out, options.quiet, lambda: sweep(study, out, **settings))


def _resume(options: argparse.Namespace) -> int:
    from poolsim.study import resume

    settings = {
        name: getattr(options, name)
        for name in ("replicates", "workers", "shard", "plain", "quiet")
    }
    return _guarded(options.folder, options.quiet, lambda: resume(options.folder, **settings))


def _guarded(folder: Path, quiet: bool, work: Callable[[], Any]) -> int:
    from poolsim.study.stored.folder import MANIFEST

    try:
        found = work()
    except KeyboardInterrupt:
        if (folder / MANIFEST).exists():
            print(
                f"what is committed is kept; 'poolsim resume {folder}' continues", file=sys.stderr
            )
        raise
    done = "complete" if found.complete else f"{found.done} of {found.runs} runs"
    _told(f"sweep in {folder}: {done}", quiet)
    if found.answer:
        _told(fill(found.answer, shutil.get_terminal_size().columns), quiet)
    return OK


def _dry_run(study: Study, options: argparse.Namespace) -> int:
    from poolsim.study.cost import cost

    found = cost(
        study,
        workers=options.workers or usable_processors(),
        plain=options.plain,
        quiet=options.quiet,
    )
    print(f"cells {found.cells}\nrejected points {found.rejected}")
    for reason, number in found.reasons.items():
        print(f"  {number}: {reason}")
    print(f"runs {found.runs}\nseconds about {found.seconds:.0f}\nbytes about {found.bytes}")
    if found.most > found.replicates:
        print(f"these are {found.replicates} replicates; [until] may go on to {found.most}")
    return OK


def _reproduce(options: argparse.Namespace) -> int:
    from poolsim.study.reproduce import reproduce

    found = reproduce(options.folder, plain=options.plain, quiet=options.quiet)
    print("identical" if found is None else found)
    return OK if found is None else DIFFERS


def _export(options: argparse.Namespace) -> int:
    from poolsim.study.export import export

    folder = options.folder.resolve()
    path = options.out or folder.with_name(folder.name + SUFFIX[options.format])
    export(options.folder, options.format, path)
    _told(f"runs in {path}", options.quiet)
    return OK


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "sweep": _sweep,
    "resume": _resume,
    "reproduce": _reproduce,
    "export": _export,
}
