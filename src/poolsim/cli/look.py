"""Commands that look and run nothing: validate, parameters, structures, phases, schema."""

import argparse
import json
import re
from collections.abc import Iterator

from poolsim.cli.arguments import BAD_INPUT, Command, word
from poolsim.errors import ScenarioError
from poolsim.parameters.alliance import STRUCTURES, Structure
from poolsim.scenario.addresses import Declaration, declarations
from poolsim.scenario.advice import advice
from poolsim.scenario.former import known_as
from poolsim.scenario.scenario import Scenario
from poolsim.study.declared.read import what_is
from poolsim.study.declared.study import Study
from poolsim.terminal import to_stderr

OK = 0
MOST_TRIED = 10_000  # points of a study that are tried before it is run
SCHEMAS = {"scenario": Scenario.model_json_schema, "study": Study.model_json_schema}


def _validate(options: argparse.Namespace) -> int:
    bad = False
    for file in options.files:
        try:
            found = what_is(file)
            lost = _lost(file, found) if isinstance(found, Study) else ""
        except ScenarioError as error:
            bad = True
            to_stderr(str(error))
        else:
            kind, size = "scenario", ""
            if isinstance(found, Study):
                kind, size = "study", f", {found.size()} cells"
            print(f"{file}: ok ({kind} {found.name}{size})")
            for text in filter(None, [*_advice(found), lost]):
                to_stderr(f"{file}: warning: {text}")
    return BAD_INPUT if bad else OK


def _lost(file: str, study: Study) -> str:
    """How many points of a study that is not too large are rejected, and why. Raises ScenarioError
    where `run` would refuse it.
    """
    if study.size() > MOST_TRIED:
        return ""
    from poolsim.study.stored.plan import rejections, resolved

    try:
        reasons = resolved(study)[1]["reason"].to_pylist()
    except ScenarioError as error:
        raise ScenarioError(f"{file}: {message}" for message in error.messages) from None
    return rejections(reasons, study.size())


def _advice(found: Scenario | Study) -> Iterator[str]:
    """Warnings about a scenario, or about each of a study as it stands in its file."""
    if isinstance(found, Scenario):
        yield from advice(found)
    else:
        yield from (f"{base.name}: {text}" for base in found.bases() for text in advice(base))


def _parameters(options: argparse.Namespace) -> int:
    rows = [row for row in declarations() if not options.unsourced or row.source == "assumption"]
    rows = _with_words(rows, options.words)
    if options.json:
        print(json.dumps([row._asdict() for row in rows], indent=2, ensure_ascii=False))
        return OK
    print_table(
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


def _with_words(rows: list[Declaration], words: list[str]) -> list[Declaration]:
    """The numbers whose address, meaning, unit, kind or source holds every one of some words.

    Raises ScenarioError, with the nearest word of an address, where there is none.
    """
    found = [
        row
        for row in rows
        if all(word.lower() in " ".join(map(str, row)).lower() for word in words)
    ]
    if words and not found:
        said = " ".join(words)
        known = {part for row in rows for part in re.split(r"[._]", row.address)}
        known |= {row.address for row in rows}
        raise ScenarioError([f"{said}: no number is about this{known_as(said, sorted(known))}"])
    return found


def _structures(_: argparse.Namespace) -> int:
    print_table(
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

    print_table(
        ["", "phase", "what happens"],
        [
            [str(place), phase.__name__, words_of(phase)]
            for place, phase in enumerate(PHASES, start=1)
        ],
    )
    return OK


def print_table(head: list[str], rows: list[list[str]]) -> None:
    """Print columns that stand below each other, a table for programs as well: nothing is cut."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    for row in [head, *rows]:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def _schema(options: argparse.Namespace) -> int:
    print(json.dumps(SCHEMAS[options.kind](), indent=2, ensure_ascii=False))
    return OK


FILES = {
    "type": word,
    "nargs": "+",
    "metavar": "FILE",
    "help": "TOML file, or name of a preset or study",
}
PARAMETERS = {
    "words": {
        "nargs": "*",
        "metavar": "WORD",
        "help": "only those whose address, meaning, unit or source holds every word",
    },
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
    Command(
        "parameters", "list every declared number, or those about a word", _parameters, PARAMETERS
    ),
    Command("structures", "list the numbers of the structures", _structures, {}),
    Command("phases", "list the phases of a quarter", _phases, {}),
    Command("schema", "print the JSON Schema of scenario or study files", _schema, {"kind": KIND}),
]
