"""A scenario to start from: a commented TOML text in which every number says what it means, its
unit, its range, and where it comes from.

The numbers are those of a preset, or `START`: declared defaults but for what has no default in any
sector, whose reason stands beside it.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from poolsim.errors import Problem
from poolsim.parameters.number import LEVER
from poolsim.scenario.addresses import MEMBERS, STRUCTURE, Declaration, declared_numbers
from poolsim.scenario.former import for_all
from poolsim.scenario.scenario import Scenario
from poolsim.scenario.strict import bounds, declared_as, validated
from poolsim.scenario.toml import flattened, nearest, read_toml, refusal, shipped, toml_of

Data = dict[str, Any]  # a scenario as its file has it
ASSUMED = "assumption"
REPLACE = "assumption: replace by yours"
CHOICE = "your choice"
WIDTH = 100  # of comments
TEXTS = ("name", "title", STRUCTURE)  # what is no number

START: Data = {
    "quarters": 80,
    "seed": 1,
    "market": {
        "home_price": 1000.0,
        "export_price": 1000.0,
        "gross_margin": 0.1,
        "overhead": 0.5,
    },
    "assertion": {"hazard": 0.1, "redesign_cost": 20.0},
    "negotiation": {"surplus": 20.0},
    "litigation": {"licensee_cost": 20.0, "holder_cost": 20.0},
    "firms": [
        {
            "name": "founders",
            "count": 10,
            "invited": 1.0,
            "home_median": 0.3,
            "export_median": 0.1,
            "size_sigma": 1.2,
            "rd_share": 0.05,
            "other_patents": 20.0,
        },
        {
            "name": "others",
            "count": 15,
            "home_median": 0.3,
            "export_median": 0.1,
            "size_sigma": 1.2,
            "rd_share": 0.05,
            "other_patents": 20.0,
        },
    ],
    "holders": [
        {
            "name": "holders",
            "count": 2,
            "strength": 0.5,
            "court_royalty": 20.0,
            "feature_value": 5.0,
            "budget": 200.0,
        }
    ],
    "alliances": [
        {
            "name": "alliance",
            "structure": "cooperative",
            "dues": 0.0,
            "negotiates": 1.0,
            "training": 1.0,
            "policy_information": 1.0,
            "projects": 1.0,
        }
    ],
}
HEADS = {  # what a table is about, above it
    "market": "The product market before quarter 1.",
    "assertion": "How often and how patent holders ask for royalties.",
    "negotiation": "What there is to bargain about.",
    "litigation": "What a suit costs.",
    "founders": "The firms that are asked to found the alliance.",
    "others": "The firms that may join it later.",
    "holders": "Patent holders that ask firms for royalties on what these export.",
    "alliance": "The alliance. Services: poolsim list actions. Structures: poolsim structures.",
}
LEAD = """\
# {name}: a scenario to start from. Put your numbers for those marked "{replace}".
# What is not set here has its default: `poolsim parameters WORD` finds a number by a word,
# `poolsim explain ADDRESS` says what it does. Above each number: meaning; unit, lowest to highest
# value; source.
#   poolsim validate {name}.toml    says what is wrong, and where nobody can gain
#   poolsim run {name}.toml         runs it"""


def start_text(
    name: str,
    like: str | None = None,
    *,
    firms: int | None = None,
    holders: int | None = None,
) -> str:
    """The commented TOML of a scenario of this name: `START`, or a preset, with so many firms and
    holders, its groups in the same proportions.

    Raises ScenarioError for what no scenario may have.
    """
    if name in (*shipped("configs"), *shipped("experiments")):
        raise refusal([Problem(("name",), name, "comes with poolsim; choose another name")])
    data = START | {"title": name} if like is None else _preset(like)
    data = {**data, "name": name, "sources": _known(data.get("sources", {}))}
    for kind, total in (("firms", firms), ("holders", holders)):
        if total is not None:
            data[kind] = _of_size(kind, data[kind], total)
            data["sources"] = {
                where: source
                for where, source in data["sources"].items()
                if not where.startswith(f"{kind}.") or not where.endswith(".count")
            }
    text = "\n\n".join("\n".join(part) for part in _parts(data)) + "\n"
    validated(Scenario, tomllib.loads(text))
    return text


def _known(sources: Data) -> dict[str, str]:
    """The sources that are more than assumptions."""
    return {where: key for where, key in flattened(sources).items() if key != ASSUMED}


def _preset(like: str) -> Data:
    known = shipped("configs")
    if like not in known:
        raise refusal([Problem(("like",), like, f"no such preset{nearest(like, known)}")])
    return read_toml(known[like]).data


def _of_size(kind: str, groups: Sequence[Data], total: int) -> list[Data]:
    """The groups with so many members in all, at least one each, in the same proportions."""
    if total < len(groups):
        text = f"{total} is too low; at least {len(groups)} needed, one for each group"
        raise refusal([Problem((kind,), kind, text)])
    counts = shares([int(group["count"]) for group in groups], total)
    return [group | {"count": count} for group, count in zip(groups, counts, strict=True)]


def shares(weights: Sequence[int], total: int) -> list[int]:
    """A total in the proportions of some weights by largest remainders, each at least 1, which the
    largest give.
    """
    quotas = [total * weight / sum(weights) for weight in weights]
    found = [max(int(quota), 1) for quota in quotas]
    while sum(found) != total:
        short = sum(found) < total
        gaps = [quota - count for quota, count in zip(quotas, found, strict=True)]
        place = gaps.index(max(gaps)) if short else found.index(max(found))
        found[place] += 1 if short else -1
    return found


def _parts(data: Data) -> Iterator[list[str]]:
    """The lines of every table."""
    sources = data["sources"]
    yield [LEAD.format(name=data["name"], replace=REPLACE)]
    yield [
        *(f"{key} = {toml_of(data[key])}" for key in ("name", "title") if key in data),
        *_own(data, "quarters"),
        *_own(data, "seed"),
    ]
    for key, table in data.items():
        if isinstance(table, Mapping) and key != "sources":
            yield [*_head(key), f"[{key}]", *_numbers(key, table, sources)]
    for kind in MEMBERS:
        for member in data.get(kind, []):
            texts = [f"{key} = {toml_of(member[key])}" for key in TEXTS if key in member]
            address = f"{kind}.{member['name']}"
            numbers = _numbers(address, member, sources)
            yield [*_head(member["name"]), f"[[{kind}]]", *texts, *numbers]
    if sources:
        lines = [f"{toml_of(where)} = {toml_of(key)}" for where, key in sources.items()]
        yield ["# Keys of docs/sources.md; a number of yours needs none.", "[sources]", *lines]


def _head(name: str) -> list[str]:
    return [f"# {HEADS[name]}"] if name in HEADS else []


def _own(data: Data, key: str) -> Iterator[str]:
    """A number of the scenario itself, which stands in no table."""
    field = Scenario.model_fields[key]
    low, high = bounds(field)
    yield f"# {field.description}; {declared_as(field)['unit']}, {low} to {high}"
    yield f"{key} = {data.get(key, field.default)}"


def _numbers(address: str, table: Mapping[str, Any], sources: Mapping[str, str]) -> Iterator[str]:
    """Every number of a table below what it means and where it comes from."""
    for key, value in table.items():
        if key not in TEXTS:
            where = f"{address}.{key}"
            said = declared_numbers()[for_all(where)]
            source = _source(said, value, sources.get(where))
            yield from _comment(f"{said.meaning}; {range_of(said)}; {source}")
            yield f"{key} = {toml_of(value)}"


def _comment(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ")


def range_of(said: Declaration) -> str:
    """Unit, lowest and highest value; where the unit lists the values, it alone."""
    listed = " or " in said.unit
    return said.unit if listed else f"{said.unit}, {said.low:g} to {said.high:g}"


def _source(said: Declaration, value: float, source: str | None) -> str:
    """Where a value comes from; a lever comes from nowhere, somebody chooses it."""
    if source is None:
        source = said.source if value == said.value else ASSUMED
    if source == ASSUMED:
        return CHOICE if said.kind == LEVER else REPLACE
    return f"source: {source}"
