"""View 3: what each day came to, with running averages, and the records among the days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual.reactive import reactive

from octoterm import units
from octoterm.consumption import Consumption
from octoterm.period import Granularity, Period, clock_label, date_label, day_label, london
from octoterm.standouts import records
from octoterm.trends import Measure, trend
from octoterm.ui.cells import Cell
from octoterm.ui.symbols import symbols_of
from octoterm.ui.trend_picture import STYLES, TrendPicture
from octoterm.ui.widgets.cell_view import CellView

TOO_SHORT = (Granularity.DAY, Granularity.WEEK)
"""Kinds of period that show no trend: the whole history is shown instead."""


class TrendsView(CellView):
    """Draws the trend of the period, of all readings where that is only a day or a week."""

    styles_of_cells: ClassVar[dict[str, str]] = {style: f"trend--{style}" for style in STYLES}
    COMPONENT_CLASSES: ClassVar[set[str]] = set(styles_of_cells.values())
    DEFAULT_CSS = """
    TrendsView {
        .trend--axis { color: $text-muted; }
        .trend--day { color: $primary; }
        .trend--incomplete { color: $error; }
        .trend--first { color: $text-success; }
        .trend--second { color: $text-warning; }
        .trend--third { color: $text; text-style: bold; }
    }
    """

    consumption: reactive[Consumption | None] = reactive(None, repaint=False)
    period: reactive[Period | None] = reactive(None, repaint=False)
    measure: reactive[Measure] = reactive(Measure.TOTAL, repaint=False)

    def __init__(self, average_days: tuple[int, ...], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._average_days = average_days

    def watch_consumption(self) -> None:
        self.changed()

    def watch_period(self) -> None:
        self.changed()

    def watch_measure(self) -> None:
        self.changed()

    def rows(self) -> list[list[Cell]]:
        if self.consumption is None or self.period is None:
            return []
        since, until = shown_days(self.period)
        return TrendPicture(
            trend(self.consumption, self.measure, self._average_days, since, until),
            self.measure,
            self._average_days,
            self.size,
            symbols_of(self.app),
            tuple(facts(self.consumption, since, until)),
        ).rows


def shown_days(period: Period) -> tuple[date | None, date | None]:
    """The first and the last day to show; None for everything."""
    return (None, None) if period.granularity in TOO_SHORT else (period.first, period.last)


def facts(consumption: Consumption, since: date | None, until: date | None) -> Iterator[str]:
    """The records in words."""
    found = records(consumption, since, until)
    for name, day in (("Highest", found.highest_day), ("Lowest", found.lowest_day)):
        if day is not None:
            yield f"{name} {units.kwh(day.kwh)} kWh on {day_label(day.day)}"
    if (half_hour := found.highest_half_hour) is not None:
        when = london(half_hour.start).date()
        yield (
            f"Highest half hour {units.number(half_hour.kwh, 3)} kWh on {date_label(when)} "
            f"at {clock_label(half_hour.start)}"
        )
    if (stretch := found.longest_stretch) is not None and found.usual_peak_kwh is not None:
        half_hours = units.count(stretch.half_hours, "half hour")
        when = london(stretch.start).date()
        yield (
            f"Longest over the usual peak of {units.kwh(found.usual_peak_kwh)} kWh: {half_hours} "
            f"from {clock_label(stretch.start)} on {date_label(when)}"
        )
