"""The compiled driver gives the bits of the plain agents, is cached under its key, and fails in
words.
"""

import os
import subprocess
import sys
import threading
from collections import namedtuple
from pathlib import Path

import pytest

numba = pytest.importorskip("numba")

import numpy as np  # noqa: E402
import toy  # noqa: E402

import poolsim  # noqa: E402
from poolsim.economy import draws  # noqa: E402
from poolsim.engine import CompileError  # noqa: E402
from poolsim.engine.cache import folder_of, is_kept, key_of  # noqa: E402
from poolsim.engine.cell import compile_driver  # noqa: E402
from poolsim.engine.driver import _build  # noqa: E402

QUARTERS = 12
KEYS = [draws.replicate_key(3, replicate) for replicate in range(4)]


class Careful(toy.Firm):
    caution: float = 0.5
    parent_join = toy.Firm.join

    def sell(self, luck, terms):
        self.sales = self.sales * (1.0 + terms.market.growth * (luck - self.caution))
        self.caution = self.caution * 0.9

    def join(self, alliance, luck, terms):
        self.parent_join(alliance, luck, terms, self.caution)


def bits(values):
    return np.asarray(values, np.float64).view(np.uint64).tolist()


def plain(model, key):
    run = toy.Plain(model, QUARTERS, key)
    for t in range(QUARTERS + 1):
        run.advance(t)
    return run


@pytest.mark.parametrize("firm", [toy.Firm, Careful])
def test_every_quarter_has_the_bits_of_the_plain_agents(firm):
    model = toy.model(firm=firm)
    driver, run = compile_driver(model), toy.Plain(model, QUARTERS, KEYS[0])
    scratch = toy.Scratch(model, QUARTERS, KEYS[:1])
    for t in range(QUARTERS + 1):
        scratch.run(driver, t, t)
        run.advance(t)
        for kind, table in enumerate(scratch.tables):
            assert bits(table) == bits(run.table(kind)), (t, kind)
        assert bits(scratch.series[t]) == bits(run.series[t])
        for compiled, view in zip(scratch.book, run.world.book, strict=True):
            assert bits(compiled) == bits(np.array(view))


@pytest.mark.parametrize("firm", [toy.Firm, Careful])
def test_a_block_of_replicates_starts_each_afresh(firm):
    model = toy.model(firm=firm)
    scratch = toy.Scratch(model, QUARTERS, KEYS)
    scratch.run(compile_driver(model), 0, QUARTERS)
    for r, key in enumerate(KEYS):
        series = plain(model, key).series
        out = np.zeros((1, 2))
        toy.reduce(series, QUARTERS, out, 0)
        assert bits(scratch.curves[r]) == bits(series)
        assert bits(scratch.out[r]) == bits(out[0])


def test_curves_are_optional_and_templates_stay_as_they_were():
    model = toy.model()
    scratch = toy.Scratch(model, QUARTERS, KEYS)
    before = bits(np.concatenate([template.ravel() for template in scratch.templates]))
    scratch.curves = scratch.curves[:0]
    scratch.run(compile_driver(model), 0, QUARTERS)
    assert before == bits(np.concatenate([template.ravel() for template in scratch.templates]))
    assert np.isfinite(scratch.out).all()


def test_threads_with_scratch_of_their_own_do_not_disturb_each_other():
    model = toy.model()
    driver = compile_driver(model)
    scratches = [toy.Scratch(model, QUARTERS, KEYS) for _ in range(3)]
    threads = [
        threading.Thread(target=scratch.run, args=(driver, 0, QUARTERS)) for scratch in scratches
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bits(scratches[0].curves) == bits(scratches[1].curves) == bits(scratches[2].curves)


def test_classes_of_one_name_have_drivers_of_their_own():
    def made(rate):
        class Mine(toy.Firm):
            def sell(self, luck, terms):
                self.cash = self.cash + rate * luck

        return Mine

    outcomes = []
    for rate in (0.5, 2.0):
        model = toy.model(firm=made(rate))
        scratch = toy.Scratch(model, QUARTERS, KEYS[:1])
        scratch.run(compile_driver(model), 0, QUARTERS)
        assert bits(scratch.series) == bits(plain(model, KEYS[0]).series)
        outcomes.append(bits(scratch.series))
    assert outcomes[0] != outcomes[1]


def test_one_model_is_compiled_once_in_a_process():
    assert compile_driver(toy.model()) is compile_driver(toy.model())


def test_first_calls_from_several_threads_compile_once(tmp_path, monkeypatch):
    monkeypatch.setenv("POOLSIM_CACHE_DIR", str(tmp_path))
    model, said, drivers = toy.model(firm=firm_of("")), [], []
    before = numba.config.CACHE_DIR
    threads = [
        threading.Thread(target=lambda: drivers.append(compile_driver(model, said.append)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 1 and drivers[0] is drivers[1] is drivers[2]
    assert numba.config.CACHE_DIR == before


def broken(driver, model, change):
    scratch = toy.Scratch(model, QUARTERS, KEYS)
    change(scratch)
    with pytest.raises(ValueError, match="."):
        scratch.run(driver, 0, QUARTERS)


CHANGES = {
    "order of a table": lambda s: s.tables.__setitem__(0, np.asfortranarray(s.tables[0])),
    "missing column": lambda s: s.tables.__setitem__(0, s.tables[0][1:].copy()),
    "table of another size": lambda s: s.tables.__setitem__(0, np.zeros((4, 9))),
    "single precision": lambda s: setattr(s, "out", s.out.astype(np.float32)),
    "signed keys": lambda s: setattr(s, "keys", s.keys.astype(np.int64)),
    "short series": lambda s: setattr(s, "series", s.series[:-1].copy()),
    "short out": lambda s: setattr(s, "out", s.out[:-1].copy()),
    "short curves": lambda s: setattr(s, "curves", s.curves[:-1].copy()),
    "short terms": lambda s: setattr(s, "terms", s.terms[:-1].copy()),
    "axes of the book": lambda s: setattr(s, "book", (s.book[1], s.book[0])),
    "two sectors": lambda s: (
        s.tables.__setitem__(3, np.zeros((2, 2))), s.templates.__setitem__(3, np.zeros((2, 2))),
    ),
    "read-only": lambda s: s.series.setflags(write=False),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_arrays_that_do_not_fit_are_refused(change):
    broken(compile_driver(toy.model()), toy.model(), change)


def test_a_run_cannot_go_on_with_several_keys():
    scratch = toy.Scratch(toy.model(), QUARTERS, KEYS)
    with pytest.raises(ValueError, match="quarters 1 to 2"):
        scratch.run(compile_driver(toy.model()), 1, 2)


FACTOR = 1.0


def used(x):
    return x + 1.0


def firm_of(changed):
    """The same class, with one thing changed that compiled code would otherwise not see."""
    rate = 2.0 if changed == "closure" else 1.0

    class Mine(toy.Firm):
        RATE = 2.0 if changed == "constant" else 1.0
        if changed == "field":
            mood: float = 0.0

        def sell(self, luck, terms):
            self.cash = self.cash + rate * FACTOR * used(luck)

        if changed == "method":

            def join(self, alliance, luck, terms):
                self.member = 1.0

    return Mine


@pytest.mark.parametrize("changed", ["closure", "constant", "field", "method"])
def test_the_key_sees_a_change_in_the_class(changed):
    assert key_of(toy.model(firm=firm_of(""))) != key_of(toy.model(firm=firm_of(changed)))


def test_the_key_sees_globals_and_helpers(monkeypatch):
    model = toy.model(firm=firm_of(""))
    keys = [key_of(model)]
    monkeypatch.setattr(sys.modules[__name__], "FACTOR", 3.0)
    keys.append(key_of(model))
    monkeypatch.setattr(sys.modules[__name__], "used", lambda x: x + 2.0)
    keys.append(key_of(model))
    assert len(set(keys)) == 3


def test_the_key_sees_the_shape_of_the_world():
    longer = namedtuple("Policy", "dues subsidy tax")
    book = namedtuple("Book", "luck royalty")
    models = [toy.model(), toy.model(groups=(longer, toy.Market, toy.Rules)), toy.model(book=book)]
    models += [toy.model(quarter=toy.sell_goods), toy.model(ranks=(2, 2))]
    assert len({key_of(model) for model in models}) == len(models)


def test_the_key_is_the_same_for_the_same_model():
    assert key_of(toy.model(firm=firm_of(""))) == key_of(toy.model(firm=firm_of("")))


SCRIPT = """
import sys
import toy
from poolsim.engine.cell import compile_driver
model, said = toy.model(), []
driver = compile_driver(model, said.append)
scratch = toy.Scratch(model, 12, [11, 12])
scratch.run(driver, 0, 12)
print(len(said), scratch.curves.view("u8").sum())
"""


def process(script, **settings):
    paths = os.pathsep.join(
        [str(Path(poolsim.__file__).parents[1]), str(Path(toy.__file__).parent)]
    )
    environment = {**os.environ, "PYTHONPATH": paths, **settings}
    run = [sys.executable, "-c", script]
    return subprocess.run(
        run, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def test_a_second_process_finds_the_driver_in_the_cache(tmp_path):
    """As it was written: one of which a bit is another is compiled again."""
    first, second = (process(SCRIPT, POOLSIM_CACHE_DIR=str(tmp_path)) for _ in range(2))
    for path in tmp_path.rglob("*.nbc"):
        data = bytearray(path.read_bytes())
        data[len(data) // 20] ^= 4  # in the code
        path.write_bytes(data)
    third = process(SCRIPT, POOLSIM_CACHE_DIR=str(tmp_path))
    assert first.stdout.startswith("1 "), first.stderr
    assert second.stdout.startswith("0 "), second.stderr
    assert third.stdout.startswith("1 "), third.stderr
    assert first.stdout[2:] == second.stdout[2:] == third.stdout[2:]


def test_what_is_as_it_was_written_and_cannot_be_read_is_compiled_again(monkeypatch):
    """As where a library has changed since that the key does not see."""
    tries, said = iter([CompileError("cannot be read"), "compiled"]), []

    def compiled(*_):
        if isinstance(found := next(tries), CompileError):
            raise found
        return found

    monkeypatch.setattr("poolsim.engine.driver._compile", compiled)
    monkeypatch.setattr("poolsim.engine.driver.is_kept", lambda _: True)
    assert _build(toy.model(), "key", said.append).compiled == "compiled"
    assert len(said) == 1


def test_a_folder_that_cannot_be_written_means_no_cache(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    run = process(SCRIPT, POOLSIM_CACHE_DIR=str(tmp_path / "file"))
    assert run.stdout.startswith("2 "), run.stderr


@pytest.mark.parametrize("mode", [0o770, 0o707])
@pytest.mark.parametrize("place", ["poolsim", "poolsim/key"])
def test_a_folder_into_which_others_may_write_means_no_cache(tmp_path, monkeypatch, place, mode):
    monkeypatch.setenv("POOLSIM_CACHE_DIR", str(tmp_path))
    said = []
    assert folder_of("key", said.append) == tmp_path / "poolsim" / "key" and said == []
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")} == {0o700}
    (tmp_path / place).chmod(mode)
    assert folder_of("key", said.append) is None
    assert said == [
        f"the compiled model is not kept: {tmp_path / place}: others may write into it; remove it, "
        "or set POOLSIM_CACHE_DIR to a folder of yours"
    ]


def test_a_folder_of_another_user_means_no_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("POOLSIM_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    said = []
    assert folder_of("key", said.append) is None
    assert f"{tmp_path / 'poolsim'}: it belongs to another user" in said[0]


def test_the_folder_follows_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("POOLSIM_CACHE_DIR", str(tmp_path / "own"))
    assert folder_of("key") == tmp_path / "own" / "poolsim" / "key"
    monkeypatch.delenv("POOLSIM_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert folder_of("key") == tmp_path / "xdg" / "poolsim" / "key"
    assert not is_kept(folder_of("key")) and not is_kept(None)


WILD = """
import toy
from poolsim.engine.cell import compile_driver
def wild(world, terms, key, t):
    world.book.luck[len(world.firms) + 1] = 1.0
model = toy.model(quarter=wild)
scratch = toy.Scratch(model, 2, [1])
scratch.run(compile_driver(model), 0, 1)
"""


def test_with_bounds_checks_nothing_reads_or_writes_outside_an_array(cache_folder):
    settings = {"NUMBA_BOUNDSCHECK": "1", "POOLSIM_CACHE_DIR": str(cache_folder)}
    checked, unchecked = (
        process(SCRIPT, **settings),
        process(SCRIPT, POOLSIM_CACHE_DIR=str(cache_folder)),
    )
    assert checked.stdout[2:] == unchecked.stdout[2:] and checked.returncode == 0, checked.stderr
    assert "IndexError" in process(WILD, **settings).stderr


def unknown_field(world, terms, key, t):
    for firm in world.firms:
        firm.mood = 1.0


def unknown_term(world, terms, key, t):
    world.sector.members = terms.policy.nothing


def float_index(world, terms, key, t):
    world.sector.members = world.firms[1.0].cash


def call_without_argument(world, terms, key, t):
    for firm in world.firms:
        firm.sell(1.0)


def power(world, terms, key, t):
    world.sector.members = terms.policy.dues**2.0


WRONG = {
    unknown_field: ("mood", 2),
    unknown_term: ("Unknown attribute 'nothing'", 1),
    float_index: ("No implementation of getitem(Firm_rows, float64)", 1),
    call_without_argument: ("missing a required argument: 'terms'", 2),
    power: ("leaves the dialect", 1),
}


@pytest.mark.parametrize("quarter", WRONG, ids=lambda function: function.__name__)
def test_what_cannot_be_compiled_is_said_in_one_paragraph(quarter):
    text, line = WRONG[quarter]
    with pytest.raises(CompileError) as error:
        compile_driver(toy.model(quarter=quarter))
    place = f"test_driver.py:{quarter.__code__.co_firstlineno + line}"
    assert text in str(error.value) and place in str(error.value) and "\n" not in str(error.value)


def test_without_numba_the_reason_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, "poolsim.engine.driver")
    with pytest.raises(CompileError, match="numba cannot be imported"):
        compile_driver(toy.model())


def test_a_model_whose_parts_do_not_fit_is_refused():
    for changes in ({"ranks": (2,)}, {"groups": (toy.Policy,)}, {"world": toy.Book}):
        with pytest.raises(ValueError, match="."):
            toy.model(**changes)
