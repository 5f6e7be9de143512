"""The roles of a run that a user may fill with classes of an extension."""

from typing import NamedTuple


class Agents(NamedTuple):
    """The agent classes of a run; None stands for the model's own."""

    firm: type | None = None
    secretariat: type | None = None
    patent_holder: type | None = None


STOCK = Agents()
