"""What is known about a meter's file besides its readings. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from octoterm import number_format
from octoterm.storage.state.sync_entry import SyncEntry


@dataclass(frozen=True)
class FileFacts:
    """The files of a meter point, and the last syncs."""

    file: str = ""
    """The path of its newest meter's file, safe to show."""
    size: int | None = None
    """Bytes of all files; None if none exists."""
    unreadable_lines: int = 0
    error: str = ""
    """Why the file cannot be read, safe to show; empty if it can."""
    syncs: tuple[SyncEntry, ...] = ()
    """Newest first."""
    unit_in_words: str = ""
    """How one unit of the file is converted; empty if it is not."""
    others: tuple[str, ...] = ()
    """The files of its other meters, newest first, safe to show; without their folder if it is the
    same as that of `file`."""

    @property
    def file_in_words(self) -> str:
        """`144 kB, 3 unreadable lines: octoterm check`, or `not there yet`."""
        if self.size is None:
            return "not there yet"
        size = number_format.size(self.size)
        if not self.unreadable_lines:
            return size
        lines = number_format.count(self.unreadable_lines, "unreadable line")
        return f"{size}, {lines}: octoterm check"

    def others_in_words(self, width: int) -> str:
        """`and octopus-1-OLD.csv, octopus-1-OLDER.csv`: as many as fit into `width` columns, and
        how many more there are. Empty if there is one file only."""
        if not self.others:
            return ""
        for named in range(len(self.others), 0, -1):
            more = len(self.others) - named
            rest = f" and {more} more" if more else ""
            words = f"and {', '.join(self.others[:named])}{rest}"
            if len(words) <= width:
                return words
        return f"and {number_format.count(len(self.others), 'other file')}"

    @property
    def nothing_in_words(self) -> str:
        """Why there are no readings at all."""
        if self.unreadable_lines:
            return number_format.none_readable(self.unreadable_lines)
        last = self.syncs[0] if self.syncs else None
        if last is not None and not (last.error or last.skipped or last.new):
            return "Octopus has no readings for this meter"
        return "Nothing is stored yet"
