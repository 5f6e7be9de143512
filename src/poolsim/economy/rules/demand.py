"""Demand for what an alliance sells: exponential in a price, or linear in the share of a deal that
it takes.

Exponential: of potential users, each of whom values the thing at an exponential amount, those buy
to whom it is worth its price. Linear: the gain from a deal is uniform from 0 to the choke share of
its price.
"""

from poolsim.economy.functions import exp


def exponential_demand(potential: float, price: float, scale: float) -> float:
    """Quantity bought, q = Q exp(-p / p0).

    potential Q: bought at price 0, in any unit; price p, mean value p0: RMB million each. DM-1.
    Limits: Q at price 0, 0.0 if the thing is worth nothing to anybody.
    """
    return potential * exp(-price / scale) if scale > 0.0 else 0.0


def exponential_surplus(quantity: float, scale: float) -> float:
    """Surplus of the buyers beyond what they pay, CS = p0 q.

    quantity q: as of `exponential_demand`; mean value p0: RMB million each; CS: RMB million. DM-1.
    Limit: 0.0 where nothing is bought.
    """
    return scale * quantity


def linear_demand(potential: float, share: float, choke: float) -> float:
    """Deals done, q = Q max(0, 1 - x / x0).

    potential Q: deals at no charge, in any unit; share x of the price that is taken, choke share x0
    at which no deal is done. DM-2. Limits: Q at share 0, 0.0 from the choke share on.
    """
    return potential * max(0.0, 1.0 - share / choke) if choke > 0.0 else 0.0


def linear_surplus(potential: float, share: float, choke: float, price: float) -> float:
    """Surplus of both sides of the deals together, S = Q P (x0 - x)^2 / (2 x0).

    potential Q, share x, choke share x0: as of `linear_demand`; price P of a deal: RMB million; S:
    RMB million. DM-2. Limit: 0.0 from the choke share on.
    """
    left = max(choke - share, 0.0)
    return potential * price * left * left / (2.0 * choke) if choke > 0.0 else 0.0
