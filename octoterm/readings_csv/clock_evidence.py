"""What the rows of a file tell of each other, where their times are what a clock showed. Pure.

Whether 4/11 is in April or in November is told by any row that is half an hour in one order of
day and month alone, and by any that is half an hour from the row above in one order alone.

As the clocks go back, 01:00 to 01:30 is there twice. The rows around it tell which of the two it
is where they go on in one direction, upwards or downwards, above it and below it, and only one of
the two lies between them; of two different rows where both do, one is each. Where one half hour
would come to have two different numbers, none of its rows is told. Rows in octoterm's own form
tell of no direction: octoterm itself may have put them in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from octoterm.periods.london import HALF_HOUR, london
from octoterm.readings_csv.document import ascending
from octoterm.readings_csv.line_format import NUMBER
from octoterm.readings_csv.spreadsheet import Cells, Evidence, Order, shown_twice

AROUND = 4
"""Rows on each side that all go one way, or there is no order: by chance they hardly do."""
LEAST_ABOVE, LEAST_BELOW = 1, 2
"""Of them, at the least. With three rows and one place where the order breaks, the break shows;
and the last row of a file may be one that somebody added."""
MOST_AROUND = 100
"""Rows to look at together: where they are more, many are there again."""
MOST_TOLD = 10_000
"""Half hours that were there twice, of many thousands of years."""


class _Seen(NamedTuple):
    """A row between two that tell: when it may begin, which line it is, and what its number is."""

    starts: tuple[int, ...]
    line: int
    value: float | str

    @property
    def is_twofold(self) -> bool:
        """Whether the clock showed it twice."""
        return len(self.starts) > 1


class Witness:
    """Is told of a file's rows from the first to the last, and then knows."""

    def __init__(self) -> None:
        self._orders: set[Order] = set()
        self._told: dict[int, tuple[int, float | str]] = {}
        """By the number of a line, the half hour that it is, and what it says of it."""
        self._own: dict[int, float] = {}
        """What rows in octoterm's form say of half hours that were there twice."""
        self._above: Mapping[Order, tuple[int, ...]] = {}
        self._around: list[_Seen] = []

    def saw_own(self, starts: Sequence[int], values: Sequence[float]) -> None:
        """One or several rows in octoterm's form."""
        self._compare(dict.fromkeys(Order, (starts[0],)))
        self._above = dict.fromkeys(Order, (starts[-1],))
        self._settle()
        twice = [
            start
            for year in range(london(min(starts)).year, london(max(starts)).year + 1)
            for start in shown_twice(year)
        ]
        if any(start in starts for start in twice):
            held = dict(zip(starts, values, strict=True))
            self._own.update((start, held[start]) for start in twice if start in held)

    def saw(self, cells: Cells, line: int) -> None:
        """A row in another form. Raises BadRow where it cannot be any half hour."""
        starts = cells.starts()
        if len(starts) == 1:
            self._orders.update(starts)
        self._compare(starts)
        self._above = starts
        if len(set(starts.values())) > 1 or not cells.is_clock_time:
            self._settle()
        else:
            self._keep(_Seen(next(iter(starts.values())), line, _value(cells.number)))

    def evidence(self) -> Evidence:
        """What came out, after the last row."""
        self._settle()
        values: dict[int, set[float | str]] = {at: {value} for at, value in self._own.items()}
        for start, value in self._told.values():
            values.setdefault(start, set()).add(value)
        told = {line: start for line, (start, _) in self._told.items() if len(values[start]) == 1}
        return Evidence(frozenset(self._orders), told)

    def _compare(self, starts: Mapping[Order, tuple[int, ...]]) -> None:
        """With the row above."""
        near = {order for order in Order if _are_near(self._above.get(order), starts.get(order))}
        if len(near) == 1:
            self._orders |= near

    def _keep(self, seen: _Seen) -> None:
        around = self._around
        if around and around[-1].starts == seen.starts and not seen.is_twofold:
            return  # the same once more tells nothing
        around.append(seen)
        if len(around) >= AROUND and not any(each.is_twofold for each in around[-AROUND:]):
            self._settle()
            self._around = around[-AROUND:]
        elif len(around) > MOST_AROUND:
            self._settle()

    def _settle(self) -> None:
        """Tell of the rows so far what can be told, and forget them."""
        around, self._around = self._around, []
        for _, alike in groupby(around, key=lambda seen: seen.starts):
            group = list(alike)
            if group[0].is_twofold and len(self._told) < MOST_TOLD:
                at = around.index(group[0])
                above, below = _certain(around[:at]), _certain(around[at + len(group) :])
                self._told.update(_told(group, above[-AROUND:], below[:AROUND]))


def _told(
    group: Sequence[_Seen], above: Sequence[int], below: Sequence[int]
) -> Iterator[tuple[int, tuple[int, float | str]]]:
    """Which of two half hours each of these rows is, as far as the starts above and below tell."""
    if len(above) < LEAST_ABOVE or len(below) < LEAST_BELOW:
        return
    way = 1 if above[-1] < below[0] else -1
    if not ascending([*above, *below][::way]):
        return
    early, late = (above[-1], below[0])[::way]
    fitting = [start for start in group[0].starts if early < start < late]
    runs = [list(run) for _, run in groupby(group, key=lambda seen: seen.value)]
    if len(runs) == len(fitting):
        for start, run in zip(fitting[::way], runs, strict=True):
            yield from ((seen.line, (start, seen.value)) for seen in run)


def _certain(seen: Sequence[_Seen]) -> list[int]:
    """The starts of those that can only be one."""
    return [each.starts[0] for each in seen if not each.is_twofold]


def _are_near(some: Sequence[int] | None, others: Sequence[int] | None) -> bool:
    return any(abs(one - other) == HALF_HOUR for one in some or () for other in others or ())


def _value(number: str) -> float | str:
    """What two texts of one number have in common."""
    return float(number) if NUMBER.fullmatch(number) else number
