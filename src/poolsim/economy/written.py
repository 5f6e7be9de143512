"""Functions written out from declared tables.

Compiled code cannot look a field up by its name, nor go through functions in a loop: what a table
declares stands line by line in a function made of it, which reads as if it had been typed.
"""

import linecache
from collections.abc import Iterable, Mapping
from types import FunctionType


def written(
    module: str,
    signature: str,
    meaning: str,
    lines: Iterable[str],
    names: Mapping[str, object] | None = None,
) -> FunctionType:
    """The function `signature` of a module with these lines; `names` are what the lines name."""
    name = signature.partition("(")[0]
    body = [f'"""{meaning}"""', *lines]
    source = f"def {signature}:\n" + "".join(f"    {line}\n" for line in body)
    file = f"<{module}.{name}>"
    # The source can be read as that of any function: by the dialect's check, and in tracebacks.
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    namespace: dict[str, object] = {"__name__": module, **(names or {})}
    exec(compile(source, file, "exec"), namespace)
    function = namespace[name]
    assert isinstance(function, FunctionType)
    return function
