"""The command line: which command is meant, and which code it leaves with."""

import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from types import FrameType

from poolsim import __version__
from poolsim.cli import explain, look, new, study, sure, switch, why
from poolsim.cli.arguments import BAD_INPUT, Parser
from poolsim.errors import ScenarioError, StoreError, one_line
from poolsim.scenario.toml import shipped
from poolsim.terminal import make_ready, to_stderr

INTERNAL_FAILURE, BAD_FOLDER, INTERRUPTED, NO_READER = 1, 4, 130, 141
FAMILIES = (new, explain, look, study, why, switch, sure)
SIGNALLED = 128  # plus the number of the signal


class Stopped(KeyboardInterrupt):
    """Another process asks this one to end."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns 0, 1 for an internal failure, 2 for bad input, 3 where `reproduce`
    finds a difference, 4 for a folder of results that cannot be used and where disk or memory
    fails, 130 when interrupted, 141 when nobody reads its output any more, 143 or 129 when ended
    by SIGTERM or SIGHUP.
    """
    make_ready()
    os.environ["MPLBACKEND"] = "agg"  # figures go to files, whatever a notebook draws on
    try:
        with _signals_stop():
            return _command(list(sys.argv[1:] if argv is None else argv))
    except ScenarioError as error:
        to_stderr(str(error))
        return BAD_INPUT
    except StoreError as error:
        to_stderr(str(error))
        return BAD_FOLDER
    except MemoryError as error:
        to_stderr(f"poolsim: the memory of this machine is used up: {error}")
        return BAD_FOLDER
    except Stopped as stopped:
        to_stderr("poolsim: ended by a signal")
        return SIGNALLED + int(stopped.args[0])
    except KeyboardInterrupt:
        to_stderr("poolsim: interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has left; a second error at interpreter exit would only confuse.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO_READER
    except OSError as error:  # a path that no disk takes: too long, a loop of links, no right
        place = f"{error.filename}: " if error.filename else ""
        to_stderr(one_line(f"{place}cannot be used: {error.strerror or error}"))
        return BAD_FOLDER
    except Exception as error:
        to_stderr(f"{traceback.format_exc()}poolsim: internal failure: {error}")
        return INTERNAL_FAILURE


@contextmanager
def _signals_stop() -> Iterator[None]:
    """SIGTERM and SIGHUP end a command as Ctrl-C does, unless they are ignored."""
    known = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [number for number in known if signal.getsignal(number) == signal.SIG_DFL]

    def stop(number: int, _: FrameType | None) -> None:
        raise Stopped(number)

    for number in numbers:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)


def _command(argv: list[str]) -> int:
    parser, run = _parsers()
    for one in argv:
        if "\0" in one or not _is_text(one):
            parser.error(f"'{one}' is no text in UTF-8 without NUL")
        option, _, value = one.partition("=")
        if option.startswith("--") and value == "--":  # which some versions of argparse drop
            parser.error(f"argument {option}: '--' is no value")
    if argv[:1] == ["sweep"]:
        parser.error("'sweep' is no command: 'poolsim run' runs every study")
    words = (*shipped("configs"), *shipped("experiments"), *run.option_names()[2:])
    if not argv or argv[0].endswith(".toml") or argv[0] in words:  # `run` may be left out
        argv = ["run", *argv]
    options = parser.parse_args(argv)
    code: int = options.do(options)
    sys.stdout.flush()
    return code


def _is_text(argument: str) -> bool:
    """Whether an argument can be written out; bytes of another encoding cannot."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def _parsers() -> tuple[Parser, Parser]:
    """The parser of all commands, and that of `run`."""
    parser = Parser(
        prog="poolsim",
        description="Agent-based model of patent alliances.",
        epilog=f"Without a command: run {study.DEFAULT_STUDY}. Exit codes: 0 done, 1 internal "
        "failure, 2 bad input, 3 reproduce found a difference, 4 a folder of results cannot be "
        "used, or disk or memory fails, 130 interrupted, 141 nobody reads the output any more, "
        "143 or 129 ended by a signal.",
    )
    parser.add_argument("--version", action="version", version=f"poolsim {__version__}")
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", parser_class=Parser
    )
    for name, meaning, do, options in chain.from_iterable(family.COMMANDS for family in FAMILIES):
        command = commands.add_parser(name, help=meaning)
        command.set_defaults(do=do)
        for option, settings in options.items():
            command.add_argument(option, **settings)
    return parser, commands.choices["run"]
