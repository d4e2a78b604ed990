"""What a household pays under, besides its agreements. Pure."""

from __future__ import annotations

from typing import NamedTuple

from octoterm.household.account import Direction
from octoterm.household.meter import Fuel
from octoterm.tariffs.calorific_values import CalorificValue
from octoterm.tariffs.night_hours import ECONOMY_7, NightHours
from octoterm.tariffs.rates import DIRECT_DEBIT
from octoterm.tariffs.tariff_code import read_code
from octoterm.tariffs.vat import AT_HOME, NO_VAT, VatRate


class Terms(NamedTuple):
    """The settings of a meter point that its costs depend on."""

    payment_method: str = DIRECT_DEBIT
    vat: tuple[VatRate, ...] | None = None
    """As configured; None for that of energy at home."""
    night_hours: NightHours | None = None
    """As configured; None if nobody has said."""
    calorific_values: tuple[CalorificValue, ...] = ()
    """Of gas that is measured in m³; empty for kWh."""
    is_calorific_value_assumed: bool = False
    is_rounded: bool = False
    """Whether each half hour is rounded to 0.01 kWh, as the supplier's guide says."""
    billing_day: int = 1
    """The day of the month on which a bill begins."""

    def vat_of(self, fuel: Fuel, direction: Direction) -> tuple[VatRate, ...]:
        """The VAT that is charged: none on what is exported."""
        if direction is Direction.EXPORT:
            return NO_VAT
        return self.vat or AT_HOME[fuel]

    def night_hours_of(self, tariff: str) -> NightHours | None:
        """When the night rate of a tariff applies. Those of a smart meter on Economy 7 are
        assumed for a tariff with two registers, and none for any other."""
        code = read_code(tariff)
        if self.night_hours is not None or code is None or not code.has_night_rate:
            return self.night_hours
        return ECONOMY_7
