"""What an alliance lives on: every source of income, declared once.

A source is a column of the secretariat that is cleared in every quarter, and a series of the same
name. Market income is what licensing and trade bring.
"""

from enum import Enum
from inspect import get_annotations
from typing import Annotated, NamedTuple

from poolsim.economy.written import written

MEMBERS, HOSTS = "members", "hosts"
INSIDE = (MEMBERS, HOSTS)  # who pays as a member


class Kind(Enum):
    """What income counts as: licensing and trade are market income."""

    LICENSING = "licensing"
    TRADE = "trade"
    PROJECTS = "projects"
    DUES = "dues"
    LEVIES = "levies and calls"
    CONTRIBUTIONS = "contributions"
    GRANTS = "grants"
    FUNDS = "funds"
    STAFF = "staff, in kind"
    CAPITAL = "capital"
    ENDOWMENT = "endowment"


class Source(NamedTuple):
    """A source of income: what figures call it, its kind, the addresses of its levers, without
    which it brings nothing, who pays, and what it is.
    """

    label: str
    kind: Kind
    levers: tuple[str, ...]
    payer: str
    meaning: str


class Income:
    """Income of an alliance in this quarter by source, RMB m, in the order of figures."""

    licence_outside: Annotated[
        float,
        Source(
            "licences outside the sector",
            Kind.LICENSING,
            ("alliance.pool",),
            "licensees",
            "what the alliance keeps of the royalties that outside licensees pay its pool",
        ),
    ] = 0.0
    licence_sector: Annotated[
        float,
        Source(
            "licences of other makers",
            Kind.LICENSING,
            ("alliance.pool",),
            "makers",
            "what it keeps of those that firms of the sector outside the pool pay",
        ),
    ] = 0.0
    licence_own: Annotated[
        float,
        Source(
            "licences of contributors",
            Kind.LICENSING,
            ("alliance.pool", "alliance.own_use"),
            "contributors",
            "what it keeps of those that contributors pay on products of their own",
        ),
    ] = 0.0
    brokerage_income: Annotated[
        float,
        Source(
            "brokerage",
            Kind.TRADE,
            ("alliance.brokerage",),
            "sellers",
            "the alliance's share of brokered deals",
        ),
    ] = 0.0
    database_income: Annotated[
        float,
        Source(
            "databases",
            Kind.TRADE,
            ("alliance.database_fee",),
            "users",
            "fees for access to databases",
        ),
    ] = 0.0
    custody_income: Annotated[
        float,
        Source(
            "custody",
            Kind.TRADE,
            ("alliance.custody",),
            "licensees",
            "share of returns on members' patents",
        ),
    ] = 0.0
    service_income: Annotated[
        float,
        Source(
            "paid services",
            Kind.TRADE,
            ("alliance.paid_services",),
            "clients",
            "services to outsiders",
        ),
    ] = 0.0
    project_income: Annotated[
        float,
        Source(
            "commissioned projects",
            Kind.PROJECTS,
            ("alliance.projects",),
            "clients",
            "commissioned projects",
        ),
    ] = 0.0
    dues_income: Annotated[
        float,
        Source(
            "dues", Kind.DUES, ("alliance.dues", "alliance.votes_dues"), MEMBERS, "members' dues"
        ),
    ] = 0.0
    contribution_income: Annotated[
        float,
        Source(
            "contributions",
            Kind.CONTRIBUTIONS,
            ("alliance.voluntary",),
            MEMBERS,
            "members' voluntary contributions",
        ),
    ] = 0.0
    grant_income: Annotated[
        float,
        Source(
            "grants",
            Kind.GRANTS,
            ("alliance.grant", "alliance.grant_top_up", "policy.subsidy"),
            "government",
            "government grants",
        ),
    ] = 0.0
    fund_income: Annotated[
        float,
        Source(
            "investor's fund", Kind.FUNDS, ("alliance.fund",), "investors", "an investor's fund"
        ),
    ] = 0.0
    host_income: Annotated[
        float,
        Source(
            "host's staff",
            Kind.STAFF,
            ("structure.host_share",),
            HOSTS,
            "fixed cost that a host bears, in kind",
        ),
    ] = 0.0
    capital_income: Annotated[
        float,
        Source(
            "members' capital",
            Kind.CAPITAL,
            ("structure.capital",),
            MEMBERS,
            "members' capital, subscribed or paid as a levy, less what is paid back",
        ),
    ] = 0.0
    levy_income: Annotated[
        float,
        Source(
            "levies",
            Kind.LEVIES,
            ("structure.may_charge_dues",),
            MEMBERS,
            "levies that members have voted, where the structure has no capital",
        ),
    ] = 0.0
    set_up_income: Annotated[
        float,
        Source(
            "calls for the pool",
            Kind.LEVIES,
            ("alliance.pool",),
            MEMBERS,
            "what contributors are called for to set the pool up",
        ),
    ] = 0.0
    endowment_income: Annotated[
        float,
        Source(
            "endowment",
            Kind.ENDOWMENT,
            ("alliance.endowment",),
            "investors",
            "what an investor puts into the treasury at the founding",
        ),
    ] = 0.0


SOURCES: dict[str, Source] = {
    name: kind.__metadata__[0] for name, kind in get_annotations(Income).items()
}

clear_income = written(
    __name__,
    "clear_income(alliance)",
    "Clear the income of the quarter.",
    [f"alliance.{name} = 0.0" for name in SOURCES],
)
other_income = written(
    __name__,
    "other_income(alliance)",
    "Income of the quarter from others than its members, but for an endowment, RMB m.",
    [
        "return "
        + " + ".join(
            f"alliance.{name}"
            for name, source in SOURCES.items()
            if source.payer not in INSIDE and source.kind is not Kind.ENDOWMENT
        )
    ],
)
