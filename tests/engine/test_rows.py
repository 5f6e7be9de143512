"""Rows of a table behave as agents in a list do: same results, same bits, or refused."""

import platform

import pytest

numba = pytest.importorskip("numba")

import mesa  # noqa: E402
import numpy as np  # noqa: E402

from poolsim.engine.columns import constructor  # noqa: E402
from poolsim.engine.fields import fields_of  # noqa: E402
from poolsim.engine.rows import compilable, rows_type  # noqa: E402

N = 5


class Agent(mesa.Agent):
    cash: float = 0.0
    sales: float = 1.0


class Firm(Agent):
    member: float = 0.0
    size: float = 2.0

    RATE = 0.25
    TWO = 2

    @property
    def worth(self):
        return self.cash + self.RATE * self.sales

    @staticmethod
    def half(value, by=2.0):
        return value / by

    @staticmethod
    def three():
        return 3.0

    def earn(self, amount, share=0.5):
        self.cash = self.cash + share * amount

    def give(self, other, amount):
        self.cash = self.cash - amount
        other.cash = other.cash + amount

    def split(self):
        return self.cash, self.sales

    def _hidden(self):
        return 7.0 * self.sales

    def twice(self):
        return self._hidden() + self.half(self.cash) + self.three() + self.TWO

    def larger(self, other):
        return self if self.cash > other.cash else other


class Account:
    balance: float = 3.0

    def take(self, amount: float) -> float:
        self.balance = self.balance - amount
        return self.balance


def index_loop(firms):
    for i in range(len(firms)):
        firms[i].cash = firms[i].sales * 0.1
    return 0.0


def for_loop(firms):
    total = 0.0
    for firm in firms:
        total = total + firm.cash / firm.sales
    return total


def enumerate_loop(firms):
    for i, firm in enumerate(firms):
        firm.cash = firm.cash + i
    return 0.0


def zip_loop(firms):
    total = 0.0
    for one, two in zip(firms, firms):  # noqa: B905
        total = total + one.cash * two.sales
    return total


def nested_loop(firms):
    total = 0.0
    for one in firms:
        for two in firms:
            total = total + one.cash * two.sales
    return total


def default_argument(firms):
    firms[0].earn(1.1)
    firms[1].earn(1.1, 0.3)
    return 0.0


def keyword_argument(firms):
    firms[0].earn(share=0.1, amount=1.1)
    return 0.0


def two_rows(firms):
    firms[0].give(firms[1], 0.7)
    firms[2].give(firms[2], 0.7)
    return 0.0


def property_constant(firms):
    return firms[1].worth + firms[1].RATE * firms[1].TWO


def static_and_hidden(firms):
    return firms[1].twice() + firms[0].half(3.0) + firms[0].half(3.0, 4.0)


def tuple_result(firms):
    cash, sales = firms[3].split()
    return cash - sales


def same_row(firms):
    return (1.0 if firms[1] is firms[1] else 0.0) + (10.0 if firms[1] is firms[2] else 0.0)


def row_from_method(firms):
    best = firms[0]
    for i in range(1, len(firms)):
        best = best.larger(firms[i])
    best.member = 1.0
    return best.cash


def row_in_loop(firms):
    best = firms[0]
    for firm in firms:
        if firm.sales > best.sales:
            best = firm
    return best.cash


def tuple_of_rows(firms):
    one, two = (firms[0], firms[1])
    one.cash, two.cash = two.cash, one.cash
    return one.cash


def augmented(firms):
    firms[0].cash += 1.5
    firms[0].sales *= 0.3
    return firms[0].cash


def field_as_index(firms):
    return firms[int(firms[0].size)].cash


SAME = [
    index_loop,
    for_loop,
    enumerate_loop,
    zip_loop,
    nested_loop,
    default_argument,
    keyword_argument,
    two_rows,
    property_constant,
    static_and_hidden,
    tuple_result,
    same_row,
    row_from_method,
    row_in_loop,
    tuple_of_rows,
    augmented,
    field_as_index,
]


def filled(cls, n=N):
    chance = np.random.default_rng(5)
    table = chance.normal(size=(len(fields_of(cls)), n))
    if "size" in fields_of(cls):
        table[fields_of(cls).index("size")] = 2.0
    return table


def agents(cls, table):
    made = []
    for column in table.T:
        agent = cls(mesa.Model()) if issubclass(cls, mesa.Agent) else cls()
        for name, value in zip(fields_of(cls), column, strict=True):
            setattr(agent, name, float(value))
        made.append(agent)
    return made


def table_of(made):
    return np.array([[getattr(agent, name) for agent in made] for name in fields_of(type(made[0]))])


def rows_of(cls):
    return constructor(rows_type(cls), 2, {"n": 1})


def compiled(cls, case):
    compilable(case)
    rows = rows_of(cls)
    return numba.njit(error_model="numpy")(lambda table: case(rows(table)))


def bits(values):
    return np.asarray(values, np.float64).view(np.uint64).tolist()


@pytest.mark.parametrize("case", SAME, ids=lambda case: case.__name__)
def test_same_bits_as_agents(case):
    table = filled(Firm)
    made = agents(Firm, table)
    expected = float(case(made))
    assert bits(compiled(Firm, case)(table)) == bits(expected)
    assert bits(table) == bits(table_of(made))


def test_fields_come_from_bases_first():
    assert fields_of(Firm) == ("cash", "sales", "member", "size")


def test_a_plain_class_is_as_good_as_a_mesa_agent():
    def case(accounts):
        return accounts[1].take(0.7)

    table = np.array([[1.0, 2.0]])
    assert compiled(Account, case)(table) == 2.0 - 0.7
    assert table.tolist() == [[1.0, 2.0 - 0.7]]


def test_an_empty_table_has_no_rows():
    assert compiled(Firm, for_loop)(filled(Firm, 0)) == 0.0


def test_an_overridden_method_may_call_its_parent():
    class Careful(Firm):
        caution: float = 0.5
        parent_earn = Firm.earn

        def earn(self, amount, share=0.5):
            self.parent_earn(amount * self.caution, share)

    table = filled(Careful)
    made = agents(Careful, table)
    default_argument(made)
    compiled(Careful, default_argument)(table)
    assert bits(table) == bits(table_of(made))


def test_a_class_defined_twice_under_one_name_keeps_two_lives():
    def made(factor):
        class Mine(Firm):
            def twice(self):
                return factor

        return Mine

    def case(firms):
        return firms[0].twice()

    results = [compiled(made(factor), case)(filled(Firm)) for factor in (2.0, 3.0)]
    assert results == [2.0, 3.0]


def test_rows_of_two_classes_are_never_the_same():
    def case(firms, accounts):
        return 1.0 if firms[0] is accounts[0] else 0.0

    compilable(case)
    firms, accounts = rows_of(Firm), rows_of(Account)
    run = numba.njit(lambda one, two: case(firms(one), accounts(two)))
    assert run(filled(Firm), filled(Account)) == 0.0


@pytest.mark.parametrize("index", [-1, N, N + 3, -N])
def test_an_index_outside_raises(index):
    def case(firms):
        return firms[index].cash

    with pytest.raises(IndexError, match="row index out of range"):
        compiled(Firm, case)(filled(Firm))


def float_index(firms):
    return firms[1.0].cash


def slice_of_rows(firms):
    return firms[1:3]


def unknown_field(firms):
    return firms[0].mood


def unknown_store(firms):
    firms[0].mood = 1.0


def mesa_attribute(firms):
    return firms[0].unique_id


def mesa_method(firms):
    return firms[0].remove()


def is_instance(firms):
    return 1.0 if isinstance(firms[0], Firm) else 0.0


def equal_rows(firms):
    return 1.0 if firms[0] == firms[1] else 0.0


def unbound_method(firms):
    return Firm.twice(firms[0])


def missing_argument(firms):
    firms[0].earn()


def text_in_a_field(firms):
    firms[0].cash = "much"


REFUSED = [
    float_index,
    slice_of_rows,
    unknown_field,
    unknown_store,
    mesa_attribute,
    mesa_method,
    is_instance,
    equal_rows,
    unbound_method,
    missing_argument,
    text_in_a_field,
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.__name__)
def test_refused_when_compiled(case):
    with pytest.raises(numba.core.errors.NumbaError):
        compiled(Firm, case)(filled(Firm))


def test_super_and_class_methods_are_refused():
    class Modern(Firm):
        def twice(self):
            return super().twice()

        @classmethod
        def kind(cls):
            return 1.0

    for name in ("twice", "kind"):
        space = {}
        exec(f"def case(firms):\n    return firms[0].{name}()", space)
        with pytest.raises(
            (numba.core.errors.NumbaError, numba.core.errors.UnsupportedBytecodeError)
        ):
            compiled(Modern, space["case"])(filled(Firm))


@pytest.mark.parametrize(
    "table",
    [
        np.asfortranarray(filled(Firm)),
        filled(Firm)[:, ::2],
        filled(Firm).astype(np.float32),
        np.zeros(4),
    ],
    ids=["fortran", "strided", "single", "vector"],
)
def test_only_c_ordered_tables_of_float64_are_accepted(table):
    with pytest.raises(numba.core.errors.NumbaError):
        compiled(Firm, for_loop)(table)


@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="reads x86 assembly")
def test_a_loop_over_rows_is_vectorised():
    def case(firms):
        for firm in firms:
            firm.cash = firm.cash + 0.1 * firm.sales
        return 0.0

    run = compiled(Firm, case)
    run(filled(Firm))
    assert "mulpd" in run.inspect_asm(run.signatures[0])
