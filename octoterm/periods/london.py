"""Instants in UTC seconds, and what the clock in London shows then. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
HALF_HOUR = 1800
"""Seconds in a settlement period, the half hour that British meters record."""
SECONDS_A_DAY = 86_400
"""In UTC. A day in London has an hour less or more at a change of the clocks: see `Calendar`."""
INSTANT = "I"
"""The type code of arrays of UTC seconds: four bytes each, enough until 2106."""
ONE_DAY = timedelta(days=1)
"""To the same clock time of the next date, however many hours that takes."""


def london(instant: int) -> datetime:
    """The London wall clock at `instant` (UTC seconds)."""
    return datetime.fromtimestamp(instant, LONDON)


def iso(instant: int | None) -> str | None:
    """`2024-03-14T18:00:00+00:00`, with London's offset; `instant` in UTC seconds."""
    return None if instant is None else london(instant).isoformat()
