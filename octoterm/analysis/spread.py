"""The middle of some values, their mean, and how far they are from it. Pure.

As in `statistics`, which is slow to import, because it works with fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt


def median(values: Iterable[float]) -> float:
    """The middle one in order of size, or the mean of the two in the middle; of at least one."""
    in_order = sorted(values)
    middle = len(in_order) // 2
    return in_order[middle] if len(in_order) % 2 else sum(in_order[middle - 1 : middle + 1]) / 2


def mean(values: Sequence[float]) -> float:
    """What each would be if all were alike; of at least one."""
    return sum(values) / len(values)


def standard_deviation(values: Sequence[float]) -> float:
    """The root mean square of how far they are from their mean; of at least one."""
    middle = mean(values)
    return sqrt(sum((value - middle) ** 2 for value in values) / len(values))
