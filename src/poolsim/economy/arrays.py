"""Arrays of floats as the model uses them, always fully indexed: views of memory under Mesa,
numpy's arrays in compiled code.
"""

from typing import Protocol


class Vector(Protocol):
    """An array of one axis."""

    def __getitem__(self, place: int, /) -> float: ...
    def __setitem__(self, place: int, value: float, /) -> None: ...


class Grid(Protocol):
    """An array of two axes."""

    def __getitem__(self, place: tuple[int, int], /) -> float: ...
    def __setitem__(self, place: tuple[int, int], value: float, /) -> None: ...
