"""A lock for one writer of a CSV at a time, in folders that untrusted users may also write to.

The lock is a file beside the CSV, locked with flock(2), which ends with the process. Only users
who may write the CSV can open it, as anyone who can open a file, even just for reading, can lock
it for ever.

Any user with write access to the folder can remove the lock file while it is held; another writer
would then make and lock a new one. So a lock is valid only while its name leads to the locked
file, which is checked after taking it and again right before the CSV is replaced. From that check
until the rename, the folder itself is locked, which cannot be removed. As anyone who can read the
folder can lock it, we wait at most a second, then go on without it: it matters only if the lock
file was removed in the same millisecond.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from octoterm.errors import Busy, Unwritable
from octoterm.runtime.slices import Sliced
from octoterm.safe_text import clean
from octoterm.storage.file_access import PRIVATE, give_to, has_acl, set_mode, shared_rights
from octoterm.storage.ordinary_file import close_descriptor

LOCK_TIMEOUT = 30.0
"""Seconds to wait for another process; a merge of ten years takes less than one."""

FOLDER_TIMEOUT = 1.0
"""Seconds to wait for the folder, which other processes lock only during a rename."""

LOCK_POLL, FOLDER_POLL = 0.02, 0.002
"""Seconds between attempts to take the lock, or to lock the folder."""

LONGEST_HOLDER = 64
"""Bytes; a lock file holds a process number or nothing, so a longer one is something else."""

_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFDIR: "a folder",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}


class FileLock:
    """The right to replace one file, `target`, which need not exist yet."""

    def __init__(self, target: Path, timeout: float = LOCK_TIMEOUT) -> None:
        self.target = target
        self.path = target.with_name(f".{target.name}.lock")
        self._timeout = timeout
        self._descriptor: int | None = None
        self._holder = ""
        """The number of the process that holds the lock, if the lock file has it."""

    def take(self) -> Sliced[None]:
        """Wait for the lock and take it.

        Raises Busy, naming the holder; Unwritable if something else is in the lock's place;
        OSError.
        """
        deadline = time.monotonic() + self._timeout
        while not self._try_to_take():
            if time.monotonic() >= deadline:
                raise self._busy()
            yield LOCK_POLL

    def confirm(self, until_replaced: ExitStack) -> Sliced[None]:
        """Check that the lock is still held, or take it again, and lock the folder until
        `until_replaced` is closed. Raises what `take` does."""
        deadline = time.monotonic() + self._timeout
        while True:
            if not self._is_held:
                self.release()
                yield from self.take()
            yield from _lock_folder(self.path.parent, until_replaced)
            if self._is_held:
                return
            until_replaced.close()
            if time.monotonic() >= deadline:
                raise self._busy()
            yield LOCK_POLL

    def release(self) -> None:
        """Release the lock."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with suppress(OSError):  # the work under the lock is already done
                os.ftruncate(descriptor, 0)
            close_descriptor(descriptor)

    @property
    def _is_held(self) -> bool:
        """Whether the lock file's name leads to the file that we have locked."""
        return self._descriptor is not None and self._leads_to(self._descriptor)

    def _leads_to(self, descriptor: int) -> bool:
        with suppress(FileNotFoundError):
            return os.path.samestat(self.path.lstat(), os.fstat(descriptor))
        return False

    def _try_to_take(self) -> bool:
        """Try to take the lock without waiting; whether it was taken."""
        opened = self._open()
        if opened is None:
            return False
        descriptor, is_new = opened
        with ExitStack() as unless_taken:
            unless_taken.callback(close_descriptor, descriptor)
            self._refuse_if_not_a_lock(os.fstat(descriptor))
            holder = self._holder_in(descriptor)
            self._share(descriptor, is_new)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._holder = holder
                return False
            if not self._leads_to(descriptor):
                return False
            unless_taken.pop_all()
        self._descriptor = descriptor
        with suppress(OSError):  # only for display: a full disk is reported elsewhere
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, str(os.getpid()).encode())
        return True

    def _open(self) -> tuple[int, bool] | None:
        """The open lock file, and whether it is new; None if another process just made it."""
        flags = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            return os.open(self.path, flags), False
        except FileNotFoundError:
            pass
        except OSError as error:
            self._refuse_if_not_openable(error)
            raise
        try:
            return os.open(self.path, flags | os.O_CREAT | os.O_EXCL, PRIVATE), True
        except FileExistsError:
            return None

    def _share(self, descriptor: int, is_new: bool) -> None:
        """Let exactly those users open the lock who may read and write the file. Otherwise a run
        as root, or as another member of a group, would lock the file's owner out."""
        mode = PRIVATE
        with suppress(FileNotFoundError):
            file = self.target.stat()
            if is_new:
                give_to(descriptor, file)
            shared = self._shared_rights(file, os.fstat(descriptor))
            for both in (0o060, 0o006):
                mode |= both if shared & both == both else 0
        if is_new or os.geteuid() in (0, os.fstat(descriptor).st_uid):
            set_mode(descriptor, mode)

    def _shared_rights(self, file: os.stat_result, lock: os.stat_result) -> int:
        return shared_rights(file, lock.st_gid, has_acl=has_acl(self.target))

    # Checking what is in the lock's place

    def _refuse_if_not_openable(self, error: OSError) -> None:
        """Raises Unwritable if the lock cannot be opened because of its type or its owner."""
        try:
            found = self.path.lstat()
        except FileNotFoundError:
            return
        self._refuse_if_not_a_file(found)
        if error.errno in (errno.EACCES, errno.EPERM):
            raise self._not_a_lock(f"may be opened only by another user (uid {found.st_uid})")

    def _refuse_if_not_a_file(self, found: os.stat_result) -> None:
        if not stat.S_ISREG(found.st_mode):
            raise self._not_a_lock(
                f"is {_KINDS.get(stat.S_IFMT(found.st_mode), 'something else')}"
            )

    def _refuse_if_not_a_lock(self, found: os.stat_result) -> None:
        self._refuse_if_not_a_file(found)
        if found.st_nlink > 1:
            raise self._not_a_lock("is another name of some file")
        if not self._may_own(found):
            raise self._not_a_lock(f"belongs to another user (uid {found.st_uid})")

    def _may_own(self, found: os.stat_result) -> bool:
        """Whether the lock's owner is acceptable: this user, root, the owner of the file or of the
        folder, or anyone if the file is shared with a group or with all."""
        owners = {0, os.geteuid(), self.path.parent.stat().st_uid}
        with suppress(FileNotFoundError):
            file = self.target.stat()
            owners.add(file.st_uid)
            if self._shared_rights(file, found) & 0o022:
                return True
        return found.st_uid in owners

    def _holder_in(self, descriptor: int) -> str:
        """The process number in the lock file, or nothing. Raises Unwritable if it holds anything
        else: another file was moved there, and would be overwritten."""
        content = os.read(descriptor, LONGEST_HOLDER + 1)
        if len(content) > LONGEST_HOLDER or content.strip(b"0123456789\0"):  # NULs: a power cut
            raise self._not_a_lock("holds something")
        return content.strip(b"\0").decode("ascii")

    def _not_a_lock(self, what: str) -> Unwritable:
        return Unwritable(
            f"{clean(str(self.path))} {what}, where the lock for {clean(self.target.name)} "
            "should be",
            "Look at it, and remove it if nobody needs it; no readings are in it",
        )

    def _busy(self) -> Busy:
        name = clean(str(self.target))
        if self._holder and _is_running(self._holder):
            who = f"is being written by another octoterm, process {self._holder}"
        else:
            who = f"is locked: some program holds {clean(str(self.path))}"
        return Busy(f"{name} {who}", "Nothing was lost: try again when it has finished")


def _lock_folder(folder: Path, until_replaced: ExitStack) -> Sliced[None]:
    """Lock the folder until `until_replaced` is closed; go on without if that takes too long."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return
    until_replaced.callback(close_descriptor, descriptor)
    deadline = time.monotonic() + FOLDER_TIMEOUT
    while time.monotonic() < deadline:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield FOLDER_POLL
        except OSError:  # some network file systems cannot lock folders
            return
        else:
            return


def _is_running(process: str) -> bool:
    """Whether a process of this number exists; a killed one leaves its number behind."""
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
