"""One chart of prices by half hour: bars from a line at zero, marks below them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from octoterm.periods.labels import clock_label
from octoterm.periods.london import london
from octoterm.session.pricing.prices_shown import PricesShown
from octoterm.tariffs.price_slots import Published
from octoterm.ui.drawing.bars import Bar, Fills, Slots, axis_labels, canvas, points
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.clock_axis import tick_rank
from octoterm.ui.drawing.scale import AXIS, EIGHTHS, Scale
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.prices import words
from octoterm.ui.views.usage.line import Line

LEAST_MARGIN = 4
MIDNIGHT = 9
"""The rank of the tick with the name of a day."""
ROWS_FOR_TICKS = 4
"""Fewest rows of a chart whose last row is the clock."""
ZERO = "0"
"""Marks a price of exactly nothing."""


def margin_of(lowest: float, highest: float, most_rows: int) -> int:
    """Columns left of a canvas: room for the widest tick at any height up to `most_rows`."""
    heights = range(1, max(1, most_rows) + 1)
    scales = ((each, Scale.spanning(lowest, highest, each)) for each in heights)
    widths = (len(tick) for each, scale in scales for tick in scale.ticks(each).values())
    return max(LEAST_MARGIN, max(widths) + 1)


@dataclass(frozen=True)
class Chart:
    """Some of the slots, as rows of styled cells."""

    shown: PricesShown
    numbers: range
    """The numbers of the slots."""
    lowest: float
    highest: float
    """The ends of the scale, p/kWh: the same in all charts that are on screen."""
    width: int
    height: int
    margin: int
    cursor: int | None
    """Number of the slot under the cursor."""
    symbols: Symbols
    line: Line | None = None
    """The use of these slots."""

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """From the top: the canvas with its scale, the axis with its marks, and the clock."""
        ticks = self._scale.ticks(self._rows)
        drawn = [
            self._margin_of(ticks.get(row, ""), row in ticks) + cells + self._edge(row)
            for row, cells in zip(reversed(range(self._rows)), self._canvas, strict=True)
        ]
        zero = ticks.get(AXIS, "")
        corner = styled(zero.rjust(self.margin - 1) + self.symbols.corner, "axis")
        drawn.append([*corner, *map(self._on_axis, range(self._columns)), *self._edge(AXIS)])
        if self._has_ticks:
            labels = axis_labels(self._bars, self._slots, self.width - self.margin)
            drawn.append(styled(" " * self.margin + labels, "axis"))
        return drawn

    def slot_at(self, x: int) -> int | None:
        """Number of the slot whose bar is in this column; None if there is none."""
        number = (x - self.margin) // self._slots.pitch
        return self.numbers[number] if 0 <= number < len(self.numbers) else None

    @property
    def _has_ticks(self) -> bool:
        return self.height >= ROWS_FOR_TICKS

    @property
    def _rows(self) -> int:
        return max(1, self.height - 1 - self._has_ticks)

    @property
    def _right(self) -> int:
        return self.line.margin if self.line else 0

    @cached_property
    def _slots(self) -> Slots:
        return Slots.fitting(len(self.numbers), self.width - self.margin - self._right)

    @property
    def _columns(self) -> int:
        """Columns up to the end of the last bar."""
        return len(self.numbers) * self._slots.pitch - self._slots.gap

    @cached_property
    def _scale(self) -> Scale:
        return Scale.spanning(self.lowest, self.highest, self._rows)

    @cached_property
    def _bars(self) -> list[Bar]:
        return [self._bar(number) for number in self.numbers]

    def _bar(self, number: int) -> Bar:
        slot = self.shown.slots[number]
        clock, today = london(slot.start), london(self.shown.now).date()
        value = None if slot.pence_with_vat is None else float(slot.pence_with_vat)
        if (clock.hour, clock.minute) == (0, 0):
            return Bar(value, words.day_name(clock.date(), today), rank=MIDNIGHT)
        rank = tick_rank(clock.time()) if clock.fold == 0 else 0
        return Bar(value, clock_label(slot.start)[:5], rank=rank)

    def _margin_of(self, label: str, is_tick: bool) -> list[Cell]:
        edge = self.symbols.tick if is_tick else self.symbols.vertical
        return styled(label.rjust(self.margin - 1) + edge, "axis")

    def _edge(self, row: int) -> list[Cell]:
        """The axis of the use at the right."""
        return self.line.edge(row, self._rows, self.symbols) if self.line else []

    @cached_property
    def _number_of_column(self) -> list[int]:
        """Column → the number of its slot: a gap belongs to the bar before it."""
        return [self.numbers[column // self._slots.pitch] for column in range(self._columns)]

    @property
    def _canvas(self) -> list[list[Cell]]:
        symbols = self.symbols
        fills = Fills(symbols.bars, symbols.hanging, symbols.incomplete, symbols.expected)
        filled = points(self._bars, self._slots, self._scale, self._rows, fills)
        drawn = canvas(self._columns, self._rows, filled)
        use = self.line.rows(self._slots, self._rows) if self.line else {}
        rows = [
            [
                self._cell(row, column, symbol, is_use=use.get(column) == row)
                for column, symbol in enumerate(text)
            ]
            for row, text in zip(reversed(range(self._rows)), drawn, strict=True)
        ]
        self._write_not_yet(rows)
        self._write_now(rows[0])
        return rows

    def _cell(self, row: int, column: int, symbol: str, *, is_use: bool) -> Cell:
        number = self._number_of_column[column]
        if is_use:
            is_covered = symbol in self.symbols.bars[EIGHTHS // 2 :]
            return self.symbols.second_line, "use-over-bar" if is_covered else "use"
        if symbol != " ":
            return symbol, self._style_of(number)
        if row == self._scale.zero_row:
            mark = self._mark(number) if self._is_middle(column) else None
            return mark or (self.symbols.line, "axis")
        is_now = number == self.shown.now_at and column % self._slots.pitch == 0
        return (self.symbols.vertical, "now-line") if is_now else (" ", "axis")

    def _mark(self, number: int) -> Cell | None:
        """What is drawn at zero in place of a bar: only if the line of zero is not the axis, which
        has marks of its own."""
        is_zero = self.shown.slots[number].pence_with_vat == 0
        return (ZERO, "free") if is_zero else None

    def _is_middle(self, column: int) -> bool:
        return column % self._slots.pitch == (self._slots.width - 1) // 2

    def _style_of(self, number: int) -> str:
        shown, slot = self.shown, self.shown.slots[number]
        if number == self.cursor:
            return "cursor"
        if number == self.shown.now_at:
            return "now-bar"
        if self.line:  # it is drawn over bars of one colour, against which it is seen
            return "bar"
        if slot.pence_with_vat is not None and slot.pence_with_vat < 0:
            return "below"
        if shown.is_best[number]:
            return "cheap-bar"
        if shown.is_ahead and slot.start < shown.now:
            return "past-bar"
        return "bar"

    def _on_axis(self, column: int) -> Cell:
        """What the axis shows for the slot in this column."""
        number, symbols = self._number_of_column[column], self.symbols
        slot = self.shown.slots[number]
        is_bar = column % self._slots.pitch < self._slots.width
        if number == self.cursor and is_bar:
            return symbols.cursor, "cursor"
        if slot.state is Published.NOT_YET:
            return symbols.dot, "axis"
        if self._is_middle(column):
            if slot.state is Published.MISSING:
                return symbols.missing, "missing"
            if slot.pence_with_vat == 0 and self._scale.zero_row == AXIS:
                return ZERO, "free"
            if hours := self.shown.hours_marked[number]:
                return str(hours), "cheap"
            if number == self.shown.now_at:
                return symbols.vertical, "now-line"
        return symbols.line, "axis"

    def _write_not_yet(self, rows: list[list[Cell]]) -> None:
        """Label the time without published prices in its columns, if they are wide enough."""
        columns = [
            column
            for column, number in enumerate(self._number_of_column)
            if self.shown.slots[number].state is Published.NOT_YET
        ]
        row = rows[len(rows) // 2]
        if len(columns) > len(words.NOT_YET) + 1:
            at = columns[0] + (len(columns) - len(words.NOT_YET)) // 2
            if all(symbol == " " for symbol, _ in row[at : at + len(words.NOT_YET)]):
                row[at : at + len(words.NOT_YET)] = styled(words.NOT_YET, "quiet")

    def _write_now(self, row: list[Cell]) -> None:
        """Label the line at the running half hour in the first row, where that is empty."""
        now = self.shown.now_at
        if now is None or now not in self.numbers:
            return
        column = self.numbers.index(now) * self._slots.pitch
        for at in (column + 1, column - len(NOW) - 1):
            place = slice(at, at + len(NOW))
            if at >= 0 and place.stop <= len(row) and all(s == " " for s, _ in row[place]):
                row[place] = styled(NOW, "now-line")
                return


NOW = "now"
