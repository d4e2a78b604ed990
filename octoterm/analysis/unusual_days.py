"""Records, and days unlike the same weekday of recent weeks. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from octoterm import number_format
from octoterm.analysis.comparison.references import name_of_usual
from octoterm.analysis.comparison.usual_days import recent_same_weekdays, usual_totals
from octoterm.analysis.comparison.words import change_in_percent, change_words
from octoterm.analysis.spread import median
from octoterm.consumption.days import Day
from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Series
from octoterm.periods.labels import clock_label, day_label
from octoterm.periods.london import HALF_HOUR, ONE_DAY
from octoterm.periods.period import Granularity, Period

ENOUGH_WEEKS = 4
"""Fewest earlier same weekdays to measure how much they vary: one more than for the usual."""
SPREADS = 3.0
"""Threshold, in standard deviations."""
LEAST_SHARE = 0.25
"""Smallest change to report, as a share of the usual total; see also `Quantity.noteworthy`."""
SPREAD_OF_MIDDLE = 1.4826
"""Standard deviations per median absolute deviation, for normally distributed values."""

SEARCHED = timedelta(weeks=16)
"""Days searched at a time when going back to an unusual one, as the last is usually near."""


class Stretch(NamedTuple):
    """Consecutive half hours; UTC seconds, `end` exclusive."""

    start: int
    end: int
    total: float

    @property
    def half_hours(self) -> int:
        return (self.end - self.start) // HALF_HOUR


class Records(NamedTuple):
    """The extremes of some days; the earliest if several are equal, None if there are none."""

    highest_day: Day | None
    """The complete day with the highest total."""
    lowest_day: Day | None
    """The complete day with the lowest total."""
    highest_half_hour: Stretch | None
    usual_peak: float | None
    """Median of the largest half hours of the complete days."""
    longest_stretch: Stretch | None
    """The most consecutive half hours that are each above `usual_peak`; None if that is zero."""

    def longest_in_words(self, quantity: Quantity) -> str:
        """`Longest above usual peak (2.05 kW): 4.5 hours from 12:00`; empty if there is none."""
        if self.longest_stretch is None or self.usual_peak is None:
            return ""
        hours = number_format.hours(self.longest_stretch.half_hours)
        peak = quantity.peak_rate.text(2 * self.usual_peak)
        clock = clock_label(self.longest_stretch.start)
        return f"Longest above usual peak ({peak}): {hours} from {clock}"


class UnusualDay(NamedTuple):
    """A complete day unlike the same weekday of recent weeks."""

    quantity: Quantity
    day: date
    total: float
    usual: float
    """What is usual for the day; see `analysis.comparison.usual`."""
    change: float
    """Total minus usual."""
    change_percent: float | None
    """None if the usual is not above zero, and for signed values."""

    @property
    def words(self) -> str:
        """`Sun 26 Nov 2023: 21.30 kWh, 79% (9.41 kWh) more than a usual Sunday`."""
        change = self.change_in_words(amount=True)
        return f"{day_label(self.day)}: {self.quantity.whole.text(self.total)}, {change}"

    def change_in_words(self, *, amount: bool) -> str:
        """`79% (9.41 kWh) more than a usual Sunday`; the kWh only with `amount`."""
        usual = name_of_usual(Period.containing(Granularity.DAY, self.day))
        return change_words(self.quantity.whole, self.total, self.usual, usual, amount=amount)


def records(series: Series, since: date | None = None, until: date | None = None) -> Records:
    """The records of the days from `since` to `until`, both inclusive."""
    days = series.days_between(since, until)
    complete = [day for day in days if day.complete]
    peak = max((day for day in days if day.has_enough), key=lambda day: day.highest, default=None)
    usual = median(day.highest for day in complete) if complete else None
    return Records(
        max(complete, key=lambda day: day.total, default=None),
        min(complete, key=lambda day: day.total, default=None),
        peak and Stretch(peak.highest_start, peak.highest_start + HALF_HOUR, peak.highest),
        usual,
        _longest_above(series, days, usual) if usual else None,
    )


def _longest_above(series: Series, days: Sequence[Day], limit: float) -> Stretch | None:
    longest: Stretch | None = None
    begun = last = None
    for day in days:
        if not day.readings or day.highest <= limit:
            continue
        for start, value in series.readings_of(day):
            if value <= limit:
                continue
            if last is None or begun is None or start != last + HALF_HOUR:
                begun = start
            last = start
            if longest is None or last + HALF_HOUR - begun > longest.end - longest.start:
                longest = Stretch(begun, last + HALF_HOUR, 0.0)
    if longest is None:
        return None
    return longest._replace(total=series.total_between(longest.start, longest.end))


def unusual_days(
    series: Series, since: date | None = None, until: date | None = None
) -> tuple[UnusualDay, ...]:
    """The unusual days from `since` to `until`, both inclusive, in order."""
    return tuple(_unusual_days(series, since, until))


def earlier_unusual_day(series: Series, day: date) -> UnusualDay | None:
    """The last unusual day before `day`; None if there is none."""
    whole = series.whole
    if whole is None:
        return None
    end = min(day, whole.end)
    while end > whole.first:
        begin = max(whole.first, end - SEARCHED)
        if found := unusual_days(series, begin, end - ONE_DAY):
            return found[-1]
        end = begin
    return None


def later_unusual_day(series: Series, day: date) -> UnusualDay | None:
    """The first unusual day after `day`; None if there is none."""
    later = (found for found in _unusual_days(series, day) if found.day > day)
    return next(later, None)


def _unusual_days(
    series: Series, since: date | None, until: date | None = None
) -> Iterator[UnusualDay]:
    quantity, numbers = series.quantity, series.day_numbers(since, until)
    totals, is_complete = series.day_columns.totals, series.day_columns.complete
    for number, usual in zip(numbers, usual_totals(series, numbers), strict=True):
        if usual is None or not is_complete[number]:
            continue
        total = totals[number]
        change = total - usual
        if abs(change) < quantity.noteworthy or abs(change) < LEAST_SHARE * abs(usual):
            continue
        recent = recent_same_weekdays(series, number)
        if len(recent) >= ENOUGH_WEEKS and abs(change) > SPREADS * _spread(recent, usual):
            percent = change_in_percent(quantity.whole, total, usual)
            day = series.days[number].day
            yield UnusualDay(quantity, day, total, usual, change, percent)


def _spread(days: Sequence[Day], usual: float) -> float:
    """How far from the usual they are, in standard deviations."""
    return SPREAD_OF_MIDDLE * median(abs(day.total - usual) for day in days)
