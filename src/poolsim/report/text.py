"""Plain text: columns that stand below each other, and numbers in them."""

import pandas as pd

WIDTH = 120


def share_said(value: float) -> str:
    """A share or ratio to two digits; a hyphen for none."""
    return "-" if pd.isna(value) else f"{value:.2f}"


def label_said(value: object) -> str:
    """A label of a cell: a number as short as it can be written."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def percent(share: float) -> str:
    """A share in whole percent."""
    return f"{100.0 * share:.0f} %"


def percent_of(share: float) -> str:
    """A share in percent, to two digits or whole, without the sign."""
    hundredths = 100.0 * share
    return f"{hundredths:.0f}" if hundredths >= 10.0 else f"{hundredths:.2g}"


def aligned(head: list[str], rows: list[list[str]]) -> list[str]:
    """Lines of a table, at most `WIDTH` wide."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [head, ["-" * width for width in widths], *rows]
    ]
    return [line if len(line) <= WIDTH else f"{line[: WIDTH - 3]}..." for line in lines]
