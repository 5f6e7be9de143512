"""The command line: check files, list what the model declares, and run studies."""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from poolsim import __version__
from poolsim.cli import sweep as cli_sweep
from poolsim.errors import StoreError
from poolsim.parameters.alliance import STRUCTURES, Structure
from poolsim.scenario.declarations import declarations
from poolsim.scenario.scenario import ScenarioError
from poolsim.scenario.scenario import json_schema as scenario_schema
from poolsim.scenario.toml import nearest, shipped
from poolsim.simulation import usable_processors
from poolsim.study.declared.read import study_named, what_is, with_settings
from poolsim.study.declared.study import Study
from poolsim.study.declared.study import json_schema as study_schema

OK, INTERNAL_FAILURE, BAD_INPUT, BAD_FOLDER, INTERRUPTED = 0, 1, 2, 4, 130
DEFAULT_STUDY = "self_sufficiency"
MOST_POINTS = 10_000


class Parser(argparse.ArgumentParser):
    """An argument parser that says in one line what is wrong, with the nearest spelling."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        """Print one message and leave with the exit code for bad input."""
        self.exit(
            BAD_INPUT,
            f"{self.prog}: {message}{self._suggestion(message)}; see {self.prog} --help\n",
        )

    def _suggestion(self, message: str) -> str:
        if message.startswith("unrecognized arguments: -"):
            word = message.split(": ", 1)[1].split()[0].split("=")[0]
            return nearest(word, self._options())
        if "invalid choice: '" in message:
            return nearest(message.split("'")[1], [*COMMANDS, *SCHEMAS])
        return ""

    def _options(self) -> list[str]:
        found: list[str] = []
        for action in self._actions:
            found += action.option_strings
            for parser in (
                (action.choices or {}).values()
                if isinstance(action, argparse._SubParsersAction)
                else ()
            ):
                found += parser._options()
        return found


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns 0, 1 for an internal failure, 2 for bad input, 3 where `reproduce`
    finds a difference, 4 for a folder of results that cannot be used, 130 when interrupted.
    """
    try:
        return _command(list(sys.argv[1:] if argv is None else argv))
    except ScenarioError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except StoreError as error:
        print(error, file=sys.stderr)
        return BAD_FOLDER
    except KeyboardInterrupt:
        print("poolsim: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has left; a second error at interpreter exit would only confuse.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        traceback.print_exc()
        print(f"poolsim: internal failure: {error}", file=sys.stderr)
        return INTERNAL_FAILURE


def _is_file(word: str) -> bool:
    """Whether a word names a TOML file, a preset or a study, so that `run` may be left out."""
    return word.endswith(".toml") or word in shipped("configs") or word in shipped("experiments")


def _command(argv: list[str]) -> int:
    if not argv or (argv[0] not in COMMANDS and (_is_file(argv[0]) or argv[0] in RUN_OPTIONS)):
        argv = ["run", *argv]
    options = _parser().parse_args(argv)
    code = COMMANDS[options.command](options)
    sys.stdout.flush()
    return code


def _parser() -> Parser:
    parser = Parser(
        prog="poolsim",
        description="Agent-based model of patent alliances.",
        epilog=f"Without a command: run {DEFAULT_STUDY}. Exit codes: 0 done, 1 internal failure, 2 bad input, "
        "3 reproduce found a difference, 4 a folder of results cannot be used, 130 interrupted.",
    )
    parser.add_argument("--version", action="version", version=f"poolsim {__version__}")
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", parser_class=Parser
    )
    validate = commands.add_parser(
        "validate", help="check scenario and study files; report every error"
    )
    validate.add_argument(
        "files", nargs="+", metavar="FILE", help="TOML file, or name of a preset or study"
    )
    parameters = commands.add_parser("parameters", help="list every declared number")
    parameters.add_argument(
        "--unsourced", action="store_true", help="only those that rest on assumption"
    )
    parameters.add_argument("--json", action="store_true", help="as JSON")
    commands.add_parser("structures", help="list the numbers of the structures")
    commands.add_parser("phases", help="list the phases of a quarter")
    schema = commands.add_parser("schema", help="print the JSON Schema of scenario or study files")
    schema.add_argument("kind", nargs="?", default="scenario", choices=list(SCHEMAS))
    cli_sweep.add_commands(commands, _workers, _add_value_options)
    _add_run_options(
        commands.add_parser("run", help="run a study, or a scenario as a study of one cell")
    )
    _add_compare_options(
        commands.add_parser("compare", help="compare designs in a folder of results, run by run")
    )
    return parser


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target",
        nargs="?",
        default=DEFAULT_STUDY,
        metavar="STUDY|SCENARIO",
        help=f"TOML file, or name of a study or preset (default {DEFAULT_STUDY})",
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="folder of the results (default results/NAME)"
    )
    parser.add_argument("--replicates", type=int, metavar="N", help="runs per cell")
    parser.add_argument("--seed", type=int, metavar="S", help="seed of every cell")
    parser.add_argument(
        "--workers", type=_workers, metavar="W", help="threads (default: one per core)"
    )
    _add_value_options(parser)
    parser.add_argument(
        "--counterfactual",
        action="store_true",
        help="also run every cell without its alliances, on the same draws",
    )
    parser.add_argument(
        "--plain", action="store_true", help="run the agents under Mesa, uncompiled"
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")


def _add_value_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=_setting,
        metavar="ADDRESS=VALUE",
        help="another number, above every design; may be repeated",
    )
    parser.add_argument(
        "--sweep",
        action="append",
        default=[],
        type=_sweep,
        metavar="ADDRESS=VALUES",
        help="a grid: v1,v2,... or low:high:points; may be repeated",
    )


def _add_compare_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="results of a study")
    parser.add_argument(
        "--by", default="design", metavar="FACTOR", help="what is compared (default design)"
    )
    parser.add_argument(
        "--baseline", metavar="VALUE", help="compare the others with this one (default: every pair)"
    )
    parser.add_argument("--outcomes", nargs="+", metavar="OUTCOME", help="outcomes to compare")
    for option, meaning in (
        ("--margin", "difference of an outcome too small to matter, in its unit"),
        ("--precision", "with --most: half width of the interval wanted of a mean, in its unit"),
    ):
        parser.add_argument(
            option,
            action="append",
            default=[],
            type=_amount,
            metavar="OUTCOME=AMOUNT",
            help=f"{meaning}; may be repeated",
        )
    parser.add_argument(
        "--most", type=_replicates, metavar="N", help="add replicates up to N, until all is settled"
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="folder of the comparison (default FOLDER_compared)"
    )
    parser.add_argument(
        "--workers", type=_workers, metavar="W", help="threads (default: one per core)"
    )
    parser.add_argument(
        "--plain", action="store_true", help="run the agents under Mesa, uncompiled"
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")


def _amount(text: str) -> tuple[str, float]:
    name, found, amount = text.partition("=")
    value = _value(amount.strip())
    if not found or not name.strip() or isinstance(value, str):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form OUTCOME=AMOUNT")
    return name.strip(), float(value)


def _count(text: str, things: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of {things}")
    return int(text)


def _workers(text: str) -> int:
    return _count(text, "threads")


def _replicates(text: str) -> int:
    return _count(text, "replicates")


def _value(text: str) -> float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _setting(text: str) -> tuple[str, list[float | str]]:
    address, found, value = text.partition("=")
    if not found or not address.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form ADDRESS=VALUE")
    return address.strip(), [_value(value.strip())]


def _sweep(text: str) -> tuple[str, list[float | str]]:
    address, found, values = text.partition("=")
    if not found or not address.strip() or not values.strip():
        raise argparse.ArgumentTypeError(
            f"'{text}' is not of the form ADDRESS=v1,v2,... or ADDRESS=low:high:points"
        )
    return address.strip(), _range(values) if ":" in values else [
        _value(part.strip()) for part in values.split(",")
    ]


def _range(text: str) -> list[float | str]:
    """Evenly spaced points of `low:high:points`, both ends exact."""
    parts = [_value(part) for part in text.split(":")]
    if (
        len(parts) != 3
        or any(isinstance(part, str) for part in parts)
        or not isinstance(parts[2], int)
    ):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form low:high:points")
    low, high, points = float(parts[0]), float(parts[1]), parts[2]
    if not 2 <= points <= MOST_POINTS:
        raise argparse.ArgumentTypeError(
            f"'{text}': the number of points must be in [2, {MOST_POINTS}]"
        )
    weights = [place / (points - 1) for place in range(points)]
    return [low * (1.0 - weight) + high * weight for weight in weights]


def _validate(options: argparse.Namespace) -> int:
    bad = False
    for file in options.files:
        try:
            found = what_is(file)
        except ScenarioError as error:
            bad = True
            print(error, file=sys.stderr)
        else:
            size = f", {found.size()} cells" if isinstance(found, Study) else ""
            print(
                f"{file}: ok ({'study' if isinstance(found, Study) else 'scenario'} {found.name}{size})"
            )
    return BAD_INPUT if bad else OK


def _parameters(options: argparse.Namespace) -> int:
    rows = [row for row in declarations() if not options.unsourced or row.source == "assumption"]
    if options.json:
        print(json.dumps([row._asdict() for row in rows], indent=2, ensure_ascii=False))
        return OK
    _print_table(
        ["address", "default", "range", "unit", "kind", "source", "meaning"],
        [
            [
                row.address,
                f"{row.value:g}",
                f"[{row.low:g}, {row.high:g}]",
                row.unit,
                row.kind,
                row.source,
                row.meaning,
            ]
            for row in rows
        ],
    )
    declared = declarations()
    print(
        f"{len(declared)} numbers, {sum(row.source == 'assumption' for row in declared)} of them assumptions"
    )
    return OK


def _structures(options: argparse.Namespace) -> int:
    _print_table(
        ["number", *STRUCTURES, "meaning"],
        [
            [
                key,
                *(f"{getattr(structure, key):g}" for structure in STRUCTURES.values()),
                declared.description or "",
            ]
            for key, declared in Structure.model_fields.items()
        ],
    )
    return OK


def _phases(options: argparse.Namespace) -> int:
    from poolsim.economy.quarter import PHASES

    _print_table(
        ["", "phase", "what happens"],
        [[str(place), name, meaning] for place, (name, meaning) in enumerate(PHASES, start=1)],
    )
    return OK


def _print_table(head: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    for row in [head, *rows]:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def _schema(options: argparse.Namespace) -> int:
    print(json.dumps(SCHEMAS[options.kind](), indent=2, ensure_ascii=False))
    return OK


def _run(options: argparse.Namespace) -> int:
    study = study_named(options.target)
    if study.swept_only():
        raise ScenarioError(
            [f"{options.target}: {study.swept_only()[0]}: only 'poolsim sweep' can run this study"]
        )
    study = with_settings(
        study,
        replicates=options.replicates,
        seed=options.seed,
        grid=dict(options.sweep + options.set),
        counterfactual=options.counterfactual or None,
    )
    out = options.out or Path("results") / study.name
    _refuse_unwritable(out)
    from poolsim.study import run_study

    run_study(
        study,
        out,
        workers=options.workers or usable_processors(),
        plain=options.plain,
        quiet=options.quiet,
    )
    if not options.quiet:
        print(f"results in {out}")
    return OK


def _compare(options: argparse.Namespace) -> int:
    out = options.out or options.folder.with_name(f"{options.folder.resolve().name}_compared")
    _refuse_unwritable(out)
    from poolsim.progress import teller
    from poolsim.study.compare import Question, compare_folder

    outcomes = tuple(options.outcomes or Question().outcomes)
    text = compare_folder(
        options.folder,
        Question(
            options.by, options.baseline, outcomes, dict(options.margin), dict(options.precision)
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


def _refuse_unwritable(out: Path) -> None:
    """Find out before the first run that the results could not be written."""
    nearest_there = next(
        (place for place in (out, *out.absolute().parents) if place.exists()), Path("/")
    )
    if not nearest_there.is_dir():
        raise ScenarioError([f"{out}: {nearest_there} is not a folder"])
    if not os.access(nearest_there, os.W_OK):
        raise ScenarioError([f"{out}: no right to write into {nearest_there}"])


SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "scenario": scenario_schema,
    "study": study_schema,
}
COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "validate": _validate,
    "parameters": _parameters,
    "structures": _structures,
    "phases": _phases,
    "schema": _schema,
    "run": _run,
    "compare": _compare,
    **cli_sweep.COMMANDS,
}
RUN_OPTIONS = (
    "--out",
    "--replicates",
    "--seed",
    "--workers",
    "--set",
    "--sweep",
    "--counterfactual",
    "--plain",
    "--quiet",
)
