"""What all agents of the model have in common, and where their columns come from."""

from typing import TYPE_CHECKING

from poolsim.economy.ledger import Account
from poolsim.parameters.alliance import Design, Structure
from poolsim.parameters.population import FirmGroup, HolderGroup

if TYPE_CHECKING:
    # Mesa ships no types, and numbers that a scenario declares change as an agent lives.
    from pydantic import ConfigDict

    class Agent:
        """What the model takes of a Mesa agent."""

        def __init__(self, model: object) -> None: ...

    class FirmNumbers(FirmGroup):
        """What a scenario says of a firm."""

        model_config = ConfigDict(frozen=False)

    class HolderNumbers(HolderGroup):
        """What a scenario says of a patent holder."""

        model_config = ConfigDict(frozen=False)

    class AllianceNumbers(Structure, Design):
        """What a scenario says of an alliance."""

        model_config = ConfigDict(frozen=False)
else:
    from mesa import Agent

    def _columns(*tables):
        """A class whose fields are the numbers of declared tables, 0 where nobody is spoken of."""
        names = [name for table in tables for name in table.model_fields if name != "count"]
        declared = {"__module__": __name__, "__annotations__": dict.fromkeys(names, float)}
        return type("Numbers", (), declared | dict.fromkeys(names, 0.0))

    FirmNumbers = _columns(FirmGroup)
    HolderNumbers = _columns(HolderGroup)
    AllianceNumbers = _columns(Structure, Design)


class Person(Account, Agent):
    """An agent of the model: its fields are the columns of a table."""

    id: float = 0.0  # the same in all designs: part of the address of its random numbers
    index: float = 0.0  # its place among those of its kind

    def __init__(self, model: object, numbers: dict[str, float]) -> None:
        super().__init__(model)
        for name, value in numbers.items():
            setattr(self, name, value)
