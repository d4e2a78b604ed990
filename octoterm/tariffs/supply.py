"""A meter point as the supplier charges for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from octoterm.household.account import Agreement, Direction
from octoterm.household.meter import Fuel
from octoterm.tariffs.rates import TariffPrices
from octoterm.tariffs.terms import Terms
from octoterm.tariffs.vat import VatRate

NO_COSTS: Mapping[int, Fraction] = MappingProxyType({})
"""For a supplier that has not stated any."""


class Supply(NamedTuple):
    """A meter point as the supplier charges for it."""

    fuel: Fuel
    direction: Direction
    agreements: tuple[Agreement, ...]
    prices: Mapping[str, TariffPrices]
    """By the code of a tariff of its agreements; those that could not be fetched are absent."""
    terms: Terms
    told: Mapping[int, Fraction] = NO_COSTS
    """The costs of half hours that the supplier states: UTC start → pence with VAT."""

    @property
    def vat(self) -> tuple[VatRate, ...]:
        """The VAT that is charged on it."""
        return self.terms.vat_of(self.fuel, self.direction)

    def without_unit_rates(self) -> Supply:
        """The same without what is no longer needed once each half hour has its price: ten years
        of half-hourly rates take two megabytes."""
        prices = {code: each._replace(unit_rates={}) for code, each in self.prices.items()}
        return self._replace(prices=prices)
