"""What a trend says in words: where its average stands, and its records. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octoterm import number_format
from octoterm.analysis.comparison.words import is_about_the_same
from octoterm.analysis.trend.trends import Measure, TrendDay
from octoterm.analysis.unusual_days import records
from octoterm.consumption.quantity import Form, Quantity
from octoterm.consumption.series import Series
from octoterm.periods.calendar import DAYS_OF_A_WEEK
from octoterm.periods.labels import clock_label, day_label
from octoterm.periods.london import london
from octoterm.periods.period import Period


def trend_sentence(
    last: TrendDay, measure: Measure, average_days: Sequence[int], quantity: Quantity
) -> tuple[str, ...]:
    """`7-day base load 163 W, 29 W above its 90-day average`: the shortest and the longest average
    up to `last`, a day as shown; shorter versions follow. Empty if it has no average."""
    there = sorted(
        (days, average)
        for days, average in zip(average_days, last.averages, strict=True)
        if average is not None
    )
    if not there:
        return ()
    form = measure.form(quantity)
    (shortest, now), (longest, usual) = there[0], there[-1]
    said = {
        Measure.TOTAL: f"{form.text(now)} a day over the last {shortest} days",
        Measure.BASE: f"{shortest}-day {quantity.rate_name} {form.text(now)}",
        Measure.PEAK: f"{measure.label(quantity)} {form.text(now)} over the last {shortest} days",
    }[measure]
    if longest == shortest:
        return (said,)
    change, brief = next_to_average(form, now, usual, longest)
    without = f"{shortest}-day average"  # its amount, which the legend shows
    shorter = () if measure is Measure.BASE else (f"{without} {change}", f"{without} {brief}")
    return f"{said}, {change}", f"{said}, {brief}", *shorter, said


def next_to_average(form: Form, now: float, average: float, days: int) -> tuple[str, str]:
    """`29 W above its 90-day average`, `about the same as its 90-day average`: the difference of
    the two as they are shown, so that they can be checked against each other. The second is
    `29 W above average`, `about average`."""
    change = form.as_read(now) - form.as_read(average)
    if is_about_the_same(form, now, average) or not change:
        return f"about the same as its {days}-day average", "about average"
    side = "above" if change > 0 else "below"
    said = f"{form.text(abs(change))} {side}"
    return f"{said} its {days}-day average", f"{said} average"


def trend_records(series: Series, period: Period, measure: Measure) -> tuple[str, ...]:
    """The highest and the lowest of the complete days of `period`, and for a trend of peaks the
    longest run above the usual peak. For a day or a week, which is too short to have records,
    those of all readings: `Highest of all 22.27 kWh on Sun 7 Apr 2024`. Zero is not a record."""
    whole, among = series.whole, ""
    if whole is not None and whole != period and period.length <= DAYS_OF_A_WEEK:
        period, among = whole, " of all"
    return tuple(_records(series, period, measure, among))


def _records(series: Series, period: Period, measure: Measure, among: str) -> Iterator[str]:
    form = measure.form(series.quantity)
    days = [day for day in series.days_between(period.first, period.last) if day.complete]
    values = list(zip(measure.as_shown(days), days, strict=True))
    if not values:
        return
    for name, choose in (("Highest", max), ("Lowest", min)):
        value, day = choose(values, key=lambda each: each[0])
        if not form.as_read(value):
            continue
        time = f" at {clock_label(day.highest_start)}" if measure is Measure.PEAK else ""
        yield f"{name}{among} {form.text(value)} on {day_label(day.day)}{time}"
    if measure is Measure.PEAK:
        found = records(series, period.first, period.last)
        if (stretch := found.longest_stretch) is not None:
            hours = number_format.hours(stretch.half_hours)
            when = day_label(london(stretch.start).date())
            yield f"Longest above usual peak: {hours} on {when}"
