"""What the members of an alliance vote on: the items of the annual meeting and the levy, each by
its number.

A design says what is offered. What members have voted off is off, in what is done as in what it
costs, until they vote for it again.
"""

from poolsim.economy.services import SERVICES
from poolsim.economy.written import written

VOTED = (  # levers that are off where members say so
    "training",
    "warning",
    "navigation",
    "promotion",
    "policy_information",
    "working_groups",
    "coordination",
    "pool",
)
TRAINING, WARNING, NAVIGATION, PROMOTION, POLICY, GROUPS, CHAIN, POOL = range(len(VOTED))
DUES, LEVY = len(VOTED), len(VOTED) + 1
ITEMS = len(VOTED) + 2

read_offers = written(
    __name__,
    "read_offers(alliance, a, offered, approved)",
    "Write down what the design offers; all of it is approved before the first meeting.",
    [
        *(f"offered[a, {item}] = alliance.{lever}" for item, lever in enumerate(VOTED)),
        f"offered[a, {DUES}] = alliance.dues",
        *(f"approved[a, {item}] = 1.0" for item in range(ITEMS)),
    ],
)
do_approved = written(
    __name__,
    "do_approved(alliance, a, offered, approved)",
    "The alliance does what is offered and approved.",
    [
        f"alliance.{lever} = offered[a, {item}] * approved[a, {item}]"
        for item, lever in enumerate(VOTED)
    ],
)
cost_of_item = written(
    __name__,
    "cost_of_item(item, members, terms)",
    "Cost of a service at full service, RMB m in a quarter; 0 of other items.",
    [
        "cost = 0.0",
        *(
            line
            for lever, cost, per_member in SERVICES
            if cost and lever in VOTED
            for line in (
                f"if item == {VOTED.index(lever)}:",
                f"    cost = terms.services.{cost}{' * members' if per_member else ''}",
            )
        ),
        "return cost",
    ],
)
