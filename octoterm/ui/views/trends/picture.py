"""Draws the trends: dots for days, lines for running averages, a legend.

From the top: what is shown, the canvas with its scale, the axis, the ticks, and the legend with
each line's last value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from textual.geometry import Size

from octoterm.analysis.trends import Measure, TrendDay
from octoterm.consumption.quantity import Form
from octoterm.periods.labels import MONTHS
from octoterm.periods.period import Granularity, Period
from octoterm.ui.drawing.bars import Bar, Slots, axis_labels
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.lines import (
    Curve,
    Pen,
    column_of,
    curve,
    dots,
    laid_over,
    pens,
    pitch,
    runs_of,
    scale_of,
    with_scale,
)
from octoterm.ui.drawing.scale import Scale
from octoterm.ui.drawing.symbols import Symbols

LINES = ("first", "second", "third")
"""Styles of the averages, in the order of the configuration; a fourth begins again."""
STYLES = ("axis", "day", "incomplete", *LINES)

NAMES = {
    Measure.TOTAL: "daily total",
    Measure.BASE: "daily base load",
    Measure.PEAK: "daily peak half hour",
}


MARGIN = 6
COLUMNS_A_MONTH = 5
"""Columns a month needs for its name; with fewer, only years are named."""
LOWEST_WITH_FACTS = 14
"""Rows of the view from which records are shown."""


@dataclass(frozen=True)
class TrendPicture:
    """The whole view as rows of styled cells."""

    days: tuple[TrendDay, ...]
    shown: Period
    """The period shown, which may begin before the days and end after them."""
    about: str
    """The name of the period in the title."""
    measure: Measure
    form: Form
    average_days: tuple[int, ...]
    size: Size
    symbols: Symbols
    facts: tuple[str, ...] = ()
    """Records to show below the legend, if there is room."""

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """From the top, for the widget's size."""
        if not self.days or self.size.height < 2:
            return []
        title = styled(self._title, "axis")
        canvas = self._canvas()
        rows = [title, *canvas, styled(self._axis, "axis"), styled(self._ticks, "axis")]
        return [*rows, *self._legend, *self._told][: self.size.height]

    @property
    def _title(self) -> str:
        name = f"{self.form.unit:>{MARGIN - 1}}  {NAMES[self.measure]} of {self.about}"
        in_full = f"{name}, o for another"
        return self.symbols.plain(in_full if len(in_full) <= self.size.width else name)

    @property
    def _columns(self) -> int:
        return max(1, self.size.width - MARGIN)

    @property
    def _height(self) -> int:
        return max(1, self.size.height - 3 - len(self._legend) - len(self._told))

    @cached_property
    def _lines(self) -> list[Curve]:
        """The running averages."""
        return [
            Curve(
                runs_of(
                    self._along(self._shown(day.averages[n]) for day in self.days), self._columns
                ),
                LINES[n % len(LINES)],
                self._pen(n).marker,
            )
            for n in range(len(self.average_days))
        ]

    @cached_property
    def _scale(self) -> Scale:
        days = (self._shown(day.value) or 0.0 for day in self.days)
        return scale_of(self._lines, self._height, days)

    def _shown(self, value: float | None) -> float | None:
        """The value in the unit of the scale."""
        return None if value is None else self.form.factor * value

    def _along(self, values: Iterable[float | None]) -> list[float | None]:
        """The values extended to one for each day of the period, with None outside the days."""
        before = (self.days[0].day - self.shown.first).days
        along = [*[None] * before, *values]
        return along + [None] * (self.shown.length - len(along))

    def _canvas(self) -> list[list[Cell]]:
        shape = self._columns, self._height, self._scale
        complete = self._along(
            self._shown(day.value) if day.complete else None for day in self.days
        )
        partial = self._along(
            None if day.complete else self._shown(day.value) for day in self.days
        )
        days = [
            (dots(complete, *shape, self.symbols.dot), "day"),
            (dots(partial, *shape, self.symbols.missing), "incomplete"),
        ]
        # Reversed, so that the first average is in front.
        lines = [(curve(line, *shape), line.style) for line in reversed(self._lines)]
        # Days that share columns would hide the lines; fewer days would be hidden by them.
        few = self.shown.length <= self._columns
        rows = laid_over([*lines, *days] if few else [*days, *lines], "axis")
        return with_scale(rows, self._scale, MARGIN, self.symbols, "axis")

    def _pen(self, number: int) -> Pen:
        return pens(self.symbols)[number % len(LINES)]

    @property
    def _axis(self) -> str:
        return " " * (MARGIN - 1) + self.symbols.corner + self.symbols.line * self._columns

    @property
    def _ticks(self) -> str:
        """Days of a month, Mondays if not all; else years, or months where there are few, below
        the first of their days."""
        if self.shown.granularity is Granularity.MONTH:
            bars = [
                Bar(None, True, str(day.day), rank=int(day.weekday() == 0))
                for day in self.shown.days()
            ]
            slots = Slots(pitch(len(bars), self._columns), 0, 1)
            return " " * MARGIN + axis_labels(bars, slots, self._columns)
        line = ""
        every = 1 if self._columns * 28 >= COLUMNS_A_MONTH * self.shown.length else 12
        for month in self.shown.parts(Granularity.MONTH):
            day = max(month.first, self.shown.first)
            number = (day - self.shown.first).days
            if number and (day.month - 1) % every:
                continue
            label = str(day.year) if number == 0 or day.month == 1 else MONTHS[day.month - 1]
            at = column_of(number, self.shown.length, self._columns)
            if at >= len(line) + (2 if line else 0) and at + len(label) <= self._columns:
                line = line.ljust(at) + label
        return " " * MARGIN + line

    @cached_property
    def _told(self) -> list[list[Cell]]:
        """The facts, as many to a line as fit; none on a low screen."""
        if self.size.height < LOWEST_WITH_FACTS:
            return []
        lines = [""]
        for fact in self.facts:
            longer = f"{lines[-1]} · {fact}" if lines[-1] else f" {fact}"
            if lines[-1] and len(longer) > self.size.width:
                lines.append(f" {fact}")
            else:
                lines[-1] = longer
        return [
            styled(self.symbols.cut(self.symbols.plain(line), self.size.width), "axis")
            for line in lines
            if line
        ]

    @cached_property
    def _legend(self) -> list[list[Cell]]:
        """Each line's name and last value; a dot for days, a cross for incomplete ones."""
        last = self.days[-1]
        entries = [
            styled(f" {self.symbols.dot} day", "day"),
            styled(f"   {self.symbols.missing} incomplete", "incomplete"),
        ]
        for number, days in enumerate(self.average_days):
            value = last.averages[number]
            said = self.symbols.plain("–") if value is None else self.form.number(value)
            mark = self._pen(number).sample
            entries.append(styled(f"   {mark * 2} {days} days {said}", LINES[number % len(LINES)]))
        lines: list[list[Cell]] = [[]]
        for entry in entries:
            if lines[-1] and len(lines[-1]) + len(entry) > self.size.width:
                lines.append([])
            lines[-1] = lines[-1] + entry
        return lines
