"""What the event log costs: the plain path with a log over the plain path without one."""

import time

from common import arguments, interleaved, median_and_range, report

from poolsim.events.log import EventLog
from poolsim.model import PoolModel
from poolsim.scenario.scenario import load
from poolsim.scenario.toml import shipped


def main() -> None:
    """One ratio per preset."""
    quick = arguments(__doc__).quick
    replicates, repeats = (1, 1) if quick else (1, 25)
    for preset in sorted(shipped("configs")):
        scenario = load(preset)
        cell = scenario.with_values({"quarters": 4}).lower() if quick else scenario.lower()

        def run(logged: bool, cell=cell, seed=scenario.seed) -> None:
            for replicate in range(replicates):
                log = EventLog() if logged else None
                PoolModel(cell, replicate, seed=seed, log=log).run()

        run(True)
        times = interleaved(lambda: run(True), lambda: run(False), repeats, time.process_time)
        ratio, spread = median_and_range([logged / bare for logged, bare in times])
        report(
            f"events_{preset}",
            ratio,
            "at most 1.1",
            spread,
            repeats,
            f"processor time per run, plain path with an event log over without, "
            f"{len(cell.firms)} firms, {cell.quarters} quarters",
        )


if __name__ == "__main__":
    main()
