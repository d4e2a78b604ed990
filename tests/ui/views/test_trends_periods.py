"""What a trend shows of a period in so many columns."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.periods.period import Granularity, Period
from octoterm.ui.views.trends.periods import shown_periods

WHOLE = Period.spanning(date(2023, 4, 4), date(2024, 4, 11))
KINDS = (Granularity.DAY, Granularity.WEEK, Granularity.MONTH, Granularity.YEAR)


@pytest.mark.parametrize(
    ("kind", "columns", "bars", "first", "last"),
    [
        (Granularity.DAY, 68, "day", "2024-03-09", "2024-04-11"),
        (Granularity.MONTH, 68, "day", "2024-03-09", "2024-04-11"),
        (Granularity.YEAR, 144, "day", "2023-11-20", "2024-04-11"),
        (Granularity.YEAR, 68, "week", "2023-08-21", "2024-04-14"),
        (Granularity.YEAR, 14, "month", "2023-10-01", "2024-04-30"),
    ],
)
def test_bars_fill_the_columns_with_days_or_weeks_before(
    kind: Granularity, columns: int, bars: str, first: str, last: str
) -> None:
    period = Period.containing(kind, date(2024, 4, 10))
    parts = shown_periods(period, WHOLE, columns)
    assert parts[0].granularity.value == bars
    assert (parts[0].first.isoformat(), parts[-1].last.isoformat()) == (first, last)


@given(st.sampled_from(KINDS), st.integers(0, 373), st.integers(1, 200), st.integers(0, 4000))
def test_the_period_is_among_its_parts_whatever_the_width(
    kind: Granularity, day: int, columns: int, length: int
) -> None:
    whole = Period.spanning(WHOLE.first, WHOLE.first + timedelta(days=length))
    period = Period.containing(kind, WHOLE.first + timedelta(days=min(day, length)))
    parts = shown_periods(period, whole, columns)
    assert len(parts) <= max(columns, 12)
    assert parts[0].first <= max(period.first, whole.first)
    assert parts[-1].last >= min(period.last, whole.last)
    assert all(part.overlaps(whole) for part in parts)
    assert all(one.end == other.first for one, other in pairwise(parts))


def test_a_period_without_readings_has_no_parts() -> None:
    assert shown_periods(Period.containing(Granularity.DAY, date(2020, 1, 1)), WHOLE, 68) == ()
