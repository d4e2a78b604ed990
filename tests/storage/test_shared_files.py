"""A CSV that several people use: who could use it before can afterwards, and nobody else can at
any moment."""

from __future__ import annotations

import errno
import os
import pwd
from pathlib import Path

import pytest

from octoterm.errors import Unwritable
from tests.storage.test_io_errors import needs_root
from tests.support.disk import watched
from tests.support.households import csv, half_hours, reading
from tests.support.sharing import (
    ACL,
    ANNA,
    BEN,
    EVE,
    FAMILY,
    FOR_ALL_BUT_BEN,
    FOR_BEN,
    FOR_NEW_FILES,
    NOBODY,
    STRANGERS,
    acl,
    acting_as,
    give_acl,
    shared,
    what_it_is,
)
from tests.support.storing import beside, identity, merge

A, B, C, D = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T02:00Z"))


@needs_root
@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("mode", [0o660, 0o664])
def test_one_of_a_group_syncs_and_the_others_can_go_on(folder: Path, mode: int) -> None:
    path = shared(folder, mode)
    with acting_as(BEN, STRANGERS, FAMILY):
        merge(path, B)
    assert what_it_is(path) == (BEN, FAMILY, mode), "the group is kept by itself"
    assert what_it_is(folder / ".readings.csv.lock") == (BEN, FAMILY, 0o660)
    with acting_as(ANNA, ANNA, FAMILY):
        merge(path, C)
    assert path.read_text() == csv([A, B, C])
    assert what_it_is(path) == (ANNA, FAMILY, mode)


@needs_root
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_what_root_syncs_stays_everybodys_own(folder: Path, mode: int) -> None:
    path = shared(folder, mode)
    merge(path, B)
    assert what_it_is(path) == (ANNA, FAMILY, mode)
    with acting_as(ANNA, ANNA, FAMILY):
        merge(path, C)
    assert path.read_text() == csv([A, B, C])


@needs_root
def test_a_file_that_all_may_write_can_be_synced_by_all(folder: Path) -> None:
    path = shared(folder, 0o666)
    folder.chmod(0o777)
    for user, row in ((EVE, B), (ANNA, C), (BEN, D)):
        with acting_as(user, user):
            merge(path, row)
        assert what_it_is(path) == (user, user, 0o666)
    assert path.read_text() == csv([A, B, C, D])


@needs_root
def test_a_group_that_we_are_not_of_is_not_replaced_by_ours(folder: Path) -> None:
    path = shared(folder, 0o640, owner=EVE)
    folder.chmod(0o777)
    with acting_as(EVE, STRANGERS):
        merge(path, B)
    assert what_it_is(path) == (EVE, STRANGERS, 0o600), "what the family might, strangers may not"


@needs_root
def test_an_access_control_list_is_kept(folder: Path) -> None:
    path = shared(folder, 0o640)
    give_acl(path, ACL, FOR_BEN)
    merge(path, B)
    assert os.getxattr(path, ACL) == FOR_BEN
    assert what_it_is(path) == (ANNA, FAMILY, 0o660)


@needs_root
def test_who_may_write_by_such_a_list_only_does_not_take_the_file_over(folder: Path) -> None:
    path = shared(folder, 0o640)
    folder.chmod(0o777)
    give_acl(path, ACL, FOR_BEN)
    before = identity(path)
    with acting_as(BEN, BEN), pytest.raises(Unwritable) as told:
        merge(path, B)
    assert f"belongs to another user (uid {ANNA})" in told.value.title
    assert "chmod g+rw" in told.value.remedy
    assert identity(path) == before
    assert beside(path) == set()


FOR_BEN_AND_READERS = acl(
    (1, 6, NOBODY), (2, 6, BEN), (4, 4, NOBODY), (16, 6, NOBODY), (32, 0, NOBODY)
)
"""The mask, and so the mode, lets the group write; the list does not."""


@needs_root
def test_what_a_list_lets_its_group_only_read_is_not_taken_over_by_one_of_it(
    folder: Path,
) -> None:
    path = shared(folder, 0o640)
    give_acl(path, ACL, FOR_BEN_AND_READERS)
    before = identity(path)
    with acting_as(BEN, BEN, FAMILY), pytest.raises(Unwritable) as told:
        merge(path, B)
    assert f"belongs to another user (uid {ANNA}) and has an access control" in told.value.title
    assert "setfacl -b" in told.value.remedy
    assert identity(path) == before
    assert beside(path) == set(), "nor is there a lock that would keep its owner out"
    with acting_as(ANNA, ANNA, FAMILY):
        merge(path, B)
    assert what_it_is(folder / ".readings.csv.lock")[2] == 0o600


@needs_root
@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("owner", "mode"), [(EVE, 0o660), (EVE, 0o664), (ANNA, 0o646), (ANNA, 0o606)]
)
def test_who_shares_a_file_does_not_lock_its_owner_out(
    folder: Path, owner: int, mode: int
) -> None:
    """Root gave Eve's file to a group that she is not of; what all others may, a group may not."""
    path = shared(folder, mode, owner=owner)
    folder.chmod(0o777)
    before = identity(path)
    group = FAMILY if mode & 0o020 else STRANGERS
    with acting_as(BEN, BEN, group), pytest.raises(Unwritable) as told:
        merge(path, B)
    assert f"belongs to another user (uid {owner}), who might not be able to" in told.value.title
    assert "Share it through a group that you are both in" in told.value.remedy
    assert identity(path) == before
    assert beside(path) == set(), "nor is there a lock that would keep its owner out"


@needs_root
def test_an_owner_whom_only_their_number_tells_is_taken_for_one_of_the_group(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container, which has no names for those who share the file."""

    def unknown(number: int) -> None:
        raise KeyError(number)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    path = shared(folder, 0o660)
    with acting_as(BEN, BEN, FAMILY):
        merge(path, B)
    assert what_it_is(path) == (BEN, FAMILY, 0o660)
    with acting_as(ANNA, ANNA, FAMILY):
        merge(path, C)
    assert path.read_text() == csv([A, B, C])


@needs_root
def test_who_shares_a_file_of_roots_can_sync_it(folder: Path) -> None:
    path = shared(folder, 0o660, owner=0)
    with acting_as(BEN, BEN, FAMILY):
        merge(path, B)
    merge(path, C)
    assert path.read_text() == csv([A, B, C])
    assert what_it_is(path) == (BEN, FAMILY, 0o660)


@needs_root
def test_what_the_group_might_not_it_may_not_when_it_is_lost(folder: Path) -> None:
    path = shared(folder, 0o604, owner=EVE)
    folder.chmod(0o777)
    with acting_as(EVE, STRANGERS):
        merge(path, B)
    assert what_it_is(path) == (EVE, STRANGERS, 0o600), "the family is now among the others"


@needs_root
def test_a_list_is_lost_with_the_group_and_opens_nothing(folder: Path) -> None:
    path = shared(folder, 0o640, owner=EVE)
    folder.chmod(0o777)
    give_acl(path, ACL, FOR_ALL_BUT_BEN)
    with acting_as(EVE, STRANGERS):
        merge(path, B)
    assert what_it_is(path) == (EVE, STRANGERS, 0o600)


@needs_root
def test_no_mode_is_set_before_a_list_that_denies_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shared(folder, 0o640)
    give_acl(path, ACL, FOR_BEN_AND_READERS)
    happened = []
    for name in ("fchmod", "setxattr"):
        real = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda *given, name=name, real=real: (happened.append(name), real(*given))
        )
    merge(path, B)
    assert happened == ["setxattr"]
    assert os.getxattr(path, ACL) == FOR_BEN_AND_READERS


@needs_root
def test_a_lock_is_made_as_narrow_as_the_file_has_become(folder: Path) -> None:
    path = shared(folder, 0o660)
    with acting_as(ANNA, ANNA, FAMILY):
        merge(path, B)
    assert what_it_is(folder / ".readings.csv.lock")[2] == 0o660
    path.chmod(0o600)
    merge(path, C)
    assert what_it_is(folder / ".readings.csv.lock")[2] == 0o600


@needs_root
def test_what_the_folder_gives_to_its_new_files_does_not_open_the_readings(folder: Path) -> None:
    path = shared(folder, 0o640)
    give_acl(folder, FOR_NEW_FILES, FOR_BEN)
    merge(path, B)
    with pytest.raises(OSError, match=os.strerror(errno.ENODATA)):
        os.getxattr(path, ACL)
    merge(folder / "new.csv", B)
    assert what_it_is(folder / "new.csv")[2] == 0o600


@needs_root
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_new_file_is_at_no_moment_wider_than_the_old_one(folder: Path, mode: int) -> None:
    path = shared(folder, mode)
    seen = set()
    umask = os.umask(0)
    try:
        with watched(folder) as disk:

            def look() -> None:
                disk.after_call = lambda: None  # looking is a call as well
                for each in folder.iterdir():
                    owner, group, now = what_it_is(each)
                    if ".new-" in each.name:
                        seen.add(now)
                        assert not now & ~mode
                        assert now == 0o600 or (owner, group) == (ANNA, FAMILY)
                    if each.name.endswith(".lock"):
                        assert not now & 0o007
                        assert not now & 0o070 or group == FAMILY
                disk.after_call = look

            disk.after_call = look
            merge(path, B)
    finally:
        os.umask(umask)
    assert seen == {0o600, mode}
