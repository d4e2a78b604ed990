"""What the costs of a meter point are made of: readings, rates, standing charges. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from octoterm.consumption.days import Columns
from octoterm.costs.usage import Usage, in_rounded_kwh, kwh_per_unit, usage_of
from octoterm.household.account import Agreement, Direction
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import ONE_DAY
from octoterm.runtime.slices import Sliced
from octoterm.tariffs.price_columns import PriceColumns, price_columns
from octoterm.tariffs.rates import exact
from octoterm.tariffs.standing_charges import StandingCharges, standing_charges
from octoterm.tariffs.supply import NO_COSTS
from octoterm.tariffs.supply import Supply as Supply
from octoterm.tariffs.tariff_code import has_smart_charging


def is_told(told: Mapping[int, Fraction], start: int, used: float) -> bool:
    """Whether `told`, the costs that the supplier states, covers the half hour from `start`. The
    supplier leaves out half hours in which nothing was `used`: they cost nothing."""
    return start in told or not used


@dataclass(frozen=True)
class Costing:
    """The readings of a meter point and their prices."""

    supply: Supply
    """Without unit rates, which `columns` has."""
    readings: Columns
    """In kWh, or in m³ where the terms have calorific values."""
    columns: PriceColumns
    """From the first day to the last."""
    standing: tuple[StandingCharges, ...]
    """Of the days from the first to the last."""
    days: Calendar
    """The London days, which bills count even if the household's days begin at another time."""

    @cached_property
    def usage(self) -> Usage:
        """The readings as exact numbers."""
        return usage_of(self.readings)

    @cached_property
    def kwh_per_unit(self) -> tuple[tuple[int, Fraction], ...]:
        """How many kWh a unit of the readings is, each from a time (UTC seconds) on; the first
        from 0 on."""
        return kwh_per_unit(self.supply.terms.calorific_values)

    def places(self, start: int, end: int) -> range:
        """The places of the readings of the half hours that begin from `start` up to `end`."""
        starts = self.readings.starts
        return range(bisect_left(starts, start), bisect_left(starts, end))

    def without_vat(self, agreement: Agreement) -> Fraction:
        """What the prices of its tariff are multiplied by to be without VAT."""
        known = self.supply.prices.get(agreement.tariff)
        return known.without_vat if known else Fraction(1)

    def told_of(self, agreement: Agreement | None) -> Mapping[int, Fraction]:
        """The costs that the supplier states (UTC start → pence with VAT). They count on tariffs
        with smart charging, whose published rates do not show when a car was charged cheaply."""
        is_smart = agreement is not None and has_smart_charging(agreement.tariff)
        return self.supply.told if is_smart else NO_COSTS

    def standing_pence(self, charges: StandingCharges) -> Fraction:
        """One of these standing charges, in pence without VAT; 0 if it is not known."""
        return exact(charges.pence or 0.0) * self.without_vat(charges.agreement)


def costing(
    supply: Supply,
    readings: Columns,
    first: date,
    last: date,
    days: Calendar | None = None,
) -> Sliced[Costing]:
    """The costing of the London days from `first` to `last`, both inclusive, made in slices.

    `readings` are in kWh, or in m³ where the terms have calorific values.
    """
    days = days or Calendar()
    if supply.terms.is_rounded:
        readings = in_rounded_kwh(readings, supply.terms.calorific_values)
        supply = supply._replace(terms=supply.terms._replace(calorific_values=()))
        yield 0
    columns = yield from price_columns(
        supply.agreements,
        supply.prices,
        days.start_of(first),
        days.start_of(last + ONE_DAY),
        supply.terms,
    )
    charges = standing_charges(
        supply.agreements,
        supply.prices,
        supply.vat,
        first,
        last,
        supply.terms.payment_method,
        days,
    )
    if supply.direction is Direction.EXPORT:  # most have none
        charges = (each for each in charges if each.pence is not None)
    return Costing(supply.without_unit_rates(), readings, columns, tuple(charges), days)
