"""The periods that a trend shows in a number of columns. Pure."""

from __future__ import annotations

from octoterm.analysis.trend.parts import SHORT
from octoterm.periods.period import CALENDAR_KINDS, Period

WIDE = 120
"""Columns from which bars may have three columns each, gap included; with fewer, two."""


def shown_periods(period: Period, whole: Period, columns: int) -> tuple[Period, ...]:
    """The days of `period` within `whole`, the period of all readings; or its weeks, months or
    years if there are more days than columns.

    Earlier days are added if there is room; around a day or a week, later ones as well.
    """
    first, last = max(period.first, whole.first), min(period.last, whole.last)
    if last < first:
        return ()
    core = Period.spanning(first, last)
    parts = next(
        (parts for kind in CALENDAR_KINDS if len(parts := core.parts(kind)) <= columns),
        core.parts(),
    )
    widest = 3 if columns >= WIDE else 2
    short = period.granularity in SHORT
    pitch = min(widest, max(1, columns // len(parts)))
    room = max(0, columns // pitch - len(parts))
    after = _beyond(parts[-1], 1, whole, room // 2) if short else []
    before = _beyond(parts[0], -1, whole, room - len(after))
    if short:
        after = _beyond(parts[-1], 1, whole, room - len(before))
    return (*reversed(before), *parts, *after)


def _beyond(part: Period, step: int, whole: Period, most: int) -> list[Period]:
    """The parts next to `part` on one side that overlap `whole`, the nearest first."""
    found: list[Period] = []
    while len(found) < most and (part := part.shifted(step)).overlaps(whole):
        found.append(part)
    return found
