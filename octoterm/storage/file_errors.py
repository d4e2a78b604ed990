"""Turns the system's errors about files into errors with remedies: one table for all files."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from octoterm.errors import Unreadable, Unwritable
from octoterm.safe_text import clean

_REMEDIES: Mapping[int, str] = {
    errno.EACCES: "You may not do that there: `ls -ld` shows whose the file and its folder are",
    errno.EPERM: "It is protected against changes, even by its owner: `lsattr` shows how, or "
    "`ls -lO` on macOS",
    errno.EROFS: "The file system is mounted read-only: mount it for writing, or keep the file "
    "somewhere else",
    errno.EBUSY: "It is a mount point, as single files are that are mounted into a container: "
    "mount its folder instead",
    errno.ENOSPC: "The disk is full: free some space (`df`, or `df -i` where many small files "
    "fill it)",
    errno.EDQUOT: "Your share of the disk is used up: delete something of yours, or ask for more",
    errno.EFBIG: "A file may not grow so large here: `ulimit -f` shows the limit",
    errno.EIO: "The disk, or the connection to it, is failing: save what can still be read, and "
    "look at the system's log",
    errno.ENOENT: "Its folder is not there: was it moved, or is it not mounted?",
    errno.ENOTDIR: "A part of the path is a file where a folder should be",
    errno.EISDIR: "It is a folder: name a file in it",
    errno.ENAMETOOLONG: "Give it a shorter name: files beside it are named after it, with up to "
    "22 characters more",
    errno.ELOOP: "Its links lead round in a circle: name the file itself",
    errno.ENOLCK: "The file system gives no locks: keep the file on another one",
    errno.EOPNOTSUPP: "The file system cannot do what is needed: keep the file on another one",
    errno.EMFILE: "Too many files are open: `ulimit -n` shows how many may be",
    errno.ENFILE: "Too many files are open on this machine: end some programs",
    errno.ESTALE: "The network drive was changed under it: mount it again",
    errno.ETIMEDOUT: "The network drive does not answer: check its server, or mount it again",
    errno.ENXIO: "What is there is no ordinary file: name another one",
}  # fmt: skip


def reason(error: OSError) -> str:
    """The system's message: `No space left on device`."""
    return clean(error.strerror or type(error).__name__)


def remedy(error: OSError, otherwise: str) -> str:
    """What to do about the error; `otherwise` if it is not in the table."""
    return _REMEDIES.get(error.errno or 0, otherwise)


def unreadable(path: Path, error: OSError) -> Unreadable:
    """The error that says why the file cannot be read."""
    otherwise = "Check that the file and its folder may be read"
    return Unreadable(
        f"{clean(str(path))} cannot be read: {reason(error)}", remedy(error, otherwise)
    )


def unwritable(path: Path, error: OSError, *, unchanged: str = "") -> Unwritable:
    """The error that says why the file cannot be written; `unchanged` says what is not lost."""
    words = remedy(error, "Check that the file and its folder may be written to")
    return Unwritable(
        f"{clean(str(path))} cannot be written: {reason(error)}",
        f"{unchanged}. {words}" if unchanged else words,
    )


@contextmanager
def as_unwritable(path: Path, *, unchanged: str = "") -> Iterator[None]:
    """Raise `unwritable(…)` in place of any OSError inside."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error, unchanged=unchanged) from error
