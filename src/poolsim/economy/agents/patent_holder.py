"""Patent holders outside the alliance, who assert patents against the sector's firms."""

import mesa


class PatentHolder(mesa.Agent):
    """A holder of patents. Rule: demand what the threat of a suit is worth, sue only where the suit
    pays for itself.
    """

    # what the scenario says (population.HolderGroup)
    id: float = 0.0
    index: float = 0.0  # its place among those of its kind
    strength: float = 0.0
    strength_spread: float = 0.0
    court_royalty: float = 0.0
    feature_value: float = 0.0
    own_sales: float = 0.0
    budget: float = 0.0
    in_pool: float = 0.0
    # state
    cash: float = 0.0  # RMB m
    received: float = 0.0  # RMB m, all payments ever received
    demand: float = 0.0  # RMB per unit: the hold-up royalty
    ceiling: float = (
        0.0  # RMB per unit: most that the licensees now bargaining would rather pay than fight
    )
    floor: float = 0.0  # RMB per unit: what a suit against them is worth to the holder
    suits: float = 0.0  # ever

    def __init__(self, model: mesa.Model, numbers: dict[str, float]) -> None:
        super().__init__(model)
        for name, value in numbers.items():
            setattr(self, name, value)

    def pay(self, amount: float) -> None:
        """Take `amount`, RMB m, off its cash."""
        self.cash -= amount

    def receive(self, amount: float) -> None:
        """Put `amount`, RMB m, into its cash."""
        self.cash += amount
        self.received += abs(amount)
