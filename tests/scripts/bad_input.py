"""Tries thousands of inputs that are wrong, or right in an unusual way: prints a JSON line, ends
with 1 if one was not refused in a clear message, or not taken as it was meant.

python tests/scripts/bad_input.py [--files 5000] [--arguments 500] [--seed 1]
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from bad_input.arguments import argument_case  # noqa: E402
from bad_input.case import Case, answer  # noqa: E402
from bad_input.points import points_case  # noqa: E402
from bad_input.scenarios import scenario_case  # noqa: E402
from bad_input.studies import WAYS_OF_LARGE, study_case  # noqa: E402

EVERY = 500  # cases between two lines of progress
MOST_BYTES = 2**30
KIB = 1024


def main(argv: list[str] | None = None) -> int:
    """Exit code 0 when every input got what it should."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--arguments", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    random, started = Random(options.seed), time.perf_counter()
    of_files: list[Callable[[Random], Case]] = [
        scenario_case,
        scenario_case,
        study_case,
        points_case,
    ]
    of_files.append(lambda random: random.choice(WAYS_OF_LARGE)(random))
    makers = [random.choice(of_files) for _ in range(options.files)]
    makers += [argument_case] * options.arguments
    codes: Counter[str] = Counter()
    slowest, wrong = (0.0, ""), 0
    with tempfile.TemporaryDirectory() as folder:
        for place, maker in enumerate(makers, start=1):
            case = maker(random)
            found, faults = answer(case, Path(folder))
            codes[str(found.code)] += 1
            slowest = max(slowest, (found.seconds, case.kind))
            wrong += bool(faults)
            for fault in faults:
                print(f"{case.kind}: {fault}\n    {found.err[:300]!r}", flush=True)
            if place % EVERY == 0:
                seconds = time.perf_counter() - started
                print(f"{place} inputs, {seconds:.0f} s", file=sys.stderr, flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB
    told = {"inputs": len(makers), "wrong": wrong, "codes": dict(codes), "slowest_cpu": slowest}
    told |= {"peak_MiB": peak // 2**20, "seconds": round(time.perf_counter() - started)}
    print(json.dumps(told))
    return int(bool(wrong) or peak > MOST_BYTES)


if __name__ == "__main__":
    sys.exit(main())
