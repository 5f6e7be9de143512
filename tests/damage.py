"""Kinds of damage to a folder of results: what disks, copies, spreadsheets and people do to it."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq

from poolsim.study.stored.folder import FIGURES, MANIFEST, PARTS, PLANS, SCENARIOS, TABLES

Damage = Callable[[Path], object]


def first(folder: Path, pattern: str) -> Path:
    """The first file of a kind."""
    return sorted(folder.glob(pattern))[0]


def cut(share: float) -> Damage:
    """Only the beginning of a file is left."""
    return lambda path: path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])


def flipped(share: float) -> Damage:
    """A bit of a file is another, at a share of its length."""

    def flip(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[int(share * (len(data) - 1))] ^= 4
        path.write_bytes(data)

    return flip


def a_folder(path: Path) -> None:
    """A folder stands where a file was."""
    path.unlink()
    path.mkdir()


def a_link_to_nothing(path: Path) -> None:
    """A link whose file is gone."""
    path.unlink()
    path.symlink_to("gone")


def other_numbers(path: Path) -> None:
    """A table whose numbers were edited and written again."""
    table = pq.read_table(path)
    place = table.column_names.index("members")
    doubled = [value and 2.0 * value for value in table["members"].to_pylist()]
    pq.write_table(table.set_column(place, "members", [doubled]), path)


def by_a_spreadsheet(path: Path) -> None:
    """A text that a spreadsheet has saved: semicolons and decimal commas."""
    path.write_text(path.read_text().replace(",", ";").replace(".", ","))


def retold(change: Callable[[dict], object]) -> Damage:
    """A manifest that was edited."""

    def edit(path: Path) -> None:
        made = json.loads(path.read_text())
        change(made)
        path.write_text(json.dumps(made, indent=1))

    return edit


def of(pattern: str, damage: Damage) -> Damage:
    """Damage to the first file of a kind."""
    return lambda folder: damage(first(folder, pattern))


def swapped(folder: Path) -> None:
    """Two parts have each other's names."""
    one, other = sorted((folder / PARTS).iterdir())[:2]
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


def copied_over(folder: Path) -> None:
    """A part was copied over another."""
    one, other = sorted((folder / PARTS).iterdir())[:2]
    shutil.copyfile(one, other)


def copies_beside(folder: Path) -> None:
    """Copies that a file manager or a cloud made."""
    for path in [first(folder, f"{PARTS}/*"), first(folder, f"{TABLES}/*.csv")]:
        shutil.copyfile(path, path.with_name(f"{path.stem} (1){path.suffix}"))
    (folder / PARTS / "part-junk").write_text("junk")
    (folder / PARTS / ".DS_Store").write_text("junk")


def left_by_the_killed(folder: Path) -> None:
    """Half-written files and workshops."""
    for room in ("", PARTS, PLANS, TABLES, FIGURES):
        (folder / room / ".runs.parquet.1.2.tmp").write_text("half")
    (folder / ".runs-left").mkdir()
    (folder / ".runs-left" / "outcomes").write_bytes(bytes(100))


def cleared(pattern: str) -> Damage:
    """All files of a kind are gone."""
    return lambda folder: [path.unlink() for path in folder.glob(pattern)]


PART, RUNS, PLAN = f"{PARTS}/part-*", f"{TABLES}/runs.parquet", f"{PLANS}/*.parquet"
SCENARIO = f"{SCENARIOS}/*.toml"
DAMAGES: dict[str, Damage] = {
    "a part cut short": of(PART, cut(0.5)),
    "an empty part": of(PART, cut(0.0)),
    "a bit of a part": of(PART, flipped(0.3)),
    "a bit in the end of a part": of(PART, flipped(0.99)),
    "a part is gone": of(PART, Path.unlink),
    "a part is a folder": of(PART, a_folder),
    "a part is a link to nothing": of(PART, a_link_to_nothing),
    "a part with other numbers": of(PART, other_numbers),
    "parts swapped": swapped,
    "a part copied over another": copied_over,
    "all parts are gone": cleared(PART),
    "no folder of parts": lambda folder: shutil.rmtree(folder / PARTS),
    "copies beside": copies_beside,
    "runs cut short": of(RUNS, cut(0.7)),
    "a bit of the runs": of(RUNS, flipped(0.4)),
    "runs with other numbers": of(RUNS, other_numbers),
    "a table is a folder": of(RUNS, a_folder),
    "a table saved by a spreadsheet": of(f"{TABLES}/runs.csv", by_a_spreadsheet),
    "a table is empty": of(f"{TABLES}/summary.parquet", cut(0.0)),
    "a table is gone": of(f"{TABLES}/cells.csv", Path.unlink),
    "no folder of tables": lambda folder: shutil.rmtree(folder / TABLES),
    "the verdict edited": of("verdict.txt", lambda path: path.write_text("all is well\n")),
    "a figure is gone": of(f"{FIGURES}/*.svg", Path.unlink),
    "no folder of figures": lambda folder: shutil.rmtree(folder / FIGURES),
    "a manifest cut short": of(MANIFEST, cut(0.5)),
    "an empty manifest": of(MANIFEST, cut(0.0)),
    "a manifest of gigabytes": of(MANIFEST, lambda path: os.truncate(path, 5 * 2**30)),
    "no manifest": of(MANIFEST, Path.unlink),
    "another seed": of(MANIFEST, retold(lambda made: made.update(seed=made["seed"] + 1))),
    "other outcomes": of(MANIFEST, retold(lambda made: made["outcomes"].reverse())),
    "fewer replicates": of(MANIFEST, retold(lambda made: made["plans"][0].update(replicates=1))),
    "digests of no table": of(MANIFEST, retold(lambda made: made.update(written={}))),
    "a bit of a plan": of(PLAN, flipped(0.5)),
    "a plan is gone": of(PLAN, Path.unlink),
    "a scenario edited": of(
        SCENARIO,
        lambda path: path.write_text(path.read_text().replace("quarters = ", "quarters = 1")),
    ),
    "a scenario is gone": of(SCENARIO, Path.unlink),
    "other ends of lines": of(
        SCENARIO, lambda path: path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    ),
    "locks are gone": cleared(".*.lock"),
    "left by the killed": left_by_the_killed,
}
