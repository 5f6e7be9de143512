"""A number of a given rank among numbers of the firms."""

from poolsim.economy.arrays import Vector


def ranked(values: Vector, count: int, rank: int) -> float:
    """The `rank`-th largest, from 1, of the first `count` numbers, which it reorders (FIND; Hoare
    1961).
    """
    low, high, place = 0, count - 1, rank - 1
    while low < high:
        pivot = values[place]
        i, j = low, high
        while i <= j:
            while values[i] > pivot:
                i += 1
            while values[j] < pivot:
                j -= 1
            if i <= j:
                larger = values[j]
                values[j] = values[i]
                values[i] = larger
                i += 1
                j -= 1
        if j < place:
            low = i
        if place < i:
            high = j
    return values[place]
