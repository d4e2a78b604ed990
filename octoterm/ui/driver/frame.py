"""What the terminal shows, and the fewest bytes that turn it into a new picture.

Over SSH, the number of bytes matters. Widgets draw themselves as a whole; here, the picture is
compared with the previous one cell by cell, and only cells that differ are written. Moves are
absolute, so that a character drawn wider than expected does not shift what follows the next move.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple, TypeAlias

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from octoterm.ui.driver.look import PLAIN, Look, change, looks_of

LONGEST_GAP = 6
"""Most bytes of unchanged cells to write again between changed ones: a move takes more."""
COLOUR_SYSTEMS = {"standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT}
"""Colour systems by Rich's names. All others count as true colour, as in Textual."""

Segments: TypeAlias = Sequence[Segment]


class Cells(NamedTuple):
    """The cells of a row: characters of one column each."""

    text: str
    looks: list[Look]
    """One for each character."""


class Row(NamedTuple):
    """A row that the terminal shows."""

    segments: Segments
    cells: Cells | None
    """None if terminals may disagree on the columns of its characters."""


class Frame:
    """The rows that the terminal is known to show."""

    def __init__(self) -> None:
        self._size = Size(0, 0)
        self._rows: dict[int, Row] = {}

    def forget(self) -> None:
        """Forget all rows: it is unknown what the terminal shows."""
        self._rows.clear()

    def has(self, rows: Mapping[int, Segments], size: Size) -> bool:
        """Whether the terminal shows these rows already, on a screen of `size`."""
        return size == self._size and all(map(self._shows, rows, rows.values()))

    def turn_into(self, rows: Mapping[int, Segments], size: Size, console: Console) -> str:
        """The text to write so that the terminal shows `rows`; the frame assumes it is written."""
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
                look = _write(row.cells, first, end, look, written)
        written.append(change(look, PLAIN)[0])
        return "".join(written)

    def _shows(self, y: int, segments: Segments) -> bool:
        return y in self._rows and self._rows[y].segments == segments


def cells_of(segments: Segments, colours: ColorSystem) -> Cells | None:
    """The cells of a row; None if terminals may disagree on the columns of its characters."""
    looks: list[Look] = []
    for text, style, _ in segments:
        if not is_a_column_each(text):
            return None
        look, space = looks_of(style, colours)
        if look is space or " " not in text:
            looks += [look] * len(text)
        elif text.isspace():
            looks += [space] * len(text)
        else:
            looks += [space if symbol == " " else look for symbol in text]
    return Cells("".join([text for text, _, _ in segments]), looks)


@lru_cache(4096)
def is_a_column_each(text: str) -> bool:
    """Whether each character takes one column in every terminal."""
    return text.isascii() or all(get_character_cell_size(symbol) == 1 for symbol in text)


def changed_runs(before: Cells | None, cells: Cells) -> Iterator[tuple[int, int]]:
    """The runs of columns to write, as start and end; all columns if `before` is unknown."""
    if before is None or len(before.text) != len(cells.text):
        yield 0, len(cells.text)
        return
    first = end = -1
    for x, old, new, old_look, new_look in zip(
        count(), before.text, cells.text, before.looks, cells.looks, strict=False
    ):
        if old == new and old_look is new_look:
            continue
        if first < 0:
            first = x
        elif x > end and not is_written_sooner(cells, end, x):
            yield first, end
            first = x
        end = x + 1
    if first >= 0:
        yield first, end


def is_written_sooner(cells: Cells, first: int, end: int) -> bool:
    """Whether writing the cells from `first` up to `end` again takes fewer bytes than moving over
    them."""
    look = cells.looks[first - 1]
    return (
        end - first <= LONGEST_GAP
        and len(cells.text[first:end].encode()) <= LONGEST_GAP
        and not any(change(look, other)[0] for other in cells.looks[first:end])
    )


def _write(cells: Cells, first: int, end: int, look: Look, written: list[str]) -> Look:
    """Append the text of the cells from `first` up to `end` to `written`, and return the look that
    is in effect after them; `look` is the one before."""
    begun, wanted = first, None
    for x in range(first, end):
        if cells.looks[x] is not wanted:
            written.append(cells.text[begun:x])
            begun, wanted = x, cells.looks[x]
            sequence, look = change(look, wanted)
            written.append(sequence)
    written.append(cells.text[begun:end])
    return look


def move_to(x: int, y: int) -> str:
    """The sequence that moves the cursor to a column and a row, counted from 0."""
    return f"\x1b[{y + 1};{x + 1}H"


class Picture:
    """Something that can be drawn on a terminal whose frame is known."""

    def changes_on(self, frame: Frame) -> Any:
        """The update to draw if the terminal shows `frame`; None if nothing has changed."""
        raise NotImplementedError
