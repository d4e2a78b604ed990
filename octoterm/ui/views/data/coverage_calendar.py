"""Draws the coverage calendar: a row for each month, with a symbol for each day and the number of
missing half hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from octoterm.analysis.coverage import CoveredDay, CoveredMonth, DayState
from octoterm.periods.labels import MONTHS
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.legend import Mark, legend_lines
from octoterm.ui.drawing.missing_marks import (
    FIRST_OR_LAST_DAY,
    INCOMPLETE,
    NO_READINGS,
    NONE_DUE,
)
from octoterm.ui.drawing.scrolling import first_drawn
from octoterm.ui.drawing.symbols import Symbols

LABEL_WIDTH = 8
"""Width of a month's label, such as `2024 Mar`, in columns."""
MARGIN = LABEL_WIDTH + 1
"""Columns to the left of the days: the label, and the mark of the month under the cursor."""
DAYS = 31
"""Columns for the days of a month."""
MISSING_HEADING = " missing"
"""Heading of the column that counts the missing half hours of each month."""
WIDTH = MARGIN + DAYS + len(MISSING_HEADING)
"""Width of the calendar in columns; with fewer, the count of missing half hours is left out."""


@dataclass(frozen=True)
class CoverageCalendar:
    """A heading with the days of the month, and below it as many months as fit, including the one
    under the cursor.
    """

    months: tuple[CoveredMonth, ...]
    cursor: date
    width: int
    height: int
    """Rows, including the heading."""
    symbols: Symbols
    before: int | None = None
    """Number of the first month drawn last time. It stays the first as long as that keeps the
    cursor in view; None shows the latest months."""

    @cached_property
    def first(self) -> int:
        """Number of the first month that is drawn."""
        months, room = len(self.months), max(1, self.height - 1)
        before = months if self.before is None else self.before
        return first_drawn(months, room, before, self._cursor_month)

    @property
    def drawn(self) -> tuple[CoveredMonth, ...]:
        """The months that are drawn, the earliest first."""
        return self.months[self.first : self.first + max(0, self.height - 1)]

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The heading, then the months that are drawn, the latest at the bottom."""
        return [self._heading, *(self._line(number) for number in range(len(self.drawn)))]

    def day_at(self, x: int, y: int) -> date | None:
        """The day drawn at this column and row; None if there is none inside the readings."""
        if not 0 < y <= len(self.drawn):
            return None
        days = self.drawn[y - 1].days
        if not 0 <= x - MARGIN < len(days) or days[x - MARGIN].state is DayState.OUTSIDE:
            return None
        return days[x - MARGIN].day

    @property
    def _cursor_month(self) -> int:
        """Number of the month under the cursor, counted from the first month."""
        begin = self.months[0].month.first
        return 12 * (self.cursor.year - begin.year) + self.cursor.month - begin.month

    @property
    def _heading(self) -> list[Cell]:
        numbers = "".join(f"{day:<7}" for day in range(1, DAYS + 1, 7))[:DAYS]
        cells = styled(self._hidden_months.ljust(MARGIN) + numbers, "axis")
        at = MARGIN + self.cursor.day - 1
        cells[at] = (cells[at][0], "cursor")
        return cells + styled(MISSING_HEADING if self.width >= WIDTH else "", "axis")

    @property
    def _hidden_months(self) -> str:
        """How many months there are above and below those drawn, such as `↑12 ↓3`."""
        above, below = self.first, len(self.months) - self.first - len(self.drawn)
        counts = [f"↑{above}" if above else "", f"↓{below}" if below else ""]
        return " ".join(filter(None, counts))[:LABEL_WIDTH]

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
        mark = _mark(day, self.symbols)
        return mark.symbol, "cursor" if day.day == self.cursor else mark.style


def calendar_legend(
    months: Iterable[CoveredMonth], width: int, symbols: Symbols
) -> list[list[Cell]]:
    """What the symbols in the calendar mean, in lines of this width."""
    days = sorted((day for month in months for day in month.days), key=_worth)
    marks = dict.fromkeys(_mark(day, symbols) for day in days)
    return legend_lines((mark.cells for mark in marks), width)


def _mark(day: CoveredDay, symbols: Symbols) -> Mark:
    """How a day is drawn, and what that means. The symbols differ even without colours."""
    if day.is_part:
        return Mark(symbols.part, "complete", FIRST_OR_LAST_DAY)
    match day.state:
        case DayState.COMPLETE:
            return Mark(symbols.whole, "complete", "complete")
        case DayState.INCOMPLETE:
            return Mark(symbols.incomplete, "incomplete", INCOMPLETE)
        case DayState.MISSING:
            return Mark(symbols.missing, "missing", NO_READINGS)
    return Mark(symbols.dot, "axis", NONE_DUE)


def _worth(day: CoveredDay) -> int:
    """The place of its mark in the legend."""
    return list(DayState).index(day.state)
