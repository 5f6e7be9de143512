"""A case of input, and what the program must do with it."""

import contextlib
import io
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import poolsim
from poolsim.cli.main import main
from poolsim.scenario.scenario import Scenario
from poolsim.study.declared.read import what_is
from poolsim.study.declared.sampling import numbers_at
from poolsim.study.declared.study import Study

BAD, GOOD, ANY = "refused", "accepted", "either"
LONGEST, MOST_LINES, MOST_SECONDS = 2100, 41, 10.0


class Case(NamedTuple):
    """Files, what is called over them, and what is expected of it: the code, words of the message,
    and where the input is good the numbers that it means, by address.
    """

    kind: str
    argv: list[str]
    expect: str = ANY
    words: tuple[str, ...] = ()
    files: Mapping[str, bytes] = {}
    values: Mapping[str, Any] = {}


class Started(BaseException):
    """The command would run a study now."""


class Answer(NamedTuple):
    """What a command did."""

    code: Any
    out: str
    err: str
    seconds: float
    study: Study | None = None


def answer(case: Case, folder: Path) -> tuple[Answer, list[str]]:
    """What the program does with a case in an empty folder, and what is wrong with that."""
    for name, content in case.files.items():
        (folder / name).write_bytes(content)
    before = _listed(folder)
    with contextlib.chdir(folder):
        found = _called(case.argv)
        wrong = list(_wrong(case, found))
        if not wrong and found.code == 0 and case.values:
            wrong = list(_other_values(case, found))
    if _listed(folder) != before:
        wrong.append(f"wrote {sorted(_listed(folder).keys() - before.keys())}")
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    return found, wrong


def _listed(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def _called(argv: list[str]) -> Answer:
    out, err, started = io.StringIO(), io.StringIO(), time.process_time()
    study = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _stopped_at_runs():
        try:
            code: Any = main(argv)
        except SystemExit as left:
            code = left.code or 0
        except Started as reached:
            code, study = 0, reached.args[0]
        except Exception as error:  # what a user must never see
            code = f"{type(error).__name__}: {error}"
    return Answer(code, out.getvalue(), err.getvalue(), time.process_time() - started, study)


@contextlib.contextmanager
def _stopped_at_runs() -> Iterator[None]:
    """No command runs a model: the study that it would run is what a test asks for."""

    def started(study: Any = None, *_: Any, **__: Any) -> None:
        raise Started(study if isinstance(study, Study) else None)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("run", "why", "switch", "switch_two"):
            patch.setattr(poolsim, name, started)
        patch.setattr("poolsim.study.runner.cost", started)
        patch.setattr("poolsim.study.search.search", started)
        patch.setattr("poolsim.study.sensitivity.sensitivity", started)
        yield


def _wrong(case: Case, found: Answer) -> Iterator[str]:
    codes = {BAD: (2, 4), GOOD: (0,), ANY: (0, 2, 4)}[case.expect]
    if found.code not in codes:
        yield f"code {found.code}, not {codes}"
    if "Traceback" in found.err + found.out:
        yield "a traceback"
    lines = found.err.splitlines()
    if found.code in (2, 4) and not lines:
        yield "no message"
    if len(lines) > MOST_LINES or any(len(line) > LONGEST for line in lines):
        yield "a message too long"
    if not all(line.isprintable() for line in lines):
        yield "raw characters in a message"
    if found.code in (2, 4):
        yield from (f"no word of {word!r}" for word in case.words if word not in found.err)
    if found.seconds > MOST_SECONDS:
        yield f"{found.seconds:.1f} seconds of a processor"


def _other_values(case: Case, found: Answer) -> Iterator[str]:
    """Numbers of the resolved scenarios that are not those that were meant."""
    meant = found.study or what_is(case.argv[-1])
    scenarios = [meant] if isinstance(meant, Scenario) else _cells(meant)
    for address, value in case.values.items():
        have = [number for one in scenarios for number in numbers_at(one, address)]
        wanted = value if isinstance(value, list) else [value]
        if set(have) != set(wanted):
            yield f"{address} is {sorted(set(have))}, not {wanted}"
        if any(str(number) == "-0.0" for number in have):
            yield f"{address} is -0.0"


def _cells(study: Study) -> list[Scenario]:
    from poolsim.study.declared.sampling import points

    return [point.scenario for point in points(study) if point.scenario is not None]
