"""Parses times and lengths of time as people type them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from octoterm.periods.london import HALF_HOUR, LONDON, ONE_DAY, london
from octoterm.periods.typed_dates import TypedDate, parse_date
from octoterm.safe_text import clean

_CLOCK = re.compile(r"(?P<hour>\d\d?):(?P<minute>\d\d)", re.ASCII)
_WITH_CLOCK = re.compile(r"(?P<day>.+?)(?:\s+|(?<=\d)[Tt])(?P<clock>\d\d?:\d\d)", re.ASCII)
_LENGTH = re.compile(r"(?:(?P<hours>\d{1,2})h)?(?:(?P<minutes>\d{1,4})(?:m|min)?)?", re.ASCII)
_DAYS_AHEAD = timedelta(days=7)
"""A day without a year is the latest such day up to this many days from now."""
LONGEST = 48
"""Half hours in the longest length: a day."""


def parse_clock(text: str) -> time | None:
    """`07:00`, or `24:00`, which is midnight; None if it is no time of the day."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    if (hour, minute) == (24, 0):
        return time(0)
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


def parse_moment(text: str, today: date) -> int | TypedDate:
    """An instant in UTC seconds if a time of the day is given, otherwise the days.

    `2026-11-30 07:00`, `2026-11-30T07:00` and `30 nov 07:00` are in London time, but a time may
    have an offset: `2026-11-30T07:00:00+00:00`. Days are as in `parse_date`, and `tomorrow`.
    Raises ValueError with a message for the user.
    """
    typed = text.strip()
    match = _WITH_CLOCK.fullmatch(typed)
    clock = parse_clock(match["clock"]) if match else None
    if match is not None and clock is not None:
        is_next_midnight = match["clock"].startswith("24")
        day = _days(match["day"], today).first
        return at_clock(day + ONE_DAY if is_next_midnight else day, clock)
    try:
        found = datetime.fromisoformat(typed if ":" in typed else "")
        if found.tzinfo is None:
            return at_clock(found.date(), found.time())
        return int(found.astimezone(LONDON).timestamp())
    except (ValueError, OverflowError):
        return _days(typed, today)


def parse_length(text: str) -> int:
    """How many half hours `3h`, `30m`, `90m` or `1h30` are. Raises ValueError with a message for
    the user if they are not a whole number, or not from one half hour to a day."""
    match = _LENGTH.fullmatch(text.strip().casefold().replace(" ", ""))
    minutes = 60 * int(match["hours"] or 0) + int(match["minutes"] or 0) if match else 0
    is_bare = match is not None and match["hours"] is None and text.strip().isdigit()
    half_hours, rest = divmod(minutes, HALF_HOUR // 60)
    if is_bare or rest or not 1 <= half_hours <= LONGEST:
        raise ValueError(
            f"‘{clean(text, 30)}’ is not a length of half hours. Try 3h, 30m or 1h30; "
            "the longest is 24h."
        )
    return half_hours


def at_clock(day: date, clock: time) -> int:
    """UTC seconds of a time in London: the first if the clocks repeat it; if they skip it, the
    moment when they go forward."""
    found = int(datetime.combine(day, clock, LONDON).timestamp())
    is_there = london(found).time() == clock.replace(microsecond=0)
    return found if is_there else found // 3600 * 3600


def next_at(clock: time, instant: int) -> int:
    """The first time, at `instant` or later, when the clock in London reaches `clock`; UTC
    seconds."""
    day = london(instant).date()
    times = [each for offset in (0, 1, 2) for each in _on(day + offset * ONE_DAY, clock)]
    return min(found for found in times if found >= instant)


def last_before(clock: time, instant: int) -> int:
    """When the clock in London last reached `clock` before the time that it shows at `instant`, on
    the same day or the one before; UTC seconds."""
    then = london(instant)
    return at_clock(then.date() if clock < then.time() else then.date() - ONE_DAY, clock)


def _on(day: date, clock: time) -> Iterator[int]:
    """When the clock reaches this time on a day: perhaps twice, if it goes back."""
    first = at_clock(day, clock)
    yield first
    if london(first + 3600).time() == clock:
        yield first + 3600


def _days(text: str, today: date) -> TypedDate:
    tomorrow = today + ONE_DAY
    if text.casefold() == "tomorrow":
        return parse_date(tomorrow.isoformat(), today)
    return parse_date(text, today, latest=today + _DAYS_AHEAD)
