"""Kinds of period, days and clock changes for tests."""

from __future__ import annotations

from datetime import date, time

from hypothesis import strategies as st

from octoterm.periods.period import Granularity, Period
from tests.support.households import clock_changes

DAY, WEEK, MONTH, YEAR = (
    Granularity.DAY,
    Granularity.WEEK,
    Granularity.MONTH,
    Granularity.YEAR,
)
DATED = (DAY, WEEK, MONTH, YEAR)
CHANGES = list(clock_changes())

days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
kinds = st.sampled_from(DATED)
half_hour_clocks = st.builds(time, st.integers(0, 23), st.sampled_from((0, 30)))


def containing(kind: Granularity, day: str) -> Period:
    return Period.containing(kind, date.fromisoformat(day))


def bounds(period: Period) -> tuple[str, str]:
    return period.first.isoformat(), period.last.isoformat()
