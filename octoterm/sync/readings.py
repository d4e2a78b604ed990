"""Syncs one meter or all of them, as a stream of events.

Until a complete pass over all history is on record, every sync is such a pass, from the newest
readings backwards. After that, it requests what can still change: the last 45 days, and everything
since the earliest gap in the last 90. Once a month it is a complete pass again, as suppliers also
revise older readings. Each page is on disk before its event is sent, so a sync can be interrupted
at any point and keeps what it has received.
"""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import aclosing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from octoterm.errors import FileError, NoProgress, NotFound, OctotermError
from octoterm.household.meter import Meter
from octoterm.octopus.client import MOST_REQUESTS, OctopusClient, Sleep, Transport
from octoterm.octopus.consumption import consumption
from octoterm.octopus.consumption_pages import Page
from octoterm.octopus.refusals import TRY_LATER, duration
from octoterm.octopus.retries import Retry
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import in_slices
from octoterm.storage.disk_thread import in_thread
from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.state.sync_entry import SyncEntry
from octoterm.storage.state.sync_log import write_log
from octoterm.storage.state.sync_record import SyncRecord
from octoterm.sync.events import Event, Finished, Saved, Waiting
from octoterm.sync.spans import BEGINNING, EMPTY_SPAN, GAP_SPAN, first_gap, still_open
from octoterm.sync.stall_timeout import StallTimeout

Answer: TypeAlias = Page | Retry


async def sync_meter(
    meter: Meter,
    *,
    state_folder: Path,
    store: ReadingsFile | None = None,
    full: bool = False,
    gaps: bool = False,
    also_empty: bool = False,
    transport: Transport | None = None,
    gate: asyncio.Semaphore | None = None,
    stall_timeout: StallTimeout | None = None,
    now: Callable[[], float] = time.time,
    sleep: Sleep = asyncio.sleep,
) -> AsyncGenerator[Event, None]:
    """Bring the meter's CSV up to date. `full` requests all history again, as happens once a month
    anyway; `gaps` goes back to the earliest missing half hour, however old. A meter without
    readings is asked for with `also_empty`, with `full`, or once a week. Without a `store`, older
    readings are not loaded unless needed.

    Any OctotermError is in the `error` of the Finished event at the end. Close the iterator
    (`contextlib.aclosing`) to stop early; what has been saved stays.
    """
    record = SyncRecord.load(state_folder, meter)
    repeat = not full and record.is_repeat_due(now())
    if store is None:
        whole = full or gaps or repeat
        since = None if whole else int(now()) - GAP_SPAN
        store = ReadingsFile(meter.csv, unit=meter.unit, since=since)
    sync = _Sync(meter, store, state_folder, record, now, stall_timeout or StallTimeout())
    error: OctotermError | None = None
    try:
        async with (
            OctopusClient(
                meter.url, meter.api_key, transport=transport, gate=gate, sleep=sleep, now=now
            ) as client,
            aclosing(
                sync.run(
                    client, full=full, repeat=repeat, gaps=gaps, also_empty=full or also_empty
                )
            ) as events,
        ):
            async for event in events:
                yield event
    except OctotermError as failure:
        error = failure.with_traceback(None)  # its frames would keep answers and readings alive
    finished = sync.finished(error)
    if sync.is_left_out:
        yield finished
        return
    with suppress(FileError):  # a failed log write is not reported
        await in_thread(write_log, state_folder, meter, sync.entry(error))
    yield finished


async def sync_all(
    meters: Iterable[Meter],
    *,
    state_folder: Path,
    stores: Mapping[Meter, ReadingsFile] | None = None,
    full: bool = False,
    gaps: bool = False,
    also_empty: bool = False,
    transport: Transport | None = None,
    stall_timeout: float | None = None,
    now: Callable[[], float] = time.time,
    sleep: Sleep = asyncio.sleep,
) -> AsyncGenerator[Event, None]:
    """`sync_meter` for all meters concurrently: their events as they happen, a Finished for each.

    With a `stall_timeout`, all end when none has saved a page for that many seconds.
    """
    gate = asyncio.Semaphore(MOST_REQUESTS)
    shared = StallTimeout(stall_timeout)
    happenings: asyncio.Queue[Event | asyncio.Task[None]] = asyncio.Queue()

    async def follow(meter: Meter) -> None:
        async with aclosing(
            sync_meter(
                meter,
                state_folder=state_folder,
                store=stores[meter] if stores else None,
                full=full,
                gaps=gaps,
                also_empty=also_empty,
                transport=transport,
                gate=gate,
                stall_timeout=shared,
                now=now,
                sleep=sleep,
            )
        ) as events:
            async for event in events:
                happenings.put_nowait(event)

    tasks = [asyncio.create_task(follow(meter)) for meter in meters]
    try:
        for task in tasks:
            task.add_done_callback(happenings.put_nowait)
        running = len(tasks)
        while running:
            happening = await happenings.get()
            if isinstance(happening, asyncio.Task):
                running -= 1
                happening.result()  # raises unexpected errors
            else:
                yield happening
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Sync:
    """The state of one meter's sync."""

    def __init__(
        self,
        meter: Meter,
        store: ReadingsFile,
        state_folder: Path,
        record: SyncRecord,
        now: Callable[[], float],
        stall_timeout: StallTimeout,
    ) -> None:
        self._meter = meter
        self._folder = state_folder
        self._now = now
        self._stall_timeout = stall_timeout
        self._store = store
        self._contents = self._before = Contents()
        self._record = record
        self._new = self._changed = self._rows = 0
        self._reached: int | None = None
        self._retry_reason: OctotermError | None = None
        """Why the current request is being repeated; None if it is not."""
        self._reasons: Counter[str] = Counter()
        self._examples: dict[str, str] = {}
        self._originals: list[Path] = []
        self.is_left_out = False
        """Whether nothing was asked, as the meter had no readings lately."""

    async def run(
        self, client: OctopusClient, *, full: bool, repeat: bool, gaps: bool, also_empty: bool
    ) -> AsyncGenerator[Event, None]:
        """Load the file, save page after page, then the record. Raises OctotermError."""
        self._contents = await in_slices(self._store.load())
        if self._record.complete_from is not None and not self._record.covers(
            self._contents.first
        ):
            # The earliest row may only be out of place: loading the whole file puts it in order.
            self._contents = await in_slices(self._store.load_whole())
        self._before = self._contents
        if not also_empty and self._was_empty_lately:
            self.is_left_out = True
            return
        complete_pass = full or not self._record.covers(self._contents.first)
        if repeat and not complete_pass:
            complete_pass = await self._record_repeat()
        if complete_pass:
            period_from = BEGINNING
        else:
            period_from = still_open(self._contents.starts, self._now())
            if gaps:
                period_from = min(period_from, first_gap(self._contents.starts))
        pages = consumption(
            client, self._meter.url, period_from=period_from, newest_first=complete_pass
        )
        try:
            async with aclosing(pages) as answers:
                while (answer := await self._next(answers)) is not None:
                    if isinstance(answer, Retry):
                        self._retry_reason = answer.why
                        yield Waiting(self._meter, answer.seconds, answer.why)
                    else:
                        yield await self._save(answer, complete_pass)
        except NotFound:
            if not self._meter.is_former:
                raise
        now = int(self._now())
        record = replace(self._record, synced_at=now)
        if complete_pass:
            record = replace(record, complete_from=self._contents.first, completed_at=now)
        await self._save_record(record)

    @property
    def _was_empty_lately(self) -> bool:
        """Whether an account lists the meter, but the API had no readings of it this week."""
        at, is_empty = self._record.synced_at, self._record.complete_from is None
        return (
            self._meter.is_discovered
            and self._contents.first is None
            and is_empty
            and at is not None
            and abs(self._now() - at) < EMPTY_SPAN
        )

    async def _record_repeat(self) -> bool:
        """Record that a monthly pass starts, so that a failing pass is not retried at every sync;
        returns whether that succeeded."""
        with suppress(FileError):  # reported at the end, once new readings are on disk
            await self._save_record(replace(self._record, repeated_at=int(self._now())))
            return True
        return False

    async def _save_record(self, record: SyncRecord) -> None:
        """Raises Unwritable."""
        await in_thread(record.save, self._folder, self._meter)
        self._record = record

    async def _next(self, answers: AsyncGenerator[Answer, None]) -> Answer | None:
        """The next page or retry; None at the end. Raises ApiError, also if nothing comes."""
        try:
            return await self._stall_timeout.wait_for(anext(answers, None))
        except TimeoutError:
            why = self._retry_reason
            title = f"Nothing came for {duration(self._stall_timeout.seconds or 0)}"
        if why is None:
            raise NoProgress(title, TRY_LATER)
        raise NoProgress(f"{title}: {why.title}", why.remedy)

    async def _save(self, page: Page, complete_pass: bool) -> Saved:
        if page.rows:
            merged = await in_slices(self._store.merge(page.rows))
            self._contents = merged.contents
            self._new += merged.new
            self._changed += merged.changed
            if merged.original is not None:
                self._originals.append(merged.original)
            furthest = min if complete_pass else max
            reached = furthest([row.start for row in page.rows])
            self._reached = furthest(reached, reached if self._reached is None else self._reached)
        self._retry_reason = None
        self._stall_timeout.restart()
        self._rows += len(page.rows)
        self._reasons.update(kind for kind, _ in page.skipped)
        for kind, why in page.skipped:
            self._examples.setdefault(kind, why)
        return Saved(
            meter=self._meter,
            contents=self._contents,
            new=self._new,
            changed=self._changed,
            skipped=self._reasons.total(),
            rows=self._rows,
            total=page.total,
            reached=self._reached,
            complete_pass=complete_pass,
        )

    def entry(self, error: OctotermError | None) -> SyncEntry:
        """The log entry for this sync."""
        newest = self._before.last
        starts = self._contents.starts
        late = 0 if newest is None else self._new - len(starts) + bisect_right(starts, newest)
        return SyncEntry(
            at=int(self._now()),
            new=self._new,
            late=max(0, late),  # another process may have stored newer readings
            changed=self._changed,
            skipped=self._reasons.total(),
            error=error.title if error else "",
            last=self._contents.last,
        )

    def finished(self, error: OctotermError | None) -> Finished:
        reasons = tuple(self._reasons.most_common())
        return Finished(
            meter=self._meter,
            new=self._new,
            changed=self._changed,
            skipped=self._reasons.total(),
            reasons=reasons,
            example=self._examples[reasons[0][0]] if reasons else "",
            first=self._contents.first,
            last=self._contents.last,
            unreadable_lines=self._contents.unreadable_lines,
            originals=tuple(self._originals),
            synced_at=self._record.synced_at,
            error=error,
        )
