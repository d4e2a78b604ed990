"""Tariffs compared half hour by half hour: the plain twin of `tariff_comparison`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from octoterm.costs.costing import Supply
from octoterm.household.account import Direction
from tests.support.households import london_day
from tests.support.plain_supply import (
    holding,
    kwh_per_unit,
    percent_of_vat,
    rate_at,
    standing_charge,
)

Reason = tuple[str, str]
"""Whose tariff has no complete price for the day, and why."""


class PlainRow(NamedTuple):
    """A tariff and what the household had; costs in pence with VAT."""

    cost: Fraction | None
    own_cost: Fraction | None
    standing: Fraction | None
    average_cost: Fraction | None
    """What the same use would cost at the tariff's mean rate."""
    days: list[date]
    left_out: dict[date, Reason]
    coverage: Fraction
    kwh: Fraction


class PlainDay(NamedTuple):
    """What a day costs on a tariff, if all of it has a price."""

    energy: Fraction
    standing: Fraction
    rates: Fraction
    """The sum of the rates of the half hours with a reading, with VAT."""
    reason: str | None = None


def plain_row(
    own: Supply, other: Supply, readings: Mapping[int, float], days: Sequence[date]
) -> PlainRow:
    """Go through the half hours of these London days."""
    cost = own_cost = standing = rates = kwh = Fraction(0)
    compared: list[date] = []
    left_out: dict[date, Reason] = {}
    half_hours = everything = 0
    for day in days:
        starts = london_day(day)
        everything += len(starts)
        had, its = plain_day(own, readings, starts), plain_day(other, readings, starts)
        if had.reason or its.reason:
            left_out[day] = ("own", had.reason) if had.reason else ("tariff", its.reason or "")
            continue
        compared.append(day)
        read = [start for start in starts if start in readings]
        half_hours += len(read)
        kwh += sum((_kwh(own, readings, start) for start in read), Fraction(0))
        cost += its.energy + its.standing
        own_cost += had.energy + had.standing
        standing += its.standing
        rates += its.rates
    average = rates / half_hours * kwh + standing if half_hours else None
    some = bool(compared)
    return PlainRow(
        cost if some else None,
        own_cost if some else None,
        standing if some else None,
        average,
        compared,
        left_out,
        Fraction(half_hours, everything),
        kwh,
    )


def plain_day(supply: Supply, readings: Mapping[int, float], starts: Sequence[int]) -> PlainDay:
    """A London day with these half hours."""
    energy = rates = Fraction(0)
    reasons: list[str] = []
    for start in starts:
        vat = 1 + percent_of_vat(supply.vat, start) / 100
        if (told := _told(supply, readings, start)) is not None:
            energy += told
            continue
        rate = rate_at(supply, start)
        if isinstance(rate, str):
            reasons.append(rate)
        elif start in readings:
            energy += _kwh(supply, readings, start) * rate * vat
            rates += rate * vat
    charge = standing_charge(supply, starts[0], starts[-1] + 1800)
    if reasons:
        return PlainDay(energy, Fraction(0), rates, max(reasons, key=reasons.count))
    if charge is None and supply.direction is Direction.IMPORT:
        return PlainDay(energy, Fraction(0), rates, "standing charge")
    vat = 1 + percent_of_vat(supply.vat, starts[0]) / 100
    return PlainDay(energy, (charge or 0) * vat, rates)


def _kwh(supply: Supply, readings: Mapping[int, float], start: int) -> Fraction:
    kwh = Fraction(str(readings[start])) * kwh_per_unit(supply, start)
    return Fraction(round(kwh * 100), 100) if supply.terms.is_rounded else kwh


def _told(supply: Supply, readings: Mapping[int, float], start: int) -> Fraction | None:
    """What the supplier has stated for a tariff with smart charging; zero for a half hour without
    use for which nothing is stated."""
    agreement = holding(supply, start)
    if not supply.told or agreement is None or "-INTELLI-" not in agreement.tariff:
        return None
    if start not in readings or (not readings[start] and start not in supply.told):
        return Fraction(0)
    return supply.told.get(start)
