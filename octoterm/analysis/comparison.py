"""Compares a period with the previous one, or with the same period a year earlier. Pure.

If the readings of a period begin late or end early, only the same stretch of the other period
counts, by the household's calendar and London's clocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from octoterm import number_format
from octoterm.analysis.counterparts import Reference as Reference
from octoterm.analysis.counterparts import (
    counterpart,
    other_period,
    same_clock,
    same_day,
    same_instant,
)
from octoterm.analysis.parts import Part, half_hour_part, parts_of
from octoterm.consumption.quantity import Quantity
from octoterm.consumption.series import Figures, Series
from octoterm.periods.labels import clock_label, short_moment_label
from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import Granularity, Period

LEAST_MEASURED = 0.95
"""Minimum share of readings for a change to be shown: with a day missing from a week, a fall may
look like a rise."""


class Comparison(NamedTuple):
    """A period compared with another."""

    period: Period
    """The whole of the other period."""
    current: Figures
    other: Figures
    """The figures of the compared stretch of the other period."""
    change: float | None
    """Current total minus the other's; None if either has no readings."""
    change_percent: float | None
    """None also if the other's total is not above zero."""
    partial: bool
    """Whether the current readings begin late or end early, so that only the same stretch of the
    other period was counted."""
    fair: bool
    """Whether both have most of the half hours compared; if not, the change means little and
    should not be displayed."""
    stretch: str
    """Which stretch of the other period was compared: `until 10:30`; empty for all of it."""
    words: str
    """The comparison in full: change, other period and missing half hours."""
    in_short: tuple[str, ...]
    """Shorter versions, longest first."""


def compare(
    series: Series,
    period: Period,
    against: Reference,
    since: date | None = None,
    until: date | None = None,
) -> Comparison | None:
    """`period` compared with another; None for all readings, which have no other period.

    Only days from `since` to `until` count, and the same stretch of the other period.
    """
    other = other_period(period, against)
    return None if other is None else _compare(series, period, other, since, until)


class ComparedPart(NamedTuple):
    """A part of a period with its counterpart in another period."""

    part: Part
    other: Part | None
    """The whole counterpart; None if nothing is compared, or there is no such time, such as
    31 February."""
    counted: Figures | None
    """The figures of the compared stretch of `other`."""
    change: float | None
    change_percent: float | None
    fair: bool
    stretch: str
    """As in Comparison, like `fair`."""


HALF_HOURS_OF_A_DAY = 46
"""Half hours in the shortest day, when the clocks go forward."""


def not_compared(part: Part) -> ComparedPart:
    """`part` without a counterpart."""
    return ComparedPart(part, None, None, None, None, fair=False, stretch="")


def compared_parts(
    series: Series,
    period: Period,
    against: Reference | None,
    granularity: Granularity | None = None,
) -> tuple[ComparedPart, ...]:
    """The parts of `period` (see `parts_of`), without counterparts where `against` is None."""
    if against is None:
        return tuple(map(not_compared, parts_of(series, period, granularity)))
    return compare_parts(series, period, against, granularity)


def compare_parts(
    series: Series,
    period: Period,
    against: Reference,
    granularity: Granularity | None = None,
) -> tuple[ComparedPart, ...]:
    """The parts of `period` (see `parts_of`), each with its counterpart in the other period.

    The 14th of a month is compared with the other month's 14th, a Thursday of a week with the
    other week's, a half hour with the same clock time, and 29 February with 28 February a year
    earlier. For all readings, each part has its own other period: a year has the previous one.
    """
    parts = parts_of(series, period, granularity)
    other = other_period(period, against)
    if other is None:
        return tuple(compare_each(series, parts, against))
    compared = []
    for part in parts:
        if part.period is None:
            day = series.calendar.day_of(part.figures.start)
            compared.append(_compare_half_hour(series, part, same_day(day, period, other)))
        else:
            found = counterpart(part.period, period, other)
            compared.append(_compare_part(series, part, part.period, found))
    return tuple(compared)


def compare_each(
    series: Series,
    parts: Iterable[Part],
    against: Reference,
    since: date | None = None,
    until: date | None = None,
) -> Iterator[ComparedPart]:
    """Each of `parts` with its own other period (see `Reference`), as in the rows of a summary.

    Only days from `since` to `until` count.
    """
    for part in parts:
        if part.period is None:
            day = series.calendar.day_of(part.figures.start)
            other = other_period(Period.containing(Granularity.DAY, day), against)
            yield _compare_half_hour(series, part, other.first if other else None)
        else:
            other = other_period(part.period, against)
            yield _compare_part(series, part, part.period, other, since, until)


def _compare(
    series: Series,
    period: Period,
    other: Period,
    since: date | None = None,
    until: date | None = None,
) -> Comparison:
    calendar = series.calendar
    current = series.figures(period, since, until)
    first = max(since or period.first, period.first)
    last = min(until or period.last, period.last)
    reach = series.reach(calendar.start_of(first), calendar.start_of(last + ONE_DAY))
    partial = reach is not None and reach != (current.start, current.end)
    stretch = ""
    if reach is None or not partial:
        counted = series.figures(other)
    else:
        start, end = (same_instant(calendar, instant, period, other) for instant in reach)
        counted = series.figures_between(start, end)
        stretch = _stretch(other, counted, calendar.bounds(other))
    own = series.figures_between(*reach) if reach else current
    name = f"{other.label} {stretch}".strip()
    return Comparison(
        other,
        current,
        counted,
        *_change(own, counted),
        partial,
        _mostly_there(own) and _mostly_there(counted),
        stretch,
        *_words(series.quantity, period, name, own, counted),
    )


def _compare_part(
    series: Series,
    part: Part,
    period: Period,
    other: Period | None,
    since: date | None = None,
    until: date | None = None,
) -> ComparedPart:
    if other is None:
        return not_compared(part)
    found = _compare(series, period, other, since, until)
    whole = series.figures(other) if found.partial else found.other
    return ComparedPart(
        part,
        Part(other.short_label, other.label, whole, other),
        found.other,
        found.change,
        found.change_percent,
        found.fair,
        found.stretch,
    )


def _compare_half_hour(series: Series, part: Part, day: date | None) -> ComparedPart:
    start = None
    if day is not None:
        start = same_clock(series.calendar, part.figures.start, day)
    if start is None:
        return not_compared(part)
    other = half_hour_part(series, start)
    return ComparedPart(
        part, other, other.figures, *_change(part.figures, other.figures), True, ""
    )


class ChangeOnBefore(NamedTuple):
    """How a period differs from the one before it."""

    percent: str
    """`+8 %`."""
    before: Period


def change_on_before(series: Series, period: Period, figures: Figures) -> ChangeOnBefore | None:
    """The change of `period`, whose figures are `figures`, on the one before it; None if either
    is incomplete, as the change would mean little."""
    if period.granularity is Granularity.ALL or not figures.complete:
        return None
    before = period.shifted(-1)
    earlier = series.figures(before)
    percent = number_format.percent(figures.total, earlier.total)
    if not earlier.complete or percent is None:
        return None
    return ChangeOnBefore(percent, before)


def _change(current: Figures, other: Figures) -> tuple[float | None, float | None]:
    """The change in the quantity's unit, and in percent."""
    if not current.readings or not other.readings:
        return None, None
    change = current.total - other.total
    return change, 100 * change / other.total if other.total > 0 else None


def _mostly_there(figures: Figures) -> bool:
    return figures.readings > LEAST_MEASURED * figures.expected


# In words


def _words(
    quantity: Quantity, period: Period, name: str, own: Figures, counted: Figures
) -> tuple[str, tuple[str, ...]]:
    """`+8 % (+1.07 kWh) on Wed 13 Mar 2024 until 10:30`, and shorter versions; `name` is that of
    the other period."""
    if not own.readings:
        return f"No readings to compare with {name}", ("No readings to compare",)
    if not counted.readings:
        return f"No readings for {name}", ("Nothing to compare with",)
    missing = [
        f"{has} {figures.expected - figures.readings:,} of {figures.expected:,} half hours"
        for has, figures in (("it lacks", counted), (f"{period.label} lacks", own))
        if figures.readings < figures.expected
    ]
    reservation = "".join(f"; {words}" for words in missing)
    if not (_mostly_there(own) and _mostly_there(counted)):
        plainly = f"Not compared with {name}"
        return f"{plainly}{reservation}", (plainly, "Not compared")
    about = "≈" if missing else ""
    amount = quantity.whole.signed_text(own.total - counted.total)
    percent = number_format.percent(own.total, counted.total)
    change = f"{about}{percent or amount}"
    plainly = f"{change} ({amount}) on {name}" if percent else f"{change} on {name}"
    a_day = _change_a_day(period, own, counted)
    return f"{plainly}{a_day}{reservation}", (
        f"{plainly}{a_day}",
        f"{change} on {name}{a_day}",
        f"{change} on {name}",
        change,
    )


def _change_a_day(period: Period, own: Figures, counted: Figures) -> str:
    """`, -4 % a day` if one month is longer than the other; else empty."""
    if period.granularity is not Granularity.MONTH or not own.readings or not counted.readings:
        return ""
    if abs(own.expected - counted.expected) < HALF_HOURS_OF_A_DAY:
        return ""
    percent = number_format.percent(own.total / own.readings, counted.total / counted.readings)
    return f", {percent} a day" if percent else ""


def _stretch(other: Period, counted: Figures, whole: tuple[int, int]) -> str:
    """`until 10:30`, `from 4 Apr 00:30`, `from 4 Apr 00:30 until 11 Apr 01:00`."""

    moment = clock_label if other.granularity is Granularity.DAY else short_moment_label
    start, end = whole
    return " ".join(
        f"{word} {moment(instant)}"
        for word, instant, within in (
            ("from", counted.start, counted.start > start),
            ("until", counted.end, counted.end < end),
        )
        if within
    )
