"""Damage a folder of results in every known way, and use it: each command must refuse it in a
sentence or give what it gave before, and once the damage is undone, or `resume` has been called as
the sentence says, everything must be as it was.

python tests/scripts/damages.py
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "study")]

from damage import DAMAGES, Damage  # noqa: E402
from kill_and_resume import parts, results, write_study  # noqa: E402

from poolsim import compare, export, reproduce, resume, run  # noqa: E402
from poolsim.errors import ScenarioError, StoreError  # noqa: E402
from poolsim.study.declared.read import load_study  # noqa: E402

REFUSALS = (ScenarioError, StoreError)


def used(folder: Path, place: Path) -> dict[str, Callable[[], object]]:
    """What is asked of a folder, and must be as it was."""

    def exported() -> bytes:
        export(folder, "csv", place / "runs.csv")
        return (place / "runs.csv").read_bytes()

    return {
        "export": exported,
        "compare": lambda: str(compare(folder)),
        "reproduce": lambda: reproduce(folder, plain=True),
        "resume": lambda: resume(folder, plain=True) and results(folder),
    }


def tried(use: Callable[[], object]) -> object:
    """What it gives, or its refusal, which must be one line."""
    try:
        return use()
    except REFUSALS as error:
        assert len(str(error).splitlines()) == 1, str(error)
        return error


def mended(folder: Path, whole: Path) -> None:
    """Resume, doing what each refusal says: delete a part, or restore a file from a copy."""
    for _ in range(10):
        told = str(tried(lambda: resume(folder, plain=True)))
        path = Path(told.partition(": ")[0])
        if "delete this file and resume" in told:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        elif "Is a directory" in told:
            shutil.rmtree(path)
        elif "restore this file from a copy" in told:
            shutil.copyfile(whole / path.relative_to(folder), path)
        elif "(no manifest.json)" in told:
            shutil.copyfile(whole / "manifest.json", folder / "manifest.json")
        else:
            return


def damaged(whole: Path, place: Path, damage: Damage, expected: dict[str, object]) -> str:
    """Damage a copy and use it; what was seen, in words. Raises AssertionError where something
    wrong was passed as whole, or something was lost.
    """
    folder, refused = place / whole.name, []
    shutil.copytree(whole, folder)
    damage(folder)
    sound = {path.name for path in (whole / "parts").iterdir() if same(whole, folder, path)}
    before = parts(folder)
    for name, use in used(folder, place).items():
        found = tried(use)
        if isinstance(found, REFUSALS) or name == "reproduce" and isinstance(found, str):
            refused.append(name)
        else:
            assert contains(found, expected[name]), f"{name} gave something else"
    mended(folder, whole)
    for name, use in used(folder, place).items():
        found = tried(use)
        assert contains(found, expected[name]), f"{name} gives something else: {found!s:.300}"
    after = parts(folder)
    assert all(before[name] == after[name] for name in sound), "a sound part was run again"
    assert not [*folder.rglob("*.tmp"), *folder.glob(".runs-*")], "something half done is left"
    return f"refused by {', '.join(refused)}" if refused else "results as before"


def same(whole: Path, folder: Path, path: Path) -> bool:
    """Whether a file is in the copy as it was."""
    copy = folder / path.relative_to(whole)
    return copy.is_file() and copy.read_bytes() == path.read_bytes()


def contains(found: object, expected: object) -> bool:
    """Whether it is the same; files may have others beside them."""
    if isinstance(found, dict) and isinstance(expected, dict):
        return expected.items() <= found.items()
    return found == expected


def try_all(place: Path, whole: Path, kinds: list[str]) -> None:
    """Kinds of damage, each to a copy of a folder; prints a line for each."""
    (place / "first").mkdir()
    expected = {name: use() for name, use in used(whole, place / "first").items()}
    for number, kind in enumerate(kinds):
        here = place / str(number)
        here.mkdir()
        print(f"{kind}: {damaged(whole, here, DAMAGES[kind], expected)}", flush=True)
        shutil.rmtree(here)
    print(f"{len(kinds)} kinds of damage: nothing wrong passed as whole, nothing lost")


def main() -> None:
    """The full check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="first", choices=DAMAGES, default=next(iter(DAMAGES)))
    kinds = list(DAMAGES)
    kinds = kinds[kinds.index(parser.parse_args().first) :]
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        study = load_study(write_study(place, 10))
        try_all(place, run(study, place / "whole", plain=True, chunk=16).folder, kinds)


if __name__ == "__main__":
    main()
