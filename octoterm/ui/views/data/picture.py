"""Draws the data view: figures of the file, the calendar, the gaps and the last syncs.

On a wide screen the calendar is to the right of the gaps and the syncs; otherwise it is above
them. The last row describes the day under the calendar's cursor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import zip_longest
from textwrap import shorten, wrap
from typing import NamedTuple

from rich.cells import cell_len
from textual.geometry import Offset, Size

from octoterm.analysis.coverage import Coverage, CoveredMonth
from octoterm.consumption.series import Series
from octoterm.notes.note import Note
from octoterm.storage.file_facts import FileFacts
from octoterm.storage.state.sync_entry import syncs_in_words
from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.shortened import shortened
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.data.coverage_calendar import WIDTH, CoverageCalendar, calendar_legend
from octoterm.ui.views.data.raster import MIN_ROWS, Raster
from octoterm.ui.views.data.raster import WIDTH as RASTER_WIDTH

STYLES = (
    "axis", "text", "heading", "complete", "incomplete", "missing", "cursor", "cursor-row",
)  # fmt: skip

SIDE_BY_SIDE_COLUMNS = 78
"""Fewest columns for the calendar to be to the right of the gaps and the syncs."""
WRAPPED_FIGURES_ROWS = 14
"""Fewest rows for long figures to be wrapped; with fewer, each is cut to one row."""
LEGEND_ROWS = 6
"""Fewest rows of the body (see `DataPicture._room`) for the calendar to have a legend."""
TEXTS_BELOW_ROWS = 12
"""Fewest rows of the body for the gaps and the syncs to have rows of their own below the
calendar."""
ONE_ROW_READOUT_COLUMNS = 60
"""Fewest columns for the readout of a day to be sure to fit into one row."""
MIN_CALENDAR_ROWS = 3
"""Rows kept for the calendar, including its heading, on a screen with few rows."""
MIN_SYNC_ROWS = 3
"""Rows kept for the last syncs if there are also gaps."""
ROWS_FOR_NOTES = 9
"""Fewest rows of gaps and syncs from which notes are listed above them."""
MIN_PATH_COLUMNS = 12
"""Columns kept for the path of the file."""


class Line(NamedTuple):
    """A row of text in one style."""

    text: str
    style: str


class Facts(NamedTuple):
    """Facts about all readings, worked out once for each `Series`."""

    coverage: Coverage
    gaps: tuple[str, ...]
    """A line of words for each gap."""
    months: tuple[CoveredMonth, ...]


@dataclass(frozen=True)
class DataPicture:
    """The data view as rows of styled cells."""

    facts: Facts
    file_facts: FileFacts
    cursor: date | None
    """The day under the calendar's cursor, between the first and the last reading; None without
    readings."""
    readout: str
    """The coverage of that day, in words."""
    size: Size
    symbols: Symbols
    period: str = ""
    """The coverage of the selected period, in words; empty if it is all readings."""
    series: Series | None = None
    """The readings, for the raster of half hours."""
    before: int | None = None
    """Number of the first month of the calendar drawn last time; see `CoverageCalendar`."""
    remarks: tuple[str, ...] = ()
    """Remarks about what is worked out from the readings, such as their costs."""
    notes: tuple[Note, ...] = ()
    """The household's notes, on any day."""

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """All rows from the top, as many as fit."""
        calendar = self._drawn_calendar
        if calendar and self._is_wide:
            texts = self._texts(self._at.x - 2, self._room)
            body = _beside([*map(_cells, texts), *self._raster(len(texts))], calendar, self._at.x)
        else:
            texts = self._texts(self.size.width, self._room - len(calendar))
            body = [*calendar, *map(_cells, texts)]
        rows = [*map(_cells, self._figures), *body, *map(_cells, self._readout)]
        return rows[: self.size.height]

    def day_at(self, x: int, y: int) -> date | None:
        """The day of the calendar drawn at this column and row of the widget."""
        if self.calendar is None:
            return None
        return self.calendar.day_at(x - self._at.x, y - self._at.y)

    @cached_property
    def calendar(self) -> CoverageCalendar | None:
        """The calendar, with as many months as fit; None without readings."""
        if self.cursor is None:
            return None
        rows = self._room - len(self._legend)
        if not self._is_wide and self._room >= TEXTS_BELOW_ROWS:
            rows = max(rows // 2, rows - len(self._texts(self.size.width, rows)))
        return CoverageCalendar(
            self.facts.months,
            self.cursor,
            self._calendar_width,
            min(rows, len(self.facts.months) + 1),
            self.symbols,
            self.before,
        )

    @property
    def top(self) -> int | None:
        """Number of the first month of the calendar that is drawn."""
        return self.calendar.first if self.calendar else None

    @property
    def _drawn_calendar(self) -> list[list[Cell]]:
        """The rows of the calendar, with its legend if there is room."""
        if self.calendar is None:
            return []
        return [*self.calendar.rows, *self._legend]

    @property
    def _calendar_width(self) -> int:
        return self.size.width - self._at.x

    @cached_property
    def _legend(self) -> list[list[Cell]]:
        """The legend of the calendar, if there is room."""
        if self._room < LEGEND_ROWS:
            return []
        return calendar_legend(self.facts.months, self._calendar_width, self.symbols)[:2]

    @property
    def _is_wide(self) -> bool:
        return self.size.width >= SIDE_BY_SIDE_COLUMNS

    @cached_property
    def _at(self) -> Offset:
        """Where the top left corner of the calendar is in the widget."""
        return Offset(self.size.width - WIDTH if self._is_wide else 0, len(self._figures))

    @cached_property
    def _room(self) -> int:
        """Rows of the body, which is between the figures and the readout of the day."""
        return max(0, self.size.height - len(self._figures) - len(self._readout))

    def _raster(self, used: int) -> list[list[Cell]]:
        """The raster of half hours below `used` rows of texts, if there is room for it."""
        rows = self._room - used - 1
        if self.series is None or rows < MIN_ROWS or self._at.x - 2 < RASTER_WIDTH:
            return []
        return [[], *Raster(self.series, Size(self._at.x - 2, rows), self.symbols).rows]

    # The parts

    @cached_property
    def _figures(self) -> list[Line]:
        """The file, readings, days and gaps; on a screen with few rows, the file is left out."""
        coverage = self.facts.coverage
        file = [self.file_facts.error or self._file, *self._other_files]
        if self.cursor is None:
            nothing = [] if self.file_facts.error else [self.file_facts.nothing_in_words]
            return self._lines(file + nothing)
        gaps = coverage.gaps_counted
        hint = f"{gaps} · f to request them again"
        if coverage.gaps and cell_len(hint) < self.size.width:
            gaps = hint
        whole = f"All readings: {coverage.in_short}"  # whichever period is selected
        figures = [
            *filter(None, [self.period]),
            whole,
            gaps,
            coverage.readings_in_words,
            coverage.days_in_words,
            *self.remarks,
        ]
        if self.size.height < WRAPPED_FIGURES_ROWS:
            room = max(0, self.size.height - MIN_CALENDAR_ROWS - len(self._readout))
            width = max(8, self.size.width - 1)
            figures = [shortened(each, width) for each in figures[:room]]
            return self._lines([shorten(each, width, placeholder=" …") for each in figures])
        lines = self._lines([*figures, *self._unit, *file])
        spare = self.size.height - len(lines) - len(self._readout) - len(self.facts.months) - 2
        return [*lines, Line("", "text")] if spare > 0 else lines

    @property
    def _unit(self) -> list[str]:
        return [self.file_facts.unit_in_words] if self.file_facts.unit_in_words else []

    @property
    def _file(self) -> str:
        """The file's path, cut at its beginning if it is too long, and its size and state."""
        path, state = self.file_facts.file, self.file_facts.file_in_words
        room = max(MIN_PATH_COLUMNS, self.size.width - len(state) - 5)
        if len(path) > room:
            path = f"…{path[1 - room :]}"
        return f"{path} · {state}"

    @property
    def _other_files(self) -> list[str]:
        """A row that names the files of other meters of the meter point, if there are any."""
        words = self.file_facts.others_in_words(self.size.width - 2)
        return [words] if words else []

    @cached_property
    def _readout(self) -> list[Line]:
        """The day under the cursor; blank rows while that day is the period, which the figures
        describe already. The rows stay, so that nothing moves when the cursor does."""
        if not self.readout:
            return []
        lines = self._lines([self.readout], "cursor-row")
        if self.readout == self.period:
            lines = [Line("", "text")] * len(lines)
        # A narrow screen always has two rows for it, so that nothing moves from day to day.
        pad = self.size.width < ONE_ROW_READOUT_COLUMNS and len(lines) < 2
        return [*lines, Line("", "text")] if pad else lines

    def _texts(self, width: int, height: int) -> list[Line]:
        """The latest notes, the gaps and the last syncs, in at most `height` rows."""
        notes = self._latest_notes(width, height)
        return [*notes, *self._gaps_and_syncs(width, height - len(notes))]

    def _latest_notes(self, width: int, height: int) -> list[Line]:
        """The latest notes, in at most a third of the rows."""
        if not self.notes or height < ROWS_FOR_NOTES:
            return []
        blocks = [_wrapped(note.words, width) for note in reversed(self.notes)]
        lines, left = _fitting(blocks, height // 3 - 1)
        if left:
            lines.append(f" and {left:,} more: octoterm note")
        return [Line(" Notes", "heading"), *_texts(lines), Line("", "text")]

    def _gaps_and_syncs(self, width: int, height: int) -> list[Line]:
        """The gaps and the last syncs, in at most `height` rows."""
        gaps = [_wrapped(each, width) for each in self.facts.gaps]
        syncs = [_wrapped(each, width) for each in syncs_in_words(self.file_facts.syncs)]
        syncs = syncs or [[" none on record"]]
        shown: list[Line] = []
        if gaps:
            for_syncs = min(sum(map(len, syncs)), max(MIN_SYNC_ROWS, height // 3))
            lines, left = _fitting(gaps, height - for_syncs - 3)
            if left:
                lines.append(f" and {left:,} more: octoterm check")
            shown = [Line(" Gaps", "heading"), *_texts(lines), Line("", "text")]
        lines, _ = _fitting(syncs, height - len(shown) - 1)
        shown += [Line(" Last syncs", "heading"), *_texts(lines)]
        return shown[: max(0, height)]

    def _lines(self, texts: Sequence[str], style: str = "text") -> list[Line]:
        """The texts, each wrapped to the width of the widget."""
        return [
            Line(f" {row}", style)
            for text in texts
            for row in wrap(text, max(8, self.size.width - 1))
        ]


def _cells(line: Line) -> list[Cell]:
    return styled(*line)


def _texts(lines: Sequence[str]) -> list[Line]:
    return [Line(line, "text") for line in lines]


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, max(8, width), initial_indent=" ", subsequent_indent="   ")


def _beside(left: Sequence[list[Cell]], right: Sequence[list[Cell]], at: int) -> list[list[Cell]]:
    """`left` and `right` side by side, where `right` begins at column `at`."""
    rows = []
    nothing: list[Cell] = []
    for cells, others in zip_longest(left, right, fillvalue=nothing):
        width = sum(cell_len(symbol) for symbol, _ in cells)
        rows.append([*cells, *styled(" " * (at - width), "text"), *others])
    return rows


def _fitting(blocks: Sequence[Sequence[str]], rows: int) -> tuple[list[str], int]:
    """The lines of the blocks that fit into `rows`, and the number of blocks that do not fit.

    If any do not fit, one row is left free for the line that says so.
    """
    lines: list[str] = []
    for number, block in enumerate(blocks):
        is_last = number == len(blocks) - 1
        if len(lines) + len(block) > rows - (not is_last):
            return lines, len(blocks) - number
        lines += block
    return lines, 0
