"""Which months are compared if nobody says: the last twelve whole ones with readings."""

from __future__ import annotations

from datetime import date

import pytest

from octoterm.consumption.series import Series
from octoterm.periods.calendar import Calendar
from octoterm.session.comparing.tariff_comparison import default_period
from tests.support.households import utc


@pytest.mark.extended
@pytest.mark.parametrize(
    ("first", "last", "now", "days"),
    [
        # Years of readings, up to yesterday.
        ("2023-01-01T00:00Z", "2026-11-28T23:30Z", "2026-11-29T12:00Z", "2025-11-01 2026-10-31"),
        # Readings that end within a month, or with it: the last half hour is not needed.
        ("2023-01-01T00:00Z", "2026-09-12T09:00Z", "2026-11-29T12:00Z", "2025-09-01 2026-08-31"),
        ("2023-01-01T00:00Z", "2026-09-30T22:00Z", "2026-11-29T12:00Z", "2025-10-01 2026-09-30"),
        # On the first day of a month, the one before is whole.
        ("2023-01-01T00:00Z", "2026-10-31T23:30Z", "2026-11-01T08:00Z", "2025-11-01 2026-10-31"),
        # Readings of the future, which a wrong clock made, are not waited for.
        ("2023-01-01T00:00Z", "2027-05-01T00:00Z", "2026-11-29T12:00Z", "2025-11-01 2026-10-31"),
        # Fewer months: from the first whole one, in London.
        ("2026-06-30T23:00Z", "2026-11-28T23:30Z", "2026-11-29T12:00Z", "2026-07-01 2026-10-31"),
        ("2026-07-01T00:00Z", "2026-11-28T23:30Z", "2026-11-29T12:00Z", "2026-07-01 2026-10-31"),
        ("2026-07-02T00:00Z", "2026-11-28T23:30Z", "2026-11-29T12:00Z", "2026-08-01 2026-10-31"),
        # Not one whole month: all days there are.
        ("2026-10-02T00:00Z", "2026-11-28T23:30Z", "2026-11-29T12:00Z", "2026-10-02 2026-11-28"),
    ],
)  # fmt: skip
def test_it_is_of_whole_months(first: str, last: str, now: str, days: str) -> None:
    for calendar in (Calendar(), Calendar(day_start=Calendar().day_start.replace(hour=5))):
        series = Series.from_readings([utc(first), utc(last)], [1.0, 1.0], calendar=calendar)
        found = default_period(series, utc(now))
        assert found is not None
        assert (found.first, found.last) == tuple(map(date.fromisoformat, days.split()))


def test_without_readings_there_is_none() -> None:
    assert default_period(Series.from_readings([], []), utc("2026-11-29T12:00Z")) is None
