"""Generates the simulated supplier's rates, day by day. Pure.

Every rate is a function of tariff and day, so each run has the same rates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from math import cos, exp, tau
from random import Random
from typing import NamedTuple, TypeAlias

from octoterm.periods.calendar import Calendar
from octoterm.periods.london import HALF_HOUR, LONDON, ONE_DAY
from octoterm.periods.period import add_months

DIRECT_DEBIT, OTHERWISE = "DIRECT_DEBIT", "NON_DIRECT_DEBIT"
DEARER_OTHERWISE = 1.0562
"""The price of a unit without direct debit, as a multiple of the price with it."""
PUBLISHED = time(16, 0)
"""London time at which the rates of the next day are published, where they change every day."""
LAST_PUBLISHED = time(23, 0)
"""London time at which the day of half-hourly rates ends."""
CAP = 95.24
"""The highest half-hourly rate, p/kWh without VAT."""

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


class Pattern(NamedTuple):
    """Rates, and when they are published."""

    rates: Rates
    published_until: Callable[[datetime], int]
    """Given the current time, returns the UTC seconds before which all published rates begin."""
    is_by_day: bool = False
    """Whether the rates of a day depend on that day only."""


def midnight(day: date) -> int:
    """When the day begins in London, UTC seconds."""
    return _CALENDAR.start_of(day)


def published_until(now: datetime) -> int:
    """The end of the published half-hourly rates, UTC seconds: 23:00 today until 16:00, then 23:00
    tomorrow."""
    return _instant(_last_published_day(now), LAST_PUBLISHED)


def quarterly(pence: float) -> Pattern:
    """A variable rate: changed every quarter, and dearer if not paid by direct debit."""

    def rates(first: date, last: date) -> Iterator[Rate]:
        day = date(first.year, 1, 1)
        while day <= last:
            following = add_months(day, 3)
            price = pence * _wholesale(day)
            until = midnight(following) if following <= last else None
            yield Rate(midnight(day), until, price, DIRECT_DEBIT)
            yield Rate(midnight(day), until, price * DEARER_OTHERWISE, OTHERWISE)
            day = following

    return Pattern(rates, _begun)


def daily(pence: float) -> Pattern:
    """A rate for each day, like Tracker."""

    def rates(first: date, last: date) -> Iterator[Rate]:
        day = first
        while day < last:
            price = pence * _wholesale(day) * Random(f"daily {day}").uniform(0.8, 1.2)
            yield Rate(midnight(day), midnight(day + ONE_DAY), price)
            day += ONE_DAY

    def until(now: datetime) -> int:
        return midnight(_last_published_day(now) + ONE_DAY)

    return Pattern(rates, until, is_by_day=True)


def half_hourly(paid: float | None = None) -> Pattern:
    """Rates like Agile's: dear from 16:00 to 19:00, below zero on windy nights. For export, `paid`
    is the share of these rates that is paid, which is never below zero."""

    def rates(first: date, last: date) -> Iterator[Rate]:
        day = first
        while day < last:
            for start, pence in _half_hours(day):
                price = pence if paid is None else max(0.0, round(pence * paid, 2))
                yield Rate(start, start + HALF_HOUR, price)
            day += ONE_DAY

    return Pattern(rates, published_until, is_by_day=True)


def by_hours(otherwise: float, *windows: tuple[time, time, float]) -> Pattern:
    """Rates by the time of the day, like Go's; they are published to the end of tomorrow. The
    first window may begin on the evening before."""

    def rates(first: date, last: date) -> Iterator[Rate]:
        day = first
        while day <= last:
            at = _instant(day - ONE_DAY, windows[-1][1])
            for begins, ends, pence in windows:
                since = _instant(day - ONE_DAY if begins > ends else day, begins)
                if at < since:
                    yield Rate(at, since, otherwise)
                at = _instant(day, ends)
                yield Rate(since, at, pence)
            day += ONE_DAY

    def until(now: datetime) -> int:
        return midnight(now.astimezone(LONDON).date() + 2 * ONE_DAY)

    return Pattern(rates, until, is_by_day=True)


def fixed(pence: float, later: float) -> Pattern:
    """A fixed rate with two prices, the second for those who begin later."""

    def rates(first: date, last: date) -> Iterator[Rate]:
        middle = date(last.year - 2, 7, 1)
        yield Rate(midnight(first), midnight(middle), pence)
        yield Rate(midnight(middle), None, later)

    return Pattern(rates, _begun)


def constant(pence: float) -> Pattern:
    """One rate, dearer if not paid by direct debit."""

    def rates(first: date, last: date) -> Iterator[Rate]:  # noqa: ARG001
        yield Rate(midnight(first), None, pence, DIRECT_DEBIT)
        yield Rate(midnight(first), None, pence * DEARER_OTHERWISE, OTHERWISE)

    return Pattern(rates, _begun)


def _begun(now: datetime) -> int:
    """Rates are published on the day on which they begin."""
    return int(now.timestamp()) + 1


def _last_published_day(now: datetime) -> date:
    local = now.astimezone(LONDON)
    return local.date() + (ONE_DAY if local.time() >= PUBLISHED else timedelta())


def _instant(day: date, clock: time) -> int:
    return int(datetime.combine(day, clock, LONDON).timestamp())


def _wholesale(day: date) -> float:
    """The price of energy around that day as a share of the usual price: it is higher in winter,
    and in some years higher than in others."""
    season = cos(tau * (day.timetuple().tm_yday - 20) / 365.25)
    return 1.0 + 0.09 * season + 0.06 * cos(tau * day.toordinal() / 1300)


def _half_hours(day: date) -> Iterator[tuple[int, float]]:
    """The starts of the day's half hours, and what a unit costs in each."""
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
        yield start, min(CAP, round(price, 2))
