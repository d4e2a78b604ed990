"""A period beside another, against plain arithmetic: like with like, and said in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.analysis.comparison import (
    ComparedPart,
    Reference,
    compare,
    compare_each,
    compare_parts,
)
from octoterm.analysis.summary import summary
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours, london_day
from tests.support.plainly import LEAP_YEARS, Home, clock_of, of, total

DAY, WEEK, MONTH, YEAR = (
    Granularity.DAY,
    Granularity.WEEK,
    Granularity.MONTH,
    Granularity.YEAR,
)
KINDS = (DAY, WEEK, MONTH, YEAR)


def other_days(period: Period, against: Reference) -> list[date]:
    """The days of the other period, by the words of who asked for them."""
    first = period.first
    if against is Reference.PREVIOUS:
        day = first - timedelta(days=1)
    elif period.granularity is WEEK:
        day = first - timedelta(days=364)
    else:
        leap_day = (first.month, first.day) == (2, 29)
        day = first.replace(year=first.year - 1, day=28 if leap_day else first.day)
    kinds = {
        DAY: lambda each: each == day,
        WEEK: lambda each: each.isocalendar()[:2] == day.isocalendar()[:2],
        MONTH: lambda each: (each.year, each.month) == (day.year, day.month),
        YEAR: lambda each: each.year == day.year,
    }
    longest = {DAY: 1, WEEK: 7, MONTH: 31, YEAR: 366}[period.granularity]
    around = [day + timedelta(days=n) for n in range(-longest, longest + 1)]
    return [each for each in around if kinds[period.granularity](each)]


def place(home: Home, kind: Granularity, day: date, start: int) -> tuple[int, int, int]:
    """What can be compared between two periods of the kind: how far into them this is."""
    clock = clock_of(start)
    minutes = (60 * clock.hour + clock.minute - 60 * home.day_start.hour) % 1440
    months = day.month if kind is YEAR else 0
    days = {DAY: 0, WEEK: day.weekday()}.get(kind, day.day)
    return months, days, minutes


def plainly(home: Home, period: Period, against: Reference) -> tuple[object, object, object]:
    """kWh and readings of the current period, and of the same stretch of the other."""
    kind = period.granularity
    inside = [
        (day, start, kwh) for day in period.days() for start, kwh in home.days.get(day, {}).items()
    ]
    there = [each for each in inside if each[2] is not None]
    if not there:
        return None, None, 0
    first, last = (place(home, kind, day, start) for day, start, _ in (there[0], there[-1]))
    begins = inside[0][2] is None or period.first not in home.days
    ends = inside[-1][2] is None or period.last not in home.days
    same = [
        kwh
        for day in other_days(period, against)
        for start, kwh in home.days.get(day, {}).items()
        if kwh is not None
        and (not begins or first <= place(home, kind, day, start))
        and (not ends or place(home, kind, day, start) <= last)
    ]
    change = total(kwh for *_, kwh in there) - total(same) if same else None
    return total(same), change, len(same)


@pytest.mark.parametrize("against", Reference)
@pytest.mark.parametrize("home", LEAP_YEARS)
def test_the_change_of_every_period_is_what_plain_arithmetic_says(
    home: Home, against: Reference
) -> None:
    days = list(home.days)
    for kind in KINDS:
        period = Period.containing(kind, days[0])
        while period.first <= days[-1]:
            found = compare(home.series, period, against)
            assert found is not None
            kwh, change, readings = plainly(home, period, against)
            if readings:
                assert found.other.total == pytest.approx(kwh, abs=1e-9), period
                assert found.other.readings == readings
            assert found.current == home.series.figures(period)
            assert found.change == (None if change is None else pytest.approx(change, abs=1e-9))
            if found.change is not None and found.change_percent is not None:
                assert found.change_percent == pytest.approx(
                    100 * (found.current.total / found.other.total - 1), abs=1e-9
                )
            period = period.shifted(1)


STEADY = of(dict.fromkeys(half_hours("2023-01-01T00:00Z", "2024-05-17T10:30+01:00"), 0.5))


def of_the_day(series: Series, day: date, against: Reference) -> str:
    found = compare(series, Period.containing(DAY, day), against)
    assert found is not None
    return found.words


def test_a_whole_period_is_compared_with_the_whole_of_the_other() -> None:
    found = compare(STEADY, Period.containing(MONTH, date(2024, 3, 1)), Reference.PREVIOUS)
    assert found is not None
    assert not found.partial
    assert found.fair
    assert found.stretch == ""
    assert (found.current.total, found.other.total) == (743, 696)
    # Each half hour is of 0.5 kWh: March is only longer.
    assert found.words == "+7 % (+47.00 kWh) on February 2024, ±0 % a day"


def test_an_unfinished_period_is_compared_with_the_same_stretch_and_says_so() -> None:
    today = Period.containing(DAY, date(2024, 5, 17))
    found = compare(STEADY, today, Reference.PREVIOUS)
    assert found is not None
    assert found.partial
    assert (found.other.total, found.other.readings, found.other.expected) == (10.5, 21, 21)
    assert found.words == "±0 % (±0.00 kWh) on Thu 16 May 2024 until 10:30"
    month = compare(STEADY, Period.containing(MONTH, today.first), Reference.YEAR)
    assert month is not None
    assert month.words == "±0 % (±0.00 kWh) on May 2023 until 17 May 10:30"


def test_a_period_that_begins_late_is_compared_from_there() -> None:
    meter = of(dict.fromkeys(half_hours("2024-01-20T06:00Z", "2024-03-01T00:00Z"), 0.5))
    found = compare(meter, Period.containing(WEEK, date(2024, 1, 31)), Reference.PREVIOUS)
    assert found is not None
    assert not found.partial
    january = Period.containing(MONTH, date(2024, 1, 31))
    assert compare(meter, january, Reference.PREVIOUS).words == (  # type: ignore[union-attr]
        "No readings for December 2023 from 20 Dec 06:00"
    )


def test_29_february_is_compared_with_the_28th_and_a_week_with_the_nearest() -> None:
    assert of_the_day(STEADY, date(2024, 2, 29), Reference.YEAR) == (
        "±0 % (±0.00 kWh) on Tue 28 Feb 2023"
    )
    week = compare(STEADY, Period.containing(WEEK, date(2024, 2, 29)), Reference.YEAR)
    assert week is not None
    assert week.words == "±0 % (±0.00 kWh) on 27 Feb – 5 Mar 2023"


def test_where_most_is_missing_nothing_is_claimed() -> None:
    usage = dict.fromkeys(half_hours("2023-12-20T00:00Z", "2024-02-01T00:00Z"), 0.5)
    found = compare(of(usage), Period.containing(MONTH, date(2024, 1, 1)), Reference.PREVIOUS)
    assert found is not None
    assert not found.fair
    assert found.words == "Not compared with December 2023; it lacks 912 of 1,488 half hours"


def test_a_few_missing_half_hours_are_mentioned() -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-03T00:00Z"), 0.5)
    for start in (10, 60, 61):
        del usage[sorted(london_day(date(2024, 1, 1)) + london_day(date(2024, 1, 2)))[start]]
    assert of_the_day(of(usage), date(2024, 1, 2), Reference.PREVIOUS) == (
        "≈-2 % (-0.50 kWh) on Mon 1 Jan 2024; it lacks 1 of 48 half hours; "
        "Tue 2 Jan 2024 lacks 2 of 48 half hours"
    )


def test_without_readings_on_either_side_there_is_no_change() -> None:
    meter = of(dict.fromkeys(london_day(date(2024, 1, 1)), 0.5))
    assert of_the_day(meter, date(2024, 1, 1), Reference.YEAR) == "No readings for Sun 1 Jan 2023"
    assert of_the_day(meter, date(2024, 1, 2), Reference.PREVIOUS) == (
        "No readings to compare with Mon 1 Jan 2024"
    )
    found = compare(meter, Period.containing(DAY, date(2024, 1, 2)), Reference.PREVIOUS)
    assert found is not None
    assert (found.change, found.change_percent, found.fair) == (None, None, False)
    assert found.other.readings == 48


def test_a_change_from_nothing_or_less_has_no_percent() -> None:
    for before in (0.0, -0.25):
        usage = dict.fromkeys(london_day(date(2024, 1, 1)), before)
        usage |= dict.fromkeys(london_day(date(2024, 1, 2)), 0.25)
        found = compare(of(usage), Period.containing(DAY, date(2024, 1, 2)), Reference.PREVIOUS)
        assert found is not None
        assert found.change == 12 - 48 * before
        assert found.change_percent is None
        assert found.words == f"+{12 - 48 * before:.2f} kWh on Mon 1 Jan 2024"


def test_all_readings_are_compared_with_nothing_but_each_of_their_years_with_the_one_before() -> (
    None
):
    assert STEADY.whole is not None
    assert compare(STEADY, STEADY.whole, Reference.PREVIOUS) is None
    first, *later = compare_parts(STEADY, STEADY.whole, Reference.YEAR)
    assert first.counted is not None
    assert first.counted.readings == 0
    for before, beside in pairwise((first, *later)):
        assert beside.other is not None
        assert beside.other.period == before.part.period


def test_dates_that_cut_a_period_cut_the_other_too() -> None:
    month = Period.containing(MONTH, date(2024, 3, 1))
    found = compare(STEADY, month, Reference.PREVIOUS, date(2024, 3, 5), date(2024, 3, 10))
    assert found is not None
    assert (found.current.total, found.other.total) == (144, 144)
    assert found.stretch == "from 5 Feb 00:00 until 11 Feb 00:00"
    for since, until in ((date.min, None), (None, date.max), (date.min, date.max)):
        assert compare(STEADY, month, Reference.PREVIOUS, since, until) == compare(
            STEADY, month, Reference.PREVIOUS
        )


# The parts of a period


@pytest.mark.parametrize("against", Reference)
@pytest.mark.parametrize("home", LEAP_YEARS)
def test_half_hours_are_beside_those_of_the_same_clock(home: Home, against: Reference) -> None:
    for day in (date(2023, 10, 29), date(2023, 10, 30), date(2024, 3, 31), date(2024, 4, 1)):
        period = Period.containing(DAY, day)
        (other,) = other_days(period, against)
        by_clock: dict[object, list[float | None]] = {}
        for start, kwh in home.days.get(other, {}).items():
            by_clock.setdefault(clock_of(start), []).append(kwh)
        for beside in compare_parts(home.series, period, against):
            same = by_clock.get(clock_of(beside.part.figures.start))
            if same is None:
                assert beside.other is None or beside.other.missing
            else:
                assert beside.other is not None
                kwh = None if beside.other.missing else beside.other.figures.total
                assert kwh in same


def by_days(parts: tuple[ComparedPart, ...]) -> Iterator[tuple[int, int | None]]:
    for beside in parts:
        assert beside.part.period is not None
        other = beside.other.period if beside.other else None
        yield beside.part.period.first.day, other and other.first.day


def test_the_days_of_a_month_are_beside_the_same_days_of_the_other() -> None:
    march = Period.containing(MONTH, date(2024, 3, 1))
    beside = dict(by_days(compare_parts(STEADY, march, Reference.PREVIOUS)))
    assert beside == {day: day if day < 30 else None for day in range(1, 32)}
    february = Period.containing(MONTH, date(2024, 2, 1))
    beside = dict(by_days(compare_parts(STEADY, february, Reference.YEAR)))
    assert beside == {day: min(day, 28) for day in range(1, 30)}


def test_the_days_of_a_week_are_beside_the_same_weekdays() -> None:
    week = Period.containing(WEEK, date(2024, 3, 14))
    for beside in compare_parts(STEADY, week, Reference.YEAR):
        assert beside.part.label[:3] == (beside.other.label[:3] if beside.other else "")


def test_an_unfinished_part_is_compared_with_the_same_stretch_and_laid_before_the_whole() -> None:
    year = Period.containing(YEAR, date(2024, 1, 1))
    may = compare_parts(STEADY, year, Reference.YEAR)[4]
    assert may.other is not None
    assert may.counted is not None
    assert may.other.full_label == "May 2023"
    assert may.other.figures.readings == 31 * 48
    assert may.counted.readings == may.part.figures.readings == 16 * 48 + 21
    assert may.stretch == "until 17 May 10:30"


@given(st.sampled_from(KINDS), st.sampled_from(Reference), st.booleans())
def test_rows_of_a_summary_are_each_compared_by_themselves(
    kind: Granularity, against: Reference, cut: bool
) -> None:
    days = (date(2024, 2, 3), date(2024, 5, 2)) if cut else (None, None)
    for beside in compare_each(STEADY, summary(STEADY, kind, *days), against, *days):
        assert beside.part.period is not None
        found = compare(STEADY, beside.part.period, against, *days)
        assert found is not None
        assert beside.part.figures == found.current
        assert (beside.counted, beside.change, beside.change_percent) == (
            found.other,
            found.change,
            found.change_percent,
        )


def test_half_hours_of_a_summary_are_beside_the_day_before_and_the_year_before() -> None:
    day = date(2024, 2, 29)
    rows = summary(STEADY, Granularity.HALF_HOUR, day, day)
    for against, label in (
        (Reference.PREVIOUS, "Wed 28 Feb 2024 18:00"),
        (Reference.YEAR, "Tue 28 Feb 2023 18:00"),
    ):
        beside = list(compare_each(STEADY, rows, against))[36]
        assert beside.other is not None
        assert beside.other.full_label == label
        assert (beside.change, beside.change_percent) == (0, 0)


def test_with_a_day_missing_from_a_week_no_change_is_claimed() -> None:
    usage = dict.fromkeys(half_hours("2024-03-04T00:00Z", "2024-03-18T00:00Z"), 0.5)
    for start in london_day(date(2024, 3, 13)):
        del usage[start]
    found = compare(of(usage), Period.containing(WEEK, date(2024, 3, 14)), Reference.PREVIOUS)
    assert found is not None
    assert not found.fair
    assert (
        found.words == "Not compared with 4–10 Mar 2024; 11–17 Mar 2024 lacks 48 of 336 half hours"
    )
