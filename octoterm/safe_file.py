"""Files that are replaced whole or not at all, and outlive a power cut.

The new content is written beside the old file, flushed to the disk, and renamed over it.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from octoterm.steps import Steps


def replace_file(
    target: Path, content: Iterable[bytes], *, kept_as: Path | None = None
) -> Steps[os.stat_result]:
    """Put a file of this content in the place of `target`, or in that of `kept_as`; it belongs
    to the same people. What the new file then is.

    Raises OSError: nothing has changed then, but where a power cut could still undo the rename.
    """
    temporary = target.with_name(f".{target.name}.new")  # one name: leftovers never pile up
    try:
        with temporary.open("wb") as file:
            copy_owner_and_mode(target, file)
            for piece in content:
                file.write(piece)
                yield 0
            file.flush()
            yield from _waiting(lambda: os.fsync(file.fileno()))
            written = os.fstat(file.fileno())
        temporary.replace(kept_as or target)
    except BaseException:
        with contextlib.suppress(OSError):  # what went wrong first is what is told
            temporary.unlink(missing_ok=True)
        raise
    yield from _waiting(lambda: _sync_folder(target.parent))
    return written


def copy_owner_and_mode(original: Path, file: BinaryIO) -> None:
    """Let `file`, which replaces `original` or stands beside it, belong to the same people."""
    try:
        was = original.stat()
    except FileNotFoundError:
        return
    with contextlib.suppress(PermissionError):  # only the owner's own files, unless root
        os.fchown(file.fileno(), was.st_uid, was.st_gid)
    os.fchmod(file.fileno(), stat.S_IMODE(was.st_mode))


def make_folder(folder: Path) -> None:
    """Make `folder`, and those above it, so that they survive a power cut."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """Make what was named in `folder` survive a power cut."""
    with contextlib.suppress(OSError):  # the readings are in place: some file systems cannot
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _waiting(call: Callable[[], None]) -> Steps[None]:
    """Let the disk take its time in a thread, which computes nothing, while others go on."""
    from threading import Thread  # of which those who only read have no need

    failures: list[OSError] = []

    def run() -> None:
        try:
            call()
        except OSError as error:
            failures.append(error)

    thread = Thread(target=run, name="fsync")
    thread.start()
    try:
        while thread.is_alive():
            yield 0.001
    finally:
        thread.join()
    if failures:
        raise failures[0]
