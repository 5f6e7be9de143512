"""Whether every supported Python and Mesa gives the golden hashes, and the compiled path the bits
of the plain one: makes an environment for each pair, runs those tests, and writes
docs/versions.md, which says what was tried and when.

    python tests/scripts/matrix.py                      # every pair, one after the other
    python tests/scripts/matrix.py --only 3.14 4.0.0a0  # pairs with these words; others keep theirs

An interpreter is looked for as pythonX.Y on the path, among those of pyenv and in /opt; one that
is not found stands in the table as not tried. An environment is kept and used again.
"""

import argparse
import datetime
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "versions.md"
PAIRS = (  # every Python, and every Mesa, the newest on the oldest and the newest Python it runs on
    ("3.11", "3.3.1"),
    ("3.12", "3.5.1"),
    ("3.12", "4.0.0a0"),
    ("3.13", "3.5.1"),
    ("3.14", "3.5.1"),
    ("3.14", "4.0.0a0"),
)
TESTS = ("tests/golden", "tests/model/test_mesa.py", "tests/bits")
TOOLS = ("pytest>=8", "hypothesis>=6.100", "SALib>=1.5")
PLACES = (
    "~/.pyenv/versions/{0}.*/bin/python{0}",
    "/opt/*/bin/python{0}",
    "/opt/*/usr/bin/python{0}",
)
SHOWN = ("numpy", "numba", "mesa")
ASKED = (
    "import importlib.metadata as m, json, platform; "
    f"print(json.dumps([platform.python_version(), *map(m.version, {SHOWN})]))"
)
HEAD = """# Versions tried

One set of golden hashes holds for every Python and Mesa. Each row ran the tests of the hashes, of
the model under Mesa and, unless it says otherwise, of compiled against plain, bit for bit. Mesa
3.4 and later need Python 3.12. Written by `tests/scripts/matrix.py`.

| Python | Mesa | NumPy | numba | machine | tried | result |
|---|---|---|---|---|---|---|
"""


class Tried(NamedTuple):
    """A row of the page."""

    python: str
    mesa: str
    numpy: str
    numba: str
    machine: str
    tried: str
    result: str


def interpreter(version: str) -> str | None:
    """An interpreter of a version that starts; None where there is none."""
    patterns = [Path(place.format(version)).expanduser() for place in PLACES]
    found = [path for each in patterns for path in Path("/").glob(str(each)[1:])]
    on_path = shutil.which(f"python{version}")
    for path in ([on_path] if on_path else []) + sorted(map(str, found)):
        if (
            "venv" not in path
            and subprocess.run([path, "-c", ""], capture_output=True).returncode == 0
        ):
            return path
    return None


def made(place: Path, python: str, mesa: str) -> Path:
    """The interpreter of an environment with this Mesa and what the project needs."""
    inner = place / "bin" / "python"
    if not (place / "whole").exists():
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run([python, "-m", "venv", place], check=True)
        pip = [inner, "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, f"mesa=={mesa}", *TOOLS, "-e", ROOT], check=True)
        (place / "whole").touch()
    return inner


def tested(python: Path, quick: bool) -> tuple[str, int]:
    """The last line of the tests, and their code."""
    tests = TESTS[:-1] if quick else TESTS
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ)
    lines = done.stdout.strip().splitlines() or done.stderr.strip().splitlines() or ["no output"]
    print("\n".join(lines[-15:]), flush=True)
    return re.sub(r" in .*", "", lines[-1].strip("= ")), done.returncode


def tried(python: str, mesa: str, folder: Path, quick: bool) -> Tried:
    """One pair."""
    machine = f"{platform.system()} {platform.machine()}"
    today = datetime.date.today().isoformat()
    found = interpreter(python)
    if found is None:
        return Tried(python, mesa, "-", "-", machine, today, "not tried: no such interpreter")
    try:
        inner = made(folder / f"{python}-{mesa}", found, mesa)
    except subprocess.CalledProcessError:
        return Tried(python, mesa, "-", "-", machine, today, "not tried: cannot be installed")
    asked = subprocess.run([inner, "-c", ASKED], capture_output=True, text=True, check=True)
    full, numpy, numba, has = json.loads(asked.stdout)
    said, code = tested(inner, quick)
    said += ", without the compiled path" if quick else ""
    result = said if code == 0 else f"**{said}**"
    return Tried(full, has, numpy, numba, machine, today, result)


def before() -> dict[tuple[str, str], Tried]:
    """The rows that the page has."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    kept = [Tried(*row) for row in rows[1:] if len(row) == len(Tried._fields)]
    return {pair_of(row.python, row.mesa): row for row in kept}


def pair_of(python: str, mesa: str) -> tuple[str, str]:
    """The pair that versions belong to."""
    return ".".join(python.split(".")[:2]), mesa


def main(argv: list[str] | None = None) -> int:
    """Try the pairs and write the page; 1 if a test failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="+", default=[], help="versions that a pair must have")
    parser.add_argument("--quick", action="store_true", help="without the compiled path")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "matrix")
    options = parser.parse_args(argv)
    bad = False
    for pair in (one for one in PAIRS if set(options.only) <= set(one)):
        print(f"Python {pair[0]}, Mesa {pair[1]}", flush=True)
        start = time.monotonic()
        row = tried(*pair, options.folder, options.quick)
        print(f"{row.result}, {time.monotonic() - start:.0f} s", flush=True)
        bad |= row.result.startswith("**")
        rows = before() | {pair: row}
        lines = [f"| {' | '.join(rows[one])} |\n" for one in PAIRS if one in rows]
        PAGE.write_text(HEAD + "".join(lines), encoding="utf-8", newline="\n")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
