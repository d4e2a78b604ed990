"""Access rights of files: a replacement keeps them, and protected files are not replaced."""

from __future__ import annotations

import errno
import os
import pwd
import stat
from contextlib import suppress
from pathlib import Path

from octoterm.errors import BrokenLink, Unwritable
from octoterm.safe_text import clean

PRIVATE = 0o600
"""Mode of new files: for the owner only, as readings reveal when a home is empty."""

READ_AND_WRITE = 0o6
"""Bits of a mode for one class of users, in the last three bits."""

MOST_LINKS = 40
"""Links to follow on the way to a file: Linux's own limit (path_resolution(7))."""

_ACL = "system.posix_acl_access"
"""Linux's name for the POSIX access control list of a file (acl(5))."""


def target_of(path: Path) -> Path:
    """The file to write: `path` with its links resolved, so that a link is not replaced.

    Another user's link is followed only to a file or folder of that user; otherwise anyone with
    write access to a folder could make root write anywhere. Raises Unwritable if such a link leads
    elsewhere, BrokenLink if a link leads to a folder that does not exist, and OSError.
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
    """Raises BrokenLink if a link on the way to `path` leads to a folder that does not exist.

    A link to a file that does not exist yet is fine if the file's folder exists.
    """
    for link, is_file in _links_on_the_way(path):
        where = Path(os.path.realpath(link))
        if not (where.parent if is_file else where).is_dir():
            raise BrokenLink(
                f"{clean(str(link))} is a link to {clean(str(where))}, which is not there: "
                "is it mounted?"
            )


def _links_on_the_way(path: Path) -> list[tuple[Path, bool]]:
    """Every link followed on the way to the file, links in links included, in order; and whether
    each stands for the file itself rather than a folder.

    Raises OSError if there are too many, for example in a circle.
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
    """Raises Unwritable if the file is read-only, as replacing it would circumvent that, or if its
    owner might not be able to use the replacement.

    Raises OSError if the file system is read-only, or the file is protected in spite of its mode.
    """
    try:
        found = target.stat()
    except FileNotFoundError:
        return
    if not found.st_mode & 0o222:  # respected for root too, who could write it anyway
        raise Unwritable(
            f"{clean(str(target))} is read-only and is left as it is",
            "`chmod u+w` it, if octoterm is to add readings",
        )
    us = os.geteuid()
    effective = os.access in os.supports_effective_ids
    if not os.access(target, os.W_OK, effective_ids=effective):
        if os.statvfs(target).f_flag & os.ST_RDONLY:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        if us == 0 or (us == found.st_uid and found.st_mode & stat.S_IWUSR):
            _raise_what_opening_does(target)
        raise Unwritable(
            f"{clean(str(target))} is read-only for you and is left as it is",
            "Its owner can share it through a group (`chgrp`, `chmod g+rw`), or run the syncs",
        )
    if us not in (0, found.st_uid):  # refuse before our lock can keep the owner out
        group = found.st_gid if found.st_gid in (os.getegid(), *os.getgroups()) else os.getegid()
        _refuse_to_lock_out(target, found, group, has_acl=has_acl(target))


def _raise_what_opening_does(target: Path) -> None:
    os.close(os.open(target, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC))


def keep_access(descriptor: int, target: Path) -> None:
    """Give the new file the owner, group, mode and access control list of `target`, which it
    replaces; if there is no `target`, make it private.

    Only root can change a file's owner. If the owner cannot be kept, they must still be able to
    read and write the new file through its group or as others; if that is uncertain, or there is
    an access control list, Unwritable is raised. If the group cannot be kept, the rights of group
    and others are reduced to those that both had. Nobody has more rights than before at any time.

    Raises Unwritable, OSError.
    """
    try:
        was = target.stat()
    except FileNotFoundError:
        make_private(descriptor)
        return
    give_to(descriptor, was)
    now = os.fstat(descriptor)
    acl = _acl_of(target)
    if now.st_uid != was.st_uid:
        _refuse_to_lock_out(target, was, now.st_gid, has_acl=acl is not None)
    if acl is not None and now.st_gid == was.st_gid:
        os.setxattr(descriptor, _ACL, acl)  # also sets the mode
    else:
        shared = shared_rights(was, now.st_gid, has_acl=acl is not None)
        set_mode(descriptor, was.st_mode & 0o700 | shared)


def shared_rights(found: os.stat_result, group: int, *, has_acl: bool) -> int:
    """The mode's bits for group and others, for a file of this `group` modelled on `found`: they
    give nobody except the owner more rights than that file does.

    No bits are set with an access control list: the group's bits are then its mask (acl(5)), not
    the group's own rights.
    """
    if has_acl:
        return 0
    groups, others = found.st_mode >> 3 & 0o7, found.st_mode & 0o7
    if group != found.st_gid:  # old members are now others, and others may be new members
        groups = others = groups & others
    return groups << 3 | others


def _refuse_to_lock_out(target: Path, was: os.stat_result, group: int, *, has_acl: bool) -> None:
    """Raises Unwritable if the owner might lose access once the file belongs to another user and
    to this group."""
    if has_acl:
        raise Unwritable(
            f"{clean(str(target))} belongs to another user (uid {was.st_uid}) and has an access "
            "control list, which might not let them use it any more if you replaced it",
            "Let its owner run the syncs, or share it through a group that you are both in "
            "(`setfacl -b`, `chgrp`, `chmod g+rw`)",
        )
    if not _can_still_use(was.st_uid, group, shared_rights(was, group, has_acl=False)):
        raise Unwritable(
            f"{clean(str(target))} belongs to another user (uid {was.st_uid}), who might not be "
            "able to use it any more if you replaced it",
            "Share it through a group that you are both in (`chgrp`, `chmod g+rw`), or let one "
            "user run the syncs",
        )


def _can_still_use(owner: int, group: int, shared: int) -> bool:
    """Whether the user `owner` can read and write the file when no longer its owner.

    A user unknown to this machine, as in a container, is assumed to be in the group, as they or
    root gave the file to that group.
    """
    if owner == 0:
        return True
    groups, others = shared >> 3, shared & 0o7
    try:
        user = pwd.getpwuid(owner)
        is_member = group in os.getgrouplist(user.pw_name, user.pw_gid)
    except (KeyError, OSError):
        rights = groups | others
    else:
        rights = groups if is_member else others
    return rights & READ_AND_WRITE == READ_AND_WRITE


def make_private(descriptor: int) -> None:
    """Make the file accessible to its owner only, if the file system has modes."""
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != PRIVATE:  # the umask removed too many bits
        with suppress(PermissionError):
            os.fchmod(descriptor, PRIVATE)


def give_to(descriptor: int, was: os.stat_result) -> None:
    """Try to give the file the owner and group of another, or at least the group; the caller must
    check the result. Raises OSError."""
    for owner in (was.st_uid, -1):
        try:
            os.fchown(descriptor, owner, was.st_gid)
        except PermissionError:
            continue
        except OSError as error:
            if error.errno != errno.EINVAL:  # an owner unknown to this container
                raise
        else:
            return


def set_mode(descriptor: int, mode: int) -> None:
    """Set the mode and remove any access control list. Raises OSError."""
    if hasattr(os, "removexattr"):
        with suppress(OSError):  # a list inherited from the folder
            os.removexattr(descriptor, _ACL)
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
        os.fchmod(descriptor, mode)


def has_acl(target: Path) -> bool:
    """Whether the file has an access control list. Raises OSError."""
    return _acl_of(target) is not None


def _acl_of(target: Path) -> bytes | None:
    if not hasattr(os, "getxattr"):
        return None
    try:
        return os.getxattr(target, _ACL)
    except OSError as error:
        if error.errno in (errno.ENODATA, errno.ENOTSUP, errno.EOPNOTSUPP):
            return None
        raise
