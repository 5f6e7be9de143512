"""Studies and scenarios from files, by name or by path, checked."""

from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from poolsim.errors import MOST_MESSAGES, Place, Problem, ScenarioError
from poolsim.scenario.files import exists
from poolsim.scenario.scenario import Scenario, Value, load, scenario_in
from poolsim.scenario.strict import validated
from poolsim.scenario.toml import Document, find_toml, nearest, read_toml, refusal, shipped
from poolsim.study.declared.checks import (
    figure_problem,
    impossible_points,
    problems_of,
    values_and_names,
)
from poolsim.study.declared.points import read_points
from poolsim.study.declared.study import MOST_CELLS, STUDY_KEYS, SWEEP, Study


def _checked(study: Study, beside: Path | None = None, document: Document | None = None) -> Study:
    """`study` over its scenarios and points, which are read where they are not there yet, if every
    value that it sets is one that each of them may have. beside: the folder of its files.
    """
    messages: list[str] = []
    for place, name in enumerate(study.scenarios):
        try:
            study._loaded[name] = study._loaded.get(name) or _scenario(
                place, name, beside, document
            )
        except ScenarioError as error:
            messages += error.messages
    if messages:
        raise ScenarioError(messages)
    scenarios = [study._loaded[name] for name in study.scenarios]
    if study.sampling.file and not study._points:
        path = (beside or Path()) / study.sampling.file
        points = read_points(path)
        study._points = points.rows
        if messages := list(islice(impossible_points(points, scenarios), MOST_MESSAGES)):
            raise ScenarioError(f"{path}:{message}" for message in messages)
    if study.size() > MOST_CELLS:
        text = f"{study.size()} cells; at most {MOST_CELLS} allowed"
        raise refusal([Problem(("grid",), "", text)], document)
    if problems := problems_of(study, scenarios):
        raise refusal(problems, document)
    return study


def _scenario(place: int, name: str, beside: Path | None, document: Document | None) -> Scenario:
    """The scenario that a study names at a place of its list."""
    try:
        path = find_toml(name, "configs", beside)
        if not name.strip() or not exists(path):
            raise ScenarioError([f"'{name}': no such file"])
        found = read_toml(path)
        if is_study(found.data):
            raise ScenarioError([f"{path}: a study, and no scenario"])
    except ScenarioError as error:
        problem = Problem(("scenarios", place), "scenarios", error.messages[0])
        raise refusal([problem], document) from None
    return scenario_in(found)


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
    return _study_in(read_toml(path), path.parent)


def _study_in(document: Document, beside: Path) -> Study:
    """The study that a file holds."""
    try:
        study = validated(Study, document.data, document)
    except ScenarioError as error:
        raise refusal(
            [*error.problems, *_further(document, error.problems, beside)], document
        ) from None
    return _checked(study, beside, document)


def _further(document: Document, known: Sequence[Problem], beside: Path) -> list[Problem]:
    """What is wrong with the values and names of a study whose parts at some places are unreadable,
    as far as the rest can be read.
    """
    data = _without(document.data, {problem.place for problem in known})
    try:
        study = validated(Study, data)
        return values_and_names(study, [load(name, beside) for name in study.scenarios])
    except ScenarioError:
        return []


def _without(data: Any, places: Collection[Place]) -> Any:
    """A table without what stands at some places; an item of a list takes the list with it."""
    if not isinstance(data, dict):
        return data
    gone = {
        place[0] for place in places if len(place) == 1 or not isinstance(data.get(place[0]), dict)
    }
    return {
        key: _without(value, [place[1:] for place in places if place[0] == key])
        for key, value in data.items()
        if key not in gone
    }


def restored(data: Mapping[str, object], loaded: Mapping[str, Scenario], points: Path) -> Study:
    """A study from its own `model_dump`, over scenarios read elsewhere; points: its file of points,
    if it has one.
    """
    study = validated(Study, dict(data))
    study._loaded.update(loaded)
    if study.sampling.file:
        study._points = read_points(points).rows
    return _checked(study)


def is_study(data: Mapping[str, object]) -> bool:
    """Whether the data of a TOML file are meant as a study rather than as a scenario; its keys may
    be misspelt.
    """
    if "firms" in data or any(key in data for key in STUDY_KEYS):
        return "firms" not in data
    known = [*STUDY_KEYS, *Scenario.model_fields]
    near = [nearest(key, known) for key in islice(data, len(known))]
    return any(f"'{one}'" in text for text in near for one in STUDY_KEYS)


def what_is(target: str) -> Scenario | Study:
    """The study or scenario that a name or path means."""
    if target in shipped("experiments"):
        return load_study(target)
    if target in shipped("configs"):
        return load(target)
    if not target.endswith(".toml") and not exists(target):
        names = [*shipped("experiments"), *shipped("configs")]
        raise ScenarioError([f"{target}: no such file, study or preset{nearest(target, names)}"])
    path = find_toml(target, "configs")
    document = read_toml(path)
    return _study_in(document, path.parent) if is_study(document.data) else scenario_in(document)


def study_named(target: Scenario | str | Path) -> Study:
    """The study that a name or path means; of a scenario, the study of one cell."""
    found = target if isinstance(target, Scenario) else what_is(str(target))
    return found if isinstance(found, Study) else study_of(found)


def with_settings(
    study: Study,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    grid: Mapping[str, Sequence[Value]] | None = None,
    levers: Mapping[str, Sequence[Value]] | None = None,
    uncertainties: Mapping[str, Sequence[float]] | None = None,
    curves: bool | None = None,
    counterfactual: bool | None = None,
) -> Study:
    """The study with other replicates, seed, levers or uncertainties, with further addresses in its
    grid, with its curves or its counterfactual; checked like a file, whether it came from one or
    was made in Python.

    Where further addresses vary, figures of designs give way to that of the sweep.
    """
    changes: dict[str, Any] = {
        "replicates": replicates,
        "seed": seed,
        "levers": levers,
        "uncertainties": uncertainties,
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
