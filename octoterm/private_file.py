"""Small files for their owner's eyes only, whatever the umask."""

from __future__ import annotations

import os
from pathlib import Path

from octoterm.clean import clean
from octoterm.errors import Unwritable


def write_private(path: Path, text: str, *, append: bool = False, over: bool = True) -> None:
    """Write `text` with mode 0600, making the folder if need be.

    `over` False refuses to write over a file that exists: FileExistsError.
    Raises Unwritable for every other failure.
    """
    flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if append else os.O_TRUNC)
    if not over:
        flags |= os.O_EXCL
    try:
        _make_folder(path.parent)
        with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(text)
    except FileExistsError:
        raise
    except OSError as error:
        raise Unwritable(
            f"{clean(str(path))} cannot be written: {error.strerror}",
            "Check that its folder may be written to",
        ) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:  # a file in the folder's place
        raise NotADirectoryError(*error.args) from None
