"""People who share a folder and a CSV in it, and access control lists."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.households import reading, utc, write

A = reading(utc("2024-01-15T00:00Z"))
ANNA, BEN, EVE = 54321, 54322, 54323
FAMILY, STRANGERS = 54400, 54500


@contextmanager
def acting_as(user: int, *groups: int) -> Iterator[None]:
    """Act as another user; the first of the groups is the user's own."""
    before = os.getgroups()
    os.setgroups(groups)
    os.setegid(groups[0])
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(before)


def shared(folder: Path, mode: int, owner: int = ANNA, group: int = FAMILY) -> Path:
    """A folder for the family, with a file in it."""
    os.chown(folder, 0, FAMILY)
    folder.chmod(0o770)
    path = write(folder / "readings.csv", [A])
    os.chown(path, owner, group)
    path.chmod(mode)
    return path


def what_it_is(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_uid, found.st_gid, found.st_mode & 0o7777


def acl(*entries: tuple[int, int, int]) -> bytes:
    """A POSIX access control list as Linux keeps it: tag, permissions, who."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


NOBODY = 0xFFFFFFFF
FOR_BEN = acl((1, 6, NOBODY), (2, 6, BEN), (4, 4, NOBODY), (16, 6, NOBODY), (32, 0, NOBODY))
"""The owner, Ben by name, the group, the mask, all others."""
ACL, FOR_NEW_FILES = "system.posix_acl_access", "system.posix_acl_default"


def give_acl(path: Path, kind: str, entries: bytes) -> None:
    try:
        os.setxattr(path, kind, entries)
    except (OSError, AttributeError):
        pytest.skip("this file system has no access control lists")


FOR_ALL_BUT_BEN = acl(
    (1, 6, NOBODY), (2, 0, BEN), (4, 6, NOBODY), (16, 6, NOBODY), (32, 6, NOBODY)
)
