"""What the model is: a changed formula or constant that a quarter reaches is another model; a
comment, a docstring, an annotation, or a file that no quarter reaches is not.
"""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

import pytest

import poolsim
from poolsim.engine import syntax

ROOT = Path(poolsim.__file__).parent
SAMPLE = '''
def levy(firm: Firm, rate: float = 0.5) -> float:
    """What a firm pays."""
    limit: float
    base: float = max(firm.sales, 0.0)
    if not firm.alive or base > 1e6:
        pass  # nobody
    return -rate * base  # in RMB
'''
GOLDEN = (
    "FunctionDef(name='levy' args=arguments(args=[arg(arg='firm') arg(arg='rate')] "
    "defaults=[Constant(value=0.5)]) body=[Assign(targets=[Name(id='base')] "
    "value=Call(func=Name(id='max') args=[Attribute(value=Name(id='firm') attr='sales') "
    "Constant(value=0.0)])) If(test=BoolOp(op=Or() values=[UnaryOp(op=Not() "
    "operand=Attribute(value=Name(id='firm') attr='alive')) Compare(left=Name(id='base') "
    "ops=[Gt()] comparators=[Constant(value=1000000.0)])])) "
    "Return(value=BinOp(left=UnaryOp(op=USub() operand=Name(id='rate')) op=Mult() "
    "right=Name(id='base')))])"
)


def text(source):
    return syntax.canonical(ast.parse(source).body[0])


def test_a_function_as_text():
    assert text(SAMPLE) == GOLDEN


@pytest.mark.parametrize(
    ("old", "new"),
    [("0.5", "0.25"), ("max", "min"), ("-rate", "rate"), ("alive", "sells"), ("or", "and")],
)
def test_what_is_computed_is_seen(old, new):
    assert text(SAMPLE.replace(old, new)) != GOLDEN


SCRIPT = """
import ast, hashlib, runpy, sys
from pathlib import Path
canonical = runpy.run_path(sys.argv[1])["canonical"]
digest = hashlib.sha256()
for path in sorted(Path(sys.argv[2]).rglob("*.py")):
    digest.update(canonical(ast.parse(path.read_text("utf-8"))).encode())
print(digest.hexdigest())
"""


def interpreters():
    found = Path.home().glob(".pyenv/versions/3.1[1-9].*/bin/python")
    on_path = (shutil.which(f"python3.{minor}") for minor in range(11, 20))
    all_of_them = sorted({*map(str, found), *filter(None, on_path)})
    return [python for python in all_of_them if runs(python)]


def runs(python):
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def test_the_text_is_the_same_on_every_version_of_python():
    others = interpreters()
    if not others:
        pytest.skip("no other interpreter is installed")
    arguments = ["-I", "-c", SCRIPT, syntax.__file__, str(ROOT / "economy")]
    said = {
        subprocess.check_output([python, *arguments], text=True)
        for python in (sys.executable, *others)
    }
    assert len(said) == 1


DIGESTS = """
from poolsim.engine.cell import compiled_model, model_digest
print(model_digest())
from poolsim.engine.cache import key_of
print(key_of(compiled_model()))
"""


@pytest.fixture(scope="module")
def digests_of(tmp_path_factory):
    """A function of changes {file: (old, new)} -> model digest and key of the driver."""
    copy = tmp_path_factory.mktemp("changed") / "poolsim"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("__pycache__"))

    def digests(changes=MappingProxyType({})):
        kept = {copy / name: (copy / name).read_text("utf-8") for name in changes}
        for path, text in kept.items():
            for old, new in changes[path.relative_to(copy).as_posix()]:
                assert old in text
                text = text.replace(old, new, 1)
            path.write_text(text, "utf-8")
        environment = os.environ | {"PYTHONPATH": str(copy.parent), "PYTHONDONTWRITEBYTECODE": "1"}
        run = [sys.executable, "-c", DIGESTS]
        said = subprocess.run(run, env=environment, capture_output=True, text=True, check=True)
        for path, text in kept.items():
            path.write_text(text, "utf-8")
        return tuple(said.stdout.split())

    return digests


@pytest.fixture(scope="module")
def unchanged(digests_of):
    """The digests of the package as it is."""
    return digests_of()


RULE = "economy/rules/disputes.py"
ELSEWHERE = {
    RULE: [
        ('"""Chance that one patent', '"""The chance that a patent'),
        ("n: count.", "n: counted."),
    ],
    "economy/draws.py": [
        ("agent: float", "agent: int"),
        ("VERDICT = 23  #", "VERDICT = 23  # now"),
    ],
    "theory/__init__.py": [('"""', '"""Other words. ')],
    "plots/__init__.py": [('"""', '"""Other words. ')],
}


def test_words_and_files_that_no_quarter_reaches_do_not_count(digests_of, unchanged):
    assert digests_of(ELSEWHERE) == unchanged


CHANGES = {
    "formula": {RULE: [("1.0 - power(1.0 - per_patent", "1.0 - power(1.0 - 0.5 * per_patent")]},
    "constant": {"economy/draws.py": [("VERDICT = 23", "VERDICT = 123")]},
    "default of a field": {"economy/agents/sector.py": [(": float = 0.0", ": float = 1.0")]},
    "outcome": {"economy/lives.py": [("ACTIVE_SERVICE = 0.2", "ACTIVE_SERVICE = 0.25")]},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES.keys())
def test_formulas_and_constants_count(changes, digests_of, unchanged):
    changed = digests_of(changes)
    assert changed[0] != unchanged[0] and changed[1] != unchanged[1]


def test_the_engine_counts_for_the_driver_only(digests_of, unchanged):
    changed = digests_of({"engine/twins.py": [("709.7", "709.5")]})
    assert changed[0] == unchanged[0] and changed[1] != unchanged[1]


def test_functions_that_keep_their_results_are_followed(digests_of, unchanged):
    changed = digests_of({"scenario/numbers.py": [("found[key] = 0.0", "found[key] = 1.0")]})
    assert changed[0] != unchanged[0] and changed[1] == unchanged[1]
