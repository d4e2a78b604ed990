"""Who may use a file: what replaces it is for the same people, and what is protected stays."""

from __future__ import annotations

import errno
import os
import pwd
import stat
import struct
from contextlib import suppress
from pathlib import Path

from octoterm.errors import Unreachable, Unwritable
from octoterm.safe_text import clean

PRIVATE = 0o600
"""Readings tell when nobody is at home: whatever is new is for its owner only."""

READ_AND_WRITE = 0o6
"""In the last three bits of a mode."""

MOST_LINKS = 40
"""As many as Linux follows (path_resolution(7))."""

_ACL = "system.posix_acl_access"
"""Linux's name for the POSIX access control list of a file (acl(5))."""
_ACL_HEAD, _ACL_ENTRY = 4, struct.Struct("<HHI")
"""Bytes before the entries; an entry: its tag, rights and user or group (posix_acl_xattr.h)."""
_ACL_GROUP_OBJ, _ACL_MASK = 0x04, 0x10


def target_of(path: Path) -> Path:
    """The file to write, which is another one where `path` leads over a link: a link stays one.

    Raises Unreachable where a link leads to a folder that is not there. A link that somebody
    else has laid is followed only to what is theirs: else whoever may write in a folder could
    have root write anywhere. Raises Unwritable then, OSError.
    """
    refuse_link_to_nowhere(path)
    for link, _ in _links_on_the_way(path):
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
    for link, is_file in _links_on_the_way(path):
        where = Path(os.path.realpath(link))
        if not (where.parent if is_file else where).is_dir():
            raise Unreachable(
                f"{clean(str(link))} is a link to {clean(str(where))}, which is not there: "
                "is it mounted?"
            )


def _links_on_the_way(path: Path) -> list[tuple[Path, bool]]:
    """Every link that is followed to get to the file, also where a link leads to another, and
    whether it stands for the file itself rather than for a folder; the first met first.

    Raises OSError where there are too many, as where they lead round in a circle.
    """
    links: list[tuple[Path, bool]] = []
    _, *ahead = path.absolute().parts
    here = Path(path.absolute().anchor)
    while ahead:
        part, *ahead = ahead
        here = here.parent if part == os.pardir else here / part
        if not here.is_symlink():
            continue
        links.append((here, not ahead))
        if len(links) > MOST_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        leads_to = here.parent / here.readlink()
        here, ahead = Path(leads_to.anchor), [*leads_to.parts[1:], *ahead]
        if len(ahead) > MOST_LINKS * MOST_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return links


def refuse_protected(target: Path) -> None:
    """Raises Unwritable where the file is read-only: replacing it would go round that; or where
    its owner could not use what we replace it by.

    Raises OSError where the whole file system is.
    """
    try:
        found = target.stat()
    except FileNotFoundError:
        return
    mode = found.st_mode
    if not mode & 0o222:  # which holds for root, too, who may write it all the same
        raise Unwritable(
            f"{clean(str(target))} is read-only and is left as it is",
            "`chmod u+w` it, if octoterm is to add readings",
        )
    effective = os.access in os.supports_effective_ids
    us = os.geteuid()
    if os.access(target, os.W_OK, effective_ids=effective):
        if us not in (0, found.st_uid):  # told now, before a lock of ours keeps others out
            is_ours = found.st_gid in (os.getegid(), *os.getgroups())
            rights = group_rights(found, acl_of(target)) if is_ours else 0
            _refuse_to_lock_out(target, found, rights)
        return
    if os.statvfs(target).f_flag & os.ST_RDONLY:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))
    if us == 0 or (us == found.st_uid and mode & 0o200):  # it is immutable, as by chattr +i
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))
    raise Unwritable(
        f"{clean(str(target))} is read-only for you and is left as it is",
        "Its owner can share it through a group (`chgrp`, `chmod g+rw`), or run the syncs",
    )


def keep_access(descriptor: int, target: Path) -> None:
    """Let the new file, which replaces `target`, be for the same people: it has its owner,
    group, mode and access control list. Where there is no `target`, it is its owner's only.

    Only root can give a file away. Where the owner cannot be kept, the group can, if we are of
    it; that is enough where the owner is of it as well, and it may read and write. Where only
    the group cannot be kept, ours may do no more than all others.

    Raises Unwritable where the owner could not use the file any more, OSError.
    """
    try:
        was = target.stat()
    except FileNotFoundError:
        make_private(descriptor)
        return
    give_to(descriptor, was)
    now = os.fstat(descriptor)
    same_group = now.st_gid == was.st_gid
    acl = acl_of(target) if same_group else None
    group, others = group_rights(was, acl), was.st_mode & 0o007
    if now.st_uid != was.st_uid:
        _refuse_to_lock_out(target, was, group if same_group else 0)
    if acl is None:
        mode = was.st_mode & 0o707 | (group if same_group else group & others) << 3
        _set_mode(descriptor, mode)
    else:
        os.setxattr(descriptor, _ACL, acl)  # which sets the mode as well, all at once


def _refuse_to_lock_out(target: Path, was: os.stat_result, group: int) -> None:
    """Raises Unwritable where the owner could not use the file any more once it is another's,
    and its group, if that is kept, may do what `group` says."""
    through_group = group if _may_be_of(was.st_uid, was.st_gid) else 0
    if READ_AND_WRITE & ~(was.st_mode & 0o007 | through_group):
        raise Unwritable(
            f"{clean(str(target))} belongs to another user (uid {was.st_uid}), who could not "
            "use it any more if you replaced it",
            "Share it through a group that you are both in (`chgrp`, `chmod g+rw`), or let one "
            "user run the syncs",
        )


def group_rights(was: os.stat_result, acl: bytes | None) -> int:
    """What the file's group may do, as the last three bits of a mode.

    With an access control list, the group's bits of the mode are the list's mask, which is what
    somebody named in it may do at most (acl(5)).
    """
    if acl is None:
        return was.st_mode >> 3 & 0o007
    group = mask = 0o007
    for tag, rights, _ in _ACL_ENTRY.iter_unpack(acl[_ACL_HEAD:]):
        if tag == _ACL_GROUP_OBJ:
            group = rights
        elif tag == _ACL_MASK:
            mask = rights
    return group & mask


def _may_be_of(user: int, group: int) -> bool:
    """Whether a user is of a group, as far as this machine knows: a container may know neither."""
    try:
        known = pwd.getpwuid(user)
        return group in os.getgrouplist(known.pw_name, known.pw_gid)
    except KeyError:
        return True


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


def _set_mode(descriptor: int, mode: int) -> None:
    """Set the mode, without a list: the folder may give its new files one."""
    if hasattr(os, "removexattr"):
        with suppress(OSError):
            os.removexattr(descriptor, _ACL)
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
        os.fchmod(descriptor, mode)


def acl_of(target: Path) -> bytes | None:
    """The file's access control list, as Linux keeps it; None where there is none."""
    if not hasattr(os, "getxattr"):
        return None
    try:
        return os.getxattr(target, _ACL)
    except OSError as error:
        if error.errno in (errno.ENODATA, errno.ENOTSUP, errno.EOPNOTSUPP):
            return None
        raise
