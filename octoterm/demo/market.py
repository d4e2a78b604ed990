"""The products that the simulated supplier sells, or sold, and what they cost. Pure."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import pairwise
from typing import NamedTuple

from octoterm.demo.rate_patterns import (
    Pattern,
    Rate,
    by_hours,
    constant,
    daily,
    fixed,
    half_hourly,
    midnight,
    quarterly,
)
from octoterm.household.meter import Fuel
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import LONDON, ONE_DAY

YEARS = 5
"""How many years before today the rates begin."""
REGIONS = {"C": 1.0, "J": 1.04}
"""Letter of a region → the factor of its prices."""

_CALENDAR = Calendar()


class SoldProduct(NamedTuple):
    """A product with a tariff in each region, for one or both fuels."""

    code: str
    name: str
    since: date
    until: date | None = None
    """The first day on which it was sold, and the first on which it was no longer sold."""
    is_export: bool = False
    is_variable: bool = True
    is_listed: bool = True
    """Whether it is in the list of products while it is sold; Tracker is not."""
    is_prepay: bool = False
    is_business: bool = False
    is_restricted: bool = False
    brand: str = "OCTOPUS_ENERGY"
    payment: str = "direct_debit_monthly"
    """The payment method under which its tariffs are listed."""
    ends_with_sale: bool = False
    """Whether it has rates only for the time in which it is sold."""

    def is_listed_on(self, day: date) -> bool:
        """Whether it is on sale, and in the list."""
        return self.is_listed and self.since <= day and (self.until is None or day < self.until)


class SoldTariff(NamedTuple):
    """What a product costs in the cheapest region."""

    product: SoldProduct
    fuel: Fuel
    unit_rates: Pattern
    standing: float
    """p/day without VAT."""

    def code(self, region: str) -> str:
        """`E-1R-AGILE-24-10-01-C`."""
        letter = "E" if self.fuel is Fuel.ELECTRICITY else "G"
        return f"{letter}-1R-{self.product.code}-{region}"

    def rates(
        self, region: str, now: datetime, since: int | None = None, until: int | None = None
    ) -> list[Rate]:
        """The unit rates that are published at `now`, in order: at least those from `since` up to
        `until` (UTC seconds)."""
        today = now.astimezone(LONDON).date()
        first, last = date(today.year - YEARS, 1, 1), today + 2 * ONE_DAY
        if self.unit_rates.is_by_day and since is not None:
            first = min(max(first, _CALENDAR.day_of(since)), today)
        if self.unit_rates.is_by_day and until is not None:
            last = min(last, _CALENDAR.day_of(until) + ONE_DAY)
        if self.product.ends_with_sale:
            first = max(first, self.product.since)
            last = min(last, self.product.until or last)
        factor, end = REGIONS[region], self.unit_rates.published_until(now)
        return [
            rate._replace(pence=round(rate.pence * factor, 4))
            for rate in self.unit_rates.rates(first, last)
            if rate.since < end
        ]

    def standing_charges(self, region: str, now: datetime) -> list[Rate]:
        """All standing charges, in order."""
        today = now.astimezone(LONDON).date()
        pence = round(self.standing * REGIONS[region], 4)
        years = [date(today.year - ago, 4, 1) for ago in range(YEARS, -1, -1)]
        begins = [midnight(day) for day in years if day <= today]
        every = [
            Rate(since, until, round(pence * (1 - 0.03 * ago), 4))
            for ago, (since, until) in enumerate(reversed([*pairwise([*begins, None])]))
            if since is not None
        ][::-1]
        return [*map(self._while_sold, filter(self._is_while_sold, every))]

    def _is_while_sold(self, rate: Rate) -> bool:
        clipped = self._while_sold(rate)
        return clipped.until is None or clipped.since < clipped.until

    def _while_sold(self, rate: Rate) -> Rate:
        if not self.product.ends_with_sale:
            return rate
        ends = [rate.until, midnight(self.product.until) if self.product.until else None]
        until = min((each for each in ends if each is not None), default=None)
        return rate._replace(since=max(rate.since, midnight(self.product.since)), until=until)


_NIGHT = (time(0, 30), time(5, 30), 8.0952)
_ELECTRICITY, _GAS = Fuel.ELECTRICITY, Fuel.GAS

_FLEXIBLE = SoldProduct("VAR-22-11-01", "Flexible Octopus", date(2023, 3, 28))
_FORMER_FLEXIBLE = SoldProduct(
    "VAR-20-09-01", "Flexible Octopus", date(2020, 9, 1), date(2023, 3, 28)
)
_AGILE = SoldProduct("AGILE-24-10-01", "Agile Octopus", date(2024, 10, 1))
_FORMER_AGILE = SoldProduct(
    "AGILE-24-04-03", "Agile Octopus", date(2024, 4, 3), date(2024, 10, 1), ends_with_sale=True
)
_GO = SoldProduct("GO-VAR-22-10-14", "Octopus Go", date(2022, 10, 14))
_COSY = SoldProduct("COSY-22-12-08", "Cosy Octopus", date(2022, 12, 13))
_FLUX = SoldProduct("FLUX-IMPORT-23-02-14", "Octopus Flux Import", date(2023, 2, 14))
_INTELLIGENT_GO = SoldProduct("INTELLI-VAR-24-10-29", "Intelligent Octopus Go", date(2024, 10, 29))
_INTELLIGENT_FLUX = SoldProduct(
    "INTELLI-FLUX-IMPORT-23-07-14", "Intelligent Octopus Flux Import", date(2023, 7, 14)
)
_FIXED = SoldProduct(
    "OE-FIX-12M-26-10-02", "Octopus 12M Fixed", date(2026, 10, 2),
    is_variable=False, payment="varying", ends_with_sale=True,
)  # fmt: skip
_FORMER_FIXED = SoldProduct(
    "LOYAL-FIX-12M-23-12-30", "Loyal Octopus 12M Fixed", date(2023, 12, 30), date(2024, 6, 1),
    is_variable=False, is_restricted=True,
)  # fmt: skip
_LOYAL = SoldProduct(
    "LOYAL-FIX-12M-26-10-02", "Loyal Octopus 12M Fixed", date(2026, 10, 2),
    is_variable=False, is_restricted=True, ends_with_sale=True,
)  # fmt: skip
_KEY_AND_CARD = SoldProduct(
    "PREPAY-VAR-18-09-21", "Octopus Key and Card", date(2018, 10, 10), is_prepay=True
)
_BUSINESS = SoldProduct(
    "BUS-12M-FIXED-25-04-01", "Business 12M Fixed", date(2025, 4, 1),
    is_variable=False, is_business=True,
)  # fmt: skip
_OTHER_BRAND = SoldProduct(
    "COOP-FIX-12M-26-09-15", "Co-op 12M Fixed", date(2026, 9, 15),
    is_variable=False, brand="COOP_ENERGY", ends_with_sale=True,
)  # fmt: skip
_OUTGOING = SoldProduct(
    "OUTGOING-VAR-24-10-26", "Outgoing Octopus", date(2024, 10, 26), is_export=True
)
_FORMER_OUTGOING = SoldProduct(
    "OUTGOING-FIX-12M-19-05-13", "Outgoing Octopus 12M Fixed", date(2019, 5, 13),
    date(2024, 10, 26), is_export=True, is_variable=False,
)  # fmt: skip
_PRIME_OUTGOING = SoldProduct(
    "OUTGOING-PRIME-FIX-12M-26-06-23", "Prime Outgoing Octopus 12M Fixed", date(2026, 6, 23),
    is_export=True, is_variable=False, ends_with_sale=True,
)  # fmt: skip
_AGILE_OUTGOING = SoldProduct(
    "AGILE-OUTGOING-19-05-13", "Agile Outgoing Octopus", date(2019, 5, 13), is_export=True
)
_FLUX_EXPORT = SoldProduct(
    "FLUX-EXPORT-23-02-14", "Octopus Flux Export", date(2023, 2, 14), is_export=True
)
_INTELLIGENT_FLUX_EXPORT = SoldProduct(
    "INTELLI-FLUX-EXPORT-23-07-14", "Intelligent Octopus Flux Export", date(2023, 7, 14),
    is_export=True,
)  # fmt: skip
_ZERO_EXPORT = SoldProduct(
    "ZERO-EXPORT-60M-22-05-01", "Octopus Zero Export", date(2022, 5, 1),
    is_export=True, is_variable=False,
)  # fmt: skip


_TRACKER_OF_2023 = SoldProduct(
    "SILVER-23-12-06", "Octopus Tracker", date(2023, 12, 11), date(2024, 4, 3), is_listed=False
)
_TRACKER_OF_2025 = SoldProduct(
    "SILVER-25-09-02", "Octopus Tracker", date(2025, 9, 2), date(2026, 4, 1),
    is_listed=False, ends_with_sale=True,
)  # fmt: skip
_TRACKER = SoldProduct(
    "SILVER-26-04-01", "Octopus Tracker", date(2026, 4, 1), is_listed=False, ends_with_sale=True
)

_FLUX_HOURS = (time(2), time(5)), (time(16), time(19))
"""When Flux is cheap, and when it is dear."""
_COSY_HOURS = (
    (time(4), time(7), 12.6), (time(13), time(16), 12.6), (time(16), time(19), 38.5),
)  # fmt: skip

SOLD = (
    SoldTariff(_AGILE, _ELECTRICITY, half_hourly(), 43.9),
    SoldTariff(_FORMER_AGILE, _ELECTRICITY, half_hourly(), 43.9),
    SoldTariff(_TRACKER, _ELECTRICITY, daily(20.3), 42.9),
    SoldTariff(_TRACKER, _GAS, daily(5.1), 28.2),
    SoldTariff(_TRACKER_OF_2025, _ELECTRICITY, daily(20.9), 42.4),
    SoldTariff(_TRACKER_OF_2025, _GAS, daily(5.3), 27.9),
    SoldTariff(_TRACKER_OF_2023, _ELECTRICITY, daily(19.8), 41.9),
    SoldTariff(_GO, _ELECTRICITY, by_hours(27.5796, _NIGHT), 44.8),
    SoldTariff(_COSY, _ELECTRICITY, by_hours(25.6966, *_COSY_HOURS), 46.4649),
    SoldTariff(
        _FLUX, _ELECTRICITY,
        by_hours(26.1, (*_FLUX_HOURS[0], 15.66), (*_FLUX_HOURS[1], 36.54)), 44.8,
    ),
    SoldTariff(
        _INTELLIGENT_GO, _ELECTRICITY, by_hours(28.2, (time(23, 30), time(5, 30), 7.6)), 45.2
    ),
    SoldTariff(
        _INTELLIGENT_FLUX, _ELECTRICITY, by_hours(23.4, (*_FLUX_HOURS[1], 31.2)), 44.8
    ),
    SoldTariff(_FLEXIBLE, _ELECTRICITY, quarterly(23.6), 42.1768),
    SoldTariff(_FLEXIBLE, _GAS, quarterly(5.9), 27.1),
    SoldTariff(_FORMER_FLEXIBLE, _ELECTRICITY, quarterly(21.9), 40.2),
    SoldTariff(_FIXED, _ELECTRICITY, constant(22.4), 43.8),
    SoldTariff(_FIXED, _GAS, constant(5.6), 27.6),
    SoldTariff(_FORMER_FIXED, _ELECTRICITY, fixed(25.41, 22.87), 43.4),
    SoldTariff(_LOYAL, _ELECTRICITY, constant(19.1), 40.5),
    SoldTariff(_KEY_AND_CARD, _ELECTRICITY, quarterly(23.1), 44.0),
    SoldTariff(_BUSINESS, _ELECTRICITY, fixed(24.9, 24.9), 60.0),
    SoldTariff(_OTHER_BRAND, _ELECTRICITY, constant(18.7), 41.0),
    SoldTariff(_OUTGOING, _ELECTRICITY, fixed(15.0, 15.0), 0.0),
    SoldTariff(_FORMER_OUTGOING, _ELECTRICITY, fixed(5.5, 5.5), 0.0),
    SoldTariff(
        _PRIME_OUTGOING, _ELECTRICITY, by_hours(9.0, (*_FLUX_HOURS[1], 16.0)), 0.0
    ),
    SoldTariff(_AGILE_OUTGOING, _ELECTRICITY, half_hourly(paid=0.72), 0.0),
    SoldTariff(
        _FLUX_EXPORT, _ELECTRICITY,
        by_hours(10.2, (*_FLUX_HOURS[0], 4.1), (*_FLUX_HOURS[1], 29.6)), 0.0,
    ),
    SoldTariff(
        _INTELLIGENT_FLUX_EXPORT, _ELECTRICITY, by_hours(23.4, (*_FLUX_HOURS[1], 31.2)), 0.0
    ),
    SoldTariff(_ZERO_EXPORT, _ELECTRICITY, fixed(0.0, 0.0), 0.0),
)  # fmt: skip
"""All tariffs; those of one product follow one another."""
