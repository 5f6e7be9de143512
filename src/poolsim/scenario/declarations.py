"""Every declared number of the model as tables show it."""

from typing import NamedTuple

from pydantic.fields import FieldInfo

from poolsim.scenario.addresses import TABLES
from poolsim.scenario.strict import bounds, declared_as


class Declaration(NamedTuple):
    """A declared number as tables show it."""

    address: str
    value: float
    unit: str
    low: float
    high: float
    kind: str
    source: str
    meaning: str


def declarations() -> list[Declaration]:
    """Every declared number, in order: groups, firms, holders, alliances, structures."""
    return [
        _declaration(f"{name}.{key}", declared)
        for name, table in TABLES.items()
        for key, declared in table.model_fields.items()
    ]


def _declaration(address: str, declared: FieldInfo) -> Declaration:
    low, high = bounds(declared)
    extra = declared_as(declared)
    return Declaration(
        address,
        declared.default,
        extra["unit"],
        low or 0.0,
        high or 0.0,
        extra["kind"],
        extra["source"],
        declared.description or "",
    )
