"""The file of the household's notes on days: see `notes.note` and `Folders.notes`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from octoterm.notes.note import Notes, lines_of, read_notes
from octoterm.runtime.slices import Sliced
from octoterm.storage.file_lock import LOCK_TIMEOUT
from octoterm.storage.shared_file import SharedFile
from octoterm.storage.text_pieces import Texts, encoded


def read_notes_file(path: Path) -> Sliced[Notes]:
    """The notes in the file; none if it does not exist. Raises FileError."""
    return (yield from _read(SharedFile(path, LOCK_TIMEOUT)))


def change_notes(path: Path, change: Callable[[Notes], Notes]) -> Sliced[Notes]:
    """Replace the notes with what `change` makes of them, under a lock; returns the new notes.
    Raises FileError; the file is then unchanged."""
    file = SharedFile(path, LOCK_TIMEOUT)

    def work() -> Sliced[Notes]:
        before = yield from _read(file)
        after = change(before)
        if after != before:
            yield from file.replace(encoded(lines_of(after)))
        return after

    return (yield from file.under_lock(work))


def _read(file: SharedFile) -> Sliced[Notes]:
    with file.opened() as opened:
        found = read_notes(_lines(Texts(opened)))
    yield 0
    return found


def _lines(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield from text.removeprefix("\ufeff").split("\n")
