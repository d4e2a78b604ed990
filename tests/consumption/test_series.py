"""One meter's readings in memory, against plain arithmetic: loops, dates and `zoneinfo` only."""

from __future__ import annotations

import math
import os
from array import array
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.consumption.series import Figures, Gap, Series
from octoterm.periods.period import Granularity, Period
from tests.support.households import clock_changes, half_hours, london_day, utc
from tests.support.plainly import MIDNIGHT, THREE, a_year_with_holes, day_of, of

DAY, WEEK, MONTH, YEAR = (
    Granularity.DAY,
    Granularity.WEEK,
    Granularity.MONTH,
    Granularity.YEAR,
)
CHANGES = list(clock_changes())


USAGE = a_year_with_holes()


@cache
def by_day(day_start: time) -> dict[date, dict[int, float | None]]:
    """Every half hour of every day from Christmas 2022 to 2025, with its reading if any."""
    days: dict[date, dict[int, float | None]] = {}
    for start in half_hours("2022-12-20T00:00Z", "2025-01-10T00:00Z"):
        days.setdefault(day_of(start, day_start), {})[start] = USAGE.get(start)
    return days


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
        if any(kwh is not None for kwh in halves.values())
        and (period.granularity is DAY or None not in halves.values())
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


@pytest.fixture(params=[MIDNIGHT, THREE], ids=["days from 00:00", "days from 03:00"])
def day_start(request: pytest.FixtureRequest) -> time:
    start: time = request.param
    return start


# Figures


@pytest.mark.parametrize("kind", [DAY, WEEK, MONTH, YEAR], ids=lambda kind: kind.value)
def test_the_figures_of_every_period_are_what_plain_arithmetic_says(
    kind: Granularity, day_start: time
) -> None:
    series = of(USAGE, day_start)
    period = Period.containing(kind, date(2023, 1, 2))
    while period.first < date(2024, 3, 1):
        assert series.figures(period) == plainly(period, day_start, date.min, date.max)
        period = period.shifted(1)


def test_the_figures_of_everything_are_what_plain_arithmetic_says(day_start: time) -> None:
    series = of(USAGE, day_start)
    whole = series.whole
    assert whole == Period.spanning(date(2023, 1, 10), date(2024, 2, 3))
    assert series.figures(whole) == plainly(whole, day_start, date.min, date.max)


some_days = st.dates(date(2022, 12, 26), date(2024, 12, 20))


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


EVERYTHING = of(USAGE)


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


def test_the_base_load_of_a_day_is_its_smallest_half_hour_even_of_half_a_day() -> None:
    starts = london_day(date(2024, 1, 15))[:20]
    usage = dict.fromkeys(starts, 0.3) | {starts[7]: 0.0825}
    assert of(usage).figures(Period.containing(DAY, date(2024, 1, 15))).base_rate == 0.165


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


# Days of 46, 48 and 50 half hours


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
def test_the_figures_between_any_instants_are_those_of_a_loop(one: int, other: int) -> None:
    start, end = sorted((one, other))
    there = {at: kwh for at, kwh in USAGE.items() if start <= at < end}
    peak = max(there.values(), default=None)
    lows = [
        min(kwh for kwh in halves.values() if kwh is not None)
        for halves in by_day(MIDNIGHT).values()
        if None not in halves.values() and start <= min(halves) and max(halves) < end
    ]
    lows = lows or [min(there.values())] if there else []
    assert EVERYTHING.figures_between(start, end) == Figures(
        start=start,
        end=end,
        total=pytest.approx(math.fsum(there.values()), abs=1e-9),
        readings=len(there),
        expected=(end - start) // 1800,
        peak=peak,
        peak_start=min((at for at, kwh in there.items() if kwh == peak), default=None),
        base_rate=pytest.approx(2 * math.fsum(lows) / len(lows), abs=1e-9) if lows else None,
    )
    reach = (min(there), max(there) + 1800) if there else None
    assert EVERYTHING.reach(start, end) == reach


def test_nothing_lies_between_an_end_and_a_beginning() -> None:
    figures = EVERYTHING.figures_between(max(USAGE), min(USAGE))
    assert (figures.total, figures.readings, figures.expected) == (0, 0, 0)
    assert (figures.start, figures.end) == (max(USAGE), max(USAGE))


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
