"""The periods around a period and those that led up to it, for context. Pure."""

from __future__ import annotations

from octoterm.analysis.parts import Part
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period


def neighbours_of(series: Series, period: Period, most: int) -> tuple[Part, ...]:
    """Up to `most` periods in order, with `period` as near to the middle as the readings allow.

    All except `period` itself have days between the first reading and the last. Empty for all
    readings, which have no neighbours.
    """
    whole = series.whole
    if period.granularity is Granularity.ALL or whole is None:
        return ()
    first = last = period
    found = [period]
    while len(found) < most:
        earlier, later = first.shifted(-1), last.shifted(1)
        is_later = later.overlaps(whole) and (len(found) % 2 or not earlier.overlaps(whole))
        if is_later:
            last = later
            found.append(later)
        elif earlier.overlaps(whole):
            first = earlier
            found.insert(0, earlier)
        else:
            break
    return tuple(Part(each.short_label, each.label, series.figures(each), each) for each in found)


def last_periods(series: Series, period: Period, most: int) -> tuple[Part, ...]:
    """The days up to a day, or the weeks up to a longer period: at most `most` of them, latest
    last."""
    whole = series.whole
    if whole is None or not period.overlaps(whole):
        return ()
    kind = Granularity.DAY if period.granularity is Granularity.DAY else Granularity.WEEK
    last = Period.containing(kind, min(period.last, whole.last))
    found = (last.shifted(-steps) for steps in range(most))
    there = [each for each in found if each.overlaps(whole)]
    return tuple(Part(each.label, each.label, series.figures(each), each) for each in there[::-1])
