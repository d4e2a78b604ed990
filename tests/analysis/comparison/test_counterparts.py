"""Where things are in the period before, and in the same a year earlier."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.analysis.comparison.counterparts import (
    counterpart,
    days_apart,
    other_period,
    same_clock,
    short_name,
)
from octoterm.analysis.comparison.references import Reference, name_of_usual, references
from octoterm.consumption.clock_grid import starts_by_clock
from octoterm.periods.calendar import Calendar
from octoterm.periods.period import Granularity, Period
from tests.support.households import utc
from tests.support.plainly import clock_of

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
        (DAY, date(2024, 3, 14), "Wed 13 Mar 2024", "Thu 16 Mar 2023"),
        (DAY, date(2024, 2, 29), "Wed 28 Feb 2024", "Thu 2 Mar 2023"),
        (DAY, date(2024, 3, 1), "Thu 29 Feb 2024", "Fri 3 Mar 2023"),
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


def test_all_readings_have_no_other_period() -> None:
    assert (
        other_period(Period.spanning(date(2023, 1, 1), date(2024, 1, 1)), Reference.YEAR) is None
    )


other_references = st.sampled_from((Reference.PREVIOUS, Reference.YEAR))


def same_day(day: date, period: Period, other: Period) -> date | None:
    found = counterpart(Period.containing(DAY, day), other, days_apart(period, other))
    return found.first if found else None


@given(st.sampled_from(KINDS), any_day, other_references)
def test_the_days_of_a_period_lie_over_the_same_weekdays_of_the_other(
    kind: Granularity, day: date, against: Reference
) -> None:
    period = Period.containing(kind, day)
    other = other_period(period, against)
    assert other is not None
    same = {each: same_day(each, period, other) for each in period.days()}
    matched = {each: found for each, found in same.items() if found is not None}
    if (kind, against) != (DAY, Reference.PREVIOUS):
        assert all(found.weekday() == each.weekday() for each, found in matched.items())
    unmatched = len(same) - len(matched)
    # The starts of two months, or of two years, are at most half a week off the same weekday.
    assert unmatched <= {MONTH: 6, YEAR: 2}.get(kind, 0)


@pytest.mark.parametrize(
    ("first", "against", "days"),
    [
        (date(2024, 3, 1), Reference.PREVIOUS, 28),
        (date(2024, 4, 1), Reference.PREVIOUS, 28),
        (date(2023, 2, 1), Reference.PREVIOUS, 28),
        (date(2023, 3, 1), Reference.PREVIOUS, 28),
        (date(2024, 4, 1), Reference.YEAR, 364),
        (date(2024, 2, 1), Reference.YEAR, 364),
    ],
)
def test_months_lie_over_each_other_by_whole_weeks(
    first: date, against: Reference, days: int
) -> None:
    period = Period.containing(MONTH, first)
    other = other_period(period, against)
    assert other is not None
    assert days_apart(period, other).days == days


@pytest.mark.extended
@given(any_day, st.sampled_from((MONTH, YEAR)), other_references)
def test_no_other_number_of_weeks_has_more_days_in_both(
    day: date, kind: Granularity, against: Reference
) -> None:
    period = Period.containing(kind, day)
    other = other_period(period, against)
    assert other is not None
    chosen = days_apart(period, other)
    inside = [
        sum(each - timedelta(days=apart) in other for each in period.days())
        for apart in range(0, 400, 7)
    ]
    assert sum(each - chosen in other for each in period.days()) == max(inside)


def test_the_weeks_of_a_year_have_their_days_52_weeks_earlier() -> None:
    year = Period.containing(YEAR, date(2024, 1, 1))
    other = other_period(year, Reference.YEAR)
    assert other is not None
    apart = days_apart(year, other)
    *weeks, last = year.parts(WEEK)
    for week in weeks:
        found = counterpart(week, other, apart)
        assert found is not None
        assert (found.first, found.length) == (week.first - timedelta(weeks=52), week.length)
    assert counterpart(last, other, apart) is None  # it would be in 2024 itself
    at_the_edge = Period(WEEK, date(2024, 12, 27), date(2025, 1, 1))
    found = counterpart(at_the_edge, other, apart)
    assert found == Period(WEEK, date(2023, 12, 29), date(2024, 1, 1))


def test_names_leave_out_the_year_that_is_known() -> None:
    april = Period.containing(MONTH, date(2024, 4, 1))
    for kind, day, name in (
        (DAY, date(2024, 3, 13), "Wed 13 Mar"),
        (WEEK, date(2024, 3, 13), "11–17 Mar"),
        (WEEK, date(2025, 1, 1), "30 Dec 2024 – 5 Jan 2025"),
        (MONTH, date(2024, 3, 1), "March"),
        (MONTH, date(2023, 4, 1), "April 2023"),
        (YEAR, date(2024, 4, 1), "2024"),
    ):
        assert short_name(Period.containing(kind, day), april) == name


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (DAY, "a usual Thursday"),
        (WEEK, "the 8 weeks before"),
        (MONTH, "the 8 weeks before"),
        (YEAR, "other years"),
    ],
)
def test_the_usual_has_a_name(kind: Granularity, name: str) -> None:
    period = Period.containing(kind, date(2024, 3, 14))
    assert other_period(period, Reference.USUAL) is None
    assert name_of_usual(period) == name


def same(start: str, day: date) -> int | None:
    return same_clock(starts_by_clock(Calendar(), day), utc(start))


def test_a_half_hour_is_next_to_that_of_the_same_clock() -> None:
    assert same("2024-03-31T18:00+01:00", date(2024, 3, 30)) == utc("2024-03-30T18:00Z")
    assert same("2024-03-30T01:30Z", date(2024, 3, 31)) is None
    first, second = "2023-10-29T00:30Z", "2023-10-29T01:30Z"
    assert clock_of(utc(first)) == clock_of(utc(second)) == time(1, 30)
    assert same("2023-10-28T00:30Z", date(2023, 10, 29)) == utc(first)
    assert {same(start, date(2023, 10, 28)) for start in (first, second)} == {
        utc("2023-10-28T00:30Z")
    }
    assert same(second, date(2022, 10, 30)) == utc("2022-10-30T01:30Z")


def test_a_year_is_not_offered_the_year_before_twice() -> None:
    for kind in Granularity:
        if kind in (Granularity.HALF_HOUR, Granularity.ALL):
            continue
        period = Period.containing(kind, date(2024, 3, 14))
        others = [other_period(period, against) for against in references(period)]
        assert len(set(others)) == len(others)
        assert references(period)[:2] == (Reference.USUAL, Reference.PREVIOUS)
