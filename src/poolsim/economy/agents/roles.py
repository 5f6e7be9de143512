"""The roles of a run that a user may fill with classes of an extension."""

from typing import Any, NamedTuple


class Agents(NamedTuple):
    """The agent classes of a run; None stands for the model's own."""

    firm: Any = None
    secretariat: Any = None
    patent_holder: Any = None


STOCK = Agents()
