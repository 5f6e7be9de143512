"""Money: accounts, and the one way in which it moves.

Firms, secretariats and patent holders have an account, and so has everyone outside the sector. A
payment is a transfer between two of them, so the sum over all accounts never changes.
"""

TOLERANCE = 1e-9  # an amount or a tie within it counts as zero

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


class Account:
    """The money of someone; outside the sector it starts at zero and may go below."""

    cash: float = 0.0  # RMB m; of an alliance its treasury
    received: float = 0.0  # RMB m, all payments ever received

    def pay(self, amount: float) -> None:
        """Take `amount`, RMB m, off its cash."""
        self.cash -= amount

    def receive(self, amount: float) -> None:
        """Put `amount`, RMB m, into its cash."""
        self.cash += amount
        self.received += abs(amount)


def transfer(payer: Account, payee: Account, amount: float) -> None:
    """Move `amount`, RMB m, from one account to another: the only statement of the model that moves
    money.
    """
    payer.pay(amount)
    payee.receive(amount)
