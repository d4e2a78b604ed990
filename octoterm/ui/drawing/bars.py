"""The geometry of a bar chart in character cells, and its drawing by plotext.

plotext is given points on limits that are the canvas's own cells: full blocks, and one of eight
heights on top. Its own bars lose low ones between tall ones when columns are few.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from octoterm.ui.drawing.plotext_canvas import blank_figure, text_of

EIGHTHS = 8


class Bar(NamedTuple):
    """One bar: its height in the chart's unit, None where there is no reading."""

    value: float | None
    complete: bool
    tick: str
    """What the axis says below it."""
    major: int = 0
    """How welcome that tick is where there is not room for all: larger is more."""
    outside: bool = False
    """Before the first reading or after the last: nothing is missing there."""


class Point(NamedTuple):
    """One cell of the canvas: columns from the left and rows from the bottom, both from 0."""

    column: int
    row: int
    symbol: str


@dataclass(frozen=True)
class Slots:
    """How bars share the columns: each has `width` and a `gap` after it, all alike."""

    width: int
    gap: int
    together: int
    """How many neighbouring values one bar adds up, where there are more than columns."""

    @property
    def pitch(self) -> int:
        """Columns from one bar to the next."""
        return self.width + self.gap

    @classmethod
    def fitting(cls, bars: int, columns: int) -> Slots:
        """The widest even bars that `bars` values can have in `columns`."""
        together = 1
        while math.ceil(bars / together) > max(columns, 1):
            together *= 2
        pitch = max(1, min(12, columns // max(1, math.ceil(bars / together))))
        gap = 0 if pitch < 3 else 1 if pitch < 8 else 2
        return cls(pitch - gap, gap, together)


@dataclass(frozen=True)
class Scale:
    """A vertical axis whose ticks fall on whole rows."""

    step: float
    """From one tick to the next, in the chart's unit."""
    rows_a_step: int
    decimals: int

    @classmethod
    def reaching(cls, highest: float, rows: int) -> Scale:
        """The tightest scale of round steps on which `highest` fits into `rows`."""
        highest = highest if math.isfinite(highest) and highest > 0 else 1.0
        candidates = []
        two_ticks = max(1, rows - 1)
        for rows_a_step in range(min(3, two_ticks), min(6, two_ticks) + 1):
            step, decimals = _round_step(highest * rows_a_step / rows)
            candidates.append((step * rows / rows_a_step, cls(step, rows_a_step, decimals)))
        return min(candidates, key=lambda candidate: candidate[0])[1]

    def eighths(self, value: float) -> int:
        """The height of `value` in eighths of a row; what is above zero shows."""
        height = round(value / self.step * self.rows_a_step * EIGHTHS)
        return max(height, 1) if value > 0 else 0

    def row(self, value: float) -> int:
        """The row that `value` lies in, from the bottom."""
        return max(0, math.ceil(value / self.step * self.rows_a_step) - 1)

    def ticks(self, rows: int) -> dict[int, str]:
        """Row from the bottom → label of the value at that row's lower edge."""
        return {
            row: f"{row // self.rows_a_step * self.step:,.{self.decimals}f}"
            for row in range(0, rows, self.rows_a_step)
        }


def grouped(bars: Sequence[Bar], together: int) -> list[Bar]:
    """Neighbours added up, `together` at a time."""
    if together == 1:
        return list(bars)
    return [_sum(bars[at : at + together]) for at in range(0, len(bars), together)]


def points(
    bars: Sequence[Bar], slots: Slots, scale: Scale, rows: int, symbols: str
) -> Iterator[Point]:
    """Every cell that the bars fill; `symbols` are the nine heights from empty to full."""
    for number, bar in enumerate(bars):
        if bar.value is None:
            continue
        full, part = divmod(min(scale.eighths(bar.value), rows * EIGHTHS), EIGHTHS)
        for column in range(number * slots.pitch, number * slots.pitch + slots.width):
            for row in range(full):
                yield Point(column, row, symbols[EIGHTHS])
            if part:
                yield Point(column, full, symbols[part])


def points_behind(
    bars: Sequence[Bar],
    others: Sequence[Bar],
    slots: Slots,
    scale: Scale,
    rows: int,
    fill: str,
    level: str,
) -> Iterator[Point]:
    """The cells that tell of `others` behind their `bars`: `fill` where they are above them,
    `level` across a bar where they end below its top. A difference inside one row is not told."""
    for number, (bar, other) in enumerate(zip(bars, others, strict=True)):
        if other.value is None:
            continue
        own = min(scale.eighths(bar.value or 0.0), rows * EIGHTHS)
        top = min(scale.eighths(other.value), rows * EIGHTHS)
        highest = max(round(top / EIGHTHS), int(top > 0))
        crossed = max(0, math.ceil(top / EIGHTHS) - 1)
        for column in range(number * slots.pitch, number * slots.pitch + slots.width):
            for row in range(math.ceil(own / EIGHTHS), highest):
                yield Point(column, row, fill)
            if crossed < own // EIGHTHS:
                yield Point(column, crossed, level)


def canvas(columns: int, rows: int, cells: Iterable[Point]) -> list[str]:
    """The cells drawn by plotext on an empty canvas: its rows of text from the top.

    Of several points in one cell the last is drawn.
    """
    drawn: dict[str, list[Point]] = {}
    for cell in {(cell.column, cell.row): cell for cell in cells}.values():
        drawn.setdefault(cell.symbol, []).append(cell)
    if not drawn or columns < 1 or rows < 1:
        return [" " * columns] * rows
    figure = blank_figure(columns, rows, max(1, columns - 1), max(1, rows - 1))
    for symbol, alike in drawn.items():  # one marker for each point would take longer
        _draw(figure, symbol, alike)
    return text_of(figure, rows)


def _draw(figure: Any, symbol: str, points: Iterable[Point]) -> None:
    """Draw points of one symbol, and a line where some are one above the other: plotext takes ten
    times as long for a point as for a cell of a line."""
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
    """Points that are one above the other, from the lowest."""
    in_order = enumerate(sorted(points))
    for _, stack in groupby(in_order, lambda each: (each[1].column, each[1].row - each[0])):
        yield [point for _, point in stack]


def axis_labels(bars: Sequence[Bar], slots: Slots, columns: int) -> str:
    """The line of ticks below the bars: as many as fit with room between, evenly chosen."""
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
    """Ever fewer bars to label: all, the majors of each rank, every so many."""
    everyone = range(len(bars))
    yield list(everyone)
    for rank in sorted({bar.major for bar in bars} - {0}):
        yield [number for number in everyone if bars[number].major >= rank]
    for every in (2, 3, 4, 5, 7, 10, 14, 20):
        yield list(everyone[::every])
    yield [0]


def _placed(ticks: Sequence[tuple[int, str]], slots: Slots, columns: int) -> str | None:
    """The labels below their bars, narrow bars at their left, or None where two would touch."""
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
        major=bars[0].major,
        outside=all(bar.outside for bar in bars),
    )


def _round_step(least: float) -> tuple[float, int]:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that is at least `least`, and the
    decimals its multiples need."""
    power = math.floor(math.log10(least))
    for shift in (power, power + 1):
        for factor in (1.0, 2.0, 2.5, 5.0):
            step = factor * 10.0**shift
            if step >= least * (1 - 1e-9):
                return step, max(0, -shift + (factor == 2.5))
    raise AssertionError(f"no round step is at least {least}")
