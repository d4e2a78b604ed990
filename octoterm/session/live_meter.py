"""One meter of the dashboard: its readings, kept current with its CSV file, and its position."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.consumption.series import Series
from octoterm.errors import FileError
from octoterm.household.meter import Meter
from octoterm.periods.calendar import Calendar
from octoterm.readings_csv.contents import Contents, Signature
from octoterm.runtime.slices import Sliced, finish, in_slices
from octoterm.safe_text import clean
from octoterm.session import meter_series
from octoterm.session.position import Position
from octoterm.session.sync_state import SyncState
from octoterm.storage.file_facts import FileFacts
from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.sync_entry import SyncEntry
from octoterm.storage.sync_log import read_log

if TYPE_CHECKING:
    from octoterm.sync.events import Event


class LiveMeter:
    """One meter's file, and the latest `Series` made of it (None until it was read)."""

    def __init__(self, meter: Meter, calendar: Calendar, state_folder: Path) -> None:
        self.meter = meter
        self.series: Series | None = None
        self.is_whole = False
        """Whether `series` is all that is stored, not only the last weeks."""
        self._is_read = asyncio.Event()
        """Set once reading the whole file has ended for the first time, even if it failed."""
        self.unreadable_lines = 0
        self.error: FileError | None = None
        """Why the last attempt to read the file failed; None if it succeeded."""
        self.sync = SyncState()
        self.store = ReadingsFile(meter.csv, unit=meter.unit)
        self.position: Position | None = None
        """The period shown, or last shown if another meter is shown now."""
        self._is_position_settled = True
        """False while `position` comes from another meter and may lie outside these readings."""
        self._seen_until: int | None = None
        """The start of the last reading when the end of the readings was last shown."""
        self._calendar = calendar
        self._state_folder = state_folder
        self._contents: Contents | None = None
        """What `series` was made of, once the whole file was read."""
        self._signature: Signature | None = None
        self._syncs: tuple[SyncEntry, ...] = ()

    def open(self) -> None:
        """Show the latest complete day, the most useful one to begin with."""
        if self.series is not None:
            self.position = Position.opening(self.series)
            self._seen_until = self.series.last

    def arrive(self, asked: Position) -> None:
        """Show the period `asked` for in another meter, or the nearest one with readings.

        Otherwise no key would leave an empty period. `update_position` moves the position to the
        nearest period once all readings are loaded.
        """
        self.position = asked
        self._is_position_settled = False

    def update_position(self) -> None:
        """Move `position` to where there are readings, and note whether the latest are shown.

        To be called whenever the readings or the position have changed.
        """
        if self.series is None or self.position is None:
            return
        if self.is_whole and self.series.whole is not None and not self._is_position_settled:
            self.position = self.position.within(self.series)
            self._is_position_settled = True
        period = self.position.period(self.series)
        if self._seen_until is None or period.end > (self.series.last_day or date.min):
            self.mark_all_seen()

    def mark_all_seen(self) -> None:
        """Note that the end of the readings is shown, or was asked for."""
        self._seen_until = self.series.last if self.series else None

    @property
    def has_news(self) -> bool:
        """Whether there are newer readings than were shown so far."""
        last = self.series.last if self.series else None
        return last is not None and self._seen_until is not None and last > self._seen_until

    def load_end(self) -> None:
        """Read only the last weeks, which is quick, if they can be read alone."""
        if (contents := self.store.load_end()) is not None:
            self.series = finish(self._series_of(contents))

    async def load(self) -> None:
        """Read the file in slices. If that fails, the reason is in `error`."""
        self._read_log()
        try:
            await self._take_contents(await in_slices(self.store.load()))
        except FileError as error:
            if not self.is_whole:
                self.series = None  # it was the end of a file that is not octoterm's
            self.error = error.with_traceback(None)
            self._signature = self.store.signature()
        self._is_read.set()

    async def fully_read(self) -> Series | None:
        """Wait until the file was read for the first time; None if that failed."""
        await self._is_read.wait()
        return self.series

    @property
    def missing_half_hours(self) -> int:
        """Half hours without a reading between the first and the last reading."""
        return sum(gap.half_hours for gap in self.series.gaps()) if self.series else 0

    async def _take_contents(self, contents: Contents) -> None:
        """Make the series of the file's current contents."""
        if contents is not self._contents:
            self.series = await in_slices(self._series_of(contents))
            self._contents = contents
        self.is_whole = True
        self.error = None
        self.sync = self.sync.with_readable_file()
        self.unreadable_lines = contents.unreadable_lines
        self._signature = contents.signature

    def _series_of(self, contents: Contents) -> Sliced[Series]:
        return meter_series.series_of(contents, self.meter, self._calendar, self.series)

    async def take_event(self, event: Event) -> None:
        """Update the meter from an event of its sync."""
        from octoterm.sync.events import Finished, Saved

        if isinstance(event, Saved):
            await self._take_contents(event.contents)
            self.sync = self.sync.saved(event)
        elif isinstance(event, Finished):
            self.sync = self.sync.finished(event)
            self._read_log()
        else:
            self.sync = self.sync.waiting(event)

    def _read_log(self) -> None:
        self._syncs = read_log(self._state_folder, self.meter)

    @property
    def file_facts(self) -> FileFacts:
        """The file as of the last reading, and the last syncs."""
        return FileFacts(
            file=clean(str(self.meter.csv)),
            size=self._signature.size if self._signature else None,
            unreadable_lines=self.unreadable_lines,
            error=self.error.title if self.error else "",
            syncs=self._syncs,
            unit_in_words=self.meter.unit_in_words,
        )

    @property
    def is_stale(self) -> bool:
        """Whether another process has written the file since it was read."""
        return self.store.signature() != self._signature

    @property
    def label(self) -> str:
        """`Electricity 2000…5678`: enough of the meter point to tell meters apart."""
        number = self.meter.mpan
        short = f"{number[:4]}…{number[-4:]}" if len(number) > 9 else number
        unit = " (m³ as kWh)" if self.meter.kwh_per_unit != 1.0 else ""
        return f"{self.meter.name} {short}{unit}"
