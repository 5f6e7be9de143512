"""The dialect's check names the line and the rule of everything that compiled code would refuse or
change.
"""

import importlib
import inspect
import pkgutil
import re

import outside_the_dialect as bad
import pytest

import poolsim
from poolsim.engine import dialect
from poolsim.engine.fields import fields_of


def tagged():
    lines = inspect.getsource(bad).splitlines()[1:]
    tags = ((i, line.partition("# bad: ")[2]) for i, line in enumerate(lines, start=2))
    return {
        (line, part) for line, text in tags for part in re.split(", (?=[a-zA-Z`*])", text) if part
    }


def found():
    functions = [value for value in vars(bad).values() if inspect.isfunction(value)]
    here = [function for function in functions if function.__module__ == bad.__name__]
    lists = [dialect.objections(bad.Mine, fields_of(bad.Mine)), *map(dialect.objections, here)]
    return [objection for objections in lists for objection in objections]


def test_every_tagged_line_is_objected_to_for_its_reason():
    objections = found()
    missed = [
        tag
        for tag in tagged()
        if not any(o.line == tag[0] and tag[1] in o.rule for o in objections)
    ]
    assert not missed


def test_nothing_else_is_objected_to():
    tags = tagged()
    extra = [
        o for o in found() if not any(o.line == line and part in o.rule for line, part in tags)
    ]
    assert not extra


def test_an_objection_reads_as_file_line_place_and_rule():
    first = dialect.objections(bad.power)[0]
    assert re.fullmatch(r".*outside_the_dialect\.py:\d+ power: `\*\*`.*", str(first))
    assert {o.where for o in dialect.objections(bad.Mine, fields_of(bad.Mine))} >= {
        "Mine.worth",
        "Mine.choose",
    }


def test_closures_are_read():
    assert not dialect.objections(bad.made(2.0))
    assert "rate is a list" in dialect.objections(bad.made([2.0]))[0].rule


def test_check_names_everything_at_once():
    with pytest.raises(dialect.DialectError) as error:
        dialect.check([bad.Mine], [bad])
    assert len(error.value.objections) == len(set(found()))
    assert str(error.value).count("\n") == len(error.value.objections) - 1


def test_check_is_silent_about_clean_source():
    dialect.check([], [], [bad.clean, bad.both_branches])


def test_source_that_cannot_be_read_is_not_checked():
    space = {}
    exec("def typed(x):\n    return x ** 2.0", space)
    assert dialect.objections(space["typed"]) == []


COMPILED = ("draws", "ledger", "quarter", "observe", "rules", "phases")
CLASSES = {"firm": "Firm", "secretariat": "Secretariat", "patent_holder": "PatentHolder"}


def package_modules():
    names = []
    for _, name, is_package in pkgutil.walk_packages(poolsim.__path__, "poolsim."):
        if name.split(".")[1] in COMPILED and not is_package:
            names.append(name)
    return names


@pytest.mark.parametrize("name", package_modules())
def test_the_package_keeps_to_the_dialect(name):
    dialect.check([], [importlib.import_module(name)])


@pytest.mark.parametrize("name", CLASSES)
def test_the_agents_keep_to_the_dialect(name):
    module = pytest.importorskip(f"poolsim.economy.agents.{name}")
    dialect.check([getattr(module, CLASSES[name])], [])
