"""A toy model: every part of a driver once, small enough to compile in seconds."""

import math
from collections import namedtuple

import mesa
import numpy as np

from poolsim.economy import draws, functions
from poolsim.engine import Model
from poolsim.engine.fields import fields_of

World = namedtuple("World", "firms alliances holders sector outside book")
Book = namedtuple("Book", "royalty luck")
Policy = namedtuple("Policy", "dues subsidy")
Market = namedtuple("Market", "growth noise")
Rules = namedtuple("Rules", "gain")
Terms = namedtuple("Terms", "policy market rules")
RANKS = (2, 1)
SIZES = {"firm": 7, "alliance": 2, "holder": 3, "sector": 1, "outside": 2}
TERMS = Terms(Policy(0.02, 0.3), Market(0.05, 0.2), Rules(0.01))
MARKET, CHOICE = 24, 12


def join_gain(sales: float, service: float, gain: float) -> float:
    return gain * sales * service / (1.0 + service)


class Firm(mesa.Agent):
    sales: float = 10.0
    cash: float = 5.0
    member: float = 0.0
    alliance: float = 0.0

    RATE = 0.1

    @property
    def size(self):
        return math.sqrt(max(self.sales, 0.0))

    @staticmethod
    def share(cash, sales):
        return cash / (cash + sales) if cash + sales > 0.0 else 0.0

    def sell(self, luck, terms):
        self.sales = self.sales * (1.0 + terms.market.growth * (luck - 0.4))
        self.cash = self.cash + self.RATE * self.sales

    def join(self, alliance, luck, terms, bias=0.5):
        gain = join_gain(self.sales, alliance.service, terms.rules.gain) - terms.policy.dues
        self.member = 1.0 if luck < bias + gain else 0.0


class Secretariat(mesa.Agent):
    treasury: float = 2.0
    service: float = 0.0

    def serve(self, terms):
        budget = 0.5 * self.treasury
        self.treasury = self.treasury - budget + terms.policy.subsidy
        self.service = budget / (budget + 0.3)


class PatentHolder(mesa.Agent):
    strength: float = 1.0
    income: float = 0.0


class Sector:
    members: float = 0.0
    quarters: float = 0.0


class Account:
    balance: float = 0.0


def set_up(world, terms, key):
    stream = draws.stream(key, 0, MARKET)
    for i, firm in enumerate(world.firms):
        firm.sales = firm.sales * functions.exp(
            terms.market.noise * (draws.uniform(stream, float(i), 0.0) - 0.5)
        )
        firm.alliance = float(i % 2)


def sell_goods(world, terms, key, t):
    stream = draws.stream(key, t, MARKET)
    for i in range(len(world.firms)):
        world.book.luck[i] = draws.uniform(stream, float(i), 0.0)
    for i, firm in enumerate(world.firms):
        firm.sell(world.book.luck[i], terms)


def choose(world, terms, key, t):
    stream = draws.stream(key, t, CHOICE)
    members = 0.0
    for i, firm in enumerate(world.firms):
        firm.join(world.alliances[int(firm.alliance)], draws.uniform(stream, float(i), 0.0), terms)
        members = members + firm.member
    world.sector.members = members
    world.sector.quarters = world.sector.quarters + 1.0


def pay_royalties(world, terms):
    for h, holder in enumerate(world.holders):
        for i, firm in enumerate(world.firms):
            royalty = 0.01 * firm.share(firm.cash, firm.sales) * firm.size * holder.strength
            world.book.royalty[i, h] = world.book.royalty[i, h] + royalty
            holder.income = holder.income + royalty
            world.outside[0].balance = world.outside[0].balance - royalty


def quarter(world, terms, key, t):
    sell_goods(world, terms, key, t)
    for alliance in world.alliances:
        alliance.serve(terms)
    choose(world, terms, key, t)
    pay_royalties(world, terms)


def observe(world, terms, series, t):
    cash = 0.0
    for firm in world.firms:
        cash = cash + firm.cash
    series[t, 0] = world.sector.members
    series[t, 1] = cash
    series[t, 2] = world.outside[0].balance + world.book.royalty[0, 0]


def reduce(series, quarters, out, r):
    total = 0.0
    for t in range(1, quarters + 1):
        total = total + series[t, 0]
    out[r, 0] = total
    out[r, 1] = series[quarters, 1]


def model(**changes):
    parts = dict(
        firm=Firm, alliance=Secretariat, holder=PatentHolder, sector=Sector, outside=Account,
        world=World, book=Book, ranks=RANKS, terms=Terms, groups=(Policy, Market, Rules),
        set_up=set_up, quarter=quarter, observe=observe, reduce=reduce,
    )  # fmt: skip
    return Model(**(parts | changes))


class Scratch:
    """The arrays of one thread."""

    def __init__(self, model, quarters, keys):
        self.keys = np.array(keys, np.uint64)
        self.terms = np.array([value for group in TERMS for value in group])
        classes = zip(SIZES, model.classes, strict=True)
        self.templates = [template(cls, SIZES[name]) for name, cls in classes]
        self.tables = [np.full_like(array, np.nan) for array in self.templates]
        self.book = Book(
            np.full((SIZES["firm"], SIZES["holder"]), np.nan), np.full(SIZES["firm"], np.nan)
        )
        self.series = np.full((quarters + 1, 3), np.nan)
        self.curves = np.full((len(keys), quarters + 1, 3), np.nan)
        self.out = np.full((len(keys), 2), np.nan)

    def run(self, driver, first, last):
        driver.run_block(
            self.keys, first, last, self.terms, self.templates, self.tables,
            self.book, self.series, self.curves, self.out,
        )  # fmt: skip


def template(cls, n):
    return np.array([[float(getattr(cls, name))] * n for name in fields_of(cls)])


class Plain:
    """The same model run by plain Python over agents."""

    def __init__(self, model, quarters, key):
        self.model, self.key, self.series = model, int(key), np.zeros((quarters + 1, 3))
        owner = mesa.Model()
        sizes = zip(model.classes, SIZES.values(), strict=True)
        self.agents = [[make(cls, owner) for _ in range(n)] for cls, n in sizes]
        firms, alliances, holders, sector, outside = self.agents
        shapes = (SIZES["firm"], SIZES["holder"]), (SIZES["firm"],)
        book = Book(*[memoryview(np.zeros(shape)) for shape in shapes])
        self.world = World(firms, alliances, holders, sector[0], outside, book)

    def advance(self, t):
        if t == 0:
            self.model.set_up(self.world, TERMS, self.key)
        else:
            self.model.quarter(self.world, TERMS, self.key, t)
        self.model.observe(self.world, TERMS, memoryview(self.series), t)

    def table(self, kind):
        agents = self.agents[kind]
        return np.array(
            [[getattr(agent, name) for agent in agents] for name in fields_of(type(agents[0]))]
        )


def make(cls, owner):
    return cls(owner) if issubclass(cls, mesa.Agent) else cls()
