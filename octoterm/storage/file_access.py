"""Who may use a file: what replaces it is for the same people, and what is protected stays."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from octoterm.errors import Unreachable, Unwritable
from octoterm.safe_text import clean

PRIVATE = 0o600
"""Readings tell when nobody is at home: whatever is new is for its owner only."""

READ_AND_WRITE = 0o6
"""In the last three bits of a mode."""

_ACL = "system.posix_acl_access"
"""Linux's name for the POSIX access control list of a file (acl(5))."""


def target_of(path: Path) -> Path:
    """The file to write, which is another one where `path` leads over a link: a link stays one.

    Raises Unreachable where a link leads to a folder that is not there. A link that somebody
    else has laid is followed only to what is theirs: else whoever may write in a folder could
    have root write anywhere. Raises Unwritable then, OSError.
    """
    refuse_link_to_nowhere(path)
    for link in _links_on_the_way(path):
        laid_by = link.lstat().st_uid
        if laid_by in (0, os.geteuid()):
            continue
        where = Path(os.path.realpath(link))
        found = where if where.exists() else where.parent
        if found.stat().st_uid != laid_by:
            raise Unwritable(
                f"{clean(str(link))} is a link that another user (uid {laid_by}) has laid, to "
                f"what is not theirs: {clean(str(where))}",
                "Name the file without that link in your configuration, if it is the right one",
            )
    return Path(os.path.realpath(path))


def refuse_link_to_nowhere(path: Path) -> None:
    """Raises Unreachable where a link on the way to `path` leads to a folder that is not there.

    A link to a file that is yet to be made is fine, as long as there is a folder for it.
    """
    for link in _links_on_the_way(path):
        where = Path(os.path.realpath(link))
        if not (where.parent if link == path else where).is_dir():
            raise Unreachable(
                f"{clean(str(link))} is a link to {clean(str(where))}, which is not there: "
                "is it mounted?"
            )


def _links_on_the_way(path: Path) -> list[Path]:
    """`path` and the folders above it, those that are links; what leads there comes first."""
    return [each for each in (path, *path.parents) if each.is_symlink()]


def refuse_protected(target: Path) -> None:
    """Raises Unwritable where the file is read-only: replacing it would go round that.

    Raises OSError where the whole file system is.
    """
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    if not mode & 0o222:  # which holds for root, too, who may write it all the same
        raise Unwritable(
            f"{clean(str(target))} is read-only and is left as it is",
            "`chmod u+w` it, if octoterm is to add readings",
        )
    effective = os.access in os.supports_effective_ids
    if os.access(target, os.W_OK, effective_ids=effective):
        return
    if os.statvfs(target).f_flag & os.ST_RDONLY:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))
    raise Unwritable(
        f"{clean(str(target))} is read-only for you and is left as it is",
        "Its owner can share it through a group (`chgrp`, `chmod g+rw`), or run the syncs",
    )


def keep_access(descriptor: int, target: Path) -> None:
    """Let the new file, which replaces `target`, be for the same people: it has its owner,
    group, mode and access control list. Where there is no `target`, it is its owner's only.

    Only root can give a file away. Where the owner cannot be kept, the group can, if we are of
    it; the owner is of it as well, or could not have given the file to it. So they keep what
    the group may do: where that is less than reading and writing, Unwritable is raised. Where
    only the group cannot be kept, ours may do no more than all others.

    Raises Unwritable, OSError.
    """
    try:
        was = target.stat()
    except FileNotFoundError:
        make_private(descriptor)
        return
    give_to(descriptor, was)
    now = os.fstat(descriptor)
    mode = was.st_mode & 0o777
    others = mode & 0o007
    groups = mode >> 3 & 0o007 if now.st_gid == was.st_gid else mode >> 3 & others
    if now.st_uid != was.st_uid and READ_AND_WRITE & ~(groups | others):
        raise Unwritable(
            f"{clean(str(target))} belongs to another user (uid {was.st_uid}), who could not use "
            "it any more if you replaced it",
            "Share it through a group that you are both in (`chgrp`, `chmod g+rw`), or let one "
            "user run the syncs",
        )
    _keep_acl(descriptor, target, mode & 0o700 | groups << 3 | others, now.st_gid == was.st_gid)


def make_private(descriptor: int) -> None:
    """Let the file be its owner's only, as far as the file system knows modes."""
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != PRIVATE:  # the umask took too much
        with suppress(PermissionError):
            os.fchmod(descriptor, PRIVATE)


def give_to(descriptor: int, was: os.stat_result) -> None:
    """Give the file the owner and the group of another, or the group at least, where we may:
    what became of it is to be looked at afterwards. Raises OSError."""
    for owner in (was.st_uid, -1):
        try:
            os.fchown(descriptor, owner, was.st_gid)
        except PermissionError:
            continue
        except OSError as error:
            if error.errno != errno.EINVAL:  # an owner whom this container does not know
                raise
        else:
            return


def _keep_acl(descriptor: int, target: Path, mode: int, same_group: bool) -> None:
    """Set the mode, and the list if there is one: last, as it would be changed with the mode."""
    acl = _acl_of(target) if same_group else None
    if acl is None and hasattr(os, "removexattr"):  # one that the folder gives its new files
        with suppress(OSError):
            os.removexattr(descriptor, _ACL)
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
        os.fchmod(descriptor, mode)
    if acl is not None:
        os.setxattr(descriptor, _ACL, acl)


def _acl_of(target: Path) -> bytes | None:
    if not hasattr(os, "getxattr"):
        return None
    try:
        return os.getxattr(target, _ACL)
    except OSError as error:
        if error.errno in (errno.ENODATA, errno.ENOTSUP, errno.EOPNOTSUPP):
            return None
        raise
