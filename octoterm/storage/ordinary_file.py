"""Opens a file only if it is an ordinary one.

In a folder that other users can write to, a name they can guess may be a trap: a link to a system
file, or a pipe that blocks. So opening never blocks, and an opened file is checked before use.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import BinaryIO, cast

from octoterm.storage.file_access import PRIVATE, make_private


class NotOrdinary(OSError):
    """The file is a pipe, a folder, a hard link, or another user's."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.ENXIO, "It is no ordinary file of yours", str(path))


def open_to_read(path: Path) -> BinaryIO:
    """Open an ordinary file, or a link to one. Raises OSError, NotOrdinary."""
    return _open_if(_is_ordinary, path, os.O_RDONLY)


def open_ours(path: Path) -> BinaryIO:
    """Open a file of this user or root, in order to lock it. Raises OSError, NotOrdinary."""
    # NFS can only lock files opened for writing.
    return _open_if(_is_ours, path, os.O_RDWR | os.O_NOFOLLOW)


def append(path: Path, content: bytes) -> None:
    """Append to a private file, which is created if necessary. Raises OSError, NotOrdinary."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    with _open_if(_is_ours_alone, path, flags) as file:
        make_private(file.fileno())
        file.write(content)


def file_of(descriptor: int, mode: str) -> BinaryIO:
    """A file object for this descriptor, which is closed if that fails."""
    try:
        return cast(BinaryIO, os.fdopen(descriptor, mode))
    except BaseException:
        close_descriptor(descriptor)
        raise


def close_descriptor(descriptor: int) -> None:
    """Close it, whatever the system says: what it was open for is done, or has failed before."""
    with suppress(OSError):
        os.close(descriptor)


def close_file(file: BinaryIO) -> None:
    """Close it, whatever the system says: its content has been read, or flushed."""
    with suppress(OSError):
        file.close()


def _is_ordinary(found: os.stat_result) -> bool:
    return stat.S_ISREG(found.st_mode)


def _is_ours(found: os.stat_result) -> bool:
    """Whether the file is ordinary, and is this user's or root's; root may use anyone's."""
    us = os.geteuid()
    return _is_ordinary(found) and (us == 0 or found.st_uid in (0, us))


def _is_ours_alone(found: os.stat_result) -> bool:
    return _is_ours(found) and found.st_nlink == 1


def _open_if(fits: Callable[[os.stat_result], bool], path: Path, flags: int) -> BinaryIO:
    """Open the file if it `fits`. Raises OSError, NotOrdinary."""
    descriptor = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, PRIVATE)
    with ExitStack() as unless_it_fits:
        unless_it_fits.callback(close_descriptor, descriptor)
        if not fits(os.fstat(descriptor)):
            raise NotOrdinary(path)
        unless_it_fits.pop_all()
    return file_of(descriptor, "wb" if flags & os.O_WRONLY else "rb")
