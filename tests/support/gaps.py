"""A house whose readings lack an hour of one day, and the whole of another day."""

from __future__ import annotations

from datetime import date
from functools import cache

from octoterm.consumption.series import Series
from octoterm.readings_csv.row import Row
from tests.support.households import half_hours, london_day, readings

MISSING = [*london_day(date(2024, 2, 10))[20:22], *london_day(date(2024, 3, 5))]


@cache
def with_gaps() -> tuple[Row, ...]:
    """From the middle of a January to the middle of a March, without a clock change."""
    starts = half_hours("2024-01-15T06:00Z", "2024-03-15T00:00Z")
    return tuple(readings([start for start in starts if start not in MISSING]))


@cache
def series_with_gaps() -> Series:
    rows = with_gaps()
    return Series.from_readings([row.start for row in rows], [row.value for row in rows])
