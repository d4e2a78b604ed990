"""What a bill in progress is on course for: what is still to be used, at the known rates. Pure.

A day to come is priced at its unit rate, if it has a single one that is known. Otherwise, as with
half-hourly rates, a kWh to come is priced at the average of what was used so far on the tariff.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from octoterm.costs.cost import cost_of
from octoterm.costs.costing import Costing
from octoterm.costs.ledger import EnergyLine, ledger
from octoterm.costs.stretches import Stretch, stretches
from octoterm.periods.london import HALF_HOUR
from octoterm.periods.period import Period
from octoterm.tariffs.price_columns import Unpriced
from octoterm.tariffs.rates import exact


class Use(NamedTuple):
    """What is expected to be used in a whole month, as multiples of what was read so far."""

    expected: float
    low: float
    high: float


class Course(NamedTuple):
    """The total of a whole bill, in pence with VAT."""

    expected: float
    low: float
    high: float


def course_of(costing: Costing, month: Period, use: Use) -> Course | None:
    """The bill of the London days of `month`. None if a price of what was used, a standing charge
    or a price to come is not known. The costing must reach to the end of the month."""
    start, end = costing.days.bounds(month)
    found = ledger(costing, start, end)
    price = _price_to_come(costing, start, end, found.energy)
    if price is None or found.unpriced or found.days_without_charge:
        return None
    cost = cost_of(costing, found, start, end)
    so_far, kwh, each = float(cost.total), float(cost.kwh), float(price)
    expected, *ends = (so_far + kwh * (times - 1) * each for times in use)
    return Course(expected, min(ends), max(ends))


def _price_to_come(
    costing: Costing, start: int, end: int, used: Sequence[EnergyLine]
) -> Fraction | None:
    """The price, with VAT, of a kWh of the half hours without a reading since the first one."""
    places = costing.places(start, end)
    if not places:
        return None
    read = {costing.readings.starts[place] for place in places}
    first = min(read)
    total, half_hours = Fraction(0), 0
    for stretch in stretches(costing, start, end):
        since = max(first, stretch.since)
        to_come = (each for each in range(since, stretch.until, HALF_HOUR) if each not in read)
        for _, hours in groupby(to_come, key=costing.days.day_of):
            of_day = [*hours]
            rate = _rate(costing, stretch, of_day, used)
            if rate is None:
                return None
            total += rate * stretch.vat.factor * len(of_day)
            half_hours += len(of_day)
    return total / half_hours if half_hours else None


def _rate(
    costing: Costing, stretch: Stretch, hours: Iterable[int], used: Sequence[EnergyLine]
) -> Fraction | None:
    """The unit rate without VAT of these half hours of a day; None if it is not known."""
    if stretch.agreement is None:
        return None
    columns = costing.columns
    numbers = [columns.number(each) for each in hours]
    reasons = {Unpriced.of_code(code) for each in numbers if (code := columns.reasons[each])}
    known = {columns.rates[each] for each in numbers if not columns.reasons[each]}
    if not reasons and len(known) == 1:
        return exact(known.pop()) * costing.without_vat(stretch.agreement)
    own = [line for line in used if line.agreement == stretch.agreement]
    kwh = sum((line.kwh for line in own), Fraction(0))
    has_one_rate = len({line.pence for line in own}) == 1
    if not kwh or reasons - {Unpriced.NO_RATE} or (reasons and has_one_rate):
        return None
    return sum((line.energy for line in own), Fraction(0)) / kwh
