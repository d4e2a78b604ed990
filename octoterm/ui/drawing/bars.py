"""Bar charts in character cells: full blocks, and one of eight heights on top.

plotext's bar charts lose low bars between tall ones if there are few columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from octoterm.ui.drawing.labels import line_of, placed
from octoterm.ui.drawing.scale import AXIS, EIGHTHS, Scale

LOOKS_WHOLE = 0.99
"""Share of readings from which a bar is drawn as if it had all: a month may lack 7 hours."""


class Bar(NamedTuple):
    """One bar of a chart."""

    value: float | None
    """Its height in the unit of the chart; None without readings."""
    tick: str = ""
    """The label below it on the axis."""
    readings: int = 1
    due: int = 1
    """How many readings it could have: those of its time from the first of all to the last."""
    before: int = 0
    """How many half hours of its time are before the first reading of all."""
    after: int = 0
    """How many are after the last."""
    rank: int = 0
    """If there is no room for all ticks, those of the highest rank are kept."""
    in_progress: bool = False
    """Whether it is incomplete because readings are still to come."""
    course: float | None = None
    """The value that it is on course for, if it is in progress and that can be estimated."""
    unusual: bool = False
    """Whether it is for an unusual day, or one of its days is."""
    noted: bool = False
    """Whether something is noted on one of its days."""

    @property
    def share(self) -> float:
        """The share of the readings due that it has, from 0 to 1."""
        return self.readings / self.due if self.due > 0 else 0.0

    @property
    def outside(self) -> bool:
        """Whether it is before the first reading or after the last, where nothing is missing."""
        return not self.due

    @property
    def is_part(self) -> bool:
        """Whether some of its time is before the first reading or after the last."""
        return bool(self.before or self.after)

    def without_data(self, width: int) -> tuple[int, int]:
        """How many of `width` columns stand for its time before the first reading, and how many
        for its time after the last: if there is such a time, at least one of several columns."""
        half_hours = self.before + self.due + self.after
        least = 1 if width > 1 else 0
        before, after = (
            max(least, min(width - 1, round(width * each / half_hours))) if each else 0
            for each in (self.before, self.after)
        )
        return (width, 0) if self.outside else (before, after)

    @property
    def looks_whole(self) -> bool:
        """Whether the value can be read as it is, because little or nothing is missing."""
        return self.share >= LOOKS_WHOLE or self.in_progress


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

    def columns_of(self, number: int) -> range:
        """The columns of a bar."""
        return range(number * self.pitch, number * self.pitch + self.width)

    @classmethod
    def fitting(cls, bars: int, columns: int) -> Slots:
        """The widest bars of equal width that fit `bars` values in `columns`."""
        together = 1
        while math.ceil(bars / together) > max(columns, 1):
            together *= 2
        pitch = max(1, min(12, columns // max(1, math.ceil(bars / together))))
        gap = 0 if pitch < 2 else 1 if pitch < 8 else 2
        return cls(pitch - gap, gap, together)


def grouped(bars: Sequence[Bar], together: int) -> list[Bar]:
    """The bars with neighbours added up, `together` at a time."""
    if together == 1:
        return list(bars)
    return [_sum(bars[at : at + together]) for at in range(0, len(bars), together)]


class Fills(NamedTuple):
    """The characters that bars are made of."""

    rising: str
    """Nine heights, from empty to full, of a bar that stands on zero."""
    hanging: str
    """Nine lengths of a bar that hangs from zero."""
    lacking: str
    """Fills the part of a bar that stands for its missing readings."""
    expected: str
    """Fills what a bar in progress is on course for."""


def points(
    bars: Sequence[Bar], slots: Slots, scale: Scale, rows: int, fills: Fills
) -> Iterator[Point]:
    """Every cell that the bars fill.

    A bar that lacks readings is hatched at its end, over the same share of its rows.
    """
    for number, bar in enumerate(bars):
        if bar.value is None:
            continue
        symbols, others = fills.rising, fills.hanging
        if bar.value < 0:
            symbols, others = others, symbols
        height = _height(bar.value, scale, rows)
        full, part = divmod(height, EIGHTHS)
        hatched = 0
        if not bar.looks_whole and (rounded := round(height / EIGHTHS)):
            full, part = rounded, 0  # hatching has no eighths
            hatched = max(1, round((1 - bar.share) * full))
        course = 0 if bar.course is None else round(_height(bar.course, scale, rows) / EIGHTHS)
        first, step = _away_from_zero(bar.value, scale)
        for column in slots.columns_of(number):
            if bar.value and scale.zero_row != AXIS:
                yield Point(column, scale.zero_row, others[EIGHTHS // 2])
            for away in range(full):
                fill = symbols[EIGHTHS] if away < full - hatched else fills.lacking
                yield Point(column, first + step * away, fill)
            if part:
                yield Point(column, first + step * full, symbols[part])
            for away in range(full + bool(part), course):
                yield Point(column, first + step * away, fills.expected)


class Outline(NamedTuple):
    """The characters of a stepped line."""

    across: str
    up: str
    corners: tuple[str, str, str, str]
    """Where it begins to rise and where it stops, then the same for falling."""


def outline(
    others: Sequence[Bar], slots: Slots, scale: Scale, rows: int, line: Outline
) -> Iterator[Point]:
    """A stepped line that crosses the columns of each bar in the row where a bar of the other
    value would end. It rises and falls in the gap between two bars or, without a gap, in the
    column of the later bar, where the points across come first."""
    before = None
    for number, other in enumerate(others):
        columns = slots.columns_of(number)
        if other.value is None:
            before = None
            continue
        row = _end_row(other.value, scale, rows)
        for column in columns:
            yield Point(column, row, line.across)
        if before is not None:
            turn = columns.start - min(1, slots.gap)
            for column in range(columns.start - slots.gap, turn):
                yield Point(column, before, line.across)
            yield from _turn(turn, before, row, line)
        before = row


def clear_of_ends(
    outline: Iterable[Point], bars: Iterable[Point], scale: Scale, fills: Fills, across: str
) -> Iterator[Point]:
    """The points of an outline that leave the end of each bar visible, even without colours: all
    those in empty cells, and within a bar those that cross it, except in its last row."""
    filled = {(column, row): symbol for column, row, symbol in bars}
    for point in outline:
        column, row, symbol = point
        beyond = row + (1 if row > scale.zero_row else -1)
        is_last = filled.get((column, beyond), fills.expected) == fills.expected
        is_full = filled.get((column, row)) == fills.rising[EIGHTHS]
        if (column, row) not in filled or (symbol == across and is_full and not is_last):
            yield point


def _turn(column: int, before: int, row: int, line: Outline) -> Iterator[Point]:
    """The points of a line from one row to another within a column."""
    if row == before:
        yield Point(column, row, line.across)
        return
    rising, risen, falling, fallen = line.corners
    begin, end = (rising, risen) if row > before else (falling, fallen)
    yield Point(column, before, begin)
    for between in range(min(before, row) + 1, max(before, row)):
        yield Point(column, between, line.up)
    yield Point(column, row, end)


def _end_row(value: float, scale: Scale, rows: int) -> int:
    """The row in which a bar of this value ends; the row of zero if the bar has no height."""
    away = (_height(value, scale, rows) - 1) // EIGHTHS
    first, step = _away_from_zero(value, scale)
    return first + step * away


def _height(value: float, scale: Scale, rows: int) -> int:
    """Eighths of a row from the row of zero to the end of a bar, limited to the rows available."""
    room = rows - 1 - scale.zero_row if value >= 0 else max(0, scale.zero_row)
    return min(scale.eighths(value), room * EIGHTHS)


def _away_from_zero(value: float, scale: Scale) -> tuple[int, int]:
    """The row next to that of zero on the value's side, and the step from there to the next."""
    step = 1 if value >= 0 else -1
    return scale.zero_row + step, step


def canvas(columns: int, rows: int, cells: Iterable[Point]) -> list[str]:
    """The cells on an empty canvas, as rows of text from the top; what is outside is not drawn.

    If several points are in one cell, the last is drawn.
    """
    drawn = [[" "] * columns for _ in range(rows)]
    for column, row, symbol in cells:
        if 0 <= column < columns and 0 <= row < rows:
            drawn[rows - 1 - row][column] = symbol
    return ["".join(row) for row in drawn]


def axis_labels(bars: Sequence[Bar], slots: Slots, columns: int) -> str:
    """The line of ticks below the bars: as many as fit, evenly spaced."""
    enough = min(3, len(bars))
    fitting = (
        (choice, line)
        for choice in _choices(bars)
        if (line := _ticks(bars, choice, slots, columns)) is not None
    )
    sparse = " " * columns
    for choice, line in fitting:
        if len(choice) >= enough:
            return line
        sparse = sparse if sparse.strip() else line
    return sparse


def _choices(bars: Sequence[Bar]) -> Iterator[list[int]]:
    """Choices of bars to label, with fewer each time: all, then by rank, then every n-th."""
    everyone = range(len(bars))
    yield list(everyone)
    for rank in sorted({bar.rank for bar in bars} - {0}):
        yield [number for number in everyone if bars[number].rank >= rank]
    for every in (2, 3, 4, 5, 7, 10, 14, 20):
        yield list(everyone[::every])
    yield [0]


def _ticks(bars: Sequence[Bar], choice: Iterable[int], slots: Slots, columns: int) -> str | None:
    """The labels below their bars, left-aligned if the bars are narrow; the label of the first
    bar is cut to the columns. None if two labels would touch."""
    labels = []
    for number in choice:
        bar, label = number * slots.pitch, bars[number].tick
        at = bar if slots.pitch < 3 else max(0, bar + (slots.width - len(label)) // 2)
        labels.append((at, label if number else label[:columns]))
    there = placed(labels, columns)
    return None if there is None else line_of(there, columns)


def _sum(bars: Sequence[Bar]) -> Bar:
    values = [bar.value for bar in bars if bar.value is not None]
    return Bar(
        value=sum(values) if values else None,
        tick=bars[0].tick,
        readings=sum(bar.readings for bar in bars),
        due=sum(bar.due for bar in bars),
        before=sum(bar.before for bar in bars),
        after=sum(bar.after for bar in bars),
        rank=bars[0].rank,
        in_progress=any(bar.in_progress for bar in bars),
        unusual=any(bar.unusual for bar in bars),
        noted=any(bar.noted for bar in bars),
    )
