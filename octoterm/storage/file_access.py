"""Who may read and write a file: its replacement is for the same people, and what is protected
stays as it is."""

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
"""Readings tell when nobody is at home: whatever is new is for its owner only."""

READ_AND_WRITE = 0o6
"""In the last three bits of a mode."""

MOST_LINKS = 40
"""As many as Linux follows (path_resolution(7))."""

_ACL = "system.posix_acl_access"
"""Linux's name for the POSIX access control list of a file (acl(5))."""


def target_of(path: Path) -> Path:
    """The file to write, which is another one where `path` leads over a link: a link stays one.

    Raises BrokenLink where a link leads to a folder that is not there. A link that
    another user has made is followed only to what is theirs, or those who may write in a folder
    could have root write anywhere. Raises Unwritable for any other, and OSError.
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
    """Raises BrokenLink where a link on the way to `path` leads to a folder that is not there.

    A link to a file that is yet to be made is fine, as long as there is a folder for it.
    """
    for link, is_file in _links_on_the_way(path):
        where = Path(os.path.realpath(link))
        if not (where.parent if is_file else where).is_dir():
            raise BrokenLink(
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
    """Raises Unwritable where the file is read-only, as replacing it would go round that, or
    where its owner might not be able to use what we replace it by.

    Raises OSError where the whole file system is read-only, or the file is protected against
    those who may write it.
    """
    try:
        found = target.stat()
    except FileNotFoundError:
        return
    if not found.st_mode & 0o222:  # which holds for root, too, who may write it all the same
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
    if us not in (0, found.st_uid):  # refused now, before a lock of ours keeps the owner out
        group = found.st_gid if found.st_gid in (os.getegid(), *os.getgroups()) else os.getegid()
        _refuse_to_lock_out(target, found, group, has_acl=has_acl(target))


def _raise_what_opening_does(target: Path) -> None:
    os.close(os.open(target, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC))


def keep_access(descriptor: int, target: Path) -> None:
    """Let the new file, which replaces `target`, be for the same people: it has its owner,
    group, mode and access control list. Where there is no `target`, it is its owner's only.

    Only root can give a file away. Where the owner cannot be kept, they must be able to read
    and write the new file all the same, as one of the group or of all others: where they are
    not, or there is a list, Unwritable is raised. Where only the group cannot be kept, nobody
    may do what the group might not. At no moment may anybody do more than with `target`.

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
        os.setxattr(descriptor, _ACL, acl)  # which sets the mode, too
    else:
        shared = shared_rights(was, now.st_gid, has_acl=acl is not None)
        set_mode(descriptor, was.st_mode & 0o700 | shared)


def shared_rights(found: os.stat_result, group: int, *, has_acl: bool) -> int:
    """The last six bits of the mode for a file of this group beside the one that was `found`:
    nobody but the owner may do more with it than with that one.

    With an access control list, the bits of the group are the most that any entry of it gives
    (acl(5)), and say nothing of the group: there is nothing to be shared by them.
    """
    if has_acl:
        return 0
    groups, others = found.st_mode >> 3 & 0o7, found.st_mode & 0o7
    if group != found.st_gid:  # those of the old group are among the others, and others in the new
        groups = others = groups & others
    return groups << 3 | others


def _refuse_to_lock_out(target: Path, was: os.stat_result, group: int, *, has_acl: bool) -> None:
    """Raises Unwritable where the owner might not be able to use the file any more once it is
    another user's, and of this group."""
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
    """Whether this user, who will not be the file's owner any more, can read and write it.

    One whom this machine does not know, as containers know users by their numbers alone, is
    taken for one of the group: they, or root, have given the file to it.
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


def set_mode(descriptor: int, mode: int) -> None:
    """Let the mode alone say who may use the file. Raises OSError."""
    if hasattr(os, "removexattr"):
        with suppress(OSError):  # a list that the folder gives its new files
            os.removexattr(descriptor, _ACL)
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
        os.fchmod(descriptor, mode)


def has_acl(target: Path) -> bool:
    """Whether more than the mode says who may use the file. Raises OSError."""
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
