"""Source that leaves the dialect: a line to be objected to carries `# bad:` and a part of the
objection.
"""

import math
import random
from math import exp

import mesa
import numpy as np

RATES = [0.1, 0.2]
NAME = "pool"


class Mine(mesa.Agent):
    cash: float = 0.0
    sales: float = 1.0

    LIMIT = 3.0

    @property
    def worth(self) -> float:
        return self.cash**2.0  # bad: `**`

    @staticmethod
    def doubled(value: float) -> float:
        return sum((value, value))  # bad: sum()

    def grow(self, luck, terms):
        """Docstrings, `:=` and lambda in text, are not code."""
        self.cash = self.cash + self.LIMIT * luck * terms.growth
        self.sales = max(self.sales, 0.0)

    def choose(self, luck):
        self.mood = luck  # bad: self.mood is not a declared field
        return self.moo  # bad: self.moo is not a declared field

    def look(self):
        return self.model.time  # bad: belongs to Mesa

    def identify(self, other):
        return other.unique_id + 1.0  # bad: belongs to Mesa

    def again(self):
        return self.again() + 1.0  # bad: recursion

    def join(self):
        return super().join()  # bad: super()

    def flag(self, other):
        self.cash = self.sales < other.sales  # bad: a truth value
        self.sales = 0  # bad: an integer
        self.cash = 1.0 if self.sales < 2.0 else 0  # bad: an integer
        self.cash = not other.cash  # bad: a truth value
        self.sales = True  # bad: a truth value


def power(x):
    x **= 2.0  # bad: `**`
    return x


def same(x, y):
    return 1.0 if x is y else 0.0  # bad: `is`


def containers(x):
    a = [x, x]  # bad: a list
    b = {x: x}  # bad: a dict
    c = {x}  # bad: a set
    d = [y for y in a]  # bad: a list comprehension
    return a[0] + len(b) + len(c) + len(d)


def text(x):
    name = "firm"  # bad: the text 'firm'
    label = f"{x}"  # bad: an f-string
    return len(name) + len(label)


def functions(x):
    f = lambda y: y  # noqa: E731 # bad: a lambda
    z = round(x, 2)  # bad: round()
    return f(z) + float(str(x))  # bad: str


def guarded(x):
    try:  # bad: try
        y = 1.0 / x
    except ZeroDivisionError:  # bad: ZeroDivisionError
        y = 0.0
    return y


def walrus(x):
    if (y := x) > 0.0:  # bad: `:=`
        return y
    return x


def elementary(x):
    y = math.exp(x)  # bad: math.exp
    z = exp(x)  # bad: math.exp
    w = math.sqrt(x) + math.floor(x) + math.pi
    return y + z + w


def modules(x):
    y = np.abs(x)  # bad: module numpy
    return y + random.random()  # bad: module random


def constants(x):
    y = RATES[0]  # bad: RATES is a list
    return y + x + len(NAME)  # bad: NAME is a str


def unknown(x):
    return x + missing  # noqa: F821 # bad: missing is not defined


def one_branch(x):
    if x > 0.0:
        y = 1.0
    return y + x  # bad: y may not be set here


def after_the_loop(firms):
    for i in range(len(firms)):
        last = i
    return last + i  # bad: last may not be set here, i may not be set here


def both_branches(x):
    if x > 0.0:
        y = 1.0
    elif x < 0.0:
        return 0.0
    else:
        y = 2.0
    while y < x:
        y = y + 1.0
    return y


def shapes(x):  # bad: returns 2 numbers or a number
    if x > 0.0:
        return x, 1.0
    return 0.0


def falls_off(x):  # bad: returns a number or nothing
    if x > 0.0:
        return 1.0


def integers(x):
    y = max(0, x / 2.0)  # bad: max of an integer and a float
    if y > 1.0:
        return 1  # bad: an integer
    return y


def indices(book, i):
    y = book.luck[-1]  # bad: a negative index
    z = book.royalty[i, 1:2]  # bad: a slice
    return y + z


def calls(firm, *others):  # bad: `*` in the signature
    firm.grow(luck=1.0)  # bad: a keyword argument
    return len(others) + 0.0


def defaults(x, y=1.0):  # bad: a default argument
    return x + y


def recursive(x):
    return recursive(x - 1.0) + 0.0  # bad: recursion


def nothing(x):
    y = None  # bad: None
    return x if y in (1.0, 2.0) else 0.0  # bad: `in`


def pairs(one, two):
    total = 0.0
    for x, y in zip(one, two):  # noqa: B905 # bad: zip()
        total += x * y
    return total


def stops(x):
    raise ValueError("no")  # bad: raise, ValueError, the text


def clean(world, terms, key, t):
    total = 0.0
    for i, firm in enumerate(world.firms):
        weight, share = (firm.cash, 0.5) if firm.cash > 0.0 else (0.0, 0.5)
        total = total + weight * share / (1.0 + abs(world.book.royalty[i, 0, int(t)]))
    return total


def made(rate):
    def inside(x):  # bad: a function inside a function
        return x * rate

    return inside
