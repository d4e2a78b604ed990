"""What the readings of a meter cost, as the dashboard shows it: a series, and what goes with it.

Imported when costs are first asked for, as most of what it needs is used for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from octoterm.analysis.supplement import Companion, Supplement
from octoterm.consumption.series import Series
from octoterm.costs.labels import labels_of_all
from octoterm.costs.point_costs import PointCosts
from octoterm.costs.quantities import UNIT_RATE
from octoterm.costs.unit_prices import unit_prices
from octoterm.costs.unpriced_hours import UnpricedHours, unpriced_hours
from octoterm.runtime.slices import Sliced

LONDON_DAYS = "days from 00:00, as on bills"


@dataclass(frozen=True, eq=False)
class MeterCosts:
    """The costs of a meter point, or of what is imported less what is exported."""

    series: Series
    supplement: Supplement
    unpriced: UnpricedHours


def meter_costs(
    costs: PointCosts, readings: Series, before: MeterCosts | None = None
) -> Sliced[MeterCosts]:
    """The costs of these readings, made in slices. Unchanged days are reused from `before`."""
    every = (*costs.costings, *costs.subtracted)
    series = yield from costs.series(before.series if before else None)
    unpriced = yield from unpriced_hours(every)
    companions = [Companion(readings.quantity, _sums_of(readings))]
    if not costs.is_net:  # the sum of two directions has no price
        prices = yield from unit_prices(costs.costings[0], series)
        companions.append(Companion(UNIT_RATE, prices.between, is_line=True, is_figure=True))
    labels = dict.fromkeys(label for each in every for label in labels_of_all(each))
    own_days = readings.calendar != series.calendar
    supplement = Supplement(
        readings, tuple(companions), unpriced.words, tuple(labels), LONDON_DAYS if own_days else ""
    )
    return MeterCosts(series, supplement, unpriced)


def _sums_of(readings: Series) -> Callable[[int, int], float | None]:
    def between(start: int, end: int) -> float | None:
        return readings.total_between(start, end) if readings.count(start, end) else None

    return between
