"""Where things are in the period before, and in the same a year earlier."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.analysis.counterparts import (
    Reference,
    counterpart,
    other_period,
    same_clock,
    same_day,
    same_instant,
)
from octoterm.periods.calendar import Calendar
from octoterm.periods.period import Granularity, Period
from tests.support.households import utc
from tests.support.plainly import THREE, clock_of

DAY, WEEK, MONTH, YEAR = (
    Granularity.DAY,
    Granularity.WEEK,
    Granularity.MONTH,
    Granularity.YEAR,
)
KINDS = (DAY, WEEK, MONTH, YEAR)
any_day = st.dates(date(2001, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("kind", "day", "previous", "a_year_earlier"),
    [
        (DAY, date(2024, 3, 14), "Wed 13 Mar 2024", "Tue 14 Mar 2023"),
        (DAY, date(2024, 2, 29), "Wed 28 Feb 2024", "Tue 28 Feb 2023"),
        (DAY, date(2024, 3, 1), "Thu 29 Feb 2024", "Wed 1 Mar 2023"),
        (WEEK, date(2024, 3, 14), "4–10 Mar 2024", "13–19 Mar 2023"),
        (WEEK, date(2025, 1, 1), "23–29 Dec 2024", "1–7 Jan 2024"),
        (WEEK, date(2021, 1, 1), "21–27 Dec 2020", "30 Dec 2019 – 5 Jan 2020"),
        (MONTH, date(2024, 3, 31), "February 2024", "March 2023"),
        (MONTH, date(2024, 1, 31), "December 2023", "January 2023"),
        (YEAR, date(2024, 2, 29), "2023", "2023"),
    ],
)
def test_each_period_has_one_before_it_and_one_a_year_earlier(
    kind: Granularity, day: date, previous: str, a_year_earlier: str
) -> None:
    period = Period.containing(kind, day)
    for against, label in ((Reference.PREVIOUS, previous), (Reference.YEAR, a_year_earlier)):
        other = other_period(period, against)
        assert other is not None
        assert other.label == label


@given(any_day)
def test_the_week_a_year_earlier_is_the_one_whose_days_are_nearest(day: date) -> None:
    week = Period.containing(WEEK, day)
    other = other_period(week, Reference.YEAR)
    assert other is not None
    leap_day = (week.first.month, week.first.day) == (2, 29)
    a_year_before = week.first.replace(
        year=week.first.year - 1, day=28 if leap_day else week.first.day
    )
    assert other.first.weekday() == 0
    assert abs((other.first - a_year_before).days) <= 3


def test_all_readings_have_no_other_period() -> None:
    assert (
        other_period(Period.spanning(date(2023, 1, 1), date(2024, 1, 1)), Reference.YEAR) is None
    )


@given(st.sampled_from(KINDS), any_day, st.sampled_from(Reference))
def test_every_day_of_a_period_is_inside_the_other_or_nowhere(
    kind: Granularity, day: date, against: Reference
) -> None:
    period = Period.containing(kind, day)
    other = other_period(period, against)
    assert other is not None
    same = same_day(day, period, other)
    if same is None:
        assert kind is MONTH
        assert against is Reference.PREVIOUS
        assert other.last.day < day.day
    else:
        assert same in other
        if kind in (MONTH, YEAR):
            assert same.day == day.day or (day.day, same.day) == (29, 28)
        if kind is WEEK:
            assert same.weekday() == day.weekday()


def test_the_weeks_of_a_year_keep_their_length() -> None:
    year = Period.containing(YEAR, date(2024, 1, 1))
    other = other_period(year, Reference.YEAR)
    assert other is not None
    for week in year.parts(WEEK):
        found = counterpart(week, year, other)
        assert found is not None
        assert found.length == week.length
        assert (found.first.month, found.first.day) == (week.first.month, week.first.day)


def at(text: str) -> int:
    return utc(text)


@pytest.mark.parametrize(
    ("kind", "instant", "against", "expected"),
    [
        (DAY, "2024-03-14T10:30Z", Reference.PREVIOUS, "2024-03-13T10:30Z"),
        (DAY, "2024-03-31T10:30+01:00", Reference.PREVIOUS, "2024-03-30T10:30Z"),
        (DAY, "2024-04-01T01:30+01:00", Reference.PREVIOUS, "2024-03-31T01:00Z"),  # skipped
        (DAY, "2023-10-30T01:30Z", Reference.PREVIOUS, "2023-10-29T00:30Z"),  # the first of two
        (DAY, "2024-03-15T00:00Z", Reference.PREVIOUS, "2024-03-14T00:00Z"),
        (DAY, "2024-02-29T10:30Z", Reference.YEAR, "2023-02-28T10:30Z"),
        (WEEK, "2024-04-03T10:30+01:00", Reference.PREVIOUS, "2024-03-27T10:30Z"),
        (WEEK, "2024-04-03T10:30+01:00", Reference.YEAR, "2023-04-05T10:30+01:00"),
        (MONTH, "2024-03-14T10:30Z", Reference.PREVIOUS, "2024-02-14T10:30Z"),
        (MONTH, "2024-03-31T10:30+01:00", Reference.PREVIOUS, "2024-03-01T00:00Z"),
        (MONTH, "2024-02-29T10:30Z", Reference.YEAR, "2023-03-01T00:00Z"),
        (MONTH, "2024-02-29T00:00Z", Reference.YEAR, "2023-02-28T00:00Z"),
        (YEAR, "2024-02-29T10:30Z", Reference.PREVIOUS, "2023-03-01T00:00Z"),
        (YEAR, "2024-07-01T10:30+01:00", Reference.YEAR, "2023-07-01T10:30+01:00"),
    ],
)
def test_an_instant_is_where_the_clock_shows_the_same_on_the_same_day(
    kind: Granularity, instant: str, against: Reference, expected: str
) -> None:
    calendar = Calendar()
    period = Period.containing(kind, calendar.day_of(at(instant)))
    other = other_period(period, against)
    assert other is not None
    assert same_instant(calendar, at(instant), period, other) == at(expected)


def test_the_end_of_a_period_is_the_end_of_the_other_however_long() -> None:
    march = Period.containing(MONTH, date(2024, 3, 1))
    february = Period.containing(MONTH, date(2024, 2, 1))
    for calendar in (Calendar(), Calendar(THREE)):
        end = calendar.start_of(march.end)
        assert same_instant(calendar, end, march, february) == calendar.start_of(february.end)


def test_where_days_begin_at_three_the_small_hours_are_the_end_of_the_day() -> None:
    calendar = Calendar(THREE)
    friday = Period.containing(DAY, date(2024, 3, 15))
    thursday = Period.containing(DAY, date(2024, 3, 14))
    found = same_instant(calendar, at("2024-03-16T01:30Z"), friday, thursday)
    assert found == at("2024-03-15T01:30Z")


def test_a_half_hour_is_beside_that_of_the_same_clock() -> None:
    calendar = Calendar()
    summer = same_clock(calendar, at("2024-03-31T18:00+01:00"), date(2024, 3, 30))
    assert summer == at("2024-03-30T18:00Z")
    assert same_clock(calendar, at("2024-03-30T01:30Z"), date(2024, 3, 31)) is None
    first, second = at("2023-10-29T00:30Z"), at("2023-10-29T01:30Z")
    assert clock_of(first) == clock_of(second) == time(1, 30)
    assert same_clock(calendar, at("2023-10-28T00:30Z"), date(2023, 10, 29)) == first
    assert {same_clock(calendar, start, date(2023, 10, 28)) for start in (first, second)} == {
        at("2023-10-28T00:30Z")
    }
    assert same_clock(calendar, second, date(2022, 10, 30)) == at("2022-10-30T01:30Z")
