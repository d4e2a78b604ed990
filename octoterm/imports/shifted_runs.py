"""Finds a part of a file whose times are wrong, though the others are right. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from octoterm.imports.overlap import SOME
from octoterm.imports.statement import SHIFTS
from octoterm.periods.london import HALF_HOUR


class ShiftedRun(NamedTuple):
    """Half hours in a row that are stored at another time."""

    first: int
    """Start of the first one in the file, UTC seconds."""
    half_hours: int
    shift: int
    """Minutes to add to their times, so that they are those stored."""


def shifted_run(
    file: Mapping[int, float],
    stored: Mapping[int, float],
    are_same: Callable[[float, float], bool],
) -> ShiftedRun | None:
    """The first run of half hours of the file, both by start (UTC seconds), that are stored half
    an hour or an hour before or after; None without any.

    One is enough next to half hours that are not stored: these would be taken with it.
    """
    different = sorted(
        start
        for start, value in file.items()
        if start in stored and not are_same(value, stored[start])
    )
    for shift in SHIFTS if different else ():
        seconds = 60 * shift

        def is_elsewhere(start: int, seconds: int = seconds) -> bool:
            held = stored.get(start + seconds)
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
            if len(run) >= SOME or touches_new:
                return ShiftedRun(min(run), len(run), shift)
    return None
