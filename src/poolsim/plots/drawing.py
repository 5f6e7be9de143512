"""Pages written to files, in more than one process where there are many.

A page is named, and made from its tables alone: the same tables give the same bytes, whichever
process draws it. A page that cannot be drawn is told in a sentence, and never takes anything else
with it.
"""

import json
import os
import pickle
import re
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from matplotlib import style
from matplotlib.figure import Figure

from poolsim.files import FAILING, write_whole
from poolsim.plots.page import DPI, STYLE

FEWEST_APART = 4  # pages that are worth the start of another process
FORMATS: dict[str, dict[str, Any]] = {  # of the files of a page, and how they are saved
    "svg": {"metadata": {"Date": None, "Creator": "poolsim"}},
    "png": {"metadata": {"Software": "poolsim"}, "dpi": DPI},
}
SERVE = "from poolsim.plots.drawing import serve; serve()"


class Page(NamedTuple):
    """A page to draw: the name of its files, the function that makes it, and what that is given."""

    stem: str
    figure: Callable[..., Figure]
    given: tuple[object, ...]


def stem_of(*names: str) -> str:
    """Name of a file made from names: letters, digits, points and hyphens, else underscores."""
    return "_".join(re.sub(r"[^\w.-]+", "_", name) for name in names)


def draw_pages(
    pages: Sequence[Page], folder: Path, workers: int = 2, origin: str = ""
) -> list[str]:
    """Draw pages as SVG and PNG in up to `workers` processes; returns what went wrong, a sentence
    for each reason. origin: what the files say of where they come from. Raises OSError where they
    cannot be written.
    """
    processes = max(1, min(workers, len(pages) // FEWEST_APART))
    own, *others = [list(pages[first::processes]) for first in range(processes)]
    started: list[subprocess.Popen[bytes]] = []
    with ThreadPoolExecutor(processes) as pool:
        apart = [pool.submit(_apart, share, folder, origin, started) for share in others]
        try:
            found = _draw(own, folder, origin)
        except BaseException:
            for process in started:
                process.kill()
            raise
    for share, done in zip(others, apart, strict=True):
        there = done.result()
        found += _draw(share, folder, origin) if there is None else there
    stems: dict[str, list[str]] = {}
    for stem, reason in found:
        stems.setdefault(reason, []).append(stem)
    return [f"figure {', '.join(names)}: {reason}" for reason, names in stems.items()]


def _apart(
    pages: list[Page], folder: Path, origin: str, started: "list[subprocess.Popen[bytes]]"
) -> list[tuple[str, str]] | None:
    """Draw pages in a process of its own, which takes no part in what the caller's script does and
    ends with it, and is put among those `started`; None if it came to nothing.
    """
    try:
        with subprocess.Popen(
            [sys.executable, "-c", SERVE],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            started.append(process)
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(pickle.dumps((pages, folder.absolute(), origin)))
            process.stdin.flush()  # and stays open for as long as this process lives
            told = process.stdout.read()
        return [(stem, reason) for stem, reason in json.loads(told)]
    except (OSError, ValueError):
        return None


def serve() -> None:
    """Draw the pages that come through standard input; what went wrong goes to standard output."""
    given = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_the_caller, daemon=True).start()
    json.dump(_draw(*given), sys.stdout)


def _end_with_the_caller() -> None:
    """Wait until the caller's end of standard input is closed, which its death does too."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


def _draw(pages: Sequence[Page], folder: Path, origin: str) -> list[tuple[str, str]]:
    """Draw pages here; name of the page and reason of all that went wrong."""
    found = []
    # A reader's own settings must not change the bytes.
    with style.context(STYLE, after_reset=True), warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        for page in pages:
            seen.clear()
            try:
                _save(page.figure(*page.given), folder / page.stem, origin)
            except Exception as error:  # whatever ails a page, the others and the tables stay
                if isinstance(error, OSError) and error.errno in FAILING:
                    raise  # no other page would fare better
                found.append((page.stem, f"not drawn: {error}"))
            found += [(page.stem, text) for text in sorted({str(one.message) for one in seen})]
    return found


def _save(figure: Figure, path: Path, origin: str) -> None:
    """Write a figure twice, laid out once."""
    if layout := figure.get_layout_engine():
        layout.execute(figure)
        figure.set_layout_engine(None)
    said = {"Description": origin} if origin else {}
    for kind, options in FORMATS.items():
        told = {"metadata": options["metadata"] | said}
        write = partial(figure.savefig, format=kind, **options | told)
        write_whole(path.with_name(f"{path.name}.{kind}"), write)
