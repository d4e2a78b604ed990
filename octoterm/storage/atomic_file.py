"""The one way in which octoterm writes a file: whole or not at all.

New content is written to a temporary file beside the old one, flushed to the disk, and renamed
over it. As others may be able to write in the folder, temporary files have a random name that
nobody can foretell, and are made and never just opened (O_EXCL).
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
from octoterm.storage.ordinary_file import file_of, open_ours
from octoterm.storage.private_folder import flush_folder

LastLook: TypeAlias = Callable[[ExitStack], Sliced[None]]
"""Called right before a file is renamed over another; what it puts on the stack is held until
that is done. What it raises is raised instead."""

_MAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
"""For a file that nobody has made before us."""

_RANDOM = 8
"""Bytes of a temporary file's name that nobody can guess."""

_unfinished: set[Path] = set()
"""Temporary files of this process."""


class NewFile(NamedTuple):
    """A temporary file, which is to take the place of another or of none."""

    file: BinaryIO
    path: Path

    @property
    def descriptor(self) -> int:
        return self.file.fileno()

    def fill(self, content: Iterable[bytes]) -> Sliced[os.stat_result]:
        """Write the content and flush it to the disk. What the file then is. Raises OSError."""
        for piece in content:
            self.file.write(piece)
            yield 0
        self.file.flush()
        descriptor = self.descriptor
        yield from wait_for_disk(lambda: os.fsync(descriptor))
        return os.fstat(descriptor)

    def replace(self, target: Path) -> None:
        """Take its place. Raises OSError."""
        self.path.replace(target)

    def move_to(self, path: Path) -> None:
        """Be the file at `path`, where nothing is yet. Raises FileExistsError, OSError."""
        try:
            os.link(self.path, path, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:  # some file systems have no second names: the name is taken first
            os.close(os.open(path, _MAKE, PRIVATE))
            try:
                self.path.replace(path)
            except BaseException:
                path.unlink()
                raise


@contextmanager
def new_file_beside(target: Path) -> Iterator[NewFile]:
    """A new file in the folder of `target`, gone afterwards unless it was moved. Raises OSError.

    As long as it is open it is locked, which says that it is none of those left behind.
    """
    _clear_leftovers(target)
    with ExitStack() as afterwards:
        while True:
            path = target.with_name(f".{target.name}.new-{os.urandom(_RANDOM).hex()}")
            descriptor = os.open(path, _MAKE, PRIVATE)
            _unfinished.add(path)
            afterwards.callback(_remove, path)
            file = file_of(descriptor, "wb")
            afterwards.callback(_close, file)
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file.fileno()).st_nlink:  # else it was cleared away before it was locked
                break
        yield NewFile(file, path)


def replace_file(
    target: Path,
    content: Iterable[bytes],
    *,
    kept_as: Path | None = None,
    last_look: LastLook | None = None,
) -> Sliced[os.stat_result]:
    """Put a file of this content in the place of `target`, or into that of `kept_as`, where
    nothing may be yet; it is for the same people as `target`. What the new file then is.

    Raises Unwritable where these people cannot be kept, FileExistsError for `kept_as`, OSError:
    nothing has changed then, but where a power cut could still undo the rename.
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


def _close(file: BinaryIO) -> None:
    with suppress(OSError):  # what matters is flushed by then
        file.close()


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
    _unfinished.discard(path)


@atexit.register
def _remove_unfinished() -> None:
    """What a thread writes is not waited for at the end of the process."""
    for path in tuple(_unfinished):
        _remove(path)


def _clear_leftovers(target: Path) -> None:
    """Remove what killed processes have left beside `target`: a temporary file of our own that
    nobody holds. Those of a process that lives are locked by it."""
    temporary = re.compile(rf"\.{re.escape(target.name)}\.new(-[0-9a-f]{{{2 * _RANDOM}}})?")
    with suppress(OSError):
        for each in target.parent.iterdir():
            if temporary.fullmatch(each.name):
                with suppress(OSError):  # BlockingIOError: somebody is writing it
                    _remove_unless_locked(each)


def _remove_unless_locked(path: Path) -> None:
    with open_ours(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
