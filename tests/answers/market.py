"""What the formulas answer to the vectors: the product market."""

from strategies import alike, sector

from poolsim import theory
from poolsim.economy.rules.market import brand_margin
from poolsim.model import PoolModel


def opening(margin, elasticity, quantities, price):
    scenario = sector(firms=[alike(count=1, export_median=q) for q in quantities])
    market = {"gross_margin": margin, "export_elasticity": elasticity, "export_price": price}
    values = {f"market.{key}": value for key, value in market.items()}
    model = PoolModel(scenario.with_values(values))
    model.step()
    abroad, firms = model.world.sector, model.world.firms
    total = sum(firm.export_sales for firm in firms)
    earned = sum((abroad.export_price - firm.export_cost) * firm.export_sales for firm in firms)
    through = theory.market.pass_through(len(firms), abroad.export_conduct)
    return {
        "concentration": sum(firm.export_sales**2 for firm in firms) / total**2,
        "conduct": abroad.export_conduct,
        "slope": abroad.export_slope,
        "margin_reproduced": earned / (abroad.export_price * total),
        "pass_through": through,
        "common_incidence": 2.0 * (1.0 - through),
    }


def contracts(margin, contract_margin, price):
    royalty = margin - brand_margin(margin, contract_margin * price)
    return {"royalty_at_which_it_turns": royalty, "share_of_margin": royalty / margin}


ANSWERS = {"PM-1": opening, "PM-2": contracts}
