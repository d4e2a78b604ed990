"""Describes the half hour under the cursor of the heat map."""

from __future__ import annotations

from octoterm.analysis.profile.heat_map import HeatBy, HeatRow
from octoterm.consumption.clock_grid import CLOCKS, first_column, starts_by_clock
from octoterm.consumption.series import Series
from octoterm.periods.labels import clock_label, day_label
from octoterm.periods.london import ONE_DAY


def readout(series: Series, by: HeatBy, row: HeatRow, half_hour: int) -> str:
    """`Thu 14 Mar 2024 18:30  0.412 kWh`, `Mondays 18:30  0.412 kWh, average of 52`."""
    clock = CLOCKS[half_hour].isoformat("minutes")
    if by is not HeatBy.DAYS or row.period is None:
        return _of_several(series, by, row, half_hour, clock)
    starts = starts_by_clock(series.calendar, row.period.first)[half_hour]
    small_hours = half_hour < first_column(series.calendar)
    date = day_label(row.period.first + small_hours * ONE_DAY)
    if not starts:
        return f"{date} {clock}  skipped by the clocks"
    readings = (f"{clock_label(start)}  {_of_one(series, start)}" for start in starts)
    return f"{date} {' · '.join(readings)}"


def _of_several(series: Series, by: HeatBy, row: HeatRow, half_hour: int, clock: str) -> str:
    cell = row.cells[half_hour]
    name = f"{row.full_label}s" if by is HeatBy.WEEKDAYS else row.full_label
    if cell.value is None:
        quantity = series.quantity
        none = quantity.missing if cell.missing else quantity.none_due
        return f"{name} {clock}  {none}"
    value = series.quantity.half_hour.number_with_unit(cell.value)
    of = "1 day only" if cell.readings == 1 else f"average of {cell.readings:,}"
    return f"{name} {clock}  {value}, {of}"


def _of_one(series: Series, start: int) -> str:
    value = series.value_at(start)
    if value is not None:
        return series.quantity.half_hour.number_with_unit(value)
    if series.expects(start):
        return series.quantity.missing_half_hour
    before = series.first is not None and start < series.first
    return series.quantity.before_first if before else series.quantity.after_last
