"""Decides from when a sync asks for readings, and when it does not have to ask at all. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from octoterm.periods.london import HALF_HOUR, SECONDS_A_DAY

BEGINNING = 946_684_800
"""1 January 2000 in UTC seconds: before any smart meter's first reading."""
REVISION_SPAN = 45 * SECONDS_A_DAY
"""Seconds before the last stored reading; readings this recent are requested again, as suppliers
usually revise up to 30 days back. They fit on one page."""
GAP_SPAN = 90 * SECONDS_A_DAY
"""Seconds; gaps older than this are unlikely to be filled."""
EMPTY_SPAN = 7 * SECONDS_A_DAY
"""Seconds after which a meter that an account lists is asked for again if it had no readings: old
meters, and those that are not read half-hourly, stay listed."""


def first_gap(starts: Sequence[int]) -> int:
    """Start of the earliest missing half hour; the last reading's start if none is missing."""
    gaps = (
        before + HALF_HOUR for before, after in pairwise(starts) if after - before != HALF_HOUR
    )
    return next(gaps, starts[-1])


def still_open(starts: Sequence[int], now: float) -> int:
    """From when the stored readings, at least one, may still change; UTC seconds."""
    # A reading from the future, or a clock that is behind, must not hide missing readings.
    last = min(starts[-1], int(now))
    earliest = int(now) - GAP_SPAN
    recent = max(0, bisect_right(starts, earliest) - 1)
    gaps = (
        max(before + HALF_HOUR, earliest)
        for before, after in zip(starts[recent:], starts[recent + 1 :], strict=False)
        if after - before > HALF_HOUR
    )
    return max(BEGINNING, min(last - REVISION_SPAN, next(gaps, last)))
