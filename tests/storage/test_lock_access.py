"""Who may open the lock of a CSV: only those who may read and write the CSV."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from octoterm.errors import Busy
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from tests.storage.test_io_errors import needs_root
from tests.support.households import csv, half_hours, reading
from tests.support.sharing import (
    ACL,
    ANNA,
    EVE,
    FAMILY,
    FOR_ALL_BUT_BEN,
    FOR_BEN,
    FOR_NEW_FILES,
    STRANGERS,
    acting_as,
    give_acl,
    shared,
    what_it_is,
)
from tests.support.storing import merge

A, B, C, D = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T02:00Z"))


@needs_root
def test_who_may_only_read_the_file_cannot_open_its_lock(folder: Path) -> None:
    path = shared(folder, 0o664)
    folder.chmod(0o777)
    merge(path, B)
    lock = str(folder / ".readings.csv.lock")
    with acting_as(EVE, STRANGERS):
        assert path.read_text() == csv([A, B])
        with pytest.raises(PermissionError):
            os.close(os.open(lock, os.O_RDONLY))


@needs_root
def test_the_lock_of_a_file_with_a_list_is_its_owners(folder: Path) -> None:
    """Whom the list denies the file is one of all others to the lock."""
    path = shared(folder, 0o640)
    give_acl(path, ACL, FOR_ALL_BUT_BEN)
    merge(path, B)
    assert what_it_is(folder / ".readings.csv.lock") == (ANNA, FAMILY, 0o600)


@needs_root
@pytest.mark.parametrize(
    ("mode", "lock"),
    [(0o620, 0o600), (0o602, 0o600), (0o660, 0o660), (0o664, 0o660), (0o666, 0o666)],
)
def test_only_who_may_read_and_write_the_file_can_open_its_lock(
    folder: Path, mode: int, lock: int
) -> None:
    path = shared(folder, mode)
    give_acl(folder, FOR_NEW_FILES, FOR_BEN)
    merge(path, B)
    assert what_it_is(folder / ".readings.csv.lock") == (ANNA, FAMILY, lock)
    assert ACL not in os.listxattr(folder / ".readings.csv.lock")


@needs_root
@pytest.mark.parametrize("user", [0, ANNA])
def test_a_lock_becomes_narrower_even_while_somebody_sits_on_it(folder: Path, user: int) -> None:
    path = shared(folder, 0o660)
    lock = folder / ".readings.csv.lock"
    merge(path, B)
    path.chmod(0o600)
    with lock.open() as held:  # by one of the family, who had opened it
        fcntl.flock(held, fcntl.LOCK_EX)
        with acting_as(user, user, FAMILY), pytest.raises(Busy):
            finish(ReadingsFile(path, lock_timeout=0).merge([C]))
        assert what_it_is(lock) == (ANNA, FAMILY, 0o600), "nobody else can join them"
    with acting_as(user, user, FAMILY):
        merge(path, C)
    assert path.read_text() == csv([A, B, C])
