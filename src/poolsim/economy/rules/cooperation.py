"""Cooperation over time: how patient members must be to keep an agreement without a court."""


def cooperation_discount(
    reward: float, temptation: float, punishment: float, fine: float, expulsion: float
) -> float:
    """Discount factor from which not asserting pays, delta = (T - z - R) / (T - z - P + s), within
    0 to 1.

    reward R for mutual restraint, temptation T of attacking alone, punishment P of mutual attack,
    fine z on the attack, expulsion s: loss a quarter once expelled; RMB million a quarter. DY-2;
    Friedman 1971. Limits: 0.0 if attacking does not pay at all, 1.0 if punishment is no loss.
    """
    gain = temptation - fine - reward
    if gain <= 0.0:
        return 0.0
    base = temptation - fine - punishment + expulsion
    return min(1.0, gain / base) if base > 0.0 else 1.0
