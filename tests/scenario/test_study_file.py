"""Studies: reading, crossing, refusing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from poolsim.parameters.alliance import STRUCTURES
from poolsim.scenario.scenario import Scenario, ScenarioError, load
from poolsim.scenario.toml import shipped
from poolsim.study.declared.read import is_study, load_study, study_named, study_of, with_settings
from poolsim.study.declared.sampling import points
from poolsim.study.declared.study import Study

Write = Callable[..., Path]
STUDY = """\
name = "trial"
scenarios = ["small.toml", "twin.toml"]
replicates = 5
seed = 11
structures = ["entity", "cooperative"]

[designs.free]
"alliance.dues" = 0.0
"structure.mandate" = 0.2
[designs.paying]
alliance.dues = 0.5
[designs.paying.twin]
"alliance.dues" = 0.7

[beliefs]
optimistic = 1.0
pessimistic = 0.0

[grid]
"membership.intensity" = [1, 2.5]
quarters = [4, 8]
"""


@pytest.fixture
def study_text(small_text: str, write: Write) -> str:
    write(small_text, "small.toml")
    write(small_text.replace('"small"', '"twin"'), "twin.toml")
    return STUDY


def refused(path: Path) -> tuple[str, ...]:
    with pytest.raises(ScenarioError) as caught:
        load_study(path)
    return caught.value.messages


def test_cells_cross_in_a_fixed_order(study_text: str, write: Write) -> None:
    study = load_study(write(study_text))
    cells = list(points(study))
    assert len(cells) == study.size() == 2 * 2 * 2 * 2 * 4
    assert list(cells[0].labels.items()) == [
        ("scenario", "small"),
        ("design", "free"),
        ("structure", "entity"),
        ("belief", "optimistic"),
        ("membership.intensity", 1),
        ("quarters", 4),
    ]
    factors = ["scenario", "design", "structure", "belief", "membership.intensity", "quarters"]
    keys = [tuple(cell.labels[factor] for factor in factors) for cell in cells]
    assert len(set(keys)) == len(keys)
    assert [key[-1] for key in keys[:4]] == [4, 8, 4, 8]
    assert [key[0] for key in keys] == ["small"] * 32 + ["twin"] * 32


def test_cells_carry_their_values(study_text: str, write: Write) -> None:
    for labels, scenario, _ in points(load_study(write(study_text))):
        alliance = scenario.alliances[0]
        structure = scenario.structure_of(alliance)
        paid = 0.7 if labels["scenario"] == "twin" else 0.5
        assert scenario.seed == 11
        assert scenario.quarters == labels["quarters"]
        assert scenario.membership.intensity == labels["membership.intensity"]
        assert scenario.learning.first_belief == (1.0 if labels["belief"] == "optimistic" else 0.0)
        assert alliance.dues == (paid if labels["design"] == "paying" else 0.0)
        assert structure.legal_person == (1.0 if labels["structure"] == "entity" else 0.0)
        own = STRUCTURES[str(labels["structure"])].mandate
        assert structure.mandate == (0.2 if labels["design"] == "free" else own)


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        (
            "replicates = 5",
            "replicates = 0",
            3,
            "replicates: 0 is too low; allowed range [1, 1000000] runs per cell",
        ),
        (
            "replicates = 5",
            "replicate = 5",
            3,
            "replicate: unknown key; did you mean 'replicates'?",
        ),
        (
            '"entity", "coop',
            '"entty", "coop',
            5,
            "structures: unknown structure 'entty'; did you mean 'entity'?",
        ),
        (
            '"alliance.dues" = 0.0',
            '"alliance.due" = 0.0',
            8,
            "designs.free.alliance.due: unknown address; did you mean 'alliance.dues'?",
        ),
        (
            '"alliance.dues" = 0.7',
            '"alliance.dues" = true',
            13,
            "designs.paying.twin.alliance.dues: true is not a number; "
            "allowed range [0, 10] RMB m per member and quarter",
        ),
        (
            '"structure.mandate" = 0.2',
            '"alliance.structure" = "entity"',
            9,
            "designs.free.alliance.structure: the study crosses structures already",
        ),
        (
            "pessimistic = 0.0",
            "pessimistic = -1.0",
            17,
            "beliefs.pessimistic: -1.0 is too low; allowed range [0, 1] share of true benefit",
        ),
        (
            "[1, 2.5]",
            "[1, 101]",
            20,
            "membership.intensity: 101 is too high; allowed range [0, 100] per stake",
        ),
        ("[1, 2.5]", "[]", 20, "grid.membership.intensity: no values"),
        ("[1, 2.5]", "3", 20, "grid.membership.intensity: 3 is not a list"),
    ],
)
def test_refusals(
    old: str, new: str, line: int, expected: str, study_text: str, write: Write
) -> None:
    path = write(study_text.replace(old, new, 1))
    assert refused(path) == (f"{path}:{line}: {expected}",)


def test_errors_of_the_scenarios_are_reported(
    study_text: str, small_text: str, write: Write
) -> None:
    twin = write(small_text.replace("quarters = 8", "quarters = 0"), "twin.toml")
    assert refused(write(study_text)) == (
        f"{twin}:3: quarters: 0 is too low; allowed range [1, 400] quarters",
    )


def test_two_scenarios_of_one_name_are_refused(study_text: str, write: Write) -> None:
    path = write(
        study_text.replace('"twin.toml"', '"small.toml"').replace(
            "[designs.paying.twin]", "[designs.other]"
        )
    )
    assert f"{path}:2: scenarios: two scenarios are named 'small'" in refused(path)


def test_too_many_cells_are_refused(study_text: str, write: Write) -> None:
    many = ", ".join(["1.0"] * 1001)
    path = write(study_text.replace("[1, 2.5]", f"[{many}]").replace("[4, 8]", f"[{many}]"))
    assert "at most 1000000 allowed" in refused(path)[0]


def test_a_scenario_is_a_study_of_one_cell(small: Scenario) -> None:
    study = study_of(small, replicates=7)
    (cell,) = points(study)
    assert cell.scenario == small
    assert cell.labels == {
        "scenario": "small",
        "design": "as_is",
        "structure": "preset",
        "belief": "preset",
    }
    assert (study.replicates, study.seed) == (7, 3)


def test_with_settings_keeps_the_rest(study_text: str, write: Write) -> None:
    study = load_study(write(study_text))
    other = with_settings(study, replicates=9, grid={"quarters": [6], "alliance.grant": [0.0, 0.1]})
    assert (other.replicates, other.seed, other.size()) == (9, 11, 64)
    assert all(cell.scenario.quarters == 6 for cell in points(other))
    assert with_settings(study) == study
    with pytest.raises(ScenarioError, match="quarters: 0 is too low"):
        with_settings(study, grid={"quarters": [0]})
    with pytest.raises(ScenarioError, match="replicates: 0 is too low"):
        with_settings(study, replicates=0)


def test_schema_and_kind(study_text: str, small: Scenario) -> None:
    assert Study.model_json_schema()["properties"]["replicates"]["unit"] == "runs per cell"
    assert is_study({"scenarios": []}) and not is_study(small.model_dump())
    assert set(Study.model_json_schema()["properties"]) == set(Study.model_fields)


@pytest.mark.parametrize("name", list(shipped("experiments")))
def test_shipped_study(name: str) -> None:
    assert load_study(name).name == name


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("trial.toml", "trial.toml: a study, and no scenario"),
        ("self_sufficiency", "self_sufficiency: no such file, nor a name in configs, but one in"),
        (" ", "'': no name, and no file"),
    ],
)
def test_what_is_no_scenario_is_not_loaded(
    given: str,
    expected: str,
    study_text: str,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(study_text, "trial.toml")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError, match=expected) as caught:
        load(given)
    assert len(caught.value.messages) == 1


def test_a_scenario_is_run_as_a_study_of_one_cell() -> None:
    scenario = load("cn_tv")
    study = study_named(scenario)
    assert (study.size(), study.seed, study.bases()) == (1, scenario.seed, [scenario])
