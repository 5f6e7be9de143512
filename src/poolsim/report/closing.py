"""The answer to what a study asks of its replicates, in words."""

import pandas as pd

from poolsim.report.comparison import answer
from poolsim.statistics.sequential import PRECISE


def closing(table: pd.DataFrame, by: str) -> str:
    """The answer in one sentence, and how many means are known well enough."""
    pairs, means = table[table["minus"] != ""], table[table["minus"] == ""]
    precise = (
        f"{int((means['verdict'] == PRECISE).sum())} of {len(means)} means are precise enough."
    )
    parts = [answer(pairs, by)] if len(pairs) else []
    return " ".join([*parts, precise] if len(means) else parts)
