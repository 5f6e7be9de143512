"""Studies and scenarios from files, by name or by path, checked; and the points of a study, a CSV
with a column per address and a row per point, in which an empty field leaves the number as it is.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

from poolsim.errors import Problem, ScenarioError
from poolsim.scenario.scenario import Scenario, Value, load
from poolsim.scenario.strict import validated
from poolsim.scenario.toml import Document, find_toml, nearest, read_toml, refusal, shipped
from poolsim.study.declared.checks import figure_problem, problems_of
from poolsim.study.declared.study import STUDY_KEYS, SWEEP, Study

MOST_CELLS = 1_000_000
MOST_MESSAGES = 20


def read_points(path: Path) -> list[dict[str, Value]]:
    """The points in a CSV. Raises ScenarioError, with file and line, for one that cannot be read or
    tells no points.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ScenarioError(
            [f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}"]
        ) from None
    if not rows:
        raise ScenarioError([f"{path}: the file is empty"])
    head = [address.strip() for address in rows[0]]
    found = [(line, row) for line, row in enumerate(rows[1:], start=2) if row]
    messages = (
        [*_bad_head(head), *_bad_rows(head, found)]
        if found
        else ["1: no points below the addresses"]
    )
    if messages:
        raise ScenarioError([f"{path}:{message}" for message in messages[:MOST_MESSAGES]])
    return [dict(_values(head, row)) for _, row in found]


def points_text(points: Iterable[Mapping[str, Value]]) -> str:
    """The CSV that `read_points` reads as these points."""
    rows = list(points)
    head = list(dict.fromkeys(address for row in rows for address in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, head, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _bad_head(head: list[str]) -> Iterator[str]:
    for place, address in enumerate(head, start=1):
        if not address:
            yield f"1: column {place} has no address; a comma too many?"
        elif address in head[: place - 1]:
            yield f"1: {address}: two columns have this address"


def _bad_rows(head: list[str], rows: list[tuple[int, list[str]]]) -> Iterator[str]:
    seen: dict[tuple[tuple[str, Value], ...], int] = {}
    for line, row in rows:
        if len(row) != len(head):
            yield f"{line}: {len(row)} values for {len(head)} addresses"
            continue
        bad = [
            f"{line}: {address}: '{text.strip()}' {_wrong(address, text)}"
            for address, text in zip(head, row, strict=True)
            if _wrong(address, text)
        ]
        yield from bad
        point = () if bad else tuple(_values(head, row))
        if point in seen and not bad:
            yield f"{line}: the same point as in line {seen[point]}"
        seen.setdefault(point, line)


def _wrong(address: str, text: str) -> str:
    """What is wrong with a field; nothing if it is empty, the name of a structure, or a number."""
    if not text.strip() or _is_name(address):
        return ""
    try:
        return "" if isfinite(float(text)) else "is not a finite number"
    except ValueError:
        return "is not a number"


def _is_name(address: str) -> bool:
    return address.rpartition(".")[2] == "structure"


def _values(head: list[str], row: list[str]) -> Iterator[tuple[str, Value]]:
    for address, text in zip(head, row, strict=True):
        if text.strip():
            yield address, text.strip() if _is_name(address) else float(text)


def _checked(study: Study, beside: Path | None = None, document: Document | None = None) -> Study:
    """`study` over its scenarios and points, which are read where they are not there yet, if every
    value that it sets is one that each of them may have. beside: the folder of its files.
    """
    messages: list[str] = []
    for name in study.scenarios:
        try:
            study._loaded.setdefault(name, study._loaded.get(name) or load(name, beside))
        except ScenarioError as error:
            messages += error.messages
    if messages:
        raise ScenarioError(messages)
    if study.sampling.file and not study._points:
        study._points = read_points((beside or Path()) / study.sampling.file)
    if study.size() > MOST_CELLS:
        text = f"{study.size()} cells; at most {MOST_CELLS} allowed"
        raise refusal([Problem(("grid",), "", text)], document)
    if problems := problems_of(study, [study._loaded[name] for name in study.scenarios]):
        raise refusal(problems, document)
    return study


def study_of(scenario: Scenario, *, replicates: int = 200) -> Study:
    """A study of one cell: a scenario as it is, with its own seed."""
    study = Study(
        name=scenario.name,
        title=scenario.title,
        scenarios=[scenario.name],
        replicates=replicates,
        seed=scenario.seed,
    )
    study._loaded[scenario.name] = scenario
    return _checked(study)


def load_study(path_or_name: str | Path) -> Study:
    """Read a study, a TOML file or the name of a shipped one, with its scenarios; check all that it
    sets.
    """
    path = find_toml(path_or_name, "experiments")
    document = read_toml(path)
    return _checked(validated(Study, document.data, document), path.parent, document)


def restored(data: Mapping[str, object], loaded: Mapping[str, Scenario], points: Path) -> Study:
    """A study from its own `model_dump`, over scenarios read elsewhere; points: its file of points,
    if it has one.
    """
    study = validated(Study, dict(data))
    study._loaded.update(loaded)
    if study.sampling.file:
        study._points = read_points(points)
    return _checked(study)


def is_study(data: Mapping[str, object]) -> bool:
    """Whether the data of a TOML file are meant as a study rather than as a scenario."""
    return "firms" not in data and any(key in data for key in STUDY_KEYS)


def what_is(target: str) -> Scenario | Study:
    """The study or scenario that a name or path means."""
    if target in shipped("experiments"):
        return load_study(target)
    if target in shipped("configs"):
        return load(target)
    if not target.endswith(".toml") and not Path(target).exists():
        names = [*shipped("experiments"), *shipped("configs")]
        raise ScenarioError([f"{target}: no such file, study or preset{nearest(target, names)}"])
    return (
        load_study(target)
        if is_study(read_toml(find_toml(target, "configs")).data)
        else load(target)
    )


def study_named(target: str | Path) -> Study:
    """The study that a name or path means; of a scenario, the study of one cell."""
    found = what_is(str(target))
    return found if isinstance(found, Study) else study_of(found)


def with_settings(
    study: Study,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    grid: Mapping[str, Sequence[Value]] | None = None,
    curves: bool | None = None,
    counterfactual: bool | None = None,
) -> Study:
    """The study with other replicates or seed, with further addresses in its grid, with its curves
    or its counterfactual; checked like a file, whether it came from one or was made in Python.

    Where further addresses vary, figures of designs give way to that of the sweep.
    """
    changes: dict[str, Any] = {
        "replicates": replicates,
        "seed": seed,
        "curves": curves,
        "counterfactual": counterfactual,
    }
    data = study.model_dump() | {key: value for key, value in changes.items() if value is not None}
    data["grid"] = data["grid"] | {
        address: list(values) for address, values in (grid or {}).items()
    }
    changed = validated(Study, data)
    if grid and changed.figures:
        fitting = [name for name in changed.figures if not figure_problem(changed, name)]
        swept = [SWEEP] if changed.swept() else []
        changed = changed.model_copy(update={"figures": fitting or swept})
    changed._loaded.update(study._loaded)
    changed._points = study._points
    return _checked(changed)
