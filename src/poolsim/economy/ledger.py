"""Money: accounts, and the one way in which it moves.

Firms, secretariats and patent holders hold their own cash; everyone outside the sector has an
`Account`. A payment is a transfer between two of them, so the sum over all accounts never changes.
"""

from typing import Protocol

TOLERANCE = 1e-9  # a balance or a tie within it counts as zero

GOVERNMENT = 0  # grants and the taxpayer behind them
INVESTORS = 1  # who endow an alliance
LAWYERS_AND_COURTS = 2
SUPPLIERS_AND_STAFF = 3  # production, R&D, overhead, secretariats' wages
OWNERS = 4  # what firms pay out
CUSTOMERS_HOME = 5
CUSTOMERS_ABROAD = 6
OUTSIDE_LICENSEES = 7
CLIENTS = 8  # who commissions projects
ACCOUNTS = (
    "government",
    "investors",
    "lawyers_and_courts",
    "suppliers_and_staff",
    "owners",
    "customers_home",
    "customers_abroad",
    "outside_licensees",
    "clients",
)
FIRST_FUND = len(ACCOUNTS)  # behind these, a fighting fund for every alliance


def count_accounts(alliances: int) -> int:
    """Number of accounts outside the agents in a world of so many alliances."""
    return FIRST_FUND + alliances


class Purse(Protocol):
    """Whoever can pay and be paid."""

    def pay(self, amount: float) -> None:
        """Take `amount`, RMB m, off what is there."""

    def receive(self, amount: float) -> None:
        """Put `amount`, RMB m, to what is there."""


class Account:
    """An account outside the sector; its balance starts at zero and may go below."""

    balance: float = 0.0
    received: float = 0.0

    def pay(self, amount: float) -> None:
        """Take `amount`, RMB m, off the balance."""
        self.balance -= amount

    def receive(self, amount: float) -> None:
        """Put `amount`, RMB m, on the balance."""
        self.balance += amount
        self.received += abs(amount)


def transfer(payer: Purse, payee: Purse, amount: float) -> None:
    """Move `amount`, RMB m, from one account to another: the only statement of the model that moves
    money.
    """
    payer.pay(amount)
    payee.receive(amount)
