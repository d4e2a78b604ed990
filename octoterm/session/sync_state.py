"""What is known of a meter's sync, as its events tell it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from octoterm.errors import FileError, OctotermError

if TYPE_CHECKING:
    from octoterm.sync.events import Finished, Saved, Waiting


@dataclass(frozen=True)
class SyncState:
    """Immutable; each event of the sync makes the next one."""

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
        """A sync has started."""
        return SyncState(running=True, synced_at=self.synced_at)

    def saved(self, event: Saved) -> SyncState:
        """A page is on disk."""
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
        """A request is to be made again in a while."""
        return replace(self, waiting_for=event.why)

    def finished(self, event: Finished) -> SyncState:
        """The sync is over, one way or the other."""
        return SyncState(synced_at=event.synced_at, skipped=event.skipped, error=event.error)

    def with_readable_file(self) -> SyncState:
        """The file could be read: what a sync said against it is past."""
        return replace(self, error=None) if isinstance(self.error, FileError) else self

    def stopped(self) -> SyncState:
        """The person called it off."""
        return SyncState(synced_at=self.synced_at)
