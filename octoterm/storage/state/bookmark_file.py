"""How much of an export a program has received: a small JSON file for each name, under a lock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from octoterm.errors import Unreadable
from octoterm.runtime.slices import Sliced, finish
from octoterm.storage.file_lock import LOCK_TIMEOUT
from octoterm.storage.shared_file import SharedFile
from octoterm.storage.shared_json import Damaged, read_json

Bookmarks = Mapping[str, Mapping[str, tuple[int, str]]]
"""The key of a meter → its bookmark: see `export.stream.bookmarks`."""

T = TypeVar("T")


class _Failed(Exception):
    """The work has failed with an error of the system."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error


def bookmark_path(state_folder: Path, name: str) -> Path:
    """The file of the bookmark with this name, of letters, digits, - and _."""
    return state_folder / "exports" / f"{name}.json"


def move_bookmark(path: Path, work: Callable[[Bookmarks], tuple[Bookmarks, T]]) -> T:
    """Do `work`, which gets the bookmarks and returns those to keep and a result. Other processes
    wait meanwhile; if `work` raises, the old bookmarks stay. Raises FileError, Busy."""
    file = SharedFile(path, LOCK_TIMEOUT)

    def under_lock() -> Sliced[T]:
        before = _read(file)
        try:
            after, result = work(before)
        except OSError as error:
            raise _Failed(
                error
            ) from error  # or it would be mistaken for an error of the bookmark's file
        if after != before:
            yield from file.replace(_content(after))
        return result

    try:
        return finish(file.under_lock(under_lock))
    except _Failed as failed:
        raise failed.error from None


def _read(file: SharedFile) -> Bookmarks:
    try:
        return read_json(file, _bookmarks) or {}
    except Damaged:
        raise Unreadable(
            f"{file.name} is damaged",
            "Delete it: the next export then begins with the first reading again",
        ) from None


def _bookmarks(content: Bookmarks) -> Bookmarks:
    return {
        str(meter): {str(day): (int(had), str(hash_)) for day, (had, hash_) in days.items()}
        for meter, days in content.items()
    }


def _content(bookmarks: Bookmarks) -> Iterator[bytes]:
    yield json.dumps(bookmarks, separators=(",", ":")).encode()
