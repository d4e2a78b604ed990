# ruff: noqa: ARG001
"""What the readings of a meter point would have cost on other tariffs, by what is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from octoterm.consumption.series import Series
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import Period, add_months
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import Sliced
from octoterm.storage.folders import Folders

if TYPE_CHECKING:
    from octoterm.config.reader import Config
    from octoterm.household.meter import Meter
    from octoterm.tariff_comparison.comparison import TariffComparison
    from octoterm.tariff_comparison.what_if import WhatIf

MONTHS = 12
"""Of the time that is compared, if no other is asked for."""


class Compared(NamedTuple):
    """A comparison, and what is not in it."""

    comparison: TariffComparison
    not_compared: tuple[tuple[str, str], ...] = ()
    """The names of tariffs that cannot be priced, and why; safe to show."""


def comparison_of(
    config: Config,
    folders: Folders,
    point: MeterPoint,
    contents: Mapping[Meter, Contents],
    first: date,
    last: date,
    *,
    region: str | None = None,
    what_if: WhatIf | None = None,
    only: Sequence[str] = (),
    now: float,
) -> Sliced[Compared]:
    """The comparison of the London days from `first` to `last` at `now`, UTC seconds.

    `region` is the letter of the distribution region, by default that of the agreements; `only`
    are names or codes of tariffs, by default all that could be chosen. Raises OctotermError with
    words for people: for a net use, if the region or what the supplier sells is not known, and if
    the supplier's own costs cannot be read.
    """
    raise NotImplementedError
    yield 0


def default_period(series: Series, now: float) -> Period | None:
    """The last twelve whole calendar months with readings, or as many as there are: those that
    had ended by `now` (UTC seconds) and by the last reading. Without a whole month the days from
    the first reading to the last; None without readings."""
    if series.first is None or series.last is None:
        return None
    days = Calendar()  # money is of London's days
    first, last = days.day_of(series.first), days.day_of(series.last)
    ended = min(last, days.day_of(int(now)) - ONE_DAY)
    end = (ended + ONE_DAY).replace(day=1)
    begin = first if first.day == 1 else add_months(first.replace(day=1), 1)
    begin = max(begin, add_months(end, -MONTHS))
    return Period.spanning(begin, end - ONE_DAY) if begin < end else Period.spanning(first, last)
