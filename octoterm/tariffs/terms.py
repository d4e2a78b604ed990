"""The settings that costs depend on besides the agreements: VAT, night hours and so on. Pure."""

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
    """The VAT rates in the configuration; None for those that apply to energy at home."""
    night_hours: NightHours | None = None
    """The night hours in the configuration; None if it has none."""
    calorific_values: tuple[CalorificValue, ...] = ()
    """For gas that is measured in m³; empty if readings are in kWh."""
    is_calorific_value_assumed: bool = False
    is_rounded: bool = False
    """Whether each half hour is rounded to 0.01 kWh, as the supplier's guide says."""
    billing_day: int = 1
    """The day of the month on which a bill begins."""

    def vat_of(self, fuel: Fuel, direction: Direction) -> tuple[VatRate, ...]:
        """The VAT that is charged; none on exports."""
        if direction is Direction.EXPORT:
            return NO_VAT
        return self.vat or AT_HOME[fuel]

    def night_hours_of(self, tariff: str) -> NightHours | None:
        """When the night rate of a tariff applies. If that is not configured, a tariff with two
        registers is assumed to have the hours of Economy 7; any other has none."""
        code = read_code(tariff)
        if self.night_hours is not None or code is None or not code.has_night_rate:
            return self.night_hours
        return ECONOMY_7
