"""A user's agents: plain where they cannot be compiled, with the numbers that they make.

That a subclass compiles to the bits of the plain one is shown by a model that takes seconds to
compile (tests/engine/test_driver.py).
"""

import numpy as np
import pytest

from poolsim.economy.agents import Agents, Firm
from poolsim.scenario.scenario import load
from poolsim.simulation import stream


class ProudFirm(Firm):
    """Likes its alliance better; counts how often it thought about it."""

    thoughts: float = 0.0
    parent_would_leave = Firm.would_leave

    def would_leave(self, alliance, taste, terms):
        self.thoughts = self.thoughts + 1.0
        return self.parent_would_leave(alliance, taste + 1.0, terms)


class TalkativeFirm(Firm):
    """Does what compiled code cannot."""

    def would_leave(self, alliance, taste, terms):
        return {"leave": 1.0}["leave"] if taste < -4.0 else 0.0


@pytest.fixture
def cell():
    return load("cn_led").with_values({"quarters": 30.0}).lower()


def outcomes(cell, agents, plain=False):
    said = []
    blocks = list(stream(cell, 7, 3, agents=agents, plain=plain, announce=said.append))
    return blocks[0].outcomes, said


def test_a_subclass_that_adjusts_a_method_changes_outcomes(cell):
    proud, _ = outcomes(cell, Agents(firm=ProudFirm), plain=True)
    stock, _ = outcomes(cell, Agents())
    assert not np.array_equal(proud, stock)


def test_what_cannot_be_compiled_runs_plain_with_one_clear_notice(cell):
    first, said = outcomes(cell, Agents(firm=TalkativeFirm))
    again, silent = outcomes(cell, Agents(firm=TalkativeFirm))
    assert len(said) == 1 and "plain Python" in said[0] and silent == []
    if "numba cannot be imported" not in said[0]:
        assert "test_extension.py" in said[0] and "dict" in said[0]
    assert np.array_equal(first, again)


class BrokenFirm(Firm):
    """Divides by zero once it has thought."""

    def would_leave(self, alliance, taste, terms):
        return taste / (self.sells - self.sells)


def test_a_run_that_fails_is_a_row_with_its_reason(cell):
    block = next(
        stream(cell, 7, 2, agents=Agents(firm=BrokenFirm), announce=lambda text: None, plain=True)
    )
    assert np.isnan(block.outcomes).all()
    code = BrokenFirm.would_leave.__code__
    place = f"{BrokenFirm.__module__}, line {code.co_firstlineno + 1}, in BrokenFirm.would_leave"
    assert block.failures[0].splitlines()[0] == block.failures[1].splitlines()[0] == place
    assert block.failures[0].splitlines()[1].startswith("ZeroDivisionError: ")


def test_blocks_come_in_order_whatever_the_number_of_workers(cell):
    runs = [
        np.vstack([block.outcomes for block in stream(cell, 3, 200, workers=workers)])
        for workers in (1, 2, 4)
    ]
    assert np.array_equal(runs[0], runs[1]) and np.array_equal(runs[0], runs[2])
    later = np.vstack([block.outcomes for block in stream(cell, 3, 50, first=100)])
    assert np.array_equal(later, runs[0][100:150])
