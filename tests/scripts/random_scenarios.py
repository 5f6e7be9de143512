"""Checks random scenarios inside the bounds, as the tests do, but many: prints a JSON line, ends
with 1 at a failure.

python tests/scripts/random_scenarios.py [--scenarios 20000] [--seed 1]
"""

import argparse
import json
import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).parents[1]))

from soundness import check  # noqa: E402
from strategies import scenarios  # noqa: E402

from poolsim.model import PoolModel  # noqa: E402

EVERY = 1000  # scenarios between two lines of progress


def main(argv: list[str] | None = None) -> int:
    """Exit code 0 when every scenario is sound; else hypothesis shows the smallest that is not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenarios", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    PoolModel.audit = True
    seen, tried, started = set(), 0, time.perf_counter()

    @seed(options.seed)
    @settings(
        max_examples=options.scenarios,
        deadline=None,
        database=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(scenario=scenarios())
    def every_quarter_is_sound(scenario):
        nonlocal tried
        check(scenario)
        seen.add(scenario.digest())
        tried += 1
        if tried % EVERY == 0:
            print(
                f"{tried} scenarios, {time.perf_counter() - started:.0f} s",
                file=sys.stderr,
                flush=True,
            )

    every_quarter_is_sound()
    print(
        json.dumps(
            {
                "scenarios": tried,
                "different": len(seen),
                "seconds": round(time.perf_counter() - started, 1),
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
