"""Scenarios that are wrong, or right in an unusual way: every shipped one with a change."""

import re
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from bad_input.case import ANY, BAD, GOOD, Case
from bad_input.texts import mangled
from bad_input.values import misspelt, written
from poolsim.parameters.alliance import STRUCTURES
from poolsim.scenario.addresses import declared_numbers
from poolsim.scenario.toml import shipped

FILE = "case.toml"
WHOLE = ("count", "quarters", "seed")
NAMES = (
    "", "a/b", "../up", "a b", "=1+1", "NA", "nan", "None", "null", "-a", "\u00e9", "a" * 61,
    "CON", "nul", "007", "1e5", "0x1F", "true", "a\\u0000b", "a\\n", "@x", "+x", ".", "..",
    "a.b", "\u0430", "~", "$HOME", "a;b", "a,b", "\\u202e", "com1", "a" * 100_000, "inf",
    "%s", "{}", "a\\\\b",
)  # fmt: skip


class Line(NamedTuple):
    """A number in a text: the line that holds it, its address, key and value."""

    row: int
    address: str
    key: str
    value: float


def lines_with_numbers(text: str) -> list[Line]:
    """The numbers that a scenario says, each once for all members."""
    table, found = "", []
    for row, line in enumerate(text.splitlines()):
        if header := re.match(r"\[+([a-z_]+)\]+", line):
            table = {"alliances": "alliance."}.get(header[1], f"{header[1]}.")
        elif said := re.match(r"([a-z_]+) = ([0-9.e+-]+)(?:\s|$)", line):
            found.append(Line(row, table + said[1], said[1], float(said[2])))
    return [one for one in found if one.address in declared_numbers()]


def changed(text: str, row: int, line: str) -> str:
    """A text with another line."""
    rows = text.splitlines()
    rows[row] = line
    return "\n".join(rows) + "\n"


def scenario_case(random: Random) -> Case:
    """A case of `validate` over one scenario."""
    text = random.choice([*shipped("configs").values()]).read_text(encoding="utf-8")
    return random.choice(WAYS)(random, text)


def _case(kind: str, text: str | bytes, expect: str = BAD, *words: str, **values: object) -> Case:
    data = text.encode() if isinstance(text, str) else text
    place = (FILE,) if expect == BAD else ()
    return Case(f"scenario: {kind}", ["validate", FILE], expect, (*place, *words), {FILE: data})


def _number(random: Random, text: str) -> Case:
    line = random.choice(lines_with_numbers(text))
    said = declared_numbers()[line.address]
    new = written(random, said, line.key in WHOLE, line.value)
    case = _case(new.kind, changed(text, line.row, f"{line.key} = {new.text}"), new.expect)
    alone = line.address.partition(".")[0] not in ("firms", "holders", "alliance")
    values = {line.address: new.meant} if alone and new.meant is not None else {}
    return case._replace(words=(*case.words, *new.words), values=values)


def _key(random: Random, text: str) -> Case:
    line = random.choice(lines_with_numbers(text))
    known = {address.rpartition(".")[2] for address in declared_numbers()}
    key = misspelt(random, line.key)
    if key in known or not key:
        return _key(random, text)
    near = ("unknown key", "did you mean") if len(line.key) > 5 else ("unknown key",)
    return _case("misspelt key", changed(text, line.row, f"{key} = {line.value:g}"), BAD, *near)


def _lookalike(random: Random, text: str) -> Case:
    line = random.choice(lines_with_numbers(text))
    alike = line.key.translate(str.maketrans("aeocpx", "\u0430\u0435\u043e\u0441\u0440\u0445"))
    key = random.choice([f'"{alike}"', alike, line.key.upper(), f'"{line.key} "', f'" {line.key}"'])
    if key == f'"{line.key}"' or key == line.key:
        return _lookalike(random, text)
    return _case("look-alike key", changed(text, line.row, f"{key} = {line.value:g}"))


def _table(random: Random, text: str) -> Case:
    headers = [row for row, line in enumerate(text.splitlines()) if line.startswith("[")]
    row = random.choice(headers)
    name = text.splitlines()[row].strip("[] ")
    kind, line = random.choice(
        [
            ("misspelt table", f"[{misspelt(random, name)}x]"),
            (
                "table for list or list for table",
                f"[{name}]" if "[[" in text.splitlines()[row] else f"[[{name}]]",
            ),
            ("table in capitals", f"[{name.upper()}]"),
            ("open header", f"[{name}"),
            ("table of a table", f"[{name}.{name}]"),
            ("header without name", "[]"),
            ("unknown table", "[nothing_like_it]"),
        ]
    )
    return _case(kind, changed(text, row, line), ANY if name in ("holders", "alliances") else BAD)


def _twice(random: Random, text: str) -> Case:
    line = random.choice(lines_with_numbers(text))
    row = text.splitlines()[line.row]
    return _case("key twice", changed(text, line.row, f"{row}\n{row}"), BAD, "not valid TOML")


def _name(random: Random, text: str) -> Case:
    rows = [row for row, line in enumerate(text.splitlines()) if line.startswith("name = ")]
    place, name = random.choice(rows), random.choice(NAMES)
    return _case(f"name {name[:10]}", changed(text, place, f'name = "{name}"'), BAD)


def _names_alike(random: Random, text: str) -> Case:
    table = random.choice(["firms", "holders", "alliances"])
    one, other = random.choice([("same", "same"), ("Same", "same"), ("A-1", "a-1")])
    more = "\n".join(f'[[{table}]]\nname = "{name}"\nstructure = "entity"' for name in (one, other))
    more = more if table == "alliances" else more.replace('structure = "entity"', "")
    return _case("names alike", f"{text}{more}\n", BAD, table, other)


def _structure(random: Random, text: str) -> Case:
    name = random.choice(list(STRUCTURES))
    value, words = random.choice(
        [
            (f'"{misspelt(random, name)}"', ("did you mean",)),
            (f'"{name.upper()}"', ("structure",)),
            ('"nothing"', ("there are", "entity")),
            ('["entity"]', ("structure",)),
            ("3", ("structure",)),
            ("true", ("structure",)),
            ("{}", ()),
            ("{legal_person = 7.0}", ("too high", "allowed range")),
            ("{legal_persn = 1.0}", ("did you mean 'legal_person'",)),
        ]
    )
    made = re.sub(r"(?m)^structure = .*$", f"structure = {value}", text)
    return _case("structure", made, ANY if value == "{}" else BAD, *words)


def _source(random: Random, text: str) -> Case:
    kind, lines, words = random.choice(
        [
            ("unknown", '"market.hom_price" = "x"', ("did you mean 'market.home_price'",)),
            ("empty", '"market.home_price" = ""', ("the source is empty",)),
            ("number", '"market.home_price" = 3', ("is not a text",)),
            ("empty table", '"market.home_price" = {}', ("a table",)),
            ("empty table of a table", "market = {}", ("market",)),
            ("twice", 'market.home_price = "a"\n"market.home_price" = "b"', ("given twice",)),
            ("formula", '"market.home_price" = "=1+1"', ("formula",)),
        ]
    )
    without = text.partition("[sources]")[0]
    return _case(f"source {kind}", f"{without}\n[sources]\n{lines}\n", BAD, *words)


def _missing(random: Random, text: str) -> Case:
    table = random.choice(["name", "firms"])
    lost = text.replace("[[firms]]", "[[firm]]") if table == "firms" else text
    lost = (
        re.sub(r'^name = "[a-z0-9_]+"\n', "", lost, flags=re.MULTILINE) if table == "name" else lost
    )
    return _case("missing", lost, BAD, "missing")


def _title(random: Random, text: str) -> Case:
    good = random.choice(
        ["a $ 5% } and $ b", "\u4e2d\u6587 \u00e9", "a < b & c > d", "100 %", "$x_1$"]
    )
    bad = random.choice(["=1+1", "@x", "a\\u0000", "\\u001b[31m", "x" * 5000, "\\u202ea"])
    title, expect = random.choice([(good, GOOD), (bad, BAD)])
    made = re.sub(r"(?m)^title = .*$", lambda _: f'title = "{title}"', text)
    return _case("title", made, expect)


def _file(random: Random, text: str) -> Case:
    kind, data, expect = mangled(random, text)
    return _case(kind, data, expect)


WAYS: list[Callable[[Random, str], Case]] = [
    _number, _number, _number, _number, _number, _key, _key, _lookalike, _table, _twice, _name,
    _names_alike, _structure, _source, _missing, _title, _file, _file,
]  # fmt: skip
