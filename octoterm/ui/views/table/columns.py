"""The columns of the table: which there are, what they say, and which fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from octoterm import number_format
from octoterm.analysis.comparison import Beside
from octoterm.analysis.figures import average_a_day
from octoterm.analysis.parts import Part
from octoterm.consumption.series import Figures, Series
from octoterm.periods.period import MONTHS, Granularity, clock_label, london
from octoterm.ui.drawing.symbols import Symbols

SHARE_COLUMNS = 10
"""Width of the small bar that shows a part against the largest."""


@dataclass(frozen=True)
class Column:
    """A heading and one text for each part."""

    heading: str
    texts: Sequence[str]
    drop: int = 0
    """0 always stays; of the others the larger goes first where columns do not fit."""
    aligned_left: bool = False

    @cached_property
    def width(self) -> int:
        """Columns of the screen that the widest of its texts takes."""
        return max(map(len, (self.heading, *self.texts)))


def columns_for(
    series: Series,
    besides: Sequence[Beside],
    width: int,
    symbols: Symbols,
    other: str = "",
) -> list[Column]:
    """The columns that fit into `width`, each with a space on either side.

    `other` is the name of what the parts are compared with; empty where they are not.
    """
    columns = _all_columns(series, besides, symbols, other)
    while sum(column.width + 2 for column in columns) > width and any(c.drop for c in columns):
        columns.remove(max(columns, key=lambda column: column.drop))
    return columns


def _all_columns(
    series: Series, besides: Sequence[Beside], symbols: Symbols, other: str
) -> list[Column]:
    parts = [beside.part for beside in besides]

    def each(text: Callable[[Part], str]) -> list[str]:
        return [text(part) for part in parts]

    none = symbols.plain("–")
    of_half_hours = bool(parts) and parts[0].period is None
    decimals = 3 if of_half_hours else 2
    largest = max((part.figures.total for part in parts), default=0.0)
    columns = [
        Column(_heading(parts), each(lambda part: part.label), aligned_left=True),
        Column(
            "kWh",
            each(
                lambda part: (
                    none if part.missing else number_format.number(part.figures.total, decimals)
                )
            ),
        ),
        *(_compared(besides, symbols, other, decimals) if other else ()),
        Column("", each(lambda part: share_bar(part.figures.total, largest, symbols)), 6, True),
    ]
    if of_half_hours:
        columns.append(Column("W", each(lambda part: _power(part, none)), 1))
    else:
        if parts and parts[0].period and parts[0].period.granularity is not Granularity.DAY:
            columns.append(Column("a day", each(lambda part: _average(part, none)), 7))
        columns += [
            Column("peak", each(lambda part: _peak(part, none)), 5),
            Column("at", each(_peak_time), 8),
            Column("base", each(lambda part: _base(part, none)), 4),
        ]
        if not other:
            columns.append(Column("change", _changes(series, parts), 3))
    columns.append(Column("readings", each(_readings), 4 if other else 2))
    marks = each(lambda part: _mark(series, part, symbols))
    return [*columns, Column("", marks, aligned_left=True)] if any(marks) else columns


def _compared(
    besides: Sequence[Beside], symbols: Symbols, other: str, decimals: int
) -> Iterator[Column]:
    """What each part is compared with and the change, which is left out where too little of
    either was measured; and which stretch was compared where it is not the whole."""

    def changes(text: Callable[[Beside], str | None]) -> list[str]:
        return [(text(beside) or "") if beside.fair else "" for beside in besides]

    counted = _counted([beside.counted for beside in besides], symbols, decimals)
    yield Column(symbols.plain(other), counted, 1)
    yield Column("+/- kWh", changes(lambda beside: _signed(beside.change, decimals)), 3)
    yield Column("change", changes(_change_in_percent), 3)
    stretches = [symbols.plain(beside.stretch) for beside in besides]
    if any(stretches):
        yield Column("compared", stretches, 3, aligned_left=True)


def _counted(counted: Sequence[Figures | None], symbols: Symbols, decimals: int) -> list[str]:
    """kWh, with a mark where some of its half hours are missing."""
    marks = [
        symbols.incomplete if each and 0 < each.readings < each.expected else " "
        for each in counted
    ]
    room = "" if set(marks) <= {" "} else None
    return [
        (number_format.number(each.total, decimals) if each and each.readings else symbols.dash)
        + (mark if room is None else room)
        for each, mark in zip(counted, marks, strict=True)
    ]


def _signed(change: float | None, decimals: int) -> str | None:
    return None if change is None else number_format.signed(change, decimals)


def _change_in_percent(beside: Beside) -> str | None:
    if beside.counted is None or beside.change is None:
        return None
    return number_format.percent(beside.counted.total + beside.change, beside.counted.total)


def share_bar(value: float, largest: float, symbols: Symbols) -> str:
    """A bar of up to ten columns for `value` against `largest`; what is above zero shows."""
    if value <= 0 or largest <= 0:
        return " " * SHARE_COLUMNS
    return (symbols.full * max(1, round(SHARE_COLUMNS * value / largest))).ljust(SHARE_COLUMNS)


def _heading(parts: Sequence[Part]) -> str:
    if not parts:
        return ""
    period = parts[0].period
    return "from" if period is None else period.granularity.value


def _readings(part: Part) -> str:
    return f"{part.figures.readings:,}/{part.figures.expected:,}"


def _mark(series: Series, part: Part, symbols: Symbols) -> str:
    """Says at a glance that some, or all, of the readings are missing, or not there yet."""
    if not part.missing:
        return "" if part.figures.complete else symbols.incomplete
    first, last = series.first, series.last
    outside = first is None or last is None or not first < part.figures.end <= last
    return symbols.dot if outside else symbols.missing


def _power(part: Part, none: str) -> str:
    return none if part.missing else number_format.number(2000 * part.figures.total, 0)


def _average(part: Part, none: str) -> str:
    average = average_a_day(part)
    return none if average is None else number_format.number(average, 2)


def _peak(part: Part, none: str) -> str:
    return none if part.figures.peak is None else number_format.number(part.figures.peak, 2)


def _peak_time(part: Part) -> str:
    start = part.figures.peak_start
    if start is None:
        return ""
    if part.period is not None and part.period.granularity is Granularity.DAY:
        return clock_label(start)
    day = london(start)
    return f"{day.day} {MONTHS[day.month - 1]} {clock_label(start)}"


def _base(part: Part, none: str) -> str:
    base = part.figures.base_rate
    return none if base is None else number_format.watts(base)


def _changes(series: Series, parts: Sequence[Part]) -> list[str]:
    """Each part's change on the one before, where both are complete."""
    changes = []
    for part in parts:
        period = part.period
        change = None
        if period is not None and part.figures.complete:
            before = series.figures(period.shifted(-1))
            if before.complete:
                change = number_format.percent(part.figures.total, before.total)
        changes.append(change or "")
    return changes
