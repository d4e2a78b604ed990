"""Writes files atomically: whole or not at all.

New content is written to a temporary file beside the old one, flushed to disk, and renamed over
it. As other users may have write access to the folder, temporary files have unpredictable names
and are always newly created (O_EXCL).
"""

from __future__ import annotations

import atexit
import fcntl
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias

from octoterm.runtime.slices import Sliced
from octoterm.storage.disk_thread import wait_for_disk
from octoterm.storage.file_access import PRIVATE, keep_access
from octoterm.storage.ordinary_file import close_file, file_of, open_ours
from octoterm.storage.private_folder import flush_folder

LastLook: TypeAlias = Callable[[ExitStack], Sliced[None]]
"""Called right before a file is renamed over another; if it raises, the file is not renamed. The
stack is closed after the rename."""

_CREATE_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
"""Flags to create a file that must not exist yet."""

_RANDOM_BYTES = 8
"""Length of the unpredictable part of a temporary file's name."""

_unfinished: set[Path] = set()
"""Temporary files of this process."""


class NewFile(NamedTuple):
    """A temporary file that will replace another, or be moved to a new path."""

    file: BinaryIO
    path: Path

    @property
    def descriptor(self) -> int:
        return self.file.fileno()

    def fill(self, content: Iterable[bytes]) -> Sliced[os.stat_result]:
        """Write the content and flush it to disk; returns the file's status. Raises OSError."""
        for piece in content:
            self.file.write(piece)
            yield 0
        self.file.flush()
        descriptor = self.descriptor
        yield from wait_for_disk(lambda: os.fsync(descriptor))
        return os.fstat(descriptor)

    def replace(self, target: Path) -> None:
        """Replace `target`. Raises OSError."""
        self.path.replace(target)

    def move_to(self, path: Path) -> None:
        """Move to `path`, which must not exist. Raises FileExistsError, OSError."""
        try:
            os.link(self.path, path, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:  # some file systems have no hard links: reserve the name instead
            os.close(os.open(path, _CREATE_NEW, PRIVATE))
            try:
                self.path.replace(path)
            except BaseException:
                path.unlink()
                raise


@contextmanager
def new_file_beside(target: Path) -> Iterator[NewFile]:
    """A new file in the folder of `target`, deleted afterwards unless moved. Raises OSError.

    It is locked while open, so that other processes do not remove it as a leftover.
    """
    _clear_leftovers(target)
    with ExitStack() as afterwards:
        while True:
            path = target.with_name(f".{target.name}.new-{os.urandom(_RANDOM_BYTES).hex()}")
            descriptor = os.open(path, _CREATE_NEW, PRIVATE)
            _unfinished.add(path)
            afterwards.callback(_remove, path)
            file = file_of(descriptor, "wb")
            afterwards.callback(close_file, file)
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file.fileno()).st_nlink:  # otherwise it was removed before it was locked
                break
        yield NewFile(file, path)


def replace_file(
    target: Path,
    content: Iterable[bytes],
    *,
    kept_as: Path | None = None,
    last_look: LastLook | None = None,
) -> Sliced[os.stat_result]:
    """Replace `target` with a file of this content, or write that to `kept_as`, which must not
    exist. The new file has the access rights of `target`; returns its status.

    Raises Unwritable if the access rights cannot be kept, FileExistsError for `kept_as`, and
    OSError. Then nothing has changed, unless flushing the folder was all that failed.
    """
    with new_file_beside(target) as new:
        keep_access(new.descriptor, target)
        written = yield from new.fill(content)
        with ExitStack() as until_replaced:
            if last_look:
                yield from last_look(until_replaced)
            if kept_as:
                new.move_to(kept_as)
            else:
                new.replace(target)
    yield from flush_folder(target.parent)
    return written


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
    _unfinished.discard(path)


@atexit.register
def _remove_unfinished() -> None:
    """Remove the files of threads that are still writing when the process ends."""
    for path in tuple(_unfinished):
        _remove(path)


def _clear_leftovers(target: Path) -> None:
    """Remove temporary files that killed processes left beside `target`: those of this user that
    are not locked."""
    temporary = re.compile(rf"\.{re.escape(target.name)}\.new(-[0-9a-f]{{{2 * _RANDOM_BYTES}}})?")
    with suppress(OSError):
        for each in target.parent.iterdir():
            if temporary.fullmatch(each.name):
                with suppress(OSError):  # BlockingIOError: another process is writing it
                    _remove_unless_locked(each)


def _remove_unless_locked(path: Path) -> None:
    with open_ours(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
