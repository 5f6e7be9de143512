"""A declared number, and groups of them.

A group is a pydantic model whose fields come from `number(...)`; validation, the JSON Schema, the
tables of the documentation, the columns of agents and the tuples of floats that the rules read are
all derived from it. Kinds: a *lever* is chosen by whoever designs an alliance or a policy, an
*uncertainty* is not known, a *constant* is fixed. Sources: `paper` (Liu, Gui and Ran 2018), a key
of `docs/sources.md`, `calibrated`, or `assumption`.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

LEVER, UNCERTAINTY, CONSTANT = "lever", "uncertainty", "constant"


def number(
    value: float,
    unit: str,
    low: float,
    high: float,
    kind: str,
    source: str,
    meaning: str,
    switch: str = "",
) -> Any:
    """A declared number: a pydantic field that also carries unit, kind and source; whole where the
    unit lists values. It counts as 0 where its `switch` is off.
    """
    said: JsonDict = {"unit": unit, "kind": kind, "source": source}
    if switch:
        said["switch"] = switch
    return Field(
        default=value,
        ge=low,
        le=high,
        multiple_of=1.0 if " or " in unit else None,
        description=meaning,
        json_schema_extra=said,
    )


def switch(on: float, meaning: str) -> Any:
    """A mechanism's switch: 1 works, 0 has no effect at all on anything."""
    return number(on, "0 or 1", 0.0, 1.0, LEVER, "assumption", meaning)


class Group(BaseModel):
    """A group of declared numbers; frozen, no unknown keys, no NaN or infinity, no text for
    numbers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)
