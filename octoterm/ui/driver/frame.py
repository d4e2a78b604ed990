"""What the terminal shows, and the fewest bytes that turn it into a new picture.

Over SSH bytes are what takes time. Widgets draw themselves whole, whatever has changed of them;
here the picture is compared with the one before, cell by cell, and only cells that differ are
written. Places are absolute: where a terminal draws a character wider than it should, the next
move puts it right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from octoterm.ui.driver.look import PLAIN, Look, change, looks_of

LONGEST_GAP = 6
"""Bytes of equal cells between changed ones that are written again: a move takes more."""
COLOUR_SYSTEMS = {"standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT}
"""By the names that a console gives them. For all others Textual takes true colour, as we do."""

Cell: TypeAlias = tuple[str, Look]
"""A character of one column, and how it is drawn."""
Segments: TypeAlias = Sequence[Segment]


class Row(NamedTuple):
    """A row that the terminal shows."""

    segments: Segments
    cells: list[Cell] | None
    """None where terminals may disagree on the columns of its characters."""


class Frame:
    """All rows that the terminal shows, as far as is known."""

    def __init__(self) -> None:
        self._size = Size(0, 0)
        self._rows: dict[int, Row] = {}

    def forget(self) -> None:
        """It is not known any more what the terminal shows."""
        self._rows.clear()

    def has(self, rows: Mapping[int, Segments], size: Size) -> bool:
        """Whether the terminal shows these rows already, on a screen of `size`."""
        return size == self._size and all(map(self._shows, rows, rows.values()))

    def turn_into(self, rows: Mapping[int, Segments], size: Size, console: Console) -> str:
        """What to write so that the terminal shows `rows`, which it is taken to do then."""
        if size != self._size:
            self._size = size
            self.forget()
        colours = COLOUR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
        written: list[str] = []
        look = PLAIN
        for y, segments in rows.items():
            if self._shows(y, segments):
                continue
            before, row = self._rows.get(y), Row(segments, cells_of(segments, colours))
            self._rows[y] = row
            if row.cells is None:
                reset, look = change(look, PLAIN)
                written += (move_to(0, y), reset, Strip(segments).render(console))
                continue
            for first, end in changed_runs(before.cells if before else None, row.cells):
                written.append(move_to(first, y))
                for wanted, run in groupby(row.cells[first:end], itemgetter(1)):
                    sequence, look = change(look, wanted)
                    written.append(sequence)
                    written += (symbol for symbol, _ in run)
        written.append(change(look, PLAIN)[0])
        return "".join(written)

    def _shows(self, y: int, segments: Segments) -> bool:
        return y in self._rows and self._rows[y].segments == segments


def cells_of(segments: Segments, colours: ColorSystem) -> list[Cell] | None:
    """The cells of a row; None where terminals may disagree on the columns of its characters."""
    cells: list[Cell] = []
    for text, style, _ in segments:
        if not is_a_column_each(text):
            return None
        look, space = looks_of(style, colours)
        cells += [(symbol, space if symbol == " " else look) for symbol in text]
    return cells


@lru_cache(4096)
def is_a_column_each(text: str) -> bool:
    """Whether each character takes one column, by all accounts."""
    return text.isascii() or all(get_character_cell_size(symbol) == 1 for symbol in text)


def changed_runs(before: list[Cell] | None, cells: list[Cell]) -> Iterator[tuple[int, int]]:
    """The columns from and up to which to write: all where it is not known what is there."""
    if before is None or len(before) != len(cells):
        yield 0, len(cells)
        return
    first = end = -1
    for x, (old, new) in enumerate(zip(before, cells, strict=True)):
        if old == new:
            continue
        if first < 0:
            first = x
        elif x > end and not is_written_sooner(cells[end - 1 : x]):
            yield first, end
            first = x
        end = x + 1
    if first >= 0:
        yield first, end


def is_written_sooner(cells: list[Cell]) -> bool:
    """Whether to write all but the first of these, which is written in any case, takes fewer bytes
    than to move over them."""
    (_, look), *gap = cells
    return (
        len(gap) <= LONGEST_GAP
        and sum(len(symbol.encode()) for symbol, _ in gap) <= LONGEST_GAP
        and not any(change(look, other)[0] for _, other in gap)
    )


def move_to(x: int, y: int) -> str:
    """The cursor to a column and a row, counted from 0."""
    return f"\x1b[{y + 1};{x + 1}H"


class Picture:
    """What can be drawn on a terminal of which a frame is kept."""

    def changes_on(self, frame: Frame) -> Any:
        """The update to draw where the terminal shows `frame`; None where that is nothing."""
        raise NotImplementedError
