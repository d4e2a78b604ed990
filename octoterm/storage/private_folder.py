"""Creates folders for their owner only, and flushes them so that new files survive a power cut."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from octoterm.runtime.slices import Sliced
from octoterm.storage.disk_thread import wait_for_disk


def make_private_folder(folder: Path) -> list[Path]:
    """Create `folder` and its parents for their owner only, whatever the umask; returns those
    created. Raises OSError."""
    if folder.is_dir():
        return []
    made = make_private_folder(folder.parent)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError as error:
        if not folder.is_dir():  # otherwise another process has just created it
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from error
        return made
    found = folder.lstat()  # in another user's folder, it may have been replaced by a link
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    if found.st_mode & 0o777 != 0o700:  # the umask removed too many bits
        folder.chmod(0o700)
    return [*made, folder]


def make_durable_folder(folder: Path) -> Sliced[None]:
    """Like `make_private_folder`, except that the folders survive a power cut. Raises OSError."""
    for made in make_private_folder(folder):
        yield from flush_folder(made.parent)


def flush_folder(folder: Path) -> Sliced[None]:
    """Make new names in `folder` survive a power cut, if its file system supports that."""
    yield from wait_for_disk(lambda: _flush(folder))


def _flush(folder: Path) -> None:
    with suppress(OSError):  # some file systems cannot; the files are in place anyway
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
