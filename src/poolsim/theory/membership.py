"""Founding, joining and leaving: choice, the value of a stake, and entry-exit hysteresis."""


def smallest_benefit(dues: float, discount: float, capital: float) -> float:
    """Benefit at which founding breaks even, b = f + K (1 - delta).

    dues f: RMB million a quarter; discount delta: factor a quarter; capital K: RMB million. CO-5.
    Limit: the dues without capital.
    """
    return dues + capital * (1.0 - discount)


def largest_capital(benefit: float, dues: float, discount: float) -> float:
    """Capital at which founding breaks even, K = max(0, (b - f) / (1 - delta)).

    benefit b, dues f: RMB million a quarter; discount delta: factor a quarter. CO-5. Limits: 0.0 if
    the benefit does not exceed the dues, else 1e9 at delta >= 1.
    """
    if benefit <= dues:
        return 0.0
    return (benefit - dues) / (1.0 - discount) if discount < 1.0 else 1e9
