"""One writer of a CSV at a time, among processes that may not trust all who use the folder.

The lock is a file beside the CSV that its holder has locked with flock(2), which ends with the
process. It may be opened only by those who may write the CSV, as everybody who can open a file,
if only to read it, can lock it for ever.

Anybody who may write in the folder can remove that file while it is held, and then a second
writer makes and locks another. So a lock counts only while its name still leads to it, which is
looked at once it is taken and again right before the CSV is replaced. Between that look and the
rename the folder itself is locked, which nobody can remove. As that lock is open to all who may
read the folder, it is waited for only so long, and done without where somebody keeps it: it
matters only where the other one was removed in the same millisecond.
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

LOCK_TIMEOUT = 30.0
"""Seconds to wait for another process; a merge of ten years takes less than one."""

FOLDER_TIMEOUT = 1.0
"""Seconds to wait for the folder, which others hold for the time of a rename."""

LOCK_POLL, FOLDER_POLL = 0.02, 0.002
"""Seconds from one try to have the lock, or the folder, to the next."""

LONGEST_HOLDER = 64
"""Bytes of a lock file, which holds the number of a process or nothing."""

_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFDIR: "a folder",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}


class FileLock:
    """The right to replace one file, `target`, which need not be there yet."""

    def __init__(self, target: Path, timeout: float = LOCK_TIMEOUT) -> None:
        self.target = target
        self.path = target.with_name(f".{target.name}.lock")
        self._timeout = timeout
        self._descriptor: int | None = None
        self._holder = ""
        """The number of the process that held the lock, as far as the lock file says."""

    def take(self) -> Sliced[None]:
        """Wait for it.

        Raises Busy, saying who has it; Unwritable where something else lies in the lock's
        place; OSError.
        """
        deadline = time.monotonic() + self._timeout
        while not self._try_to_take():
            if time.monotonic() >= deadline:
                raise self._busy()
            yield LOCK_POLL

    def confirm(self, until_replaced: ExitStack) -> Sliced[None]:
        """See that it is still held, or take it again. Nobody else writes the file until
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
        """Let others have it."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with suppress(OSError):  # what was done under the lock is done
                os.ftruncate(descriptor, 0)
            with suppress(OSError):
                os.close(descriptor)

    @property
    def _is_held(self) -> bool:
        """Whether the lock file's name leads to the one that we have locked."""
        return self._descriptor is not None and self._leads_to(self._descriptor)

    def _leads_to(self, descriptor: int) -> bool:
        with suppress(FileNotFoundError):
            return os.path.samestat(self.path.lstat(), os.fstat(descriptor))
        return False

    def _try_to_take(self) -> bool:
        """Try to take it, at once."""
        opened = self._open()
        if opened is None:
            return False
        descriptor, is_new = opened
        with ExitStack() as unless_taken:
            unless_taken.callback(_close, descriptor)
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
        with suppress(OSError):  # only to be shown: a full disk is noticed elsewhere
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, str(os.getpid()).encode())
        return True

    def _open(self) -> tuple[int, bool] | None:
        """The lock file, and whether we have just made it; None where that was in flux."""
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
        """Open the lock to those who may read and write the file: else one run as root, or as
        another of a group, would lock the file's owner out. To others it is closed, also where
        they might use the file when the lock was made."""
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

    # What lies in its place

    def _refuse_if_not_openable(self, error: OSError) -> None:
        """Raises Unwritable where the lock cannot be opened for what it is."""
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
        """Us and root; the owner of the file or of the folder, who can do as they like with it
        anyway; one of those who share the file, who made the lock when they wrote it."""
        owners = {0, os.geteuid(), self.path.parent.stat().st_uid}
        with suppress(FileNotFoundError):
            file = self.target.stat()
            owners.add(file.st_uid)
            if self._shared_rights(file, found) & 0o022:
                return True
        return found.st_uid in owners

    def _holder_in(self, descriptor: int) -> str:
        """The number of a process in the lock file, or nothing. Raises Unwritable where it holds
        anything else: some file was moved to where the lock should be, and would be lost."""
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
    """Lock the folder until `until_replaced` is closed, if it can be had."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return
    until_replaced.callback(_close, descriptor)
    deadline = time.monotonic() + FOLDER_TIMEOUT
    while time.monotonic() < deadline:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield FOLDER_POLL
        except OSError:  # some network file systems lock no folders
            return
        else:
            return


def _close(descriptor: int) -> None:
    with suppress(OSError):
        os.close(descriptor)


def _is_running(process: str) -> bool:
    """Whether there is such a process: a number may be left from one that was killed."""
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
