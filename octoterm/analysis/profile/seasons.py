"""The seasons of the weather, in whole months. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum

from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import add_months


class Season(Enum):
    """Three months each, as the Met Office counts them."""

    WINTER = "winter"
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"

    def stretches(self, first: date, last: date) -> Iterator[tuple[date, date]]:
        """The first and the last day of the season in each year, cut to those from `first` to
        `last`, both inclusive."""
        number = _SEASONS.index(self)
        for year in range(first.year, min(last.year + 1, date.max.year) + 1):
            begin = date(year, 3 * number, 1) if number else date(year - 1, 12, 1)
            end = add_months(begin, 3) - ONE_DAY
            if begin <= last and end >= first:
                yield max(begin, first), min(end, last)


_SEASONS = tuple(Season)


def season_of(day: date) -> Season:
    """The season of a day: winter is December to February."""
    return _SEASONS[day.month % 12 // 3]
