"""What is usual for each weekday, before each day of a history. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from octoterm.consumption.days import Day
from octoterm.periods.calendar import DAYS_OF_A_WEEK

WEEKS = 3
"""Same weekdays that the usual is the mean of; more would lag behind the household's habits."""
OLDEST = timedelta(weeks=16)
"""How far back to look for them, as some may be incomplete."""


class UsualWeek(NamedTuple):
    """The means of the last complete same weekdays, Monday first."""

    totals: tuple[float, ...]
    coldness: tuple[float, ...]
    """Of the days that the totals are from: see `yearly_curve`."""

    def over(self, first: int, length: int) -> UsualSums:
        """The sums over `length` days from weekday `first`."""
        weeks, rest = divmod(length, DAYS_OF_A_WEEK)
        return UsualSums(
            *(weeks * sum(means) + sum((means + means)[first : first + rest]) for means in self)
        )


class UsualSums(NamedTuple):
    """The sums of some days of a usual week."""

    total: float
    coldness: float


def usual_weeks(days: Sequence[Day], coldness: Sequence[float]) -> Iterator[UsualWeek | None]:
    """The usual week before each of `days` and after the last; None where there are too few."""
    recent: list[deque[tuple[Day, float]]] = [deque(maxlen=WEEKS) for _ in range(DAYS_OF_A_WEEK)]
    means: list[tuple[float, float] | None] = [None] * DAYS_OF_A_WEEK
    yield None
    for day, cold in zip(days, coldness, strict=True):
        weekday = day.day.weekday()
        same = recent[weekday]
        while same and same[0][0].day < day.day - OLDEST:
            same.popleft()
        if day.complete:
            same.append((day, cold))
        means[weekday] = _means(same) if len(same) == WEEKS else None
        known = [mean for mean in means if mean is not None]
        yield UsualWeek(*zip(*known, strict=True)) if len(known) == DAYS_OF_A_WEEK else None


def _means(same: Sequence[tuple[Day, float]]) -> tuple[float, float]:
    return sum(day.total for day, _ in same) / len(same), sum(cold for _, cold in same) / len(same)
