"""Which of each meter's half hours another program has received already. Pure.

A bookmark has, for each UTC day, the number of half hours that were exported and a hash of them.
If these are still the same, only those after them are new; otherwise the whole day is exported
again. So every half hour is exported at least once, also when it was revised or filled a gap,
without a second copy of the readings.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import groupby

from octoterm.periods.london import INSTANT, SECONDS_A_DAY
from octoterm.readings_csv.line_format import Piece

Bookmark = Mapping[str, tuple[int, str]]
"""Number of a day since 1970, as text → how many of its half hours were exported, and their
hash."""


class Marking:
    """Passes on what is new since a bookmark, and makes the bookmark of what it has passed on."""

    def __init__(self, before: Bookmark) -> None:
        self.after = dict(before)
        """The bookmark once all pieces have been passed on."""

    def new(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """The parts of the pieces that have not been exported as they are now."""
        for day, starts, values in _by_day(pieces):
            had, known = self.after.get(day, (0, ""))
            is_same = 0 < had <= len(starts) and _hash(starts[:had], values[:had]) == known
            first = had if is_same else 0
            if first < len(starts):
                yield starts[first:], values[first:]
                self.after[day] = len(starts), _hash(starts, values)


def _by_day(pieces: Iterable[Piece]) -> Iterator[tuple[str, list[int], list[float]]]:
    """The half hours of each UTC day, also if they are in several pieces."""
    rows = (row for starts, values in pieces for row in zip(starts, values, strict=True))
    for day, some in groupby(rows, lambda row: row[0] // SECONDS_A_DAY):
        starts, values = zip(*some, strict=True)
        yield str(day), list(starts), list(values)


def _hash(starts: Sequence[int], values: Sequence[float]) -> str:
    content = array(INSTANT, starts).tobytes() + array("d", values).tobytes()
    return blake2b(content, digest_size=8).hexdigest()
