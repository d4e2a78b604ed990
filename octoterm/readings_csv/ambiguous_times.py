"""Works out ambiguous clock times in a CSV file from its other rows. Pure.

Date order: 4/11 may be in April or in November. A row settles it for the whole file if it is a
valid half hour in one order only, or adjacent to the row above in one order only.

Repeated hour: when the clocks go back, 01:00 to 02:00 occurs twice. A row in it is settled if the
rows above and below run in one direction, up or down, and only one of its two instants lies
between them. If both do, and there are two different rows, each gets one of them.

Two exceptions: if a half hour would get two different numbers, none of its rows is settled; and
rows in octoterm's own form show no direction, as octoterm may have inserted them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from octoterm.periods.london import HALF_HOUR, london
from octoterm.readings_csv.document import ascending
from octoterm.readings_csv.row import NUMBER
from octoterm.readings_csv.spreadsheet import Cells, DateOrder, Evidence, repeated_half_hours

NEIGHBOURS = 4
"""Rows on each side that must all run in one direction; they rarely do by chance."""
MIN_ABOVE, MIN_BELOW = 1, 2
"""Minimum rows above and below. Three rows show a break in their order; two are needed below, as
the last row of a file may have been added by hand."""
MOST_PENDING = 100
"""Rows to keep until they are resolved: more of them must be repetitions."""
MOST_REPEATED = 10_000
"""Lines in repeated hours to remember: as many as in thousands of years."""


class _ClockRow(NamedTuple):
    """A row in clock time whose date is certain."""

    starts: tuple[int, ...]
    """Possible starts, UTC seconds: two if the clock showed the time twice."""
    line: int
    """Line number in the file."""
    value: float | str

    @property
    def is_repeated(self) -> bool:
        """Whether the clock showed the time twice."""
        return len(self.starts) > 1


class EvidenceCollector:
    """Collects evidence from a file's rows, which are added from first to last."""

    def __init__(self) -> None:
        self._orders: set[DateOrder] = set()
        self._resolved: dict[int, tuple[int, float | str]] = {}
        """Line number → start of its repeated half hour, and its value."""
        self._own: dict[int, float] = {}
        """Start of a repeated half hour → its value in a row of octoterm's own form."""
        self._above: Mapping[DateOrder, tuple[int, ...]] = {}
        """Possible starts of the last row."""
        self._pending: list[_ClockRow] = []
        """The last rows, not yet resolved."""

    def add_own(self, starts: Sequence[int], values: Sequence[float]) -> None:
        """Add one or more rows in octoterm's own form."""
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
        """Add a row in another form. Raises BadRow if it cannot be a half hour."""
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
        """The evidence, once all rows have been added."""
        self._resolve()
        values: dict[int, set[float | str]] = {at: {value} for at, value in self._own.items()}
        for start, value in self._resolved.values():
            values.setdefault(start, set()).add(value)
        starts = {line: at for line, (at, _) in self._resolved.items() if len(values[at]) == 1}
        return Evidence(frozenset(self._orders), starts)

    def _compare(self, starts: Mapping[DateOrder, tuple[int, ...]]) -> None:
        """Compare a row with the one above, which may reveal the date order."""
        above = self._above
        near = {each for each in DateOrder if _are_adjacent(above.get(each), starts.get(each))}
        if len(near) == 1:
            self._orders |= near

    def _keep(self, row: _ClockRow) -> None:
        pending = self._pending
        if pending and pending[-1].starts == row.starts and not row.is_repeated:
            return  # a repetition is no evidence
        pending.append(row)
        if len(pending) >= NEIGHBOURS and not any(
            each.is_repeated for each in pending[-NEIGHBOURS:]
        ):
            self._resolve()
            self._pending = pending[-NEIGHBOURS:]
        elif len(pending) > MOST_PENDING:
            self._resolve()

    def _resolve(self) -> None:
        """Resolve the repeated half hours among the pending rows, and forget the rows."""
        pending, self._pending = self._pending, []
        for _, alike in groupby(pending, key=lambda row: row.starts):
            group = list(alike)
            if group[0].is_repeated and len(self._resolved) < MOST_REPEATED:
                at = pending.index(group[0])
                above = _certain_starts(pending[:at])[-NEIGHBOURS:]
                below = _certain_starts(pending[at + len(group) :])[:NEIGHBOURS]
                self._resolved.update(_resolved(group, above, below))


def _resolved(
    group: Sequence[_ClockRow], above: Sequence[int], below: Sequence[int]
) -> Iterator[tuple[int, tuple[int, float | str]]]:
    """The line numbers of `group`, with start and value, if the starts around it settle them."""
    if len(above) < MIN_ABOVE or len(below) < MIN_BELOW:
        return
    step = 1 if above[-1] < below[0] else -1
    if not ascending([*above, *below][::step]):
        return
    early, late = (above[-1], below[0])[::step]
    fitting = [start for start in group[0].starts if early < start < late]
    runs = [list(run) for _, run in groupby(group, key=lambda row: row.value)]
    if len(runs) == len(fitting):
        for start, run in zip(fitting[::step], runs, strict=True):
            yield from ((row.line, (start, row.value)) for row in run)


def _certain_starts(rows: Sequence[_ClockRow]) -> list[int]:
    """The starts of the rows that have only one."""
    return [row.starts[0] for row in rows if not row.is_repeated]


def _are_adjacent(some: Sequence[int] | None, others: Sequence[int] | None) -> bool:
    return any(abs(one - other) == HALF_HOUR for one in some or () for other in others or ())


def _value(number: str) -> float | str:
    """The number as a float, so that different spellings of it are equal; any other text as is."""
    return float(number) if NUMBER.fullmatch(number) else number
