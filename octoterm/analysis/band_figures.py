"""How much of a period's total falls into named hours of the day. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from octoterm.analysis.parts import Part
from octoterm.consumption.days import has_enough
from octoterm.consumption.series import Series
from octoterm.periods.bands import Band
from octoterm.periods.london import london
from octoterm.periods.period import Period


class BandFigures(NamedTuple):
    """The readings of the half hours that start in one band."""

    band: Band
    total: float | None
    """In the unit of the series, without the fixed amounts of days; None if the band has no
    readings."""
    share: float | None
    """Share of the sum of all half hours that were read, from 0 to 1; None without readings in the
    band, with too few readings, if any is negative, or if their sum is not above zero."""
    readings: int
    """Half hours in the band that were read."""


def band_figures(
    series: Series,
    period: Period,
    bands: Sequence[Band],
    since: date | None = None,
    until: date | None = None,
) -> tuple[BandFigures, ...]:
    """The figures of each band, over the days of `period` from `since` to `until`, inclusive.

    Bands may overlap, so their shares need not add up to 1.
    """
    if not bands:
        return ()
    first = max(period.first, since) if since else period.first
    last = min(period.last, until) if until else period.last
    days = series.day_numbers(first, last)
    of_clock = series.clock_grid.sums(days.start, days.stop)
    sums = [total for total, _ in of_clock]
    whole = sum(sums)
    enough = has_enough(sum(count for _, count in of_clock), series.calendar.expected(period))
    can_share = enough and whole > 0 and min(sums) >= 0
    figures = []
    for band in bands:
        half_hours = band.half_hours
        readings = sum(of_clock[half_hour][1] for half_hour in half_hours)
        if not readings:
            figures.append(BandFigures(band, None, None, 0))
            continue
        total = sum(sums[half_hour] for half_hour in half_hours)
        figures.append(BandFigures(band, total, total / whole if can_share else None, readings))
    return tuple(figures)


def bands_of_part(
    series: Series,
    part: Part,
    bands: Sequence[Band],
    since: date | None = None,
    until: date | None = None,
) -> tuple[BandFigures, ...]:
    """The figures of each band in a part, which may be a half hour."""
    if part.period is not None:
        return band_figures(series, part.period, bands, since, until)
    total, readings = part.figures.total, part.figures.readings
    clock = london(part.figures.start).time()
    share = 1.0 if total > 0 else None
    return tuple(
        BandFigures(band, total, share, readings)
        if readings and band.has(clock)
        else BandFigures(band, None, None, 0)
        for band in bands
    )
