"""Readings of made-up households, as the API stamps them and as CSV files hold them.

Nothing here uses octoterm's own code for times: tests compare that with this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from octoterm.readings_csv.row import Row

LONDON = ZoneInfo("Europe/London")
HEADER = "Start,End,Consumption"


def utc(text: str) -> int:
    """UTC seconds of an ISO 8601 time with its offset."""
    moment = datetime.fromisoformat(text)
    assert moment.tzinfo is not None, f"{text} has no offset"
    return int(moment.timestamp())


def half_hours(since: str, until: str) -> list[int]:
    """Starts of the half hours from `since` to `until` (exclusive), UTC seconds."""
    return list(range(utc(since), utc(until), 1800))


def london_day(day: date) -> list[int]:
    """Starts of all half hours whose London date is `day`: 46, 48 or 50."""
    noon = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
    around = range(noon - 13 * 3600, noon + 13 * 3600, 1800)
    return [start for start in around if datetime.fromtimestamp(start, LONDON).date() == day]


@cache
def stamp(instant: int) -> str:
    """The API's stamp of `instant`: London time, `Z` in winter and `+01:00` in summer."""
    return datetime.fromtimestamp(instant, LONDON).isoformat().replace("+00:00", "Z")


def reading(start: int, value: float | str = 0.25) -> Row:
    """The half hour from `start` with its line as octoterm and the seed tool write it."""
    return Row(start, float(value), f'"{stamp(start)}","{stamp(start + 1800)}",{value}')


def readings(usage: Mapping[int, float] | Iterable[int]) -> list[Row]:
    """A row for each start: with its value, or all with the same one."""
    values = usage if isinstance(usage, Mapping) else dict.fromkeys(usage, 0.25)
    return [reading(start, value) for start, value in values.items()]


def csv(rows: Iterable[Row | str], *, newline: str = "\n") -> str:
    """A file's text: the header, then the rows (or other lines) in the given order."""
    lines = [HEADER, *(line if isinstance(line, str) else line.line for line in rows)]
    return "".join(f"{line}{newline}" for line in lines)


def write(path: Path, rows: Iterable[Row | str], **form: str) -> Path:
    """Put such a file at `path`."""
    path.write_bytes(csv(rows, **form).encode())
    return path


def clock_changes(first_year: int = 2015, last_year: int = 2035) -> Iterator[tuple[date, int]]:
    """Every Sunday on which the UK's clocks change, and how many half hours it has."""
    for year in range(first_year, last_year + 1):
        for month, expected in ((3, 46), (10, 50)):
            last = date(year, month, 31)
            yield last - timedelta(days=(last.weekday() + 1) % 7), expected


@cache
def march(last: str = "2024-03-15T01:00Z") -> tuple[Row, ...]:
    """From 1 January to two half hours into Friday 15 March 2024; 0.3 kWh, at six 0.9."""
    starts = half_hours("2024-01-01T00:00Z", last)
    return tuple(readings({s: 0.9 if s % 86400 == 18 * 3600 else 0.3 for s in starts}))
