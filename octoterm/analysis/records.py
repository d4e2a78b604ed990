"""Records and unusual days as lists, in which each entry leads to a day. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from heapq import nlargest, nsmallest
from typing import NamedTuple

from octoterm import number_format
from octoterm.analysis.unusual_days import (
    Stretch,
    UnusualDay,
    records,
    unusual_days,
)
from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Series
from octoterm.periods.labels import clock_label

MOST_HIGHEST = 10
"""Highest days that are listed."""
MOST_LOWEST = 5
"""Lowest days that are listed."""
QUIET_SHARE = 1 / 3
"""A day is quiet if no half hour is above this share of the usual peak: nobody cooks or washes."""


class Entry(NamedTuple):
    """One line of a list."""

    day: date
    """The day that it leads to: the first, if it is about several."""
    words: str
    """What is said about that day, without its date."""
    value: float
    """What it is listed for, in the unit of the series."""


class QuietDays(NamedTuple):
    """Consecutive complete days with little use, as when everybody is away."""

    first: date
    last: date
    total: float

    @property
    def length(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1


def record_entries(
    series: Series, since: date | None = None, until: date | None = None
) -> tuple[Entry, ...]:
    """The records of the days from `since` to `until`, both inclusive.

    If there are any: the highest and lowest days, the highest half hour, the longest run above the
    usual peak, and the longest with little use. Zero is not a record.
    """
    return tuple(_record_entries(series, since, until))


def unusual_entries(
    series: Series, since: date | None = None, until: date | None = None
) -> tuple[Entry, ...]:
    """The unusual days from `since` to `until`, both inclusive, latest first; the value is the
    difference from the usual."""
    found = unusual_days(series, since, until)
    return tuple(Entry(each.day, _unusual_words(each), each.change) for each in reversed(found))


def longest_quiet(
    series: Series,
    usual_peak: float,
    since: date | None = None,
    until: date | None = None,
) -> QuietDays | None:
    """The longest run of complete days without a half hour above a third of `usual_peak`; the
    earliest if several are equal, None if there is none."""
    limit = QUIET_SHARE * usual_peak
    longest: QuietDays | None = None
    run: QuietDays | None = None
    for day in series.days_between(since, until):
        if not day.complete or day.highest > limit:
            run = None
            continue
        run = QuietDays(
            run.first if run else day.day, day.day, day.total + (run.total if run else 0)
        )
        if longest is None or run.length > longest.length:
            longest = run
    return longest


def _record_entries(series: Series, since: date | None, until: date | None) -> Iterator[Entry]:
    quantity = series.quantity
    complete = [day for day in series.days_between(since, until) if day.complete]
    highest = nlargest(MOST_HIGHEST, complete, key=lambda day: day.total)
    lowest = nsmallest(MOST_LOWEST, complete, key=lambda day: day.total)
    for word, days in (("Highest", highest), ("Lowest", lowest)):
        for rank, day in enumerate(days, 1):
            if not quantity.whole.as_read(day.total):
                continue
            name = f"{_nth(rank)} {word.lower()}" if rank > 1 else f"{word} day"
            yield Entry(day.day, f"{name}: {quantity.whole.text(day.total)}", day.total)
    found = records(series, since, until)
    if (half_hour := found.highest_half_hour) and quantity.whole.as_read(half_hour.total):
        yield _of_half_hour(series, half_hour)
    if (stretch := found.longest_stretch) is not None:
        begins = series.calendar.day_of(stretch.start)
        yield Entry(begins, found.longest_in_words(quantity), stretch.total)
    if (
        not quantity.is_signed
        and found.usual_peak is not None
        and (quiet := longest_quiet(series, found.usual_peak, since, until))
    ):
        yield _of_quiet_days(quiet, quantity)


def _of_half_hour(series: Series, found: Stretch) -> Entry:
    day = series.calendar.day_of(found.start)
    amount = series.quantity.whole.text(found.total)
    words = f"Highest half hour: {amount} at {clock_label(found.start)}"
    return Entry(day, words, found.total)


def _of_quiet_days(found: QuietDays, quantity: Quantity) -> Entry:
    days = number_format.count(found.length, "day")
    each = f"{quantity.whole.text(found.total / found.length)} a day"
    words = f"Longest with little use: {days} ({each})"
    return Entry(found.first, words, found.total)


def _unusual_words(found: UnusualDay) -> str:
    form = found.quantity.whole
    return f"Unusual: {form.text(found.total)}, {found.change_in_words(amount=False)}"


def _nth(rank: int) -> str:
    """`2nd`, `3rd`, `4th`; not for more than 20."""
    return f"{rank}{'nd' if rank == 2 else 'rd' if rank == 3 else 'th'}"
