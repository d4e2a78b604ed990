"""Splits a period into half hours, days, weeks, months or years, with their figures. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Figures, Series
from octoterm.periods.labels import clock_label, day_label
from octoterm.periods.london import london
from octoterm.periods.period import Granularity, Period


class Part(NamedTuple):
    """A part of a period: one bar of a chart, one row of a table."""

    label: str
    """Its name within the larger period: `18:00`, `Thu 14`, `Mar`, `2024`."""
    full_label: str
    """Its name outside the larger period: `Thu 14 Mar 2024 18:00`."""
    figures: Figures
    period: Period | None
    """The period it stands for; None for a half hour."""

    @property
    def missing(self) -> bool:
        """Whether it has no readings at all."""
        return self.figures.readings == 0

    @property
    def kind(self) -> Granularity:
        """The kind of part: half hour, day, week and so on."""
        return self.period.granularity if self.period else Granularity.HALF_HOUR

    def in_words(self, quantity: Quantity) -> str:
        """`Thu 14 Mar 2024 18:00  0.450 kWh`, `March 2024  no readings`."""
        value = quantity.form(self.kind).text(self.figures.total)
        return f"{self.full_label}  {quantity.missing if self.missing else value}"

    def is_among(self, readings: Period | None) -> bool:
        """Whether it overlaps `readings`, the days from the first reading to the last. Always
        true for a half hour."""
        return self.period is None or (readings is not None and self.period.overlaps(readings))


def parts_of(
    series: Series, period: Period, granularity: Granularity | None = None
) -> tuple[Part, ...]:
    """The parts of `period` in order, by default of its natural kind: half hours of a day."""
    granularity = granularity or period.natural_parts
    if granularity is Granularity.HALF_HOUR:
        return tuple(
            half_hour_part(series, start)
            for day in period.days()
            for start in series.calendar.half_hours(day)
        )
    return tuple(
        Part(part.label_within(period), part.label, series.figures(part), part)
        for part in period.parts(granularity)
    )


def number_at(parts: Sequence[Part], instant: int) -> int:
    """The number of the part that contains `instant`; if none does, of the nearest earlier part,
    or otherwise the first."""
    return max(0, bisect_right(parts, instant, key=lambda part: part.figures.start) - 1)


def half_hour_part(series: Series, start: int) -> Part:
    """The half hour that began at `start`, UTC seconds."""
    clock = clock_label(start)
    return Part(
        clock,
        f"{day_label(london(start).date())} {clock}",
        series.half_hour_figures(start),
        None,
    )
