"""Makes the costs of a meter point from its files, its configuration and the stored prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from octoterm.config.supplies import supply_of, tariffs_of
from octoterm.costs.costing import Costing, costing
from octoterm.costs.point_costs import PointCosts
from octoterm.household.meter_point import MeterPoint, by_meter_point
from octoterm.periods.calendar import Calendar
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import Sliced
from octoterm.session.meter_series import columns_of
from octoterm.storage.folders import Folders
from octoterm.storage.state.rates_file import read_prices
from octoterm.storage.state.supplier_costs_file import read_supplier_costs, supplier_costs_path
from octoterm.tariffs.supply import Supply

if TYPE_CHECKING:
    from octoterm.config.reader import Config
    from octoterm.household.meter import Meter
    from octoterm.tariffs.rates import TariffPrices


class Supplied(NamedTuple):
    """A meter point, and how it is charged for."""

    point: MeterPoint
    supply: Supply
    not_fetched: tuple[str, ...]
    """Codes of its tariffs whose prices are not stored."""


class Supplies(NamedTuple):
    """The meter points that are shown as one; a single meter point is one supply."""

    paid: tuple[Supplied, ...]
    """Those that are paid for, or the single meter point that exports."""
    earned: tuple[Supplied, ...] = ()
    """The exports of a net use."""

    @property
    def every(self) -> tuple[Supplied, ...]:
        """Those of both."""
        return self.paid + self.earned


def supplies_of(config: Config, point: MeterPoint, folders: Folders) -> Sliced[Supplies]:
    """How the meter point, or each one of a net use, is charged for, from what is stored. Raises
    FileError if the costs that the supplier states cannot be read."""
    if not point.is_net:
        return Supplies(((yield from _supplied(config, point, folders)),))
    sides = []
    for meters in (point.meters, point.subtracted):
        side = []
        for each in by_meter_point(meters):
            side.append((yield from _supplied(config, _point_with(config, each), folders)))
        sides.append(tuple(side))
    return Supplies(*sides)


def costs_of(
    contents: Mapping[Meter, Contents],
    supplies: Supplies,
    first: date,
    last: date,
    days: Calendar | None = None,
) -> Sliced[PointCosts]:
    """The costs of the London days from `first` to `last`, both inclusive. `days` is a calendar of
    London days to reuse, as it has looked up when they begin."""
    sides = []
    for side in supplies:
        costings = []
        for each in side:
            costings.append((yield from costing_of(contents, each, first, last, days)))
        sides.append(tuple(costings))
    return PointCosts(*sides)


def costing_of(
    contents: Mapping[Meter, Contents],
    supplied: Supplied,
    first: date,
    last: date,
    days: Calendar | None = None,
) -> Sliced[Costing]:
    """The costing of one meter point, of the London days from `first` to `last`."""
    readings = yield from columns_of(contents, supplied.point)
    return (yield from costing(supplied.supply, readings, first, last, days))


def _supplied(config: Config, point: MeterPoint, folders: Folders) -> Sliced[Supplied]:
    found: dict[str, TariffPrices] = {}
    codes = tariffs_of(config, point)
    for code in codes:
        stored = yield from read_prices(folders.prices, code)
        if stored is not None:
            found[code] = stored.prices
    supply = supply_of(config, point, found.get)
    path = supplier_costs_path(folders.data, point.fuel, point.number)
    told = yield from read_supplier_costs(path)
    missing = tuple(code for code in codes if code not in found)
    return Supplied(point, supply._replace(told=told), missing)


def _point_with(config: Config, meters: Sequence[Meter]) -> MeterPoint:
    """The meter point that has these meters; not a net use."""
    return next(
        each for each in config.points if not each.is_net and set(meters) <= set(each.meters)
    )
