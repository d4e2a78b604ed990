"""Instants in UTC seconds, and what the clock in London shows then. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
HALF_HOUR = 1800
"""Seconds in a settlement period, the half hour that British meters record."""
INSTANT = "I"
"""What arrays of UTC seconds are of: four bytes each, enough until 2106."""
ONE_DAY = timedelta(days=1)
"""Of the calendar, not of so many hours."""


def london(instant: int) -> datetime:
    """The London wall clock at `instant` (UTC seconds)."""
    return datetime.fromtimestamp(instant, LONDON)


def iso(instant: int | None) -> str | None:
    """`2024-03-14T18:00:00+00:00`, with London's offset; `instant` in UTC seconds."""
    return None if instant is None else london(instant).isoformat()
