"""What is worth saying about a period, in words, from the figures that are on screen. Pure.

Nothing is said where nothing is unusual. The same sentences are on screen and in the commands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from octoterm import number_format
from octoterm.analysis.base_load import LONG_DAYS, base_load_change, name_of_usual_base_load
from octoterm.analysis.comparison.comparison import Comparison, compare
from octoterm.analysis.comparison.references import Reference, name_of_usual
from octoterm.analysis.comparison.words import change_words
from octoterm.analysis.spread import median
from octoterm.analysis.trend.words import next_to_average
from octoterm.analysis.unusual_days import UnusualDay, unusual_days
from octoterm.consumption.clock_grid import column_of, first_column
from octoterm.consumption.days import Day
from octoterm.consumption.quantity import Form
from octoterm.consumption.series import Series
from octoterm.periods.calendar import HALF_HOURS
from octoterm.periods.labels import (
    WEEKDAYS,
    capitalised,
    clock_label,
    day_label,
    short_date_label,
)
from octoterm.periods.london import HALF_HOUR
from octoterm.periods.period import Granularity, Period

LISTED = 3
"""Most unusual days that are listed one by one."""
LONGEST = 78
"""Columns of a sentence with its full stop, so that it fits on most screens."""

RECORD_DAYS = 60
"""Fewest complete days among which one can be the highest or lowest."""
PEAK_DAYS = 28
"""Complete days that a day's largest half hour is compared with."""
PEAK_RATIO = 1.5
"""How far above all those days a half hour must be to be unusual for its time of day: about one
day in sixteen of a real household."""


class Sentence(NamedTuple):
    """One sentence, with its full stop."""

    text: str
    shorter: tuple[str, ...] = ()
    """Versions for narrower screens, longest first."""
    compares: bool = False
    """Whether it says how the whole period compares, in which case no figure needs to."""

    def within(self, width: int) -> str:
        """The longest version that fits in `width` columns, or otherwise the shortest."""
        forms = self.text, *self.shorter
        return next((form for form in forms if len(form) <= width), forms[-1])


def sentences(series: Series, period: Period, comparison: Comparison | None) -> Iterator[Sentence]:
    """The comparison that was asked for, and what else is worth knowing about the period, most
    important first; often nothing."""
    if comparison is not None:
        yield _said(comparison.words, *comparison.forms)._replace(compares=True)
    if period.granularity is Granularity.DAY:
        day = series.day(period.first)
        if day is not None and day.complete:
            if comparison is None or not comparison.is_usual:
                yield from _of_unusual_day(series, day)
            yield from _besides_total(series, day)
    elif period.granularity is not Granularity.ALL and (
        found := unusual_days(series, period.first, period.last)
    ):
        yield _unusual_days_in_words(found, series.quantity.whole)


def _said(*forms: str) -> Sentence:
    """A sentence made of words without a capital and a full stop; longest first."""
    text, *shorter = (f"{capitalised(form)}." for form in forms)
    return Sentence(text, tuple(shorter))


def latest_day_in_words(series: Series) -> str:
    """The latest complete day in one line: its total, against the usual, and what is unusual."""
    latest = series.latest_day()
    day = None if latest is None else series.day(latest)
    if day is None:
        return "No readings yet"
    start = f"{day_label(day.day)}: {series.quantity.whole.text(day.total)}"
    if not day.complete:
        return f"{start} in {day.readings} of {day.expected} half hours"
    usual = compare(series, Period.containing(Granularity.DAY, day.day), Reference.USUAL)
    if usual is not None and usual.fair:
        start += f", {usual.forms[0]}"
    more = (sentence.text.removesuffix(".") for sentence in _besides_total(series, day))
    return ". ".join([start, *more])


def _usual_name(day: date) -> str:
    return name_of_usual(Period.containing(Granularity.DAY, day))


# A day


def _of_unusual_day(series: Series, day: Day) -> Iterator[Sentence]:
    for found in unusual_days(series, day.day, day.day):
        forms = (found.change_in_words(amount=amount) for amount in (True, False))
        yield _said(*forms)._replace(compares=True)


def _besides_total(series: Series, day: Day) -> Iterator[Sentence]:
    yield from _of_record(series, day)
    yield from _of_peak(series, day)
    yield from _of_base_load(series, day.day)


def _of_record(series: Series, day: Day) -> Iterator[Sentence]:
    """Whether the day is the highest or the lowest of all."""
    totals = [each.total for each in series.days if each.complete]
    if len(totals) < RECORD_DAYS or abs(day.total - median(totals)) < series.quantity.noteworthy:
        return
    for name, record in (("Highest", max(totals)), ("Lowest", min(totals))):
        if day.total == record:
            yield _said(f"{name} of all {len(totals):,} complete days", f"{name} of all days")


def _of_peak(series: Series, day: Day) -> Iterator[Sentence]:
    """The day's largest half hour, if it is the highest for weeks or unusual for its time."""
    earlier = [each for each in series.days_between(until=day.day)[:-1] if each.readings]
    before = list(islice((each for each in reversed(earlier) if each.complete), PEAK_DAYS))
    if len(before) < PEAK_DAYS:
        return
    clock, amount = clock_label(day.highest_start), series.quantity.whole.text(day.highest)
    if day.highest > max(each.highest for each in before):
        higher = (each.day for each in reversed(earlier) if each.highest >= day.highest)
        last = next(higher, None)
        since = "so far" if last is None else f"since {day_label(last)}"
        yield _said(f"highest half hour {since}: {amount} at {clock}", f"highest {since}")
    elif (
        series.quantity.is_use
        and not series.quantity.is_signed
        and _is_unusual_for_its_time(series, day, before)
    ):
        yield _said(f"more use than usual at {clock} ({amount})", f"more at {clock} ({amount})")


def _is_unusual_for_its_time(series: Series, day: Day, before: Sequence[Day]) -> bool:
    """Whether no half hour at that clock time of `before`, or next to it, was nearly as large.
    Days on which the clocks change are left out, as their half hours do not match those of
    others."""
    at = (column_of(day.highest_start) - first_column(series.calendar)) % HALF_HOURS
    around = (
        value
        for each in before
        if each.expected == HALF_HOURS
        for number in (at - 1, at, at + 1)
        if (value := series.value_at(each.start + number * HALF_HOUR)) is not None
    )
    return day.highest > PEAK_RATIO * max(0.0, max(around, default=day.highest))


def _of_base_load(series: Series, day: date) -> Iterator[Sentence]:
    """How the base load of the last week differs from its average, if that is worth mentioning."""
    found = base_load_change(series, day)
    if found is None or not found.is_unusual:
        return
    form, name = series.quantity.rate, name_of_usual_base_load(series.quantity)
    change, brief = next_to_average(form, found.recent, found.average, LONG_DAYS)
    said = f"{name} {form.text(found.recent)}"
    yield _said(f"{said}, {change}", f"{said}, {brief}")


# A longer period


def _unusual_days_in_words(found: Sequence[UnusualDay], form: Form) -> Sentence:
    """`1 unusual day: Sun 7 Apr (103% more than a usual Sunday).`"""
    count = number_format.count(len(found), "unusual day")
    if 1 < len(found) <= LISTED:
        return _said(f"{count}: {', '.join(_short_day(each.day) for each in found)}", count)
    furthest = max(found, key=lambda each: abs(each.change))
    day = f"{count}{':' if len(found) == 1 else ', most of all'} {_short_day(furthest.day)}"
    names = _usual_name(furthest.day), "usual"
    changes = (change_words(form, furthest.total, furthest.usual, name) for name in names)
    forms = (f"{day} ({change})" for change in changes)
    return _said(*(each for each in forms if len(each) < LONGEST), day)


def _short_day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {short_date_label(day)}"
