"""Looks for another way to take a file, when the stored readings do not fit it as it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from octoterm.household.meter import Fuel
from octoterm.imports import statement
from octoterm.imports.file_rows import FileRows, possible_units
from octoterm.imports.overlap import SOME, Comparer, Stored
from octoterm.imports.row_starts import StartsOfFile
from octoterm.imports.statement import Taking

MOST_SAMPLED = 5_000
"""Rows of a file that are looked at."""
MOST_CHANGES = 3
"""How much another way to take a file may differ: see `Taking.changes`."""


def better_taking(file: FileRows, stored: Stored, fuel: Fuel, taking: Taking) -> Taking | None:
    """The way to take the file that differs least from `taking` and fits better; None if there is
    none."""
    sample = _sampled(file)
    comparer, starts_of = Comparer(sample, stored), StartsOfFile(sample)
    mine = comparer.fitting(starts_of.by(taking).starts, taking.unit)
    best: Taking | None = None
    most = changes = 0
    for other in _others(file, fuel, taking):
        if best and taking.changes(other) > changes:
            break
        changes = taking.changes(other)
        starts = starts_of.by(other).starts
        its = comparer.fitting(starts, other.unit)
        gained, lost = len(its - mine), len(mine - its)
        if (
            gained >= SOME
            and gained > 3 * lost
            and gained - lost > most
            and comparer.compare(starts, other.unit).fits
        ):
            best, most = other, gained - lost
    return best


def _others(file: FileRows, fuel: Fuel, taking: Taking) -> Sequence[Taking]:
    """Other ways to take the file, beginning with those that differ least."""
    stamps = (statement.START, statement.END) if file.ends is None else (taking.stamp,)
    zones = dict.fromkeys((taking.zone, statement.LONDON, statement.UTC))
    orders = dict.fromkeys((taking.order, *file.times.possible_orders))
    shifts = (0, *statement.SHIFTS)
    ways = product(possible_units(fuel), zones, stamps, orders, shifts)
    others = [Taking(*way) for way in ways]
    near = [each for each in others if 0 < taking.changes(each) <= MOST_CHANGES]
    return sorted(near, key=taking.changes)


def _sampled(file: FileRows) -> FileRows:
    """The file, or rows from all over it."""
    step = -(-len(file.numbers) // MOST_SAMPLED)
    if step == 1:
        return file
    return file._replace(
        times=file.times.every(step),
        ends=file.ends and file.ends.every(step),
        numbers=file.numbers[::step],
        floats=file.floats[::step],
        lines=file.lines[::step],
    )
