"""A period as rows of 48 half hours of the London clock: by day, weekday or month. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from octoterm.analysis.profile.average_day import (
    ProfileRow,
    mean,
    season_profiles,
)
from octoterm.analysis.profile.seasons import Season, season_of
from octoterm.analysis.unusual_days import unusual_days
from octoterm.consumption.clock_grid import starts_by_clock
from octoterm.consumption.series import Series
from octoterm.periods.calendar import DAYS_OF_A_WEEK, HALF_HOURS, SATURDAY
from octoterm.periods.labels import (
    MONTH_NAMES,
    MONTHS,
    WEEKDAY_NAMES,
    WEEKDAYS,
    capitalised,
    day_label,
    weekday_label,
)
from octoterm.periods.period import Granularity, Period

NO_READINGS = [(0.0, 0)] * HALF_HOURS
"""Sums and numbers of readings for a day outside the readings."""


class HeatBy(Enum):
    """What a row stands for."""

    DAYS = "days"
    WEEKDAYS = "weekdays"
    """All Mondays, all Tuesdays …"""
    MONTHS = "months"
    """All Januaries, all Februaries … of the period's years."""
    SEASONS = "seasons"
    """The weekdays of all winters, their weekends, those of all springs …"""

    @property
    def one(self) -> str:
        """What one row stands for: `month`."""
        return self.value.removesuffix("s")


class HeatCell(NamedTuple):
    """One half hour of the clock."""

    value: float | None
    """The reading, or the mean of several; None without readings."""
    readings: int
    start: int | None
    """UTC seconds at which the half hour began, the earlier one if the clocks repeat it; None for
    means over several days, and for half hours that the clocks skip."""
    missing: bool = False
    """Whether a reading is missing between the first and the last one; for a mean, whether all
    are."""


class HeatRow(NamedTuple):
    """A day, a weekday or a month."""

    label: str
    full_label: str
    cells: tuple[HeatCell, ...]
    """48, from 00:00."""
    period: Period | None
    """The day or the month; None if the row stands for several."""
    is_unusual: bool = False
    """Whether it is a day unlike the same weekday of recent weeks: see `unusual_days`."""


def natural_heat(period: Period) -> HeatBy:
    """What the rows stand for by default: few enough rows to be seen together."""
    return choices(period)[0]


def choices(period: Period) -> tuple[HeatBy, ...]:
    """What the rows of `period` can stand for, the default first."""
    match period.granularity:
        case Granularity.DAY | Granularity.WEEK:
            return (HeatBy.DAYS,)
        case Granularity.MONTH:
            return HeatBy.DAYS, HeatBy.WEEKDAYS
    return HeatBy.MONTHS, HeatBy.SEASONS, HeatBy.WEEKDAYS


def heat_map(series: Series, period: Period, by: HeatBy) -> tuple[HeatRow, ...]:
    """The rows of `period` from the top, including those without readings."""
    match by:
        case HeatBy.DAYS:
            found = {each.day for each in unusual_days(series, period.first, period.last)}
            return tuple(_day_row(series, day, day in found) for day in period.days())
        case HeatBy.WEEKDAYS:
            return tuple(_weekday_rows(series, period))
        case HeatBy.SEASONS:
            profiles = season_profiles(series, period.first, period.last)
            return tuple(season_rows(series, period, profiles))
    return tuple(_month_rows(series, period))


def row_of(day: date, period: Period, by: HeatBy) -> int:
    """The number of the heat map row that `day`, in `period`, belongs to."""
    match by:
        case HeatBy.DAYS:
            return (day - period.first).days
        case HeatBy.WEEKDAYS:
            return day.weekday()
        case HeatBy.SEASONS:
            return 2 * list(Season).index(season_of(day)) + (day.weekday() >= SATURDAY)
    months = {month.first.month for month in period.parts(Granularity.MONTH)}
    return sum(month < day.month for month in months)


def _day_row(series: Series, day: date, is_unusual: bool) -> HeatRow:
    numbers = series.day_numbers(day, day)
    row = series.clock_grid.row(numbers[0]) if numbers else NO_READINGS
    starts = starts_by_clock(series.calendar, day)
    return HeatRow(
        weekday_label(day),
        day_label(day),
        tuple(
            HeatCell(
                mean(total, readings),
                readings,
                started[0] if started else None,
                readings < sum(map(series.expects, started)),
            )
            for (total, readings), started in zip(row, starts, strict=True)
        ),
        Period.containing(Granularity.DAY, day),
        is_unusual,
    )


def _weekday_rows(series: Series, period: Period) -> Iterator[HeatRow]:
    numbers = series.day_numbers(period.first, period.last)
    first = {series.days[number].day.weekday(): number for number in numbers[:DAYS_OF_A_WEEK]}
    for weekday, name in enumerate(WEEKDAY_NAMES):
        begin = first.get(weekday, numbers.stop)
        sums = series.clock_grid.sums(begin, numbers.stop, DAYS_OF_A_WEEK)
        due = _clocks_due(series, range(begin, numbers.stop, DAYS_OF_A_WEEK))
        yield HeatRow(WEEKDAYS[weekday], name, _means(sums, due), None)


def season_rows(
    series: Series, period: Period, profiles: Mapping[Season, Sequence[ProfileRow]]
) -> Iterator[HeatRow]:
    """A row for the weekdays of each season, and one for its weekends, from the season's profile
    over the days of `period`."""
    numbers = series.day_numbers(period.first, period.last)
    of_days = [(number, series.days[number].day) for number in numbers]
    for season, profile in profiles.items():
        name = capitalised(season.value)
        there = [(number, day) for number, day in of_days if season_of(day) is season]
        weekdays = [number for number, day in there if day.weekday() < SATURDAY]
        weekends = [number for number, day in there if day.weekday() >= SATURDAY]
        due = _clocks_due(series, weekdays)
        cells = _cells([(row.weekday, row.weekday_readings) for row in profile], due)
        yield HeatRow(name, f"{name} weekdays", cells, None)
        due = _clocks_due(series, weekends)
        cells = _cells([(row.weekend, row.weekend_readings) for row in profile], due)
        yield HeatRow("  w/e", f"{name} weekends", cells, None)


def _month_rows(series: Series, period: Period) -> Iterator[HeatRow]:
    months = sorted(period.parts(Granularity.MONTH), key=lambda month: month.first.month)
    for number, years in groupby(months, key=lambda month: month.first.month):
        totals, readings = [0.0] * HALF_HOURS, [0] * HALF_HOURS
        found, due = list(years), set[int]()
        for month in found:
            days = series.day_numbers(max(month.first, period.first), min(month.last, period.last))
            due |= _clocks_due(series, days)
            for column, (value, count) in enumerate(series.clock_grid.sums(days.start, days.stop)):
                totals[column] += value
                readings[column] += count
        first, last = found[0].first.year, found[-1].first.year
        name = MONTH_NAMES[number - 1]
        yield HeatRow(
            MONTHS[number - 1],
            f"{name} {first}" if first == last else f"{name} {first}–{last}",
            _means(list(zip(totals, readings, strict=True)), due),
            found[0] if len(found) == 1 else None,
        )


def _means(sums: Sequence[tuple[float, int]], due: Collection[int]) -> tuple[HeatCell, ...]:
    """The cells of a row of means, from the sum and number of readings of each."""
    return _cells([(mean(total, readings), readings) for total, readings in sums], due)


def _cells(
    means: Sequence[tuple[float | None, int]], due: Collection[int]
) -> tuple[HeatCell, ...]:
    """The cells of a row, from each mean and its number of readings; a cell can be missing only
    where `due`."""
    return tuple(
        HeatCell(value, readings, None, number in due and not readings)
        for number, (value, readings) in enumerate(means)
    )


def _clocks_due(series: Series, days: Sequence[int]) -> set[int]:
    """The half hours of the clock, 0 to 47, that lie between the first reading and the last on
    any of the days of these numbers."""
    edges = {0, len(series.days) - 1}
    if any(number not in edges for number in (*days[:2], *days[-2:])):
        return set(range(HALF_HOURS))
    return {
        column
        for number in days
        for column, starts in enumerate(starts_by_clock(series.calendar, series.days[number].day))
        if any(map(series.expects, starts))
    }
