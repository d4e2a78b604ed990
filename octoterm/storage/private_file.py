"""Small files that only their owner can read, whatever the umask. Writing them waits for the disk.

There is no lock: files are replaced as a whole, and the later of two concurrent writers wins.
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
"""Most bytes to read: many times what is ever written."""


def read_private(path: Path) -> bytes:
    """The content of the file. Raises OSError, also for a pipe, which could block."""
    with open_to_read(path) as file:
        return file.read(LARGEST)


def write_private(path: Path, text: str) -> None:
    """Like `replace_private`, except that every failure is a FileError."""
    with as_unwritable(path):
        replace_private(path, text)


def replace_private(path: Path, text: str) -> None:
    """Replace `path` with a file of this text, creating its folder if necessary.

    Raises OSError, and FileError for links that may not be followed; the file is then unchanged.
    """
    make_private_folder(target_of(path).parent)
    target = target_of(path)  # the folder may have been replaced by a link
    with new_file_beside(target) as new:
        make_private(new.descriptor)
        finish(new.fill([text.encode()]))
        new.replace(target)


def create_private(paths: Iterable[Path], text: str) -> Path:
    """Create a file of this text at the first of `paths` that does not exist; returns that path.
    All paths are in one folder.

    Raises FileExistsError if all exist, and OSError; nothing has been created then.
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
    """Append to a file, creating it and its folder if necessary, without flushing it to disk.
    Raises FileError."""
    with as_unwritable(path):
        make_private_folder(path.parent)
        ordinary_file.append(path, text.encode())
