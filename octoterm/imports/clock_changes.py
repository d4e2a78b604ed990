"""The hours at which London's clocks change, and whether a file has them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta

from octoterm.imports.row_starts import NONE
from octoterm.periods.london import HALF_HOUR, london

HOUR = 2 * HALF_HOUR
_NEAR = 2
"""Half hours before and after a missing hour; one of them must be there on each side."""


def hours_missing(starts: Sequence[int]) -> list[int]:
    """The changes of London's clocks (UTC seconds) at which these half hours lack just an hour:
    the one after the change when summer time begins, the one before it when that ends.

    Such gaps show that London's clock times were mistaken for UTC, or were half an hour off.
    """
    there = {start for start in starts if start != NONE}
    if not there:
        return []
    years = range(london(min(there)).year, london(max(there)).year + 1)
    springs, autumns = ([_change(year, month) for year in years] for month in (3, 10))
    hours = [(change, change) for change in springs]
    hours += [(change, change - HOUR) for change in autumns]
    return [
        change
        for change, hour in hours
        if any(_is_missing_alone(hour + moved, there) for moved in (-HALF_HOUR, 0, HALF_HOUR))
    ]


def _is_missing_alone(hour: int, there: AbstractSet[int]) -> bool:
    """Whether both half hours from `hour` on are missing, but not all of those around them."""
    around = range(1, _NEAR + 1)
    return (
        there.isdisjoint((hour, hour + HALF_HOUR))
        and any(hour - step * HALF_HOUR in there for step in around)
        and any(hour + HALF_HOUR + step * HALF_HOUR in there for step in around)
    )


def _change(year: int, month: int) -> int:
    """01:00 UTC on the last Sunday of a month with 31 days."""
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return int((last - timedelta(days=(last.weekday() + 1) % 7)).timestamp())
