"""A meter point of the dashboard: its readings, kept current with the CSV files of its meters, and
its position."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.consumption.series import Series
from octoterm.errors import FileError, OctotermError
from octoterm.household.meter import Meter
from octoterm.household.meter_point import NONE_KNOWN, MeterPoint
from octoterm.periods.calendar import Calendar
from octoterm.readings_csv.contents import Contents, Signature
from octoterm.runtime.slices import Sliced, finish, in_slices
from octoterm.safe_text import clean
from octoterm.session import meter_series
from octoterm.session.position import Position
from octoterm.session.sync_state import SyncState, combined
from octoterm.storage.file_facts import FileFacts
from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.state.sync_entry import SyncEntry
from octoterm.storage.state.sync_log import read_log

if TYPE_CHECKING:
    from octoterm.config.reader import Config
    from octoterm.session.meter_costs import MeterCosts
    from octoterm.storage.folders import Folders
    from octoterm.sync.events import Event, PriceEvent

Stores = Mapping[Meter, ReadingsFile]


class LiveMeter:
    """The files of a meter point, and the latest `Series` made from them (None until they were
    read)."""

    def __init__(
        self, point: MeterPoint, calendar: Calendar, state_folder: Path, stores: Stores
    ) -> None:
        self.point = point
        self.series: Series | None = None
        self.is_whole = False
        """Whether `series` is all that is stored, and not only the last weeks."""
        self._is_read = asyncio.Event()
        """Set once reading the whole files has ended for the first time, even if it failed."""
        self.unreadable_lines = 0
        self.error: FileError | None = None
        """Why the last attempt to read a file failed; None if it succeeded."""
        self._sync_states = _not_synced(point)
        self.position: Position | None = None
        """The period shown, or last shown if another meter is shown now."""
        self._is_position_settled = True
        """False while `position` comes from another meter and may lie outside these readings."""
        self._seen_until: int | None = None
        """The start of the last reading when the end of the readings was last shown."""
        self._calendar = calendar
        self._state_folder = state_folder
        self._stores = stores
        """The files of all meters of the household."""
        self._contents: dict[Meter, Contents] = {}
        """What `series` was made of, once the whole files were read."""
        self._signatures: dict[Meter, Signature | None] = {}
        self._logged: tuple[SyncEntry, ...] = ()
        self.is_fetching_prices = False
        self.is_comparing = False
        """Whether the prices of other tariffs are being fetched."""
        self.price_warnings: dict[str, str] = {}
        """Why prices of its tariffs could not be fetched last, by code; empty if they could."""
        self.costs: MeterCosts | None = None
        """What the readings cost, once that was asked for."""
        self._costs_of: tuple[Series, int] | None = None
        """The series that `costs` were made from, and when the stored prices were last changed."""

    def take_point(self, point: MeterPoint, stores: Stores) -> None:
        """Take what has changed in the account: the meters of the point, for example."""
        self.point, self._stores = point, stores
        self._costs_of = None
        before = self._sync_states
        self._sync_states = {meter: before.get(meter, SyncState()) for meter in _not_synced(point)}
        if not set(point.all_meters) <= self._contents.keys():
            self.is_whole = False

    def open(self) -> None:
        """Show the latest complete day, the most useful one to begin with."""
        if self.series is not None:
            self.position = Position.opening(self.series)
            self._seen_until = self.series.last

    def arrive(self, asked: Position) -> None:
        """Show the period `asked` for in another meter, or the nearest one with readings.

        Without that, no key would leave an empty period. `update_position` moves the position to
        the nearest period once all readings are loaded.
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
        """Note that the end of the readings was shown, or was asked for."""
        self._seen_until = self.series.last if self.series else None

    @property
    def has_news(self) -> bool:
        """Whether there are newer readings than were shown so far."""
        last = self.series.last if self.series else None
        return last is not None and self._seen_until is not None and last > self._seen_until

    # Reading the files

    def load_end(self) -> None:
        """Read only the last weeks, which is quick, if they can be read alone."""
        ends = {
            meter: end
            for meter in self.point.all_meters
            if (end := self._stores[meter].load_end()) is not None
        }
        if ends and not self.point.is_net:
            # Only of the meter that measures now: more lies between it and the end of another.
            latest = max(ends, key=lambda meter: ends[meter].last or 0)
            ends = {latest: ends[latest]}
        if ends:
            self.series = finish(self._series_of(ends))

    async def load(self) -> None:
        """Read the files in slices. If that fails, the reason is in `error`."""
        self._read_log()
        try:
            await self._take_contents(await self._read(self.point.all_meters))
        except FileError as error:
            if not self.is_whole:
                self.series = None  # what was shown was the end of a file that is not octoterm's
            self.error = error.with_traceback(None)
            self._signatures = {
                meter: self._stores[meter].signature() for meter in self.point.all_meters
            }
        self._is_read.set()

    async def _read(self, meters: Iterable[Meter]) -> dict[Meter, Contents]:
        """The contents of these meters' files. Raises FileError."""
        return {meter: await in_slices(self._stores[meter].load()) for meter in meters}

    async def fully_read(self) -> Series | None:
        """Wait until the files were read for the first time; None if that failed."""
        await self._is_read.wait()
        return self.series

    @property
    def missing_half_hours(self) -> int:
        """Half hours without a reading between the first and the last reading."""
        return sum(gap.half_hours for gap in self.series.gaps()) if self.series else 0

    async def _take_contents(self, contents: dict[Meter, Contents]) -> None:
        """Make the series of the files' current contents."""
        is_new = contents.keys() != self._contents.keys() or any(
            each is not self._contents[meter] for meter, each in contents.items()
        )
        if is_new or self.series is None:
            self.series = await in_slices(self._series_of(contents))
            self._contents = contents
        self.is_whole = True
        self.error = None
        for meter, state in self._sync_states.items():
            self._sync_states[meter] = state.with_readable_file()
        self.unreadable_lines = sum(each.unreadable_lines for each in contents.values())
        self._signatures = {meter: each.signature for meter, each in contents.items()}

    def _series_of(self, contents: Mapping[Meter, Contents]) -> Sliced[Series]:
        return meter_series.series_of(contents, self.point, self._calendar, self.series)

    @property
    def contents(self) -> Mapping[Meter, Contents]:
        """What `series` was made from, once the whole files were read."""
        return self._contents

    def has_costs_since(self, prices_changed: int) -> bool:
        """Whether `costs` are those of all its readings at prices that last changed then, or
        cannot be made yet."""
        if self.series is None or not self.is_whole:
            return True
        return self._costs_of == (self.series, prices_changed)

    async def make_costs(self, config: Config, folders: Folders, prices_changed: int) -> None:
        """Make `costs` of its readings and the stored prices, in slices. Raises FileError."""
        from octoterm.session.meter_costs import costs_of_meter

        if (series := self.series) is None:
            return
        self._costs_of = series, prices_changed  # even if it fails: it would fail again
        self.costs = await in_slices(
            costs_of_meter(config, folders, self.point, self._contents, series, self.costs)
        )

    @property
    def is_stale(self) -> bool:
        """Whether another process has written a file since it was read."""
        return any(
            self._stores[meter].signature() != self._signatures.get(meter)
            for meter in self.point.all_meters
        )

    # The sync

    @property
    def sync(self) -> SyncState:
        """The state of the syncs of all its meters."""
        return combined(self._sync_states.values())

    @property
    def is_syncing(self) -> bool:
        """Whether the sync of any of its meters is under way."""
        return any(state.running for state in self._sync_states.values())

    def begin_sync(self) -> None:
        """Note that a sync of its meters has begun."""
        self._sync_states = {meter: each.begun() for meter, each in self._sync_states.items()}

    def end_sync(self) -> None:
        """Note that the sync has ended, also for meters that it did not reach."""
        for meter, state in self._sync_states.items():
            if state.running:
                self._sync_states[meter] = state.stopped()

    def end_inquiry(self, error: OctotermError | None, now: float) -> None:
        """Note that the request for the account has ended, without any meters."""
        before = self._sync_states.get(None, SyncState())
        synced_at = before.synced_at if error else int(now)
        self._sync_states = {None: SyncState(synced_at=synced_at, error=error)}

    def wait_for_account(self, why: OctotermError) -> None:
        """Note that the request for the account failed, and will be repeated."""
        self._sync_states = {
            each: replace(state, waiting_for=why) for each, state in self._sync_states.items()
        }

    async def take_event(self, event: Event) -> None:
        """Update the point from an event of the sync of one of its meters."""
        from octoterm.sync.events import Finished, Saved

        meter, state = event.meter, self._sync_states.get(event.meter, SyncState())
        if isinstance(event, Saved):
            others = [each for each in self.point.all_meters if each != meter]
            known = {each: self._contents[each] for each in others if each in self._contents}
            unread = await self._read(each for each in others if each not in known)
            contents = {**known, **unread, meter: event.contents}
            await self._take_contents({each: contents[each] for each in self.point.all_meters})
            state = self._sync_states.get(meter, state)
            self._sync_states[meter] = state.saved(event)
        elif isinstance(event, Finished):
            self._sync_states[meter] = state.finished(event)
            self._read_log()
        else:
            self._sync_states[meter] = state.waiting(event)

    def take_price_event(self, event: PriceEvent) -> None:
        """Update the point from an event of the sync of prices, if it has the tariff."""
        from octoterm.sync.events import PricesFinished

        tariffs = {each.tariff for each in self.point.agreements}
        if isinstance(event, PricesFinished) and event.tariff in tariffs:
            self.price_warnings.pop(event.tariff, None)
            if event.warning:
                self.price_warnings[event.tariff] = event.warning

    def first_of(self, meter: Meter) -> int | None:
        """When the readings of one of its meters begin, UTC seconds; None if it has none."""
        contents = self._contents.get(meter)
        return contents.first if contents else None

    def _read_log(self) -> None:
        newest = self.point.newest
        self._logged = read_log(self._state_folder, newest) if newest else ()

    @property
    def file_facts(self) -> FileFacts:
        """The files of its meters, their size when last read, and the last syncs."""
        sizes = [each.size for each in self._signatures.values() if each is not None]
        newest_first = (*self.point.meters[::-1], *self.point.subtracted[::-1])
        files = [meter.csv for meter in newest_first]
        return FileFacts(
            file=clean(str(files[0])) if files else "",
            others=tuple(
                clean(each.name if each.parent == files[0].parent else str(each))
                for each in files[1:]
            ),
            size=sum(sizes) if sizes else None,
            unreadable_lines=self.unreadable_lines,
            error=self.error.title if self.error else "",
            syncs=self._logged,
            unit_in_words=self.point.newest.unit_in_words if self.point.newest else "",
        )


def _not_synced(point: MeterPoint) -> dict[Meter | None, SyncState]:
    """The state of each of its meters before a sync; empty if no more readings are asked for. None
    stands for the account until its meters are known."""
    if point is NONE_KNOWN:
        return {None: SyncState()}
    return {meter: SyncState() for meter in point.all_meters if point.is_listed}
