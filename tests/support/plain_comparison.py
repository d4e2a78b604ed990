"""What is compared with what, and what is usual, by plain arithmetic: loops and dates only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from functools import cache

from octoterm.analysis.comparison.references import Reference
from octoterm.periods.period import Granularity, Period
from tests.support.plainly import Home, clock_of, mean, total

DAY, WEEK, MONTH, YEAR = (
    Granularity.DAY,
    Granularity.WEEK,
    Granularity.MONTH,
    Granularity.YEAR,
)
KINDS = (DAY, WEEK, MONTH, YEAR)
A_YEAR = timedelta(days=364)


def other_of(period: Period, against: Reference) -> Callable[[date], bool]:
    """Whether a day is in the period before, or in the same period a year earlier."""
    first = period.first
    before, year = first - timedelta(days=1), first.year - 1
    match period.granularity, against:
        case Granularity.DAY, Reference.PREVIOUS:
            return lambda day: day == before
        case Granularity.DAY, _:
            return lambda day: day == first - A_YEAR
        case Granularity.WEEK, _:
            last = before if against is Reference.PREVIOUS else first - timedelta(days=358)
            return lambda day: last - timedelta(days=7) < day <= last
        case Granularity.MONTH, Reference.PREVIOUS:
            return lambda day: (day.year, day.month) == (before.year, before.month)
        case Granularity.MONTH, _:
            return lambda day: (day.year, day.month) == (year, first.month)
    return lambda day: day.year == year


def matches(period: Period, against: Reference) -> dict[date, date]:
    """Each day of the period with the day that it is compared with: the number of weeks between
    them is the one that gives most days a counterpart. The previous of a day is the day before."""
    is_in_other = other_of(period, against)
    steps = range(1, 8) if period.granularity is DAY else range(7, 380, 7)
    if (period.granularity, against) == (DAY, Reference.YEAR):
        steps = range(364, 365)
    found: dict[date, date] = {}
    for apart in steps:
        shifted = {day: day - timedelta(days=apart) for day in period.days()}
        inside = {day: other for day, other in shifted.items() if is_in_other(other)}
        if len(inside) > len(found):
            found = inside
    return found


@cache
def totals(home: Home) -> dict[date, float]:
    """The total of each complete day."""
    return {day: total(home.days[day].values()) for day in home.complete}


@cache
def nearly_whole(home: Home) -> dict[date, float]:
    """The total of each day with at least 95% of its readings."""
    there = {
        day: [kwh for kwh in halves.values() if kwh is not None]
        for day, halves in home.days.items()
    }
    return {
        day: total(kwh) for day, kwh in there.items() if 100 * len(kwh) >= 95 * len(home.days[day])
    }


@cache
def recent(home: Home, day: date) -> list[date]:
    """The same weekdays of the eight weeks before that count; none if fewer than three."""
    found = [day - timedelta(weeks=n) for n in range(1, 9)]
    found = [each for each in found if each in nearly_whole(home)]
    return found if len(found) >= 3 else []


@cache
def usual_day(home: Home, day: date) -> float | None:
    """The mean of the recent same weekdays; readings that these lack are as usual at that time."""
    found = recent(home, day)
    clocks = [
        clock_of(start) for each in found for start, kwh in home.days[each].items() if kwh is None
    ]
    filled = [usual_clock(home, day, clock) for clock in clocks]
    if not found or None in filled:
        return None
    return total([*(nearly_whole(home)[each] for each in found), *filled]) / len(found)


def usual_clock(home: Home, day: date, clock: time) -> float | None:
    """The usual half hour that the clock shows as `clock`."""
    return mean(kwh for each in recent(home, day) for kwh in at_clock(home, each).get(clock, ()))


@cache
def at_clock(home: Home, day: date) -> dict[time, list[float]]:
    """The readings of the day by clock time; in an autumn night, one time may have two."""
    found: dict[time, list[float]] = {}
    for start, kwh in home.days[day].items():
        if kwh is not None:
            found.setdefault(clock_of(start), []).append(kwh)
    return found


def usual_of(home: Home, period: Period, day: date) -> float | None:
    """The usual of `day` in this kind of period."""
    there = nearly_whole(home)
    if period.granularity is not YEAR:
        return usual_day(home, day)
    years = [day + n * A_YEAR for n in range(12, -13, -1) if n]
    same = {each.year: there[each] for each in years if each in there and each not in period}
    return mean(same.values()) if len(same) >= 2 else None


def compared(home: Home, period: Period, against: Reference) -> tuple[float, float, int] | None:
    """Both totals over the days or half hours that both have, and the number of these; None if
    there are too few."""
    others = {} if against is Reference.USUAL else matches(period, against)
    pairs = []
    for day in period.days():
        if against is Reference.USUAL:
            other = usual_of(home, period, day)
        else:
            other = totals(home).get(others[day]) if day in others else None
        if day in totals(home) and other is not None:
            pairs.append((totals(home)[day], other))
    least = 3
    if period.granularity is DAY and not pairs:
        pairs = half_hours_both_have(home, period.first, against)
        least = len(home.days.get(period.first, ())) / 2  # type: ignore[assignment]
    elif period.granularity is DAY:
        least = 1
    if not pairs or len(pairs) < least:
        return None
    own, other_total = (total(values) for values in zip(*pairs, strict=True))
    return own, other_total, len(pairs)


def half_hours_both_have(home: Home, day: date, against: Reference) -> list[tuple[float, float]]:
    pairs = []
    for start, kwh in home.days.get(day, {}).items():
        other = other_half_hour(home, day, start, against)
        if kwh is not None and other is not None:
            pairs.append((kwh, other))
    return pairs


def other_half_hour(home: Home, day: date, start: int, against: Reference) -> float | None:
    """What the half hour from `start` is compared with: the same clock time. If the clock shows a
    time twice on both days, the first is compared with the first."""
    if against is Reference.USUAL:
        return usual_clock(home, day, clock_of(start))
    (other,) = matches(Period.containing(DAY, day), against).values()
    clock = clock_of(start)
    own = [each for each in home.days.get(day, {}) if clock_of(each) == clock]
    same = [kwh for each, kwh in home.days.get(other, {}).items() if clock_of(each) == clock]
    return same[min(own.index(start), len(same) - 1)] if same else None
