"""Draws the usage chart: rows of characters, each with the name of its style.

From the top: the unit and what a bar stands for, the canvas with its scale, the axis with marks
for what is missing, and the ticks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from textual.geometry import Size

from octoterm.analysis.base_load import BaseLoad
from octoterm.analysis.comparison import ComparedPart
from octoterm.analysis.parts import Part
from octoterm.consumption.quantity import Form, Quantity
from octoterm.periods.london import london
from octoterm.periods.period import Granularity
from octoterm.ui.drawing.bars import (
    Bar,
    Point,
    Slots,
    axis_labels,
    canvas,
    grouped,
    points,
    points_of_other,
)
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.clock_axis import tick_rank
from octoterm.ui.drawing.scale import Scale
from octoterm.ui.drawing.symbols import Symbols

STYLES = (
    "axis", "bar", "base", "base-over-bar", "cursor", "incomplete", "level", "missing", "other",
)  # fmt: skip

BAR_NAMES = {
    Granularity.HALF_HOUR: (
        "half hour", "hour", "2 hours", "4 hours", "8 hours", "16 hours", "day",
    ),
    Granularity.DAY: ("day", "2 days", "4 days", "8 days", "16 days", "32 days"),
    Granularity.WEEK: ("week", "2 weeks", "4 weeks", "8 weeks", "16 weeks", "32 weeks"),
    Granularity.MONTH: ("month", "2 months", "4 months", "8 months", "16 months", "32 months"),
    Granularity.YEAR: ("year", "2 years", "4 years", "8 years", "16 years", "32 years"),
}  # fmt: skip
"""What one bar stands for, as neighbours are added up 1, 2, 4 … at a time."""


@dataclass(frozen=True)
class UsagePicture:
    """The whole chart as rows of styled cells: a title, the canvas, its axis and the ticks."""

    compared_parts: tuple[ComparedPart, ...]
    """What the bars stand for, and what each is compared with."""
    quantity: Quantity
    cursor: int | None
    """Number of the part under the cursor; None if the cursor is not used."""
    size: Size
    symbols: Symbols
    reach: range = range(0)
    """UTC seconds from the start of the first reading to the end of the last."""
    in_month: bool = False
    """Whether days need no weekday on the axis."""
    base_load: BaseLoad | None = None
    name_of_other: str = ""
    """The period that the bars are compared with, which is drawn behind them; empty for none."""

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the period, before neighbours are added up for want of columns."""
        return tuple(each.part for each in self.compared_parts)

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The rows from the top, each as wide as the widget."""
        if not self.parts or not self.size:
            return []
        ticks = self._scale.ticks(self._height)
        drawn = canvas(self._columns, self._height, self._points())
        rows = []
        if self._rows_around_canvas > 2:
            rows.append(styled(self._title.ljust(self.size.width), "axis"))
        for at, text in enumerate(drawn):
            row = self._height - 1 - at
            edge = self.symbols.tick if row in ticks else self.symbols.vertical
            label = ticks.get(row, "").rjust(self._margin - 1) + edge
            rows.append(styled(label, "axis") + self._canvas_row(row, text))
        if self._rows_around_canvas > 0:
            rows.append(self._axis)
        if self._rows_around_canvas > 1:
            labels = axis_labels(self._bars, self._slots, self._columns)
            rows.append(styled(" " * self._margin + labels, "axis"))
        return rows

    def part_at(self, x: int) -> int | None:
        """Number of the part whose bar is in column `x` of the widget, or of the first of several;
        None to the left and right of the bars."""
        if not self.parts or x < self._margin:
            return None
        part = (x - self._margin) // self._slots.pitch * self._slots.together
        return part if part < len(self.parts) else None

    def _points(self) -> Iterator[Point]:
        shape = self._slots, self._scale, self._height
        own = points(self._bars, *shape, self.symbols.bars, self.symbols.hanging)
        if not self.name_of_other:
            return own
        marks = self.symbols.other, self.symbols.level
        return chain(own, points_of_other(self._bars, self._others, *shape, *marks))

    @property
    def _title(self) -> str:
        together = self._slots.together.bit_length() - 1
        title = f"{self._form.unit:>{self._margin - 1}}  each {BAR_NAMES[self._kind][together]}"
        other = f"   {self.symbols.other * 2} {self.name_of_other}" if self.name_of_other else ""
        return (title + other)[: self.size.width]

    @property
    def _kind(self) -> Granularity:
        period = self.parts[0].period
        return period.granularity if period else Granularity.HALF_HOUR

    @property
    def _form(self) -> Form:
        """The unit and format of the bars' values."""
        return self.quantity.form(self._kind)

    @property
    def _rows_around_canvas(self) -> int:
        """How many of the axis, the ticks and the title there is room for, in this order."""
        return min(3, max(0, self.size.height - 2))

    @property
    def _height(self) -> int:
        return self.size.height - self._rows_around_canvas

    @property
    def _columns(self) -> int:
        return max(1, self.size.width - self._margin)

    @cached_property
    def _margin(self) -> int:
        """Columns to the left of the canvas, enough for the longest label of the scale."""
        bars = (part for each in self.compared_parts for part in (each.part, each.other) if part)
        values = [self._form.factor * part.figures.total for part in bars]
        together = self._slots_within(self.size.width).together
        lowest, highest = together * min(values), together * max(values)
        ticks = Scale.spanning(lowest, highest, 20).ticks(20)
        return max(6, max(map(len, ticks.values())) + 2)

    def _slots_within(self, columns: int) -> Slots:
        return Slots.fitting(len(self.parts), columns)

    @cached_property
    def _slots(self) -> Slots:
        return self._slots_within(self._columns)

    @cached_property
    def _bars(self) -> list[Bar]:
        bars = [
            Bar(
                None if part.missing else self._form.factor * part.figures.total,
                part.figures.complete,
                self._tick(part),
                _tick_rank(part),
                part.figures.end <= self.reach.start or part.figures.start >= self.reach.stop,
            )
            for part in self.parts
        ]
        return grouped(bars, self._slots.together)

    @cached_property
    def _others(self) -> list[Bar]:
        """The bars of the other period, which are drawn behind."""
        others = (each.other for each in self.compared_parts)
        return grouped(
            [
                Bar(
                    None
                    if other is None or other.missing
                    else self._form.factor * other.figures.total,
                    True,
                    "",
                )
                for other in others
            ],
            self._slots.together,
        )

    @cached_property
    def _scale(self) -> Scale:
        bars = chain(self._bars, self._others)
        values = [self._base, *(bar.value or 0.0 for bar in bars)]
        return Scale.spanning(min(values), max(values), self._height)

    @property
    def _base(self) -> float:
        """What a bar would be with the base load alone; 0 if there is no base load to draw."""
        if self.base_load is None:
            return 0.0
        return self._form.factor * self.base_load.rate / 2 * self._slots.together

    @cached_property
    def _base_row(self) -> int | None:
        """The row of the base load's line, counted from the bottom; None if there is no line."""
        return self._scale.row(self._base) if self._base > 0 else None

    @cached_property
    def _bar_at(self) -> list[Bar | None]:
        """For each column of the canvas, its bar; None between the bars and after the last."""
        gap = [None] * self._slots.gap
        filled = [each for bar in self._bars for each in (*[bar] * self._slots.width, *gap)]
        return [*filled, *[None] * self._columns][: self._columns]

    @cached_property
    def _under_cursor(self) -> range:
        """The columns of the canvas that the bar under the cursor takes."""
        if self.cursor is None:
            return range(0)
        left = self.cursor // self._slots.together * self._slots.pitch
        return range(left, left + self._slots.width)

    @cached_property
    def _brushes(self) -> list[Cell]:
        """For each column of the canvas, the character that fills a bar there, and the style."""
        return [self._brush(column, bar) for column, bar in enumerate(self._bar_at)]

    def _brush(self, column: int, bar: Bar | None) -> Cell:
        whole = bar is None or bar.complete
        fill = self.symbols.bars[-1] if whole else self.symbols.incomplete
        if column in self._under_cursor:
            return fill, "cursor"
        return fill, "axis" if bar is None else "bar" if whole else "incomplete"

    def _canvas_row(self, row: int, text: str) -> list[Cell]:
        full = self.symbols.bars[-1]
        marks = {self.symbols.other: "other", self.symbols.level: "level"}
        cells = [
            (fill if symbol == full else symbol, marks.get(symbol, style))
            for symbol, (fill, style) in zip(text, self._brushes, strict=True)
        ]
        return self._with_base_line(cells) if row == self._base_row else cells

    def _with_base_line(self, cells: list[Cell]) -> list[Cell]:
        """A row of the canvas with the line of the base load drawn across it, and its name after
        the last bar if there is room.

        A bar whose top is in this row is left as it is, so that its height can still be read.
        """
        assert self.base_load is not None
        bars = len(self._bars) * self._slots.pitch
        in_reach = sum(not bar.outside for bar in self._bars) * self._slots.pitch
        line = self.symbols.base_load
        replaced = {
            **dict.fromkeys((" ", self.symbols.other), (line, "base")),
            **dict.fromkeys(
                (self.symbols.bars[-1], self.symbols.incomplete, self.symbols.level),
                (line, "base-over-bar"),
            ),
        }
        rate = self.quantity.rate.text(self.base_load.rate)
        name = f"{line * 2} {self.base_load.name_of(self.quantity)} {rate}"
        room = self._columns - bars
        end = (name if len(name) <= room and in_reach else "").ljust(room)
        crossed = [replaced.get(cell[0], cell) for cell in cells[:in_reach]]
        return [*crossed, *cells[in_reach:bars], *styled(end, "base")]

    def _tick(self, part: Part) -> str:
        """The label of a part on the axis: `06:00`, `14` in a month, `Thu 14` in a week, `Mar`."""
        if self.in_month and part.period is not None:
            return str(part.period.first.day)
        return part.label

    @property
    def _axis(self) -> list[Cell]:
        cells = styled(" " * (self._margin - 1) + self.symbols.corner, "axis")
        for column, bar in enumerate(self._bar_at):
            under_cursor = column in self._under_cursor
            cells.append((self.symbols.cursor, "cursor") if under_cursor else self._axis_mark(bar))
        return cells

    def _axis_mark(self, bar: Bar | None) -> Cell:
        """The axis below a bar, with a mark if readings are missing or not expected."""
        if bar is None:
            return self.symbols.line, "axis"
        if bar.outside:
            return self.symbols.dot, "axis"
        if bar.value is None:
            return self.symbols.missing, "missing"
        if not bar.complete:
            return self.symbols.incomplete, "missing"
        return self.symbols.line, "axis"


def _tick_rank(part: Part) -> int:
    """The rank of a part's label (see `Bar.rank`): Mondays before other days, and the first week
    that begins in a month before other weeks."""
    if part.period is None:
        return tick_rank(london(part.figures.start).time())
    first = part.period.first
    if part.period.granularity is Granularity.WEEK:
        return int(first.day <= 7)
    return int(part.period.granularity is Granularity.DAY and first.weekday() == 0)
