"""`octoterm trends`: each day's total, base load or peak, with running averages."""

from __future__ import annotations

from collections.abc import Iterator

from octoterm.analysis.table_columns import EMPTY_CELL
from octoterm.analysis.trends import Measure, TrendDay, trend
from octoterm.cli import report
from octoterm.cli.arguments import Arguments
from octoterm.cli.wording import aligned
from octoterm.consumption.quantity import Form
from octoterm.export.rows import trend_keys, trend_record
from octoterm.periods.labels import day_label
from octoterm.periods.period import Period

HEADINGS = {
    Measure.TOTAL: "{}",
    Measure.BASE: "base {} a day",
    Measure.PEAK: "peak half hour {}",
}
"""Headings of the value's column, in which the unit is filled in."""


def run(asked: Arguments) -> int:
    """Print the trends. Raises OctotermError."""
    about = report.subject(asked)
    measure, average_days = Measure(asked.of), about.config.average_days
    quantity = about.series.quantity
    days = trend(about.series, measure, average_days, about.since, about.until)

    def table(_: Period) -> Iterator[str]:
        means = (f"mean of {number}" for number in average_days)
        heading = HEADINGS[measure].format(quantity.whole.unit)
        rows = [("Day", heading, *means, ""), *(_row(day, quantity.whole) for day in days)]
        return aligned(rows, left={0, len(rows[0]) - 1})

    records = (trend_record(day, measure, average_days, quantity) for day in days)
    report.say(about, asked.format, trend_keys(average_days), records, table)
    return 0


def _row(day: TrendDay, form: Form) -> tuple[str, ...]:
    numbers = (
        EMPTY_CELL if value is None else form.number(value) for value in (day.value, *day.averages)
    )
    mark = "" if day.complete else "no readings" if day.value is None else "incomplete"
    return day_label(day.day), *numbers, mark
