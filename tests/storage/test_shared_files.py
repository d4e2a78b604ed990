"""A CSV that several people use, or that is protected: who could use it before can afterwards,
nobody else can at any moment, and what is read-only stays."""

from __future__ import annotations

import errno
import fcntl
import os
import pwd
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from octoterm.errors import Busy, Unreachable, Unreadable, Unwritable
from octoterm.export.file import write_export
from octoterm.runtime.slices import finish
from octoterm.storage.folders import current_folder
from octoterm.storage.readings_file import Store
from tests.conftest import CommandLine
from tests.storage.test_io_errors import mounted, needs_root
from tests.storage.test_private_files import exported
from tests.support.dashboards import opened
from tests.support.disk import watched
from tests.support.households import csv, half_hours, reading, write
from tests.support.loopback import KEY, ReadingsApi, loopback
from tests.support.storing import beside, identity, merge
from tests.support.syncing import history

A, B, C, D = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T02:00Z"))
ANNA, BEN, EVE = 54321, 54322, 54323
FAMILY, STRANGERS = 54400, 54500


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where all may go; below the folders of pytest nobody else may."""
    with tempfile.TemporaryDirectory(prefix="octoterm-shared-") as name:
        yield Path(name)


@contextmanager
def acting_as(user: int, *groups: int) -> Iterator[None]:
    """Be somebody else, first of whose groups is their own."""
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
    """A folder for the family, and in it a file."""
    os.chown(folder, 0, FAMILY)
    folder.chmod(0o770)
    path = write(folder / "readings.csv", [A])
    os.chown(path, owner, group)
    path.chmod(mode)
    return path


def what_it_is(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_uid, found.st_gid, found.st_mode & 0o7777


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine knows Anna and Ben, who are of the family, and Eve, who is not."""
    names = {ANNA: "anna", BEN: "ben", EVE: "eve"}

    def user(number: int) -> pwd.struct_passwd:
        return pwd.struct_passwd((names[number], "x", number, number, "", "/", "/bin/sh"))

    def groups(name: str, group: int) -> list[int]:
        return [group] if name == "eve" else [group, FAMILY]

    monkeypatch.setattr(pwd, "getpwuid", user)
    monkeypatch.setattr(os, "getgrouplist", groups)


# A group


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
FOR_ALL_BUT_BEN = acl(
    (1, 6, NOBODY), (2, 0, BEN), (4, 6, NOBODY), (16, 6, NOBODY), (32, 6, NOBODY)
)


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


# What is protected


@pytest.mark.parametrize("mode", [0o444, 0o400])
def test_a_read_only_file_is_left_alone(tmp_path: Path, mode: int) -> None:
    path = write(tmp_path / "r.csv", [B, A, "what?"])
    path.chmod(mode)
    before = identity(path)
    for work in (Store(path).merge([C]), Store(path).fix()):
        with pytest.raises(Unwritable) as told:
            finish(work)
        assert str(told.value) == (
            f"{path} is read-only and is left as it is. `chmod u+w` it, if octoterm is to add "
            "readings."
        )
    assert identity(path) == before
    assert [each.name for each in tmp_path.iterdir()] == ["r.csv"]


@needs_root
def test_a_file_that_is_read_only_for_us_is_left_alone(folder: Path) -> None:
    path = shared(folder, 0o644)
    before = identity(path)
    with acting_as(BEN, BEN, FAMILY), pytest.raises(Unwritable) as told:
        merge(path, B)
    assert "is read-only for you and is left as it is" in told.value.title
    assert "chmod g+rw" in told.value.remedy
    assert identity(path) == before
    assert beside(path) == set()


@needs_root
def test_a_file_that_is_protected_against_its_owner_is_told_of_by_its_kind(tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", [A])
    if subprocess.run(["chattr", "+i", path], check=False, capture_output=True).returncode:
        pytest.skip("this file system protects no file so")
    try:
        with pytest.raises(Unwritable) as told:
            merge(path, B)
    finally:
        subprocess.run(["chattr", "-i", path], check=True)
    assert "Operation not permitted" in told.value.title
    assert "lsattr" in told.value.remedy
    assert beside(path) == set()


@needs_root
def test_a_single_file_mounted_into_a_container_is_told_of_by_its_kind(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.csv", [A])
    (tmp_path / "inside").mkdir()
    path = tmp_path / "inside" / "r.csv"
    path.touch()
    if subprocess.run(["mount", "--bind", outside, path], check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        with pytest.raises(Unwritable) as told:
            merge(path, B)
    finally:
        subprocess.run(["umount", path], check=True)
    assert "Device or resource busy" in told.value.title
    assert "mount its folder instead" in told.value.remedy
    assert beside(path) == set()
    assert outside.read_text() == csv([A])


CAUSES = [
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ENOSPC, errno.EDQUOT),
    *(errno.EFBIG, errno.EIO, errno.ENOENT, errno.ENAMETOOLONG, errno.ELOOP, errno.ENOLCK),
]


def test_every_cause_has_a_remedy_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "r.csv", [A])
    remedies = set()
    for code in CAUSES:

        def fail(*_: object, code: int = code) -> None:
            raise OSError(code, os.strerror(code))

        with monkeypatch.context() as failing:
            failing.setattr(Path, "replace", fail)
            with pytest.raises(Unwritable) as told:
                merge(path, B)
        assert told.value.title == f"{path} cannot be written: {os.strerror(code)}"
        assert told.value.remedy.startswith("What it held before is unchanged. ")
        remedies.add(told.value.remedy)
    assert len(remedies) == len(CAUSES)


# Links to where nothing is


@pytest.mark.parametrize("link", ["r.csv", "nas", "nas/deep"])
def test_a_link_into_a_folder_that_is_not_mounted_is_told_from_nothing_stored(
    tmp_path: Path, link: str
) -> None:
    path = tmp_path / ("r.csv" if link == "r.csv" else f"{link}/r.csv")
    (tmp_path / link).parent.mkdir(exist_ok=True)
    (tmp_path / link).symlink_to(tmp_path / "mnt" / "away")
    for work in (Store(path).load(), Store(path).merge([A]), Store(path).fix()):
        with pytest.raises(Unreachable) as told:
            finish(work)
        assert str(told.value) == (
            f"{tmp_path / link} is a link to {tmp_path / 'mnt' / 'away'}, which is not there: "
            "is it mounted?"
        )
        assert told.value.exit_code == 3
    assert not (tmp_path / "mnt").exists()


def test_links_that_lead_round_in_a_circle_are_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.symlink_to(tmp_path / "s.csv")
    (tmp_path / "s.csv").symlink_to(path)
    with pytest.raises(Unreadable, match="Too many levels of symbolic links"):
        finish(Store(path).load())
    with pytest.raises(Unwritable) as told:
        merge(path, A)
    assert "round in a circle" in told.value.remedy


def test_every_command_says_so_and_fails(octoterm: CommandLine) -> None:
    (octoterm.here / "r.csv").symlink_to(octoterm.here / "nas" / "r.csv")
    with loopback(ReadingsApi(history(1))) as server:
        content = {"url": server.origin, "apikey": KEY, "mpan": "1", "serial": "2"}
        octoterm.configure({**content, "csv": "r.csv"})
        for command in ("check", "summary", "sync"):
            result = octoterm(command)
            assert result.exit_code == 3, command
            assert "r.csv is a link to" in result.err
            assert "which is not there: is it mounted?\n" in result.err
    assert (octoterm.here / "r.csv").is_symlink()


# Exports


@needs_root
def test_an_export_onto_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    with mounted(tmp_path, "size=8k"):
        (tmp_path / "filler").write_bytes(bytes(4096))
        with pytest.raises(Unwritable, match="No space left on device") as told:
            write_export(tmp_path, "Gas", exported(rows=10_000))
        assert "df" in told.value.remedy
        assert [each.name for each in tmp_path.iterdir()] == ["filler"]


def test_an_export_is_whole_where_the_file_system_has_no_second_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", no_links)
    first, second = (write_export(tmp_path, "Gas", exported()) for _ in range(2))
    assert first.read_text() == second.read_text() != ""
    assert {each.name for each in tmp_path.iterdir()} == {first.name, second.name}
    monkeypatch.setattr(Path, "replace", no_links)
    with pytest.raises(Unwritable):
        write_export(tmp_path, "Gas", exported())
    assert {each.name for each in tmp_path.iterdir()} == {first.name, second.name}


def test_an_export_from_a_folder_that_is_gone_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(Unwritable, match="The current folder cannot be used any more"):
        current_folder()
    monkeypatch.chdir(tmp_path)


async def test_the_dashboard_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    async with opened(tmp_path, [A, B]) as here:
        (tmp_path / "gone").rmdir()
        await here.press("e")
        await here.shows("The current folder cannot be used any more")
        monkeypatch.chdir(tmp_path)
        await here.press("e")
        await here.shows("Written: octoterm-electricity-2024-01-15.csv in ")


# The lock


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
            finish(Store(path, lock_patience=0).merge([C]))
        assert what_it_is(lock) == (ANNA, FAMILY, 0o600), "nobody else can join them"
    with acting_as(user, user, FAMILY):
        merge(path, C)
    assert path.read_text() == csv([A, B, C])
