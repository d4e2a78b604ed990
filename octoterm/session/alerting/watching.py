"""Loads what alerts are checked against: readings, prices ahead, the bill so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from octoterm.alerts.watched import BillSoFar, Watched
from octoterm.bills.words import is_known, month_label
from octoterm.config.reader import Config
from octoterm.consumption.series import Series
from octoterm.household.meter import Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.london import london
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import finish
from octoterm.session.meter_series import series_of
from octoterm.session.pricing.prices_ahead import prices_ahead
from octoterm.storage.folders import Folders

Load = Callable[[MeterPoint], Mapping[Meter, Contents]]
"""The contents of the files of a meter point."""


def watched_points(config: Config, folders: Folders, load: Load, now: float) -> Iterable[Watched]:
    """What is known of each meter point at `now`. Raises FileError."""
    for point in config.points:
        if point.is_net:
            continue
        contents = load(point)
        series = finish(series_of(contents, point, config.calendar))
        yield Watched(
            point,
            now,
            series,
            cache(partial(prices_ahead, config, folders, point, now)),
            cache(partial(_bill, config, folders, point, contents, series)),
        )


def _bill(
    config: Config,
    folders: Folders,
    point: MeterPoint,
    contents: Mapping[Meter, Contents],
    series: Series,
) -> BillSoFar | None:
    from octoterm.session.meter_costs import costs_of_meter

    costs = finish(costs_of_meter(config, folders, point, contents, series))
    if costs is None or costs.bills is None or series.last is None:
        return None
    shown = costs.bills.at(london(series.last).date())
    bill = shown.parts[0].bill
    if not is_known(bill) or not bill.priced:
        return None
    return BillSoFar(month_label(shown.month), bill.total, shown.course, bill.unpriced > 0)
