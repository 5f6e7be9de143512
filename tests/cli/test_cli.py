"""The command line: exit codes, messages, and what it must not import."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from poolsim.cli.main import Stopped, main
from poolsim.scenario.addresses import declarations
from poolsim.study.declared.read import load_study
from poolsim.study.declared.sampling import points
from poolsim.study.declared.study import Study

Write = Callable[..., Path]
HEAVY = ("mesa", "numba", "matplotlib", "pandas", "numpy")


@pytest.fixture
def file(small_text: str, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A valid scenario, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return write(small_text, "small.toml").name


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stands in for the runner of studies and notes what it is asked to do."""
    asked: list[dict[str, Any]] = []

    def run(study: Study, out: Path, **options: Any) -> SimpleNamespace:
        asked.append({"study": study, "out": out, **options})
        return SimpleNamespace(complete=True, verdict="the verdict\n", page="", answer="")

    module = ModuleType("poolsim.study.execution")
    module.run = run
    monkeypatch.setitem(sys.modules, "poolsim.study.execution", module)
    return asked


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*positions: Any, **options: Any) -> None:
        raise error

    module = ModuleType("poolsim.study.execution")
    module.run = fail
    monkeypatch.setitem(sys.modules, "poolsim.study.execution", module)


def code_of(argv: list[str]) -> int:
    """Exit code, whether returned or raised by the argument parser."""
    try:
        return main(argv)
    except SystemExit as left:
        return int(left.code or 0)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["vaildate", "x"], "did you mean 'validate'?"),
        (["sweep", "cn_tv"], "'sweep' is no command: 'poolsim run' runs every study"),
        (
            ["run", "--replicats", "3"],
            "unrecognized arguments: --replicats; did you mean '--replicates'?",
        ),
        (["run", "--rep", "3"], "unrecognized arguments: --rep"),
        (["schema", "studdy"], "did you mean 'study'?"),
        (["validate"], "the following arguments are required: FILE"),
        (["run", "--workers", "0"], "'0' is not a number of threads"),
        *(
            ([*command.split(), f"{option}=--"], f"argument {option}: '--' is no value")
            for command, option in (
                ("run small.toml", "--seed"),
                ("run small.toml", "--out"),
                ("run small.toml", "--set"),
                ("search small.toml --of members", "--levers"),
                ("export small.toml", "--format"),
            )
        ),
        (["run", "--set", "alliance.dues"], "'alliance.dues' is not of the form ADDRESS=VALUE"),
        (
            ["run", "--sweep", "alliance.dues=0:1"],
            "'alliance.dues=0:1' is not of the form ADDRESS=low:high:points",
        ),
        (["run", "--sweep", "alliance.dues=0:1:1"], "1 points; allowed range [2, 10000]"),
        (
            ["run", "small.toml", "--set", "alliance.due=1"],
            "alliance.due: unknown address; did you mean 'alliance.dues'?",
        ),
        (
            ["run", "small.toml", "--set", "alliance.dues=nan"],
            "alliance.dues: nan is not a finite number",
        ),
        (
            ["run", "small.toml", "--set", "alliance.dues=much"],
            "alliance.dues: 'much' is not a number",
        ),
        (["run", "small.toml", "--sweep", "alliance.dues=0,99"], "alliance.dues: 99 is too high"),
        (["run", "small.toml", "--set", "seed=2"], "the study's seed; set that, or say --seed"),
        (["new", "mine", "--firms", "0"], "'0' is not a number of firms; allowed range [2, "),
        (["run", "small.toml", "--replicates", "0"], "replicates: 0 is too low"),
        (["run", "small.toml", "--seed=-1"], "seed: -1 is too low"),
        (["run", "small.toml", "--out", "small.toml/results"], "is not a folder"),
        (["run", "none.toml"], "none.toml: cannot be read: No such file or directory"),
        (["run", "nothing"], "nothing: no such file, study or preset"),
        (["validate", "."], "cannot be read: Is a directory"),
    ],
)
def test_bad_input(
    argv: list[str],
    message: str,
    file: str,
    runner: list[dict[str, Any]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert code_of(argv) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert len(printed.err.strip().splitlines()) == 1
    assert printed.out == ""
    assert runner == []
    assert [path.name for path in tmp_path.iterdir()] == [file]


def test_validate(file: str, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        'name = "pair"\nscenarios = ["small.toml"]\nstructures = ["entity", "cooperative"]\n',
        "pair.toml",
    )
    write('name = "bad"\nquarters = 0\nseeds = 1\n', "bad.toml")
    assert main(["validate", file, "pair.toml"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "small.toml: ok (scenario small)",
        "pair.toml: ok (study pair, 2 cells)",
    ]
    assert main(["validate", "bad.toml", file]) == 2
    printed = capsys.readouterr()
    *errors, warning = printed.err.splitlines()
    assert len(errors) == 3 and warning.startswith("small.toml: warning: firms.invited: 0 in every")
    assert printed.out == "small.toml: ok (scenario small)\n"


def test_run_warns_where_nobody_can_gain(
    file: str, runner: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    """As the scenario stands with what is set; a sweep of it, or --quiet, is told nothing."""
    assert main(["run", file, "--set", "firms.invited=1"]) == 0
    assert "warning: alliances.one: it does nothing" in capsys.readouterr().err
    for more in (["--quiet"], ["--sweep", "alliance.dues=0,1"]):
        assert main(["run", file, *more]) == 0
        assert "warning" not in capsys.readouterr().err


def test_run_a_scenario(
    file: str, runner: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(
            [
                "run",
                file,
                "--replicates",
                "4",
                "--seed",
                "7",
                "--workers",
                "2",
                "--plain",
                "--out",
                "here",
                "--set",
                "alliance.structure=entity",
                "--sweep",
                "alliance.dues=0:0.3:4",
                "--sweep",
                "membership.intensity=1,2",
            ]
        )
        == 0
    )
    (asked,) = runner
    study: Study = asked["study"]
    assert (study.replicates, study.seed, study.size()) == (4, 7, 8)
    assert study.grid["alliance.dues"] == pytest.approx([0.0, 0.1, 0.2, 0.3])
    assert study.grid["alliance.dues"][-1] == 0.3
    assert all(point.scenario.alliances[0].structure == "entity" for point in points(study))
    assert (asked["out"], asked["workers"], asked["plain"], asked["quiet"]) == (
        Path("here"),
        2,
        True,
        False,
    )
    assert capsys.readouterr().out == "the verdict\nresults in here\n"


@pytest.mark.parametrize(
    ("rest", "words", "drawn"),
    [
        ('["survival"]', "--set alliance.dues=0.1", ["survival"]),
        ('["survival", "members"]', "--sweep alliance.dues=0,0.1", ["sweep"]),
        ('["survival"]', "--sweep alliance.structure=entity,cooperative", []),
        ('["sweep"]\ngrid = { "alliance.dues" = [0, 1] }', "--set alliance.dues=0.1", []),
    ],
)
def test_figures_that_cannot_show_what_varies_are_told(
    rest: str,
    words: str,
    drawn: list[str],
    file: str,
    write: Write,
    runner: list[dict[str, Any]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(f'name = "drawn"\nscenarios = ["small.toml"]\nfigures = {rest}\n', "drawn.toml")
    before = load_study("drawn.toml").figures
    said = f": {', '.join(before)}; drawn instead: {', '.join(drawn) or 'none'}\n"
    for more in ([], ["--quiet"]):
        assert main(["run", "drawn.toml", *words.split(), *more]) == 0
        told = drawn != before and not more
        err = capsys.readouterr().err
        assert [words in err for words in (said, "drawn instead")] == [told] * 2
    assert [asked["study"].figures for asked in runner] == [drawn] * 2


def test_a_file_alone_is_run(
    file: str, runner: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([file, "--quiet"]) == 0
    assert runner[0]["study"].name == "small"
    assert capsys.readouterr().out == ""


def test_no_command_runs_the_main_study(
    file: str,
    runner: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    small_text: str,
    write: Write,
) -> None:
    main_study = write('name = "self_sufficiency"\nscenarios = ["small.toml"]\n', "main.toml")
    monkeypatch.setattr(
        "poolsim.scenario.toml.shipped", lambda folder: {"self_sufficiency": main_study}
    )
    monkeypatch.setattr("poolsim.cli.main.shipped", lambda folder: {"self_sufficiency": main_study})
    assert main([]) == 0
    assert main(["--quiet"]) == 0
    assert [asked["study"].name for asked in runner] == ["self_sufficiency"] * 2


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (Stopped(15), 143, "ended by a signal"),
        (Stopped(1), 129, "ended by a signal"),
        (RuntimeError("boom"), 1, "internal failure: boom"),
        (OSError(errno.EPERM, "not allowed"), 4, "cannot be used: not allowed"),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            4,
            "cannot be used: No space left on device",
        ),
        (MemoryError("no room for 8 GB"), 4, "memory of this machine is used up: no room for 8 GB"),
    ],
)
def test_other_exit_codes(
    error: BaseException,
    code: int,
    message: str,
    file: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    failing(monkeypatch, error)
    assert main(["run", file]) == code
    assert message in capsys.readouterr().err


def test_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parameters", "--json"]) == 0
    assert [row["address"] for row in json.loads(capsys.readouterr().out)] == [
        row.address for row in declarations()
    ]
    assert main(["parameters", "--unsourced"]) == 0
    printed = capsys.readouterr().out
    assert "research.productivity" in printed and "research.value_sigma" not in printed


def test_a_reader_who_leaves_is_told_by_the_code_alone(file: str) -> None:
    source = Path(sys.modules["poolsim"].__file__ or "").parents[1]
    ran = subprocess.Popen(
        [sys.executable, "-m", "poolsim", "schema"],
        env=os.environ | {"PYTHONPATH": str(source)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert ran.stdout is not None and ran.stderr is not None
    ran.stdout.close()
    assert ran.stderr.read() == b""
    ran.stderr.close()
    assert ran.wait(timeout=60) == 141


def test_structures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["structures"]) == 0
    assert capsys.readouterr().out.split()[:4] == [
        "number",
        "entity",
        "social_group",
        "cooperative",
    ]


def test_phases(capsys: pytest.CaptureFixture[str]) -> None:
    quarter = pytest.importorskip("poolsim.economy.quarter")
    assert main(["phases"]) == 0
    printed = capsys.readouterr().out
    assert all(
        phase.__name__ in printed and quarter.words_of(phase) in printed for phase in quarter.PHASES
    )


@pytest.mark.parametrize("kind", ["scenario", "study"])
def test_schema(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", kind]) == 0
    assert json.loads(capsys.readouterr().out)["additionalProperties"] is False


@pytest.mark.parametrize(
    "argv",
    [
        ["--help"],
        ["run", "--help"],
        ["validate", "small.toml"],
        ["parameters"],
        ["schema"],
        ["new", "mine"],
        ["list"],
        ["explain", "alliance.dues", "small.toml"],
    ],
)
def test_light_commands_import_nothing_heavy(argv: list[str], file: str) -> None:
    source = Path(sys.modules["poolsim"].__file__ or "").parents[1]
    script = (
        f"import sys; sys.path.insert(0, {str(source)!r})\nfrom poolsim.cli.main import main\n"
        f"try:\n    code = main({argv!r})\nexcept SystemExit as left:\n    code = left.code or 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
        "sys.exit(code)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0
    assert ran.stderr.splitlines()[-1] == "[]"
