"""Standard output and error as a command finds them: closed, full, lost, or with few characters."""

import io
import os
import sys
from contextlib import suppress


def make_ready() -> None:
    """What is closed takes everything and shows nothing; what an encoding lacks is escaped."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def to_stderr(text: str) -> None:
    """Announce something on standard error; that nobody can read it is no reason to stop."""
    if sys.stderr is not None:  # else `print` takes standard output
        with suppress(OSError, ValueError):  # lost, or closed
            print(text, file=sys.stderr, flush=True)
