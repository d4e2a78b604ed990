"""What is worth saying about a period, in words, from the figures that are on screen. Pure.

Nothing is said where nothing is unusual. The same sentences are on screen and in the commands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from statistics import fmean, median, pstdev
from typing import TYPE_CHECKING, NamedTuple

from octoterm import number_format
from octoterm.analysis.base_load import has_base_load, usual_base_load
from octoterm.analysis.comparison.counterparts import name_of_usual
from octoterm.analysis.comparison.usual import usual_total
from octoterm.analysis.comparison.words import change_words
from octoterm.analysis.profile.average_day import ProfileRow, average_day
from octoterm.analysis.unusual_days import UnusualDay, unusual_days
from octoterm.consumption.days import Day
from octoterm.consumption.quantity import Form
from octoterm.consumption.series import Series
from octoterm.periods.labels import (
    WEEKDAYS,
    clock_label,
    day_label,
    short_date_label,
)
from octoterm.periods.london import HALF_HOUR
from octoterm.periods.period import Granularity, Period

if TYPE_CHECKING:
    from octoterm.analysis.period_readings import PeriodReadings

WIDTH = 78
"""Columns for one sentence on a screen of 80."""

LISTED = 3
"""Most unusual days that are listed one by one."""

RECORD_DAYS = 60
"""Fewest complete days of which one can be the highest or lowest."""
PEAK_DAYS = 28
"""Complete days that a day's largest half hour is compared with."""
PEAK_RATIO = 1.5
"""How far above all those days a half hour is unusual for its time of day: about one day in
sixteen of a real household."""

LONG_DAYS = 90
"""Complete days that the base load of the last week is compared with."""
LEAST_CHANGE = 0.15
"""Smallest change of the base load to report, as a share."""
LEAST_RATE_SHARE = 1 / 96
"""The same as a rate per hour: a quarter of what is noteworthy in a day, spread over its hours."""

LEAST_PROFILE_DAYS = 7
"""Fewest days for a profile to tell when a household uses most."""
SAME = 0.01
"""Smaller differences than this share are none."""


class Sentence(NamedTuple):
    """One sentence, with its full stop."""

    text: str
    in_short: str
    """A version for narrower screens; the same if it cannot be shorter."""

    def within(self, width: int) -> str:
        """The sentence if it fits in `width` columns, or else the short version."""
        return self.text if len(self.text) <= width else self.in_short


def sentences(readings: PeriodReadings) -> tuple[Sentence, ...]:
    """What is worth knowing about the period, most important first; often nothing."""
    match readings.period.granularity:
        case Granularity.DAY:
            day = readings.series.day(readings.period.first)
            return tuple(_of_day(readings.series, day)) if day and day.complete else ()
        case Granularity.ALL:
            return ()
    return tuple(_of_longer(readings))


def day_in_words(series: Series) -> str:
    """The latest complete day in one line: its total, against the usual, and what is unusual."""
    latest = series.latest_day()
    day = None if latest is None else series.day(latest)
    if day is None:
        return "No readings yet"
    start = f"{day_label(day.day)}: {series.quantity.whole.text(day.total)}"
    if not day.complete:
        return f"{start} in {day.readings} of {day.expected} half hours"
    usual = usual_total(series, day.day)
    if usual is not None:
        start += f", {change_words(series.quantity.whole, day.total, usual, _usual_name(day.day))}"
    more = (sentence.text.removesuffix(".") for sentence in _besides_total(series, day))
    return ". ".join([start, *more])


def _usual_name(day: date) -> str:
    return name_of_usual(Period.containing(Granularity.DAY, day))


# A day


def _of_day(series: Series, day: Day) -> Iterator[Sentence]:
    for found in unusual_days(series, day.day, day.day):
        said = (found.change_in_words(amount=amount) for amount in (True, False))
        yield Sentence(*(f"{each}." for each in said))
    yield from _besides_total(series, day)


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
            yield Sentence(f"{name} of all {len(totals):,} complete days.", f"{name} of all days.")


def _of_peak(series: Series, day: Day) -> Iterator[Sentence]:
    """The day's largest half hour, if it is the highest for weeks or unusual for its time."""
    earlier = series.days_between(until=day.day)[:-1]
    before = list(islice((each for each in reversed(earlier) if each.complete), PEAK_DAYS))
    if len(before) < PEAK_DAYS:
        return
    clock, amount = clock_label(day.highest_start), series.quantity.whole.text(day.highest)
    if day.highest > max(each.highest for each in before):
        higher = (each.day for each in reversed(earlier) if each.highest >= day.highest)
        last = next(higher, None)
        since = "so far" if last is None else f"since {day_label(last)}"
        yield Sentence(f"Highest half hour {since}: {amount} at {clock}.", f"Highest {since}.")
    elif _is_unusual_for_its_time(series, day, before):
        yield Sentence(
            f"More use than usual at {clock} ({amount}).", f"More at {clock} ({amount})."
        )


def _is_unusual_for_its_time(series: Series, day: Day, before: Sequence[Day]) -> bool:
    """Whether no half hour at that time of `before`, or next to it, was nearly as large."""
    at = day.highest_start - day.start
    around = (
        value
        for each in before
        for shift in (-HALF_HOUR, 0, HALF_HOUR)
        if (value := series.value_at(each.start + at + shift)) is not None
    )
    return day.highest > PEAK_RATIO * max(0.0, max(around, default=day.highest))


def _of_base_load(series: Series, day: date) -> Iterator[Sentence]:
    """How the base load of the last week differs from its average, if it is worth a word."""
    found = base_load_change(series, day)
    if found is not None and found.is_unusual:
        yield base_load_sentence(series, found)


class BaseLoadChange(NamedTuple):
    """The base load of the last 7 complete days next to that of the last 90; rates per hour."""

    recent: float
    average: float
    is_unusual: bool

    @property
    def change(self) -> float:
        return self.recent - self.average


def base_load_change(series: Series, day: date) -> BaseLoadChange | None:
    """How the base load has moved up to `day`; None without 90 complete days, and if
    there is none.

    It is unusual if it has moved by more than a day's base load usually does (a standard
    deviation), by a share and by an amount that are worth reporting.
    """
    recent = usual_base_load(series, day) if has_base_load(series) else None
    before = (each for each in reversed(series.days_between(until=day)) if each.complete)
    rates = [2 * each.lowest for each in islice(before, LONG_DAYS)]
    if recent is None or len(rates) < LONG_DAYS:
        return None
    average = fmean(rates)
    change = abs(recent.rate - average)
    least = max(LEAST_CHANGE * average, LEAST_RATE_SHARE * series.quantity.noteworthy)
    return BaseLoadChange(recent.rate, average, change >= least and change > pstdev(rates))


def base_load_sentence(series: Series, found: BaseLoadChange) -> Sentence:
    """`Base load 163 W, 28 W above its 90-day average.`"""
    quantity = series.quantity
    name = quantity.rate_name[0].upper() + quantity.rate_name[1:]
    start = f"{name} {quantity.rate.text(found.recent)}"
    if abs(found.change) < SAME * found.average or found.change == 0:
        words = f"{start}, about its {LONG_DAYS}-day average."
        return Sentence(words, words)
    side = "above" if found.change > 0 else "below"
    change = f"{quantity.rate.text(abs(found.change))} {side}"
    return Sentence(
        f"{start}, {change} its {LONG_DAYS}-day average.", f"{start}, {change} average."
    )


# A longer period


def _of_longer(readings: PeriodReadings) -> Iterator[Sentence]:
    if readings.projection:
        course = readings.projection.words(readings.quantity.whole)
        yield Sentence(f"On course for {course}.", f"Course: {course}.")
    period = readings.period
    if found := unusual_days(readings.series, period.first, period.last):
        yield _unusual_days_in_words(found, readings.quantity.whole)


def _unusual_days_in_words(found: Sequence[UnusualDay], form: Form) -> Sentence:
    """`1 unusual day: Sun 7 Apr (103% more than a usual Sunday).`"""
    count = number_format.count(len(found), "unusual day")
    if 1 < len(found) <= LISTED:
        return Sentence(
            f"{count}: {', '.join(_short_day(each.day) for each in found)}.", f"{count}."
        )
    furthest = max(found, key=lambda each: abs(each.change))
    day = f"{count}{':' if len(found) == 1 else ', most of all'} {_short_day(furthest.day)}"
    change = change_words(form, furthest.total, furthest.usual, _usual_name(furthest.day))
    return Sentence(f"{day} ({change}).", f"{day}.")


def _short_day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {short_date_label(day)}"


# A profile


def use_by_clock(rows: Sequence[ProfileRow], form: Form) -> Sentence | None:
    """`You use most at 17:30 (0.34 kWh) and least at 05:00; weekends 13% more.` None if too few
    days are known, or all half hours are the same."""
    known = [(row.all_days, row.clock) for row in rows if row.all_days is not None]
    if len(known) < len(rows) or min(row.readings for row in rows) < LEAST_PROFILE_DAYS:
        return None
    (least, least_at), (most, most_at) = min(known), max(known, key=lambda each: each[0])
    if most - least < form.smallest:
        return None
    weekday = average_day([row.weekday for row in rows])
    weekend = average_day([row.weekend for row in rows])
    weekends = ""
    if weekday is not None and weekend is not None and weekday > 0:
        share = (weekend - weekday) / weekday
        if abs(share) >= SAME:
            weekends = f"; weekends {100 * abs(share):,.0f}% {'more' if share > 0 else 'less'}"
    most_words = f"most at {most_at:%H:%M} ({form.text(most)})"
    least_words = f"least at {least_at:%H:%M}"
    return Sentence(
        f"You use {most_words} and {least_words}{weekends}.",
        f"{most_words[0].upper()}{most_words[1:]}, {least_words}.",
    )
