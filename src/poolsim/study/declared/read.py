"""Studies and scenarios from files, by name or by path, checked."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from poolsim.errors import ScenarioError
from poolsim.scenario.scenario import Scenario, Value, load
from poolsim.scenario.strict import validated
from poolsim.scenario.toml import Document, find_toml, nearest, read_toml, refusal, shipped
from poolsim.study.declared.checks import problems_of
from poolsim.study.declared.design import SWEEP, too_many_cells
from poolsim.study.declared.figures import figure_problem, swept_addresses
from poolsim.study.declared.points import read_points
from poolsim.study.declared.study import STUDY_KEYS, Study


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
    problems = problems_of(study, [study._loaded[name] for name in study.scenarios])
    if problems := problems + too_many_cells(study.size()):
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
        swept = [SWEEP] if swept_addresses(changed) else []
        changed = changed.model_copy(update={"figures": fitting or swept})
    changed._loaded.update(study._loaded)
    changed._points = study._points
    return _checked(changed)
