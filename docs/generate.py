"""Rewrite the tables of docs/odd.md from the code.

A table stands between `<!-- generated: NAME -->` and `<!-- end -->`; everything else is written by
hand.
"""

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from poolsim import theory  # noqa: E402
from poolsim.economy import rules  # noqa: E402
from poolsim.economy.agents import Firm, PatentHolder, Secretariat, Sector  # noqa: E402
from poolsim.economy.causes import CAUSES  # noqa: E402
from poolsim.economy.ledger import ACCOUNTS  # noqa: E402
from poolsim.economy.outcomes import OUTCOMES  # noqa: E402
from poolsim.economy.quarter import PHASES, words_of  # noqa: E402
from poolsim.economy.services import SERVICES  # noqa: E402
from poolsim.economy.sources import SOURCES  # noqa: E402
from poolsim.engine.fields import fields_of  # noqa: E402
from poolsim.parameters.alliance import STRUCTURES, Design, Structure  # noqa: E402
from poolsim.parameters.number import Group  # noqa: E402
from poolsim.parameters.population import FirmGroup, HolderGroup  # noqa: E402
from poolsim.scenario.addresses import declarations  # noqa: E402
from poolsim.statistics.curves import CURVES  # noqa: E402

FILE = Path(__file__).resolve().with_name("odd.md")
REGION = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
FIELD = re.compile(r"^    (\w+): float = \(?\s*[-\d.]+[ ]*(?:#\s*(.*))?$", re.MULTILINE)
CODE = re.compile(r"\b[A-Z]{2}-\d+[a-z]?\b")
DIRECTIONS = {1: "more is better", -1: "less is better", 0: ""}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    head = list(head)
    lines = [
        head,
        ["---"] * len(head),
        *([cell.replace("|", "\\|") for cell in row] for row in rows),
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def parameters() -> str:
    """Every declared number."""
    return table(
        ["address", "default", "range", "unit", "kind", "source", "meaning"],
        [
            [
                f"`{row.address}`",
                f"{row.value:g}",
                f"{row.low:g} to {row.high:g}",
                row.unit,
                row.kind,
                row.source,
                row.meaning,
            ]
            for row in declarations()
        ],
    )


def structures() -> str:
    """The numbers of the three shipped structures."""
    return table(
        ["number", *STRUCTURES, "unit", "meaning"],
        [
            [
                f"`{key}`",
                *(f"{getattr(structure, key):g}" for structure in STRUCTURES.values()),
                declared.json_schema_extra["unit"],
                declared.description or "",
            ]
            for key, declared in Structure.model_fields.items()
        ],
    )


def phases() -> str:
    """The phases of a quarter, in order."""
    return table(
        ["", "phase", "what happens"],
        [
            [str(place), f"`{phase.__name__}`", words_of(phase)]
            for place, phase in enumerate(PHASES, start=1)
        ],
    )


def series() -> str:
    """What is recorded in every quarter, and what curves derive from it."""
    return table(
        ["series", "unit", "meaning"], [[f"`{row.name}`", row.unit, row.meaning] for row in CURVES]
    )


def services() -> str:
    """What an alliance does beside licensing a pool."""
    return table(
        ["lever", "switch", "cost at full service", "meaning"],
        [
            [
                f"`{row.lever}`",
                f"`{Design.model_fields[row.lever].json_schema_extra['switch']}`",
                f"`services.{row.cost}`" if row.cost else "",
                Design.model_fields[row.lever].description or "",
            ]
            for row in SERVICES
        ],
    )


def sources() -> str:
    """What an alliance lives on."""
    return table(
        ["income", "counts as", "levers", "paid by", "meaning"],
        [
            [
                f"`{name}`",
                row.kind.value,
                ", ".join(f"`{lever}`" for lever in row.levers),
                row.payer,
                row.meaning,
            ]
            for name, row in SOURCES.items()
        ],
    )


def outcomes() -> str:
    """What a run is reduced to."""
    return table(
        ["outcome", "unit", "for members", "over", "definition"],
        [
            [
                f"`{row.name}`",
                row.unit,
                DIRECTIONS[row.direction],
                row.runs.value,
                row.definition,
            ]
            for row in OUTCOMES
        ],
    )


def fields(kind: type, *declared: type[Group]) -> str:
    """State variables of a class: what declarations say of them, or the comments beside them."""
    said = {
        name: f"{field.description} ({field.json_schema_extra['unit']}; scenario)"
        for group in declared
        for name, field in group.model_fields.items()
    } | {name: row.meaning for name, row in SOURCES.items()}
    for base in kind.__mro__:
        with suppress(OSError, TypeError):  # a class made of declarations has no source
            said.update(FIELD.findall(inspect.getsource(base)))
    return table(
        ["state", "meaning"],
        [[f"`{name}`", said.get(name) or name.replace("_", " ")] for name in fields_of(kind)],
    )


def formulas(room: ModuleType) -> str:
    """Every formula of a room: its file, its rule codes, and what it says."""
    rows = []
    for found in pkgutil.iter_modules(room.__path__):
        tree = ast.parse(
            inspect.getsource(importlib.import_module(f"{room.__name__}.{found.name}"))
        )
        for node in tree.body:
            text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
            if text and (codes := ", ".join(dict.fromkeys(CODE.findall(text)))):
                rows.append(
                    [f"`{found.name}.{node.name}`", codes, " ".join(text.split("\n\n")[0].split())]
                )
    return table(["formula", "rule", "what it says"], rows)


def words(names: Iterable[str]) -> str:
    """A list in a sentence."""
    return ", ".join(name.replace("_", " ") for name in names) + "."


TABLES: dict[str, Callable[[], str]] = {
    "parameters": parameters,
    "structures": structures,
    "phases": phases,
    "series": series,
    "services": services,
    "sources": sources,
    "outcomes": outcomes,
    "formulas": lambda: formulas(rules),
    "theory": lambda: formulas(theory),
    "firm": lambda: fields(Firm, FirmGroup),
    "secretariat": lambda: fields(Secretariat, Structure, Design),
    "patent_holder": lambda: fields(PatentHolder, HolderGroup),
    "sector": lambda: fields(Sector),
    "accounts": lambda: words(ACCOUNTS),
    "causes": lambda: words(CAUSES),
}


def renewed(text: str) -> str:
    """The text with every generated region as the code now has it."""
    return REGION.sub(lambda region: region[1] + TABLES[region[2]]() + "\n" + region[3], text)


if __name__ == "__main__":
    FILE.write_text(renewed(FILE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
