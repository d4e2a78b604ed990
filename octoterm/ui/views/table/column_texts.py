"""The texts of the table: those of the columns that fit, with a bar and a mark for each part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from octoterm.analysis.comparison import ComparedPart
from octoterm.analysis.parts import Part
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.table_columns import Column, columns, shown_columns
from octoterm.consumption.series import Figures, Series
from octoterm.ui.drawing.symbols import Symbols

SHARE_COLUMNS = 10
"""Width of the small bar that shows a part against the largest."""


@dataclass(frozen=True)
class Texts:
    """A heading and one text for each part."""

    heading: str
    texts: Sequence[str]
    drop: int = 0
    """When the column is dropped; see `Column.drop`."""
    aligned_left: bool = False

    @cached_property
    def width(self) -> int:
        """Columns of the screen that the widest of its texts takes."""
        return max(map(len, (self.heading, *self.texts)))


def fitting_columns(readings: PeriodReadings, width: int, symbols: Symbols) -> list[Texts]:
    """The columns of the period's parts that fit into `width`, with a space on either side."""
    series, rows, other = readings.series, readings.parts_due, readings.name_of_other
    kind = rows[0].part.kind if rows else readings.period.natural_parts
    every = {**columns(series, kind, other), **_drawn(series, rows, symbols)}
    columns_ = [
        _texts(every[key], rows, symbols)
        for key in shown_columns(series.quantity, kind, bool(other))
        if key not in MAY_BE_EMPTY or any(map(every[key].text, rows))
    ]
    while sum(each.width + 2 for each in columns_) > width and any(c.drop for c in columns_):
        columns_.remove(max(columns_, key=lambda each: each.drop))
    return columns_


MAY_BE_EMPTY = ("mark", "stretch")
"""Columns that are left out if all their cells are empty."""


def _texts(column: Column, rows: Sequence[ComparedPart], symbols: Symbols) -> Texts:
    texts = [symbols.plain(column.text(row)) for row in rows]
    if column.key.startswith("compare_"):
        texts = _with_marks(texts, [row.counted for row in rows], symbols)
    return Texts(symbols.plain(column.heading), texts, column.drop, column.aligned_left)


def _with_marks(
    texts: list[str], counted: Sequence[Figures | None], symbols: Symbols
) -> list[str]:
    """With a mark behind those that lack some of their half hours, if there are any."""
    lacking = [each is not None and 0 < each.readings < each.expected for each in counted]
    if not any(lacking):
        return texts
    return [
        text + (symbols.incomplete if lacks else " ")
        for text, lacks in zip(texts, lacking, strict=True)
    ]


def _drawn(series: Series, rows: Sequence[ComparedPart], symbols: Symbols) -> dict[str, Column]:
    """The columns that are drawn rather than read."""
    totals = [0.0, *(row.part.figures.total for row in rows)]
    ends = min(totals), max(totals)
    return {
        "bar": Column(
            "bar",
            text=lambda row: share_bar(row.part.figures.total, *ends, symbols),
            drop=6,
            aligned_left=True,
        ),
        "mark": Column(
            "mark", text=lambda row: _mark(series, row.part, symbols), aligned_left=True
        ),
    }


def share_bar(value: float, lowest: float, highest: float, symbols: Symbols) -> str:
    """A bar of up to ten columns from zero to `value`, where the ends are `lowest`, at most 0,
    and `highest`, at least 0; what is not zero shows."""
    span = highest - lowest
    if span <= 0:
        return " " * SHARE_COLUMNS
    zero = round(SHARE_COLUMNS * -lowest / span)
    length = min(max(1, round(SHARE_COLUMNS * abs(value) / span)), SHARE_COLUMNS) if value else 0
    begin = max(0, zero - length) if value < 0 else min(zero, SHARE_COLUMNS - length)
    return (" " * begin + symbols.full * length).ljust(SHARE_COLUMNS)


def _mark(series: Series, part: Part, symbols: Symbols) -> str:
    """The mark of a part that lacks some or all of its readings."""
    if not part.missing:
        return "" if part.figures.complete else symbols.incomplete
    first, last = series.first, series.last
    outside = first is None or last is None or not first < part.figures.end <= last
    return symbols.dot if outside else symbols.missing
