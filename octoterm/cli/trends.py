"""`octoterm trends`: each day's total, base load or peak, with running averages."""

from __future__ import annotations

from collections.abc import Iterator

from octoterm.analysis.base_load import has_base_load
from octoterm.analysis.table_columns import EMPTY_CELL
from octoterm.analysis.trend.trends import Measure, TrendDay, trend
from octoterm.analysis.trend.words import trend_records as records_in_words
from octoterm.analysis.trend.words import trend_sentence
from octoterm.cli import reports
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed.wording import aligned, paragraph
from octoterm.cli.reports import Subject
from octoterm.consumption.quantity import Form
from octoterm.errors import UsageError
from octoterm.export.rows import trend_keys, trend_records
from octoterm.periods.labels import day_label
from octoterm.periods.period import Period


def run(asked: Arguments) -> int:
    """Print the trends. Raises OctotermError."""
    about = reports.subject(asked)
    measure, average_days = Measure(asked.of), about.config.average_days
    series, since, until = about.series, about.since, about.until
    if measure is Measure.BASE and series.starts and not has_base_load(series):
        raise _without_base_load(about)
    form = measure.form(series.quantity)

    def table(counted: Period) -> Iterator[str]:
        means = (f"{number}-day average" for number in average_days)
        heading = f"{measure.label(series.quantity)} {form.unit}"
        days = trend(series, measure, average_days, since, until, as_shown=True)
        rows = [("Day", heading, *means, ""), *(_row(day, measure, form) for day in days)]
        yield from aligned(rows, left={0, len(rows[0]) - 1})
        sentence = trend_sentence(days[-1], measure, average_days, series.quantity)[:1]
        records = records_in_words(series, counted, measure)
        yield from paragraph([*sentence, *records])

    records = trend_records(series, measure, average_days, since, until)
    keys = trend_keys(measure, average_days, series.quantity)
    reports.say(about, asked.format, keys, records, table)
    return 0


def _without_base_load(about: Subject) -> UsageError:
    quantity = about.series.quantity
    why = (
        "it is a difference, which may be below zero"
        if quantity.is_signed
        else "most of its days fall to nothing"
    )
    return UsageError(
        f"{about.point.name} has no {quantity.rate_name}: {why}",
        "Ask for `--of total` or `--of peak`",
    )


def _row(day: TrendDay, measure: Measure, form: Form) -> tuple[str, ...]:
    value = day.value if measure.is_shown(day) else None
    numbers = (
        EMPTY_CELL if value is None else form.number(value) for value in (value, *day.averages)
    )
    mark = "" if day.complete else "incomplete" if day.readings else "no readings"
    return day_label(day.day), *numbers, mark
