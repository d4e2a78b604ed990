"""The cost of each half hour as a series, for the views: as floats, in pence with VAT. Pure.

Half hours without a price are left out of it, and so look missing. Sums for bills and records are
made by `ledger`, which is exact.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from octoterm.consumption.days import Columns
from octoterm.consumption.series import Series
from octoterm.costs.costing import Costing, is_told
from octoterm.costs.quantities import COST, INCOME
from octoterm.costs.stretches import Stretch, stretches
from octoterm.household.account import Direction
from octoterm.periods.london import HALF_HOUR, INSTANT
from octoterm.periods.period import Period
from octoterm.runtime.slices import Sliced

AT_ONCE = 4096
"""Half hours in one slice: under a millisecond."""


def cost_series(costing: Costing, before: Series | None = None) -> Sliced[Series]:
    """The costs, by London days, with the standing charge of each day as its fixed part."""
    columns = yield from cost_columns(costing)
    quantity = INCOME if costing.supply.direction is Direction.EXPORT else COST
    return (
        yield from Series.build_in_slices(
            columns, costing.days, 1.0, before, quantity, daily_charges(costing)
        )
    )


def cost_columns(costing: Costing) -> Sliced[Columns]:
    """The cost of each half hour that has a reading and a price."""
    priced = Columns(array(INSTANT), array("d"))
    for stretch in stretches(costing, costing.columns.first, costing.columns.end):
        factor = float(_pence_per_unit(costing, stretch))
        places = costing.places(stretch.since, stretch.until)
        told = costing.told_of(stretch.agreement)
        for first in range(places.start, places.stop, AT_ONCE):
            end = min(first + AT_ONCE, places.stop)
            if told:
                _add_with_told(costing, priced, range(first, end), factor, told)
            else:
                _add(costing, priced, first, end, factor)
            yield 0
    return priced


def daily_charges(costing: Costing) -> dict[date, float]:
    """The standing charge of each day, in pence with VAT."""
    charges: dict[date, float] = {}
    for each in costing.standing:
        if each.pence is not None:
            pence = float(costing.standing_pence(each) * each.vat.factor)
            charges |= dict.fromkeys(Period.spanning(each.first, each.last).days(), pence)
    return charges


def _pence_per_unit(costing: Costing, stretch: Stretch) -> Fraction:
    """What a unit of the readings costs, with VAT, at 1 p/kWh as published."""
    if stretch.agreement is None or stretch.agreement.tariff not in costing.supply.prices:
        return Fraction(0)
    return costing.without_vat(stretch.agreement) * stretch.vat.factor * stretch.kwh_per_unit


def _add(costing: Costing, priced: Columns, first: int, end: int, factor: float) -> None:
    """Add the costs of the readings at these places: all at once if no half hour is missing and
    all have a price, otherwise one half of the places after the other."""
    starts, values = costing.readings
    columns = costing.columns
    place = (starts[first] - columns.first) // HALF_HOUR
    stop = (starts[end - 1] - columns.first) // HALF_HOUR + 1
    if stop - place == end - first and not any(columns.reasons[place:stop]):
        priced.starts.extend(starts[first:end])
        rates = columns.rates[place:stop]
        priced.values.fromlist(
            [value * rate * factor for value, rate in zip(values[first:end], rates, strict=True)]
        )
    elif end - first > 1:
        middle = (first + end) // 2
        _add(costing, priced, first, middle, factor)
        _add(costing, priced, middle, end, factor)


def _add_with_told(
    costing: Costing,
    priced: Columns,
    places: range,
    factor: float,
    told: Mapping[int, Fraction],
) -> None:
    """Add the costs of the readings at these places; the supplier states some of them."""
    starts, values = costing.readings
    columns = costing.columns
    for place in places:
        start = starts[place]
        number = (start - columns.first) // HALF_HOUR
        if is_told(told, start, values[place]):
            cost = float(told.get(start, 0))
        elif columns.reasons[number]:
            continue
        else:
            cost = values[place] * columns.rates[number] * factor
        priced.starts.append(start)
        priced.values.append(cost)
