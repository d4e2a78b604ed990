"""The household's meters as the dashboard holds them: read from their CSVs, kept current.

Nothing here draws. Whenever something is new, the one who watches is called.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from octoterm.config.reader import Config
from octoterm.consumption.series import Series
from octoterm.errors import FileError
from octoterm.household.meter import Meter
from octoterm.periods.calendar import Calendar
from octoterm.periods.period import Period
from octoterm.readings_csv.contents import Contents, Signature
from octoterm.runtime.slices import Steps, finish, give_way, in_slices
from octoterm.safe_text import clean
from octoterm.session import meter_series
from octoterm.session.position import Position
from octoterm.session.session import Source
from octoterm.session.sync_state import SyncState
from octoterm.storage.file_facts import FileFacts
from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.sync_entry import SyncEntry
from octoterm.storage.sync_log import read_log

if TYPE_CHECKING:
    from octoterm.sync.events import Event

Sleep: TypeAlias = Callable[[float], Awaitable[None]]


class MeterReadings:
    """One meter's file and the latest `Series` made of it; None until it was read."""

    def __init__(self, meter: Meter, calendar: Calendar, state_folder: Path) -> None:
        self.meter = meter
        self.series: Series | None = None
        self.is_whole = False
        """Whether `consumption` is all that is stored; else only the last weeks of it."""
        self._is_read = asyncio.Event()
        """Whether reading the file has ended once, well or not."""
        self.unreadable_lines = 0
        self.error: FileError | None = None
        """Why the file could not be read last time, if it could not."""
        self.sync = SyncState()
        self.store = ReadingsFile(meter.csv, unit=meter.unit)
        self.position: Position | None = None
        """Where it is looked at, or was when another meter's turn came."""
        self._is_arrived_at = True
        """Whether `position` is this meter's own, not still the one asked for in another."""
        self._seen_until: int | None = None
        """The start of the latest reading that was there when its end was looked at."""
        self._calendar = calendar
        self._state_folder = state_folder
        self._signature: Signature | None = None
        self._syncs: tuple[SyncEntry, ...] = ()

    def open(self) -> None:
        """Look at the latest complete day, which is where a person wants to look first."""
        if self.series is not None:
            self.position = Position.opening(self.series)
            self._seen_until = self.series.last

    def arrive(self, asked: Position) -> None:
        """Look at the period `asked` for in another meter, or as near as there are readings.

        No step would lead out of where there are none. Where that is, is known once all readings
        were loaded and there are some.
        """
        self.position = asked
        self._is_arrived_at = False

    def look(self) -> Period | None:
        """The period looked at, now that the readings or the position are others than before."""
        if self.series is None or self.position is None:
            return None
        if self.is_whole and self.series.whole is not None and not self._is_arrived_at:
            self.position = self.position.within(self.series)
            self._is_arrived_at = True
        period = self.position.period(self.series)
        if self._seen_until is None or period.end > (self.series.last_day or date.min):
            self.see_all()
        return period

    def see_all(self) -> None:
        """The person looks at the end of the readings, or asked for it."""
        self._seen_until = self.series.last if self.series else None

    @property
    def has_news(self) -> bool:
        """Whether readings came that the person has not seen."""
        last = self.series.last if self.series else None
        return last is not None and self._seen_until is not None and last > self._seen_until

    def load_end(self) -> None:
        """Read the last weeks, which takes no time, if they can be had by themselves."""
        if (sheet := self.store.load_end()) is not None:
            self.series = finish(self._series_of(sheet))

    async def load(self) -> None:
        """Read the file, leaving the event loop its turns. What goes wrong is in `error`."""
        self._read_log()
        try:
            await self._take(await in_slices(self.store.load()))
        except FileError as error:
            if not self.is_whole:
                self.series = None  # the end of a file that is none of ours
            self.error = error.with_traceback(None)
            self._signature = self.store.signature()
        self._is_read.set()

    async def all_there_is(self) -> Series | None:
        """All that is stored, once it has been read for the first time; None if it cannot be."""
        await self._is_read.wait()
        return self.series

    @property
    def missing_half_hours(self) -> int:
        """Between the first and the last reading."""
        return sum(gap.half_hours for gap in self.series.gaps()) if self.series else 0

    async def _take(self, sheet: Contents) -> None:
        """Hold what the file holds now."""
        self.series = await in_slices(self._series_of(sheet))
        self.is_whole = True
        self.error = None
        self.sync = self.sync.with_readable_file()
        self.unreadable_lines = sheet.unreadable_lines
        self._signature = sheet.signature

    def _series_of(self, sheet: Contents) -> Steps[Series]:
        return meter_series.series_of(sheet, self.meter, self._calendar, self.series)

    async def hear(self, event: Event) -> None:
        """Take note of what the sync of this meter says."""
        from octoterm.sync.events import Finished, Saved

        if isinstance(event, Saved):
            await self._take(event.contents)
            self.sync = self.sync.saved(event)
        elif isinstance(event, Finished):
            self.sync = self.sync.finished(event)
            self._read_log()
        else:
            self.sync = self.sync.waiting(event)

    def _read_log(self) -> None:
        self._syncs = read_log(self._state_folder, self.meter)

    @property
    def storage(self) -> FileFacts:
        """The file as it was last seen, and the last syncs."""
        return FileFacts(
            file=clean(str(self.meter.csv)),
            size=self._signature.size if self._signature else None,
            unreadable_lines=self.unreadable_lines,
            error=self.error.title if self.error else "",
            syncs=self._syncs,
        )

    @property
    def is_stale(self) -> bool:
        """Whether somebody else has written the file since."""
        return self.store.signature() != self._signature

    @property
    def label(self) -> str:
        """`Electricity 2000…5678`: enough of the meter point to tell meters apart."""
        number = self.meter.mpan
        short = f"{number[:4]}…{number[-4:]}" if len(number) > 9 else number
        unit = " from m³" if self.meter.kwh_per_unit != 1.0 else ""
        return f"{self.meter.name} {short}{unit}"


def _import_sync() -> Steps[None]:
    for name in NEEDED_TO_SYNC:
        with suppress(ImportError):  # libraries may be made of other parts one day
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
"""The network library and what it imports when, none of which takes ten milliseconds by itself.
They are imported between pictures, as a thread that does it holds each of them up."""
LOOK_EVERY = 2.0
"""Seconds between looks whether another process has written a CSV."""


class Household:
    """All meters, and which of them is looked at."""

    def __init__(
        self,
        source: Source,
        config: Config,
        changed: Callable[[], None],
        *,
        clock: Callable[[], float],
        sleep: Sleep,
    ) -> None:
        self.meters = [
            MeterReadings(meter, config.calendar, source.folders.state) for meter in config.meters
        ]
        self._at = 0
        self._source = source
        self._clock = clock
        self._sleep = sleep
        self._changed = changed
        """Called after every change in readings or sync."""

    @property
    def current(self) -> MeterReadings:
        """The meter looked at."""
        return self.meters[self._at]

    def next(self, asked: Position | None) -> None:
        """Look at the next meter; after the last comes the first.

        It shows the period that the person `asked` for last, in whichever meter, so that the
        two can be compared. If it has no readings then, it shows the nearest that has some: the
        first, or the one with the latest complete day. Coming straight back from there shows
        the period that was left.
        """
        self._at = (self._at + 1) % len(self.meters)
        if asked is not None:
            self.current.arrive(asked)
        self._changed()

    @property
    def is_syncing(self) -> bool:
        """Whether any meter's sync is under way."""
        return any(readings.sync.running for readings in self.meters)

    async def load(self) -> None:
        """Read every meter's file, the one looked at first, and of that first the end."""
        self.current.load_end()
        self._changed()
        for readings in (self.current, *self.meters):
            if not readings.is_whole:
                await readings.load()
                self._changed()

    async def look_at_files(self) -> None:
        """Read again what another process, such as a sync from cron, has written."""
        for readings in self.meters:
            if readings.is_stale and not readings.sync.running:
                await readings.load()
                self._changed()

    async def watch_files(self) -> None:
        """Go on looking at the files, for as long as the dashboard is open."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self.look_at_files()

    async def sync(self, *, gaps: bool = False) -> None:
        """Bring all meters up to date, with `gaps` back to the earliest gap, however old.

        At most one sync runs at a time.
        """
        if self.is_syncing:
            return
        for readings in self.meters:
            readings.sync = readings.sync.begun()
        self._changed()
        of_meter = {readings.meter: readings for readings in self.meters}
        try:
            await in_slices(_import_sync())
            from octoterm.octopus.client import prepare
            from octoterm.sync.readings import sync_all

            await asyncio.to_thread(prepare)
            events = sync_all(
                of_meter,
                state_folder=self._source.folders.state,
                stores={meter: readings.store for meter, readings in of_meter.items()},
                gaps=gaps,
                transport=self._source.connect(),
                now=self._clock,
                sleep=self._sleep,
            )
            async with aclosing(events):
                async for event in events:
                    await give_way()
                    await of_meter[event.meter].hear(event)
                    self._changed()
        finally:
            for readings in self.meters:
                if readings.sync.running:
                    readings.sync = readings.sync.stopped()
            self._changed()
