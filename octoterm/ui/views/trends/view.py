"""View 3: daily values with running averages, and records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.reactive import reactive

from octoterm import number_format
from octoterm.analysis.trends import Measure, TrendDay, trend
from octoterm.analysis.unusual_days import records
from octoterm.consumption.series import Series
from octoterm.export.rows import Exported, trend_keys, trend_record
from octoterm.periods.labels import clock_label, date_label, day_label
from octoterm.periods.london import london
from octoterm.periods.period import Granularity, Period
from octoterm.ui.drawing.cells import Cell
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.views.trends.picture import STYLES, TrendPicture
from octoterm.ui.widgets.view import View

TOO_SHORT = (Granularity.DAY, Granularity.WEEK)
"""Kinds of period that are too short for a trend: all readings are shown instead."""

NAMES = {Measure.TOTAL: "Total", Measure.BASE: "Base load", Measure.PEAK: "Peak"}
"""The measures as the key bar names them."""


class TrendsView(View):
    """Draws the trend of the period, or of all readings if that is only a day or a week."""

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

    measure: reactive[Measure] = reactive(Measure.TOTAL, repaint=False)

    has_choices = True

    def __init__(self, average_days: tuple[int, ...], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._average_days = average_days
        self._picture: tuple[object, TrendPicture] | None = None
        """Cache: (inputs, picture)."""

    def watch_measure(self) -> None:
        self.changed()

    def next_choice(self) -> None:
        self.measure = self._next_measure

    @property
    def _next_measure(self) -> Measure:
        measures = list(Measure)
        return measures[(measures.index(self.measure) + 1) % len(measures)]

    @property
    def next_choice_name(self) -> str:
        return NAMES[self._next_measure]

    @property
    def period(self) -> Period | None:
        """The current period, or all readings if that is too short for a trend."""
        if (readings := self.shown.readings) is None:
            return None
        too_short = readings.period.granularity in TOO_SHORT
        return readings.series.whole if too_short else readings.period

    def _days(self, series: Series, period: Period) -> tuple[TrendDay, ...]:
        return trend(series, self.measure, self._average_days, period.first, period.last)

    def rows(self) -> list[list[Cell]]:
        if self.shown.series is None or (period := self.period) is None:
            return []
        return self._picture_of(self.shown.series, period).rows

    def _picture_of(self, series: Series, period: Period) -> TrendPicture:
        """Cached picture if the inputs are unchanged, as when moving from day to day."""
        inputs = (series, period, self.measure, self.size)
        if self._picture is None or self._picture[0] != inputs:
            picture = TrendPicture(
                self._days(series, period),
                period,
                "all readings" if period == series.whole else period.label,
                self.measure,
                series.quantity.whole,
                self._average_days,
                self.size,
                symbols_of(self.app),
                tuple(facts(series, period)),
            )
            self._picture = inputs, picture
        return self._picture[1]

    def exported(self) -> Exported | None:
        series, period = self.shown.series, self.period
        if series is None or period is None:
            return None
        return Exported(
            f"trend-{self.measure.value}",
            period,
            trend_keys(self._average_days),
            (
                trend_record(day, self.measure, self._average_days, series.quantity)
                for day in self._days(series, period)
            ),
        )


def facts(series: Series, period: Period) -> Iterator[str]:
    """The records of `period` in words."""
    quantity = series.quantity
    found = records(series, period.first, period.last)
    for name, day in (("Highest", found.highest_day), ("Lowest", found.lowest_day)):
        if day is not None:
            yield f"{name} {quantity.whole.text(day.total)} on {day_label(day.day)}"
    if (half_hour := found.highest_half_hour) is not None:
        when = london(half_hour.start).date()
        highest = quantity.half_hour.number_with_unit(half_hour.total)
        yield (
            f"Highest half hour {highest} on {date_label(when)} at {clock_label(half_hour.start)}"
        )
    if (stretch := found.longest_stretch) is not None and found.usual_peak is not None:
        half_hours = number_format.count(stretch.half_hours, "half hour")
        when = london(stretch.start).date()
        usual = quantity.whole.text(found.usual_peak)
        yield (
            f"Longest over the usual peak of {usual}: {half_hours} "
            f"from {clock_label(stretch.start)} on {date_label(when)}"
        )
