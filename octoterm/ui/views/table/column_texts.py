"""The texts of the table's columns, including the small bar and the mark of each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from octoterm.analysis.comparison.compare import ComparedPart
from octoterm.analysis.parts import Part
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.table_columns import Column, columns, shown_columns
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity
from octoterm.ui.drawing.symbols import Symbols
from octoterm.ui.views.table.band_columns import band_columns
from octoterm.ui.views.table.share_bar import share_bars

FEWEST_FOR_BARS, MOST_FOR_BARS = 10, 60
"""Width of the small bars, and where there is room for wider ones."""


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
    bands = band_columns(readings) if kind is not Granularity.HALF_HOUR else {}
    available = {**columns(series, kind, other), "mark": _mark_column(series, symbols), **bands}
    whole = readings.compared_whole
    shown = [
        _texts(available[key], rows, whole, symbols)
        if key in available
        else _bars(rows, FEWEST_FOR_BARS, symbols)
        for key in _with_bands(shown_columns(series, kind, bool(other)), bands)
        if key not in OMITTED_IF_EMPTY or any(map(available[key].text, rows))
    ]
    while _width(shown) > width and any(c.drop for c in shown):
        shown.remove(max(shown, key=lambda each: each.drop))
    wider = min(MOST_FOR_BARS, FEWEST_FOR_BARS + width - _width(shown))
    return [_bars(rows, wider, symbols) if each.style == "bar" else each for each in shown]


def _width(columns: Sequence[Texts]) -> int:
    """With a space on either side of each."""
    return sum(each.width + 2 for each in columns)


def _bars(rows: Sequence[ComparedPart], width: int, symbols: Symbols) -> Texts:
    """The column of the small bars."""
    bars = share_bars([row.part.figures.total for row in rows], width, symbols)
    return Texts("", bars, drop=6, aligned_left=True, style="bar")


def _with_bands(keys: Sequence[str], bands: Iterable[str]) -> Iterator[str]:
    """The keys of the columns, with the bands before the numbers of readings."""
    for key in keys:
        if key == "counts":
            yield from bands
        yield key


OMITTED_IF_EMPTY = ("mark", "stretch")
"""Keys of the columns that are left out if all their texts are empty."""


NO_TOTAL = ("mark", "rate")
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
    )


def _mark_column(series: Series, symbols: Symbols) -> Column:
    """The marks of parts with missing readings."""
    return Column("mark", text=lambda row: _mark(series, row.part, symbols)[0], aligned_left=True)


def legend_of_marks(readings: PeriodReadings, symbols: Symbols) -> str:
    """What the marks mean that rows of the table have: `▒ gaps   · no data`."""
    marks = (_mark(readings.series, row.part, symbols) for row in readings.parts_due)
    return "   ".join(dict.fromkeys(f"{mark} {meaning}" for mark, meaning in marks if mark))


def _mark(series: Series, part: Part, symbols: Symbols) -> tuple[str, str]:
    """The mark of a part with missing readings, or with none yet, and what it means; empty if none
    are missing."""
    due = series.due(part.figures.start, part.figures.end)
    if not due:
        return symbols.dot, "no data"
    if part.missing:
        return symbols.missing, "missing"
    return (symbols.incomplete, "gaps") if part.figures.readings < due else ("", "")
