"""What a kWh costs: for a half hour its unit rate, for a longer time what was paid for the energy
divided by the kWh. Pure."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from octoterm.consumption.series import Series
from octoterm.costs.costing import Costing
from octoterm.costs.stretches import Stretch, stretches
from octoterm.periods.london import HALF_HOUR


@dataclass(frozen=True, eq=False)
class UnitPrices:
    """The unit prices of one meter point, with VAT and without standing charges."""

    costing: Costing
    costs: Series
    """In pence, of the half hours with a price."""

    def between(self, start: int, end: int) -> float | None:
        """The unit price of this time (UTC seconds), p/kWh; None if nothing was used."""
        if end - start == HALF_HOUR:
            return self.at(start)
        first, stop = (bisect_left(self.costs.starts, each) for each in (start, end))
        kwh = sum(self._kwh(stretch) for stretch in stretches(self.costing, start, end))
        return sum(self.costs.values[first:stop]) / kwh if round(kwh, 6) else None

    def at(self, start: int) -> float | None:
        """The unit rate of the half hour from `start`; None if it has none."""
        columns = self.costing.columns
        if not columns.first <= start < columns.end:
            return None
        number = columns.number(start)
        if columns.reasons[number]:
            return None
        (stretch,) = stretches(self.costing, start, start + 1)
        without_vat = (
            self.costing.without_vat(stretch.agreement) if stretch.agreement is not None else 1
        )
        return columns.rates[number] * float(without_vat * stretch.vat.factor)

    def _kwh(self, stretch: Stretch) -> float:
        """The kWh of the half hours with a cost."""
        starts, values = self.costing.readings
        places = self.costing.places(stretch.since, stretch.until)
        first, stop = (
            bisect_left(self.costs.starts, each) for each in (stretch.since, stretch.until)
        )
        if stop - first == len(places):
            units = sum(values[places.start : places.stop])
        else:
            priced = set(self.costs.starts[first:stop])
            units = sum(values[place] for place in places if starts[place] in priced)
        return units * float(stretch.kwh_per_unit)
