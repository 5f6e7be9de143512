"""The outcomes that a question may be about, by name."""

from poolsim.economy.causes import CODES
from poolsim.economy.declarations import Outcome
from poolsim.economy.outcomes import OUTCOME_INDEX, OUTCOMES
from poolsim.errors import ScenarioError
from poolsim.scenario.former import known_as

COMPARABLE = [one.name for one in OUTCOMES if one.name not in CODES]


def outcome_named(of: str) -> Outcome:
    """An outcome with a mean. Raises ScenarioError for any other."""
    if of not in COMPARABLE:
        raise ScenarioError([f"--of: no outcome '{of}'{known_as(str(of), COMPARABLE)}"])
    return OUTCOMES[OUTCOME_INDEX[of]]
