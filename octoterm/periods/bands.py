"""Named hours of the day, such as those of a cheap rate, by the London clock. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time
from itertools import chain
from typing import NamedTuple

from octoterm.periods.calendar import HALF_HOURS, Calendar
from octoterm.periods.labels import hours_label
from octoterm.periods.london import london


class Band(NamedTuple):
    """The time from `begin` to `end` of every day, over midnight if `end` is not later.

    A half hour belongs to it if it starts in it.
    """

    name: str
    """Safe to show."""
    begin: time
    end: time

    @classmethod
    def named_by_hours(cls, begin: time, end: time) -> Band:
        """A band whose name is its hours: `16–19 h`, or `16:30–19:00`."""
        if begin.minute or end.minute:
            return cls(hours_label(begin, end), begin, end)
        return cls(f"{begin.hour}–{end.hour} h", begin, end)

    @property
    def full_name(self) -> str:
        """The name with the hours, `night 00:30–05:30`; or just `16–19 h`, which has them."""
        has_hours = self.name.replace("-", "–") == self.named_by_hours(self.begin, self.end).name
        return self.name if has_hours else f"{self.name} {hours_label(self.begin, self.end)}"

    def has(self, clock: time) -> bool:
        """Whether a half hour that starts when the clock shows this belongs to it."""
        if self.begin < self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end

    @property
    def half_hours(self) -> tuple[int, ...]:
        """The half hours of the clock that belong to it: 0 for 00:00 to 47 for 23:30."""
        return tuple(
            number for number in range(HALF_HOURS) if self.has(time(number // 2, number % 2 * 30))
        )


DEFAULT_BANDS = (
    Band("night", time(0, 30), time(5, 30)),
    Band.named_by_hours(time(16), time(19)),
)
"""The hours of common two-rate tariffs, and those in which the grid is busiest; not
called `peak`, which is the highest half hour of a household."""


def runs_of(band: Band, calendar: Calendar, day: date) -> Iterator[range]:
    """The numbers of the half hours of `day` that belong to `band`, as ranges of neighbours."""
    return neighbours(band.has(london(start).time()) for start in calendar.half_hours(day))


def neighbours(marks: Iterable[bool]) -> Iterator[range]:
    """The ranges of numbers of neighbours that are marked."""
    begin = None
    for number, marked in enumerate(chain(marks, (False,))):
        if marked and begin is None:
            begin = number
        elif not marked and begin is not None:
            yield range(begin, number)
            begin = None
