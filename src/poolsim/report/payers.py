"""Who pays, in plain text: a row per cell that lived, RMB by payer for each RMB that was spent."""

import pandas as pd

from poolsim.report.text import aligned, share_said
from poolsim.statistics.payers import by_payer
from poolsim.statistics.verdict import FEWEST_FORMED

# Head and column of the money of a cell.
MONEY = {
    "ssr": "ssr_narrow",
    "+projects": "ssr_service",
    "+dues": "ssr_members",
    "member money": "member_money",
}
WHO_PAYS = "Who pays, RMB for each RMB spent over life, all runs together"
LEAST = 0.02  # that is told


def payers_lines(verdict: pd.DataFrame, factors: list[str], paid: pd.DataFrame) -> list[str]:
    """A table per scenario, of cells founded in runs enough; of the first belief where there are
    several.
    """
    lived = (verdict["formed"] >= FEWEST_FORMED) & (verdict["same_as"] == "")
    first = verdict["belief"] == verdict["belief"].iloc[0]
    cells = verdict[lived & first]
    if cells.empty or paid.empty:
        return []
    several = verdict["belief"].nunique() > 1
    belief = f"; first beliefs: {verdict['belief'].iloc[0]}" if several else ""
    lines = ["", f"{WHO_PAYS}{belief}."]
    told = [name for name in factors if name not in ("scenario", "belief")]
    told = [name for name in told if verdict[name].nunique() > 1] or ["design"]
    for scenario, some in cells.groupby("scenario", sort=False):
        lines += ["", *_table(str(scenario), some, told, paid[paid["cell"].isin(some["cell"])])]
    return lines


def _table(scenario: str, cells: pd.DataFrame, told: list[str], paid: pd.DataFrame) -> list[str]:
    given = by_payer(paid, ["cell"])
    rows = [
        [
            ", ".join(str(row[name]) for name in told),
            str(row["formed"]),
            *(share_said(row[column]) for column in MONEY.values()),
            _payers(given.loc[row["cell"]]) if row["cell"] in given.index else "nobody",
        ]
        for row in cells.to_dict("records")
    ]
    return aligned([scenario, "formed", *MONEY, "who pays"], rows)


def _payers(given: pd.Series) -> str:
    """Who pays most comes first."""
    told = given[given.abs() >= LEAST].sort_values(ascending=False, kind="stable")
    return ", ".join(f"{payer} {share:.2f}".replace(" 0.", " .") for payer, share in told.items())
