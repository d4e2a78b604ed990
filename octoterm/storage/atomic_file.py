"""Every file that octoterm writes: whole or not at all, never through what somebody else laid.

New content is written to a temporary file beside the old one, flushed to the disk, and renamed
over it. In a folder that others may write in, a name that can be foretold may be a trap: a link
to a file of the system, a pipe that is never read. So temporary files have a random name, and are
made and never just opened (O_EXCL). What has to be opened by its name is looked at before it is
used.
"""

from __future__ import annotations

import atexit
import errno
import fcntl
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from octoterm.runtime.slices import Steps
from octoterm.storage.file_access import PRIVATE, keep_access, make_private

LastLook: TypeAlias = Callable[[ExitStack], Steps[None]]
"""Called right before a file is renamed over another; what it puts on the stack is held until
that is done. What it raises is raised instead."""

_MAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
"""For a file that nobody has made before us."""

_unfinished: set[Path] = set()
"""Temporary files of this process."""

_RANDOM = 8
"""Bytes of a temporary file's name that nobody can guess."""


def replace_file(
    target: Path,
    content: Iterable[bytes],
    *,
    kept_as: Path | None = None,
    last_look: LastLook | None = None,
) -> Steps[os.stat_result]:
    """Put a file of this content in the place of `target`, or into that of `kept_as`, where
    nothing may be yet; it is for the same people as `target`. What the new file then is.

    Raises Unwritable where these people cannot be kept, FileExistsError for `kept_as`, OSError:
    nothing has changed then, but where a power cut could still undo the rename.
    """
    with _temporary(target) as (file, path):
        keep_access(file.fileno(), target)
        for piece in content:
            file.write(piece)
            yield 0
        file.flush()
        descriptor = file.fileno()
        yield from _waiting(lambda: os.fsync(descriptor))
        written = os.fstat(descriptor)
        with ExitStack() as moment:
            if last_look:
                yield from last_look(moment)
            if kept_as:
                _move_to_new(path, kept_as)
            else:
                path.replace(target)
    yield from _waiting(lambda: _sync_folder(target.parent))
    return written


def write_over(path: Path, content: bytes) -> None:
    """Put a private file of this content in the place of `path`. Waits for the disk.

    Raises OSError: nothing has changed then.
    """
    with _written(path, content) as temporary:
        temporary.replace(path)


def write_new(paths: Iterable[Path], content: bytes) -> Path:
    """Make a private file of this content at the first of `paths`, all of one folder, where
    nothing is yet, and say which. Waits for the disk.

    Raises FileExistsError where there is something at all of them, OSError: nothing is new then.
    """
    ahead = iter(paths)
    path = next(ahead)
    with _written(path, content) as temporary:
        while True:
            try:
                _move_to_new(temporary, path)
            except FileExistsError:
                if (following := next(ahead, None)) is None:
                    raise
                path = following
            else:
                return path


def append(path: Path, content: bytes) -> None:
    """Add to a private file, which is made if need be. Raises OSError, NotPlain."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    with _open_if(_is_ours_alone, path, flags) as file:
        make_private(file.fileno())
        file.write(content)


def open_to_read(path: Path) -> BinaryIO:
    """An ordinary file, or a link to one; no pipe is waited for. Raises OSError, NotPlain."""
    return _open_if(_is_ordinary, path, os.O_RDONLY)


class NotPlain(OSError):
    """What lies there is a pipe, a folder, another name of some file, or somebody else's."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.ENXIO, "It is no ordinary file of yours", str(path))


def _is_ordinary(found: os.stat_result) -> bool:
    return stat.S_ISREG(found.st_mode)


def _is_ours(found: os.stat_result) -> bool:
    """An ordinary file of ours or of root, who may use everybody's."""
    us = os.geteuid()
    return _is_ordinary(found) and (us == 0 or found.st_uid in (0, us))


def _is_ours_alone(found: os.stat_result) -> bool:
    return _is_ours(found) and found.st_nlink == 1


def _open_if(fits: Callable[[os.stat_result], bool], path: Path, flags: int) -> BinaryIO:
    """The file, if what is found there `fits`; opened without waiting for anybody."""
    descriptor = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, PRIVATE)
    with ExitStack() as unless_it_fits:
        unless_it_fits.callback(_quietly, lambda: os.close(descriptor))
        if not fits(os.fstat(descriptor)):
            raise NotPlain(path)
        unless_it_fits.pop_all()
    return _file_of(descriptor, "wb" if flags & os.O_WRONLY else "rb")


def make_folder(folder: Path) -> Steps[None]:
    """As `make_private_folder`, but that they survive a power cut. Raises OSError."""
    for made in make_private_folder(folder):
        yield from _waiting(lambda: _sync_folder(made.parent))  # noqa: B023 – done before the next


def make_private_folder(folder: Path) -> list[Path]:
    """Make `folder`, and those above it, for their owner only, whatever the umask. Which had to
    be made. Raises OSError."""
    if folder.is_dir():
        return []
    made = make_private_folder(folder.parent)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError as error:
        if not folder.is_dir():  # else another octoterm was faster
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from error
        return made
    found = folder.lstat()  # in a folder of somebody else's, a link may have taken its place
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    if found.st_mode & 0o777 != 0o700:  # the umask took too much
        folder.chmod(0o700)
    return [*made, folder]


@contextmanager
def _temporary(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A new file beside `target`, and its path; it is gone afterwards, unless it was moved.

    As long as it is open it is locked, which says that it is none of those left behind.
    """
    _clear_leftovers(target)
    with ExitStack() as afterwards:
        while True:
            path = target.with_name(f".{target.name}.new-{os.urandom(_RANDOM).hex()}")
            descriptor = os.open(path, _MAKE, PRIVATE)
            _unfinished.add(path)
            afterwards.callback(_remove, path)
            file = _file_of(descriptor, "wb")
            afterwards.callback(_quietly, file.close)  # what matters is flushed by then
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file.fileno()).st_nlink:  # else it was cleared away before it was locked
                break
        yield file, path


def _remove(path: Path) -> None:
    _quietly(path.unlink)
    _unfinished.discard(path)


@atexit.register
def _remove_unfinished() -> None:
    """What a thread writes is not waited for at the end of the process."""
    for path in tuple(_unfinished):
        _remove(path)


def _quietly(call: Callable[[], None]) -> None:
    """What went wrong before is what is told."""
    with suppress(OSError):
        call()


def _file_of(descriptor: int, mode: str) -> BinaryIO:
    try:
        return cast(BinaryIO, os.fdopen(descriptor, mode))
    except BaseException:
        _quietly(lambda: os.close(descriptor))
        raise


@contextmanager
def _written(path: Path, content: bytes) -> Iterator[Path]:
    """A private temporary file beside `path` that holds `content` and is flushed."""
    with _temporary(path) as (file, temporary):
        make_private(file.fileno())
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        yield temporary


def _move_to_new(temporary: Path, path: Path) -> None:
    """Raises FileExistsError, and never writes over what is there."""
    try:
        os.link(temporary, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # some file systems have no second names: the name is taken first
        os.close(os.open(path, _MAKE, PRIVATE))
        try:
            temporary.replace(path)
        except BaseException:
            path.unlink()
            raise


def _clear_leftovers(target: Path) -> None:
    """Remove what killed processes have left beside `target`: a temporary file of our own that
    nobody holds. Those of a process that lives are locked by it."""
    temporary = re.compile(rf"\.{re.escape(target.name)}\.new(-[0-9a-f]{{{2 * _RANDOM}}})?")
    with suppress(OSError):
        for each in target.parent.iterdir():
            if temporary.fullmatch(each.name):
                with suppress(OSError):  # BlockingIOError: somebody is writing it
                    _remove_unless_held(each)


def _remove_unless_held(path: Path) -> None:
    flags = os.O_RDWR | os.O_NOFOLLOW  # NFS locks only what may be written
    with _open_if(_is_ours, path, flags) as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()


def _sync_folder(folder: Path) -> None:
    """Make what was named in `folder` survive a power cut."""
    with suppress(OSError):  # the readings are in place: some file systems cannot
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _waiting(call: Callable[[], None]) -> Steps[None]:
    """Let the disk take its time in a thread, which computes nothing, while others go on.

    A disk may take a quarter of a minute: who gives up waiting is not held, and the process
    ends without the thread. Nothing comes of what was flushed then, as nobody renames it.
    """
    from threading import Thread  # of which those who only read have no need

    failures: list[OSError] = []

    def run() -> None:
        try:
            call()
        except OSError as error:
            failures.append(error)

    thread = Thread(target=run, name="fsync", daemon=True)
    thread.start()
    while thread.is_alive():
        yield 0.001
    if failures:
        raise failures[0]
