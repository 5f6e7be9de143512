"""Two numbers at once: where in their ranges an outcome reaches a threshold, refined along the
border, as tables and a figure.
"""

from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

import poolsim
from poolsim.engine.cell import model_digest
from poolsim.errors import ScenarioError
from poolsim.progress import Progress, teller
from poolsim.report.phases import phases_text
from poolsim.scenario.given import names_of, table_of
from poolsim.scenario.movable import Movable, Range, movable
from poolsim.scenario.scenario import Scenario, Value
from poolsim.simulation import in_order, threads
from poolsim.statistics.phases import COARSE, Axis, Corner, Tile, refined
from poolsim.statistics.switching import OPEN, Asked, Known, Span, Trial
from poolsim.study.cases import Cases, asked_of, scenario_meant
from poolsim.study.stored.answers import Piece, kept, prepare, question_of
from poolsim.study.stored.folder import ANSWER, commit_text, writing
from poolsim.study.stored.manifest import origin_of
from poolsim.study.stored.tables import write_table


class Phases(NamedTuple):
    """Where an outcome reaches a threshold. corners: a row per pair of values that was run; tiles:
    a row per tile, `side` 1 where the threshold is reached, -1 where it is not, 0 where the corners
    differ or are undecided.
    """

    name: str
    asked: Asked
    numbers: tuple[Movable, Movable]
    corners: pd.DataFrame
    tiles: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """The pairs of values that were run."""
        return self.corners

    def __str__(self) -> str:
        return phases_text(self)


def switch_two(
    target: str | Path | Scenario,
    addresses: tuple[str, str],
    of: str = "self_sufficient",
    *,
    cell: str | int | None = None,
    at: float | None = None,
    values: Mapping[str, Value] | None = None,
    within: Mapping[str, Range] | None = None,
    replicates: int = 256,
    out: str | Path | None = None,
    workers: int | None = None,
    plain: bool = False,
    quiet: bool = True,
) -> Phases:
    """Where in the ranges of two numbers the mean of an outcome reaches `at`; arguments and errors
    as in `ledger.switch`.

    out: a folder for the tables `corners` and `tiles` and the figure `phases`.
    """
    scenario = scenario_meant(target, cell).with_values(table_of("values", values))
    asked = asked_of(of, at, replicates)
    addresses, at_once = _two(addresses), threads(workers)
    numbers = movable(scenario, within=within, only=addresses)
    _refuse(numbers)
    folder = None if out is None else Path(out)
    if folder is not None:
        two = [list(one) for one in numbers]
        prepare(folder, question_of(scenario, asked, two=two))
    axes = [Axis(Span(one.low, one.high, one.step)) for one in numbers]
    with Progress((COARSE + 1) ** 2, quiet, "corner") as shown:
        cases = Cases(scenario, asked, plain, shown.say)

        def one_corner(corner: Corner) -> Piece:
            at_corner = [axis.value(place) for axis, place in zip(axes, corner, strict=True)]
            work = partial(_tested, cases, dict(zip(addresses, at_corner, strict=True)))
            return kept(folder, f"{corner[0]}_{corner[1]}", work)

        def look(corners: list[Corner]) -> dict[Corner, Known]:
            shown.expect(len(corners))
            found = {}
            with closing(in_order(one_corner, corners, at_once)) as done:
                for corner, piece in zip(corners, done, strict=True):
                    found[corner] = Known(**piece)
                    shown.advance(1)
            return found

        known, tiles = refined(look)
    phases = Phases(
        scenario.name, asked, (numbers[0], numbers[1]), _corners(known, axes), _tiles(tiles, axes)
    )
    if folder is not None:
        made = f"switch {scenario.name}", scenario.seed, poolsim.__version__, model_digest()
        for warning in _write(folder, phases, origin_of(*made)):
            teller(quiet)(f"warning: {warning}")
    return phases


def _two(addresses: Iterable[str]) -> tuple[str, str]:
    """Two addresses. Raises ScenarioError for fewer or more."""
    match names_of("--two", addresses):
        case first, second if first != second:
            return first, second
        case first, _:
            raise ScenarioError([f"--two: {first} is named twice"])
        case given:
            raise ScenarioError([f"--two: {len(given)} given; two addresses needed"])


def _refuse(numbers: list[Movable]) -> None:
    """Raise ScenarioError for numbers that span no plane."""
    for one in numbers:
        values = (one.high - one.low) / one.step + 1.0 if one.step else COARSE + 1
        if values <= COARSE:
            text = f"--two: {one.address} has {values:.0f} values only; set each with --set instead"
            raise ScenarioError([text])


def _tested(cases: Cases, values: Mapping[str, float]) -> Piece:
    """What the runs tell at a pair of values."""
    run = cases.run(values)
    trial = Trial(lambda _, begin, size: cases.counted(run, begin, size), cases.asked, 0.0)
    found = trial.screened()
    return (trial.decided() if found.side == OPEN else found)._asdict()


def _corners(known: Mapping[Corner, Known], axes: list[Axis]) -> pd.DataFrame:
    x, y = axes
    rows = [
        {"x": x.value(i), "y": y.value(j), "runs": one.runs, "mean": one.mean, "side": one.side}
        for (i, j), one in sorted(known.items())
    ]
    return pd.DataFrame(rows)


def _tiles(tiles: list[Tile], axes: list[Axis]) -> pd.DataFrame:
    x, y = axes
    rows = [
        {
            "x_from": x.value(one.x),
            "x_to": x.value(one.x + one.size),
            "y_from": y.value(one.y),
            "y_to": y.value(one.y + one.size),
            "part": (one.size) ** 2,
            "side": one.side,
        }
        for one in sorted(tiles)
    ]
    table = pd.DataFrame(rows)
    return table.assign(part=table["part"] / table["part"].sum())


def _write(folder: Path, phases: Phases, origin: str) -> list[str]:
    """Write tables, answer and figure; a sentence for each page that could not be drawn."""
    from poolsim.plots.phases import draw_phases

    for name in ("corners", "tiles"):
        table = pa.Table.from_pandas(getattr(phases, name), preserve_index=False)
        write_table(folder, name, iter([table]))
    commit_text(folder / ANSWER, str(phases))
    with writing(folder):
        x, y = phases.numbers
        now = x.now, y.now
        units = [f"{one.address}, {one.unit}" for one in phases.numbers]
        return draw_phases(str(phases).splitlines()[0], units, now, phases.tiles, folder, origin)
