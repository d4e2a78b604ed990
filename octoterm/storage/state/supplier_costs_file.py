"""The costs of half hours according to the supplier, kept beside a meter point's readings.

They are in a small CSV, `Start,Pence` with the pence of energy with VAT, readable by its owner
only and replaced as a whole under a lock. It belongs to the household: nothing is ever removed
from it, and it does not change any reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from octoterm.errors import NotReadings
from octoterm.household.meter import Fuel
from octoterm.periods.london import HALF_HOUR, utc_stamp
from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.row import NUMBER, read_instant
from octoterm.runtime.slices import Sliced
from octoterm.safe_text import clean
from octoterm.storage.file_lock import LOCK_TIMEOUT
from octoterm.storage.shared_file import SharedFile
from octoterm.storage.text_pieces import Texts

HEADER = "Start,Pence"
AT_ONCE = 10_000
"""Lines to write at a time."""
_DEAREST = 1e6


class Kept(NamedTuple):
    """How many costs were new and how many changed when they were kept."""

    new: int
    changed: int


def supplier_costs_path(folder: Path, fuel: Fuel, number: str) -> Path:
    """The file of the meter point with this MPAN or MPRN."""
    fit = "".join(c if c.isalnum() or c in "-_" else "_" for c in number)
    return folder / f"supplier-costs-{fuel.value}-{fit}.csv"


def read_supplier_costs(path: Path) -> Sliced[Mapping[int, Fraction]]:
    """UTC start → pence with VAT; empty if nothing is kept. Raises FileError, and NotReadings if a
    line cannot be read."""
    return (yield from _read(SharedFile(path, LOCK_TIMEOUT)))


def keep_supplier_costs(path: Path, costs: Mapping[int, Fraction]) -> Sliced[Kept]:
    """Add these costs to the file; they replace other costs for the same half hours.
    Raises FileError; the file is then unchanged."""
    file = SharedFile(path, LOCK_TIMEOUT)

    def work() -> Sliced[Kept]:
        before = yield from _read(file)
        changed = sum(1 for start in costs if before.get(start, costs[start]) != costs[start])
        new = len(costs.keys() - before.keys())
        if new or changed:
            yield from file.replace(_content({**before, **costs}))
        return Kept(new, changed)

    return (yield from file.under_lock(work))


def _read(file: SharedFile) -> Sliced[dict[int, Fraction]]:
    found: dict[int, Fraction] = {}
    with file.opened() as opened:
        for text in Texts(opened):
            for line in filter(None, map(str.strip, text.split("\n"))):
                if line == HEADER:
                    continue
                start, cost = _cost(line, file.name)
                found[start] = cost
            yield 0
    return found


def _cost(line: str, name: str) -> tuple[int, Fraction]:
    """Raises NotReadings."""
    stamp, _, pence = line.partition(",")
    try:
        start = read_instant(stamp)
    except BadRow:
        start = -1
    if start % HALF_HOUR or not NUMBER.fullmatch(pence) or not abs(float(pence)) < _DEAREST:
        raise NotReadings(
            f"{name} has a line that is no cost of a half hour: {clean(line, 60)}",
            "Correct the line or remove it; `octoterm reconcile FILE --keep` adds costs again",
        )
    return start, Fraction(repr(float(pence)))


def _content(costs: Mapping[int, Fraction]) -> Iterator[bytes]:
    yield f"{HEADER}\n".encode()
    starts = sorted(costs)
    for first in range(0, len(starts), AT_ONCE):
        yield "".join(
            f"{utc_stamp(start)},{_pence(costs[start])}\n"
            for start in starts[first : first + AT_ONCE]
        ).encode()


def _pence(cost: Fraction) -> str:
    return repr(float(cost))
