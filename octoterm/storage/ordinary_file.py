"""Opening a file by its name, only if what lies there is an ordinary one.

In a folder that others may write in, any name that they can guess may be a trap: a link to a file
of the system, a pipe that is never read. So what is opened is looked at before it is used, and
opening it never blocks.
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
    """What lies there is a pipe, a folder, another name of some file, or somebody else's."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.ENXIO, "It is no ordinary file of yours", str(path))


def open_to_read(path: Path) -> BinaryIO:
    """An ordinary file, or a link to one. Raises OSError, NotOrdinary."""
    return _open_if(_is_ordinary, path, os.O_RDONLY)


def open_ours(path: Path) -> BinaryIO:
    """A file that we or root have made, to be locked. Raises OSError, NotOrdinary."""
    # NFS locks only what may be written.
    return _open_if(_is_ours, path, os.O_RDWR | os.O_NOFOLLOW)


def append(path: Path, content: bytes) -> None:
    """Add to a private file, which is made if need be. Raises OSError, NotOrdinary."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    with _open_if(_is_ours_alone, path, flags) as file:
        make_private(file.fileno())
        file.write(content)


def file_of(descriptor: int, mode: str) -> BinaryIO:
    """The open file of this descriptor, which is closed where that fails."""
    try:
        return cast(BinaryIO, os.fdopen(descriptor, mode))
    except BaseException:
        with suppress(OSError):
            os.close(descriptor)
        raise


def _is_ordinary(found: os.stat_result) -> bool:
    return stat.S_ISREG(found.st_mode)


def _is_ours(found: os.stat_result) -> bool:
    """An ordinary file of ours or of root, who may use everybody's."""
    us = os.geteuid()
    return _is_ordinary(found) and (us == 0 or found.st_uid in (0, us))


def _is_ours_alone(found: os.stat_result) -> bool:
    return _is_ours(found) and found.st_nlink == 1


def _open_if(fits: Callable[[os.stat_result], bool], path: Path, flags: int) -> BinaryIO:
    """The file, if what is found there `fits`."""
    descriptor = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, PRIVATE)
    with ExitStack() as unless_it_fits:
        unless_it_fits.callback(_close, descriptor)
        if not fits(os.fstat(descriptor)):
            raise NotOrdinary(path)
        unless_it_fits.pop_all()
    return file_of(descriptor, "wb" if flags & os.O_WRONLY else "rb")


def _close(descriptor: int) -> None:
    with suppress(OSError):  # what went wrong before is what is told
        os.close(descriptor)
