"""Compile the functions inside a driver once instead of twice.

numba optimises every function that compiled code calls and turns it into machine code, before it
links it into its caller, optimises that, and so on. Inside a driver nobody calls these functions
but the driver, which is optimised as a whole, and once, at the end. While `lean(name)` holds, all
other functions are only linked, which takes half off the compilation. The result is the same; a
numba that is built differently compiles as it always does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from numba import _dynfunc  # type: ignore[attr-defined]
from numba.core.codegen import CPUCodeLibrary
from numba.core.compiler_lock import global_compiler_lock
from numba.core.cpu import CPUContext

from poolsim.engine.untyped import Context, Function, Library, Value, Values

PATCHED: tuple[tuple[type, str], ...] = (
    (CPUCodeLibrary, "_optimize_functions"),
    (CPUCodeLibrary, "_optimize_final_module"),
    (CPUCodeLibrary, "_finalize_final_module"),
    (CPUContext, "get_executable"),
)


@contextmanager
def lean(name: str) -> Iterator[None]:
    """Optimise and emit only the libraries whose name ends with that of the function `name`."""
    kept: list[Value] = [getattr(owner, method, None) for owner, method in PATCHED]
    if not all(kept) or not hasattr(CPUCodeLibrary, "_finalize_dynamic_globals"):
        yield
        return
    made: tuple[Function, ...] = (_skip, _skip, _finish, _stand_in)
    with global_compiler_lock:  # so that no other thread compiles meanwhile
        for (owner, method), instead, original in zip(PATCHED, made, kept, strict=True):
            whole = _optimise_once if original is kept[1] else original
            setattr(owner, method, _unless(name, whole, instead))
        try:
            yield
        finally:
            for (owner, method), original in zip(PATCHED, kept, strict=True):
                setattr(owner, method, original)


def _unless(name: str, original: Function, instead: Function) -> Function:
    """The original for the library of the driver, something else for all others."""

    def method(self: Context, *args: Values) -> Value:
        library = self if isinstance(self, CPUCodeLibrary) else args[0]
        return (original if library.name.rpartition(".")[2] == name else instead)(self, *args)

    return method


def _optimise_once(library: Library) -> None:
    """All passes once. numba runs cheap ones before, for reference counts, which a driver has none
    of.
    """
    passes, builder = library._codegen._module_pass_manager()
    passes.run(library._final_module, builder)


def _skip(library: Library, *given: object) -> None:
    """Optimise nothing: the driver is optimised with everything linked in."""


def _finish(library: Library) -> None:
    """Ready to be linked."""
    library._finalize_dynamic_globals()
    library._finalized = True


def _stand_in(context: Context, library: Library, fndesc: Value, env: Value) -> Value:
    """What numba keeps as the entry from Python; nobody enters here."""
    library._ensure_finalized()
    return _dynfunc.make_function(fndesc.lookup_module(), fndesc.qualname, "", 0, env, (library,))
