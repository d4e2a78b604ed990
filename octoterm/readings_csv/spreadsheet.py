"""Reads a line as a spreadsheet writes it: `29/03/2020 00:30;29/03/2020 02:00;0,123`. Pure.

Its columns, separator and unit (Wh) may differ from octoterm's. Its times may be London clock
times, which have no offset and may have the day or the month first: what is ambiguous is settled
by the file's other rows (see `ambiguous_times`), or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from octoterm.periods.calendar import FIRST_YEAR, LAST_YEAR
from octoterm.periods.labels import short_date_label
from octoterm.periods.london import HALF_HOUR, LONDON, london
from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.header import OWN_LAYOUT, WH, Layout
from octoterm.readings_csv.line_format import fields, line_of
from octoterm.readings_csv.row import (
    NOT_30_MINUTES,
    NUMBER,
    Row,
    not_half_an_hour,
    read_instant,
    read_number,
)

_CLOCK_TIME = re.compile(r"(\d\d?)/(\d\d?)/(\d{4}) (\d\d?):(\d\d)(?::00)?", re.ASCII)
_DAY_ENDS_FROM_NOON = timedelta(hours=-12), timedelta(hours=11)
"""To 00:00 and 23:00 of the same day, before and after any change of the clocks on it."""


class DateOrder(Enum):
    """Which of a date's first two numbers is the day."""

    DAY_FIRST = 0, 1
    MONTH_FIRST = 1, 0


class Evidence(NamedTuple):
    """What a file's rows show about its ambiguous times."""

    orders: frozenset[DateOrder]
    """Orders that at least one row must be in; if there is only one, it holds for all rows."""
    repeated: Mapping[int, int]
    """Line number → start (UTC seconds) of a half hour that the clock showed twice."""


class NeedsEvidence(Exception):
    """A row can only be read once all others have been examined."""


class Cells:
    """The three cells of a row, and what they may mean."""

    def __init__(self, line: str, layout: Layout = OWN_LAYOUT) -> None:
        """Raises BadRow."""
        separator = ";" if ";" in line else "\t" if line.count("\t") > line.count(",") else ","
        cells = fields(line.rstrip(f"{separator} \t\r"), separator, layout.columns)
        self.start, self.end = cells[layout.start], cells[layout.end]
        self.number = cells[layout.number]
        if separator != ",":
            self.number = self.number.replace(",", ".")
        if layout.unit == WH:
            self.number = _kwh_of_wh(self.number)

    @property
    def is_clock_time(self) -> bool:
        """Whether the start is a clock time, without an offset."""
        return bool(_CLOCK_TIME.fullmatch(self.start))

    def starts(self) -> Mapping[DateOrder, tuple[int, ...]]:
        """The possible starts of the half hour in each date order that is valid: two if the clock
        showed it twice. Raises BadRow if no order is valid."""
        found: dict[DateOrder, tuple[int, ...]] = {}
        wrong: list[BadRow] = []
        for order in DateOrder:
            try:
                found[order] = self._starts(order)
            except BadRow as bad:
                wrong.append(bad.with_traceback(None))  # the traceback would refer to this list
        if not found:  # prefer the error about the interval: its times were valid
            raise max(wrong, key=lambda bad: bad.kind == NOT_30_MINUTES)
        return found

    def _starts(self, order: DateOrder) -> tuple[int, ...]:
        starts, ends = _instants(self.start, order), _instants(self.end, order)
        fitting = tuple(start for start in starts if start + HALF_HOUR in ends)
        if not fitting:
            raise not_half_an_hour(self.start, self.end, ends[-1] - starts[-1])
        return fitting


def read_row(
    line: str, number: int = 0, layout: Layout = OWN_LAYOUT, evidence: Evidence | None = None
) -> Row:
    """The row in line `number` of the file, its text as octoterm writes it.

    Raises BadRow, and NeedsEvidence if evidence is needed but none is given.
    """
    cells = Cells(line, layout)
    value = read_number(cells.number)
    starts = cells.starts()
    if len(set(starts.values())) > 1:
        possible = _in_the_order_of_the_file(cells, starts, evidence)
    else:
        possible = next(iter(starts.values()))
    start = possible[0] if len(possible) == 1 else _which_of_the_two(cells, number, evidence)
    return Row(start, value, line_of(start, cells.number))


def in_own_columns(line: str, layout: Layout) -> str:
    """A line with unreadable times, in octoterm's columns and unit.

    Raises BadRow if it does not have the layout's columns.
    """
    cells = Cells(line, layout)
    read_number(cells.number)
    return f'"{cells.start}","{cells.end}",{cells.number}'


def _in_the_order_of_the_file(
    cells: Cells, starts: Mapping[DateOrder, tuple[int, ...]], evidence: Evidence | None
) -> tuple[int, ...]:
    if evidence is None:
        raise NeedsEvidence
    if len(evidence.orders) == 1:
        (order,) = evidence.orders
        return starts[order]
    days = " or ".join(short_date_label(london(start)) for start, *_ in starts.values())
    why = "the other rows say both" if evidence.orders else "no other row tells"
    raise BadRow(
        "day or month first",
        f"{{}} may be {days}, and {why}: write dates as 2024-03-14T00:30:00Z",
        cells.start,
    )


def _which_of_the_two(cells: Cells, number: int, evidence: Evidence | None) -> int:
    if evidence is None:
        raise NeedsEvidence
    if number not in evidence.repeated:
        raise BadRow(
            "an hour that is there twice",
            "{} is there twice as the clocks go back, and the rows around it do not tell which "
            "it is",
            cells.start,
        )
    return evidence.repeated[number]


def _instants(text: str, order: DateOrder) -> list[int]:
    """When a clock in London shows `text`, UTC seconds: two instants if the clocks go back then,
    none if they skip it. Raises BadRow instead of returning none."""
    found = _CLOCK_TIME.fullmatch(text)
    if not found:
        return [read_instant(text)]
    *dates, year, hour, minute = map(int, found.groups())
    day, month = (dates[place] for place in order.value)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadRow("no such year", f"the year {year} is not possible")
    if month > 12 or hour > 23 or minute > 59 or not (began := _midnights(year, month, day)):
        raise BadRow("no such time", "there is no time {}", text)
    there = [
        at
        for midnight in began
        if _shows(at := midnight + 3600 * hour + 60 * minute, hour) or len(began) == 1
    ]
    if not there or there[0] % HALF_HOUR:
        raise BadRow("no such time", "there is no half hour from or to {} in London", text)
    return there


@lru_cache
def repeated_half_hours(year: int) -> Sequence[int]:
    """Starts (UTC seconds) of the two half hours that are both 01:00 to 01:30 in London when the
    clocks go back in October."""
    for day in range(20, 32):
        starts = _instants(f"{day}/10/{year} 01:00", DateOrder.DAY_FIRST)
        if len(starts) > 1:
            return starts
    return ()


@lru_cache(maxsize=400)
def _midnights(year: int, month: int, day: int) -> tuple[int, ...]:
    """UTC seconds of a day's midnight in London, by each of its offsets: two if the clocks change
    on that day. Empty if there is no such day."""
    try:
        noon = datetime(year, month, day, 12, tzinfo=LONDON)
    except ValueError:
        return ()
    offsets = {(noon + shift).replace(fold=0).utcoffset() for shift in _DAY_ENDS_FROM_NOON}
    midnight = int(datetime(year, month, day, tzinfo=UTC).timestamp())
    return tuple(
        sorted(midnight - int(offset.total_seconds()) for offset in offsets if offset is not None)
    )


def _shows(instant: int, hour: int) -> bool:
    """Whether the clock in London shows this hour at `instant`."""
    return london(instant).hour == hour


def _kwh_of_wh(number: str) -> str:
    """A number in Wh as exact kWh: `250` is `0.25`. Any other text is returned as it is."""
    if not NUMBER.fullmatch(number):
        return number
    from decimal import Decimal  # imported here, as few files need it

    try:
        kwh = Decimal(number).scaleb(-3).normalize()
    except ArithmeticError:
        return number  # the exponent is too large: read_number reports it
    return f"{kwh:f}" if -30 < kwh.adjusted() < 30 else str(kwh)
