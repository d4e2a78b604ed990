"""Draws the coverage calendar: a row per month, a symbol per day, and the missing half hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from octoterm.analysis.coverage import CoveredDay, CoveredMonth, DayState
from octoterm.periods.labels import MONTHS
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.scrolling import first_drawn
from octoterm.ui.drawing.symbols import Symbols

LABEL = 8
"""Columns for `2024 Mar`."""
MARGIN = LABEL + 1
"""Columns left of the days: the label, and a mark at the cursor's month."""
DAYS = 31
NARROW = MARGIN + DAYS
MISSING = " missing"
WIDTH = NARROW + len(MISSING)
"""Columns with the half hours that each month misses."""


@dataclass(frozen=True)
class CoverageCalendar:
    """The months that fit, the cursor's among them, below a line with the days' numbers."""

    months: tuple[CoveredMonth, ...]
    cursor: date
    width: int
    height: int
    """Rows, with the heading."""
    symbols: Symbols
    before: int | None = None
    """The first month drawn before, which is kept as long as the cursor is in view."""

    @cached_property
    def first(self) -> int:
        """Number of the first month that is drawn."""
        months, room = len(self.months), max(1, self.height - 1)
        before = months if self.before is None else self.before
        return first_drawn(months, room, before, self._row)

    @property
    def drawn(self) -> tuple[CoveredMonth, ...]:
        """The months that fit."""
        return self.months[self.first : self.first + max(0, self.height - 1)]

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The heading and the months, the newest at the bottom."""
        return [self._heading, *(self._line(number) for number in range(len(self.drawn)))]

    def legend(self) -> list[Cell]:
        """The meanings of the symbols used."""
        there = {day.state for month in self.months for day in month.days}
        cells: list[Cell] = []
        for state in DayState:
            if state in there:
                gap = styled("  " if cells else "", "axis")
                cells += [*gap, self._look(state), *styled(f" {state.value}", "axis")]
        return cells

    def day_at(self, x: int, y: int) -> date | None:
        """The day that is drawn in this place, between the first and the last reading."""
        if not 0 < y <= len(self.drawn):
            return None
        days = self.drawn[y - 1].days
        if not 0 <= x - MARGIN < len(days) or days[x - MARGIN].state is DayState.OUTSIDE:
            return None
        return days[x - MARGIN].day

    @property
    def _row(self) -> int:
        """Number of the cursor's month."""
        begin = self.months[0].month.first
        return 12 * (self.cursor.year - begin.year) + self.cursor.month - begin.month

    @property
    def _heading(self) -> list[Cell]:
        numbers = "".join(f"{day:<7}" for day in range(1, DAYS + 1, 7))[:DAYS]
        cells = styled(self._beyond.ljust(MARGIN) + numbers, "axis")
        at = MARGIN + self.cursor.day - 1
        cells[at] = (cells[at][0], "cursor")
        return cells + styled(MISSING if self.width >= WIDTH else "", "axis")

    @property
    def _beyond(self) -> str:
        """How many months are above and below those drawn."""
        above, below = self.first, len(self.months) - self.first - len(self.drawn)
        said = [f"↑{above}" if above else "", f"↓{below}" if below else ""]
        return self.symbols.plain(" ".join(filter(None, said)))[:LABEL]

    def _line(self, number: int) -> list[Cell]:
        month = self.drawn[number]
        first = month.month.first
        year = str(first.year) if number == 0 or first.month == 1 else ""
        under_cursor = self.cursor in month.month
        style, edge = ("cursor-row", self.symbols.right) if under_cursor else ("axis", " ")
        cells = styled(f"{year:4} {MONTHS[first.month - 1]}{edge}", style)
        cells += [self._cell(day) for day in month.days]
        if self.width < WIDTH or not month.missing:
            return cells
        room = WIDTH - len(cells)
        return cells + styled(f"{month.missing:>{room},}", style)

    def _cell(self, day: CoveredDay) -> Cell:
        symbol, style = self._look(day.state)
        return symbol, "cursor" if day.day == self.cursor else style

    def _look(self, state: DayState) -> Cell:
        """Symbols that differ without their colours."""
        match state:
            case DayState.COMPLETE:
                return self.symbols.whole, "complete"
            case DayState.INCOMPLETE:
                return self.symbols.incomplete, "incomplete"
            case DayState.MISSING:
                return self.symbols.missing, "missing"
        return self.symbols.dot, "axis"
