"""What a kWh costs: of half hours the unit rate, of longer times what was paid for the energy,
divided by it. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from octoterm.consumption.series import Series
from octoterm.costs.cost_series import AT_ONCE
from octoterm.costs.costing import Costing
from octoterm.costs.stretches import stretches
from octoterm.periods.london import HALF_HOUR
from octoterm.runtime.slices import Sliced
from octoterm.tariffs.price_columns import PriceColumns


@dataclass(frozen=True, eq=False)
class UnitPrices:
    """The unit prices of one meter point, with VAT and without standing charges."""

    costs: Series
    """In pence, of the half hours with a price."""
    kwh: Sequence[float]
    """The kWh of all half hours of `costs` before each of them, and of all."""
    columns: PriceColumns
    factors: tuple[tuple[int, float], ...]
    """From when on (UTC seconds) rates are multiplied by what to be with VAT."""

    def between(self, start: int, end: int) -> float | None:
        """The unit price of this time (UTC seconds), p/kWh; None if nothing was used."""
        if end - start == HALF_HOUR:
            return self.at(start)
        first, stop = (bisect_left(self.costs.starts, each) for each in (start, end))
        kwh = self.kwh[stop] - self.kwh[first]
        return sum(self.costs.values[first:stop]) / kwh if round(kwh, 6) else None

    def at(self, start: int) -> float | None:
        """The unit rate of the half hour from `start`; None if it has none."""
        number = (start - self.columns.first) // HALF_HOUR
        if not 0 <= number < len(self.columns.rates) or self.columns.reasons[number]:
            return None
        found = bisect_right(self.factors, start, key=lambda each: each[0])
        return self.columns.rates[number] * self.factors[found - 1][1]


def unit_prices(costing: Costing, costs: Series) -> Sliced[UnitPrices]:
    """Those of the meter point whose costs these are."""
    columns = costing.columns
    summed = array("d", [0.0])
    factors = []
    for stretch in stretches(costing, columns.first, columns.end):
        without_vat = costing.without_vat(stretch.agreement) if stretch.agreement else 1
        factors.append((stretch.since, float(without_vat * stretch.vat.factor)))
        places = costing.places(stretch.since, stretch.until)
        factor = float(stretch.kwh_per_unit)
        for first in range(places.start, places.stop, AT_ONCE):
            _add(costing, costs, range(first, min(first + AT_ONCE, places.stop)), factor, summed)
            yield 0
    return UnitPrices(costs, summed, columns, tuple(factors))


def _add(
    costing: Costing, costs: Series, places: range, factor: float, summed: array[float]
) -> None:
    """Add up the kWh of the readings at these places that have a cost: at once, if all have."""
    starts, values = costing.readings
    at, first, last = len(summed) - 1, places[0], places[-1]
    end = at + len(places) - 1
    if end < len(costs) and (costs.starts[at], costs.starts[end]) == (starts[first], starts[last]):
        kwh = (value * factor for value in values[first : last + 1])
        summed.extend(islice(accumulate(kwh, initial=summed[-1]), 1, None))
        return
    for place in places:
        if len(summed) <= len(costs) and costs.starts[len(summed) - 1] == starts[place]:
            summed.append(summed[-1] + values[place] * factor)
