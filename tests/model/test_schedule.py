"""The quarter is one page: what it calls, what it lists and what the audit runs are the same
fifteen phases.
"""

import ast
import inspect
from functools import wraps

import pytest

from poolsim.economy import quarter as schedule
from poolsim.economy.audit import LedgerError
from poolsim.economy.phases import secretariat
from poolsim.economy.quarter import PHASES
from poolsim.model import PoolModel


def test_the_quarter_calls_the_listed_phases_in_order():
    body = ast.parse(inspect.getsource(schedule.quarter)).body[0].body
    called = [
        statement.value.func.id for statement in body if isinstance(statement.value, ast.Call)
    ]
    assert called == [phase.__name__ for phase in schedule.PHASES] and len(called) == 15


def test_a_phase_that_makes_money_is_named(monkeypatch):
    @wraps(secretariat.secretariat_serves)
    def print_money(world, terms, key, t):
        world.outside[0].cash += 1e-3
        secretariat.secretariat_serves(world, terms, key, t)

    phases = [print_money if phase.__name__ == "secretariat_serves" else phase for phase in PHASES]
    monkeypatch.setattr(schedule, "PHASES", phases)
    with pytest.raises(LedgerError, match="quarter 1, secretariat_serves: RMB 0.001 m appeared"):
        PoolModel("cn_tv").step()


def test_the_audit_changes_nothing(monkeypatch):
    audited, free = PoolModel("mpeg2"), PoolModel("mpeg2")
    monkeypatch.setattr(free, "audit", False)
    for model in (audited, free):
        for _ in range(20):
            model.step()
    assert audited.series.tobytes() == free.series.tobytes()
