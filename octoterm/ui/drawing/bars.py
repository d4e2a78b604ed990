"""The geometry of a bar chart in character cells, and its drawing by plotext.

plotext draws points at the cells of its canvas: full blocks, and one of eight heights on top. Its
own bar charts drop low bars between tall ones if there are few columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from octoterm.ui.drawing.plotext_canvas import blank_figure, text_of
from octoterm.ui.drawing.scale import EIGHTHS, Scale


class Bar(NamedTuple):
    """One bar of a chart."""

    value: float | None
    """Its height in the unit of the chart; None without readings."""
    complete: bool
    tick: str
    """The label below it on the axis."""
    rank: int = 0
    """If there is no room for all ticks, those of the highest rank are kept."""
    outside: bool = False
    """Whether it is before the first reading or after the last, where nothing is missing."""


class Point(NamedTuple):
    """One cell of the canvas: columns from the left and rows from the bottom, both from 0."""

    column: int
    row: int
    symbol: str


@dataclass(frozen=True)
class Slots:
    """How bars share the columns: each has `width`, followed by a `gap`."""

    width: int
    gap: int
    together: int
    """How many neighbouring values are added up in one bar; 1 if there are enough columns."""

    @property
    def pitch(self) -> int:
        """Columns from one bar to the next."""
        return self.width + self.gap

    @classmethod
    def fitting(cls, bars: int, columns: int) -> Slots:
        """The widest bars of equal width that fit `bars` values in `columns`."""
        together = 1
        while math.ceil(bars / together) > max(columns, 1):
            together *= 2
        pitch = max(1, min(12, columns // max(1, math.ceil(bars / together))))
        gap = 0 if pitch < 3 else 1 if pitch < 8 else 2
        return cls(pitch - gap, gap, together)


def grouped(bars: Sequence[Bar], together: int) -> list[Bar]:
    """The bars with neighbours added up, `together` at a time."""
    if together == 1:
        return list(bars)
    return [_sum(bars[at : at + together]) for at in range(0, len(bars), together)]


def points(
    bars: Sequence[Bar], slots: Slots, scale: Scale, rows: int, rising: str, hanging: str
) -> Iterator[Point]:
    """Every cell that the bars fill. `rising` are the nine heights from empty to full of a bar
    that stands on zero, `hanging` those of one that hangs from it."""
    for number, bar in enumerate(bars):
        if bar.value is None:
            continue
        symbols = rising if bar.value > 0 else hanging
        full, part = divmod(_height(bar.value, scale, rows), EIGHTHS)
        first, step = _away_from_zero(bar.value, scale)
        for column in _columns(number, slots):
            for away in range(full):
                yield Point(column, first + step * away, symbols[EIGHTHS])
            if part:
                yield Point(column, first + step * full, symbols[part])


def points_of_other(
    bars: Sequence[Bar],
    others: Sequence[Bar],
    slots: Slots,
    scale: Scale,
    rows: int,
    fill: str,
    level: str,
) -> Iterator[Point]:
    """The cells that show `others` behind their `bars`: `fill` where another bar is longer, and
    `level` across a bar where the other one ends. Differences within one row are not shown."""
    for number, (bar, other) in enumerate(zip(bars, others, strict=True)):
        if other.value is None:
            continue
        beside = bar.value is not None and bar.value * other.value > 0
        own = _height(bar.value, scale, rows) if beside and bar.value else 0
        end = _height(other.value, scale, rows)
        furthest = max(round(end / EIGHTHS), int(end > 0))
        crossed = max(0, math.ceil(end / EIGHTHS) - 1)
        first, step = _away_from_zero(other.value, scale)
        for column in _columns(number, slots):
            for away in range(math.ceil(own / EIGHTHS), furthest):
                yield Point(column, first + step * away, fill)
            if crossed < own // EIGHTHS:
                yield Point(column, first + step * crossed, level)


def _height(value: float, scale: Scale, rows: int) -> int:
    """Eighths of a row from zero to the end of a bar, limited to the rows available."""
    room = rows - scale.below if value > 0 else scale.below
    return min(abs(scale.eighths(value)), room * EIGHTHS)


def _away_from_zero(value: float, scale: Scale) -> tuple[int, int]:
    """The first row on the value's side of zero, and the step to the next row: 1 or -1."""
    return (scale.below, 1) if value > 0 else (scale.below - 1, -1)


def _columns(number: int, slots: Slots) -> range:
    """The columns of a bar."""
    return range(number * slots.pitch, number * slots.pitch + slots.width)


def canvas(columns: int, rows: int, cells: Iterable[Point]) -> list[str]:
    """The cells drawn by plotext on an empty canvas, as rows of text from the top.

    If several points are in one cell, the last is drawn.
    """
    drawn: dict[str, list[Point]] = {}
    for cell in {(cell.column, cell.row): cell for cell in cells}.values():
        drawn.setdefault(cell.symbol, []).append(cell)
    if not drawn or columns < 1 or rows < 1:
        return [" " * columns] * rows
    figure = blank_figure(columns, rows, max(1, columns - 1), max(1, rows - 1))
    for symbol, alike in drawn.items():  # faster than a marker for each point
        _draw(figure, symbol, alike)
    return text_of(figure, rows)


def _draw(figure: Any, symbol: str, points: Iterable[Point]) -> None:
    """Draw points of one symbol, with a line for each stack: plotext takes ten times as long for a
    point as for a cell of a line."""
    ends: list[Point] = []
    tops: list[int] = []
    for lowest, *above in _stacks(points):
        ends.append(lowest)
        if above:
            tops.append(len(ends))
            ends.append(above[-1])
    signal = figure.signal(
        [point.column for point in ends], [point.row for point in ends], marker=symbol
    )
    for top in tops:
        signal.line(top)
    figure.draw(signal)


def _stacks(points: Iterable[Point]) -> Iterator[list[Point]]:
    """Groups of points that are directly above one another, each from the lowest up."""
    in_order = enumerate(sorted(points))
    for _, stack in groupby(in_order, lambda each: (each[1].column, each[1].row - each[0])):
        yield [point for _, point in stack]


def axis_labels(bars: Sequence[Bar], slots: Slots, columns: int) -> str:
    """The line of ticks below the bars: as many as fit, evenly spaced."""
    enough = min(3, len(bars))
    fitting = (
        (choice, line)
        for choice in _choices(bars)
        if (line := _placed([(n, bars[n].tick) for n in choice], slots, columns)) is not None
    )
    sparse = " " * columns
    for choice, line in fitting:
        if len(choice) >= enough:
            return line
        sparse = sparse if sparse.strip() else line
    return sparse


def _choices(bars: Sequence[Bar]) -> Iterator[list[int]]:
    """Choices of bars to label, each with fewer: all, then by rank, then every n-th."""
    numbers = range(len(bars))
    yield list(numbers)
    for rank in sorted({bar.rank for bar in bars} - {0}):
        yield [number for number in numbers if bars[number].rank >= rank]
    for every in (2, 3, 4, 5, 7, 10, 14, 20):
        yield list(numbers[::every])
    yield [0]


def _placed(ticks: Sequence[tuple[int, str]], slots: Slots, columns: int) -> str | None:
    """A line with each label below its bar, aligned left if bars are narrow; None if two labels
    would touch."""
    line = ""
    for number, label in ticks:
        bar = number * slots.pitch
        at = bar if slots.pitch < 3 else max(0, bar + (slots.width - len(label)) // 2)
        if at + len(label) > columns and number:
            continue
        if line and at < len(line) + 1:
            return None
        line = line.ljust(at) + label
    return line.ljust(columns)[:columns]


def _sum(bars: Sequence[Bar]) -> Bar:
    values = [bar.value for bar in bars if bar.value is not None]
    return Bar(
        value=sum(values) if values else None,
        complete=all(bar.complete for bar in bars) and len(values) == len(bars),
        tick=bars[0].tick,
        rank=bars[0].rank,
        outside=all(bar.outside for bar in bars),
    )
