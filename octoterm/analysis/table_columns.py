"""Table columns for the parts of a period: dashboard, commands, exports. Pure.

Each column is declared once for the dashboard's table, the command line, CSV and JSON, with its
key, its heading, its text for people and its value for programs. `column_lists` says which of them
each has, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from octoterm import number_format
from octoterm.analysis.base_load import has_base_load
from octoterm.analysis.column_lists import projected_columns
from octoterm.analysis.comparison.compared_parts import ComparedPart
from octoterm.analysis.comparison.comparison import Comparison, compare
from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.comparison.usual import usual_total
from octoterm.analysis.comparison.words import is_about_the_same
from octoterm.analysis.parts import Part
from octoterm.analysis.rolling_year import twelve_months_of
from octoterm.analysis.summary import average_a_day, is_counted_whole
from octoterm.consumption.quantity import Form, Quantity
from octoterm.consumption.series import Series
from octoterm.periods.labels import capitalised, clock_label, moment_label, short_moment_label
from octoterm.periods.london import iso
from octoterm.periods.period import Granularity, Period

if TYPE_CHECKING:
    from octoterm.analysis.projection import Projection

MEAN_DECIMALS = 6
"""Decimals for averages and rates in JSON and CSV."""
EMPTY_CELL = "–"
"""Shown for an empty cell."""


def _no_text(_: ComparedPart) -> str:
    return ""


def _no_value(_: ComparedPart) -> object:
    return None


class Column(NamedTuple):
    """One column of a table, with its text for people and its value for programs."""

    key: str
    heading: str = ""
    text: Callable[[ComparedPart], str] = _no_text
    value: Callable[[ComparedPart], object] = _no_value
    """The value in JSON and CSV; None for an empty cell."""
    drop: int = 0
    """If there is no room for all, columns with a higher number are dropped first, those with 0
    never."""
    aligned_left: bool = False


def columns(
    series: Series,
    kind: Granularity,
    other: str = "",
    *,
    in_full: bool = False,
    since: date | None = None,
    until: date | None = None,
    is_old: bool = False,
) -> Mapping[str, Column]:
    """All columns for parts of this kind, by key.

    `other` is the name of what they are compared with. `in_full` gives full labels and times, for
    tables that do not name the period elsewhere. Only days from `since` to `until` count for the
    change on the usual, as for the figures of the parts. Nothing is projected if the readings are
    old or not all days count, and no twelve months are summed beyond `until`.
    """
    quantity = series.quantity
    key, form, whole = quantity.key, quantity.form(kind), quantity.whole
    has_base = has_base_load(series)

    @cache
    def on_course(period: Period) -> Projection | None:
        if is_old or not is_counted_whole(series, period, since, until):
            return None
        from octoterm.analysis.projection import projection  # old readings have none

        return projection(series, period)

    def last_12_months(period: Period | None) -> float | None:
        if period is None or not is_counted_whole(series, period, None, until):
            return None
        return twelve_months_of(series, period)

    return {
        column.key: column
        for column in (
            Column("start", value=lambda row: iso(row.part.figures.start)),
            Column("end", value=lambda row: iso(row.part.figures.end)),
            Column(
                "label",
                _label_heading(kind, in_full),
                lambda row: row.part.full_label if in_full else row.part.label,
                lambda row: row.part.full_label,
                aligned_left=True,
            ),
            Column(
                key,
                form.unit,
                _of_readings(lambda part: form.number(part.figures.total)),
                lambda row: _sum(row.part.figures.total, quantity),
            ),
            Column(
                f"compare_{key}",
                f"then {form.unit}" if in_full else other,
                lambda row: _or_none(form.number, _other(row)),
                lambda row: _compared(_other(row), row, quantity),
                drop=1,
            ),
            Column(
                f"change_{key}",
                f"± {form.unit}",
                lambda row: _signed(form, _change(row)),
                lambda row: _compared(_change(row), row, quantity),
                drop=3,
            ),
            Column(
                "change_percent",
                "± %",
                _change_in_percent,
                lambda row: rounded(row.comparison.change_percent if row.comparison else None),
                drop=3,
            ),
            Column("stretch", "compared", _stretch, drop=3, aligned_left=True),
            Column(
                "compared_with",
                "compared with",
                _name_of_other,
                lambda row: row.other.full_label if row.other else None,
                aligned_left=True,
            ),
            Column(
                f"compared_{key}",
                value=lambda row: _sum(row.comparison.own if row.comparison else None, quantity),
            ),
            Column(
                "comparison",
                value=lambda row: row.comparison.words if row.comparison else None,
            ),
            Column(
                "rate",
                quantity.rate.unit,
                _of_readings(lambda part: quantity.rate.number(2 * part.figures.total)),
                drop=1,
            ),
            Column("a_day", "a day", lambda row: _or_none(whole.number, average_a_day(row.part)),
                   drop=7),
            Column(
                f"peak_{key}",
                f"peak {quantity.peak_rate.unit}",
                lambda row: _peak_rate(row.part, quantity),
                lambda row: rounded(_peak(row.part)),
                drop=5,
            ),
            Column(
                "peak_start",
                "at",
                lambda row: _peak_time(row.part, quantity, in_full),
                lambda row: iso(_peak_start(row.part)),
                drop=8,
                aligned_left=in_full,
            ),
            Column(
                quantity.rate_key,
                "base",
                lambda row: _or_none(quantity.rate.text, row.part.figures.base_rate),
                lambda row: rounded(row.part.figures.base_rate if has_base else None),
                drop=4,
            ),
            Column(
                "change",
                "v. usual",
                lambda row: _change_on_usual(series, row.part, since, until),
                drop=3,
            ),
            Column("readings", value=lambda row: row.part.figures.readings),
            Column("expected", value=lambda row: row.part.figures.expected),
            Column(
                "counts",
                "readings",
                lambda row: f"{row.part.figures.readings:,}/{row.part.figures.expected:,}",
                drop=4 if other else 2,
            ),
            *(
                Column(name, value=_projected(number, on_course, quantity))
                for number, name in enumerate(projected_columns(quantity))
            ),
            Column(
                f"last_12_months_{key}",
                value=lambda row: _sum(last_12_months(row.part.period), quantity),
            ),
        )
    }  # fmt: skip


def _projected(
    number: int, on_course: Callable[[Period], Projection | None], quantity: Quantity
) -> Callable[[ComparedPart], object]:
    def value(row: ComparedPart) -> object:
        found = on_course(row.part.period) if row.part.period else None
        return _sum(found[number], quantity) if found else None

    return value


def record(columns: Sequence[Column], row: ComparedPart) -> dict[str, object]:
    """The values of the row by column key, for JSON and CSV."""
    return {column.key: column.value(row) for column in columns}


def rounded(value: float | None, decimals: int = MEAN_DECIMALS) -> float | None:
    """The value rounded for JSON and CSV."""
    return None if value is None else round(value, decimals) + 0.0  # no negative zero


def _label_heading(kind: Granularity, in_full: bool) -> str:
    if in_full:
        return capitalised(kind.value)
    return "from" if kind is Granularity.HALF_HOUR else kind.value


def _sum(value: float | None, quantity: Quantity) -> float | None:
    return rounded(value, quantity.sum_decimals)


def _compared(value: float | None, row: ComparedPart, quantity: Quantity) -> float | None:
    """A value for JSON and CSV that depends on the other; rounded as a mean if that is the
    usual."""
    is_mean = row.comparison is not None and row.comparison.is_usual
    return rounded(value) if is_mean else _sum(value, quantity)


def _of_readings(text: Callable[[Part], str]) -> Callable[[ComparedPart], str]:
    return lambda row: EMPTY_CELL if row.part.missing else text(row.part)


def _or_none(text: Callable[[float], str], value: float | None) -> str:
    return EMPTY_CELL if value is None else text(value)


def _other(row: ComparedPart) -> float | None:
    return row.comparison.other if row.comparison else None


def _change(row: ComparedPart) -> float | None:
    return row.comparison.change if row.comparison else None


def _signed(form: Form, change: float | None) -> str:
    return "" if change is None else form.signed(change)


def _stretch(row: ComparedPart) -> str:
    return row.comparison.stretch if row.comparison else ""


def _change_in_percent(row: ComparedPart) -> str:
    return _change_text(row.comparison)


def _change_text(comparison: Comparison | None) -> str:
    if comparison is None or comparison.own is None or comparison.other is None:
        return ""
    return _change_of(comparison.form, comparison.own, comparison.other)


def _change_of(form: Form, own: float, other: float) -> str:
    """`+8%`, `±0%` if it is about the same, or for signed values the amount, as a share of them
    says nothing."""
    if form.is_signed:
        return form.signed(own - other)
    own = other if is_about_the_same(form, own, other) else own
    return number_format.percent(own, other) or ""


def _name_of_other(row: ComparedPart) -> str:
    if row.other is None:
        return ""
    return ", ".join(filter(None, (row.other.full_label, _stretch(row))))


def _peak(part: Part) -> float | None:
    return part.figures.peak if part.figures.has_enough else None


def _peak_start(part: Part) -> int | None:
    return part.figures.peak_start if part.figures.has_enough else None


def _peak_rate(part: Part, quantity: Quantity) -> str:
    peak = _peak(part)
    return EMPTY_CELL if peak is None else quantity.peak_rate.number(2 * peak)


def _peak_time(part: Part, quantity: Quantity, in_full: bool) -> str:
    """Empty for a peak that is shown as zero, as no time is then higher than others."""
    start, peak = _peak_start(part), _peak(part)
    if start is None or peak is None or not quantity.peak_rate.as_read(2 * peak):
        return ""
    if part.period is not None and part.period.granularity is Granularity.DAY:
        return clock_label(start)
    if in_full:
        return moment_label(start)
    return short_moment_label(start)


def _change_on_usual(series: Series, part: Part, since: date | None, until: date | None) -> str:
    """The change on what is usual for the part, over the days that both have; a Sunday is not
    compared with a Saturday."""
    if part.period is None:
        return ""
    if part.kind is Granularity.DAY and part.figures.complete:  # as below, for thousands of rows
        usual = usual_total(series, part.period.first)
        if usual is not None:
            return _change_of(series.quantity.whole, part.figures.total, usual)
    return _change_text(compare(series, part.period, Reference.USUAL, since, until))
