"""A study that is killed or interrupted, in processes of its own, on the plain path."""

import signal
import time
from pathlib import Path

from kill_and_resume import Settings, kill_and_resume, parts, started, write_study


def test_killed_three_times_nothing_is_lost_or_repeated(tmp_path: Path) -> None:
    settings = Settings(write_study(tmp_path, 20), 20, chunk=16, plain=True)
    assert "tables identical" in kill_and_resume(tmp_path, settings, 3)


def test_an_interrupt_ends_a_run_after_the_chunks_under_way(tmp_path: Path) -> None:
    settings = Settings(write_study(tmp_path, 800), 800, chunk=64, plain=True)
    running = started(settings, tmp_path / "out", 0)
    while not parts(tmp_path / "out") and running.poll() is None:
        time.sleep(0.01)
    sent = chunks_begun(tmp_path)
    running.send_signal(signal.SIGINT)
    code = running.wait(30)
    assert code != 0
    more = chunks_begun(tmp_path) - sent  # one a worker may begin before the signal arrives
    assert more <= settings.workers


def chunks_begun(folder: Path) -> int:
    return len((folder / "out.begun").read_text(encoding="utf-8").splitlines())
