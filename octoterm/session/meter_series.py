"""Makes the Series of a meter point from the contents of its meters' files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from octoterm.consumption.conversion import converted
from octoterm.consumption.days import Columns
from octoterm.consumption.merging import net, of_one_meter_point
from octoterm.consumption.quantity import KWH, NET_KWH
from octoterm.consumption.series import Series
from octoterm.household.meter_point import MeterPoint, by_meter_point
from octoterm.periods.calendar import Calendar
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import Sliced

if TYPE_CHECKING:
    from octoterm.household.meter import Meter


def series_of(
    contents: Mapping[Meter, Contents],
    point: MeterPoint,
    calendar: Calendar,
    before: Series | None = None,
) -> Sliced[Series]:
    """The readings of all its meters in kWh, by the household's days. Unchanged days are reused
    from `before`. A meter that is not in `contents` has none."""
    columns = yield from columns_of(contents, point)
    factors = point.kwh_per_unit_since
    if len(factors) > 1:
        columns, factors = (yield from converted(columns, factors)), ((0, 1.0),)
    quantity = NET_KWH if point.is_net else KWH
    return (yield from Series.build_in_slices(columns, calendar, factors[0][1], before, quantity))


def columns_of(contents: Mapping[Meter, Contents], point: MeterPoint) -> Sliced[Columns]:
    """The readings of all its meters, in the unit of the meters."""
    if not point.is_net:
        return _joined(contents, point.meters)
    imported, exported = map(by_meter_point, (point.meters, point.subtracted))
    return (
        yield from net(
            [_joined(contents, meters) for meters in imported],
            [_joined(contents, meters) for meters in exported],
        )
    )


def _joined(contents: Mapping[Meter, Contents], meters: Sequence[Meter]) -> Columns:
    found = [
        Columns(contents[meter].starts, contents[meter].values)
        for meter in meters
        if meter in contents
    ]
    return found[0] if len(found) == 1 else of_one_meter_point(found)
