"""A line of the CSV, read and written: `"start","end",number`. Pure.

The times are verbatim from the API, and the number is as Python's `str` prints the JSON value.
The script octopus.py, from which octoterm was developed, wrote the same form, so its users' files
stay valid.

Reading is tolerant of quotes, spaces and line ends, and strict about times and numbers (see
`row`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from octoterm.periods.london import HALF_HOUR, london_stamp
from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.row import (
    DECIMAL_COMMA,
    Row,
    are_half_hours,
    read_instant,
    read_instants,
    read_interval,
    read_number,
)

HEADER = "Start,End,Consumption"
HEADER_LINE = f"{HEADER}\n"

Piece = tuple[Sequence[int], Sequence[float]]
"""Some half hours in order: UTC seconds at which they begin, and their values."""

_MOST_NUMBERS = 100_000
"""Numbers to cache: a household has a few thousand distinct values."""


class _Tails(dict[str, float]):
    """Cache: the end of a row as octoterm writes it, such as `,0.123` and a newline → 0.123."""

    def __missing__(self, text: str) -> float:
        if text[:1] != "," or text[-1:] != "\n":
            raise BadRow("not a row")
        if len(self) > _MOST_NUMBERS:
            self.clear()
        self[text] = value = read_number(text[1:-1])
        return value


_tails = _Tails()
_REST_OF_DAY = {
    day[number]: day[number:]
    for offset in ("Z", "+01:00")
    for day in ([f"T{n // 2:02}:{n % 2 * 30:02}:00{offset}" for n in range(48)],)
    for number in range(48)
}
"""A time → it and all later times of a day on which the clocks do not change."""


def read_line(line: str) -> Row:
    """The row in one line of a CSV file; quotes, spaces and a carriage return are tolerated.

    The row keeps the line's text. Raises BadRow.
    """
    start, end, number = fields(line)
    return Row(read_interval(start, end), read_number(number), line.rstrip("\r"))


def read_lines(text: str) -> Piece | None:
    """Starts and values of whole lines, all at once: the fast path of `read_line`. The starts are
    a range if no half hour is missing between the first and the last.

    None if any line is not exactly as octoterm writes it: `read_line` then handles each. The two
    agree on every text this accepts.
    """
    # A row split at its quotes is: "", start, ",", end, ",number\n", then the next row.
    cells = text.split('"')
    starts, ends, tails = cells[1::4], cells[3::4], cells[4::4]
    rows = len(starts)
    if cells[0] or len(cells) != 4 * rows + 1 or cells[2::4].count(",") != rows:
        return None
    try:
        values = list(map(_tails.__getitem__, tails))
        if unbroken := _unbroken(starts, ends):
            return unbroken, values
        first, last = read_instants(starts), read_instants(ends)
    except BadRow:
        return None
    if not are_half_hours(first, last):
        return None
    return first, values


def _unbroken(starts: list[str], ends: list[str]) -> range | None:
    """The instants of `starts`, if each row begins when the one before it ends. Raises BadRow.

    The texts contain no quotes.
    """
    if not starts or starts[1:] != ends[:-1]:  # equal texts are equal instants
        return None
    first = read_instant(starts[0])
    at, rows = 0, len(starts)
    while at < rows:
        text = starts[at]
        if read_instant(text) != first + at * HALF_HOUR:
            return None
        # For the rest of a regular day, one comparison replaces up to 48 look-ups.
        day, clocks = text[:10], _REST_OF_DAY.get(text[10:], [])
        if len(clocks) > rows - at:
            clocks = clocks[: rows - at]
        rest = '"'.join(starts[at : at + len(clocks)])
        at += len(clocks) if clocks and rest == day + f'"{day}'.join(clocks) else 1
    stop = first + at * HALF_HOUR
    return range(first, stop, HALF_HOUR) if read_instant(ends[-1]) == stop else None


def line_of(start: int, number: str) -> str:
    """The line for a half hour, with times as the API writes them."""
    return f'"{_stamp(start)}","{_stamp(start + HALF_HOUR)}",{number}'


_stamp = lru_cache(2)(london_stamp)
"""Cached, as most half hours begin when the one before ends."""


def canonical(line: str) -> str:
    """A readable line as octoterm writes it; unchanged if it already is."""
    if read_lines(f"{line}\n"):
        return line
    *_, number = fields(line)
    return line_of(read_line(line).start, number)


def fields(line: str, separator: str = ",", columns: int = 3) -> list[str]:
    """The cells of a line, which must have this many columns. Raises BadRow."""
    found = _line_pattern(separator, columns).fullmatch(line)
    if found:
        return [(quoted or bare or "").strip() for quoted, bare in _pairs(found.groups())]
    if separator == "," and columns == 3 and (split := _line_pattern(",", 4).fullmatch(line)):
        *_, whole, decimals = (cell or "" for cell in split.groups()[1::2])
        if re.fullmatch(DECIMAL_COMMA, number := f"{whole.strip()},{decimals.strip()}"):
            words = "{} is not start, end, consumption: {} has a decimal comma"
            raise BadRow("decimal comma", words, line, number)
    raise BadRow("not a row", "{} is not start, end, consumption", line)


@cache
def _line_pattern(separator: str, columns: int) -> re.Pattern[str]:
    space = rf"[^\S{separator}]*+"
    cell = rf'{space}(?:"([^"]*)"{space}|([^"{separator}]*+))'
    return re.compile(separator.join(columns * [cell]))


def _pairs(groups: tuple[str | None, ...]) -> zip[tuple[str | None, str | None]]:
    return zip(groups[0::2], groups[1::2], strict=True)
