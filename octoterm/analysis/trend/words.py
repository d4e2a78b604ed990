"""What a trend says in words: where its average stands, and its records. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octoterm.analysis.comparison.words import is_about_the_same
from octoterm.analysis.trend.trends import Measure, TrendDay
from octoterm.analysis.unusual_days import records
from octoterm.consumption.quantity import Form, Quantity
from octoterm.consumption.series import Series
from octoterm.periods.labels import clock_label, day_label
from octoterm.periods.london import london
from octoterm.periods.period import Period


def trend_sentence(
    last: TrendDay, measure: Measure, average_days: Sequence[int], quantity: Quantity
) -> str:
    """`Base load 163 W, 28 W above its 90-day average`, of the shortest and the longest average
    up to `last`, a day as shown; empty if it has no average."""
    there = sorted(
        (days, average)
        for days, average in zip(average_days, last.averages, strict=True)
        if average is not None
    )
    if not there:
        return ""
    form = measure.form(quantity)
    (shortest, now), (longest, usual) = there[0], there[-1]
    said = {
        Measure.TOTAL: f"{form.text(now)} a day over the last {shortest} days",
        Measure.BASE: f"{measure.label(quantity)} {form.text(now)}",
        Measure.PEAK: f"{measure.label(quantity)} {form.text(now)} over the last {shortest} days",
    }[measure]
    if longest == shortest:
        return said
    return f"{said}, {next_to_average(form, now, usual, longest)}"


def next_to_average(form: Form, now: float, average: float, days: int) -> str:
    """`28 W above its 90-day average`, `about the same as its 90-day average`."""
    if is_about_the_same(form, now, average):
        return f"about the same as its {days}-day average"
    side = "above" if now > average else "below"
    return f"{form.text(abs(now - average))} {side} its {days}-day average"


def trend_records(series: Series, period: Period, measure: Measure) -> tuple[str, ...]:
    """The highest and the lowest of the complete days of `period`, and of a trend of peaks the
    longest run above the usual one."""
    if measure is Measure.TOTAL:
        return tuple(_of_totals(series, period))
    return tuple(_of_rates(series, period, measure))


def _of_totals(series: Series, period: Period) -> Iterator[str]:
    found = records(series, period.first, period.last)
    for name, day in (("Highest", found.highest_day), ("Lowest", found.lowest_day)):
        if day is not None:
            yield f"{name} {series.quantity.whole.text(day.total)} on {day_label(day.day)}"


def _of_rates(series: Series, period: Period, measure: Measure) -> Iterator[str]:
    quantity = series.quantity
    form = measure.form(quantity)
    days = [day for day in series.days_between(period.first, period.last) if day.complete]
    values = list(zip(measure.as_shown(days), days, strict=True))
    if not values:
        return
    for name, choose in (("Highest", max), ("Lowest", min)):
        value, day = choose(values, key=lambda each: each[0])
        time = f" at {clock_label(day.highest_start)}" if measure is Measure.PEAK else ""
        yield f"{name} {form.text(value)} on {day_label(day.day)}{time}"
    found = records(series, period.first, period.last)
    if measure is Measure.PEAK and (stretch := found.longest_stretch) is not None:
        when = london(stretch.start).date()
        yield f"{found.longest_in_words(quantity)} on {day_label(when)}"
