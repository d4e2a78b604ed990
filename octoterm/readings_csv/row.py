"""One half hour of a CSV file: its type, and the parsing of its times and number. Pure.

A time must have an offset and be on a half hour, the interval must be 30 minutes, and the number
must be finite and possible.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import repeat
from math import inf
from operator import eq, sub
from typing import NamedTuple

from octoterm.periods.calendar import FIRST_YEAR, LAST_YEAR
from octoterm.periods.london import HALF_HOUR, SECONDS_A_DAY
from octoterm.readings_csv.bad_row import BadRow

HIGHEST = 1000.0
"""Largest possible reading, kWh or m³ in a half hour: over 80 times what the 100 A fuse of a
British supply allows (23 kW, 11.5 kWh in a half hour)."""

NOT_30_MINUTES = "not 30 minutes"
"""The kind of BadRow for a wrong interval."""

NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
DECIMAL_COMMA = r"(?a)[+-]?\d+,\d+"

_EPOCH = date(1970, 1, 1).toordinal()
_MOST_DAYS = 400
"""Dates to cache; readings are in time order, so older dates are no longer needed."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CLOCK = re.compile(
    r"[T ](\d\d):(\d\d)(?::(\d\d)(?:\.0+)?)?(?:Z|z|([+-])(\d\d):?(\d\d))", re.ASCII
)
_NO_OFFSET = r"(?a)[T ]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?"
_TWELVE_HOURS = r"(?ai)\d ?[ap]\.?m\.?$"


class Row(NamedTuple):
    """One half hour: its start (UTC seconds), its value (the meter's own unit), its CSV line."""

    start: int
    value: float
    line: str


class _Days(dict[str, int]):
    """Cache: `2024-03-14` → UTC seconds of its midnight."""

    def __missing__(self, text: str) -> int:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise _no_date(text) from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR or day.isoformat() != text:
            raise _no_date(text)
        if len(self) > _MOST_DAYS:
            self.clear()
        self[text] = midnight = (day.toordinal() - _EPOCH) * SECONDS_A_DAY
        return midnight


def _no_date(text: str) -> BadRow:
    if not _DATE.fullmatch(text):
        return BadRow("not a date", "{} is not a date such as 2024-03-14", text)
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        return BadRow("no such year", f"the year {int(text[:4])} is not possible")
    return BadRow("no such day", "there is no day {}", text)


class _Clocks(dict[str, int]):
    """Cache: `T00:30:00+01:00` → seconds to add to the UTC midnight of its date."""

    def __missing__(self, text: str) -> int:
        found = _CLOCK.fullmatch(text)
        if not found:
            if re.fullmatch(_NO_OFFSET, text):
                raise BadRow("no offset", "{} has no offset such as Z or +01:00", text)
            raise BadRow("not a time", "{} is not a time such as 2024-03-14T00:30:00Z", text)
        hour, minute, second = (int(part or 0) for part in found.groups()[:3])
        sign, offset_hours, offset_minutes = found.groups()[3:]
        offset = 3600 * int(offset_hours or 0) + 60 * int(offset_minutes or 0)
        if hour > 23 or minute > 59 or second > 59 or offset > 14 * 3600:
            raise BadRow("no such time", "there is no time {}", text)
        seconds = 3600 * hour + 60 * minute + second - (-offset if sign == "-" else offset)
        if seconds % HALF_HOUR:
            raise BadRow("not on a half hour", "{} is not on a half hour", text)
        self[text] = seconds
        return seconds


# A household has a few thousand distinct dates and a hundred distinct clock times: each text is
# parsed once, then looked up.
_days, _clocks = _Days(), _Clocks()


def read_instant(text: str) -> int:
    """UTC seconds of `2024-03-14T00:30:00Z`, or with an offset such as `+01:00`.

    Raises BadRow if it is not a time, has no offset or is not on a half hour.
    """
    try:
        return _days[text[:10]] + _clocks[text[10:]]
    except BadRow as bad:
        if re.search(_TWELVE_HOURS, text):
            raise BadRow("AM or PM", "{} is by a 12-hour clock, AM or PM", text) from None
        raise bad.in_cell(text) from None


def read_instants(texts: Sequence[str]) -> list[int]:
    """`read_instant` for many texts at once. Raises BadRow, which quotes only part of the text."""
    days, clocks = _days, _clocks
    return [days[text[:10]] + clocks[text[10:]] for text in texts]


def read_interval(start: str, end: str) -> int:
    """The start of the half hour between two such times, UTC seconds. Raises BadRow if they are
    not 30 minutes apart."""
    begins = read_instant(start)
    if (length := read_instant(end) - begins) != HALF_HOUR:
        raise not_half_an_hour(start, end, length)
    return begins


def are_half_hours(starts: Sequence[int], ends: Sequence[int]) -> bool:
    """Whether each end is half an hour after its start; UTC seconds."""
    return all(map(eq, map(sub, ends, starts), repeat(HALF_HOUR)))


def not_half_an_hour(start: str, end: str, length: int) -> BadRow:
    """The error for an interval of `length` seconds."""
    hourly = " but 60: the row is hourly" if length == 2 * HALF_HOUR else ""
    return BadRow(NOT_30_MINUTES, f"{{}} to {{}} is not 30 minutes{hourly}", start, end)


def read_number(text: str) -> float:
    """The number in `text`. Raises BadRow if it is not a finite, possible one."""
    if not NUMBER.fullmatch(text):
        if not text:
            raise BadRow("no number", "there is no number")
        if re.fullmatch(DECIMAL_COMMA, text):
            raise BadRow("decimal comma", "{} is not a number: it has a decimal comma", text)
        raise BadRow("not a number", "{} is not a number", text)
    if (value := float(text)) < -HIGHEST:
        raise BadRow("negative", "{} is negative", text)
    return possible(value)


def possible(value: float) -> float:
    """`value`, if a meter can have recorded it; it may be an int too large for a float. Raises
    BadRow."""
    if not -HIGHEST <= value <= HIGHEST:  # also true for NaN
        if -inf < value < 0:
            raise BadRow("negative", "a negative consumption")
        raise BadRow("too large", "a number too large to be a half hour's consumption")
    return value
