"""The texts of the table's columns, including the small bar and the mark of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from octoterm.analysis.comparison.compare import ComparedPart
from octoterm.analysis.parts import Part
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.table_columns import Column, columns, shown_columns
from octoterm.consumption.series import Series
from octoterm.ui.drawing.symbols import Symbols

SHARE_COLUMNS = 10
"""Width in columns of the small bar that compares a part with the largest."""


@dataclass(frozen=True)
class Texts:
    """A column of the table: a heading, and a text for each row."""

    heading: str
    texts: Sequence[str]
    drop: int = 0
    """The order in which columns are left out if they do not all fit; see `Column.drop`."""
    aligned_left: bool = False
    total: str = ""
    """The text for the whole period, at the foot of the table."""
    style: str = ""
    """The style of its texts, if it is not that of the row."""

    @cached_property
    def width(self) -> int:
        """Length of the longest text, including the heading."""
        return max(map(len, (self.heading, self.total, *self.texts)))


def fitting_columns(readings: PeriodReadings, width: int, symbols: Symbols) -> list[Texts]:
    """The columns of the table that fit into `width`, each with a space on either side."""
    series, rows, other = readings.series, readings.parts_due, readings.name_of_other
    kind = rows[0].part.kind if rows else readings.period.natural_parts
    available = {**columns(series, kind, other), **_drawn_columns(series, rows, symbols)}
    whole = readings.compared_whole
    columns_ = [
        _texts(available[key], rows, whole, symbols)
        for key in shown_columns(series, kind, bool(other))
        if key not in OMITTED_IF_EMPTY or any(map(available[key].text, rows))
    ]
    while sum(each.width + 2 for each in columns_) > width and any(c.drop for c in columns_):
        columns_.remove(max(columns_, key=lambda each: each.drop))
    return columns_


OMITTED_IF_EMPTY = ("mark", "stretch")
"""Keys of the columns that are left out if all their texts are empty."""


NO_TOTAL = ("bar", "mark", "rate")
"""Keys of the columns that say nothing of the whole period."""


def _texts(
    column: Column, rows: Sequence[ComparedPart], whole: ComparedPart, symbols: Symbols
) -> Texts:
    texts = [symbols.plain(column.text(row)) for row in rows]
    total = "Total" if column.key == "label" else column.text(whole)
    return Texts(
        symbols.plain(column.heading),
        texts,
        column.drop,
        column.aligned_left,
        "" if column.key in NO_TOTAL else symbols.plain(total),
        "bar" if column.key == "bar" else "",
    )


def _drawn_columns(
    series: Series, rows: Sequence[ComparedPart], symbols: Symbols
) -> dict[str, Column]:
    """The columns that exist only on screen: the small bar, and the mark of incomplete parts."""
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


def share_bar(
    value: float, lowest: float, highest: float, symbols: Symbols, columns: int = SHARE_COLUMNS
) -> str:
    """A bar from zero to `value`, where `columns` stand for `lowest` to `highest`.

    `lowest` is at most 0 and `highest` at least 0. Any value except zero takes at least one
    column, so that it is seen.
    """
    span = highest - lowest
    if span <= 0:
        return " " * columns
    zero = round(columns * -lowest / span)
    length = min(max(1, round(columns * abs(value) / span)), columns) if value else 0
    begin = max(0, zero - length) if value < 0 else min(zero, columns - length)
    return (" " * begin + symbols.full * length).ljust(columns)


def _mark(series: Series, part: Part, symbols: Symbols) -> str:
    """The mark of a part with missing readings, or with none yet; empty if none are missing."""
    due = series.due(part.figures.start, part.figures.end)
    if not due:
        return symbols.dot
    if part.missing:
        return symbols.missing
    return symbols.incomplete if part.figures.readings < due else ""
