"""Files are complete or not there, and what killed processes left of them is cleared."""

import errno
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from poolsim.errors import StoreError
from poolsim.files import clear_temporaries, write_whole, writing_to

WRITER = """
import sys, time
from pathlib import Path
sys.path[:0] = {path!r}
from poolsim.files import write_whole
def slowly(file):
    file.write(b"half")
    file.flush()
    print("begun", flush=True)
    time.sleep(60.0)
write_whole(Path({target!r}), slowly)
"""


def test_a_file_that_is_being_written_stays_and_one_of_a_killed_process_goes(
    tmp_path: Path,
) -> None:
    script = WRITER.format(path=sys.path, target=str(tmp_path / "table"))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None and writer.stdout.readline() == b"begun\n"
        (half,) = tmp_path.iterdir()
        clear_temporaries(tmp_path)
        assert half.exists()
        writer.kill()
    clear_temporaries(tmp_path, of="other")
    assert half.exists()
    clear_temporaries(tmp_path, of="table")
    assert not half.exists()


def test_a_file_cleared_before_it_was_locked_is_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleared: list[bool] = []

    def lock(file: IO[bytes], wait: bool) -> bool:
        if not cleared:
            Path(file.name).unlink()
        cleared.append(True)
        return True

    monkeypatch.setattr("poolsim.files._locked", lock)
    write_whole(tmp_path / "table", lambda file: file.write(b"all of it"))
    assert (tmp_path / "table").read_bytes() == b"all of it" and len(cleared) == 2
    assert len(list(tmp_path.iterdir())) == 1


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "table").write_text("earlier")

    def full(file: IO[bytes]) -> None:
        file.write(b"half of it")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StoreError, match="table: cannot be written: No space left on device"):
        writing_to(tmp_path / "table", full)
    assert (tmp_path / "table").read_text() == "earlier" and len(list(tmp_path.iterdir())) == 1
