"""Which prices of tariffs are due to be asked for. Prices that have come are not asked for again;
those without an end, and tariffs that the API does not know, are asked for once a London day."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from octoterm.errors import FileError
from octoterm.periods.calendar import Calendar
from octoterm.runtime.slices import in_slices
from octoterm.storage.state.market_file import (
    KnownMarket,
    KnownOffers,
    origin_of,
    read_market,
    update_market,
)
from octoterm.storage.state.rates_file import StoredPrices, read_prices
from octoterm.sync.price_spans import names_wanted
from octoterm.sync.wanted_prices import Wanted

_CALENDAR = Calendar()


class Wish(NamedTuple):
    """Prices that are needed."""

    name: str
    """What people call the tariff; safe to show."""
    wanted: Wanted


async def due_today(wishes: Iterable[Wish], folder: Path, now: float) -> list[Wish]:
    """The wishes that are due at `now` (UTC seconds), one for each tariff. Prices are stored in
    `folder`."""
    by_code: dict[str, Wish] = {}
    for each in wishes:
        before = by_code.get(each.wanted.tariff, each)
        by_code[each.wanted.tariff] = each._replace(wanted=_both(before.wanted, each.wanted))
    if not by_code:
        return []
    due: list[Wish] = []
    origin = origin_of(next(iter(by_code.values())).wanted.url)
    market = await in_slices(read_market(folder, origin))
    for code, each in by_code.items():
        unknown = market.offers.get(code)
        if unknown and unknown.is_unknown and _is_same_day(unknown.asked_at, now):
            continue
        stored = await in_slices(read_prices(folder, code))
        if stored is None or not _is_up_to_date(stored, each.wanted, now):
            due.append(each)
    return due


async def remember_unknown(wanted: Wanted, folder: Path, now: float) -> None:
    """Record that the API did not know this tariff at `now`, UTC seconds."""
    unknown = KnownOffers((), int(now), is_unknown=True)

    def change(kept: KnownMarket) -> KnownMarket:
        return kept.with_offers(wanted.tariff, unknown)

    with suppress(FileError):  # without the record, it is asked for again
        await in_slices(update_market(folder, origin_of(wanted.url), change))


def _is_up_to_date(stored: StoredPrices, wanted: Wanted, now: float) -> bool:
    """Whether all of it has come; if it has no end, whether it came today."""
    lists = [stored.lists[name] for name in names_wanted(stored.lists, wanted)]
    if not lists or any(each.since is None or wanted.since < each.since for each in lists):
        return False
    if wanted.until is None:
        return _is_same_day(stored.asked_at, now)
    ends = (each.asked_at if each.until is None else each.until for each in lists)
    return wanted.until <= min(ends)


def _is_same_day(asked_at: int, now: float) -> bool:
    return _CALENDAR.day_of(asked_at) == _CALENDAR.day_of(int(now))


def _both(one: Wanted, other: Wanted) -> Wanted:
    """The same tariff, for as long as either needs it."""
    ends = [each.until for each in (one, other) if each.until is not None]
    return other._replace(
        since=min(one.since, other.since),
        until=max(ends) if len(ends) == 2 else None,
        only_unit_rates=one.only_unit_rates and other.only_unit_rates,
    )
