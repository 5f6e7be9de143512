"""Money only moves: the sum over accounts is the same after every phase; `transfer` alone changes
cash.
"""

import ast
from collections.abc import Iterator
from functools import wraps
from pathlib import Path

import pytest
from hypothesis import given, settings
from strategies import WILLING, scenarios

from poolsim.economy import quarter
from poolsim.model import PoolModel
from poolsim.parameters.alliance import STRUCTURES
from poolsim.scenario.scenario import Scenario

SOURCES = Path(quarter.__file__).parent
MONEY = {"cash"}
SET_UP = {("opening.py", "open_firms"), ("opening.py", "open_holders")}


def money(world) -> float:
    return (
        sum(firm.cash for firm in world.firms)
        + sum(alliance.cash for alliance in world.alliances)
        + sum(holder.cash for holder in world.holders)
        + sum(account.cash for account in world.outside)
    )


def turnover(world) -> float:
    """All money that was ever received, RMB m."""
    return sum(
        account.received
        for kind in (world.firms, world.alliances, world.holders, world.outside)
        for account in kind
    )


@pytest.fixture(scope="module")
def audited() -> Iterator[dict[str, int]]:
    """Every phase is followed by an audit; counts how often each one was."""
    audits: dict[str, int] = {}
    opening: dict[int, float] = {}
    phases = quarter.PHASES

    def after(phase):
        name = phase.__name__

        @wraps(phase)
        def checked(world, terms, key, t):
            if t == 1 and phase is phases[0]:
                opening[0] = money(world)
            phase(world, terms, key, t)
            error = abs(money(world) - opening[0])
            assert error <= 1e-9 * max(turnover(world), abs(opening[0]), 1.0), (
                f"{name} lost {error} in quarter {t}"
            )
            audits[name] = audits.get(name, 0) + 1

        return checked

    with pytest.MonkeyPatch.context() as patch:
        checked = [after(phase) for phase in phases]
        patch.setattr(quarter, "PHASES", checked)
        for phase in checked:
            patch.setattr(quarter, phase.__name__, phase)
        yield audits


@pytest.mark.parametrize("preset", ["cn_tv", "mpeg2"])
@pytest.mark.parametrize("structure", [*STRUCTURES])
def test_presets_conserve_money_in_every_phase(audited, preset, structure):
    before = dict(audited)
    model = PoolModel(
        preset,
        values={
            "alliance.structure": structure,
            "alliance.dues": 0.01,
            "alliance.pool": 1.0,
            "alliance.grant": 0.2,
            "alliance.mediates": 1.0,
            "alliance.grant_lapse": 0.1,
            "alliance.grant_return": 0.1,
            "quarters": 60,
            "structure.host_share": 0.5,
            "structure.may_license": 1.0,
            "negotiation.discrimination": 1.0,
        },
    )
    model.run()
    assert turnover(model.world) > 0.0
    assert [count - before.get(name, 0) for name, count in audited.items()] == [60] * 15


@settings(max_examples=60)
@given(scenario=scenarios())
def test_any_scenario_conserves_money_in_every_phase(audited, scenario: Scenario):
    PoolModel(scenario, agents=WILLING).run()


def test_money_moves_between_named_accounts():
    """Each payment is seen on both sides: what all accounts received equals what all paid."""
    model = PoolModel("cn_tv", values={"quarters": 20})
    opening = money(model.world)
    model.run()
    outside = sum(account.cash for account in model.world.outside)
    assert outside != 0.0
    assert money(model.world) - opening == pytest.approx(0.0, abs=1e-9 * turnover(model.world))


def assignments(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Function and attribute of every assignment to a field of money."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                targets = (
                    node.targets
                    if isinstance(node, ast.Assign)
                    else [getattr(node, "target", None)]
                )
                for target in targets:
                    for part in ast.walk(target) if target is not None else ():
                        if (
                            isinstance(part, ast.Attribute)
                            and isinstance(part.ctx, ast.Store)
                            and part.attr in MONEY
                        ):
                            yield function.name, part.attr


def test_only_pay_and_receive_change_money():
    found = {
        (path.relative_to(SOURCES).as_posix(), function)
        for folder in ("agents", "phases", "actions", "rules", ".")
        for path in (SOURCES / folder).glob("*.py")
        for function, _ in assignments(ast.parse(path.read_text(encoding="utf-8")))
    }
    by_hand = {(path, function) for path, function in found if function not in ("pay", "receive")}
    assert by_hand <= SET_UP
    assert {path for path, function in found if function == "pay"} == {"ledger.py"}


def test_only_transfer_pays_and_receives():
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("pay", "receive")
            ):
                assert path.name == "ledger.py", f"{path.name}:{node.lineno}"
