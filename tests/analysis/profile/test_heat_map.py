"""Rows of 48 half hours of the clock, against plain arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from octoterm.analysis.profile.heat_map import (
    HeatBy,
    HeatCell,
    choices,
    heat_map,
    natural_heat,
    row_of,
)
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours, london_day, utc
from tests.support.plainly import HOLES, HOMES, THREE, Home, clock_of, mean, of

DAY, WEEK, MONTH, YEAR = (
    Granularity.DAY,
    Granularity.WEEK,
    Granularity.MONTH,
    Granularity.YEAR,
)


def cells_of(home: Home, belongs: Callable[[date], bool]) -> list[tuple[object, int]]:
    """kWh and readings of 48 cells, by looking at every reading of the days that belong."""
    inside: list[list[float]] = [[] for _ in range(48)]
    for day, halves in home.days.items():
        for start, kwh in halves.items() if belongs(day) else ():
            if kwh is not None:
                clock = clock_of(start)
                inside[2 * clock.hour + clock.minute // 30].append(kwh)
    return [
        (pytest.approx(mean(values), abs=1e-9) if values else None, len(values))
        for values in inside
    ]


@pytest.mark.extended
@pytest.mark.parametrize("home", HOMES)
def test_a_month_by_days_shows_every_reading_at_its_time(home: Home) -> None:
    for first in (date(2023, 4, 1), date(2023, 10, 1), date(2024, 3, 1)):
        month = Period.containing(MONTH, first)
        rows = heat_map(home.series, month, HeatBy.DAYS)
        assert len(rows) == month.length
        for day, row in zip(month.days(), rows, strict=True):
            assert [cell[:2] for cell in row.cells] == cells_of(home, day.__eq__)


@pytest.mark.extended
@pytest.mark.parametrize("home", HOMES)
def test_weekdays_and_months_are_means_over_the_period(home: Home) -> None:
    whole = home.series.whole
    assert whole is not None
    for period in (whole, Period.containing(YEAR, date(2023, 1, 1))):
        weekdays = heat_map(home.series, period, HeatBy.WEEKDAYS)
        for number, row in enumerate(weekdays):
            assert [cell[:2] for cell in row.cells] == cells_of(
                home, lambda day, n=number, p=period: day in p and day.weekday() == n
            )
        months = heat_map(home.series, period, HeatBy.MONTHS)
        for number, row in enumerate(months, 1):
            assert [cell[:2] for cell in row.cells] == cells_of(
                home, lambda day, n=number, p=period: day in p and day.month == n
            )


def test_every_cell_of_a_day_says_when_it_was() -> None:
    for meter in (HOLES.series, of(HOLES.usage, THREE)):
        for day in (date(2023, 2, 1), date(2023, 3, 26), date(2023, 10, 29)):
            (row,) = heat_map(meter, Period.containing(DAY, day), HeatBy.DAYS)
            by_clock: dict[int, int] = {}
            for start in meter.calendar.half_hours(day):
                clock = clock_of(start)
                by_clock.setdefault(2 * clock.hour + clock.minute // 30, start)
            assert [cell.start for cell in row.cells] == [by_clock.get(n) for n in range(48)]


def test_a_missing_half_hour_is_not_a_skipped_one() -> None:
    starts = london_day(date(2024, 3, 31))
    usage = dict.fromkeys(starts, 0.0)
    del usage[starts[1]]
    (row,) = heat_map(of(usage), Period.containing(DAY, date(2024, 3, 31)), HeatBy.DAYS)
    assert row.cells[0] == HeatCell(0.0, 1, starts[0])
    assert row.cells[1] == HeatCell(None, 0, starts[1], missing=True)
    assert row.cells[2] == row.cells[3] == HeatCell(None, 0, None)
    assert row.cells[4] == HeatCell(0.0, 1, utc("2024-03-31T01:00Z"))


def test_a_repeated_half_hour_is_shown_once_as_the_mean_of_both() -> None:
    starts = london_day(date(2023, 10, 29))
    usage = dict.fromkeys(starts, 0.1) | {starts[2]: 0.2, starts[4]: 0.6}
    (row,) = heat_map(of(usage), Period.containing(DAY, date(2023, 10, 29)), HeatBy.DAYS)
    assert row.cells[2] == HeatCell(pytest.approx(0.4), 2, starts[2])
    assert sum(cell.readings for cell in row.cells) == 50


def test_days_before_and_after_the_readings_are_empty_rows() -> None:
    meter = of(dict.fromkeys(london_day(date(2024, 1, 17)), 0.1))
    rows = heat_map(meter, Period.containing(WEEK, date(2024, 1, 17)), HeatBy.DAYS)
    assert [row.cells[20].value for row in rows] == [None, None, 0.1, None, None, None, None]
    assert all(cell.start is not None for row in rows for cell in row.cells)


def test_rows_are_named_as_the_period_needs() -> None:
    meter = HOLES.series
    week = heat_map(meter, Period.containing(WEEK, date(2023, 3, 1)), HeatBy.DAYS)
    assert (week[0].label, week[0].full_label) == ("Mon 27", "Mon 27 Feb 2023")
    year = Period.containing(YEAR, date(2023, 1, 1))
    assert [row.label for row in heat_map(meter, year, HeatBy.WEEKDAYS)][:2] == ["Mon", "Tue"]
    assert heat_map(meter, year, HeatBy.WEEKDAYS)[6].full_label == "Sunday"
    assert heat_map(meter, year, HeatBy.MONTHS)[11].full_label == "December 2023"
    assert meter.whole is not None
    january = heat_map(meter, meter.whole, HeatBy.MONTHS)[0]
    assert (january.label, january.full_label) == ("Jan", "January 2023–2024")


def test_the_first_choice_of_rows_fits_the_period() -> None:
    day = date(2023, 3, 1)
    assert natural_heat(Period.containing(WEEK, day)) is HeatBy.DAYS
    assert natural_heat(Period.containing(MONTH, day)) is HeatBy.DAYS
    assert natural_heat(Period.containing(YEAR, day)) is HeatBy.MONTHS
    for kind in (DAY, WEEK, MONTH, YEAR):
        period = Period.containing(kind, day)
        assert all(len(heat_map(HOLES.series, period, by)) <= 31 for by in choices(period))


def test_nothing_stored_is_rows_of_missing_cells() -> None:
    empty = of({})
    year = Period.containing(YEAR, date(2024, 1, 1))
    for by, rows in ((HeatBy.DAYS, 366), (HeatBy.WEEKDAYS, 7), (HeatBy.MONTHS, 12)):
        found = heat_map(empty, year, by)
        assert len(found) == rows
        assert {cell.value for row in found for cell in row.cells} == {None}


def test_what_is_missing_lies_between_the_first_and_the_last_reading() -> None:
    starts = london_day(date(2024, 1, 16))
    usage = dict.fromkeys([*starts[10:20], *starts[30:40]], 0.1)
    rows = heat_map(of(usage), Period.containing(WEEK, date(2024, 1, 16)), HeatBy.DAYS)
    missing = [
        (row.label, column)
        for row in rows
        for column, cell in enumerate(row.cells)
        if cell.missing
    ]
    assert missing == [("Tue 16", column) for column in range(20, 30)]


def test_half_hours_still_to_come_are_not_missing_from_means() -> None:
    starts = half_hours("2024-01-01T00:00Z", "2024-02-01T10:00Z")
    series = of(dict.fromkeys(starts, 0.2))
    _, february = heat_map(
        series, Period.spanning(date(2024, 1, 1), date(2024, 2, 1)), HeatBy.MONTHS
    )
    assert [cell.readings for cell in february.cells] == [1] * 20 + [0] * 28
    assert not any(cell.missing for cell in february.cells)


def test_half_of_a_repeated_half_hour_is_missing_and_a_skipped_one_is_not() -> None:
    autumn = london_day(date(2023, 10, 29))
    usage = dict.fromkeys(autumn, 0.1)
    del usage[autumn[4]]
    (row,) = heat_map(of(usage), Period.containing(DAY, date(2023, 10, 29)), HeatBy.DAYS)
    assert [n for n, cell in enumerate(row.cells) if cell.missing] == [2]
    spring = of(dict.fromkeys(london_day(date(2024, 3, 31)), 0.1))
    (row,) = heat_map(spring, Period.containing(DAY, date(2024, 3, 31)), HeatBy.DAYS)
    assert not any(cell.missing for cell in row.cells)


def test_a_mean_is_missing_where_readings_were_due_and_none_came() -> None:
    usage = {
        start: 0.1 for day in (date(2024, 1, 15), date(2024, 3, 15)) for start in london_day(day)
    }
    year = Period.containing(YEAR, date(2024, 1, 1))
    months = heat_map(of(usage), year, HeatBy.MONTHS)
    assert [row.cells[0].missing for row in months[:4]] == [False, True, False, False]
    assert [row.cells[0].value for row in months[:4]] == [0.1, None, 0.1, None]


def test_a_row_that_is_one_day_or_one_month_says_which() -> None:
    meter = HOLES.series
    week = Period.containing(WEEK, date(2023, 3, 1))
    assert [row.period for row in heat_map(meter, week, HeatBy.DAYS)] == [
        Period.containing(DAY, day) for day in week.days()
    ]
    year = Period.containing(YEAR, date(2023, 1, 1))
    assert [row.period for row in heat_map(meter, year, HeatBy.MONTHS)] == list(year.parts(MONTH))
    assert {row.period for row in heat_map(meter, year, HeatBy.WEEKDAYS)} == {None}
    assert meter.whole is not None
    january, _, march, *_ = heat_map(meter, meter.whole, HeatBy.MONTHS)
    assert january.period is None
    assert march.period == Period.containing(MONTH, date(2023, 3, 1))


def test_every_day_is_found_in_its_row() -> None:
    meter = of(dict.fromkeys([utc("2023-11-20T00:00Z"), utc("2024-02-03T00:00Z")], 0.1))
    assert meter.whole is not None
    for period in (meter.whole, Period.containing(MONTH, date(2024, 1, 5))):
        for by in (*choices(period), HeatBy.DAYS):
            rows = heat_map(meter, period, by)
            for day in period.days():
                row = rows[row_of(day, period, by)]
                assert row.period is None or day in row.period
                if by is HeatBy.WEEKDAYS:
                    assert row.full_label == f"{day:%A}"


def test_the_unusual_days_of_a_month_are_marked_as_they_are_listed() -> None:
    usage = {
        start: 0.6 if day == date(2024, 3, 14) else 0.2
        for day in Period.spanning(date(2024, 1, 1), date(2024, 3, 20)).days()
        for start in london_day(day)
    }
    month = Period.containing(MONTH, date(2024, 3, 1))
    rows = heat_map(of(usage), month, HeatBy.DAYS)
    assert [row.label for row in rows if row.is_unusual] == ["Thu 14"]
    for by in (HeatBy.WEEKDAYS, HeatBy.MONTHS):
        assert not any(row.is_unusual for row in heat_map(of(usage), month, by))


def test_a_half_hour_that_a_season_lacks_is_missing_and_one_of_no_season_is_not() -> None:
    """Readings to Wednesday 10 January, 12:00, without 06:00 of weekdays."""
    usage = dict.fromkeys(half_hours("2023-12-04T00:00Z", "2024-01-10T12:00Z"), 0.5)
    usage = {
        s: kwh for s, kwh in usage.items() if s % 86_400 != 21_600 or s // 86_400 % 7 in (2, 3)
    }
    for first, lacking in ((date(2023, 12, 1), {12}), (date(2024, 1, 10), {12})):
        period = Period.spanning(first, date(2024, 1, 31))
        weekdays, weekends, *others = heat_map(of(usage), period, HeatBy.SEASONS)
        assert weekdays.full_label == "Winter weekdays"
        assert {n for n, cell in enumerate(weekdays.cells) if cell.missing} == lacking
        empty = {n for n, cell in enumerate(weekdays.cells) if cell.value is None}
        assert empty == lacking | (set(range(24, 48)) if first.day == 10 else set())
        assert not any(cell.missing for row in (weekends, *others) for cell in row.cells)
