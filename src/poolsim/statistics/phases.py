"""Two numbers at once: on which side of a threshold an outcome lies, refined along the border.

A coarse grid covers the rectangle; a tile whose corners do not all lie on one surely known side is
quartered, again and again, so that runs are spent where the border is. A feature smaller than a
tile of the coarse grid, whose corners agree, is not seen.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from poolsim.statistics.switching import FAR, OPEN, Known, Span

COARSE = 4  # tiles of the first grid along each number
FINEST = 3  # quarterings of a tile at most
UNITS = COARSE * 2**FINEST  # smallest tiles along each number
Corner = tuple[int, int]
Look = Callable[[list[Corner]], dict[Corner, Known]]


class Tile(NamedTuple):
    """A tile by its low corner and its side, in smallest tiles; side of the threshold, 0 where its
    corners differ or are undecided.
    """

    x: int
    y: int
    size: int
    side: int

    @property
    def corners(self) -> tuple[Corner, ...]:
        """Its corners."""
        ends = (0, self.size)
        return tuple((self.x + i, self.y + j) for i in ends for j in ends)


class Axis(NamedTuple):
    """Where the smallest tiles of one number begin: evenly apart, on a logarithmic scale where its
    range is positive and wide.
    """

    span: Span

    @property
    def is_log(self) -> bool:
        """Whether the scale is logarithmic."""
        return self.span.low > 0.0 and self.span.high > FAR * self.span.low

    def value(self, place: int) -> float:
        """The value at the beginning of a smallest tile."""
        low, high, part = self.span.low, self.span.high, place / UNITS
        if place in (0, UNITS):
            return high if place else low
        raw = low * (high / low) ** part if self.is_log else low + (high - low) * part
        return self.span.snapped(raw)


def refined(look: Look) -> tuple[dict[Corner, Known], list[Tile]]:
    """What was found at the corners, and the tiles; `look` tells of corners that are new."""
    size = UNITS // COARSE
    tiles = [(x, y) for x in range(0, UNITS, size) for y in range(0, UNITS, size)]
    known: dict[Corner, Known] = {}
    done: list[Tile] = []
    while tiles:
        made = [Tile(x, y, size, OPEN) for x, y in tiles]
        known |= look(sorted({corner for tile in made for corner in tile.corners} - known.keys()))
        judged = [
            tile._replace(side=_side(known[corner] for corner in tile.corners)) for tile in made
        ]
        split = [tile for tile in judged if tile.side == OPEN and size > 1]
        done += [tile for tile in judged if tile.side != OPEN or size == 1]
        size //= 2
        tiles = [(tile.x + i, tile.y + j) for tile in split for i in (0, size) for j in (0, size)]
    return known, done


def _side(corners: Iterable[Known]) -> int:
    """The side on which all corners lie."""
    sides = {corner.side for corner in corners}
    return sides.pop() if len(sides) == 1 else OPEN
