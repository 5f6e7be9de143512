"""What an alliance does beside licensing a pool: every service is one row.

Its switch, range and meaning stand with its lever in `parameters.alliance`, its cost in
`parameters.terms`. What it sells, `sources` declares.
"""

from typing import NamedTuple

from poolsim.economy.sources import SOURCES, Kind
from poolsim.economy.written import written


class Service(NamedTuple):
    """A service by its lever, and what full service costs in a quarter: a number of `services`, for
    each member or once; none where the members that it serves bear the cost.
    """

    lever: str
    cost: str = ""
    per_member: bool = False


SERVICES = (
    Service("negotiates"),
    Service("mediates"),
    Service("covenant"),
    Service("non_assertion"),
    Service("training", "training_cost", per_member=True),
    Service("navigation", "navigation_cost"),
    Service("promotion", "promotion_cost"),
    Service("policy_information", "policy_cost"),
    Service("working_groups", "group_cost"),
    Service("coordination", "chain_cost"),
    Service("warning"),  # its platform is built first: `offers.programme`
)
SOLD = tuple(
    lever.removeprefix("alliance.")
    for source in SOURCES.values()
    if source.kind in (Kind.TRADE, Kind.PROJECTS)
    for lever in source.levers
)
TRUSTED = ("packages",)  # bought, and no income until they accrue

cost_of_services = written(
    __name__,
    "cost_of_services(alliance, members, terms)",
    "Cost of full service to so many members, RMB m in a quarter.",
    [
        "cost = 0.0",
        *(
            f"cost += alliance.{lever} * terms.services.{cost}{' * members' if per_member else ''}"
            for lever, cost, per_member in SERVICES
            if cost
        ),
        "return cost",
    ],
)
serves_beside_pool = written(
    __name__,
    "serves_beside_pool(alliance)",
    "Whether, and by how much, it does anything beside licensing a pool: 0 if nothing.",
    [
        "return "
        + " + ".join(
            f"alliance.{one}" for one in (*(row.lever for row in SERVICES), *SOLD, *TRUSTED)
        )
    ],
)
