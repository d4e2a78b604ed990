"""Which time a row means, where what a clock showed can mean two: other rows tell it. Pure.

Whether 4/11 is in April or in November is told by any row that is half an hour in one order of
day and month alone, and by any that is half an hour from the row above in one order alone.

As the clocks go back, 01:00 to 01:30 comes twice. The rows around it tell which of the two it is
where they go on in one direction, upwards or downwards, above it and below it, and only one of
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
from octoterm.readings_csv.row import NUMBER
from octoterm.readings_csv.spreadsheet import Cells, DateOrder, Evidence, repeated_half_hours

AROUND = 4
"""Rows on each side that all go one way, or there is no order: by chance they hardly do."""
LEAST_ABOVE, LEAST_BELOW = 1, 2
"""Of them, at the least. With three rows and one place where the order breaks, the break shows;
and the last row of a file may be one that somebody added."""
MOST_AROUND = 100
"""Rows to look at together: where they are more, many are there again."""
MOST_REPEATED = 10_000
"""Lines of repeated half hours to remember, of many thousands of years."""


class _ClockRow(NamedTuple):
    """A row by the clock whose date is certain."""

    starts: tuple[int, ...]
    """When it may begin, UTC seconds: two where the clock showed it twice."""
    line: int
    """Its number in the file."""
    value: float | str

    @property
    def is_repeated(self) -> bool:
        """Whether the clock showed it twice."""
        return len(self.starts) > 1


class EvidenceCollector:
    """Takes a file's rows from the first to the last, and has the evidence then."""

    def __init__(self) -> None:
        self._orders: set[DateOrder] = set()
        self._resolved: dict[int, tuple[int, float | str]] = {}
        """By line number, which repeated half hour it is, and its value."""
        self._own: dict[int, float] = {}
        """The values that rows in octoterm's own form give repeated half hours."""
        self._above: Mapping[DateOrder, tuple[int, ...]] = {}
        """When the last row may begin."""
        self._around: list[_ClockRow] = []
        """The last rows, which are not resolved yet."""

    def add_own(self, starts: Sequence[int], values: Sequence[float]) -> None:
        """One or several rows in octoterm's form."""
        self._compare(dict.fromkeys(DateOrder, (starts[0],)))
        self._above = dict.fromkeys(DateOrder, (starts[-1],))
        self._resolve()
        repeated = [
            start
            for year in range(london(min(starts)).year, london(max(starts)).year + 1)
            for start in repeated_half_hours(year)
        ]
        if any(start in starts for start in repeated):
            held = dict(zip(starts, values, strict=True))
            self._own.update((start, held[start]) for start in repeated if start in held)

    def add(self, cells: Cells, line: int) -> None:
        """A row in another form. Raises BadRow where it cannot be any half hour."""
        starts = cells.starts()
        if len(starts) == 1:
            self._orders.update(starts)
        self._compare(starts)
        self._above = starts
        if len(set(starts.values())) > 1 or not cells.is_clock_time:
            self._resolve()
        else:
            self._keep(_ClockRow(next(iter(starts.values())), line, _value(cells.number)))

    def evidence(self) -> Evidence:
        """What the rows told, after the last of them."""
        self._resolve()
        values: dict[int, set[float | str]] = {at: {value} for at, value in self._own.items()}
        for start, value in self._resolved.values():
            values.setdefault(start, set()).add(value)
        starts = {line: at for line, (at, _) in self._resolved.items() if len(values[at]) == 1}
        return Evidence(frozenset(self._orders), starts)

    def _compare(self, starts: Mapping[DateOrder, tuple[int, ...]]) -> None:
        """With the row above."""
        above = self._above
        near = {each for each in DateOrder if _are_adjacent(above.get(each), starts.get(each))}
        if len(near) == 1:
            self._orders |= near

    def _keep(self, row: _ClockRow) -> None:
        around = self._around
        if around and around[-1].starts == row.starts and not row.is_repeated:
            return  # the same once more tells nothing
        around.append(row)
        if len(around) >= AROUND and not any(each.is_repeated for each in around[-AROUND:]):
            self._resolve()
            self._around = around[-AROUND:]
        elif len(around) > MOST_AROUND:
            self._resolve()

    def _resolve(self) -> None:
        """Find out what the last rows tell of each other, and forget them."""
        around, self._around = self._around, []
        for _, alike in groupby(around, key=lambda row: row.starts):
            group = list(alike)
            if group[0].is_repeated and len(self._resolved) < MOST_REPEATED:
                at = around.index(group[0])
                above = _certain_starts(around[:at])[-AROUND:]
                below = _certain_starts(around[at + len(group) :])[:AROUND]
                self._resolved.update(_resolved(group, above, below))


def _resolved(
    group: Sequence[_ClockRow], above: Sequence[int], below: Sequence[int]
) -> Iterator[tuple[int, tuple[int, float | str]]]:
    """Which of two half hours each of these rows is, as far as the starts above and below tell."""
    if len(above) < LEAST_ABOVE or len(below) < LEAST_BELOW:
        return
    way = 1 if above[-1] < below[0] else -1
    if not ascending([*above, *below][::way]):
        return
    early, late = (above[-1], below[0])[::way]
    fitting = [start for start in group[0].starts if early < start < late]
    runs = [list(run) for _, run in groupby(group, key=lambda row: row.value)]
    if len(runs) == len(fitting):
        for start, run in zip(fitting[::way], runs, strict=True):
            yield from ((row.line, (start, row.value)) for row in run)


def _certain_starts(rows: Sequence[_ClockRow]) -> list[int]:
    """The starts of those that can only be one."""
    return [row.starts[0] for row in rows if not row.is_repeated]


def _are_adjacent(some: Sequence[int] | None, others: Sequence[int] | None) -> bool:
    return any(abs(one - other) == HALF_HOUR for one in some or () for other in others or ())


def _value(number: str) -> float | str:
    """What two texts of one number have in common."""
    return float(number) if NUMBER.fullmatch(number) else number
