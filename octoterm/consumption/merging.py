"""Makes the readings of a household of those of several meters. Pure.

`of_one_meter_point` joins those of meters that were exchanged; `net` adds what meter points
imported, and subtracts what others exported.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from octoterm.consumption.days import Columns
from octoterm.periods.london import INSTANT
from octoterm.runtime.slices import Sliced

AT_ONCE = 5000
"""Half hours in one slice: under a millisecond."""


def of_one_meter_point(meters: Iterable[Columns]) -> Columns:
    """The readings of all meters of a meter point.

    Of a half hour that two of them report, the reading of the meter that was installed later
    counts, never the sum: that is the meter whose readings begin later.
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


def net(imported: Sequence[Columns], exported: Iterable[Columns]) -> Sliced[Columns]:
    """What all these meter points imported less what all of those exported, in each half hour that
    all of them have; without those of one it is not known. At least one imports."""
    total, *others = imported
    for other in others:
        total = yield from _plus(total, other, 1)
    for other in exported:
        total = yield from _plus(total, other, -1)
    return total


def _plus(some: Columns, more: Columns, sign: int) -> Sliced[Columns]:
    """The sum of `some` and `sign` times `more`, in each half hour that both have."""
    added = dict(zip(more.starts, more.values, strict=True))
    yield 0
    starts, values = array(INSTANT), array("d")
    for first in range(0, len(some.starts), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        for start, value in zip(some.starts[part], some.values[part], strict=True):
            if (other := added.get(start)) is not None:
                starts.append(start)
                values.append(value + sign * other)
        yield 0
    return Columns(starts, values)
