"""A meter point as the supplier charges for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from octoterm.household.account import Agreement, Direction
from octoterm.household.meter import Fuel
from octoterm.tariffs.rates import RateRun, TariffPrices
from octoterm.tariffs.terms import Terms
from octoterm.tariffs.vat import VatRate

NO_COSTS: Mapping[int, Fraction] = MappingProxyType({})
"""Of a supplier that has told no costs."""


class Supply(NamedTuple):
    """A meter point as the supplier charges for it."""

    fuel: Fuel
    direction: Direction
    agreements: tuple[Agreement, ...]
    prices: Mapping[str, TariffPrices]
    """Of the tariffs of its agreements, by code; those that could not be had are absent."""
    terms: Terms
    told: Mapping[int, Fraction] = NO_COSTS
    """What the supplier says that half hours cost: UTC start → pence with VAT."""

    @property
    def vat(self) -> tuple[VatRate, ...]:
        """The VAT that is charged on it."""
        return self.terms.vat_of(self.fuel, self.direction)

    def without_unit_rates(self, start: int, end: int) -> Supply:
        """The same without the unit rates that only apply from `start` to `end`, UTC seconds: ten
        years of half-hourly ones take two megabytes."""

        def others(runs: tuple[RateRun, ...]) -> tuple[RateRun, ...]:
            return tuple(
                run for run in runs if run.since < start or run.until is None or run.until > end
            )

        prices = {
            code: each._replace(
                unit_rates={register: others(runs) for register, runs in each.unit_rates.items()}
            )
            for code, each in self.prices.items()
        }
        return self._replace(prices=prices)
