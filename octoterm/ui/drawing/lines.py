"""The geometry of curves in character cells, and their drawing by plotext.

A curve has at most one value a column, the mean of neighbouring values. Each is drawn on its own
canvas; the canvases are then laid over one another, later ones in front.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from octoterm.ui.drawing.cells import Cell, styled
from octoterm.ui.drawing.plotext_canvas import blank_figure, text_of
from octoterm.ui.drawing.scale import AXIS, Scale
from octoterm.ui.drawing.symbols import Symbols

Place: TypeAlias = tuple[int, float]
"""A column and a value."""
BRAILLE = "braille"
"""plotext's marker with two by four dots a cell."""
HALF_A_DOT = 1 / 8
"""Distance in rows from the lower edge to the middle of the lowest dots."""


NOTHING = " \N{BRAILLE PATTERN BLANK}"
"""Symbols of empty cells."""


class Pen(NamedTuple):
    """How a line is drawn, so that it is distinct from others without colour."""

    marker: str
    """plotext's name of the marker."""
    sample: str


PENS = (Pen(BRAILLE, "⠒"), Pen("hd", "▀"), Pen("+", "+"), Pen("x", "x"))
"""Pens that can be told apart without colours."""
PLAIN_PENS = tuple(Pen(letter, letter) for letter in "abcd")


def pen(symbols: Symbols) -> Pen:
    """The pen for a single curve."""
    return Pen(BRAILLE if _is_braille(symbols.curve) else symbols.curve, symbols.curve)


def pens(symbols: Symbols, *, in_colours: bool = False) -> tuple[Pen, ...]:
    """The pens to draw curves with, one each; equal ones if the curves differ in colour."""
    if not _is_braille(symbols.curve):
        return PLAIN_PENS
    return PENS[:1] * len(PENS) if in_colours else PENS


def _is_braille(symbol: str) -> bool:
    return "\u2800" <= symbol <= "\u28ff"


@dataclass(frozen=True)
class Curve:
    """One line."""

    runs: tuple[tuple[Place, ...], ...]
    """Stretches without gaps: no line is drawn across days without a value."""
    style: str
    marker: str = BRAILLE


def scale_of(curves: Iterable[Curve], rows: int, more: Iterable[float] = ()) -> Scale:
    """A scale on which all curves fit, and the values in `more`."""
    values = [0.0, *more, *(value for each in curves for run in each.runs for _, value in run)]
    return Scale.spanning(min(values), max(values), rows)


def by_column(values: Sequence[float | None], columns: int) -> tuple[float | None, ...]:
    """The mean of the values in each column; the values themselves if there are enough columns."""
    if len(values) <= columns:
        return tuple(values)
    return tuple(
        _mean(values[at * len(values) // columns : (at + 1) * len(values) // columns])
        for at in range(columns)
    )


def curve(series: Curve, columns: int, rows: int, scale: Scale) -> list[str]:
    """The rows of text, from the top, on which the series is drawn."""
    if not series.runs or columns < 1 or rows < 1:
        return [" " * columns] * rows
    lowest, highest = HALF_A_DOT, rows - HALF_A_DOT  # rows from the bottom
    figure = blank_figure(columns, rows, max(columns - 1, 1e-9), highest - lowest)
    for run in series.runs:
        signal = figure.signal(
            [column for column, _ in run],
            [min(max(lowest, scale.position(value)), highest) - lowest for _, value in run],
            marker=series.marker,
        )
        figure.draw(signal.lines() if len(run) > 1 else signal)
    return text_of(figure, rows)


def laid_over(pictures: Sequence[tuple[list[str], str]], blank: str) -> list[list[Cell]]:
    """The pictures laid over one another, later ones in front; `blank` styles empty cells.

    Where two Braille patterns meet, the dots of both are kept, in the style of the one and the
    other by turns, so that curves along the same cells are both seen.
    """
    height = max((len(rows) for rows, _ in pictures), default=0)
    width = max((len(row) for rows, _ in pictures for row in rows), default=0)
    cells = [[(" ", blank)] * width for _ in range(height)]
    for rows, style in pictures:
        for y, row in enumerate(rows):
            for x, symbol in enumerate(row):
                if symbol not in NOTHING:
                    cells[y][x] = _in_front((symbol, style), cells[y][x], x)
    return cells


def _in_front(cell: Cell, behind: Cell, column: int) -> Cell:
    (symbol, style), (symbol_behind, style_behind) = cell, behind
    if symbol_behind in NOTHING or not (_is_braille(symbol) and _is_braille(symbol_behind)):
        return cell
    return chr(ord(symbol) | ord(symbol_behind)), style if column % 2 else style_behind


def with_scale(
    rows: Sequence[list[Cell]], scale: Scale, margin: int, symbols: Symbols, style: str
) -> list[list[Cell]]:
    """The rows of a canvas with the labels of `scale` in the margin to their left."""
    ticks = scale.ticks(len(rows))
    labelled = []
    for tick, row in zip(reversed(range(len(rows))), rows, strict=True):
        edge = symbols.tick if tick in ticks else symbols.vertical
        labelled.append(styled(ticks.get(tick, "").rjust(margin - 1) + edge, style) + row)
    return labelled


def axis_begin(scale: Scale, rows: int, margin: int, symbols: Symbols, style: str) -> list[Cell]:
    """The margin of the axis below a canvas of `rows`, with the label of the value it is at."""
    label = scale.ticks(rows).get(AXIS, "")
    return styled(label.rjust(margin - 1) + symbols.corner, style)


def _mean(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None
