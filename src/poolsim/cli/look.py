"""Commands that look and run nothing: validate, parameters, structures, phases, schema."""

import argparse
import json
import sys

from poolsim.cli.arguments import BAD_INPUT, Command
from poolsim.errors import ScenarioError
from poolsim.parameters.alliance import STRUCTURES, Structure
from poolsim.scenario.addresses import declarations
from poolsim.scenario.scenario import Scenario
from poolsim.study.declared.read import what_is
from poolsim.study.declared.study import Study

OK = 0
SCHEMAS = {"scenario": Scenario.model_json_schema, "study": Study.model_json_schema}


def _validate(options: argparse.Namespace) -> int:
    bad = False
    for file in options.files:
        try:
            found = what_is(file)
        except ScenarioError as error:
            bad = True
            print(error, file=sys.stderr)
        else:
            kind, size = "scenario", ""
            if isinstance(found, Study):
                kind, size = "study", f", {found.size()} cells"
            print(f"{file}: ok ({kind} {found.name}{size})")
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
    assumed = [row for row in declarations() if row.source == "assumption"]
    print(f"{len(declarations())} numbers, {len(assumed)} of them assumptions")
    return OK


def _structures(_: argparse.Namespace) -> int:
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


def _phases(_: argparse.Namespace) -> int:
    from poolsim.economy.quarter import PHASES, words_of

    _print_table(
        ["", "phase", "what happens"],
        [
            [str(place), phase.__name__, words_of(phase)]
            for place, phase in enumerate(PHASES, start=1)
        ],
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


FILES = {"nargs": "+", "metavar": "FILE", "help": "TOML file, or name of a preset or study"}
PARAMETERS = {
    "--unsourced": {"action": "store_true", "help": "only those that rest on assumption"},
    "--json": {"action": "store_true", "help": "as JSON"},
}
KIND = {"nargs": "?", "default": "scenario", "choices": list(SCHEMAS)}
COMMANDS = [
    Command(
        "validate",
        "check scenario and study files; report every error",
        _validate,
        {"files": FILES},
    ),
    Command("parameters", "list every declared number", _parameters, PARAMETERS),
    Command("structures", "list the numbers of the structures", _structures, {}),
    Command("phases", "list the phases of a quarter", _phases, {}),
    Command("schema", "print the JSON Schema of scenario or study files", _schema, {"kind": KIND}),
]
