"""Loads the stored readings of a meter point for the commands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from octoterm.config.reader import Config
from octoterm.consumption.series import Series
from octoterm.household.meter import Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import finish
from octoterm.session import meter_series
from octoterm.session.source import Source
from octoterm.storage.readings_file import ReadingsFile


def stored(source: Source, point: MeterPoint) -> dict[Meter, Contents]:
    """The contents of the CSV of each of its meters; the demo's are downloaded first. Raises
    OctotermError."""
    contents = {}
    for meter in point.all_meters:
        if source.demo:
            _download(source, meter)
        contents[meter] = finish(ReadingsFile(meter.csv, unit=meter.unit).load())
    return contents


def fetch_demo_prices(source: Source, config: Config, contents: Mapping[Meter, Contents]) -> None:
    """Download the prices of the tariffs of the meters with these contents, if they are those of
    the demo; a sync stores the prices of others. Raises OctotermError."""
    if not source.demo:
        return
    from octoterm.cli import signals
    from octoterm.config.supplies import tariffs_of
    from octoterm.sync.prices import sync_prices
    from octoterm.sync.wanted_prices import wanted_prices

    first = {meter: each.first for meter, each in contents.items()}
    wanted = wanted_prices(config.points, first, partial(tariffs_of, config))

    async def download() -> None:
        async for _ in sync_prices(wanted, source.folders.prices, transport=source.connect()):
            pass

    signals.run(download())


def series(contents: Mapping[Meter, Contents], point: MeterPoint, config: Config) -> Series:
    """The readings in `contents` as a series in the household's calendar."""
    return finish(meter_series.series_of(contents, point, config.calendar))


def _download(source: Source, meter: Meter) -> None:
    from octoterm.cli import signals
    from octoterm.sync.events import Finished
    from octoterm.sync.readings import sync_meter

    async def download() -> None:
        async for event in sync_meter(
            meter, state_folder=source.folders.state, transport=source.connect()
        ):
            if isinstance(event, Finished) and event.error:
                raise event.error

    signals.run(download())
