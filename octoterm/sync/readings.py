"""One sync, of a meter or of all of them, as a stream of events. It knows no screen.

Until one complete pass over all history is on record, every sync is one: newest readings first,
then backwards to the end. After that a sync asks for what can still change: the last 45 days,
and everything since the earliest gap of the last 90. Once a month it is a complete pass again,
as suppliers revise what is older, too. Each page is safe on disk before the event that tells of
it, so that a sync can break off anywhere and keep what it had.
"""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from octoterm.errors import FileError, NoProgress, OctotermError
from octoterm.household.meter import Meter
from octoterm.octopus.client import MOST_REQUESTS, OctopusClient, Sleep, Transport
from octoterm.octopus.consumption import consumption
from octoterm.octopus.consumption_pages import Page
from octoterm.octopus.refusals import TRY_LATER, duration
from octoterm.octopus.retries import Retry
from octoterm.periods.london import HALF_HOUR, SECONDS_A_DAY
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import in_slices
from octoterm.storage.disk_thread import in_thread
from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.sync_entry import SyncEntry
from octoterm.storage.sync_log import write_log
from octoterm.storage.sync_record import SyncRecord
from octoterm.sync.events import Event, Finished, Saved, Waiting
from octoterm.sync.stall_timeout import StallTimeout

BEGINNING = 946_684_800
"""1 January 2000: before any smart meter's first reading."""
LATE = 45 * SECONDS_A_DAY
"""For so long before the last stored reading, others may arrive or change: suppliers revise up
to 30 days back as a rule. It is one page."""
FILLABLE = 90 * SECONDS_A_DAY
"""A gap older than this is there to stay."""


Answer: TypeAlias = Page | Retry


async def sync_meter(
    meter: Meter,
    *,
    state_folder: Path,
    store: ReadingsFile | None = None,
    full: bool = False,
    gaps: bool = False,
    transport: Transport | None = None,
    gate: asyncio.Semaphore | None = None,
    stall_timeout: StallTimeout | None = None,
    now: Callable[[], float] = time.time,
    sleep: Sleep = asyncio.sleep,
) -> AsyncGenerator[Event, None]:
    """Bring the meter's CSV up to date; `full` goes over all history again, as is done once a
    month in any case, and `gaps` goes back to the earliest missing half hour, however old.
    Whoever has a `store` of all of its CSV is told of all readings; else those of old are left
    unread where they do not matter.

    Whatever goes wrong is in the `error` of the Finished at the end. Close the iterator
    (`contextlib.aclosing`) to break off; what was saved stays.
    """
    record = SyncRecord.load(state_folder, meter)
    repeat = not full and record.is_repeat_due(now())
    if store is None:
        whole = full or gaps or repeat
        since = None if whole else int(now()) - FILLABLE
        store = ReadingsFile(meter.csv, unit=meter.unit, since=since)
    sync = _Sync(meter, store, state_folder, record, now, stall_timeout or StallTimeout())
    error: OctotermError | None = None
    try:
        async with (
            OctopusClient(
                meter.url, meter.api_key, transport=transport, gate=gate, sleep=sleep, now=now
            ) as client,
            aclosing(sync.run(client, full=full, repeat=repeat, gaps=gaps)) as events,
        ):
            async for event in events:
                yield event
    except OctotermError as failure:
        error = failure.with_traceback(None)  # whose frames hold the answer and the readings
    finished = sync.finished(error)
    with suppress(FileError):  # what is only there to be shown is worth no alarm
        await in_thread(write_log, state_folder, meter, sync.entry(error))
    yield finished


async def sync_all(
    meters: Iterable[Meter],
    *,
    state_folder: Path,
    stores: Mapping[Meter, ReadingsFile] | None = None,
    full: bool = False,
    gaps: bool = False,
    transport: Transport | None = None,
    stall_timeout: float | None = None,
    now: Callable[[], float] = time.time,
    sleep: Sleep = asyncio.sleep,
) -> AsyncGenerator[Event, None]:
    """`sync_meter` for all meters at once: their events as they happen, a Finished for each.

    Where `stall_timeout` is given, all are over when none saved a page for so many seconds.
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
                happening.result()  # raises what nobody expected
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
        """Why the request under way has to be made again, if it has."""
        self._reasons: Counter[str] = Counter()
        self._examples: dict[str, str] = {}
        self._originals: list[Path] = []

    async def run(
        self, client: OctopusClient, *, full: bool, repeat: bool, gaps: bool
    ) -> AsyncGenerator[Event, None]:
        """Raises OctotermError."""
        self._contents = await in_slices(self._store.load())
        if self._record.complete_from is not None and not self._record.covers(
            self._contents.first
        ):
            # Its first row may only stand in the wrong place; all of it is put in order then.
            self._contents = await in_slices(self._store.load_whole())
        self._before = self._contents
        complete_pass = full or not self._record.covers(self._contents.first)
        if repeat and not complete_pass:
            complete_pass = await self._record_repeat()
        if complete_pass:
            period_from = BEGINNING
        else:
            period_from = _still_open(self._contents.starts, self._now())
            if gaps:
                period_from = min(period_from, _first_gap(self._contents.starts))
        pages = consumption(
            client, self._meter.url, period_from=period_from, newest_first=complete_pass
        )
        async with aclosing(pages) as answers:
            while (answer := await self._next(answers)) is not None:
                if isinstance(answer, Retry):
                    self._retry_reason = answer.why
                    yield Waiting(self._meter, answer.seconds, answer.why)
                else:
                    yield await self._save(answer, complete_pass)
        now = int(self._now())
        record = replace(self._record, synced_at=now)
        if complete_pass:
            record = replace(record, complete_from=self._contents.first, completed_at=now)
        await self._save_record(record)

    async def _record_repeat(self) -> bool:
        """Whether it is on record: else it would be begun in every sync, were it to fail."""
        with suppress(FileError):  # told at the end, when what is new is on disk
            await self._save_record(replace(self._record, repeated_at=int(self._now())))
            return True
        return False

    async def _save_record(self, record: SyncRecord) -> None:
        """Raises Unwritable."""
        await in_thread(record.save, self._folder, self._meter)
        self._record = record

    async def _next(self, answers: AsyncGenerator[Answer, None]) -> Answer | None:
        """None at the end. Raises ApiError, also where there was no progress for too long."""
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
        """What to remember of this sync."""
        newest = self._before.last
        starts = self._contents.starts
        late = 0 if newest is None else self._new - len(starts) + bisect_right(starts, newest)
        return SyncEntry(
            at=int(self._now()),
            new=self._new,
            late=max(0, late),  # another process may have stored newer ones
            changed=self._changed,
            skipped=self._reasons.total(),
            error=error.title if error else "",
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


def _first_gap(starts: Sequence[int]) -> int:
    """Start of the earliest missing half hour between readings; without any, of the last one."""
    gaps = (
        before + HALF_HOUR for before, after in pairwise(starts) if after - before != HALF_HOUR
    )
    return next(gaps, starts[-1])


def _still_open(starts: Sequence[int], now: float) -> int:
    """From when on the stored readings may not be final, UTC seconds; there is at least one."""
    # A reading from the future, or a clock that is behind, must not hide what is missing.
    last = min(starts[-1], int(now))
    young = int(now) - FILLABLE
    recent = max(0, bisect_right(starts, young) - 1)
    gaps = (
        max(before + HALF_HOUR, young)
        for before, after in zip(starts[recent:], starts[recent + 1 :], strict=False)
        if after - before > HALF_HOUR
    )
    return max(BEGINNING, min(last - LATE, next(gaps, last)))
