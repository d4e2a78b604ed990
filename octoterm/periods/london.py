"""Converts instants in UTC seconds to London time. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
HALF_HOUR = 1800
"""Seconds in a settlement period, the half hour that British meters record."""
SECONDS_A_DAY = 86_400
"""Seconds in a UTC day. In London, days can be an hour shorter or longer: see `Calendar`."""
INSTANT = "I"
"""The type code of arrays of UTC seconds: four bytes each, enough until 2106."""
ONE_DAY = timedelta(days=1)
"""One calendar day, for arithmetic with dates."""


def london(instant: int) -> datetime:
    """The date and time in London at `instant` (UTC seconds)."""
    return datetime.fromtimestamp(instant, LONDON)


def iso(instant: int | None) -> str | None:
    """`2024-03-14T18:00:00+00:00`, with London's offset; `instant` in UTC seconds."""
    return None if instant is None else london(instant).isoformat()


def utc_stamp(instant: int) -> str:
    """`2024-03-14T18:00:00Z`, as the API is asked and as octoterm keeps times; `instant` in UTC
    seconds."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def london_stamp(instant: int) -> str:
    """`2024-07-14T18:00:00+01:00`, or `2024-03-14T18:00:00Z` in winter, as the API writes times
    of readings; `instant` in UTC seconds."""
    return london(instant).isoformat().replace("+00:00", "Z")
