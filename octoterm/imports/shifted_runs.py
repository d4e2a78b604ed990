"""Finds a part of a file whose times may be wrong, although the rest is right. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import NamedTuple

from octoterm.imports.overlap import SOME
from octoterm.periods.london import HALF_HOUR

SHIFTS = sorted((60 * step for step in range(-180, 181, 30) if step), key=abs)
"""Seconds by which a part of a file may be shifted: up to three hours."""
NEIGHBOURS, MOST_DIFFERENT = 4, 2
"""Half hours to look at on each side of a new one, and how many of them make it doubtful if they
differ."""
NEARBY = 3600
"""Seconds by which tools are usually wrong: for such a shift, one half hour next to new ones is
enough."""


class ShiftedRun(NamedTuple):
    """Half hours in a row that are stored at another time."""

    first: int
    """Start of the first one in the file, UTC seconds."""
    half_hours: int
    shift: int
    """Minutes to add to their times to get those stored."""


def shifted_run(
    file: Mapping[int, float],
    stored: Mapping[int, float],
    are_same: Callable[[float, float], bool],
) -> ShiftedRun | None:
    """The first run of half hours of the file that are stored half an hour to three hours earlier
    or later; None without any. `file` and `stored` are by start, in UTC seconds.

    One or two are enough next to half hours that are not stored, which would be added at times
    that are as wrong.
    """
    different = sorted(
        start
        for start, value in file.items()
        if start in stored and not are_same(value, stored[start])
    )
    for shift in SHIFTS if different else ():
        enough = 1 if abs(shift) <= NEARBY else 2

        def is_elsewhere(start: int, shift: int = shift) -> bool:
            held = stored.get(start + shift)
            return held is not None and are_same(file[start], held)

        seen: set[int] = set()
        for start in different:
            if start in seen or not is_elsewhere(start):
                continue
            run, touches_new = [start], False
            for step in (HALF_HOUR, -HALF_HOUR):
                at = start + step
                while at in file and at in stored and is_elsewhere(at):
                    if not are_same(file[at], stored[at]):
                        run.append(at)
                    at += step
                touches_new |= at in file and at not in stored
            seen.update(run)
            if len(run) >= (enough if touches_new else SOME):
                return ShiftedRun(min(run), len(run), shift // 60)
    return None


def doubtful_half_hour(
    file: Mapping[int, float],
    stored: Mapping[int, float],
    are_same: Callable[[float, float], bool],
) -> int | None:
    """The start of the first half hour of the file that is not stored and has doubtful neighbours:
    of the four nearest on one side that can be compared, two differ from the stored values. None
    without any.
    """
    is_same: dict[int, bool] = {}
    for start, value in file.items():
        held = stored.get(start)
        if held is not None and (value or held):  # two zeros show nothing
            is_same[start] = are_same(value, held)
    if all(is_same.values()):
        return None
    for ordered in (sorted(file), sorted(file, reverse=True)):
        nearest: deque[bool] = deque(maxlen=NEIGHBOURS)
        for start in ordered:
            if start in is_same:
                nearest.append(is_same[start])
            elif start not in stored and nearest.count(False) >= MOST_DIFFERENT:
                return start
    return None
