"""A made-up year with holes, day by day."""

from __future__ import annotations

from datetime import date, time
from functools import cache

from hypothesis import strategies as st

from tests.support.households import half_hours
from tests.support.plainly import a_year_with_holes, day_of, of

USAGE = a_year_with_holes()


@cache
def by_day(day_start: time) -> dict[date, dict[int, float | None]]:
    """Every half hour of every day from Christmas 2022 to 2025, with its reading if any."""
    days: dict[date, dict[int, float | None]] = {}
    for start in half_hours("2022-12-20T00:00Z", "2025-01-10T00:00Z"):
        days.setdefault(day_of(start, day_start), {})[start] = USAGE.get(start)
    return days


some_days = st.dates(date(2022, 12, 26), date(2024, 12, 20))


EVERYTHING = of(USAGE)
