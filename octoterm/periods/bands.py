"""Named hours of the day, such as those of a cheap rate, by the London clock. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

from octoterm.periods.calendar import HALF_HOURS, Calendar
from octoterm.periods.london import london


@dataclass(frozen=True)
class Band:
    """The time from `begin` to `end` of every day, over midnight if `end` is not later.

    A half hour belongs to it if it starts in it.
    """

    name: str
    """Safe to show."""
    begin: time
    end: time

    @property
    def hours(self) -> str:
        """`00:30–05:30`."""
        return f"{self.begin.isoformat('minutes')}–{self.end.isoformat('minutes')}"

    def has(self, clock: time) -> bool:
        """Whether a half hour that starts when the clock shows this belongs to it."""
        if self.begin < self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end

    @cached_property
    def half_hours(self) -> tuple[int, ...]:
        """The half hours of the clock that belong to it: 0 for 00:00 to 47 for 23:30."""
        return tuple(
            number for number in range(HALF_HOURS) if self.has(time(number // 2, number % 2 * 30))
        )


DEFAULT_BANDS = (
    Band("night", time(0, 30), time(5, 30)),
    Band("peak", time(16), time(19)),
)
"""The hours of common two-rate tariffs, and those in which the grid is busiest."""


def runs_of(band: Band, calendar: Calendar, day: date) -> Iterator[range]:
    """The numbers of the half hours of `day` that belong to `band`, as ranges of neighbours."""
    begin = None
    starts: Sequence[int] = calendar.half_hours(day)
    for number, start in enumerate(starts):
        belongs = band.has(london(start).time())
        if belongs and begin is None:
            begin = number
        elif not belongs and begin is not None:
            yield range(begin, number)
            begin = None
    if begin is not None:
        yield range(begin, len(starts))
