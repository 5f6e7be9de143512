"""The compiled driver: one function that runs a block of replicates, from set-up to reduced
outcomes.

A driver is written out as source for its model (the terms are read from a vector, the tables become
rows) and compiled once. It runs without the interpreter lock: give every thread its own scratch
tables.
"""

import gc
import inspect
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import FunctionType
from typing import Any, cast

import numba
import numpy as np
from numba import types

from poolsim.engine import WORLD, CompileError, Model
from poolsim.engine.cache import discard, folder_of, is_kept, key_of, seal
from poolsim.engine.dialect import DialectError, check
from poolsim.engine.fields import fields_of
from poolsim.engine.grids import GridType, grid_of
from poolsim.engine.lean import lean
from poolsim.engine.places import PlacesType, places_of, world_of
from poolsim.engine.reached import methods_of, reached_from
from poolsim.engine.rows import compilable, has_twin, rows_type
from poolsim.engine.terms import terms_of
from poolsim.engine.twins import TWINS
from poolsim.engine.untyped import Value

Arrays = Sequence[np.ndarray]
CONFIG: Any = numba.config
SAYS = (
    "Cannot",
    "Unknown",
    "Untyped",
    "No implementation",
    "Invalid",
    "Use of",
    "missing",
    "too many",
    "Can't",
)
TABLES = ("firm", "alliance", "holder", "sector", "outside")
SOURCE = """
def run_block(keys, first, last, terms_vector, places,
              firm_template, alliance_template, holder_template, sector_template, outside_template,
              firm_table, alliance_table, holder_table, sector_table, outside_table,
              arrays, series, curves, out):
    terms, world = terms_of(terms_vector), world_of(places)
    observed, reduced = series_grid(series), out_grid(out)
    for r in range(keys.shape[0]):
        for t in range(first, last + 1):
            if t == 0:
                copy(firm_template, firm_table)
                copy(alliance_template, alliance_table)
                copy(holder_template, holder_table)
                copy(sector_template, sector_table)
                copy(outside_template, outside_table)
                series[...] = 0.0
{clear}
                set_up(world, terms, keys[r])
            else:
                quarter(world, terms, keys[r], t)
            observe(world, terms, observed, t)
        if curves.shape[0] > 0:
            copy(series, curves[r])
        reduce(observed, last, reduced, r)
"""
_drivers: "dict[Model, Driver]" = {}
_one_at_a_time = threading.RLock()


def copy(source: Value, target: Value) -> None:
    """Copy one table onto another of the same shape."""
    for i in range(source.shape[0]):
        for j in range(source.shape[1]):
            target[i, j] = source[i, j]


@dataclass(frozen=True)
class Driver:
    """A compiled model."""

    compiled: Callable[..., None]
    model: Model

    @cached_property
    def fields(self) -> dict[str, tuple[str, ...]]:
        """The columns of each table by its name in TABLES."""
        kinds = zip(TABLES, self.model.classes, strict=True)
        return {name: fields_of(kind) for name, kind in kinds}

    def run_block(
        self,
        keys: np.ndarray,
        first: int,
        last: int,
        terms_vector: np.ndarray,
        templates: Arrays,
        tables: Arrays,
        book: Arrays,
        series: np.ndarray,
        curves: np.ndarray,
        out: np.ndarray,
    ) -> None:
        """Run quarters `first` to `last` of every replicate (one uint64 key each) into the rows of
        `out`.

        With first == 0 each replicate starts afresh: templates copied to tables, book and series
        zeroed, `set_up`, quarter 0 observed. With first > 0 there is one key, and its run goes on
        from what the tables hold. Tables are (n_fields, n), the sector's has one row; `series` is
        (last + 1 or more, k); `curves` is (0, ...) or one copy of `series` for each key. All arrays
        are C-ordered float64 and writeable; tables, book and series are scratch.
        """
        _check_arrays(terms_vector, *templates, *tables, *book, series, curves, out)
        self._check_shapes(terms_vector, templates, tables, book)
        _check_block(keys, first, last, series, curves, out)
        places = places_of([*tables, *book])
        self.compiled(
            keys, first, last, terms_vector, places,
            *templates, *tables, tuple(book), series, curves, out,
        )  # fmt: skip

    def _check_shapes(
        self, terms_vector: np.ndarray, templates: Arrays, tables: Arrays, book: Arrays
    ) -> None:
        if terms_vector.shape != (self.model.size,):
            raise ValueError(
                f"the terms vector has shape {terms_vector.shape}, not ({self.model.size},)"
            )
        for name, template, table in zip(TABLES, templates, tables, strict=True):
            if template.shape != table.shape or table.shape[0] != len(self.fields[name]):
                wanted = f"({len(self.fields[name])}, n) both"
                raise ValueError(
                    f"{name} template {template.shape} and table {table.shape}: {wanted}"
                )
        if tables[3].shape[1] != 1:
            raise ValueError("the sector table has one row")
        if tuple(array.ndim for array in book) != self.model.ranks:
            raise ValueError(f"the arrays of the book must have {self.model.ranks} axes")


def _check_arrays(*arrays: np.ndarray) -> None:
    for array in arrays:
        if array.dtype != np.float64 or not array.flags.carray:
            raise ValueError("every array must be float64, C-ordered and writeable")


def _check_block(
    keys: np.ndarray,
    first: int,
    last: int,
    series: np.ndarray,
    curves: np.ndarray,
    out: np.ndarray,
) -> None:
    if keys.dtype != np.uint64 or keys.ndim != 1 or not keys.flags.carray:
        raise ValueError("keys must be a C-ordered, writeable vector of uint64")
    if not (0 <= first <= last < len(series)) or (first > 0 and len(keys) != 1):
        raise ValueError(
            f"quarters {first} to {last} of {len(keys)} replicates do not fit a series of "
            f"{len(series)}"
        )
    if len(out) < len(keys) or (len(curves) and curves.shape != (len(keys), *series.shape)):
        raise ValueError("out and curves need a place for every key")


def build(model: Model, announce: Callable[[str], None] | None = None) -> Driver:
    """The driver of `model`: from this process, from the folder of its hash, or compiled now."""
    if CONFIG.DISABLE_JIT:
        raise CompileError(
            "NUMBA_DISABLE_JIT is set, so nothing can be compiled; the model runs as plain Python."
        )
    with _one_at_a_time:
        if model not in _drivers:
            _drivers[model] = _build(model, key_of(model), announce)
        return _drivers[model]


def _build(model: Model, key: str, announce: Callable[[str], None] | None) -> Driver:
    folder = folder_of(key, announce)
    methods = methods_of(model)
    functions = [f for f in reached_from((*model.functions, *methods)) if f not in methods]
    kept = is_kept(folder)
    if not kept:
        discard(folder)
        _check_dialect(model, functions)
        _tell(announce)
    has_twin(*TWINS)
    compilable(copy, *(f for f in functions if not _is_large(f, model)))
    compilable(*functions, inline=False)
    written, signature = _written(model, key), _signature(model)
    try:
        return Driver(_compile(written, signature, folder), model)
    except CompileError:
        if not kept:
            raise
    discard(folder)  # what was kept cannot be read
    _tell(announce)
    return Driver(_compile(written, signature, folder), model)


def _tell(announce: Callable[[str], None] | None) -> None:
    if announce is not None:
        announce("compiling the model (first run only, one to two minutes) ...")


def _is_large(function: FunctionType, model: Model) -> bool:
    """Whether a function acts on the whole world, as its arguments show: it is called, not put into
    its caller, which takes long to compile and gains nothing.
    """
    names = [inspect.signature(entry).parameters.keys() for entry in model.functions]
    return inspect.signature(function).parameters.keys() in names


def _check_dialect(model: Model, functions: list[FunctionType]) -> None:
    try:
        check(dict.fromkeys(model.classes), functions)
    except DialectError as error:
        shown = "; ".join(str(objection) for objection in error.objections[:5])
        more = len(error.objections) - 5
        rest = f"; and {more} more" if more > 0 else ""
        raise CompileError(
            f"The model leaves the dialect that can be compiled: {shown}{rest}."
        ) from error


def _written(model: Model, key: str) -> Callable[..., None]:
    """The driver function for this model, not yet compiled."""
    namespace: dict[str, object] = {
        "__name__": __name__, "copy": copy, "series_grid": grid_of("series", 2),
        "out_grid": grid_of("out", 2), "terms_of": terms_of(model.terms, model.groups),
        "world_of": _world_of(model, key[:12]), "set_up": model.set_up, "quarter": model.quarter,
        "observe": model.observe, "reduce": model.reduce,
    }  # fmt: skip
    clear = "\n".join(
        f"                arrays[{i}][...] = 0.0" for i, _ in enumerate(model.book._fields)
    )
    exec(compile(SOURCE.format(clear=clear), __file__, "exec"), namespace)
    return cast(Callable[..., None], namespace["run_block"])


def _world_of(model: Model, mark: str) -> Callable[..., object]:
    """The constructor of the world from the places of the tables and of the arrays of the book."""
    tables = [rows_type(cls, mark) for cls in model.classes]
    kinds: list[types.Type] = [*tables]
    kinds[TABLES.index("sector")] = tables[TABLES.index("sector")].row
    grids: dict[str, tuple[types.Type, int]] = {
        name: (GridType(name, rank), len(kinds) + k)
        for k, (name, rank) in enumerate(zip(model.book._fields, model.ranks, strict=True))
    }
    kinds.append(PlacesType("book", grids))
    numbers = range(len(kinds))
    return world_of(dict(zip(WORLD, zip(kinds, numbers, strict=True), strict=True)))


def _signature(model: Model) -> tuple[types.Type, ...]:
    vector, table, cube = (types.Array(types.float64, rank, "C") for rank in (1, 2, 3))
    arrays = types.BaseTuple.from_types(
        [types.Array(types.float64, rank, "C") for rank in model.ranks]
    )
    keys = types.Array(types.uint64, 1, "C")
    return keys, types.int64, types.int64, vector, vector, *[table] * 10, arrays, table, cube, table


def _compile(
    function: Callable[..., None], signature: tuple[types.Type, ...], folder: Path | None
) -> Any:
    before, CONFIG.CACHE_DIR = CONFIG.CACHE_DIR, str(folder or "")
    try:
        compiled = numba.njit(nogil=True, error_model="numpy", cache=folder is not None)(function)
    finally:
        CONFIG.CACHE_DIR = before
    try:
        with lean(function.__name__):
            compiled.compile(signature)
    except (
        Exception
    ) as error:  # numba's failures take many forms, and the plain model runs in every case
        if not (isinstance(error, OSError) and compiled.overloads):  # compiled, only not kept
            raise CompileError(_reason(error)) from error
    if compiled.stats.cache_misses:
        seal(folder)
    gc.freeze()  # what the compiler leaves stays for good: no collection need look at it again
    compiled.disable_compile()
    return compiled


def _reason(error: Exception) -> str:
    """numba's many lines in one paragraph: the innermost place it names, and what it says there."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
    text = re.sub(r"_[0-9a-f]{12}_\d+", "", text)
    text = re.sub(r"No implementation of function .*\s+>>> ", "No implementation of ", text)
    place = re.search(r"During: typing of .* at (.+) \((\d+)\)", text)
    lines = text[: place.start() if place else None].splitlines()
    lines = [line.strip().removeprefix("TypingError: ") for line in lines]
    said = [line for line in lines if line.startswith(SAYS)]
    where = f" at {place[1]}:{place[2]}" if place else ""
    return f"numba cannot compile the model{where}: {said[-1] if said else type(error).__name__}."
