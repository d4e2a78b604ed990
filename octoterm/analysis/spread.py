"""The median, mean and standard deviation of some values. Pure.

The same as in `statistics`, which is slow to import because it works with fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt


def median(values: Iterable[float]) -> float:
    """The middle value in order of size, or the mean of the two in the middle; of at least one
    value."""
    in_order = sorted(values)
    middle = len(in_order) // 2
    return in_order[middle] if len(in_order) % 2 else sum(in_order[middle - 1 : middle + 1]) / 2


def mean(values: Sequence[float]) -> float:
    """The sum of the values divided by their number, which must be at least one."""
    return sum(values) / len(values)


def standard_deviation(values: Sequence[float]) -> float:
    """The root mean square of their distances from the mean; of at least one value."""
    middle = mean(values)
    return sqrt(sum((value - middle) ** 2 for value in values) / len(values))
