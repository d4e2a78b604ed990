"""What the readings of a meter cost, as the dashboard shows it: a series, and what goes with it.

Imported when costs are first asked for, as most of what it needs is used for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from octoterm.analysis.supplement import Companion, Supplement
from octoterm.consumption.series import Series
from octoterm.costs.labels import labels_of_all
from octoterm.costs.point_costs import PointCosts
from octoterm.costs.quantities import UNIT_RATE
from octoterm.costs.unit_prices import UnitPrices
from octoterm.costs.unpriced_hours import UnpricedHours, unpriced_hours
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import london
from octoterm.runtime.slices import Sliced
from octoterm.session import costings
from octoterm.session.meter_bills import MeterBills, meter_bills

if TYPE_CHECKING:
    from octoterm.config.reader import Config
    from octoterm.household.meter import Meter
    from octoterm.household.meter_point import MeterPoint
    from octoterm.periods.period import Period
    from octoterm.readings_csv.contents import Contents
    from octoterm.session.position import Position
    from octoterm.storage.folders import Folders
    from octoterm.tariffs.price_columns import Unpriced

NOTED = "Costs:"
LONDON_DAYS = "days from 00:00, as on bills"


@dataclass(frozen=True, eq=False)
class MeterCosts:
    """The costs of a meter point, or of what is imported less what is exported."""

    series: Series
    supplement: Supplement
    unpriced: UnpricedHours
    bills: MeterBills | None = None

    def series_at(self, position: Position | None) -> Series | None:
        """The series, if anything of the period there has a cost."""
        if position is None:
            return None
        start, end = self.series.calendar.bounds(position.period(self.supplement.readings))
        return self.series if self.series.count(start, end) else None

    def unpriced_in(self, period: Period) -> dict[Unpriced, int]:
        """How many half hours of the period have no price, by reason."""
        return self.unpriced.between(*self.series.calendar.bounds(period))


def costs_of_meter(
    config: Config,
    folders: Folders,
    point: MeterPoint,
    contents: Mapping[Meter, Contents],
    readings: Series,
    before: MeterCosts | None = None,
) -> Sliced[MeterCosts | None]:
    """What these readings, which were made from `contents`, cost at the stored prices; None
    without readings. Raises FileError."""
    if readings.first is None or readings.last is None:
        return None
    supplies = yield from costings.supplies_of(config, point, folders)
    first, last = (london(each).date() for each in (readings.first, readings.last))
    days = readings.calendar if readings.calendar == Calendar() else None
    costs = yield from costings.costs_of(contents, supplies, first, last, days)
    made = yield from meter_costs(costs, readings, before)
    named = [(each.point.title, each.supply) for each in supplies.every]
    return replace(made, bills=(yield from meter_bills(costs, named, readings)))


def meter_costs(
    costs: PointCosts, readings: Series, before: MeterCosts | None = None
) -> Sliced[MeterCosts]:
    """The costs of these readings, made in slices. Unchanged days are reused from `before`."""
    every = (*costs.costings, *costs.subtracted)
    series = yield from costs.series(before.series if before else None)
    unpriced = yield from unpriced_hours(every)
    companions = [Companion(readings.quantity, _sums_of(readings))]
    if not costs.is_net:  # a kWh of the net use has no price
        prices = UnitPrices(costs.costings[0], series)
        companions.append(Companion(UNIT_RATE, prices.between, is_line=True, is_figure=True))
    labels = dict.fromkeys(label for each in every for label in labels_of_all(each))
    days = LONDON_DAYS if readings.calendar != series.calendar else ""
    start, end = readings.first or 0, (readings.last or 0) + 1
    said = [*unpriced.words(start, end), *labels, *((days,) if days else ())]
    notes = (f"{NOTED} {' · '.join(said)}",) if said else ()
    supplement = Supplement(readings, tuple(companions), unpriced.words, notes, days)
    return MeterCosts(series, supplement, unpriced)


def _sums_of(readings: Series) -> Callable[[int, int], float | None]:
    def between(start: int, end: int) -> float | None:
        return readings.total_between(start, end) if readings.count(start, end) else None

    return between
