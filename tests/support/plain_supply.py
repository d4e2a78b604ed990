"""What half hours and days cost, worked out one by one: the plain twin of `costs`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from octoterm.costs.costing import Supply
from octoterm.household.account import Agreement
from octoterm.tariffs.rates import RateRun, Register
from octoterm.tariffs.vat import VatRate
from tests.support.households import LONDON, london_day


class PlainCost(NamedTuple):
    """Sums over a stretch of time, in kWh and pence without VAT, except `vat`."""

    kwh: Fraction
    energy: Fraction
    standing: Fraction
    vat: Fraction
    priced: int
    unpriced: dict[str, int]


def plain_cost(supply: Supply, readings: Mapping[int, float], days: list[date]) -> PlainCost:
    """The cost of whole London days, by going through their half hours."""
    kwh = energy = standing = vat = Fraction(0)
    priced, unpriced = 0, dict[str, int]()
    for day in days:
        starts = london_day(day)
        for start in starts:
            if start not in readings:
                continue
            used = Fraction(str(readings[start])) * kwh_per_unit(supply, start)
            kwh += used
            rate = rate_at(supply, start)
            if isinstance(rate, str):
                unpriced[rate] = unpriced.get(rate, 0) + 1
                continue
            priced += 1
            energy += used * rate
            vat += used * rate * percent_of_vat(supply.vat, start) / 100
        charge = standing_charge(supply, starts[0], starts[-1] + 1800)
        if charge is not None:
            standing += charge
            vat += charge * percent_of_vat(supply.vat, starts[0]) / 100
    return PlainCost(kwh, energy, standing, vat, priced, unpriced)


def kwh_per_unit(supply: Supply, start: int) -> Fraction:
    """kWh in a unit of the readings: by the last calorific value that has begun, or the first."""
    values = supply.terms.calorific_values
    if not values:
        return Fraction(1)
    begun = [each.value for each in values if each.since <= start]
    return Fraction("1.02264") * (begun[-1] if begun else values[0].value) / Fraction("3.6")


def rate_at(supply: Supply, start: int) -> Fraction | str:
    """The unit rate of a half hour, or why it has none."""
    agreement = holding(supply, start)
    if agreement is None:
        return "no agreement"
    known = supply.prices.get(agreement.tariff)
    if known is None:
        return "prices not fetched"
    register = Register.STANDARD
    if Register.DAY in known.unit_rates:
        hours = supply.terms.night_hours_of(agreement.tariff)
        if hours is None:
            return "night hours not known"
        moment = datetime.fromtimestamp(start, UTC if hours.is_utc else LONDON).time()
        at_night = (
            hours.begin <= moment < hours.end
            if hours.begin < hours.end
            else moment >= hours.begin or moment < hours.end
        )
        register = Register.NIGHT if at_night else Register.DAY
    return _single(known.unit_rates.get(register, ()), start, supply.terms.payment_method)


def standing_charge(supply: Supply, midnight: int, end: int) -> Fraction | None:
    """The standing charge of a London day; None if there is none, or it is not known."""
    at = midnight
    agreement = holding(supply, midnight)
    if agreement is None:
        begun = [each for each in supply.agreements if midnight < each.since < end]
        lasting = [each for each in begun if each.until is None or each.until > each.since]
        if not lasting:
            return None
        at = min(each.since for each in lasting)
        agreement = holding(supply, at)
    assert agreement is not None
    known = supply.prices.get(agreement.tariff)
    if known is None:
        return None
    found = _single(known.standing_charges, at, supply.terms.payment_method)
    return None if isinstance(found, str) else found


def holding(supply: Supply, instant: int) -> Agreement | None:
    """The agreement that applies; if there are several, the one that began last, as they are in
    order."""
    found = [
        each
        for each in supply.agreements
        if each.since <= instant and (each.until is None or instant < each.until)
    ]
    return found[-1] if found else None


def _single(runs: tuple[RateRun, ...], instant: int, method: str) -> Fraction | str:
    rates = set()
    for run in runs:
        if run.method not in (None, method):
            continue
        begin = run.since
        for pence in run.pence:
            end = None if run.seconds is None else begin + run.seconds
            if begin <= instant and (end is None or instant < end):
                rates.add(pence)
            begin = end or begin
    if len(rates) == 1:
        return Fraction(str(rates.pop()))
    return "ambiguous" if rates else "no rate"


def percent_of_vat(schedule: tuple[VatRate, ...], instant: int) -> Fraction:
    return [each.percent for each in schedule if each.since <= instant][-1]


def days_from(first: date, count: int) -> list[date]:
    """`count` days from `first` on."""
    return [first + timedelta(days=number) for number in range(count)]
