"""The text of a reading in the CSV, read and written. No files here.

A row is `"start","end",number`, the times verbatim from the API and the number as Python's
`str` prints the JSON value. That is what the script octoterm grew from wrote, so its users'
files, Excel, DuckDB and pandas all read the same thing.

Reading is tolerant about quotes, spaces and line ends, and strict about everything that
carries meaning: the time must have an offset and lie on the half hour, the interval must be
one settlement period, the number must be finite and possible.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import repeat
from math import inf
from operator import eq, sub
from typing import Any, NamedTuple

from octoterm.periods.london import HALF_HOUR, london
from octoterm.readings_csv.bad_row import BadRow

HEADER = "Start,End,Consumption"
HEADER_LINE = f"{HEADER}\n"

HIGHEST = 1000.0
"""kWh or m³ in a half hour that no household's meter can have recorded: fifty times the
100 A fuse of a British supply (23 kW, 11.5 kWh in a half hour), with room to spare."""

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Half-hourly settlement began in the 1990s; a stamp outside these years is a typing error."""

NOT_30_MINUTES = "not 30 minutes"
"""The kind of what is wrong with an interval."""

_EPOCH = date(1970, 1, 1)
_MOST_DAYS = 400
"""To remember: readings come in order of time, and a page of them is of 500 days."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CLOCK = re.compile(
    r"[T ](\d\d):(\d\d)(?::(\d\d)(?:\.0+)?)?(?:Z|z|([+-])(\d\d):?(\d\d))", re.ASCII
)
_NO_OFFSET = re.compile(r"[T ]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?", re.ASCII)
_TWELVE_HOURS = re.compile(r"\d ?[ap]\.?m\.?$", re.ASCII | re.IGNORECASE)
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)


class Row(NamedTuple):
    """One half hour: its start (UTC seconds), its value (the meter's own unit), its CSV line."""

    start: int
    value: float
    line: str


class _Days(dict[str, int]):
    """`2024-03-14` → UTC seconds of its midnight."""

    def __missing__(self, text: str) -> int:
        if not _DATE.fullmatch(text):
            raise BadRow("not a date", "{} is not a date such as 2024-03-14", text)
        if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
            raise BadRow("no such year", f"the year {int(text[:4])} is not possible")
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise BadRow("no such day", "there is no day {}", text) from None
        if len(self) > _MOST_DAYS:
            self.clear()
        self[text] = midnight = (day - _EPOCH).days * 86_400
        return midnight


class _Clocks(dict[str, int]):
    """`T00:30:00+01:00` → seconds to add to the UTC midnight of its date."""

    def __missing__(self, text: str) -> int:
        found = _CLOCK.fullmatch(text)
        if not found:
            if _NO_OFFSET.fullmatch(text):
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


class _Tails(dict[str, float]):
    """`,0.123` and a newline, the end of a row as octoterm writes it → 0.123."""

    def __missing__(self, text: str) -> float:
        if text[:1] != "," or text[-1:] != "\n":
            raise BadRow("not a row")
        if len(self) > 100_000:
            self.clear()
        self[text] = value = read_number(text[1:-1])
        return value


# A household has some thousand distinct dates and values, and a hundred distinct clock times:
# each text is understood once, then looked up.
_days, _clocks, _tails = _Days(), _Clocks(), _Tails()
_REGULAR_DAYS = {
    f"T00:00:00{offset}": [f"T{n // 2:02}:{n % 2 * 30:02}:00{offset}" for n in range(48)]
    for offset in ("Z", "+01:00")
}
"""What the clock says as a day of 48 half hours begins → what it says all through it."""


def read_instant(text: str) -> int:
    """UTC seconds of `2024-03-14T00:30:00Z`, or with `+01:00` and the like.

    Raises BadRow where that is no time, has no offset or is not on a half hour.
    """
    try:
        return _days[text[:10]] + _clocks[text[10:]]
    except BadRow as bad:
        if _TWELVE_HOURS.search(text):
            raise BadRow("AM or PM", "{} is by a 12-hour clock, AM or PM", text) from None
        raise bad.in_cell(text) from None


def read_number(text: str) -> float:
    """A finite, possible number. Raises BadRow."""
    if not NUMBER.fullmatch(text):
        if not text:
            raise BadRow("no number", "there is no number")
        if _DECIMAL_COMMA.fullmatch(text):
            raise BadRow("decimal comma", "{} is not a number: it has a decimal comma", text)
        raise BadRow("not a number", "{} is not a number", text)
    if (value := float(text)) < -HIGHEST:
        raise BadRow("negative", "{} is negative", text)
    return _possible(value)


def read_line(line: str) -> Row:
    """One line of a CSV file, tolerant of quotes, spaces and a carriage return.

    The row keeps the line's text. Raises BadRow.
    """
    start, end, number = fields(line)
    return Row(_interval(start, end), read_number(number), line.rstrip("\r"))


def read_lines(text: str) -> tuple[Sequence[int], list[float]] | None:
    """Starts and values of whole lines, each ended by a newline, all at once; the starts are a
    range where no half hour is missing between the first and the last.

    Only for text exactly as octoterm writes it. None where any line differs: then each line is
    worth a look of its own, with `read_line`, which this agrees with on every text it accepts.
    """
    # A row split at its quotes is: "", start, ",", end, ",number\n" and on to the next row.
    cells = text.split('"')
    starts, ends, tails = cells[1::4], cells[3::4], cells[4::4]
    rows = len(starts)
    if cells[0] or len(cells) != 4 * rows + 1 or cells[2::4].count(",") != rows:
        return None
    try:
        values = list(map(_tails.__getitem__, tails))
        if unbroken := _unbroken(starts, ends):
            return unbroken, values
        first, last = _instants(starts), _instants(ends)
    except BadRow:
        return None
    if not all(map(eq, map(sub, last, first), repeat(HALF_HOUR))):
        return None
    return first, values


def _unbroken(starts: list[str], ends: list[str]) -> range | None:
    """The instants of `starts`, if each row begins when the one before it ends. Raises BadRow.

    No text has a quote in it.
    """
    if not starts or starts[1:] != ends[:-1]:  # the same text, and so the same instant
        return None
    first = read_instant(starts[0])
    at = 0
    while at < len(starts):
        text = starts[at]
        if read_instant(text) != first + at * HALF_HOUR:
            return None
        # One comparison proves a regular day to be what forty-eight look-ups would find.
        day, clocks = text[:10], _REGULAR_DAYS.get(text[10:])
        whole = clocks and '"'.join(starts[at : at + 48]) == day + f'"{day}'.join(clocks)
        at += 48 if whole else 1
    stop = first + at * HALF_HOUR
    return range(first, stop, HALF_HOUR) if read_instant(ends[-1]) == stop else None


def _instants(texts: list[str]) -> list[int]:
    """Raises BadRow."""
    days, clocks = _days, _clocks
    return [days[text[:10]] + clocks[text[10:]] for text in texts]


def row(interval_start: object, interval_end: object, consumption: object) -> Row:
    """The row for one reading of the API, its three JSON values as they were decoded.

    Raises BadRow where the interval is no half hour, or the consumption is absent, negative,
    not finite or impossible.
    """
    if not isinstance(interval_start, str) or not isinstance(interval_end, str):
        raise BadRow("an interval without times")
    start = _interval(interval_start, interval_end)
    if isinstance(consumption, str):
        value = read_number(consumption)
    elif isinstance(consumption, int | float) and not isinstance(consumption, bool):
        value = float(_possible(consumption))
    else:
        raise BadRow("no consumption given" if consumption is None else "not a number")
    if value < 0:
        raise BadRow("negative", "a negative consumption, {}", str(consumption))
    return Row(start, value, f'"{interval_start}","{interval_end}",{consumption}')


def rows(readings: Sequence[Any]) -> list[Row] | None:
    """The rows for readings of the API, as they were decoded, all at once.

    None where any of them is not exactly as the API sends them: then each is worth a look of
    its own, with `row`, which this agrees with on all that it accepts.
    """
    try:
        starts = [reading["interval_start"] for reading in readings]
        ends = [reading["interval_end"] for reading in readings]
        numbers = [reading["consumption"] for reading in readings]
        first = _instants(starts)
        if ends[1:] == starts[:-1]:  # newest first, and nothing missing: the same text again
            last = [read_instant(ends[0]), *first[:-1]] if ends else []
        else:
            last = _instants(ends)
    except (BadRow, KeyError, TypeError):
        return None
    if not all(map(eq, map(sub, last, first), repeat(HALF_HOUR))):
        return None
    if not {float, int}.issuperset(map(type, numbers)):
        return None
    if not all(0 <= number <= HIGHEST for number in numbers):  # not so for NaN either
        return None
    texts = zip(starts, ends, numbers, strict=True)
    lines = [f'"{start}","{end}",{number!r}' for start, end, number in texts]
    return list(map(Row, first, map(float, numbers), lines))


def written(start: int, number: str) -> str:
    """The line of a half hour, its times as the API gives them."""
    first, last = (
        london(at).isoformat().replace("+00:00", "Z") for at in (start, start + HALF_HOUR)
    )
    return f'"{first}","{last}",{number}'


def canonical(line: str) -> str:
    """A line that can be read, as octoterm writes it; as it is, if octoterm might have."""
    if read_lines(f"{line}\n"):
        return line
    *_, number = fields(line)
    return written(read_line(line).start, number)


def fields(line: str, separator: str = ",", columns: int = 3) -> list[str]:
    """So many texts as a line has columns. Raises BadRow."""
    found = _line_pattern(separator, columns).fullmatch(line)
    if found:
        return [(quoted or bare or "").strip() for quoted, bare in _pairs(found.groups())]
    if separator == "," and columns == 3 and (split := _line_pattern(",", 4).fullmatch(line)):
        *_, whole, decimals = (cell or "" for cell in split.groups()[1::2])
        if _DECIMAL_COMMA.fullmatch(number := f"{whole.strip()},{decimals.strip()}"):
            words = "{} is not start, end, consumption: {} has a decimal comma"
            raise BadRow("decimal comma", words, line, number)
    raise BadRow("not a row", "{} is not start, end, consumption", line)


@cache
def _line_pattern(separator: str, columns: int) -> re.Pattern[str]:
    space = rf"[^\S{separator}]*+"
    cell = rf'{space}(?:"([^"]*)"{space}|([^"{separator}]*+))'
    return re.compile(separator.join(columns * [cell]))


def _interval(start: str, end: str) -> int:
    begins = read_instant(start)
    if (length := read_instant(end) - begins) != HALF_HOUR:
        raise not_half_an_hour(start, end, length)
    return begins


def not_half_an_hour(start: str, end: str, length: int) -> BadRow:
    """What to raise for an interval of so many seconds."""
    hourly = " but 60: the row is hourly" if length == 2 * HALF_HOUR else ""
    return BadRow(NOT_30_MINUTES, f"{{}} to {{}} is not 30 minutes{hourly}", start, end)


def _possible(value: float) -> float:
    """`value` if a meter can have recorded it. An int may be too large for any float."""
    if not -HIGHEST <= value <= HIGHEST:  # not so for NaN either
        if -inf < value < 0:
            raise BadRow("negative", "a negative consumption")
        raise BadRow("too large", "a number too large to be a half hour's consumption")
    return value


def _pairs(groups: tuple[str | None, ...]) -> zip[tuple[str | None, str | None]]:
    return zip(groups[0::2], groups[1::2], strict=True)
