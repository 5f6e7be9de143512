"""Series over spans of quarters: what outcomes are made of. Compiled with the model."""

from poolsim.economy.arrays import Grid
from poolsim.economy.observe import (
    ALIVE,
    COST,
    GRANTS,
    PROGRAMME_COST,
    REGULAR,
    STAFF,
    TREASURY,
)
from poolsim.economy.rules.finance import runway, self_sufficiency

RECENT = 16  # quarters over which self-sufficiency is judged


def total(series: Grid, k: int, first: int, last: int) -> float:
    """Sum of a series from one quarter to another, both included."""
    added = 0.0
    for t in range(first, last + 1):
        added += series[t, k]
    return added


def total_of(series: Grid, columns: tuple[int, ...], first: int, last: int) -> float:
    """Sum of several series over such a span, series by series."""
    added = 0.0
    for k in columns:
        added += total(series, k, first, last)
    return added


def pairs_of(series: Grid, k: int, quarters: int) -> float:
    """Pairs among the firms that a series counts, summed over the quarters."""
    pairs = 0.0
    for t in range(1, quarters + 1):
        pairs += 0.5 * series[t, k] * (series[t, k] - 1.0)
    return pairs


def first_quarter(series: Grid, k: int, quarters: int) -> float:
    """First quarter in which a series is positive; one past the horizon if never."""
    for t in range(quarters + 1):
        if series[t, k] > 0.0:
            return t * 1.0
    return quarters + 1.0


def last_alive(series: Grid, quarters: int) -> int:
    """Last quarter in which the alliance did business (that of its end included); 0 if none."""
    last = 0
    for t in range(1, quarters + 1):
        last = t if series[t, COST] > 0.0 or series[t, ALIVE] > 0.0 else last
    return last


def recent_from(last: int) -> int:
    """First of the last quarters up to one, from 1."""
    return max(last - RECENT + 1, 1)


def covered(series: Grid, columns: tuple[int, ...], cost: int, first: int, last: int) -> float:
    """Share of a column of cost that the income of these columns covers, over some quarters."""
    income = total_of(series, columns, first, last)
    return self_sufficiency(income, total(series, cost, first, last))


def covered_of_late(series: Grid, columns: tuple[int, ...], quarters: int) -> float:
    """Share of the full programme's cost covered in the last quarters that it was alive."""
    last = last_alive(series, quarters)
    return covered(series, columns, PROGRAMME_COST, recent_from(last), last)


def covered_for_life(series: Grid, columns: tuple[int, ...], quarters: int) -> float:
    """Share of the full programme's cost covered over the life of the alliance."""
    return covered(series, columns, PROGRAMME_COST, 1, last_alive(series, quarters))


def ungranted(series: Grid, first: int, last: int) -> float:
    """Money that comes quarter by quarter, without grants, RMB m."""
    return total_of(series, REGULAR, first, last)


def granted(series: Grid, first: int, last: int) -> float:
    """The same with grants, RMB m."""
    return ungranted(series, first, last) + total_of(series, GRANTS, first, last)


def quarters_left(series: Grid, quarters: int, income: float) -> float:
    """Quarters that the treasury at the horizon lasts at the cost it bears and the income of the
    last quarters (FN-11); 0 for an alliance that has ended.
    """
    if series[quarters, ALIVE] == 0.0:
        return 0.0
    first = recent_from(quarters)
    span = quarters - first + 1.0
    borne = total(series, COST, first, quarters) - total_of(series, STAFF, first, quarters)
    return runway(series[quarters, TREASURY], borne / span, income / span)
