"""The parts of a period, each next to its counterpart, and what they add up to."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.analysis.comparison.compared_parts import ComparedPart, compare_each, compared_parts
from octoterm.analysis.comparison.comparison import compare
from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.summary import summary
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours
from tests.support.plain_comparison import (
    DAY,
    KINDS,
    MONTH,
    WEEK,
    YEAR,
    matches,
    other_half_hour,
)
from tests.support.plainly import LEAP_YEARS, Home, of
from tests.support.slow import slow

STEADY = of(dict.fromkeys(half_hours("2023-01-01T00:00Z", "2024-05-17T10:30+01:00"), 0.5))


def test_all_readings_are_compared_with_nothing_but_each_of_their_months_is() -> None:
    assert STEADY.whole is not None
    assert compare(STEADY, STEADY.whole, Reference.PREVIOUS) is None
    for first, second in pairwise(compared_parts(STEADY, STEADY.whole, Reference.PREVIOUS)):
        assert second.other is not None
        assert second.other.period == first.part.period


@pytest.mark.parametrize("against", Reference)
@pytest.mark.parametrize("home", LEAP_YEARS)
def test_half_hours_are_next_to_those_of_the_same_clock(home: Home, against: Reference) -> None:
    for day in (date(2023, 10, 29), date(2023, 10, 30), date(2024, 3, 31), date(2024, 4, 1)):
        period = Period.containing(DAY, day)
        for each in compared_parts(home.series, period, against):
            other = other_half_hour(home, day, each.part.figures.start, against)
            kwh = None if each.other is None or each.other.missing else each.other.figures.total
            assert kwh == (None if other is None else pytest.approx(other, abs=1e-9))


def by_days(parts: tuple[ComparedPart, ...]) -> dict[date, date]:
    return {
        each.part.period.first: each.other.period.first
        for each in parts
        if each.part.period and each.other and each.other.period
    }


@pytest.mark.extended
@pytest.mark.parametrize("kind", [WEEK, MONTH])
@pytest.mark.parametrize("against", [Reference.PREVIOUS, Reference.YEAR])
def test_the_days_of_a_month_or_week_are_next_to_the_same_weekdays(
    kind: Granularity, against: Reference
) -> None:
    for number in range(14):
        period = Period.containing(kind, date(2024, 1, 1) + timedelta(days=28 * number))
        assert by_days(compared_parts(STEADY, period, against)) == matches(period, against)


@pytest.mark.extended
@pytest.mark.parametrize("against", Reference)
@pytest.mark.parametrize("kind", [WEEK, MONTH, *slow(YEAR)])
def test_what_the_parts_are_compared_with_adds_up_to_what_the_whole_is_compared_with(
    kind: Granularity, against: Reference
) -> None:
    home = Home("leap year")
    for first in (date(2023, 10, 1), date(2024, 1, 1), date(2024, 3, 1)):
        period = Period.containing(kind, first)
        whole = compare(home.series, period, against)
        days = compared_parts(home.series, period, against, DAY)
        pairs = [each.comparison for each in days if each.comparison and each.comparison.fair]
        assert whole is not None
        if not whole.fair:
            continue
        full = [each for each in pairs if not each.is_partial]
        assert sum(each.own or 0 for each in full) == pytest.approx(whole.own, abs=1e-9)
        assert sum(each.other or 0 for each in full) == pytest.approx(whole.other, abs=1e-9)


def test_the_months_of_a_year_are_next_to_the_same_months_whatever_the_year_is_called() -> None:
    year = Period.containing(YEAR, date(2024, 1, 1))
    previous = compared_parts(STEADY, year, Reference.PREVIOUS)
    assert previous == compared_parts(STEADY, year, Reference.YEAR)
    assert [each.other.full_label for each in previous[:2] if each.other] == [
        "January 2023",
        "February 2023",
    ]


def test_without_a_usual_year_its_months_have_none_either() -> None:
    year = Period.containing(YEAR, date(2024, 1, 1))
    whole = compare(STEADY, year, Reference.USUAL)
    assert whole is not None
    assert not whole.fair
    assert {each.other for each in compared_parts(STEADY, year, Reference.USUAL)} == {None}


def test_nothing_is_usual_after_the_last_reading() -> None:
    may = compared_parts(STEADY, Period.containing(MONTH, date(2024, 5, 1)), Reference.USUAL)
    assert [each.other is None for each in may] == [False] * 17 + [True] * 14
    day = compared_parts(STEADY, Period.containing(DAY, date(2024, 5, 17)), Reference.USUAL)
    assert [each.other is None for each in day] == [False] * 21 + [True] * 27


def test_a_part_in_progress_is_laid_before_the_whole_of_the_other() -> None:
    year = Period.containing(YEAR, date(2024, 1, 1))
    may = compared_parts(STEADY, year, Reference.YEAR)[4]
    assert may.other is not None
    assert may.comparison is not None
    assert may.other.figures.readings == 31 * 48
    assert (may.comparison.other, may.comparison.stretch) == (16 * 24, "16 days")


def test_the_weeks_of_a_year_are_next_to_the_weeks_52_earlier() -> None:
    year = Period.containing(YEAR, date(2024, 1, 1))
    for each in compared_parts(STEADY, year, Reference.PREVIOUS, WEEK)[:19]:
        assert each.part.period is not None
        assert each.other is not None
        assert each.other.period is not None
        assert each.part.period.first - each.other.period.first == timedelta(days=364)


@pytest.mark.slow
@given(st.sampled_from(KINDS), st.sampled_from(Reference), st.booleans())
def test_rows_of_a_summary_are_each_compared_by_themselves(
    kind: Granularity, against: Reference, cut: bool
) -> None:
    days = (date(2024, 2, 3), date(2024, 5, 2)) if cut else (None, None)
    for each in compare_each(STEADY, summary(STEADY, kind, *days), against, *days):
        assert each.part.period is not None
        assert each.comparison == compare(STEADY, each.part.period, against, *days)


def test_half_hours_of_a_summary_are_next_to_the_day_before_and_the_year_before() -> None:
    day = date(2024, 2, 29)
    rows = summary(STEADY, Granularity.HALF_HOUR, day, day)
    for against, label in (
        (Reference.PREVIOUS, "Wed 28 Feb 2024 18:00"),
        (Reference.YEAR, "Thu 2 Mar 2023 18:00"),
        (Reference.USUAL, "a usual Thursday at 18:00"),
    ):
        evening = list(compare_each(STEADY, rows, against))[36]
        assert evening.other is not None
        assert evening.other.full_label == label
        assert evening.comparison is not None
        assert (evening.comparison.change, evening.comparison.change_percent) == (0, 0)
        assert evening.comparison.words == f"about the same as {label}"
