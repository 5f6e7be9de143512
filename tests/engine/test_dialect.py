"""The dialect's check names the line and the rule of everything that compiled code would refuse or
change.
"""

import inspect
import re

import outside_the_dialect as bad
import pytest

from poolsim.engine import dialect
from poolsim.engine.cell import compiled_model
from poolsim.engine.reached import methods_of, reached_from


def tagged():
    lines = inspect.getsource(bad).splitlines()[1:]
    tags = ((i, line.partition("# bad: ")[2]) for i, line in enumerate(lines, start=2))
    return {
        (line, part) for line, text in tags for part in re.split(", (?=[a-zA-Z`*])", text) if part
    }


def functions():
    found = [value for value in vars(bad).values() if inspect.isfunction(value)]
    return [function for function in found if function.__module__ == bad.__name__]


def found():
    lists = [dialect.objections(bad.Mine)]
    lists += map(dialect.objections, functions())
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
    assert {o.where for o in dialect.objections(bad.Mine)} >= {
        "Mine.worth",
        "Mine.choose",
    }


def test_closures_are_read():
    assert not dialect.objections(bad.made(2.0))
    assert "rate is a list" in dialect.objections(bad.made([2.0]))[0].rule


def test_check_names_everything_at_once():
    with pytest.raises(dialect.DialectError) as error:
        dialect.check([bad.Mine], functions())
    assert len(error.value.objections) == len(set(found()))
    assert str(error.value).count("\n") == len(error.value.objections) - 1


def test_check_is_silent_about_clean_source():
    dialect.check([], [bad.clean, bad.both_branches])


def test_source_that_cannot_be_read_is_not_checked():
    space = {}
    exec("def typed(x):\n    return x ** 2.0", space)
    assert dialect.objections(space["typed"]) == []


def test_the_model_keeps_to_the_dialect():
    model = compiled_model()
    dialect.check(model.classes, reached_from((*model.functions, *methods_of(model))))
