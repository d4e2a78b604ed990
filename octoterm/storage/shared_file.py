"""A file that several processes read and replace, one of them at a time.

It is replaced under a lock that every octoterm process takes, so that no two of them lose each
other's rows. Where it was changed all the same since it was read, by another program or because
somebody removed the lock, the work begins again.
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
from octoterm.storage.ordinary_file import NotOrdinary, open_to_read
from octoterm.storage.private_folder import make_durable_folder
from octoterm.storage.text_pieces import COPIED, pieces

MOST_ATTEMPTS = 20
"""Times to begin, when somebody else writes the file each time before the work ends."""

_UNCHANGED = "What it held before is unchanged"

T = TypeVar("T")


class _Overtaken(Exception):
    """The file is not the one that was read any more."""


class SharedFile:
    """One file, which need not be there yet."""

    def __init__(self, path: Path, lock_timeout: float) -> None:
        """`lock_timeout` is in seconds."""
        self.path = path
        self._lock_timeout = lock_timeout
        self._lock: FileLock | None = None
        """While the file is being written."""
        self._read: set[Signature | None] = set()
        """Every file that was opened to be read since the lock was taken."""

    @property
    def name(self) -> str:
        """Its path, fit for showing."""
        return clean(str(self.path))

    def signature(self) -> Signature | None:
        """Of the file as it is now; None if there is none."""
        try:
            return _signature(self.path.stat())
        except OSError:
            return None

    @contextlib.contextmanager
    def opened(self) -> Iterator[BinaryIO | None]:
        """The file, to be read; None where there is none. Raises Unreadable, also where reading
        it fails, or BrokenLink."""
        try:
            with contextlib.ExitStack() as held:
                file: BinaryIO | None = None
                with contextlib.suppress(FileNotFoundError):
                    file = open_to_read(self.path)
                if file is not None:
                    held.callback(_close, file)
                else:
                    refuse_link_to_nowhere(self.path)
                self._read.add(None if file is None else signature_of(file))
                yield file
        except NotOrdinary as error:
            raise Unreadable(f"{self.name} is no ordinary file", "Name another one") from error
        except OSError as error:
            raise unreadable(self.path, error) from error

    def under_lock(self, work: Callable[[], Sliced[T]]) -> Sliced[T]:
        """Do `work`, which may open and replace the file, and again where it was overtaken.

        Raises Busy, BrokenLink or Unwritable, and whatever `work` does.
        """
        for _ in range(MOST_ATTEMPTS):
            with as_unwritable(self.path, unchanged=_UNCHANGED), contextlib.ExitStack() as held:
                target = target_of(self.path)
                refuse_protected(target)
                yield from make_durable_folder(target.parent)
                self._refuse_other_target(target)  # the folder may be gone again, or be a link
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
        """Put a file of this content in the file's place; under the lock, and only while the
        file is the one that was read. The new one's signature. Raises Unwritable."""
        signature = yield from self._write(content)
        self._read = {signature}
        return signature

    def keep_copy(self, file: BinaryIO) -> Sliced[Path]:
        """Put a copy of the file that is open beside it, over nothing. Where it is then. Under
        the lock. Raises Unwritable."""
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
        """Raises Unwritable or _Overtaken where what would be replaced is not what was read.

        Paths are looked up anew in each call to the system. Whoever owns a folder above can lay
        a link between this look and the rename, but what is to be renamed is not found there:
        they would have to do it inside the rename, between its two look-ups. Before this look,
        they can have the lock or a private temporary file made elsewhere, under their own names.
        """
        assert self._lock is not None
        self._refuse_other_target(self._lock.target)  # or the lock would be made anew there
        yield from self._lock.confirm(until_replaced)
        self._refuse_other_target(self._lock.target)
        if self._read - {self.signature()}:
            raise _Overtaken

    def _refuse_other_target(self, target: Path) -> None:
        """Raises Unwritable where the way to the file has changed, as by somebody's link."""
        if target_of(self.path) != target:
            raise Unwritable(
                f"{self.name} leads somewhere else than a moment ago",
                "Somebody is changing folders or links on the way to it: look at them",
            )


def signature_of(file: BinaryIO) -> Signature:
    """Of a file that is open."""
    return _signature(os.fstat(file.fileno()))


def _signature(found: os.stat_result) -> Signature:
    return Signature(found.st_ino, found.st_size, found.st_mtime_ns)


def _close(file: BinaryIO) -> None:
    with contextlib.suppress(OSError):  # what was read is read, and done under a lock is done
        file.close()


def _free_name(target: Path) -> Path:
    """`readings.csv.original`; where there is one already, `readings.csv.original-2` and so on."""
    name = f"{target.name}.original"
    names = (name, *(f"{name}-{number}" for number in range(2, 10_000)))
    return next(path for path in map(target.with_name, names) if not os.path.lexists(path))
