"""What people and programs get wrong is refused in one clear message, with nothing written; what
they write in an unusual way is taken as they mean it.
"""

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

import numpy as np
import pytest
from bad_input.arguments import FORMS, SPANS, argument_case, form_case
from bad_input.case import BAD, Case, answer
from bad_input.points import points_case
from bad_input.scenarios import scenario_case
from bad_input.studies import SAID, said_case, study_case

import poolsim
from poolsim.cli.main import main
from poolsim.errors import LONGEST_LINE, ScenarioError, StoreError, one_line
from poolsim.scenario.scenario import Scenario, load
from poolsim.study.declared.read import with_settings
from poolsim.study.declared.study import Study

CASES = 25


@pytest.mark.parametrize("made", [scenario_case, study_case, points_case, argument_case])
def test_random_input_gets_what_it_should(made: Callable[[Random], Case], tmp_path: Path) -> None:
    random = Random(20)
    for _ in range(CASES):
        case = made(random)
        found, wrong = answer(case, tmp_path)
        assert not wrong, (case.kind, found.err[:500])


def test_every_line_of_a_study_that_is_wrong_is_told(tmp_path: Path) -> None:
    for change in SAID:
        found, wrong = answer(said_case(*change), tmp_path)
        assert not wrong, (change, found.err[:500])


def test_every_form_of_a_command_line_that_is_wrong_is_told(tmp_path: Path) -> None:
    for form, words in FORMS:
        found, wrong = answer(form_case(form, words), tmp_path)
        assert not wrong, (form, found.err[:500])


@pytest.mark.parametrize("option", list(SPANS))
@pytest.mark.parametrize("value", ["x", "1.5", "1e3", ""])
def test_an_option_that_takes_a_count_names_its_range(
    option: str, value: str, tmp_path: Path
) -> None:
    words = (option, SPANS[option])
    _, wrong = answer(Case("count", ["run", "cn_tv", f"{option}={value}"], BAD, words), tmp_path)
    assert not wrong


@pytest.mark.parametrize("path", ["x" * 300, "x" * 5000, "loop", "/", ".", "pipe", "/dev/zero"])
@pytest.mark.parametrize("command", ["validate", "run", "resume", "reproduce", "export", "why"])
def test_a_path_that_cannot_be_used_gets_one_line(
    command: str,
    path: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    os.symlink("loop", "loop")
    os.mkfifo("pipe")
    assert main([command, path]) in (2, 4)
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and len(error) <= LONGEST_LINE + 1
    assert sorted(os.listdir()) == ["loop", "pipe"]


@pytest.mark.parametrize("text", ["a\0b", "\udcff"])
def test_an_argument_that_no_path_can_be_is_refused(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["resume", text])
    assert left.value.code == 2 and "no text in UTF-8" in capsys.readouterr().err


def test_a_message_is_one_short_line_that_can_be_printed() -> None:
    assert one_line("a\x1b[31m\nb\u202ec") == "a\\x1b[31m\\nb\\u202ec"
    assert len(one_line("x " * 100_000)) == LONGEST_LINE
    assert len(str(StoreError("x" * 100_000))) < LONGEST_LINE
    assert str(ScenarioError(map(str, range(100)))).endswith("\n39\nand 60 more errors")


@pytest.mark.parametrize(
    "number",
    [np.int64(3), np.uint8(3), np.float64(3.0), 3.0, np.int32(3), np.longdouble(3.0), Decimal(3)],
)
def test_a_whole_number_of_any_library_is_that_number(number: object) -> None:
    changed = load("cn_tv").with_values({"quarters": number})  # type: ignore[dict-item]
    assert changed.quarters == 3 and type(changed.quarters) is int


@pytest.mark.parametrize("no_number", [True, np.bool_(True), np.float64("nan"), "3", None])
def test_what_is_no_number_is_refused(no_number: object) -> None:
    with pytest.raises(ScenarioError, match="quarters: .*allowed range"):
        load("cn_tv").with_values({"quarters": no_number})  # type: ignore[dict-item]


def test_a_study_takes_numbers_of_numpy() -> None:
    values = np.linspace(0.0, 0.1, 3)
    made = Study(
        name="made", scenarios=["cn_tv"], replicates=np.int64(2), grid={"alliance.dues": values}
    )
    assert made.replicates == 2 and made.grid == {"alliance.dues": [0.0, 0.05, 0.1]}
    other = Study(name="made", scenarios=["cn_tv"], grid={"seed": range(2)})
    assert other.grid == {"seed": [0, 1]}
    assert (
        poolsim.simulate("cn_tv", {"quarters": 1}, replicates=np.int16(2), plain=True).shape[0] == 2
    )


@pytest.mark.parametrize("tiny", [1e-101, -1e-320, 5e-324, -0.0, np.float64(1e-200)])
def test_a_number_next_to_a_bound_is_the_bound(tiny: float) -> None:
    for changed in (
        load("cn_tv").with_values({"alliance.dues": tiny}).alliances[0].dues,
        Study(name="a", scenarios=["cn_tv"], grid={"alliance.dues": [tiny]}).grid["alliance.dues"][
            0
        ],
    ):
        assert str(changed) == "0.0"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"grid": {"alliance.dues": [0.1, 0.1]}}, "given twice"),
        ({"levers": {"alliance.deus": [0.1]}}, "did you mean 'alliance.dues'"),
        ({"designs": {"a": {"alliance.dues": {}}}}, "a table is not a number"),
        ({"grid": {"alliance.dues": [0.0, 1e-300]}}, "given twice"),
        ({"outcomes": ["membrs"]}, "did you mean 'members'"),
        ({"grid": {"alliance.structure": [{"mandate": 0.5}, "entity"]}}, "is no label of a cell"),
        ({"scenarios": ["cn_vt"]}, "scenarios: cn_vt: no such file.*did you mean 'cn_tv'"),
    ],
)
def test_a_study_made_in_python_is_checked_like_a_file(
    said: dict[str, object], words: str, tmp_path: Path
) -> None:
    study = Study.model_validate({"name": "made", "scenarios": ["cn_tv"], **said})
    with pytest.raises(ScenarioError, match=words):
        poolsim.run(study, tmp_path / "out")
    assert not list(tmp_path.iterdir())
    with pytest.raises(ScenarioError, match=words):
        with_settings(study)


def test_what_is_made_in_python_is_refused_in_the_words_of_a_file() -> None:
    for make, words in (
        (lambda: Study(name="a", scenarios=["cn_tv"], replicate=2), "did you mean 'replicates'"),
        (lambda: Scenario(name="a", firms=[{"nam": "b"}]), "firms.1.nam: unknown key"),
        (lambda: load("cn_tv").with_values([("alliance.dues", 1)]), "values: .* not a table"),
        (lambda: load(None), "NoneType: neither a path nor a name in configs"),
        (lambda: poolsim.why(3), "int: neither a path nor a name in configs"),
        (lambda: poolsim.switch(None), "None: no such file"),
    ):
        with pytest.raises(ScenarioError, match=words) as refused:
            make()
        assert "pydantic" not in str(refused.value)


def test_points_that_a_constraint_rejects_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(
        'name = "case"\nscenarios = ["cn_tv"]\n[grid]\n"alliance.dues" = [0.1, 0.2, 0.3]\n'
        '[[constraints]]\naddress = "alliance.dues"\nat_most = 0.15\nreason = "too dear"\n'
    )
    assert main(["validate", str(path)]) == 0
    told = capsys.readouterr().err
    assert "warning: 2 of 3 points are rejected; 2 of them: too dear" in told


CIRCLE = "".join(
    f'[[conditions]]\nlever = "{lever}"\naddress = "{other}"\n{end} = 0.25\n'
    for lever, other, end in (
        ("alliance.dues", "alliance.grant", "at_most"),
        ("alliance.grant", "alliance.dues", "at_least"),
    )
)


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ('[uncertainties]\n"firms.count" = [1, 3]\n', "firms.count: takes whole numbers only"),
        ("[uncertainties]\nquarters = [1, 3]\n", "quarters: takes whole numbers only"),
        (
            '[uncertainties]\n"alliance.training" = [0, 1]\n[sampling]\nmethod = "sobol"\n',
            "alliance.training: takes 0 or 1 only",
        ),
        (
            f'[levers]\n"alliance.dues" = [0.5]\n"alliance.grant" = [0.5]\n{CIRCLE}',
            "no cell is left to run: 1 of 1 points are rejected; 1 of them: the conditions depend",
        ),
    ],
)
def test_what_run_refuses_is_not_validated(
    rest: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(f'name = "case"\nscenarios = ["cn_tv"]\n{rest}')
    for command in ("validate", "run"):
        assert main([command, str(path), *(["--dry-run"] if command == "run" else [])]) == 2
        told = capsys.readouterr()
        assert words in told.err and told.err.count("\n") == 1 and not told.out


def test_sensitivity_draws_no_whole_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    ranges = ["--range", "firms.count=1:3", "--range", "alliance.dues=0:1"]
    assert main(["sensitivity", "cn_tv", "--of", "members", *ranges]) == 2
    assert "--range: firms.count: takes whole numbers only" in capsys.readouterr().err
