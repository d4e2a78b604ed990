"""How far prices are published, when more are, and when to ask for them. Pure.

Rates of half hours and of days are published for a day at a time, about 16:00 in London, some
days late in the evening. A day of half-hourly rates runs from 23:00 to 23:00: until about 16:00
the last two half hours of today are not known, and afterwards those of tomorrow.
"""

from __future__ import annotations

from datetime import date, datetime, time

from octoterm.periods.calendar import Calendar
from octoterm.periods.london import LONDON, ONE_DAY, SECONDS_A_DAY, london
from octoterm.tariffs.agreed import agreed_between
from octoterm.tariffs.rates import RateRun, TariffPrices
from octoterm.tariffs.supply import Supply

PUBLISHED_AT = time(16)
"""London time about which the rates of tomorrow are published."""
SURE_BY = time(20)
"""London time until which they are asked for repeatedly."""
DAY_ENDS_AT = time(23)
"""London time up to which the rates of a day are published."""
ASKED_AGAIN_AFTER = 600
"""Seconds between two requests while the rates of tomorrow are awaited."""
FURTHEST = 366 * SECONDS_A_DAY
"""Seconds to look ahead, further than any price is published."""
LONGEST_RATE = SECONDS_A_DAY + 3600
"""Seconds that a rate for a single day lasts at most: one day a year is an hour longer."""


def published_to(prices: TariffPrices, now: int) -> int:
    """The end of a tariff's published prices, UTC seconds; 0 if none is known.

    A rate without an end counts until the end of tomorrow, as it may be changed later.
    """
    ends = [_end_of_list(runs, now) for runs in prices.unit_rates.values() if runs]
    return min(ends, default=0)


def supply_published_to(supply: Supply, now: int) -> int:
    """The same for all tariffs that a meter point has from `now` on, one after the other, with or
    without a gap between them. For a supply that has ended, its end."""
    ends = (each.until for each in supply.agreements if each.until is not None)
    reached = max((end for end in ends if end <= now), default=0)
    for agreed in agreed_between(supply.agreements, now, now + FURTHEST):
        if agreed.agreement is None:
            continue
        known = supply.prices.get(agreed.agreement.tariff)
        end = published_to(known, now) if known else 0
        if end < agreed.until:
            return max(reached, end)
        reached = agreed.until
    return reached


def is_published_daily(prices: TariffPrices) -> bool:
    """Whether the rates of tomorrow are published today: that is so if none goes on until further
    notice, and the newest lasts a day at most."""
    runs = [run for each in prices.unit_rates.values() for run in each]
    newest = max(runs, key=lambda run: run.last_beginning, default=None)
    is_open = any(run.seconds is None for run in runs)
    return newest is not None and not is_open and (newest.seconds or 0) <= LONGEST_RATE


def next_publication(published_to: int) -> int:
    """About when the next rates are published, UTC seconds: at the last 16:00 before they begin.
    If that has passed, they are late."""
    day = london(published_to).date()
    if _at(day, PUBLISHED_AT) >= published_to:
        day -= ONE_DAY
    return _at(day, PUBLISHED_AT)


def is_due(asked_at: int, published_to: int, now: int, is_awaited: bool) -> bool:
    """Whether to ask for the rates of a tariff that was last asked for at `asked_at`; all are UTC
    seconds.

    It is due once each London day. If its rates are published daily (`is_awaited`), it is due
    every ten minutes from 16:00 to 20:00 and once more after that, until those up to 23:00
    tomorrow are there.
    """
    today = london(now).date()
    if london(asked_at).date() != today:
        return True
    if not is_awaited or published_to >= _at(today + ONE_DAY, DAY_ENDS_AT):
        return False
    if now < _at(today, PUBLISHED_AT):
        return False
    return asked_at <= now - ASKED_AGAIN_AFTER and asked_at < _at(today, SURE_BY)


def _end_of_list(runs: tuple[RateRun, ...], now: int) -> int:
    ends = [run.until for run in runs if run.until is not None]
    if len(ends) < len(runs):
        ends.append(_end_of_tomorrow(now))
    return max(ends)


def _end_of_tomorrow(now: int) -> int:
    return Calendar().start_of(london(now).date() + 2 * ONE_DAY)


def _at(day: date, clock: time) -> int:
    return int(datetime.combine(day, clock, LONDON).timestamp())
