"""The texts of the table's columns, including the small bar and the mark of each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from octoterm.analysis.column_lists import shown_columns
from octoterm.analysis.companion_columns import companion_columns
from octoterm.analysis.comparison.compared_parts import ComparedPart, not_compared
from octoterm.analysis.parts import Part
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.table_columns import Column, columns
from octoterm.ui.drawing.legend import Mark
from octoterm.ui.drawing.missing_marks import mark_of_missing
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.table.band_columns import DROPPED_TOGETHER, band_columns
from octoterm.ui.views.table.share_bar import share_bars

FEWEST_FOR_BARS, MOST_FOR_BARS = 6, 60
"""Width of the small bars, and their greatest width if there is room."""


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
    """The columns of the parts that fit into `width`, each with a space on either side."""
    rows, other = readings.parts_due, readings.name_of_other
    kind = rows[0].part.kind if rows else readings.period.natural_parts
    keys = shown_columns(readings.series, kind, bool(other))
    made = columns(readings.series, kind, other)
    found = _texts_of(keys, made, readings, rows, readings.compared_whole, symbols)
    return _fitting(found, rows, width, symbols)


def columns_of_last(
    readings: PeriodReadings, last: Sequence[Part], width: int, symbols: Symbols
) -> list[Texts]:
    """The same for `last_periods`. They are not compared with the usual, which takes a while."""
    rows = [not_compared(part) for part in last]
    kind = rows[0].part.kind
    keys = (key for key in shown_columns(readings.series, kind, compared=False) if key != "change")
    made = columns(readings.series, kind)
    found = _texts_of([*keys], made, readings, rows, None, symbols)
    label, *others = _fitting(found, rows, width, symbols)
    return [replace(label, heading=f"last {kind.value}s"), *others]


def _texts_of(
    keys: Sequence[str],
    made: Mapping[str, Column],
    readings: PeriodReadings,
    rows: Sequence[ComparedPart],
    whole: ComparedPart | None,
    symbols: Symbols,
) -> list[Texts]:
    """The columns of these keys, and those of the bands if parts are longer than half hours."""
    is_long = bool(rows) and rows[0].part.period is not None
    bands = band_columns(readings) if is_long else {}
    kind = rows[0].part.kind if rows else readings.period.natural_parts
    others = companion_columns(readings.companions, kind)
    available = {**made, "mark": _mark_column(readings, symbols), **bands, **others}
    return [
        _texts(available[key], rows, whole, symbols)
        if key in available
        else _bars(rows, FEWEST_FOR_BARS, symbols)
        for key in _with_others(keys, bands, others, readings.quantity.key)
        if key not in OMITTED_IF_EMPTY or any(map(available[key].text, rows))
    ]


def _fitting(
    columns: list[Texts], rows: Sequence[ComparedPart], width: int, symbols: Symbols
) -> list[Texts]:
    """The columns without those that do not fit; the small bars get the width that is left."""
    shown = list(columns)
    while _width(shown) > width and (drop := max(each.drop for each in shown)):
        first = next(each for each in shown if each.drop == drop)
        together = drop in DROPPED_TOGETHER
        shown = [each for each in shown if not (each is first or (together and each.drop == drop))]
    wider = min(MOST_FOR_BARS, FEWEST_FOR_BARS + width - _width(shown))
    return [_bars(rows, wider, symbols) if each.style == "bar" else each for each in shown]


def _width(columns: Sequence[Texts]) -> int:
    """The width of all columns, with a space on either side of each."""
    return sum(each.width + 2 for each in columns)


def _bars(rows: Sequence[ComparedPart], width: int, symbols: Symbols) -> Texts:
    """The column of the small bars."""
    bars = share_bars([row.part.figures.total for row in rows], width, symbols)
    return Texts("", bars, drop=6, aligned_left=True, style="bar")


def _with_others(
    keys: Sequence[str], bands: Iterable[str], companions: Iterable[str], own: str
) -> Iterator[str]:
    """The keys of the columns, with the bands before the numbers of readings, and companions after
    the value of the series."""
    for key in keys:
        if key == "counts":
            yield from bands
        yield key
        if key == own:
            yield from companions


OMITTED_IF_EMPTY = ("mark", "stretch")
"""Keys of the columns that are left out if all their texts are empty."""


NO_TOTAL = ("mark", "rate", "peak_start")
"""Keys of the columns that have no value for the whole period, or would be wider with it."""


def _texts(
    column: Column, rows: Sequence[ComparedPart], whole: ComparedPart | None, symbols: Symbols
) -> Texts:
    texts = [column.text(row) for row in rows]
    total = ""
    if whole is not None and column.key not in NO_TOTAL:
        total = "Total" if column.key == "label" else column.text(whole)
    return Texts(
        symbols.plain(column.heading),
        texts,
        column.drop,
        column.aligned_left,
        total,
    )


def _mark_column(readings: PeriodReadings, symbols: Symbols) -> Column:
    """The marks of parts with missing readings."""

    def text(row: ComparedPart) -> str:
        mark = _mark(readings, row.part, symbols)
        return mark.symbol if mark else ""

    return Column("mark", text=text, aligned_left=True)


def legend_of_marks(readings: PeriodReadings, parts: Iterable[Part], symbols: Symbols) -> str:
    """The meanings of the marks on the rows of these parts: `▒ incomplete   · none due`."""
    marks = (_mark(readings, part, symbols) for part in parts)
    return "   ".join(dict.fromkeys(f"{mark.symbol} {mark.meaning}" for mark in marks if mark))


def _mark(readings: PeriodReadings, part: Part, symbols: Symbols) -> Mark | None:
    """The mark of a part with missing readings, or with no readings due."""
    due = readings.stored.due(part.figures.start, part.figures.end)
    if not due:
        return Mark(symbols.dot, "axis", readings.quantity.none_due)
    none = readings.quantity.missing
    return mark_of_missing(symbols, part.figures.readings, due, none)
