"""The meters of the dashboard: their readings, kept current with their CSV files.

Nothing here draws; a callback is called after every change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing, suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from octoterm.config.reader import Config
from octoterm.config.supplies import tariffs_of
from octoterm.errors import OctotermError, Offline
from octoterm.household.meter import Meter
from octoterm.household.meter_point import NONE_KNOWN, MeterPoint
from octoterm.runtime.slices import Sliced, give_way, in_slices
from octoterm.safe_text import clean
from octoterm.session.live_meter import LiveMeter
from octoterm.session.position import Position
from octoterm.session.source import Source
from octoterm.storage.readings_file import ReadingsFile

if TYPE_CHECKING:
    from octoterm.octopus.retries import Retry

Sleep: TypeAlias = Callable[[float], Awaitable[None]]


def _import(names: Iterable[str]) -> Sliced[None]:
    for name in names:
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
    "octoterm.sync.accounts",
)
"""The network library and its parts, each of which takes less than ten milliseconds to import.
They are imported in slices, as importing in a thread would delay every frame."""
NEEDED_FOR_PRICES = (
    "octoterm.tariffs.rates",
    "octoterm.storage.state.rates_file",
    "octoterm.octopus.prices",
    "octoterm.sync.prices",
    "octoterm.session.pricing.price_lists",
)
"""More that is needed if meters have tariffs."""
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
        self.all: list[LiveMeter] = []
        """At least one: `NONE_KNOWN` stands for those of an account not asked for yet."""
        self._stores: dict[Meter, ReadingsFile] = {}
        """The files of all meters; a net use shares those of its meter points."""
        self._at = 0
        self.config = config
        """The configuration, with the meters that the accounts list."""
        self.source = source
        self._is_asking = False
        """Whether an account is being asked for."""
        self._prices_seen = self.prices_changed
        """When the stored prices had last been changed at the last check."""
        self.account_error: OctotermError | None = None
        """Why an account could not be fetched last; None if it could."""
        self._take_points(config.points)
        self._clock = clock
        self.sleep = sleep
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
        """Whether a sync is under way, or the prices of other tariffs are being fetched."""
        return self._has_sync or any(meter.is_comparing for meter in self.all)

    @property
    def _has_sync(self) -> bool:
        return self._is_asking or any(
            meter.is_syncing or meter.is_fetching_prices for meter in self.all
        )

    @property
    def account_problem(self) -> str:
        """Why the list of meters could not be fetched; empty if it could, or without a network."""
        error = self.account_error
        if error is None or isinstance(error, Offline):
            return ""
        return f"The list of meters: {error}"

    @property
    def price_problems(self) -> str:
        """Why the prices of tariffs could not be fetched, in sentences; empty if they could."""
        found = {code: why for live in self.all for code, why in live.price_warnings.items()}
        return " ".join(f"{clean(code, 60)}: {why}" for code, why in found.items())

    async def load(self) -> None:
        """Read every meter's file, beginning with the end of the shown meter's file."""
        if not self.current.is_whole:
            self.current.load_end()
            self._changed()
        for meter in (self.current, *self.all):
            if not meter.is_whole:
                await meter.load()
                self._changed()

    @property
    def prices_changed(self) -> int:
        """When the stored prices were last changed, in nanoseconds; 0 without any."""
        try:
            return self.source.folders.prices.stat().st_mtime_ns
        except OSError:
            return 0

    @property
    def has_costs(self) -> bool:
        """Whether the costs of the meter that is shown are those of its readings and the stored
        prices, or cannot be made yet."""
        return self.current.has_costs_since(self.prices_changed)

    async def make_costs(self) -> None:
        """Make the costs of the meter that is shown. Raises FileError."""
        await self.current.make_costs(self.config, self.source.folders, self.prices_changed)

    async def look_at_files(self) -> None:
        """Read those files again that another process, such as a sync by cron, has written."""
        for meter in self.all:
            if meter.is_stale and not meter.is_syncing:
                await meter.load()
                self._changed()
        if self._prices_seen != self.prices_changed:
            self._prices_seen = self.prices_changed
            self._changed()

    async def watch_files(self) -> None:
        """Check the files regularly until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self.look_at_files()

    async def sync(self, *, gaps: bool = False, in_full: bool = False) -> None:
        """Sync all meters; with `gaps`, from the earliest gap on, however old.

        The accounts are asked for once a day, and meters without readings once a week; with
        `in_full`, always. Does nothing if a sync is running.
        """
        if self._has_sync:
            return
        for live in self.all:
            live.begin_sync()
        self._is_asking = True
        self._changed()
        try:
            await in_slices(_import(NEEDED_TO_SYNC))
            from octoterm.octopus.client import prepare
            from octoterm.sync.readings import sync_all

            await asyncio.to_thread(prepare)
            await self._ask_for_accounts(always=in_full)
            showing = self._showing()
            events = sync_all(
                self.config.meters,
                state_folder=self.source.folders.state,
                stores=self._stores,
                gaps=gaps,
                also_empty=in_full,
                transport=self.source.connect(),
                now=self._clock,
                sleep=self.sleep,
            )
            async with aclosing(events):
                async for event in events:
                    await give_way()
                    for live in showing[event.meter]:
                        await live.take_event(event)
                    self._changed()
            await self._sync_prices(always=in_full)
        finally:
            self._is_asking = False
            for live in self.all:
                live.end_sync()
                live.is_fetching_prices = False
            self._changed()

    async def _sync_prices(self, *, always: bool) -> None:
        """Fetch the prices of the meter points' tariffs that are due, or all with `always`; none
        without a network."""
        from octoterm.sync.wanted_prices import wanted_prices

        shown = [live for live in self.all if live.series is not None]
        first = {meter: live.first_of(meter) for live in shown for meter in live.point.meters}
        points = [live.point for live in shown]
        wanted = wanted_prices(points, first, partial(tariffs_of, self.config))
        is_offline = all(isinstance(live.sync.error, Offline) for live in self.all)
        if is_offline or not wanted:
            return
        for live in shown:
            live.is_fetching_prices = True
        self._changed()
        await in_slices(_import(NEEDED_FOR_PRICES))
        from octoterm.session.pricing.price_lists import those_due
        from octoterm.sync.prices import sync_prices

        folder = self.source.folders.prices
        events = sync_prices(
            wanted if always else await those_due(wanted, folder, self._clock()),
            folder,
            transport=self.source.connect(),
            now=self._clock,
            sleep=self.sleep,
        )
        async with aclosing(events):
            async for event in events:
                await give_way()
                for live in self.all:
                    live.take_price_event(event)
                self._changed()

    async def _ask_for_accounts(self, *, always: bool) -> None:
        """Ask which meters the accounts have, if that is due, and show those that are new."""
        if not self.config.accounts:
            self._is_asking = False
            return
        from octoterm.sync.accounts import ask_for_accounts

        def tell(retry: Retry) -> None:
            self.current.wait_for_account(retry.why)
            self._changed()

        answers = await ask_for_accounts(
            self.config.accounts,
            state_folder=self.source.folders.state,
            always=always,
            transport=self.source.connect(),
            now=self._clock,
            sleep=self.sleep,
            waiting=tell,
        )
        errors = [answer.error for answer in answers if answer.error is not None]
        self.account_error = errors[0] if errors else None
        known = {answer.account: answer.known for answer in answers}
        self.config = self.config.with_known_accounts(known.get)
        self._take_points(self.config.points)
        if not self.config.points:
            self.current.end_inquiry(self.account_error, self._clock())
        self._is_asking = False
        self._changed()
        await self.load()

    def _take_points(self, points: Sequence[MeterPoint]) -> None:
        """Show these points; those that were there before keep their readings and position."""
        before = {live.point.key: live for live in self.all}
        shown = self.all[self._at].point.key if self.all else None
        self._stores = {
            meter: self._stores.get(meter) or ReadingsFile(meter.csv, unit=meter.unit)
            for point in points
            for meter in point.all_meters
        }
        self.all = [
            self._live(point, before.pop(point.key, None)) for point in points or (NONE_KNOWN,)
        ]
        numbers = [number for number, live in enumerate(self.all) if live.point.key == shown]
        self._at = numbers[0] if numbers else 0

    def _live(self, point: MeterPoint, before: LiveMeter | None) -> LiveMeter:
        if before is None:
            live = LiveMeter(point, self.config.calendar, self.source.folders.state, self._stores)
        else:
            live = before
            live.take_point(point, self._stores)
        if self._is_asking:
            live.begin_sync()
        return live

    def _showing(self) -> dict[Meter, list[LiveMeter]]:
        """For each meter, what shows its readings."""
        showing: dict[Meter, list[LiveMeter]] = {}
        for live in self.all:
            for meter in live.point.all_meters:
                showing.setdefault(meter, []).append(live)
        return showing
