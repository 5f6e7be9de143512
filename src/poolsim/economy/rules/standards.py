"""Standards: adoption over time and the market a royalty leaves."""


def adoption_step(adoption: float, innovation: float, imitation: float) -> float:
    """Adopters of a standard after one more quarter, N' = N + (p + q N) (1 - N), at most 1.

    adoption N: share of the potential, 0 to 1; innovation p, imitation q: per quarter. BA-2; Bass
    1969. Limits: a constant hazard p at q = 0; nothing starts at p = 0 and N = 0; 1.0 is final.
    """
    return min(1.0, adoption + (innovation + imitation * adoption) * (1.0 - adoption))


def licence_potential(potential: float, royalty: float, choke: float) -> float:
    """Units that would be licensed at a royalty, M = max(0, M_0 (1 - R / R_max)).

    potential M_0: million units a quarter at no royalty; royalty R, choke R_max: RMB per unit.
    LR-4; linear demand. Limits: M_0 at R = 0, 0.0 from R_max on or if R_max is not positive.
    """
    return max(0.0, potential * (1.0 - royalty / choke)) if choke > 0.0 else 0.0
