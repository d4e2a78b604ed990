"""What a trend shows of a period in so many columns."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.analysis.trend.parts import shown_periods, trend_parts
from octoterm.analysis.trend.trends import Measure
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours, london_day
from tests.support.plainly import HOLES, mean, of, total

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
    assert trend_parts(of({}), Measure.TOTAL, WHOLE, 68) == ()


@pytest.mark.parametrize("measure", Measure)
def test_weeks_are_means_of_their_complete_days(measure: Measure) -> None:
    assert HOLES.series.whole is not None
    parts = trend_parts(HOLES.series, measure, HOLES.series.whole, 60)
    assert len(parts) > 50
    for part in parts:
        days = [HOLES.days[day] for day in part.period.days() if day in HOLES.complete]
        halves = [[kwh for kwh in day.values() if kwh is not None] for day in days]
        plain = {
            Measure.TOTAL: [total(each) for each in halves],
            Measure.BASE: [2 * min(each) for each in halves],
            Measure.PEAK: [2 * max(each) for each in halves],
        }[measure]
        expected = mean(plain)
        assert part.value == (None if expected is None else pytest.approx(expected))


def test_of_an_incomplete_day_only_the_total_is_shown() -> None:
    starts = half_hours("2024-01-01T00:00Z", "2024-01-03T00:00Z")
    meter = of(dict.fromkeys([*starts, *london_day(date(2024, 1, 3))[:2]], 0.2))
    january = Period.containing(Granularity.MONTH, date(2024, 1, 1))
    for measure, value in ((Measure.TOTAL, 0.4), (Measure.BASE, None), (Measure.PEAK, None)):
        *_, last = trend_parts(meter, measure, january, 60)
        assert (last.value, last.readings, last.expected) == (value, 2, 48)
        assert (last.missing, last.is_part_of_day) == (0, True)  # the others are still to come


def test_readings_are_missing_only_between_the_first_and_the_last() -> None:
    starts = half_hours("2024-01-01T12:00Z", "2024-01-03T12:00Z")
    lost = half_hours("2024-01-02T10:00Z", "2024-01-02T11:00Z")
    meter = of(dict.fromkeys(sorted({*starts} - {*lost}), 0.2))
    parts = trend_parts(meter, Measure.TOTAL, Period.spanning(WHOLE.first, WHOLE.last), 60)
    assert [(part.missing, part.is_part_of_day) for part in parts] == [
        (0, True),
        (2, False),
        (0, True),
    ]
