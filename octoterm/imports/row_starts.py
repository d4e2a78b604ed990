"""The half hours of a file's rows, taken in one way. Pure."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from octoterm.imports import statement
from octoterm.imports.file_rows import FileRows
from octoterm.imports.statement import Taking
from octoterm.imports.wall_times import WallTimes
from octoterm.periods.london import HALF_HOUR, INSTANT, SECONDS_A_DAY
from octoterm.readings_csv.row import HIGHEST, NOT_30_MINUTES

NONE = 0
"""Stands for the start of a row that is no half hour: no reading is from 1970."""
NO_SUCH_TIME = "no such time in this zone"
NEIGHBOURS = 4
"""Rows on each side of a repeated hour that show in which direction the file runs."""
IN_ORDER = 0.9
"""A file counts as in order if this share of its rows goes in the same direction."""
TWICE = "an hour that is there twice"


class RowStarts(NamedTuple):
    """The half hours of a file, taken in one way."""

    starts: Sequence[int]
    """UTC seconds, for each row of the file; NONE for a row that cannot be taken in this way."""
    reasons: Counter[str]
    """Why rows cannot be taken in this way, with the number of rows for each reason."""


class StartsOfFile:
    """The half hours of a file for each way to take it. Each zone and order is read only once."""

    def __init__(self, file: FileRows) -> None:
        self._file = file
        self._unmoved: dict[Taking, RowStarts] = {}

    def by(self, taking: Taking) -> RowStarts:
        """The half hours, taken in this way."""
        unmoved = taking._replace(stamp=statement.START, shift=0)
        if unmoved not in self._unmoved:
            self._unmoved[unmoved] = _row_starts(self._file, unmoved)
        starts, reasons = self._unmoved[unmoved]
        is_end = taking.stamp == statement.END and self._file.ends is None
        moved = 60 * taking.shift - HALF_HOUR * is_end
        if moved:
            starts = array(INSTANT, [start and start + moved for start in starts])
        return RowStarts(starts, reasons)


def _row_starts(file: FileRows, taking: Taking) -> RowStarts:
    """The half hours of the file in this unit, zone and order, as if single times were starts."""
    begins = file.times.instants(taking.zone, taking.order)
    if file.ends is None:
        found = _settled([each or NO_SUCH_TIME for each in begins])
    else:
        ends = file.ends.instants(taking.zone, taking.order)
        found = _settled([_fitting(*pair) for pair in zip(begins, ends, strict=True)])
    most = HIGHEST * (1000 if taking.unit == statement.WH else 1)
    starts, reasons = array(INSTANT), Counter[str]()
    for start, number in zip(found, file.floats, strict=True):
        if isinstance(start, int) and start % HALF_HOUR == 0 and number <= most:
            starts.append(start)
            continue
        reasons[_reason(start, number > most)] += 1
        starts.append(NONE)
    return RowStarts(starts, reasons)


def _reason(start: int | str, is_too_large: bool) -> str:
    """Why a row is no half hour."""
    if isinstance(start, str):
        return start
    return "too large" if is_too_large else "not on a half hour"


def _fitting(begins: Sequence[int], ends: Sequence[int]) -> Sequence[int] | str:
    """The possible starts of a half hour between two times, or why there is none."""
    if len(begins) == len(ends) == 1:
        return begins if ends[0] - begins[0] == HALF_HOUR else NOT_30_MINUTES
    if not begins or not ends:
        return NO_SUCH_TIME
    return [start for start in begins if start + HALF_HOUR in ends] or NOT_30_MINUTES


def _settled(possible: Sequence[Sequence[int] | str]) -> list[int | str]:
    """The start of each row, or why it has none.

    A half hour that the clocks showed twice is settled only if the file has it twice, and the rows
    around it then run in one direction.
    """
    found: list[int | str] = []
    autumns: dict[int, dict[tuple[int, ...], list[int]]] = {}
    for row, starts in enumerate(possible):
        if isinstance(starts, str):
            found.append(starts)
        elif len(starts) == 1:
            found.append(starts[0])
        else:
            found.append(TWICE)
            autumns.setdefault(starts[0] // SECONDS_A_DAY, {}).setdefault(
                tuple(starts), []
            ).append(row)
    for rows_of in autumns.values():
        for row, start in _repeated_hour(rows_of, found).items():
            found[row] = start
    return found


def _repeated_hour(
    rows_of: Mapping[tuple[int, ...], Sequence[int]], found: Sequence[int | str]
) -> Mapping[int, int]:
    """The starts of the rows of one repeated hour; empty if nothing shows which is which."""
    rows = [row for each in rows_of.values() for row in each]
    around = range(max(0, min(rows) - NEIGHBOURS), min(len(found), max(rows) + NEIGHBOURS + 1))
    fitting: list[Mapping[int, int]] = []
    for step in (1, -1):
        settled = {
            row: start
            for starts, each in rows_of.items()
            if len(starts) == len(each)
            for row, start in zip(each, starts[::step], strict=True)
        }
        there = [settled.get(row, found[row]) for row in around]
        certain = [start for start in there if isinstance(start, int)][::step]
        if settled and all(later > earlier for earlier, later in pairwise(certain)):
            fitting.append(settled)
    return fitting[0] if len(fitting) == 1 else {}


def displaced_row(starts: Sequence[int]) -> int | None:
    """The first row whose time is not between those of its neighbours, which are in order. None
    if there is no such row, or if the file as a whole is in no order."""
    rows = [row for row, start in enumerate(starts) if start != NONE]
    steps = [starts[later] - starts[earlier] for earlier, later in pairwise(rows)]
    forwards, backwards = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    if max(forwards, backwards) < IN_ORDER * len(steps):
        return None
    if backwards > forwards:
        rows.reverse()
    for above, row, below in zip(rows, rows[1:], rows[2:], strict=False):
        if starts[above] < starts[below] and not starts[above] <= starts[row] <= starts[below]:
            return row
    return None


def lasts_half_an_hour(starts: Sequence[int]) -> bool:
    """Whether rows with single times are half hours: most of them are half an hour apart, or there
    are too few to tell."""
    ordered = sorted({start for start in starts if start != NONE})
    steps = Counter(later - earlier for earlier, later in pairwise(ordered))
    return len(ordered) < 3 or 2 * steps[HALF_HOUR] > steps.total() - steps[HALF_HOUR]


def orders_that_run(times: WallTimes) -> Sequence[str]:
    """The possible orders of a date's numbers; only one if rows are consecutive in no other."""
    orders = times.possible_orders
    if len(orders) == 1:
        return orders
    following = [
        {
            row
            for row, (above, below) in enumerate(pairwise(times.walls(order)))
            if above is not None and below is not None and abs(above - below) == HALF_HOUR
        }
        for order in orders
    ]
    for order, mine, others in zip(orders, following, following[::-1], strict=True):
        if mine > others:
            return (order,)
    return times.orders
