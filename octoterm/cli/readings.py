"""Loads a meter's stored readings for the commands."""

from __future__ import annotations

from octoterm.config.reader import Config
from octoterm.consumption.series import Series
from octoterm.household.meter import Meter
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import finish
from octoterm.session import meter_series
from octoterm.session.source import Source
from octoterm.storage.readings_file import ReadingsFile


def stored(source: Source, meter: Meter) -> Contents:
    """The contents of the meter's CSV; the demo's is downloaded first. Raises OctotermError."""
    if source.demo:
        _download(source, meter)
    return finish(ReadingsFile(meter.csv, unit=meter.unit).load())


def series(contents: Contents, meter: Meter, config: Config) -> Series:
    """The readings in `contents` as a series in the household's calendar."""
    return finish(meter_series.series_of(contents, meter, config.calendar))


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
