"""The meters of the dashboard: their readings, kept current with their CSV files.

Nothing here draws; a callback is called after every change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from importlib import import_module
from typing import TypeAlias

from octoterm.config.reader import Config
from octoterm.household.meter import Meter
from octoterm.runtime.slices import Sliced, give_way, in_slices
from octoterm.session.live_meter import LiveMeter
from octoterm.session.position import Position
from octoterm.session.source import Source
from octoterm.storage.readings_file import ReadingsFile

Sleep: TypeAlias = Callable[[float], Awaitable[None]]


def _import_sync() -> Sliced[None]:
    for name in NEEDED_TO_SYNC:
        with suppress(ImportError):  # other versions of the libraries may have other modules
            import_module(name)
        yield 0


NEEDED_TO_SYNC = (
    "email.parser",
    "http.cookiejar",
    "h11",
    "anyio.streams.tls",
    "anyio._core._sockets",
    "anyio._backends._asyncio",
    "httpcore",
    "httpx",
    "octoterm.sync.readings",
)
"""The network library and its parts, each of which takes less than ten milliseconds to import.
They are imported in slices, as importing in a thread would delay every frame."""
LOOK_EVERY = 2.0
"""Seconds between checks whether another process has written a CSV file."""


class LiveMeters:
    """All meters, and which of them is shown."""

    def __init__(
        self,
        source: Source,
        config: Config,
        changed: Callable[[], None],
        *,
        clock: Callable[[], float],
        sleep: Sleep,
    ) -> None:
        self._stores = {
            meter: ReadingsFile(meter.csv, unit=meter.unit)
            for point in config.points
            for meter in point.all_meters
        }
        """The files of all meters: a net use reads the same ones as what it is made of."""
        self.all = [
            LiveMeter(point, config.calendar, source.folders.state, self._stores)
            for point in config.points
        ]
        self._at = 0
        self._config = config
        self._source = source
        self._clock = clock
        self._sleep = sleep
        self._changed = changed
        """Called after every change in readings or sync."""

    @property
    def current(self) -> LiveMeter:
        """The meter that is shown."""
        return self.all[self._at]

    @property
    def number(self) -> int:
        """The number of the meter that is shown, from 0."""
        return self._at

    @property
    def following(self) -> LiveMeter:
        """The meter that `next` shows; the same one if there is no other."""
        return self.all[(self._at + 1) % len(self.all)]

    def next(self, asked: Position | None) -> None:
        """Show the next meter; after the last comes the first.

        `asked` is the period that the user went to last, in any meter. It is kept so that meters
        can be compared. A meter without readings in it shows its nearest period: the first, or
        the one with the latest complete day.
        """
        self.show(self.all.index(self.following), asked)

    def show(self, number: int, asked: Position | None) -> None:
        """Show the meter of this number, from 0, at `asked`: see `next`."""
        self._at = number
        if asked is not None:
            self.current.arrive(asked)
        self._changed()

    @property
    def is_syncing(self) -> bool:
        """Whether any meter's sync is under way."""
        return any(meter.is_syncing for meter in self.all)

    async def load(self) -> None:
        """Read every meter's file, beginning with the end of the shown meter's file."""
        self.current.load_end()
        self._changed()
        for meter in (self.current, *self.all):
            if not meter.is_whole:
                await meter.load()
                self._changed()

    async def look_at_files(self) -> None:
        """Read files again that another process, such as a sync from cron, has written."""
        for meter in self.all:
            if meter.is_stale and not meter.is_syncing:
                await meter.load()
                self._changed()

    async def watch_files(self) -> None:
        """Check the files regularly until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self.look_at_files()

    async def sync(self, *, gaps: bool = False) -> None:
        """Sync all meters; with `gaps`, from the earliest gap on, however old.

        Does nothing if a sync is running.
        """
        if self.is_syncing:
            return
        for live in self.all:
            live.begin_sync()
        self._changed()
        showing = self._showing()
        try:
            await in_slices(_import_sync())
            from octoterm.octopus.client import prepare
            from octoterm.sync.readings import sync_all

            await asyncio.to_thread(prepare)
            events = sync_all(
                self._config.meters,
                state_folder=self._source.folders.state,
                stores=self._stores,
                gaps=gaps,
                transport=self._source.connect(),
                now=self._clock,
                sleep=self._sleep,
            )
            async with aclosing(events):
                async for event in events:
                    await give_way()
                    for live in showing[event.meter]:
                        await live.take_event(event)
                    self._changed()
        finally:
            for live in self.all:
                live.end_sync()
            self._changed()

    def _showing(self) -> dict[Meter, list[LiveMeter]]:
        """Who shows readings of each meter."""
        showing: dict[Meter, list[LiveMeter]] = {}
        for live in self.all:
            for meter in live.point.all_meters:
                showing.setdefault(meter, []).append(live)
        return showing
