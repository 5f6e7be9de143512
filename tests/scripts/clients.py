"""Installs the tools of `docs/clients.md` into environments of their own and runs every example
there; says which versions were tried. R is used if it is there.

    python tests/scripts/clients.py [FOLDER]    environments in FOLDER, kept for the next time
"""

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Black-it holds numpy below 2, with which pyarrow cannot be imported from 25 on.
HELD = ("numpy<2", "pyarrow<25")
OTHERS = [name for name in PROJECT["dependencies"] if not name.startswith(("numpy", "pyarrow"))]
TOGETHER = {  # tests -> what can be installed side by side, in one step after the other
    "not black_it": [
        ["-e", f"{ROOT}[test]", "ema_workbench", "dask", "duckdb", "xarray"],
        ["nbclient", "nbformat", "ipykernel"],
    ],
    "black_it": [
        ["black-it", *HELD, *OTHERS, "pytest", "hypothesis"],
        ["--no-deps", "-e", str(ROOT)],
    ],
}
NAMED = (
    *("poolsim", "numpy", "pandas", "pyarrow", "numba", "mesa", "salib", "ema-workbench"),
    *("black-it", "dask", "duckdb", "xarray", "nbclient", "ipykernel"),
)


def tried(place: Path, steps: list[list[str]], tests: str) -> bool:
    """Whether the examples of some packages run in an environment at this place."""
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
    pip = [str(python), "-m", "pip"]
    for packages in steps:
        subprocess.run([*pip, "install", "--quiet", *packages], check=True)
    file = str(ROOT / "tests" / "docs" / "test_clients.py")
    found = subprocess.run([str(python), "-m", "pytest", "-q", "-rs", file, "-k", tests], cwd=ROOT)
    print(versions(pip), flush=True)
    return found.returncode == 0


def versions(pip: list[str]) -> str:
    """Names and versions of what is tried."""
    listed = subprocess.run([*pip, "list", "--format=freeze"], capture_output=True, text=True)
    rows = [line.replace("==", " ").replace("_", "-") for line in listed.stdout.splitlines()]
    return ", ".join(row for row in rows if row.partition(" ")[0].lower() in NAMED)


def main() -> int:
    """Try all; 1 if any example fails."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="clients-"))
    results = [
        tried(folder / str(number), steps, tests)
        for number, (tests, steps) in enumerate(TOGETHER.items())
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
