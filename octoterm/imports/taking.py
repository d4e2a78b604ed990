"""Half hours from the rows of a file, taken in one way. Pure."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from octoterm.imports import statement
from octoterm.imports.file_rows import FileRows
from octoterm.imports.statement import Taking
from octoterm.periods.london import HALF_HOUR, INSTANT
from octoterm.readings_csv.row import HIGHEST, NOT_30_MINUTES

NONE = 0
"""Stands for the start of a row that is no half hour; it is in 1970."""
NO_SUCH_TIME = "no such time in this zone"
TWICE = "an hour that is there twice"


class Taken(NamedTuple):
    """The half hours of a file."""

    starts: Sequence[int]
    """UTC seconds, for each row of the file; NONE where it cannot be taken so."""
    reasons: Counter[str]
    """Why not: each kind, and how many there are."""


def take(file: FileRows, taking: Taking) -> Taken:
    """The half hours of the file, taken in this way."""
    begins = file.times.instants(taking.zone, taking.order)
    back = 0
    if file.ends is None:
        found = _settled([each or NO_SUCH_TIME for each in begins])
        if taking.stamp == statement.END:
            back = HALF_HOUR
    else:
        ends = file.ends.instants(taking.zone, taking.order)
        found = _settled([_fitting(*pair) for pair in zip(begins, ends, strict=True)])
    moved = 60 * taking.shift - back
    most = HIGHEST * (1000 if taking.unit == statement.WH else 1)
    starts, reasons = array(INSTANT), Counter[str]()
    for start, number in zip(found, file.floats, strict=True):
        if isinstance(start, str) or number > most:
            reasons[start if isinstance(start, str) else "too large"] += 1
            starts.append(NONE)
        else:
            starts.append(start + moved)
    return Taken(starts, reasons)


def _fitting(begins: Sequence[int], ends: Sequence[int]) -> Sequence[int] | str:
    """The possible starts of a half hour between two times; or why there is none."""
    if len(begins) == len(ends) == 1:
        return begins if ends[0] - begins[0] == HALF_HOUR else NOT_30_MINUTES
    if not begins or not ends:
        return NO_SUCH_TIME
    return [start for start in begins if start + HALF_HOUR in ends] or NOT_30_MINUTES


def _settled(possible: Sequence[Sequence[int] | str]) -> list[int | str]:
    """The start of each row, or why it has none.

    A time that the clocks showed twice is settled where the file has it twice and then runs in
    one direction: forwards, the first is the earlier one.
    """
    found: list[int | str] = []
    doubtful: dict[tuple[int, ...], list[int]] = {}
    for row, starts in enumerate(possible):
        if isinstance(starts, str):
            found.append(starts)
        elif len(starts) == 1:
            found.append(starts[0])
        else:
            found.append(TWICE)
            doubtful.setdefault(tuple(starts), []).append(row)
    for step in (1, -1) if doubtful else ():
        settled = found.copy()
        for starts, rows in doubtful.items():
            if len(starts) == len(rows):
                for row, start in zip(rows, starts[::step], strict=True):
                    settled[row] = start
        certain = [start for start in settled if isinstance(start, int)][::step]
        if all(later > earlier for earlier, later in pairwise(certain)):
            return settled
    return found


def lasts_half_an_hour(starts: Sequence[int]) -> bool:
    """Whether the rows of single times are half hours: any two follow one another like that, or
    there are too few to tell."""
    ordered = sorted({start for start in starts if start != NONE})
    steps = Counter(later - earlier for earlier, later in pairwise(ordered))
    return len(ordered) < 3 or 2 * steps[HALF_HOUR] > steps.total() - steps[HALF_HOUR]
