"""London days, weeks, months and years: their names, their neighbours, their half hours."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.periods.period import Granularity, Period
from tests.support.periods import DATED, DAY, MONTH, WEEK, YEAR, bounds, containing, days, kinds

# What a person calls them


@pytest.mark.parametrize(
    ("kind", "day", "label"),
    [
        (DAY, "2024-03-14", "Thu 14 Mar 2024"),
        (DAY, "2024-02-29", "Thu 29 Feb 2024"),
        (WEEK, "2024-03-14", "11–17 Mar 2024"),
        (WEEK, "2024-02-01", "29 Jan – 4 Feb 2024"),
        (WEEK, "2025-01-01", "30 Dec 2024 – 5 Jan 2025"),
        (MONTH, "2024-03-14", "March 2024"),
        (YEAR, "2024-03-14", "2024"),
    ],
)
def test_a_period_is_called_what_a_person_calls_it(
    kind: Granularity, day: str, label: str
) -> None:
    assert containing(kind, day).label == label


def test_everything_is_called_all_readings() -> None:
    assert Period.spanning(date(2023, 4, 4), date(2024, 4, 11)).label == "All readings"


def test_a_week_cut_to_one_day_is_called_by_that_day() -> None:
    assert Period(WEEK, date(2024, 3, 14), date(2024, 3, 15)).label == "14 Mar 2024"


def test_inside_a_named_period_short_labels_do() -> None:
    shorts = [containing(kind, "2024-03-14").short_label for kind in DATED]
    assert shorts == ["Thu 14", "11 Mar", "Mar", "2024"]


# Where they begin and end


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        (DAY, "2024-02-29", "2024-02-29", "2024-02-29"),
        (WEEK, "2024-03-11", "2024-03-11", "2024-03-17"),
        (WEEK, "2024-03-17", "2024-03-11", "2024-03-17"),
        (WEEK, "2021-01-03", "2020-12-28", "2021-01-03"),
        (MONTH, "2024-02-29", "2024-02-01", "2024-02-29"),
        (MONTH, "2023-02-01", "2023-02-01", "2023-02-28"),
        (MONTH, "2023-12-31", "2023-12-01", "2023-12-31"),
        (YEAR, "2024-12-31", "2024-01-01", "2024-12-31"),
    ],
)
def test_weeks_begin_on_monday_and_months_and_years_on_the_first(
    kind: Granularity, day: str, first: str, last: str
) -> None:
    assert bounds(containing(kind, day)) == (first, last)


@given(kinds, days)
def test_every_day_lies_in_the_period_that_contains_it(kind: Granularity, day: date) -> None:
    period = Period.containing(kind, day)
    assert day in period
    assert list(period.days()) == [period.first + timedelta(n) for n in range(period.length)]
    assert period.end not in period
    assert period.first - timedelta(1) not in period


@pytest.mark.parametrize("kind", [Granularity.HALF_HOUR, Granularity.ALL])
def test_no_single_half_hour_or_everything_contains_a_day(kind: Granularity) -> None:
    with pytest.raises(ValueError, match=kind.value):
        Period.containing(kind, date(2024, 3, 14))


def test_kinds_of_period_are_ordered_by_size() -> None:
    assert sorted({YEAR, MONTH, DAY, WEEK, *Granularity}) == list(Granularity)
    assert DAY < WEEK <= WEEK < YEAR


# Moving about


@pytest.mark.parametrize(
    ("kind", "day", "steps", "first"),
    [
        (DAY, "2024-02-28", 1, "2024-02-29"),
        (DAY, "2024-01-01", -1, "2023-12-31"),
        (DAY, "2024-03-31", 1, "2024-04-01"),
        (WEEK, "2024-12-31", 1, "2025-01-06"),
        (WEEK, "2024-10-27", 1, "2024-10-28"),
        (MONTH, "2024-01-31", 1, "2024-02-01"),
        (MONTH, "2024-01-31", -1, "2023-12-01"),
        (MONTH, "2024-11-30", 14, "2026-01-01"),
        (YEAR, "2024-02-29", 1, "2025-01-01"),
        (YEAR, "2024-02-29", -4, "2020-01-01"),
    ],
)
def test_the_next_and_previous_periods_follow_on(
    kind: Granularity, day: str, steps: int, first: str
) -> None:
    moved = containing(kind, day).shifted(steps)
    assert moved == containing(kind, first)
    assert moved.first.isoformat() == first


@pytest.mark.slow
@given(kinds, days, st.integers(-50, 50))
def test_periods_of_a_kind_leave_no_day_between_them_and_lead_back(
    kind: Granularity, day: date, steps: int
) -> None:
    period = Period.containing(kind, day)
    assert period.shifted(1).first == period.end
    assert period.shifted(-1).end == period.first
    assert period.shifted(0) == period
    assert period.shifted(steps).shifted(-steps) == period


@pytest.mark.parametrize(
    ("kind", "day", "first"),
    [
        (DAY, "2024-02-26", "2024-03-04"),
        (WEEK, "2024-03-14", "2024-04-08"),
        (WEEK, "2023-01-30", "2023-02-27"),
        (MONTH, "2024-02-29", "2025-02-01"),
        (YEAR, "2024-06-01", "2025-01-01"),
    ],
)
def test_a_leap_is_a_step_of_the_next_larger_kind(kind: Granularity, day: str, first: str) -> None:
    assert containing(kind, day).leapt(1) == containing(kind, first)


@given(days)
def test_leaps_of_a_day_keep_the_weekday_and_of_a_month_the_month(day: date) -> None:
    assert Period.containing(DAY, day).leapt(-3).first == day - timedelta(21)
    assert Period.containing(MONTH, day).leapt(2).first == date(day.year + 2, day.month, 1)


def test_everything_has_no_neighbours() -> None:
    everything = Period.spanning(date(2023, 4, 4), date(2024, 4, 11))
    assert everything.shifted(1) == everything.leapt(-1) == everything


# What they are made of


def test_a_year_is_made_of_months_and_a_week_or_month_of_days() -> None:
    year = containing(YEAR, "2024-03-14").parts()
    assert [part.label for part in year][::11] == ["January 2024", "December 2024"]
    assert len(year) == 12
    week = containing(WEEK, "2024-03-14").parts()
    assert [part.label for part in week][::6] == ["Mon 11 Mar 2024", "Sun 17 Mar 2024"]
    assert [containing(MONTH, f"{y}-02-01").length for y in (2023, 2024)] == [28, 29]
    assert len(containing(MONTH, "2024-02-01").parts()) == 29


def test_everything_is_made_of_whole_years_once_there_are_three_of_them() -> None:
    everything = Period.spanning(date(2023, 4, 4), date(2026, 4, 11))
    assert everything.parts() == tuple(containing(YEAR, f"{y}-01-01") for y in range(2023, 2027))


def test_until_then_it_is_made_of_months_with_their_years() -> None:
    everything = Period.spanning(date(2023, 11, 4), date(2024, 1, 11))
    labels = [part.label_within(everything) for part in everything.parts()]
    assert labels == ["Nov 2023", "Dec 2023", "Jan 2024"]


def test_a_month_in_weeks_begins_and_ends_with_the_month() -> None:
    weeks = containing(MONTH, "2024-02-01").parts(WEEK)
    assert [bounds(week) for week in weeks] == [
        ("2024-02-01", "2024-02-04"),
        ("2024-02-05", "2024-02-11"),
        ("2024-02-12", "2024-02-18"),
        ("2024-02-19", "2024-02-25"),
        ("2024-02-26", "2024-02-29"),
    ]


def test_a_day_has_half_hours_and_no_parts_made_of_days() -> None:
    day = containing(DAY, "2024-03-14")
    assert day.parts() == ()
    assert day.natural_parts is Granularity.HALF_HOUR


@given(kinds, days, kinds)
def test_parts_cover_every_day_of_a_period_once(
    whole: Granularity, day: date, kind: Granularity
) -> None:
    period = Period.containing(whole, day)
    assert [day for part in period.parts(kind) for day in part.days()] == list(period.days())


@given(days, st.integers(0, 1000), kinds)
def test_parts_of_everything_follow_on_from_the_first_day_to_the_last(
    first: date, length: int, kind: Granularity
) -> None:
    last = first + timedelta(length)
    parts = Period.spanning(first, last).parts(kind)
    assert (parts[0], parts[-1]) == (
        Period.containing(kind, first),
        Period.containing(kind, last),
    )
    assert all(then == now.shifted(1) for now, then in pairwise(parts))


@given(kinds, days, kinds, days)
def test_periods_overlap_where_any_day_is_in_both(
    kind: Granularity, day: date, other_kind: Granularity, other_day: date
) -> None:
    for near in (other_day, min(day + timedelta(other_day.day), date(2099, 12, 31))):
        period, other = Period.containing(kind, day), Period.containing(other_kind, near)
        shared = set(period.days()) & set(other.days())
        assert period.overlaps(other) == other.overlaps(period) == bool(shared)
