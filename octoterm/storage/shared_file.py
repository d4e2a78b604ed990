"""A file that several processes may read and replace, one at a time.

Every octoterm process takes a lock before replacing it, so that no rows are lost. If the file has
nevertheless changed since it was read, by another program or because the lock was removed, the
work is done again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

from octoterm.errors import Busy, Unreadable, Unwritable
from octoterm.readings_csv.contents import Signature
from octoterm.runtime.slices import Sliced
from octoterm.safe_text import clean
from octoterm.storage.atomic_file import replace_file
from octoterm.storage.file_access import refuse_link_to_nowhere, refuse_protected, target_of
from octoterm.storage.file_errors import as_unwritable, unreadable
from octoterm.storage.file_lock import FileLock
from octoterm.storage.ordinary_file import NotOrdinary, close_file, open_to_read
from octoterm.storage.private_folder import make_durable_folder
from octoterm.storage.text_pieces import COPIED, pieces

MOST_ATTEMPTS = 20
"""Times to do the work, if another program keeps changing the file meanwhile."""

_UNCHANGED = "What it held before is unchanged"

T = TypeVar("T")


class _Overtaken(Exception):
    """The file has changed since it was read."""


class SharedFile:
    """One file, which may not exist yet."""

    def __init__(self, path: Path, lock_timeout: float) -> None:
        """`lock_timeout` is in seconds."""
        self.path = path
        self._lock_timeout = lock_timeout
        self._lock: FileLock | None = None
        """The lock taken last, for the work under way."""
        self._read: set[Signature | None] = set()
        """The signature of every file opened for reading since the lock was taken."""

    @property
    def name(self) -> str:
        """The file's path, safe to show."""
        return clean(str(self.path))

    def signature(self) -> Signature | None:
        """The file's current signature; None if there is no file."""
        try:
            return _signature(self.path.stat())
        except OSError:
            return None

    @contextlib.contextmanager
    def opened(self) -> Iterator[BinaryIO | None]:
        """The file, opened for reading; None if it does not exist. Raises BrokenLink, and
        Unreadable, also if reading fails later."""
        try:
            with contextlib.ExitStack() as held:
                file: BinaryIO | None = None
                with contextlib.suppress(FileNotFoundError):
                    file = open_to_read(self.path)
                if file is not None:
                    held.callback(close_file, file)
                else:
                    refuse_link_to_nowhere(self.path)
                self._read.add(None if file is None else signature_of(file))
                yield file
        except NotOrdinary as error:
            raise Unreadable(f"{self.name} is no ordinary file", "Name another one") from error
        except OSError as error:
            raise unreadable(self.path, error) from error

    def under_lock(self, work: Callable[[], Sliced[T]]) -> Sliced[T]:
        """Do `work`, which may open and replace the file; do it again if the file has changed.

        Raises Busy, BrokenLink or Unwritable, and whatever `work` raises.
        """
        for _ in range(MOST_ATTEMPTS):
            with as_unwritable(self.path, unchanged=_UNCHANGED), contextlib.ExitStack() as held:
                target = target_of(self.path)
                refuse_protected(target)
                yield from make_durable_folder(target.parent)
                self._refuse_other_target(target)  # the folder may have been replaced by a link
                lock = FileLock(target, self._lock_timeout)
                held.callback(lock.release)
                yield from lock.take()
                self._lock = lock
                self._read.clear()
                with contextlib.suppress(_Overtaken):
                    return (yield from work())
        raise Busy(
            f"{self.name} is written by another program again and again",
            "Nothing was lost: try again when it has finished",
        )

    def replace(self, content: Iterable[bytes]) -> Sliced[Signature]:
        """Replace the file with one of this content, under the lock and only if it has not changed
        since it was read; returns the new signature. Raises Unwritable."""
        signature = yield from self._write(content)
        self._read = {signature}
        return signature

    def keep_copy(self, file: BinaryIO) -> Sliced[Path]:
        """Copy the open file to a new file beside it, under the lock; returns the copy's path.
        Raises Unwritable."""
        copy = _free_name(target_of(self.path))
        yield from self._write(pieces(file, size=COPIED), kept_as=copy)
        return copy

    def _write(self, content: Iterable[bytes], kept_as: Path | None = None) -> Sliced[Signature]:
        assert self._lock is not None
        with as_unwritable(self.path, unchanged=_UNCHANGED):
            written = yield from replace_file(
                self._lock.target, content, kept_as=kept_as, last_look=self._last_look
            )
        return _signature(written)

    def _last_look(self, until_replaced: contextlib.ExitStack) -> Sliced[None]:
        """Check right before the rename that the file is still the one that was read. Raises
        Unwritable or _Overtaken if not.

        Every system call resolves paths again, so the owner of a folder above could put a link
        there between this check and the rename. But the temporary file would not be found there,
        so the rename would fail, unless the link was made in the middle of it. Before this check,
        such a link can only move the lock or a private temporary file elsewhere.
        """
        assert self._lock is not None
        self._refuse_other_target(self._lock.target)  # or the lock could be taken elsewhere
        yield from self._lock.confirm(until_replaced)
        self._refuse_other_target(self._lock.target)
        if self._read - {self.signature()}:
            raise _Overtaken

    def _refuse_other_target(self, target: Path) -> None:
        """Raises Unwritable if the path now leads to another file, for example by a new link."""
        if target_of(self.path) != target:
            raise Unwritable(
                f"{self.name} leads somewhere else than a moment ago",
                "Somebody is changing folders or links on the way to it: look at them",
            )


def signature_of(file: BinaryIO) -> Signature:
    """The signature of an open file."""
    return _signature(os.fstat(file.fileno()))


def _signature(found: os.stat_result) -> Signature:
    return Signature(found.st_ino, found.st_size, found.st_mtime_ns)


def _free_name(target: Path) -> Path:
    """`readings.csv.original`, or if that exists, `readings.csv.original-2` and so on."""
    name = f"{target.name}.original"
    names = (name, *(f"{name}-{number}" for number in range(2, 10_000)))
    return next(path for path in map(target.with_name, names) if not os.path.lexists(path))
