"""A study that is killed or interrupted, in processes of its own, on the plain path."""

import signal
import time
from pathlib import Path

from kill_and_resume import Settings, kill_and_resume, parts, started, write_study


def test_killed_three_times_nothing_is_lost_or_repeated(tmp_path: Path) -> None:
    settings = Settings(write_study(tmp_path, 20), 20, chunk=16, plain=True)
    assert "tables identical" in kill_and_resume(tmp_path, settings, 3)


def test_an_interrupt_is_answered_within_seconds(tmp_path: Path) -> None:
    settings = Settings(write_study(tmp_path, 800), 800, chunk=64, plain=True)
    running = started(settings, tmp_path / "out", 0)
    while not parts(tmp_path / "out") and running.poll() is None:
        time.sleep(0.01)
    sent = time.monotonic()
    running.send_signal(signal.SIGINT)
    code = running.wait(30)
    assert code != 0
    assert time.monotonic() - sent < 3.0  # a second on an idle machine
