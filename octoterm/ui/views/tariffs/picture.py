"""Draws tariffs compared: the table with what is said of it, or one tariff month by month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap
from typing import NamedTuple

from textual.geometry import Size

from octoterm.periods.labels import capitalised
from octoterm.session.comparing.tariff_lines import Place, TariffLine
from octoterm.session.comparing.tariffs_shown import TariffsShown
from octoterm.tariff_comparison.verdict import VerdictKind
from octoterm.ui.drawing.cells import Cell, of_one_column, styled
from octoterm.ui.drawing.scrolling import BAR_STYLES, ScrolledPicture, first_drawn, scroll_bar
from octoterm.ui.drawing.shortened import cut
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.tariffs.columns import columns_of_months, columns_of_tariffs
from octoterm.ui.views.tariffs.months import months_of, total_of

HEADINGS = {
    Place.TODAY: "Today's price on your past, not ranked",
    Place.REFUSED: "Not compared",
}
"""What stands above the first tariff of these."""
STYLES = ("heading", "text", "quiet", "missing", "total", "changed", "bar", "cursor", *BAR_STYLES)
MARGIN = 1
"""Columns before the text, and after it, where the scroll bar is."""
WIDEST_TEXT = 100
"""Columns beyond which sentences are wrapped."""
LEAST_TO_WRAP = 8
LEAST_FOR_BODY = 4
"""Rows for the tariffs, before what is said below them has any but the verdict."""
ROWS_OF_NOTES, MORE_NOTES = 2, 4
"""Fewest and most rows for what is said of the tariff under the cursor."""
ROWS_FOR_VERDICT, MOST_OF_VERDICT = 12, 2
"""Rows of the view from which a verdict of more rows than these is kept in view."""
ROWS_AROUND_MONTHS = 3
"""A title, the headings and the total."""
HELD = "\N{NO-BREAK SPACE}"
ALWAYS, IF_ROOM, LAST = 1, 2, 3
"""What is kept in view while the others are scrolled, before what comes next."""


class Line(NamedTuple):
    """A row of the picture."""

    cells: list[Cell]
    number: int | None = None
    """Number of the tariff that stands there."""
    kept: int = 0
    """Whether it stays in view while the others are scrolled: 0, or one of the above."""
    is_top: bool = False
    """Whether it is kept at the top."""
    leads_back: bool = False
    """Whether a click goes back to all tariffs."""


@dataclass(frozen=True)
class TariffsPicture(ScrolledPicture):
    """The table, or the months of the tariff under the cursor, as rows of styled cells."""

    shown: TariffsShown
    cursor: int
    """Number of the tariff that is lit."""
    opens_months: bool
    """Whether its months are shown."""
    size: Size
    symbols: Symbols
    before: int = 0
    """The first row drawn last time."""
    is_scrolled: bool = False
    """Whether rows were scrolled to, wherever the cursor is."""

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The rows that fit."""
        if not self._overflows:
            return [self._padded(line.cells) for line in self._lines]
        body = [self._padded(line.cells) for line in self._body[self.first :][: self._room]]
        if len(self._body) > self._room:
            bar = scroll_bar(self.first, len(self._body), self._room, self.symbols)
            body = [[*cells[:-1], cell] for cells, cell in zip(body, bar, strict=True)]
        top, bottom = ([self._padded(line.cells) for line in kept] for kept in self._kept)
        return [*top, *body, *bottom]

    @cached_property
    def first(self) -> int:
        """The first row of those that are scrolled which is drawn."""
        if not self._overflows:
            return 0
        rows, room = len(self._body), self._room
        places = [at for at, line in enumerate(self._body) if line.number == self.cursor]
        if self.is_scrolled or self.opens_months or not places:
            return first_drawn(rows, room, self.before)
        return (
            0
            if places[0] < room and not self.cursor
            else first_drawn(rows, room, self.before, places[0])
        )

    def line_at(self, y: int) -> Line | None:
        """What is drawn at this row."""
        if not self._overflows:
            lines = self._lines
        else:
            top, bottom = self._kept
            lines = [*top, *self._body[self.first :][: self._room], *bottom]
        return lines[y] if 0 <= y < len(lines) else None

    @cached_property
    def _lines(self) -> list[Line]:
        if self.opens_months:
            return [*self._months()]
        *_, shortest = forms = [*self._forms()]
        return next((each for each in forms if len(each) <= self.size.height), shortest)

    def _forms(self) -> Iterator[list[Line]]:
        """All tariffs, fuller forms first: with the months of the one under the cursor."""
        below = [Line([]), *(line._replace(kept=0, is_top=False) for line in self._months_below())]
        for months in (below, []):
            for rows in range(MORE_NOTES, ROWS_OF_NOTES - 1, -1):
                yield [*self._table(), *self._notes_below(rows), *months]

    @cached_property
    def _line(self) -> TariffLine | None:
        lines = self.shown.lines
        return lines[self.cursor] if self.cursor < len(lines) else None

    @property
    def _width(self) -> int:
        return max(LEAST_TO_WRAP, self.size.width - 2 * MARGIN)

    @cached_property
    def _level(self) -> int:
        """What is kept: as much as leaves enough rows for the tariffs."""
        for level in (LAST, IF_ROOM):
            rows = sum(0 < line.kept <= level for line in self._lines)
            if self.size.height - rows >= LEAST_FOR_BODY:
                return level
        return ALWAYS

    @cached_property
    def _kept(self) -> tuple[list[Line], list[Line]]:
        """At the top and at the bottom; the end of a long verdict is scrolled in few rows."""
        kept = [line for line in self._lines if 0 < line.kept <= self._level]
        top = [line for line in kept if line.is_top][: max(0, self.size.height - 2)]
        bottom = [line for line in kept if not line.is_top]
        rest = self.size.height - len(top)
        rows = min(max(MOST_OF_VERDICT, rest - LEAST_FOR_BODY + 1), max(1, rest - 1))
        return top, bottom[:rows]

    @cached_property
    def _body(self) -> list[Line]:
        """What is scrolled. What is said of the tariff under the cursor is in its months, too."""
        kept = {id(line) for lines in self._kept for line in lines}
        body = [line for line in self._lines if id(line) not in kept and line.kept < LAST]
        while body and not body[-1].cells:
            body.pop()
        return body

    @property
    def _room(self) -> int:
        top, bottom = self._kept
        return max(0, self.size.height - len(top) - len(bottom))

    def _table(self) -> Iterator[Line]:
        shown, width = self.shown, self._width
        if shown.what_if is not None:
            yield from self._said(
                f"What if: {shown.what_if.words}", "changed", ALWAYS, is_top=True
            )
        columns = columns_of_tariffs(shown, width, self.symbols)
        yield Line(columns.heading(), kept=ALWAYS, is_top=True)
        priced, place = 0, Place.OWN
        for number, line in enumerate(shown.lines):
            if line.place is not place and line.place in HEADINGS:
                yield Line(styled(cut(HEADINGS[line.place], width), "heading"))
            place = line.place
            style = "cursor" if number == self.cursor else _style(line)
            if line.why:
                name = of_one_column(self.symbols.plain(line.name))
                yield Line(
                    styled(cut(f"{name}: {shown.why_now(line)}", width).ljust(width), style),
                    number,
                )
            else:
                yield Line(columns.line(priced, style), number)
                priced += 1
        yield Line([])
        if shown.progress:
            yield from self._said(shown.progress, "total", ALWAYS)
        for problem in () if shown.progress else shown.problems:
            yield from self._said(problem, "missing")
        yield from self._verdict()
        yield from self._said(shown.effect_of_change, "changed", IF_ROOM)
        yield from self._said(shown.always, "quiet", IF_ROOM)

    def _verdict(self) -> Iterator[Line]:
        """The verdict, kept in view; in few rows only what it says first, and all of it below the
        tariffs."""
        if self.shown.comparison is None or self.shown.progress:
            return  # other tariffs are still to come
        verdict = self.shown.comparison.verdict
        if self.shown.problems and verdict.kind is VerdictKind.NOT_ENOUGH_DATA:
            return  # what could not be fetched is why
        lines = [*self._said(verdict.why, "total", ALWAYS)]
        first, _, more = verdict.why.partition(": ")
        is_low = self.size.height < ROWS_FOR_VERDICT and len(lines) > MOST_OF_VERDICT
        if is_low and more and verdict.kind is VerdictKind.CHEAPER:
            yield from self._said(verdict.why, "total")
            lines = [*self._said(f"{first}.", "total", ALWAYS)]
        yield from lines

    def _notes_below(self, rows: int) -> Iterator[Line]:
        """What is said of the tariff under the cursor: always in so many rows, so that nothing
        moves with the cursor."""
        if self._line is None:
            return
        width = min(self._width, WIDEST_TEXT)
        notes = capitalised(" · ".join(self.shown.notes(self._line)))
        wrapped = _wrapped(of_one_column(self.symbols.plain(notes)), width)
        if len(wrapped) > rows:
            wrapped[rows - 1] = cut(" ".join(wrapped[rows - 1 :]), width)
        yield Line([], kept=LAST)
        for number in range(rows):
            text = wrapped[number] if number < len(wrapped) else ""
            yield Line(styled(text, "text"), kept=LAST)

    def _months(self) -> Iterator[Line]:
        line = self._line
        if line is None:
            return
        name = of_one_column(self.symbols.plain(line.name))
        title = cut(f"{self.symbols.left} {name}, month by month", self._width)
        yield Line(styled(title, "total"), kept=ALWAYS, is_top=True, leads_back=True)
        if self.shown.what_if is not None:
            yield from self._said(self.shown.what_if.words, "changed", ALWAYS, is_top=True)
        yield from self._table_of_months(line)
        yield Line([])
        for note in self.shown.notes(line):
            yield from self._said(capitalised(note), "text")
        yield from self._said(self.shown.always, "quiet")

    def _months_below(self) -> Iterator[Line]:
        """The months of the tariff under the cursor, below all of them."""
        if (line := self._line) is not None and line.row is not None:
            name = of_one_column(self.symbols.plain(line.name))
            yield Line(styled(cut(f"{name}, month by month", self._width), "total"))
            yield from self._table_of_months(line)

    def _table_of_months(self, line: TariffLine) -> Iterator[Line]:
        if not (months := months_of(line)):
            return
        columns = columns_of_months(
            months, total_of(months), self._width, self.symbols, is_own=line.is_all_own
        )
        yield Line(columns.heading(), kept=ALWAYS, is_top=True)
        for number in range(len(months)):
            yield Line(columns.line(number, "text"))
        fits = len(months) + ROWS_AROUND_MONTHS <= self.size.height
        yield Line(columns.line(len(months), "total"), kept=0 if fits else ALWAYS)

    def _said(
        self, sentence: str, style: str, kept: int = 0, *, is_top: bool = False
    ) -> Iterator[Line]:
        sentence = of_one_column(self.symbols.plain(sentence))
        for text in _wrapped(sentence, min(self._width, WIDEST_TEXT)):
            yield Line(styled(text, style), kept=kept, is_top=is_top)

    def _padded(self, cells: Sequence[Cell]) -> list[Cell]:
        """The cells between the margins, as wide as the widget."""
        width = self.size.width
        style = "cursor" if cells and cells[0][1] == "cursor" else "text"
        row = [(" ", style), *cells[: max(0, width - 2 * MARGIN)]]
        return [*row, *styled(" " * (width - len(row)), style)][:width]


def _wrapped(text: str, width: int) -> list[str]:
    """The text in rows, codes of tariffs in one piece, and no row begins with a separator."""
    held = re.sub(r" ([·.-]) ", rf"{HELD}\1 ", text)
    return [each.replace(HELD, " ") for each in wrap(held, width, break_on_hyphens=False)]


def _style(line: TariffLine) -> str:
    if line.place is Place.OWN or line.is_all_own:
        return "total"
    return "quiet" if line.place is Place.REFUSED else "text"
