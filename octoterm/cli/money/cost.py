"""`octoterm cost`: what the stored readings cost, period by period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import time

from octoterm.analysis.comparison.baselines import PeriodBaseline
from octoterm.analysis.comparison.compared_parts import ComparedPart, compare_each
from octoterm.analysis.comparison.comparison import compare_with
from octoterm.analysis.comparison.counterparts import days_apart
from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.parts import Part, half_hour_part
from octoterm.bills.cost_periods import BillingMonth, CostPeriod, cost_periods
from octoterm.cli import console, reports
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed import cost_table, money
from octoterm.cli.printed.wording import json_list, paragraph
from octoterm.cli.reports import Subject
from octoterm.cli.source import open_source
from octoterm.consumption.series import Series
from octoterm.costs.cost import Cost
from octoterm.errors import UsageError
from octoterm.export.cost_rows import (
    COST_KEYS,
    CSV_COST_KEYS,
    comparison_keys,
    comparison_records,
    cost_record,
    flat_cost_record,
)
from octoterm.export.rows import csv_lines
from octoterm.periods.calendar import Calendar
from octoterm.periods.labels import range_label
from octoterm.periods.period import Granularity, Period
from octoterm.runtime.slices import finish
from octoterm.session.costings import costs_of

BILL = "bill"
"""The kind of row that is a billing month."""

MONEY_DAYS = "Days are London's, from midnight, as on a bill."


def run(asked: Arguments) -> int:
    """Print the costs. Raises OctotermError."""
    kind = Granularity.ALL if asked.by == BILL else Granularity(asked.by)
    against = Reference(asked.compare) if asked.compare else None
    if against is Reference.USUAL and asked.by == BILL:
        raise UsageError("There is no usual bill", "Use --compare previous or --compare year")
    with open_source(asked) as source:
        about, contents = reports.subject_and_contents(asked, source)
        supplies = money.supplies(source, about, contents)
    days = _days_asked_for(about)
    if days is None:
        _say_nothing(about, asked.format)
        return 0
    reach = _reach(days, money.london_days(about), compared=against is not None)
    costs = finish(costs_of(contents, supplies, reach.first, reach.last))
    calendar = Calendar()
    billing_day = supplies.paid[0].supply.terms.billing_day
    periods = [*cost_periods(kind, days, calendar, billing_day)]
    rows = [(each, each.cost(costs)) for each in periods]
    money.say_what_is_not_known(supplies)
    series = finish(costs.series()) if against else None
    compared = (
        [*_compared(series, periods, about, against, billing_day)]
        if series is not None and against
        else []
    )
    if asked.format == "table":
        start, end = calendar.bounds(days)
        whole = costs.between(start, end, with_days=kind is not Granularity.HALF_HOUR)
        console.say(f"{about.point.title} · {range_label(days.first, days.last)}\n")
        direction = about.point.direction
        console.say("\n".join(cost_table.lines(kind, rows, whole, series, compared, direction)))
        own_days = about.config.day_start != time(0)
        said = (*whole.labels, *([MONEY_DAYS] if own_days else []))
        if said:
            console.say("\n".join(paragraph(said)))
        return 0
    console.say(_records(asked.format, kind, rows, series, compared))
    return 0


def _days_asked_for(about: Subject) -> Period | None:
    """The days from --from to --to, by default from the first reading to the last; None if there
    are none."""
    whole = money.london_days(about)
    first = about.since or (whole.first if whole else None)
    last = about.until or (whole.last if whole else None)
    if first is None or last is None or first > last:
        return None
    return money.days_between(first, last)


def _reach(days: Period, whole: Period | None, *, compared: bool) -> Period:
    """The days to be priced: for a comparison, also all other days with readings."""
    if whole is None or not compared:
        return days
    return Period.spanning(min(days.first, whole.first), max(days.last, whole.last))


def _say_nothing(about: Subject, format_: str) -> None:
    """Say that there is nothing: as an error if records are printed."""
    whole = money.london_days(about)
    if whole is None:
        nothing = about.nothing
    else:
        stored = range_label(whole.first, whole.last)
        nothing = (
            f"Nothing is stored for {about.point.name} on these days, only for {stored}: "
            "with both --from and --to, other days can be asked for too."
        )
    if format_ == "table":
        console.say(nothing)
        return
    console.say(",".join(CSV_COST_KEYS) if format_ == "csv" else "[]")
    console.print_error(nothing)


def _compared(
    series: Series,
    periods: Sequence[CostPeriod],
    about: Subject,
    against: Reference,
    billing_day: int,
) -> Iterator[ComparedPart]:
    since, until = about.since, about.until
    parts = [
        half_hour_part(series, each.start)
        if (period := each.period) is None
        else Part(period.short_label, each.label, series.figures(period, since, until), period)
        for each in periods
    ]
    if not isinstance(periods[0].period, BillingMonth):
        return compare_each(series, parts, against, since, until)
    return (
        _compare_bill(series, part, part.period, against, billing_day)
        for part in parts
        if isinstance(part.period, BillingMonth)
    )


def _compare_bill(
    series: Series, part: Part, month: BillingMonth, against: Reference, billing_day: int
) -> ComparedPart:
    other = (
        month.previous(billing_day)
        if against is Reference.PREVIOUS
        else month.a_year_earlier(billing_day)
    )
    found = PeriodBaseline(series, month, other, days_apart(month, other))
    return ComparedPart(part, found.part, compare_with(series, month, found))


def _records(
    format_: str,
    kind: Granularity,
    rows: Sequence[tuple[CostPeriod, Cost]],
    series: Series | None,
    compared: Sequence[ComparedPart],
) -> str:
    make = flat_cost_record if format_ == "csv" else cost_record
    records: list[Mapping[str, object]] = [make(period, cost) for period, cost in rows]
    keys = CSV_COST_KEYS if format_ == "csv" else COST_KEYS
    if series is not None:
        keys = (*keys, *comparison_keys(series))
        more = comparison_records(series, kind, compared)
        records = [{**record, **each} for record, each in zip(records, more, strict=True)]
    return "\n".join(csv_lines(keys, records)) if format_ == "csv" else json_list(records)
