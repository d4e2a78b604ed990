"""Small files and their folders, for their owner's eyes only, whatever the umask."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TextIO

from octoterm.clean import clean
from octoterm.errors import Unwritable


def write_private(path: Path, text: str, *, append: bool = False, over: bool = True) -> None:
    """Write `text` with mode 0600, making the folder if need be.

    `over` False refuses to write over a file that exists: FileExistsError.
    Raises Unwritable for every other failure.
    """
    try:
        with open_private(path, append=append, over=over) as file:
            file.write(text)
    except FileExistsError:
        raise
    except OSError as error:
        raise Unwritable(
            f"{clean(str(path))} cannot be written: {error.strerror}",
            "Check that its folder may be written to",
        ) from error


def open_private(path: Path, *, append: bool = False, over: bool = True) -> TextIO:
    """The file at `path`, open for writing, with mode 0600; its folder is made if need be.

    Raises OSError.
    """
    flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if append else os.O_TRUNC)
    if not over:
        flags |= os.O_EXCL
    _make_folder(path.parent)
    file = os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8")
    os.fchmod(file.fileno(), 0o600)  # the file may have been there; the umask may forbid us too
    return file


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
