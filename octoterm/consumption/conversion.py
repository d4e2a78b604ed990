"""Converts readings to another unit, by factors that change with time. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence

from octoterm.consumption.days import Columns
from octoterm.runtime.slices import Sliced

FACTORS_AT_ONCE = 100
"""Factors applied in one slice: mostly one a day, which takes under a millisecond."""


def converted(columns: Columns, factors: Sequence[tuple[int, float]]) -> Sliced[Columns]:
    """The readings, each multiplied by the factor of its half hour.

    Each factor applies from its time (UTC seconds) until that of the next; the first one also
    before.
    """
    starts, values = columns
    ends = [bisect_left(starts, since) for since, _ in factors[1:]] + [len(starts)]
    found = array("d")
    for number, ((_, factor), end) in enumerate(zip(factors, ends, strict=True), start=1):
        found.fromlist([value * factor for value in values[len(found) : end]])
        if number % FACTORS_AT_ONCE == 0:
            yield 0
    return Columns(starts, found)
