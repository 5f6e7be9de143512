"""Progress of a long job on standard error: a bar on a terminal, else a line now and then."""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from tqdm import tqdm

from poolsim.terminal import to_stderr

SECONDS_BETWEEN_LINES = 30.0


def teller(quiet: bool) -> Callable[[str], None]:
    """What says a line on standard error, or nothing."""
    return (lambda text: None) if quiet else to_stderr


class Progress:
    """Counts runs, or other things. On a terminal a bar; elsewhere a line at most every 30 seconds
    and one at the end; quiet: nothing.
    """

    def __init__(self, total: int, quiet: bool = False, thing: str = "run") -> None:
        self.total, self.quiet, self.done, self.thing = total, quiet, 0, thing
        self.started = self.told = time.monotonic()
        self.bar: tqdm[None] = tqdm(
            total=total,
            unit=thing,
            file=sys.stderr,
            dynamic_ncols=True,
            disable=quiet or not sys.stderr.isatty(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.bar.close()

    def start(self) -> None:
        """Time runs from now: what was prepared until now tells nothing about them."""
        self.started = self.told = time.monotonic()
        self.bar.unpause()

    def expect(self, things: int) -> None:
        """There are to be so many more."""
        self.total = self.done + things
        self.bar.total = self.total
        self.bar.refresh()

    def say(self, text: str) -> None:
        """Tell the reader something, beside the count."""
        if self.quiet:
            return
        with suppress(OSError):  # as in `to_stderr`
            self.bar.write(text, file=sys.stderr)

    def advance(self, runs: int) -> None:
        """Count runs, or what else is counted."""
        self.done += runs
        self.bar.update(runs)
        if not self.bar.disable:
            return
        now = time.monotonic()
        if now - self.told >= SECONDS_BETWEEN_LINES or self.done == self.total:
            self.told = now
            taken = now - self.started
            rate = self.done / max(taken, 1e-9)
            left = (self.total - self.done) / rate
            self.say(
                f"{self.done} of {self.total} {self.thing}s, {taken:.0f} s, "
                f"{rate:.{0 if rate >= 10.0 else 1}f} {self.thing}s/s, {left:.0f} s left"
            )
