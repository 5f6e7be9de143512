"""What founders believed an alliance to be worth over what it brought them: their profits in the
first years, beside those of the same firms and luck where nobody may found it.
"""

import math
import sys

from poolsim.economy.causes import NEVER_FORMED
from poolsim.model import PoolModel
from poolsim.statistics.intervals import of_mean

PRESETS = ("cn_tv", "cn_led", "cn_medical")
QUARTERS = 32
RUNS = 60


def profit_of(firm) -> float:
    """Gross profit of a quarter after settlements, costs of cases and redesigns, with what its
    essential patents earn, RMB m.
    """
    settled = firm.royalty_paid - firm.export_sales * firm.royalty
    licences = firm.pool_income + firm.own_licence_income
    return firm.gross_profit + licences - settled - firm.legal_cost - firm.redesign_cost


def pair(preset: str, replicate: int) -> tuple[float, float] | None:
    """Believed and realised gain of the founders together, RMB m per quarter; None where it was not
    founded in time.
    """
    model = PoolModel(preset, replicate)
    alliance = model.world.alliances[1]
    beliefs = [firm.belief for firm in model.world.firms]
    while alliance.formed == 0.0 and model.quarter + QUARTERS < model.quarters:
        beliefs = [firm.belief for firm in model.world.firms]
        model.step()
    if alliance.formed == 0.0:
        return None
    founded = model.quarter
    founders = [k for k, firm in enumerate(model.world.firms) if firm.alliance > 0.0]
    without = PoolModel(preset, replicate)
    without.world.alliances[1].end(0.0, NEVER_FORMED)
    for _ in range(founded):
        without.step()
    gained = 0.0
    for quarter in range(QUARTERS):
        if quarter:
            model.step()
            without.step()
        for k in founders:
            gained += profit_of(model.world.firms[k]) - profit_of(without.world.firms[k])
    return sum(beliefs[k] for k in founders), gained / QUARTERS


def interval(values: list[float]) -> tuple[float, float, float]:
    """Mean and its 95 % interval."""
    n = len(values)
    mean = sum(values) / n
    sd = math.sqrt(sum((value - mean) ** 2 for value in values) / max(n - 1, 1))
    low, high = of_mean(mean, sd, n)
    return mean, float(low), float(high)


def main(runs: int) -> None:
    """Print a row for every preset."""
    print("| preset | founded | believed | realised | believed / realised |\n|---|---|---|---|---|")
    for preset in PRESETS:
        pairs = [found for k in range(runs) if (found := pair(preset, k)) is not None]
        if len(pairs) < 2:
            print(f"| {preset} | {len(pairs)} of {runs} | | | |")
            continue
        believed, realised = (interval([one[side] for one in pairs]) for side in (0, 1))
        cells = (f"{mean:.3g} [{low:.3g}, {high:.3g}]" for mean, low, high in (believed, realised))
        ends = [believed[0] / bound for bound in (realised[0], realised[2], realised[1])]
        ratio = f"{ends[0]:.2f} [{ends[1]:.2f}, {ends[2]:.2f}]"
        print(f"| {preset} | {len(pairs)} of {runs} | {' | '.join(cells)} | {ratio} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
