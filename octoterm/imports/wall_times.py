"""A column of times as they are written in a file, and the instants that they may be. Pure.

Each time is read once: what the clock showed, and its offset if it has one. Which zone the clock
was in, and which number of `4/11` is the day, is decided later for the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from octoterm.imports import statement
from octoterm.periods.calendar import FIRST_YEAR, LAST_YEAR
from octoterm.periods.london import HALF_HOUR, SECONDS_A_DAY
from octoterm.readings_csv.bad_row import BadRow

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d\d?)[-/.](\d\d?)[-/.](\d{4})", re.ASCII)
_CLOCK = re.compile(
    r"(\d\d?):(\d\d)(?::(\d\d)(?:\.0+)?)?\s*(?:(Z|z|UTC|GMT)|([+-])(\d\d)(?::?(\d\d))?)?", re.ASCII
)
_EPOCH = date(1970, 1, 1).toordinal()
_MOST = 20_000
"""Dates and clock times to cache: enough for fifty years."""


class Day:
    """A date as written: its midnight in the usual order, and with day and month exchanged (in
    seconds of a clock that never changes)."""

    __slots__ = ("begins_with_year", "exchanged", "usual")

    def __init__(self, text: str) -> None:
        """Raises BadRow if it is no date in any order."""
        if found := _YEAR_FIRST.fullmatch(text):
            year, month, day = map(int, found.groups())
        elif found := _YEAR_LAST.fullmatch(text):
            day, month, year = map(int, found.groups())
        else:
            raise BadRow("not a date", "{} is not a date such as 2024-03-14", text)
        self.begins_with_year = found.re is _YEAR_FIRST
        self.usual = _midnight(year, month, day)
        self.exchanged = _midnight(year, day, month)
        if self.usual is None and (self.begins_with_year or self.exchanged is None):
            raise BadRow("no such day", "there is no day {}", text)

    def midnight(self, order: str) -> int | None:
        """Its midnight; None if it is no date in this order."""
        exchanging = statement.YEAR_DAY_MONTH if self.begins_with_year else statement.MONTH_FIRST
        return self.exchanged if order == exchanging else self.usual


class _Days(dict[str, Day]):
    def __missing__(self, text: str) -> Day:
        if len(self) > _MOST:
            self.clear()
        self[text] = day = Day(text)
        return day


class _Clocks(dict[str, tuple[int, int | None]]):
    """A time of day → its seconds, and its offset in seconds if it has one."""

    def __missing__(self, text: str) -> tuple[int, int | None]:
        found = _CLOCK.fullmatch(text)
        if not found:
            raise BadRow("not a time", "{} is not a time such as 00:30", text)
        hour, minute, second = (int(part or 0) for part in found.groups()[:3])
        is_utc, sign, *shift = found.groups()[3:]
        hours, minutes = (int(part or 0) for part in shift)
        offset = 3600 * hours + 60 * minutes
        seconds = 3600 * hour + 60 * minute + second
        if hour > 24 or minute > 59 or second > 59 or seconds > SECONDS_A_DAY or hours > 14:
            raise BadRow("no such time", "there is no time {}", text)
        if seconds % 1800 or offset % 1800:
            raise BadRow("not on a half hour", "{} is not on a half hour", text)
        if len(self) > _MOST:
            self.clear()
        known = is_utc or sign
        self[text] = found_ = seconds, (-offset if sign == "-" else offset) if known else None
        return found_


_days, _clocks = _Days(), _Clocks()


class WallTimes:
    """The times of one column, row by row."""

    def __init__(self) -> None:
        self._days: list[Day] = []
        self._seconds: list[int] = []
        self._offsets: list[int | None] = []

    def __len__(self) -> int:
        return len(self._days)

    def add(self, text: str) -> None:
        """Add the next row's time. Raises BadRow if it is none; then nothing is added."""
        written = text.strip()
        day, _, clock = written.replace("T", " ", 1).partition(" ")
        try:
            found, (seconds, offset) = _days[day], _clocks[clock.strip()]
        except BadRow as bad:
            raise bad.in_cell(written) from None
        self._days.append(found)
        self._seconds.append(seconds)
        self._offsets.append(offset)

    def drop_last(self) -> None:
        """Remove the last row's time."""
        for column in (self._days, self._seconds, self._offsets):
            column.pop()

    @property
    def have_offsets(self) -> bool:
        """Whether each time has one."""
        return None not in self._offsets

    @property
    def have_no_offsets(self) -> bool:
        """Whether none has."""
        return set(self._offsets) <= {None}

    def every(self, step: int) -> WallTimes:
        """The times of every `step`th row."""
        found = WallTimes()
        found._days, found._seconds = self._days[::step], self._seconds[::step]
        found._offsets = self._offsets[::step]
        return found

    @property
    def orders(self) -> tuple[str, ...]:
        """The orders that its dates may have, going by the dates alone."""
        possible = self.possible_orders
        return possible[:1] if possible[0] == statement.YEAR_FIRST else possible

    @property
    def possible_orders(self) -> tuple[str, ...]:
        """The orders in which all of its dates exist, including those that nobody uses; both if
        there is none."""
        days, both = set(self._days), self.both_orders
        return tuple(o for o in both if all(day.midnight(o) is not None for day in days)) or both

    @property
    def both_orders(self) -> tuple[str, str]:
        """The two orders that dates of this kind may have."""
        if all(day.begins_with_year for day in set(self._days)):
            return statement.YEAR_FIRST, statement.YEAR_DAY_MONTH
        return statement.DAY_FIRST, statement.MONTH_FIRST

    def walls(self, order: str) -> list[int | None]:
        """What the clocks showed, in seconds; None where there is no such day."""
        midnights = [day.midnight(order) for day in self._days]
        return [
            None if midnight is None else midnight + seconds
            for midnight, seconds in zip(midnights, self._seconds, strict=True)
        ]

    def exchanged_row(self, order: str) -> int | None:
        """The first row that is half an hour from the one above only if day and month of one
        of them are exchanged; None without any."""
        usual = self.walls(order)
        others = self.walls(next(each for each in self.both_orders if each != order))
        for row, (above, below) in enumerate(pairwise(usual), start=1):
            if not _are_adjacent(above, below) and (
                _are_adjacent(above, others[row]) or _are_adjacent(others[row - 1], below)
            ):
                return row
        return None

    def instants(self, zone: str, order: str) -> list[Sequence[int]]:
        """The instants that each time may be, UTC seconds: two in the hour that the clocks of the
        zone show twice, none in the hour that they skip."""
        walls = self.walls(order)
        if zone == statement.WRITTEN:
            return [
                () if wall is None or offset is None else (wall - offset,)
                for wall, offset in zip(walls, self._offsets, strict=True)
            ]
        if zone == statement.UTC:
            return [() if wall is None else (wall,) for wall in walls]
        return [() if wall is None else instants_of(wall, zone) for wall in walls]


def _are_adjacent(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and abs(one - other) == HALF_HOUR


def _midnight(year: int, month: int, day: int) -> int | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return (date(year, month, day).toordinal() - _EPOCH) * SECONDS_A_DAY
    except ValueError:
        return None


def instants_of(wall: int, zone: str) -> Sequence[int]:
    """When a clock of this zone shows `wall`."""
    day, seconds = divmod(wall, SECONDS_A_DAY)
    offsets = _offsets_of_day(day, zone)
    if len(offsets) == 1:
        return (wall - offsets[0],)
    zone_info = ZoneInfo(zone)
    shown = datetime(1970, 1, 1, tzinfo=zone_info) + timedelta(days=day, seconds=seconds)
    found = sorted({wall - offset for offset in offsets})
    return tuple(
        at
        for at in found
        if datetime.fromtimestamp(at, zone_info).replace(tzinfo=None) == shown.replace(tzinfo=None)
    )


@lru_cache(_MOST)
def _offsets_of_day(day: int, zone: str) -> tuple[int, ...]:
    """The offsets of the zone, in seconds, from a day before noon of this day to a day after."""
    noon = day * SECONDS_A_DAY + SECONDS_A_DAY // 2
    found = (
        datetime.fromtimestamp(noon + step * SECONDS_A_DAY // 2, UTC)
        .astimezone(ZoneInfo(zone))
        .utcoffset()
        for step in range(-2, 3)
    )
    return tuple({int(offset.total_seconds()) for offset in found if offset is not None})
