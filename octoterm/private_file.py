"""Small files and their folders, for their owner's eyes only, whatever the umask."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from octoterm.clean import clean
from octoterm.errors import Unwritable


def write_private(path: Path, text: str, *, append: bool = False, over: bool = True) -> None:
    """Write `text` with mode 0600, making the folder if need be.

    A file that is written over is replaced whole or not at all. `over` False refuses to do so
    where there is one: FileExistsError. Raises Unwritable for every other failure.
    """
    flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if append else os.O_EXCL)
    try:
        if over and not append:
            replace_private(path, text)
        else:
            _write(path, flags, text)
    except FileExistsError:
        raise
    except OSError as error:
        raise Unwritable(
            f"{clean(str(path))} cannot be written: {error.strerror}",
            "Check that its folder may be written to",
        ) from error


def replace_private(path: Path, text: str) -> None:
    """Put `text` in the file's place, one process at a time. Raises OSError.

    It waits for the disk, and for others who write the same file, which takes milliseconds.
    """
    path = Path(os.path.realpath(path))  # a link stays a link
    temporary = path.with_suffix(".new")
    with _open(path.with_suffix(".lock"), os.O_WRONLY | os.O_CREAT) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            _write(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, text)
            temporary.replace(path)
        except OSError:
            with suppress(OSError):  # what went wrong first is what is told
                temporary.unlink()
            raise


def _write(path: Path, flags: int, text: str) -> None:
    with _open(path, flags) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _open(path: Path, flags: int) -> Iterator[TextIO]:
    """The file, open for writing, with mode 0600; its folder is made if need be."""
    _make_folder(path.parent)
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)  # it may have been there; the umask may forbid us too
        yield file


def _make_folder(folder: Path) -> None:
    """Like `mkdir -p`, but that those made are 0700 in spite of the umask, parents too."""
    for each in (*reversed(folder.parents), folder):
        if each.is_dir():
            continue
        try:
            each.mkdir(mode=0o700)
            each.chmod(0o700)
        except FileExistsError as error:
            if not each.is_dir():  # else another octoterm was faster
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from error
