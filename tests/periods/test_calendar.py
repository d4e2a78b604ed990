"""When the household's days begin and end, and how many half hours they have."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given

from octoterm.periods.calendar import Calendar
from octoterm.periods.labels import clock_label
from octoterm.periods.period import Period
from tests.support.households import LONDON, london_day, utc
from tests.support.periods import (
    CHANGES,
    DAY,
    MONTH,
    WEEK,
    YEAR,
    containing,
    days,
    half_hour_clocks,
)

FROM_THREE = Calendar(time(3))


@pytest.mark.extended
@pytest.mark.parametrize(("sunday", "expected"), CHANGES, ids=str)
def test_the_sunday_of_a_clock_change_has_46_or_50_half_hours(sunday: date, expected: int) -> None:
    calendar = Calendar()
    assert list(calendar.half_hours(sunday)) == london_day(sunday)
    assert calendar.expected(Period.containing(DAY, sunday)) == expected
    for neighbour in (sunday - timedelta(1), sunday + timedelta(1)):
        assert len(calendar.half_hours(neighbour)) == 48


@pytest.mark.extended
@pytest.mark.parametrize(("sunday", "expected"), CHANGES, ids=str)
def test_where_days_begin_at_three_the_clocks_change_at_the_end_of_saturday(
    sunday: date, expected: int
) -> None:
    saturday = sunday - timedelta(1)
    starts = list(FROM_THREE.half_hours(saturday))
    assert len(starts) == expected
    assert len(FROM_THREE.half_hours(sunday)) == 48
    on_the_clock = [datetime.fromtimestamp(start, LONDON) for start in starts]
    assert all(
        moment.date() == (saturday if moment.time() >= time(3) else sunday)
        for moment in on_the_clock
    )
    assert [clock_label(start) for start in (starts[0], starts[-1])] == ["03:00", "02:30"]


def test_weeks_months_and_years_expect_every_half_hour_they_have() -> None:
    expected = Calendar().expected
    assert expected(containing(WEEK, "2024-03-31")) == 7 * 48 - 2
    assert expected(containing(MONTH, "2024-10-01")) == 31 * 48 + 2
    assert expected(containing(YEAR, "2023-06-01")) == 365 * 48
    assert expected(containing(YEAR, "2024-06-01")) == 366 * 48


def test_a_summer_day_begins_at_eleven_in_the_evening_utc() -> None:
    july = containing(MONTH, "2024-07-14")
    assert Calendar().bounds(july) == (utc("2024-06-30T23:00Z"), utc("2024-07-31T23:00Z"))
    assert FROM_THREE.bounds(july) == (utc("2024-07-01T02:00Z"), utc("2024-08-01T02:00Z"))


def test_before_the_day_starts_it_is_still_the_day_before() -> None:
    assert FROM_THREE.day_of(utc("2024-01-15T02:30Z")) == date(2024, 1, 14)
    assert FROM_THREE.day_of(utc("2024-01-15T03:00Z")) == date(2024, 1, 15)
    assert Calendar().day_of(utc("2024-07-14T23:00Z")) == date(2024, 7, 15)
    assert Calendar().day_of(utc("2024-07-14T22:30Z")) == date(2024, 7, 14)


@given(half_hour_clocks, days)
def test_wherever_days_begin_each_half_hour_belongs_to_one_day(day_start: time, day: date) -> None:
    calendar = Calendar(day_start)
    assert {calendar.day_of(start) for start in calendar.half_hours(day)} == {day}
    assert calendar.day_of(calendar.half_hours(day)[-1] + 1800) == day + timedelta(1)


@pytest.mark.parametrize("day_start", [time(0, 30), time(1), time(1, 30), time(2)])
def test_a_day_that_begins_inside_the_change_loses_no_half_hour(day_start: time) -> None:
    calendar = Calendar(day_start)
    for sunday, expected in CHANGES:
        around = [sunday + timedelta(n) for n in (-1, 0, 1)]
        assert sum(len(calendar.half_hours(day)) for day in around) == 96 + expected
