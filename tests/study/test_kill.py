"""A sweep that is killed or interrupted, in processes of its own, on the plain path."""

import signal
import time
from pathlib import Path

from kill_and_resume import kill_and_resume, parts, started, write_study


def test_killed_three_times_nothing_is_lost_or_repeated(tmp_path: Path) -> None:
    assert "tables identical" in kill_and_resume(
        tmp_path, kills=3, plain=True, chunk=16, points=24, replicates=20
    )


def test_an_interrupt_is_answered_within_seconds(tmp_path: Path) -> None:
    study = write_study(tmp_path, points=64, replicates=100)
    running = started(study, tmp_path / "out", workers=2, plain=True, chunk=64, seed=0)
    while not parts(tmp_path / "out") and running.poll() is None:
        time.sleep(0.01)
    sent = time.monotonic()
    running.send_signal(signal.SIGINT)
    code = running.wait(30)
    assert code != 0
    assert time.monotonic() - sent < 3.0  # a second on an idle machine
