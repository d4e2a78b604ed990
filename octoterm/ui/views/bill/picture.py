"""Draws a bill: its blocks, sums and total, and that of a year earlier beside or below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from textwrap import wrap
from typing import NamedTuple

from rich.cells import cell_len
from textual.geometry import Size

from octoterm.bills.bill import together
from octoterm.bills.words import (
    INDENT,
    BillLine,
    bill_lines,
    compared_in_words,
    coverage_in_words,
    is_partial,
    month_label,
    net_lines,
)
from octoterm.periods.labels import capitalised, range_label
from octoterm.periods.period import Period
from octoterm.session.meter_bills import BillShown, Net, PartBill
from octoterm.ui.drawing.cells import Cell, of_one_column, styled
from octoterm.ui.drawing.scrolling import BAR_STYLES, ScrolledPicture, first_drawn, scroll_bar
from octoterm.ui.drawing.shortened import cut
from octoterm.ui.drawing.symbols import Symbols

STYLES = ("heading", "text", "quiet", "missing", "total", "cursor", *BAR_STYLES)
MARGIN = 1
"""Columns before the text, and after it, where the scroll bar is."""
BETWEEN = 3
"""Columns between the bill and that of a year earlier."""
NARROWEST = 34
"""Fewest columns of a bill beside another one."""
LEAST_TO_WRAP = 8
"""Columns that sentences are wrapped to at least; in fewer, they are cut."""
WIDEST = 76
"""Columns beyond which a bill does not grow, so that amounts stay near what they are of."""


class Line(NamedTuple):
    """A row of the picture."""

    text: str
    style: str
    block: int | None = None
    """Number of the block that the cursor is on if this row is lit."""
    is_kept: bool = False
    """Whether it stays in view while the others are scrolled."""
    beside: str = ""
    """What stands at its right."""
    beside_style: str = "text"


def blocks_of(shown: BillShown) -> list[BillLine]:
    """The lines that the cursor goes through, in order."""
    return [
        line
        for part in shown.parts
        for line in bill_lines(part.bill, part.direction)
        if line.is_energy
    ]


@dataclass(frozen=True)
class BillPicture(ScrolledPicture):
    """The bill as rows of styled cells."""

    shown: BillShown
    cursor: int | None
    """Number of the block that is lit; None for none."""
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
            return [self._cells(line) for line in self._lines]
        body = self._body[self.first : self.first + self._room]
        bar = scroll_bar(self.first, len(self._body), self._room, self.symbols)
        lines = [[*self._cells(line)[:-1], cell] for line, cell in zip(body, bar, strict=True)]
        return [*lines, *(self._cells(line) for line in self._kept)]

    @cached_property
    def first(self) -> int:
        """The first row that is drawn, if not all fit."""
        if not self._overflows:
            return 0
        places = [at for at, line in enumerate(self._body) if line.block == self.cursor]
        rows, room = len(self._body), self._room
        if self.is_scrolled or self.cursor is None or not places:
            return first_drawn(rows, room, self.before)
        top = first_drawn(rows, room, self.before, places[-1])
        first_block = self.cursor == 0 and places[-1] < room
        return 0 if first_block else min(top, places[0])

    def block_at(self, y: int) -> int | None:
        """Number of the block drawn at this row; None if there is none."""
        lines = self._lines if not self._overflows else self._body[self.first :][: self._room]
        return lines[y].block if 0 <= y < len(lines) else None

    @cached_property
    def _lines(self) -> Sequence[Line]:
        """The fullest form that fits, or else the shortest."""
        *_, shortest = forms = [*self._forms()]
        return next((each for each in forms if len(each) <= self.size.height), shortest)

    def _forms(self) -> Iterator[list[Line]]:
        """Fuller ones first: with the whole bill of a year earlier beside or below it."""
        width = max(LEAST_TO_WRAP, self.size.width - 2 * MARGIN)
        lines = [*self._bill(min(width, WIDEST))]
        if not self.shown.before:
            yield lines
            return
        rest = width - min(width, WIDEST) - BETWEEN
        if rest >= NARROWEST:
            beside = [*self._of_before(rest)]
            yield [*_beside(lines, beside, self.size.height)]
            return
        below = [*self._of_before(min(width, WIDEST))]
        yield [*lines, Line("", "text"), *below]
        yield lines

    @property
    def _kept(self) -> list[Line]:
        kept = [line for line in self._lines if line.is_kept]
        return kept[: max(0, self.size.height - 2)]

    @cached_property
    def _body(self) -> list[Line]:
        return [line for line in self._lines if not line.is_kept or line not in self._kept]

    @property
    def _room(self) -> int:
        return self.size.height - len(self._kept)

    def _bill(self, width: int) -> Iterator[Line]:
        shown = self.shown
        number = 0
        for part in shown.parts:
            lines = [*_part(part, shown.month, width, number)]
            number += len({line.block for line in lines} - {None})
            if shown.net:
                lines = [line._replace(is_kept=False) for line in lines]
            yield from lines
            if shown.net:
                yield Line("", "text")
        if shown.net:
            yield from _in_columns(_net(shown.parts, shown.net), width)
        if said := shown.course_in_words:
            yield from (Line(each, "total", is_kept=True) for each in wrap(said, width))
        yield Line("", "text")
        labels = dict.fromkeys(
            label for part in shown.parts for label in coverage_in_words(part.bill)
        )
        for label in labels:
            style = "missing" if label.startswith("partial") else "quiet"
            yield from (Line(each, style) for each in wrap(capitalised(label), width))
        for said in self._compared():
            yield from (Line(each, "text") for each in wrap(said, width))

    def _compared(self) -> Iterator[str]:
        """How the total compares with that of a year earlier."""
        shown = self.shown
        if shown.before and not shown.net and len(shown.parts) == len(shown.before):
            bill, before = (
                together([part.bill for part in parts]) for parts in (shown.parts, shown.before)
            )
            yield compared_in_words(bill, before, month_label(shown.month_before))

    def _of_before(self, width: int) -> Iterator[Line]:
        """The bill of a year earlier."""
        yield from _whole(self.shown.before, self.shown.net_before, self.shown.month_before, width)

    def _cells(self, line: Line) -> list[Cell]:
        is_lit = self.cursor is not None and line.block == self.cursor
        style = "cursor" if is_lit else line.style
        width = self.size.width
        text = f"{' ' * MARGIN}{cut(line.text, width - 2 * MARGIN)}"
        width_of_bill = min(width, WIDEST + 2 * MARGIN)
        cells = styled(f"{text}{' ' * (width_of_bill - cell_len(text))}", style)
        beside = f"{' ' * (BETWEEN - MARGIN)}{line.beside}"
        rest = f"{beside}{' ' * (width - width_of_bill - cell_len(beside))}"
        return [*cells, *styled(rest, line.beside_style)][:width]


def _whole(
    parts: Iterable[PartBill], net: Net | None, month: Period, width: int
) -> Iterator[Line]:
    for part in parts:
        for line in _part(part, month, width, 0):
            yield line._replace(block=None, is_kept=False, style=_quieter(line.style))
    if net:
        for line in _in_columns(_net(parts, net), width):
            yield line._replace(is_kept=False)


def _net(parts: Iterable[PartBill], net: Net) -> tuple[BillLine, ...]:
    return net_lines(*net, is_partial=any(is_partial(part.bill) for part in parts))


def _quieter(style: str) -> str:
    return "text" if style == "total" else "quiet" if style == "text" else style


def _part(part: PartBill, month: Period, width: int, number: int) -> Iterator[Line]:
    """The bill of a meter point; its blocks are numbered from `number` on."""
    title = f"{of_one_column(part.title)} · {range_label(month.first, month.last)}"
    yield Line(cut(title, width), "heading")
    lines = [
        line._replace(name=INDENT * line.name.startswith(INDENT) + of_one_column(line.name))
        for line in bill_lines(part.bill, part.direction)
    ]
    yield from _in_columns(lines, width, number)


def _in_columns(lines: Sequence[BillLine], width: int, number: int = 0) -> Iterator[Line]:
    """Three columns if they fit; else a row for the days, and one for what is charged for them."""
    names = max(cell_len(line.name) for line in lines)
    of = max(cell_len(line.of) for line in lines)
    amounts = max(cell_len(line.amount) for line in lines)
    named = max((cell_len(line.name) for line in lines if line.of), default=names)
    is_wide = max(named + 2 + of + 2 + amounts, names) <= width
    for line in lines:
        style = "total" if line.is_total else "text" if line.blocks else "quiet"
        block = number if line.is_energy else None
        number += line.is_energy
        if is_wide and line.of:
            text = f"{line.name.ljust(named)}  {line.of}"
        elif line.of and line.blocks:
            yield Line(line.name, style, block)
            text = f"    {line.short_of}"
        else:
            text = f"{line.name} {line.of}".rstrip()
        if not line.amount:
            yield Line(cut(text, width), "quiet")
            continue
        text = cut(text, width - amounts - 1)
        gap = " " * (width - cell_len(text) - cell_len(line.amount))
        yield Line(f"{text}{gap}{line.amount}", style, block, is_kept=line.is_total)


def _beside(lines: Sequence[Line], others: Sequence[Line], height: int) -> Iterator[Line]:
    """The lines with the others at their right, as far as there are rows."""
    rows = max(len(lines), min(height, len(others)))
    blank = Line("", "text")
    for line, other in zip_longest(lines, others[:rows], fillvalue=blank):
        yield line._replace(beside=other.text, beside_style=other.style)
