"""One meter's readings in memory, against plain arithmetic: loops, dates and `zoneinfo` only."""

from __future__ import annotations

import math
import os
from array import array
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.consumption.series import Figures, Gap, Series
from octoterm.periods.period import Period
from tests.support.a_year import EVERYTHING, USAGE, by_day
from tests.support.households import half_hours, utc
from tests.support.periods import DAY, MONTH, YEAR
from tests.support.plainly import THREE, of

# Days of 46, 48 and 50 half hours


@pytest.mark.extended
def test_the_half_hours_of_every_day_show_what_is_missing(day_start: time) -> None:
    series = of(USAGE, day_start)
    for day, halves in by_day(day_start).items():
        if date(2023, 1, 8) < day < date(2024, 2, 6):
            assert series.half_hours(day) == tuple(halves.items())
            there = [kwh for kwh in halves.values() if kwh is not None]
            assert series.is_complete(day) == (len(there) == len(halves))
            assert series.has_readings(day) == bool(there)


# Ranges, gaps, single half hours

instants = st.sampled_from(half_hours("2023-01-08T00:00Z", "2024-02-06T00:00Z")[::7])


@given(instants, instants)
def test_the_total_and_count_of_any_range_are_those_of_a_loop(one: int, other: int) -> None:
    start, end = sorted((one, other))
    inside = [kwh for at, kwh in USAGE.items() if start <= at < end]
    assert EVERYTHING.total_between(start, end) == pytest.approx(math.fsum(inside), abs=1e-9)
    assert EVERYTHING.count(start, end) == len(inside)


@given(instants, instants)
def test_the_reach_of_any_range_is_that_of_its_readings(one: int, other: int) -> None:
    start, end = sorted((one, other))
    there = [at for at in USAGE if start <= at < end]
    assert EVERYTHING.reach(start, end) == ((min(there), max(there) + 1800) if there else None)


@given(instants, instants)
def test_due_are_the_half_hours_from_the_first_reading_to_the_last(one: int, other: int) -> None:
    start, end = sorted((one, other))
    first, last = min(USAGE), max(USAGE)
    due = [at for at in range(start, end, 1800) if first <= at <= last]
    assert EVERYTHING.due(start, end) == len(due)
    assert of({}).due(start, end) == 0


def test_nothing_is_missing_before_the_first_reading_or_still_to_come() -> None:
    starts = half_hours("2024-01-01T12:00Z", "2024-01-03T12:00Z")
    series = of(dict.fromkeys((start for start in starts if start != starts[40]), 0.2))
    assert [series.missing_on(day) for day in series.days] == [0, 1, 0]


@given(
    st.dates(date(2022, 12, 1), date(2024, 3, 1)), st.dates(date(2022, 12, 1), date(2024, 3, 1))
)
def test_days_between_dates_are_those_of_the_readings(since: date, until: date) -> None:
    inside = [day for day in EVERYTHING.days if since <= day.day <= until]
    assert list(EVERYTHING.days_between(since, until)) == inside
    for day in (since, until):
        found = EVERYTHING.day(day)
        inside_all = [each for each in EVERYTHING.days if each.day == day]
        assert found == (inside_all[0] if inside_all else None)


def test_gaps_are_exactly_the_half_hours_without_a_reading() -> None:
    between = range(min(USAGE), max(USAGE), 1800)
    gaps = EVERYTHING.gaps()
    missing = [start for gap in gaps for start in range(gap.start, gap.end, 1800)]
    assert missing == [start for start in between if start not in USAGE]
    assert sum(gap.half_hours for gap in gaps) == len(missing)
    assert all(gap.start - 1800 in USAGE and gap.end in USAGE for gap in gaps)


@given(instants, instants)
def test_gaps_are_cut_to_the_range_asked_for(one: int, other: int) -> None:
    start, end = sorted((one, other))
    inside = [
        missing
        for gap in EVERYTHING.gaps(start, end)
        for missing in range(gap.start, gap.end, 1800)
    ]
    assert inside == [
        at for at in range(max(start, min(USAGE)), min(end, max(USAGE)), 1800) if at not in USAGE
    ]


def test_a_gap_knows_its_half_hours() -> None:
    assert Gap(utc("2023-12-31T23:30Z"), utc("2024-01-01T00:00Z")).half_hours == 1
    new_year = EVERYTHING.gaps(utc("2023-12-31T23:00Z"), utc("2024-01-01T00:30Z"))
    assert new_year == (Gap(utc("2023-12-31T23:30Z"), utc("2024-01-01T00:00Z")),)


def test_one_half_hour_has_figures_of_its_own() -> None:
    there, missing, nothing = (
        utc("2023-01-10T05:30Z"),
        utc("2023-05-01T12:00Z"),
        next(start for start, kwh in USAGE.items() if kwh == 0),
    )
    kwh = USAGE[there]
    assert EVERYTHING.value_at(there) == kwh
    assert EVERYTHING.half_hour_figures(there) == Figures(
        there, there + 1800, kwh, 1, 1, kwh, there, 2 * kwh
    )
    assert EVERYTHING.half_hour_figures(missing) == Figures(
        missing, missing + 1800, 0.0, 0, 1, None, None, None
    )
    assert EVERYTHING.half_hour_figures(nothing).peak_start == nothing
    assert EVERYTHING.value_at(there + 60) is None


# The whole, and the latest


def test_it_knows_its_first_and_last_reading_and_their_days() -> None:
    assert (EVERYTHING.first, EVERYTHING.last) == (min(USAGE), max(USAGE))
    assert len(EVERYTHING) == len(USAGE)
    early = of({utc("2024-01-15T02:30Z"): 1.0, utc("2024-07-15T23:30Z"): 1.0}, THREE)
    assert (early.first_day, early.last_day) == (date(2024, 1, 14), date(2024, 7, 15))


def test_without_readings_there_is_nothing_and_nothing_fails() -> None:
    empty = of({})
    assert (len(empty), empty.first, empty.last, empty.first_day, empty.whole) == (0, *[None] * 4)
    assert (empty.latest_day(), empty.gaps(), empty.total_between(0, 2**40)) == (None, (), 0)
    assert not empty.is_complete(date(2024, 1, 15))
    assert not empty.has_readings(date(2024, 1, 15))
    assert empty.half_hours(date(2024, 3, 31))[45][1] is None
    assert empty.figures(Period.containing(YEAR, date(2024, 1, 1))).expected == 366 * 48


def test_the_latest_day_is_the_last_complete_one_of_the_last_week() -> None:
    """Supply often ends in the middle of a day, with two readings of the next."""
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-16T01:00Z"), 0.1)
    assert of(usage).latest_day() == date(2024, 1, 15)
    for day in range(10, 16):
        del usage[utc(f"2024-01-{day}T12:00Z")]
    assert of(usage).latest_day() == date(2024, 1, 16)
    usage[utc("2024-01-10T12:00Z")] = 0.1
    assert of(usage).latest_day() == date(2024, 1, 10)


def test_nothing_changes_it() -> None:
    starts, values = array("q", half_hours("2024-01-15T00:00Z", "2024-01-16T00:00Z")), array("d")
    values.extend([0.1] * 48)
    series = Series.from_readings(starts, values)
    values[0] = 99.0
    starts[-1] = 0
    assert series.total_between(0, 2**40) == pytest.approx(4.8)
    assert series.last == utc("2024-01-15T23:30Z")
    with pytest.raises(TypeError):
        series.values[0] = 99.0  # type: ignore[index]
    with pytest.raises(TypeError):
        series.starts[0] = 0  # type: ignore[index]


@pytest.mark.extended
def test_two_readings_a_century_apart_leave_one_gap() -> None:
    first, last = utc("1990-01-01T00:00Z"), utc("2099-12-31T23:30Z")
    lonely = of({first: 1.0, last: 2.0})
    assert [gap.half_hours for gap in lonely.gaps()] == [(last - first) // 1800 - 1]
    assert lonely.figures(lonely.whole).total == 3.0


# A real year of readings


@pytest.mark.skipif("OCTOTERM_REAL_DATA" not in os.environ, reason="OCTOTERM_REAL_DATA is unset")
def test_a_real_year_sums_to_what_its_readme_says() -> None:
    usage: dict[int, float] = {}
    file = Path(os.environ["OCTOTERM_REAL_DATA"], "electricity-2023-24.csv")
    for line in file.read_text().splitlines()[1:]:
        start, _, kwh = line.split(",")
        usage[utc(start.strip('"'))] = float(kwh)
    series = of(usage)
    whole = series.whole
    assert whole is not None
    assert series.figures(whole).total == pytest.approx(3172.801)
    months = [Period.containing(MONTH, date(2023, 4, 1)).shifted(step) for step in range(13)]
    assert [round(series.figures(month).total, 3) for month in months] == [
        201.880, 285.984, 250.787, 248.559, 236.482, 215.907, 229.803, 305.269, 342.862,
        274.795, 242.514, 249.601, 88.358,
    ]  # fmt: skip

    def readings(day: date) -> tuple[int, int]:
        figures = series.figures(Period.containing(DAY, day))
        return figures.readings, figures.expected

    assert readings(date(2023, 10, 29)) == (50, 50)
    assert readings(date(2024, 3, 31)) == (46, 46)
    assert readings(date(2024, 4, 2)) == (2, 48)
    assert readings(date(2024, 4, 3)) == (46, 48)
    assert series.latest_day() == date(2024, 4, 10)
