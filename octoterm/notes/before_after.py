"""What changed around a day: the four weeks before it beside the four weeks after it. Pure.

The day itself belongs to neither. Each day before is paired with a later one of the same weekday,
four of each weekday, and a pair counts only if both days are complete. So nothing is scaled up,
and a Sunday is never compared with a Monday. A change is called clear if its mean is more than
twice its standard error over the pairs: less may well be chance. It includes weather and season.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import sqrt
from typing import NamedTuple

from octoterm.analysis.band_figures import band_figures
from octoterm.analysis.base_load import has_base_load
from octoterm.analysis.comparison.words import is_about_the_same
from octoterm.analysis.spread import standard_deviation
from octoterm.consumption.days import Day
from octoterm.consumption.quantity import Form, Quantity
from octoterm.consumption.series import Series
from octoterm.notes.note import Note
from octoterm.periods.bands import Band
from octoterm.periods.calendar import DAYS_OF_A_WEEK, HALF_HOURS
from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import Granularity, Period

WEEKS = 4
DAYS = WEEKS * DAYS_OF_A_WEEK
LEAST_PAIRS = DAYS_OF_A_WEEK
"""Fewest pairs to compare: fewer do not have all days of the week."""
STANDARD_ERRORS = 2.0
"""How many of them a clear change exceeds: one in twenty does so by chance."""


class Change(NamedTuple):
    """The mean of the days before, and that of the days after."""

    name: str
    """`a day`, the name of a band, or of the base load."""
    form: Form
    before: float
    after: float
    is_clear: bool
    """Whether the change is more than chance is likely to cause."""

    @property
    def change(self) -> float:
        """How much more it is after; negative if less."""
        return self.after - self.before


class BeforeAfter(NamedTuple):
    """The weeks before a day and after it, as far as there are readings."""

    day: date
    quantity: Quantity
    pairs: int
    """How many pairs of days count, out of DAYS."""
    still_to_come: int
    """Pairs whose later day has not been read yet, as it lies after the last reading."""
    changes: tuple[Change, ...]
    """That of the whole day first, then of each band, then of the base load; empty if there are
    too few pairs."""
    clock_change: date | None
    """The day on which the clocks change in these weeks."""
    others: tuple[Note, ...]
    """The other notes in these weeks."""

    @property
    def left_out(self) -> int:
        """Pairs in which a day is missing or not complete."""
        return DAYS - self.pairs - self.still_to_come


def before_after(
    series: Series, day: date, bands: Sequence[Band] = (), notes: Sequence[Note] = ()
) -> BeforeAfter:
    """What changed around `day`; `notes` are all of the household's."""
    whole = series.whole
    pairs, to_come = [], 0
    for before, after in _pairs(day):
        earlier, later = series.day(before), series.day(after)
        if whole is None or after > whole.last:
            to_come += 1
        elif earlier is not None and later is not None and earlier.complete and later.complete:
            pairs.append((earlier, later))
    first, last = day - DAYS * ONE_DAY, day + DAYS * ONE_DAY
    around = tuple(each for each in notes if first <= each.day <= last and each.day != day)
    return BeforeAfter(
        day,
        series.quantity,
        len(pairs),
        to_come,
        tuple(_changes(series, pairs, bands)) if len(pairs) >= LEAST_PAIRS else (),
        _clock_change(series, first, last),
        around,
    )


def _pairs(day: date) -> Iterator[tuple[date, date]]:
    """The days of the four weeks before `day`, each with the later one of its weekday."""
    for number in range(DAYS):
        before = day + (number - DAYS) * ONE_DAY
        week, of_week = divmod(number, DAYS_OF_A_WEEK)
        # The weeks after begin a weekday later, so that the weekday of `day` comes last in them.
        later = (of_week - 1) % DAYS_OF_A_WEEK + week * DAYS_OF_A_WEEK
        yield before, day + timedelta(days=1 + later)


def _changes(
    series: Series, pairs: Sequence[tuple[Day, Day]], bands: Sequence[Band]
) -> Iterator[Change]:
    quantity = series.quantity
    totals = [(before.total, after.total) for before, after in pairs]
    yield _change("a day", quantity.whole, totals)
    for number, band in enumerate(bands):
        of_band = [
            (before, after)
            for pair in pairs
            for before, after in [[_in_band(series, each, bands, number) for each in pair]]
            if before is not None and after is not None
        ]
        if len(of_band) >= LEAST_PAIRS:
            yield _change(band.full_name, quantity.whole, of_band)
    if has_base_load(series):
        rates = [(2 * before.lowest, 2 * after.lowest) for before, after in pairs]
        yield _change(quantity.rate_name, quantity.rate, rates)


def _in_band(series: Series, day: Day, bands: Sequence[Band], number: int) -> float | None:
    return band_figures(series, Period.containing(Granularity.DAY, day.day), bands)[number].total


def _change(name: str, form: Form, pairs: Sequence[tuple[float, float]]) -> Change:
    before, after = (sum(values) / len(pairs) for values in zip(*pairs, strict=True))
    error = standard_deviation([late - early for early, late in pairs]) / sqrt(len(pairs) - 1)
    is_clear = abs(after - before) > STANDARD_ERRORS * error
    return Change(
        name, form, before, after, is_clear and not is_about_the_same(form, after, before)
    )


def _clock_change(series: Series, first: date, last: date) -> date | None:
    calendar = series.calendar
    days = (first + number * ONE_DAY for number in range((last - first).days + 1))
    return next((day for day in days if len(calendar.half_hours(day)) != HALF_HOURS), None)
