"""Files as they are given: texts in UTF-8 of a bounded size, and what is said of any other."""

import os
import stat
from pathlib import Path

from poolsim.errors import ScenarioError

MIB = 2**20
MOST_BYTES = MIB  # of a scenario or study; a shipped one has a hundredth
MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: str | Path, most: int = MOST_BYTES) -> str:
    """The text of a regular file in UTF-8, with or without a byte order mark. Raises ScenarioError
    for a path that cannot be read, what is no regular file or too large, and other encodings.
    """
    try:
        _refuse_irregular(path)
        with Path(path).open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ScenarioError([f"{path}: cannot be read: {reason}"]) from None
    if len(data) > most:
        raise ScenarioError([f"{path}: larger than {most / MIB:g} MiB, the most that is read"])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, data, error.start) from None
    if "\0" in text:
        raise _not_utf8(path, data, data.index(b"\0"))
    return text


def _refuse_irregular(path: str | Path) -> None:
    """Raise OSError for what a read could wait for, or read for ever."""
    mode = os.stat(path).st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(0, "it is no regular file")


def _not_utf8(path: str | Path, data: bytes, place: int) -> ScenarioError:
    line = data[:place].count(b"\n") + 1
    if data.startswith(MARKS_OF_UTF_16):
        text = "not a text in UTF-8, but in UTF-16: save it as UTF-8"
    elif data[place] == 0:
        text = "not a text: it holds a zero byte"
    else:
        text = "not a text in UTF-8"
    return ScenarioError([f"{path}:{line}: {text}"])


def exists(path: str | Path) -> bool:
    """Whether something is there; nothing is under a path that no file can have."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False
