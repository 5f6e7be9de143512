"""What parties to a case believe about its outcome."""

from poolsim.economy.functions import normal_quantile


def believed_chance(truth: float, lean: float, noise: float, luck: float) -> float:
    """A party's estimate of the plaintiff's chance: min(1, max(0, p + lean + noise * z)), z =
    Phi^-1(luck).

    truth p, 1; lean, half of the mean gap between the parties, its own way; noise, standard
    deviation; luck, uniform in (0, 1). Without noise and lean it is the truth. Source: LI-2; Priest
    and Klein 1984.
    """
    return min(max(truth + lean + noise * normal_quantile(luck), 0.0), 1.0)
