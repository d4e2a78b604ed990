"""Small files and their folders, for their owner's eyes only, whatever the umask.

There is no lock to wait for: each is replaced whole, and of two who write at once the later wins.
"""

from __future__ import annotations

from pathlib import Path

from octoterm.storage.atomic_file import append as append_to
from octoterm.storage.atomic_file import make_private_folder, open_to_read, write_new, write_over
from octoterm.storage.file_access import target_of
from octoterm.storage.file_errors import unwritable

LARGEST = 1 << 20
"""Bytes to read: many times what is ever written."""


def read_private(path: Path) -> bytes:
    """What the file holds. Raises OSError, also where a pipe would have to be waited for."""
    with open_to_read(path) as file:
        return file.read(LARGEST)


def write_private(path: Path, text: str, *, append: bool = False, over: bool = True) -> None:
    """Write `text` with mode 0600, making the folder if need be. Waits for the disk, unless it
    is to `append`.

    A file that is written over is replaced whole or not at all. `over` False refuses to do so
    where there is one: FileExistsError. Raises FileError for every other failure.
    """
    try:
        if append:
            make_private_folder(path.parent)
            append_to(path, text.encode())
        elif over:
            replace_private(path, text)
        else:
            make_private_folder(path.parent)
            write_new([path], text.encode())
    except FileExistsError:
        raise
    except OSError as error:
        raise unwritable(path, error) from error


def replace_private(path: Path, text: str) -> None:
    """Put `text` in the file's place. Waits for the disk. Raises OSError, FileError."""
    make_private_folder(target_of(path).parent)
    write_over(target_of(path), text.encode())  # a link may have taken the folder's place
