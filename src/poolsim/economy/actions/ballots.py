"""Members vote by what an item gives them and costs them (VT-1, VT-2), at the annual meeting on
what their alliance does.
"""

from poolsim.economy.actions.income import proposed_dues, service_at
from poolsim.economy.actions.pool import close_pool
from poolsim.economy.actions.weighing import believed_worth, weigh
from poolsim.economy.agents import Firm, Secretariat
from poolsim.economy.draws import VOTE, stream, uniform
from poolsim.economy.items import DUES, POOL, do_approved, read_offers
from poolsim.economy.rules.votes import approval_chance, carries
from poolsim.economy.world import YEAR, World
from poolsim.parameters.terms import Terms


def open_ballots(world: World) -> None:
    """Every alliance starts with all that its design offers."""
    for a, alliance in enumerate(world.alliances):
        if alliance.id > 0.0:
            read_offers(alliance, a, world.book.offered, world.book.approved)


def offer_again(world: World, alliance: Secretariat) -> None:
    """Who founds an ended alliance anew starts with all that its design offers."""
    a = int(alliance.index)
    alliance.dues = world.book.offered[a, DUES]
    alliance.recent_service = 1.0
    for item in range(DUES):
        world.book.approved[a, item] = 1.0
    do_approved(alliance, a, world.book.offered, world.book.approved)


def hold_meeting(world: World, alliance: Secretariat, terms: Terms, key: int, t: int) -> None:
    """In the quarter of the founding and every fourth after it members vote on all that the design
    offers, and on next year's dues.
    """
    if (t - alliance.founded) % YEAR == 0.0:
        luck = stream(key, t, VOTE)
        if terms.switches.governance > 0.0:
            # Both sides of an item are reckoned at full service, whatever the money paid for.
            served = alliance.service
            alliance.service = 1.0
            for item in range(DUES):
                if world.book.offered[int(alliance.index), item] > 0.0:
                    vote_on(world, alliance, item, luck, terms, t)
            alliance.service = served
        if alliance.votes_dues > 0.0 and alliance.may_charge_dues > 0.0:
            vote_dues(world, alliance, luck, terms)


def vote_on(
    world: World, alliance: Secretariat, item: int, luck: int, terms: Terms, t: int
) -> None:
    """An item that fails is off until the next meeting; a pool that could license nothing is not
    asked about.
    """
    a, licensed = int(alliance.index), alliance.licensing
    offered, approved = world.book.offered, world.book.approved
    approved[a, item] = 1.0
    do_approved(alliance, a, offered, approved)
    if weigh(world, alliance, item, terms, t) > 0.0:
        approved[a, item] = carried(world, alliance, item, luck, terms)
        do_approved(alliance, a, offered, approved)
    if item == POOL and approved[a, item] * licensed == 0.0:
        close_pool(world, alliance)


def vote_dues(world: World, alliance: Secretariat, luck: int, terms: Terms) -> None:
    """The secretariat proposes the dues of the next year; a member weighs them against what they
    add to the service.
    """
    proposal = proposed_dues(world, alliance, terms)
    served = service_at(alliance, proposal) - service_at(alliance, alliance.dues)
    for i, firm in enumerate(world.firms):
        world.book.gives[i] = believed_worth(firm, alliance) * served
        world.book.takes[i] = proposal - alliance.dues
    if proposal != alliance.dues and carried(world, alliance, DUES, luck, terms) > 0.0:
        alliance.dues = proposal
        alliance.set_thresholds(terms)


def carried(world: World, alliance: Secretariat, item: int, luck: int, terms: Terms) -> float:
    """Whether the members carry an item by what it gives and takes; without governance all of them
    agree.
    """
    if terms.switches.governance == 0.0:
        return 1.0
    paid, lead = capital_paid(world, alliance), leader(world, alliance)
    yes, weight = 0.0, 0.0
    for i, firm in enumerate(world.firms):
        if firm.alliance == alliance.index:
            votes = votes_of(firm, alliance, paid, lead)
            chance = approval_chance(
                world.book.gives[i], world.book.takes[i], terms.membership.intensity
            )
            weight += votes
            yes += votes if uniform(luck, firm.id, item * 1.0) < chance else 0.0
    return carries(yes, weight, alliance.quorum)


def votes_of(firm: Firm, alliance: Secretariat, paid: float, lead: int) -> float:
    """Votes of a member: by capital, by heads (also where no capital is paid in), or all with the
    lead member.
    """
    if alliance.vote_weight < 0.0:
        return 1.0 if int(firm.index) == lead else 0.0
    return firm.capital if alliance.vote_weight > 0.0 and paid > 0.0 else 1.0


def capital_paid(world: World, alliance: Secretariat) -> float:
    """Capital of all members, RMB m."""
    paid = 0.0
    for firm in world.firms:
        if firm.alliance == alliance.index:
            paid += firm.capital
    return paid


def leader(world: World, alliance: Secretariat) -> int:
    """Position of the lead member: the core member or, if that has left, the one that expects most
    of the alliance.
    """
    for i, firm in enumerate(world.firms):
        if firm.alliance == alliance.index and firm.id == alliance.lead:
            return i
    return keenest(world, alliance)


def keenest(world: World, alliance: Secretariat) -> int:
    """Position of the member with the highest believed benefit (the lowest id if equal); -1 if
    there is none.
    """
    best = -1
    for k in range(len(world.firms)):
        i = int(world.book.order[k])
        firm = world.firms[i]
        is_member = firm.alliance == alliance.index and firm.alive > 0.0
        if is_member and (best < 0 or firm.belief > world.firms[best].belief):
            best = i
    return best
