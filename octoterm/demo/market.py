"""The tariffs that the simulated supplier sells, and their rates. Pure.

Every rate is a function of tariff and day, so that each run has the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import cos, exp, tau
from random import Random
from typing import NamedTuple, TypeAlias

from octoterm.household.meter import Fuel
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import HALF_HOUR, LONDON, ONE_DAY
from octoterm.periods.period import add_months

DIRECT_DEBIT, OTHERWISE = "DIRECT_DEBIT", "NON_DIRECT_DEBIT"
DEARER_OTHERWISE = 1.0562
"""What a unit costs those who do not pay by direct debit."""
YEARS = 5
"""Before today: how far back the rates go."""
PUBLISHED = time(16, 0)
"""London time at which the half-hourly rates of the next day are published."""
LAST_PUBLISHED = time(23, 0)
"""London time at which the day of half-hourly rates ends."""
CAP = 95.24
"""p/kWh without VAT: the most that a half-hourly rate is."""
REGIONS = {"C": 1.0, "J": 1.04}
"""The letters of the regions, and how dear they are."""

_CALENDAR = Calendar()


class Rate(NamedTuple):
    """One row of the API's answer."""

    since: int
    until: int | None
    """UTC seconds; None if it has no end."""
    pence: float
    """Without VAT."""
    method: str | None = None


Rates: TypeAlias = Callable[[date, date], Iterator[Rate]]
"""Yields the rates from one day to another, in order: they may begin before and end after."""


class SoldTariff(NamedTuple):
    """A product, and what it costs in the cheapest region."""

    product: str
    name: str
    fuel: Fuel
    unit_rates: Rates
    standing: float
    """p/day without VAT."""
    is_export: bool = False
    is_half_hourly: bool = False

    def code(self, region: str) -> str:
        """`E-1R-AGILE-24-10-01-C`."""
        letter = "E" if self.fuel is Fuel.ELECTRICITY else "G"
        return f"{letter}-1R-{self.product}-{region}"

    def rates(self, region: str, now: datetime, since: int | None = None) -> list[Rate]:
        """The unit rates that are published at `now`, in order: at least those from `since`
        (UTC seconds) on."""
        today = now.astimezone(LONDON).date()
        first = date(today.year - YEARS, 1, 1)
        if self.is_half_hourly and since is not None:
            first = min(max(first, _CALENDAR.day_of(since)), today)
        factor = REGIONS[region]
        found = [
            rate._replace(pence=round(rate.pence * factor, 4))
            for rate in self.unit_rates(first, today + 2 * ONE_DAY)
        ]
        if not self.is_half_hourly:
            return [each for each in found if each.since <= now.timestamp()]
        end = published_until(now)
        return [each for each in found if each.since < end]

    def standing_charges(self, region: str, now: datetime) -> list[Rate]:
        """All standing charges, in order."""
        today = now.astimezone(LONDON).date()
        pence = round(self.standing * REGIONS[region], 4)
        years = [date(today.year - ago, 4, 1) for ago in range(YEARS, -1, -1)]
        begins = [_midnight(day) for day in years if day <= today]
        return [
            Rate(since, until, round(pence * (1 - 0.03 * ago), 4))
            for ago, (since, until) in enumerate(reversed([*pairwise([*begins, None])]))
            if since is not None
        ][::-1]


def published_until(now: datetime) -> int:
    """Until when half-hourly rates are published, UTC seconds: to 23:00 today, and from 16:00 on
    to 23:00 tomorrow."""
    local = now.astimezone(LONDON)
    day = local.date() + (ONE_DAY if local.time() >= PUBLISHED else timedelta())
    return _instant(day, LAST_PUBLISHED)


def _instant(day: date, clock: time) -> int:
    return int(datetime.combine(day, clock, LONDON).timestamp())


def _midnight(day: date) -> int:
    return _CALENDAR.start_of(day)


def _wholesale(day: date) -> float:
    """What energy costs around that day, as a share of the usual: dear in winter, and some years
    dearer than others."""
    season = cos(tau * (day.timetuple().tm_yday - 20) / 365.25)
    return 1.0 + 0.09 * season + 0.06 * cos(tau * day.toordinal() / 1300)


def _quarterly(pence: float) -> Rates:
    """A variable rate: changed every quarter, and dearer if not paid by direct debit."""

    def rates(first: date, last: date) -> Iterator[Rate]:
        day = date(first.year, 1, 1)
        while day <= last:
            following = add_months(day, 3)
            price = pence * _wholesale(day)
            until = _midnight(following) if following <= last else None
            yield Rate(_midnight(day), until, price, DIRECT_DEBIT)
            yield Rate(_midnight(day), until, price * DEARER_OTHERWISE, OTHERWISE)
            day = following

    return rates


def _daily(pence: float) -> Rates:
    """A rate for each day, like Tracker."""

    def rates(first: date, last: date) -> Iterator[Rate]:
        day = first
        while day < last:
            price = pence * _wholesale(day) * Random(f"daily {day}").uniform(0.8, 1.2)
            yield Rate(_midnight(day), _midnight(day + ONE_DAY), price)
            day += ONE_DAY

    return rates


def _half_hourly(first: date, last: date) -> Iterator[Rate]:
    """Rates like Agile's: dear from 16:00 to 19:00, below zero on windy nights."""
    day = first
    while day < last:
        chance = Random(f"half-hourly {day}")
        wind = chance.random()
        level = 16.0 * _wholesale(day) * (1.35 - 0.75 * wind)
        for start in _CALENDAR.half_hours(day):
            hour = datetime.fromtimestamp(start, LONDON).hour
            night = exp(-(((hour - 3.5) / 2.5) ** 2))
            noon = exp(-(((hour - 13.5) / 2.5) ** 2))
            peak = 13.0 if 16 <= hour < 19 else 0.0
            dip = (14.0 * night + 6.0 * noon) * max(0.0, wind - 0.45) * 2.2
            price = level * (1 - 0.35 * night) + peak - dip + chance.uniform(-1.2, 1.2)
            yield Rate(start, start + HALF_HOUR, min(CAP, round(price, 2)))
        day += ONE_DAY


def _by_hours(day_pence: float, *cheap: tuple[time, time, float]) -> Rates:
    """Rates by the time of the day, like Go's."""

    def rates(first: date, last: date) -> Iterator[Rate]:
        day = first
        while day < last:
            at = _instant(day - ONE_DAY, cheap[-1][1])
            for begins, ends, pence in cheap:
                yield Rate(at, _instant(day, begins), day_pence)
                at = _instant(day, ends)
                yield Rate(_instant(day, begins), at, pence)
            day += ONE_DAY

    return rates


def _fixed(pence: float, later: float) -> Rates:
    """A fixed rate that holds two prices: the second for those who begin later."""

    def rates(first: date, last: date) -> Iterator[Rate]:
        middle = date(last.year - 2, 7, 1)
        yield Rate(_midnight(first), _midnight(middle), pence)
        yield Rate(_midnight(middle), None, later)

    return rates


_NIGHT = (time(0, 30), time(5, 30), 8.0952)

SOLD = (
    SoldTariff("VAR-22-11-01", "Flexible Octopus", Fuel.ELECTRICITY, _quarterly(23.6), 42.1768),
    SoldTariff("VAR-20-09-01", "Flexible Octopus", Fuel.ELECTRICITY, _quarterly(21.9), 40.2),
    SoldTariff("SILVER-23-12-06", "Octopus Tracker", Fuel.ELECTRICITY, _daily(19.8), 41.9),
    SoldTariff(
        "LOYAL-FIX-12M-23-12-30", "Loyal Octopus 12M Fixed", Fuel.ELECTRICITY,
        _fixed(25.41, 22.87), 43.4,
    ),
    SoldTariff(
        "GO-VAR-22-10-14", "Octopus Go", Fuel.ELECTRICITY, _by_hours(27.5796, _NIGHT), 44.8,
    ),
    SoldTariff(
        "COSY-22-12-08", "Cosy Octopus", Fuel.ELECTRICITY,
        _by_hours(
            25.6966, (time(4), time(7), 12.6), (time(13), time(16), 12.6),
            (time(16), time(19), 38.5),
        ),
        46.4649,
    ),
    SoldTariff(
        "AGILE-24-10-01", "Agile Octopus", Fuel.ELECTRICITY, _half_hourly, 43.9,
        is_half_hourly=True,
    ),
    SoldTariff(
        "OUTGOING-FIX-12M-19-05-13", "Outgoing Octopus 12M Fixed", Fuel.ELECTRICITY,
        _fixed(5.5, 5.5), 0.0, is_export=True,
    ),
    SoldTariff(
        "OUTGOING-VAR-24-10-26", "Outgoing Octopus", Fuel.ELECTRICITY, _fixed(15.0, 15.0), 0.0,
        is_export=True,
    ),
    SoldTariff("VAR-22-11-01", "Flexible Octopus", Fuel.GAS, _quarterly(5.9), 27.1),
)  # fmt: skip
