"""A declared number, and groups of them.

A group is a pydantic model whose fields are declared so: `uncertain("RMB m", 0.0, 9.0)(0.3, "value
of a patent")` is a quantity of that unit and range with its default; validation, the JSON Schema,
the tables of the documentation, the columns of agents and the tuples of floats that the rules read
are all derived from it. Kinds: a *lever* is chosen by whoever designs an alliance or a policy, an
*uncertainty* is not known, a *constant* is fixed. Sources: `paper` (Liu, Gui and Ran 2018), a key
of `docs/sources.md`, `calibrated`, or `assumption`.
"""

from decimal import Decimal
from functools import partial
from numbers import Integral, Real
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

LEVER, UNCERTAINTY, CONSTANT = "lever", "uncertainty", "constant"


class Quantity(NamedTuple):
    """What can be declared: numbers of a kind, in a unit and within bounds; only the values that
    the unit lists, evenly apart, where it does.
    """

    kind: str
    unit: str
    low: float
    high: float

    def __call__(
        self,
        value: float,
        meaning: str,
        source: str = "assumption",
        switch: str = "",
        needs: str = "",
    ) -> Any:
        """A declared number: a pydantic field that also carries unit, kind and source. It counts as
        0 where its `switch` is off, or the number that it `needs` is 0.
        """
        said: JsonDict = {"unit": self.unit, "kind": self.kind, "source": source}
        said |= {key: name for key, name in (("switch", switch), ("needs", needs)) if name}
        between = (self.high - self.low) / (self.unit.count(",") + 1)
        return Field(
            default=value,
            ge=self.low,
            le=self.high,
            multiple_of=between if " or " in self.unit else None,
            description=meaning,
            json_schema_extra=said,
        )


lever = partial(Quantity, LEVER)
uncertain = partial(Quantity, UNCERTAINTY)
constant = partial(Quantity, CONSTANT)
flag = lever("0 or 1", 0.0, 1.0)
probability = uncertain("probability", 0.0, 1.0)


TINY = 1e-100  # what is nearer to 0 is 0: its reciprocals and powers would not be finite


def plain(value: Any) -> Any:
    """Numbers, lists and tables of any library as Python's own, a number next to 0 as 0.

    Anything else stays what it is, for the reader to refuse.
    """
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | range):
        return [plain(inner) for inner in value]
    if isinstance(value, bool | int):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real | Decimal):
        number = float(value)
        return 0.0 if abs(number) < TINY else number
    if hasattr(value, "tolist"):  # arrays and truth values of numpy, columns of pandas
        return plain(value.tolist())
    return value


class Strict(BaseModel):
    """A table as people and programs may give it; frozen, no unknown keys, no NaN or infinity, no
    text for numbers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: object) -> object:
        return plain(data)


class Group(Strict):
    """A group of declared numbers."""
