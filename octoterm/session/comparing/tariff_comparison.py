"""What the readings of a meter point would have cost on other tariffs, from stored prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from octoterm.consumption.series import Series
from octoterm.errors import OctotermError
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import Period, add_months
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import Sliced
from octoterm.session.comparing.compared_tariffs import (
    ComparedTariff,
    Scope,
    compared_tariffs,
    home_region,
    left_out,
    needs_offers,
    sold_tariffs,
    told_standing_charge,
)
from octoterm.session.costings import supplies_of
from octoterm.session.meter_series import columns_of
from octoterm.storage.folders import Folders
from octoterm.storage.state.market_file import KnownMarket, origin_of, read_market
from octoterm.storage.state.rates_file import read_prices
from octoterm.tariff_comparison.candidates import Candidate
from octoterm.tariff_comparison.comparison import TariffComparison, compare_tariffs
from octoterm.tariff_comparison.methods import candidate_of, fixed_candidate
from octoterm.tariff_comparison.what_if import WhatIf, changed, without_told
from octoterm.tariffs.rates import RateRun, Register, TariffPrices
from octoterm.tariffs.supply import Supply

if TYPE_CHECKING:
    from octoterm.config.reader import Config
    from octoterm.household.meter import Meter

MONTHS = 12
"""Months that are compared if no others are asked for."""
SHORTEST_DAY = 23 * 3600
"""Seconds: a rate for less than that is not for a whole day."""
NOT_IN_IT = (
    "Credits, loyalty discounts and Saving Sessions are not in it.",
    "Whether you could have had a tariff, or can have it now, is not checked.",
)
"""Sentences that are shown with every comparison."""
SAME_USE = "Your use is taken as it was: with other prices you might have used energy otherwise."
NOT_FETCHED = "its prices have not been fetched"
NO_PRICES = "no prices of this time are published"
NOT_SOLD = "your region does not have it, or it costs nothing there"
NOT_ASKED_FOR = "not asked for, to ask for little: name it with --tariff"


class Compared(NamedTuple):
    """A comparison, and what is not in it."""

    comparison: TariffComparison
    not_compared: tuple[tuple[str, str], ...] = ()
    """The names of tariffs that cannot be priced, and why; safe to show."""
    what_is_not_in_it: tuple[str, ...] = NOT_IN_IT
    """Sentences that are always shown."""


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

    `region` is the letter of the distribution region, by default that of the home's
    agreements; `only` are names or codes of tariffs, by default all that could be chosen. Raises
    OctotermError for a net use, if the region or what the supplier sells is not known, if a name
    is that of no tariff, and if the file of costs that the supplier states cannot be read.
    """
    if point.is_net or point.newest is None:
        raise OctotermError(f"{point.name} has no tariff: imports and exports are compared apart")
    region = region or home_region(config, point)
    if region is None:
        raise OctotermError(f"It is not known which region {point.name} is in")
    days = Calendar()
    bounds = days.start_of(first), days.start_of(last + ONE_DAY)
    scope = Scope(point.fuel, point.direction, region, *bounds)
    market = yield from read_market(folders.prices, origin_of(point.newest.url))
    if not market.listed_at:
        raise OctotermError(
            "It is not known yet what Octopus sells",
            "It is fetched with a network, and kept in the data folder",
        )
    (supplied,) = (yield from supplies_of(config, point, folders)).paid
    own = supplied.supply
    by_tariffs: dict[object, Candidate] = {}  # one may be named in two ways
    not_compared: list[tuple[str, str]] = []
    for tariff in compared_tariffs(market.products, scope, only, int(now)):
        made = yield from _candidate(
            tariff, scope, market, folders.prices, own, (first, last), int(now)
        )
        if isinstance(made, Candidate):
            by_tariffs.setdefault((made.code, made.method, made.supply.agreements), made)
        elif made and (only or made != NOT_SOLD):
            not_compared.append((tariff.name, made))
    not_compared += (
        (name, NOT_ASKED_FOR) for name in left_out(market.products, scope, only, int(now))
    )
    readings = yield from columns_of(contents, point)
    said: tuple[str, ...] = (SAME_USE, *NOT_IN_IT)
    if what_if is not None and what_if != WhatIf():
        readings = yield from changed(readings, what_if, own, first, last, days)
        own, said = without_told(own), NOT_IN_IT
    found = yield from compare_tariffs(own, [*by_tariffs.values()], readings, first, last, days)
    return Compared(found, tuple(not_compared), said)


def _candidate(
    tariff: ComparedTariff,
    scope: Scope,
    market: KnownMarket,
    folder: Path,
    like: Supply,
    days: tuple[date, date],
    now: int,
) -> Sliced[Candidate | str]:
    """The tariff as the household would have had it, or why it cannot be priced."""
    products = market.products
    offers = {code: each.offers for code, each in market.offers.items()}
    if any(each not in offers for each in needs_offers(tariff, products)):
        return NOT_FETCHED
    sold = sold_tariffs(tariff, scope, products, offers)
    if not sold:
        return NOT_SOLD
    prices: dict[str, TariffPrices] = {}
    for each in sold:
        stored = yield from read_prices(folder, each.code)
        said = market.offers.get(each.code)
        if stored is not None:
            prices[each.code] = stored.prices
        elif said is not None and said.is_unknown:
            prices[each.code] = TariffPrices(each.code)
    if not prices:
        return NOT_FETCHED
    if tariff.is_fixed:
        told = told_standing_charge(sold[0], like.terms)
        today = _with_standing_charge(prices[sold[0].code], told)
        made = fixed_candidate(tariff.name, today, like, *days, now)
    else:
        codes = [each[:3] for each in sold]
        made = candidate_of(tariff.name, codes, prices, like, *days)
    return made or (NOT_FETCHED if len(prices) < len(sold) else NO_PRICES)


def _with_standing_charge(prices: TariffPrices, pence: float | None) -> TariffPrices:
    """The prices; if they have no standing charge, with the one that the product states."""
    if prices.standing_charges or pence is None:
        return prices
    return prices._replace(standing_charges=(RateRun(0, None, (pence,)),))


def varies_within_a_day(candidate: Candidate) -> bool:
    """Whether its price changes within a day, so that it matters when energy is used."""
    return any(
        register is not Register.STANDARD
        or any(run.seconds is not None and run.seconds < SHORTEST_DAY for run in runs)
        for prices in candidate.supply.prices.values()
        for register, runs in prices.unit_rates.items()
    )


def default_period(series: Series, now: float) -> Period | None:
    """The last whole calendar months with readings, up to twelve. They have ended by `now` (UTC
    seconds) and by the last reading. Without a whole month, the days from the first reading to
    the last; None without readings."""
    if series.first is None or series.last is None:
        return None
    days = Calendar()  # the supplier charges by London days
    first, last = days.day_of(series.first), days.day_of(series.last)
    ended = min(last, days.day_of(int(now)) - ONE_DAY)
    end = (ended + ONE_DAY).replace(day=1)
    begin = first if first.day == 1 else add_months(first.replace(day=1), 1)
    begin = max(begin, add_months(end, -MONTHS))
    return Period.spanning(begin, end - ONE_DAY) if begin < end else Period.spanning(first, last)
