"""Identical firms that are invited to found an alliance, for the tests of founding."""

import math

from strategies import alike, sector

from poolsim.economy.draws import replicate_key
from poolsim.economy.phases.membership import agreement, founders_found, prospect
from poolsim.model import PoolModel

PATIENCE = 1.0 - math.exp(-0.08 / 4.0)  # 1 - d of a quarter
SHARP = {"intensity": 100.0, "fickleness": 0.0, "participation_cost": 1e-6}
FREE = {
    "capital": 0.0,
    "founding_share": 0.5,
    "fixed_cost": 0.0,
    "legal_person": 0.0,
    "host_share": 0.0,
}
TRIALS = 2000


def founders(
    on, membership, structure=None, count=10, design=None, policy=None, agents=None, **groups
):
    """Identical firms invited to found an alliance, all of them believing in a benefit worth RMB 1
    m for ever.
    """
    scenario = sector(
        on=on,
        firms=[alike(count=count, invited=1.0)],
        alliances=[{"structure": {**FREE, **(structure or {})}, "minimum": 1.0, **(design or {})}],
        membership=membership,
        policy=policy or {},
        **groups,
    )
    model = PoolModel(scenario) if agents is None else PoolModel(scenario, agents=agents)
    for firm in model.world.firms:
        firm.belief, firm.common = PATIENCE, 1.0
    return model


def founded(model: PoolModel) -> float:
    founders_found(model.world, model.cell.terms, model.key, 1)
    return model.world.alliances[1].formed


def worth(model: PoolModel) -> tuple[float, float]:
    """Worth of founding and stake of the first firm."""
    world, terms = model.world, model.cell.terms
    prospect(world, world.alliances[1], terms, 1)
    return world.firms[0].weigh_founding(world.alliances[1], terms)


def share_of_attempts(model: PoolModel, members: float) -> float:
    """Share of independent first attempts in which enough agree."""
    world, terms, alliance = model.world, model.cell.terms, model.world.alliances[1]
    successes = 0
    for trial in range(TRIALS):
        alliance.tried = 0.0
        prospect(world, alliance, terms, 1)
        successes += agreement(world, terms, replicate_key(1, trial), alliance, 1) >= members
    return successes / TRIALS


def close(found: float, expected: float) -> bool:
    return abs(found - expected) <= 4.5 * math.sqrt(expected * (1.0 - expected) / TRIALS)
