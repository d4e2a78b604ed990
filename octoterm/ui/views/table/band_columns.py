"""The columns of the table for the time bands. Pure."""

from __future__ import annotations

from functools import cache, partial

from octoterm import number_format
from octoterm.analysis.band_figures import BandFigures, bands_of_part
from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.parts import Part
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.table_columns import EMPTY_CELL, Column

DROPPED_TOGETHER = OF_TOTALS, OF_SHARES = 10, 9
"""The `Column.drop` of both: all totals are left out before any share."""


def band_columns(readings: PeriodReadings) -> dict[str, Column]:
    """Two columns for each time band, with its total and its share."""
    whole, found = readings.quantity.whole, cache(partial(_bands_of, readings))

    def total(row: ComparedPart, number: int) -> str:
        total = found(row.part)[number].total
        return EMPTY_CELL if total is None else whole.number(total)

    def share(row: ComparedPart, number: int) -> str:
        figures = found(row.part)[number]
        return EMPTY_CELL if figures.share is None else number_format.share(figures.share)

    made = {}
    for number, band in enumerate(readings.time_bands):
        for name, text, drop in (
            (band.name, total, OF_TOTALS),
            (f"{band.name} %", share, OF_SHARES),
        ):
            key = f"band {number} {name}"
            made[key] = Column(key, name, partial(text, number=number), drop=drop)
    return made


def _bands_of(readings: PeriodReadings, part: Part) -> tuple[BandFigures, ...]:
    return bands_of_part(readings.series, part, readings.time_bands)
