"""What a period of readings comes to, against plain arithmetic."""

from __future__ import annotations

import math
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.consumption.series import Figures
from octoterm.periods.period import Granularity, Period
from tests.support.a_year import EVERYTHING, USAGE, by_day, some_days
from tests.support.households import london_day
from tests.support.periods import CHANGES, DAY, MONTH, WEEK, YEAR
from tests.support.plainly import MIDNIGHT, THREE, day_of, of


def plainly(period: Period, day_start: time, since: date, until: date) -> Figures:
    """The figures of `period`, by looking at each half hour in turn."""
    every = by_day(day_start)
    inside = [start for day in period.days() for start in every[day]]
    days = [every[day] for day in period.days() if since <= day <= until]
    there = {start: kwh for halves in days for start, kwh in halves.items() if kwh is not None}
    peak = max(there.values(), default=None)
    lows = [
        min(kwh for kwh in halves.values() if kwh is not None)
        for halves in days
        if (there_of := sum(kwh is not None for kwh in halves.values()))
        and (
            2 * there_of >= len(halves)
            if period.granularity is DAY
            else None not in halves.values()
        )
    ]
    return Figures(
        start=inside[0],
        end=inside[-1] + 1800,
        total=pytest.approx(math.fsum(there.values()), abs=1e-9),
        readings=len(there),
        expected=len(inside),
        peak=peak,
        peak_start=min((start for start in there if there[start] == peak), default=None),
        base_rate=pytest.approx(2 * math.fsum(lows) / len(lows), abs=1e-9) if lows else None,
    )


@pytest.mark.extended
@pytest.mark.parametrize("kind", [DAY, WEEK, MONTH, YEAR], ids=lambda kind: kind.value)
def test_the_figures_of_every_period_are_what_plain_arithmetic_says(
    kind: Granularity, day_start: time
) -> None:
    series = of(USAGE, day_start)
    period = Period.containing(kind, date(2023, 1, 2))
    while period.first < date(2024, 3, 1):
        assert series.figures(period) == plainly(period, day_start, date.min, date.max)
        period = period.shifted(1)


@pytest.mark.extended
def test_the_figures_of_everything_are_what_plain_arithmetic_says(day_start: time) -> None:
    series = of(USAGE, day_start)
    whole = series.whole
    assert whole == Period.spanning(date(2023, 1, 10), date(2024, 2, 3))
    assert series.figures(whole) == plainly(whole, day_start, date.min, date.max)


@pytest.mark.extended
@given(
    st.sampled_from((DAY, WEEK, MONTH, YEAR)), some_days, some_days, some_days,
    st.sampled_from((MIDNIGHT, THREE)),
)  # fmt: skip
def test_only_the_days_asked_for_are_counted_of_the_periods_own_half_hours(
    kind: Granularity, day: date, since: date, until: date, day_start: time
) -> None:
    period = Period.containing(kind, max(day, date(2023, 1, 1)))
    series = of(USAGE, day_start) if day_start else EVERYTHING
    assert series.figures(period, since, until) == plainly(period, day_start, since, until)


def test_since_and_until_can_each_be_left_open() -> None:
    year, middle = Period.containing(YEAR, date(2023, 1, 1)), date(2023, 6, 15)
    after = EVERYTHING.figures(year, since=middle)
    until = EVERYTHING.figures(year, until=middle - timedelta(1))
    assert after.readings + until.readings == EVERYTHING.figures(year).readings
    assert after == plainly(year, MIDNIGHT, middle, date.max)


def test_a_period_without_readings_has_figures_of_nothing() -> None:
    for day in (date(2023, 8, 10), date(2022, 12, 25), date(2024, 6, 1)):
        figures = EVERYTHING.figures(Period.containing(DAY, day))
        assert (figures.total, figures.readings, figures.expected) == (0, 0, 48)
        assert (figures.peak, figures.peak_start, figures.base_rate) == (None,) * 3
        assert not figures.complete


def test_a_day_of_no_use_at_all_is_complete_and_peaks_at_zero() -> None:
    starts = london_day(date(2024, 1, 15))
    figures = of(dict.fromkeys(starts, 0.0)).figures(Period.containing(DAY, date(2024, 1, 15)))
    assert figures.complete
    assert (figures.total, figures.peak, figures.peak_start) == (0, 0, starts[0])
    assert figures.base_rate == 0


def test_the_peak_is_the_earliest_of_equals() -> None:
    starts = london_day(date(2024, 1, 15)) + london_day(date(2024, 1, 16))
    usage = dict.fromkeys(starts, 0.1) | {starts[20]: 1.5, starts[40]: 1.5, starts[60]: 1.5}
    week = of(usage).figures(Period.containing(WEEK, date(2024, 1, 15)))
    assert (week.peak, week.peak_start) == (1.5, starts[20])


@pytest.mark.parametrize(
    ("day", "there", "base"),
    [
        (date(2024, 1, 15), 24, 0.165),
        (date(2024, 1, 15), 23, None),
        (date(2024, 1, 15), 2, None),
        (date(2024, 3, 31), 23, 0.165),
        (date(2024, 3, 31), 22, None),
        (date(2024, 10, 27), 24, 0.165),
        (date(2024, 10, 27), 23, None),
    ],
    ids=str,
)
def test_the_base_load_of_a_day_is_its_smallest_half_hour_if_half_of_them_are_there(
    day: date, there: int, base: float | None
) -> None:
    starts = london_day(day)[:there]
    usage = dict.fromkeys(starts, 0.3) | {starts[1]: 0.0825}
    assert of(usage).figures(Period.containing(DAY, day)).base_rate == base


def test_the_base_load_of_a_longer_period_is_the_mean_over_its_complete_days() -> None:
    monday, tuesday, wednesday = (london_day(date(2024, 1, day)) for day in (15, 16, 17))
    usage = (
        dict.fromkeys(monday, 0.1) | dict.fromkeys(tuesday, 0.2) | dict.fromkeys(wednesday[1:], 0)
    )
    week = Period.containing(WEEK, date(2024, 1, 15))
    assert of(usage).figures(week).base_rate == pytest.approx(0.3)
    assert of(dict.fromkeys(wednesday[1:], 0.1)).figures(week).base_rate is None


def test_readings_below_zero_are_added_up_like_others() -> None:
    starts = london_day(date(2024, 1, 15))
    figures = of(dict.fromkeys(starts, -0.5)).figures(Period.containing(DAY, date(2024, 1, 15)))
    assert (figures.total, figures.peak, figures.base_rate) == (-24, -0.5, -1)


def test_cubic_metres_become_kilowatt_hours() -> None:
    starts = london_day(date(2024, 1, 15))
    gas = of(dict.fromkeys(starts, 0.25), per_unit=1.02264 * 39.5 / 3.6)
    figures = gas.figures(Period.containing(DAY, date(2024, 1, 15)))
    assert figures.total == pytest.approx(12 * 1.02264 * 39.5 / 3.6)
    assert figures.peak == pytest.approx(0.25 * 11.2206, abs=1e-4)


@pytest.mark.extended
@pytest.mark.parametrize(("sunday", "expected"), CHANGES, ids=str)
def test_a_clock_change_day_is_complete_with_46_or_50_readings(
    sunday: date, expected: int, day_start: time
) -> None:
    weekend = [
        start
        for day in (sunday - timedelta(1), sunday, sunday + timedelta(1))
        for start in london_day(day)
    ]
    changing = sunday if day_start == MIDNIGHT else sunday - timedelta(1)
    starts = [start for start in weekend if day_of(start, day_start) == changing]
    full = of(dict.fromkeys(weekend, 0.1), day_start)
    figures = full.figures(Period.containing(DAY, changing))
    assert (figures.readings, figures.expected, figures.complete) == (expected, expected, True)
    assert figures.total == pytest.approx(expected / 10)
    assert full.half_hours(changing) == tuple((start, 0.1) for start in starts)
    holed = of(dict.fromkeys((start for start in weekend if start != starts[4]), 0.1), day_start)
    assert not holed.is_complete(changing)
    assert holed.half_hours(changing)[4] == (starts[4], None)
