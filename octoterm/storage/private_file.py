"""Small files for their owner's eyes only, whatever the umask. Writing them waits for the disk.

There is no lock to wait for: each is replaced whole, and of two who write at once the later wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from octoterm.runtime.slices import finish
from octoterm.storage import ordinary_file
from octoterm.storage.atomic_file import new_file_beside
from octoterm.storage.file_access import make_private, target_of
from octoterm.storage.file_errors import as_unwritable
from octoterm.storage.ordinary_file import open_to_read
from octoterm.storage.private_folder import make_private_folder

LARGEST = 1 << 20
"""Bytes to read: many times what is ever written."""


def read_private(path: Path) -> bytes:
    """What the file holds. Raises OSError, also where a pipe would have to be waited for."""
    with open_to_read(path) as file:
        return file.read(LARGEST)


def write_private(path: Path, text: str) -> None:
    """As `replace_private`, but that each failure is a FileError."""
    with as_unwritable(path):
        replace_private(path, text)


def replace_private(path: Path, text: str) -> None:
    """Put a file of this text in the place of `path`, making its folder if need be.

    Raises OSError, and FileError for links that may not be followed: nothing has changed then.
    """
    make_private_folder(target_of(path).parent)
    target = target_of(path)  # a link may have taken the folder's place
    with new_file_beside(target) as new:
        make_private(new.descriptor)
        finish(new.fill([text.encode()]))
        new.replace(target)


def create_private(paths: Iterable[Path], text: str) -> Path:
    """Make a file of this text at the first of `paths`, all of one folder, where nothing is yet,
    and say which.

    Raises FileExistsError where there is something at all of them, OSError: nothing is new then.
    """
    candidates = iter(paths)
    path = next(candidates)
    with new_file_beside(path) as new:
        make_private(new.descriptor)
        finish(new.fill([text.encode()]))
        while True:
            try:
                new.move_to(path)
            except FileExistsError:
                if (following := next(candidates, None)) is None:
                    raise
                path = following
            else:
                return path


def append_private(path: Path, text: str) -> None:
    """Add to a file, making it and its folder if need be. Not flushed. Raises FileError."""
    with as_unwritable(path):
        make_private_folder(path.parent)
        ordinary_file.append(path, text.encode())
