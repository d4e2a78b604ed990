"""The shaded ground of some bars: weekends among days, the time bands of a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from octoterm.analysis.parts import Part
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.periods.bands import neighbours, runs_of
from octoterm.periods.calendar import SATURDAY
from octoterm.periods.period import Granularity


class Ground(NamedTuple):
    """Neighbouring parts whose ground is shaded."""

    parts: range
    """Their numbers."""
    name: str = ""
    """What they have in common, if that is to be named above them."""


def weekends(parts: Sequence[Part]) -> tuple[Ground, ...]:
    """The weekends among days; none among other parts."""
    if not parts or parts[0].kind is not Granularity.DAY:
        return ()
    return tuple(Ground(run) for run in neighbours(map(_is_weekend, parts)))


def bands_of(readings: PeriodReadings) -> tuple[Ground, ...]:
    """The time bands of a day, with their names; none in other periods."""
    if readings.period.granularity is not Granularity.DAY:
        return ()
    return tuple(
        Ground(run, band.name)
        for band in readings.time_bands
        for run in runs_of(band, readings.series.calendar, readings.period.first)
    )


def _is_weekend(part: Part) -> bool:
    return part.period is not None and part.period.first.weekday() >= SATURDAY
