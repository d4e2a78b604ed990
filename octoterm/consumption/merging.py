"""Combines the readings of several meters into those of a household. Pure.

`of_one_meter_point` joins those of meters that were exchanged; `net` adds what meter points
imported, and subtracts what others exported.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from octoterm.consumption.days import Columns
from octoterm.periods.london import INSTANT, SECONDS_A_DAY
from octoterm.runtime.slices import Sliced

ENDED_AFTER = 30 * SECONDS_A_DAY
"""Seconds without readings after which a meter point has ended; late readings are only late by
days."""
AT_ONCE = 5000
"""Half hours in one slice: under a millisecond."""


def of_one_meter_point(meters: Iterable[Columns]) -> Columns:
    """The readings of all meters of a meter point.

    If two of them report the same half hour, the reading of the meter that was installed later
    counts, never the sum. That is the meter whose readings begin later.
    """
    in_order = sorted((each for each in meters if each.starts), key=lambda each: each.starts[0])
    joined = in_order[0] if in_order else Columns(array(INSTANT), array("d"))
    for later in in_order[1:]:
        joined = _followed_by(joined, later)
    return joined


def _followed_by(earlier: Columns, later: Columns) -> Columns:
    """Both, with the readings of `later` where they overlap. Only the overlap is compared half
    hour by half hour: usually a few days around the exchange."""
    begin = bisect_left(earlier.starts, later.starts[0])
    end = bisect_right(later.starts, earlier.starts[-1])
    overlap = dict(zip(earlier.starts[begin:], earlier.values[begin:], strict=True))
    overlap.update(zip(later.starts[:end], later.values[:end], strict=True))
    between = sorted(overlap)
    return Columns(
        earlier.starts[:begin] + array(INSTANT, between) + later.starts[end:],
        earlier.values[:begin]
        + array("d", [overlap[start] for start in between])
        + later.values[end:],
    )


def net(imported: Sequence[Columns], exported: Sequence[Columns]) -> Sliced[Columns]:
    """All that is imported less all that is exported, in each half hour for which both are known:
    see `_together`."""
    taken = yield from _together(imported)
    given = yield from _together(exported)
    subtracted = dict(zip(given.starts, given.values, strict=True))
    yield 0
    starts, values = array(INSTANT), array("d")
    for first in range(0, len(taken.starts), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        for start, value in zip(taken.starts[part], taken.values[part], strict=True):
            if (other := subtracted.get(start)) is not None:
                starts.append(start)
                values.append(value - other)
        yield 0
    return Columns(starts, values)


def _together(points: Sequence[Columns]) -> Sliced[Columns]:
    """The sum of meter points in each half hour that none of them lacks. A meter point lacks
    nothing before its first reading, or after its last if it has ended. One without any readings,
    such as that of a meter that is not smart, does not count."""
    there = [each for each in points if each.starts]
    if len(there) < 2:
        return there[0] if there else Columns(array(INSTANT), array("d"))
    ends = _ends(there)
    readings = [dict(zip(each.starts, each.values, strict=True)) for each in there]
    yield 0
    every = sorted({start for each in there for start in each.starts})
    starts, values = array(INSTANT), array("d")
    for number, start in enumerate(every):
        found = [
            each.get(start)
            for each, columns, end in zip(readings, there, ends, strict=True)
            if columns.starts[0] <= start <= end
        ]
        if None not in found:
            starts.append(start)
            values.append(sum(value for value in found if value is not None))
        if number % AT_ONCE == 0:
            yield 0
    return Columns(starts, values)


def _ends(points: Sequence[Columns]) -> list[int]:
    """The start of the last half hour that each meter point can have: its own last reading if
    those of others continue long after it, as it has then ended and is not merely late."""
    latest = max(each.starts[-1] for each in points)
    lasts = (each.starts[-1] for each in points)
    return [last if latest - last > ENDED_AFTER else latest for last in lasts]
