"""The state of a meter's sync, made from its events. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from octoterm.errors import FileError, OctotermError

if TYPE_CHECKING:
    from octoterm.sync.events import Finished, Saved, Waiting


@dataclass(frozen=True)
class SyncState:
    """The state of a sync. Immutable: each event makes a new one."""

    running: bool = False
    rows: int = 0
    total: int | None = None
    reached: int | None = None
    complete_pass: bool = False
    waiting_for: OctotermError | None = None
    synced_at: int | None = None
    skipped: int = 0
    error: OctotermError | None = None

    def begun(self) -> SyncState:
        """The state after a sync has started."""
        return SyncState(running=True, synced_at=self.synced_at)

    def saved(self, event: Saved) -> SyncState:
        """The state after a page was saved."""
        return replace(
            self,
            rows=event.rows,
            total=event.total,
            reached=event.reached,
            complete_pass=event.complete_pass,
            skipped=event.skipped,
            waiting_for=None,
        )

    def waiting(self, event: Waiting) -> SyncState:
        """The state while a failed request waits to be made again."""
        return replace(self, waiting_for=event.why)

    def finished(self, event: Finished) -> SyncState:
        """The state after the sync has ended, even if it failed."""
        return SyncState(synced_at=event.synced_at, skipped=event.skipped, error=event.error)

    def with_readable_file(self) -> SyncState:
        """The state after the file was read: without a sync's earlier error about it."""
        return replace(self, error=None) if isinstance(self.error, FileError) else self

    def stopped(self) -> SyncState:
        """The state after the sync was cancelled."""
        return SyncState(synced_at=self.synced_at)


def combined(states: Iterable[SyncState]) -> SyncState:
    """The states of several meters' syncs as one. `states` are in the order in which the meters
    were installed, as an error of the newest matters most."""
    every = tuple(states)
    if len(every) < 2:
        return every[0] if every else SyncState()
    synced_at = max((each.synced_at for each in every if each.synced_at is not None), default=None)
    running = [each for each in every if each.running]
    if not running:
        errors = [each.error for each in reversed(every) if each.error is not None]
        skipped = sum(each.skipped for each in every)
        error = errors[0] if errors else None
        return SyncState(synced_at=synced_at, skipped=skipped, error=error)
    totals = [each.total for each in running]
    waits = [each.waiting_for for each in reversed(running) if each.waiting_for is not None]
    return replace(
        max(running, key=lambda each: each.rows),
        rows=sum(each.rows for each in running),
        total=None if None in totals else sum(total or 0 for total in totals),
        waiting_for=waits[0] if waits else None,
        synced_at=synced_at,
        skipped=sum(each.skipped for each in running),
    )
