"""Cells of finished results by their number or their labels."""

from collections.abc import Mapping

from poolsim.errors import ScenarioError
from poolsim.scenario.toml import nearest
from poolsim.study.results import Results

MOST_SHOWN = 6


def labels_in(results: Results) -> list[dict[str, object]]:
    """The labels of every cell of complete results. Raises StoreError where runs are missing."""
    results.refuse_incomplete()
    return results.plan.shown.select(results.plan.labels).to_pylist()


def name_of(labels: Mapping[str, object]) -> str:
    """Labels of a cell in words, as "cn_tv dues entity alliance.dues=0.01"."""
    return " ".join(_word(*item) for item in labels.items() if item[1] is not None)


def _word(name: str, value: object) -> str:
    return str(value) if isinstance(value, str) else f"{name}={value}"


def cells_named(results: Results, cell: int | str | None) -> list[int]:
    """The cells that a number or some labels, with blanks or commas between, mean; all of them
    without any. Raises ScenarioError for a number or label that no cell has.
    """
    folder, labels = results.folder, labels_in(results)
    words = str("" if cell is None else cell).replace(",", " ").split()
    if len(words) == 1 and words[0].isdecimal():
        if int(words[0]) < len(labels):
            return [int(words[0])]
        raise ScenarioError([f"{folder}: no cell {words[0]}; there are 0 to {len(labels) - 1}"])
    known = [{_word(*item) for item in row.items()} for row in labels]
    every = sorted(set().union(*known))
    for word in words:
        if word not in every:
            raise ScenarioError([f"{folder}: no cell of '{word}'{nearest(word, every)}"])
    return [place for place, row in enumerate(known) if row.issuperset(words)]


def cell_named(results: Results, cell: int | str | None) -> int:
    """The one cell that is meant. Raises ScenarioError where it is not one."""
    found = cells_named(results, cell)
    if len(found) == 1:
        return found[0]
    labels = labels_in(results)
    shown = "; ".join(f"{place}: {name_of(labels[place])}" for place in found[:MOST_SHOWN])
    many = f"{len(found) or 'no'} cells are meant"
    raise ScenarioError(
        [f"{results.folder}: {many}; name one by its number or its labels: {shown}"]
    )
