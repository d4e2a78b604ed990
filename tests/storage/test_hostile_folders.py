"""A folder in which others may write: nothing that they lay there makes octoterm write elsewhere.

What they lay is a link to a file that is not theirs, a pipe, another name of a file, or the file
itself, in the place of a file that octoterm is known to open.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from octoterm.errors import Unwritable
from octoterm.runtime.slices import finish
from octoterm.storage import shared_file
from octoterm.storage.file_access import target_of
from octoterm.storage.file_lock import FileLock
from octoterm.storage.private_file import write_private
from octoterm.storage.private_folder import make_durable_folder
from octoterm.storage.readings_file import ReadingsFile
from tests.support.households import csv, half_hours, reading, write
from tests.support.storing import beside, merge
from tests.support.traps import (
    SOMEBODY,
    TRAPS,
    Lay,
    every_trap,
    needs_root,
    swapped,
)

A, B = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T01:00Z"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared" / "readings.csv"


@every_trap
def test_what_lies_in_the_locks_place_is_named_and_not_touched(
    path: Path, victim: Path, lay: Lay
) -> None:
    write(path, [A])
    lock = path.with_name(f".{path.name}.lock")
    lay(lock, victim)
    with pytest.raises(Unwritable) as told:
        merge(path, B)
    assert f"{lock} {TRAPS[lay]}, where the lock for readings.csv should be" in str(told.value)
    assert "remove it" in told.value.remedy
    assert told.value.exit_code == 3
    assert path.read_text() == csv([A])
    assert beside(path) == set()
    assert not victim.with_name("nothing yet").exists()


def test_a_file_that_was_moved_to_where_the_lock_should_be_is_not_written_over(
    path: Path, victim: Path
) -> None:
    lock = path.with_name(f".{path.name}.lock")
    victim.rename(lock)
    try:
        with pytest.raises(Unwritable, match="holds something, where the lock"):
            merge(path, B)
    finally:
        lock.rename(victim)


@needs_root
def test_a_lock_of_somebody_who_has_no_say_is_refused(path: Path) -> None:
    lock = path.with_name(f".{path.name}.lock")
    lock.touch(0o600)
    os.chown(lock, SOMEBODY, SOMEBODY)
    with pytest.raises(Unwritable, match=rf"belongs to another user \(uid {SOMEBODY}\)"):
        merge(path, B)


@needs_root
@pytest.mark.parametrize("of", ["folder", "file"])
def test_a_lock_of_the_folders_or_the_files_owner_is_as_good_as_ours(path: Path, of: str) -> None:
    write(path, [A])
    lock = path.with_name(f".{path.name}.lock")
    lock.touch(0o600)
    for each in (lock, path.parent if of == "folder" else path):
        os.chown(each, SOMEBODY, SOMEBODY)
    merge(path, B)
    assert lock.stat().st_uid == SOMEBODY


@every_trap
def test_a_trap_where_temporary_files_once_were_catches_nothing(
    path: Path, victim: Path, lay: Lay
) -> None:
    write(path, [A])
    lay(path.with_name(f".{path.name}.new"), victim)
    merge(path, B)
    assert path.read_text() == csv([A, B])
    assert not victim.with_name("nothing yet").exists()


def test_no_name_of_a_temporary_file_can_be_foretold(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    replace = Path.replace

    def seen(source: Path, target: Path) -> Path:
        names.append(source.name)
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", seen)
    for row in (A, B):
        merge(path, row)
    assert len(set(names)) == 2
    assert all(name.startswith(".readings.csv.new-") and len(name) > 32 for name in names)


def test_what_a_killed_process_left_is_cleared_away_but_nothing_that_is_in_use_or_laid(
    path: Path, victim: Path
) -> None:
    def named(number: int) -> Path:
        return path.with_name(f".{path.name}.new-{number:016x}")

    write(path, [A])
    for number in (1, 2):
        named(number).write_bytes(b"half a wri")
    named(3).symlink_to(victim)
    os.mkfifo(named(4))
    others = {f".{path.name}.new-and-more", ".other.csv.new-0123456789abcdef"}
    for name in others:
        path.with_name(name).touch()
    stays = {*others, named(3).name, named(4).name}
    writing = ReadingsFile(path).merge([B])
    while len(beside(path)) != len(stays) + 1:  # its own has taken the place of the two
        next(writing)
    (own,) = beside(path) - stays
    write_private(path, csv([A]))  # another process, which clears away as well
    assert beside(path) == stays | {own}
    writing.close()
    assert beside(path) == stays


@needs_root
@pytest.mark.parametrize("theirs", [True, False])
def test_a_link_that_somebody_else_has_laid_leads_to_their_own_files_only(
    path: Path, tmp_path: Path, theirs: bool
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write(elsewhere / "r.csv", [A])
    path.symlink_to(elsewhere / "r.csv")
    os.lchown(path, SOMEBODY, SOMEBODY)
    if theirs:
        os.chown(elsewhere / "r.csv", SOMEBODY, SOMEBODY)
        merge(path, B)
        assert (elsewhere / "r.csv").read_text() == csv([A, B])
        return
    with pytest.raises(Unwritable, match=rf"another user \(uid {SOMEBODY}\) has laid"):
        merge(path, B)
    assert (elsewhere / "r.csv").read_text() == csv([A])
    (elsewhere / "r.csv").unlink()
    with pytest.raises(Unwritable, match="has laid"):
        merge(path, B)
    os.chown(elsewhere, SOMEBODY, SOMEBODY)
    assert target_of(path) == elsewhere / "r.csv"


@needs_root
@pytest.mark.parametrize("theirs", [True, False])
def test_a_folder_that_is_such_a_link_leads_to_their_own_files_only(
    path: Path, tmp_path: Path, theirs: bool
) -> None:
    """Nothing is made in a folder of the system, not even a lock."""
    (tmp_path / "etc").mkdir()
    (path.parent / "data").symlink_to(tmp_path / "etc")
    os.lchown(path.parent / "data", SOMEBODY, SOMEBODY)
    below = path.parent / "data" / path.name
    if theirs:
        os.chown(tmp_path / "etc", SOMEBODY, SOMEBODY)
        merge(below, B)
        assert below.read_text() == csv([B])
        return
    with pytest.raises(Unwritable, match=rf"another user \(uid {SOMEBODY}\) has laid"):
        merge(below, B)
    with pytest.raises(Unwritable, match="has laid"):
        write_private(path.parent / "data" / "dashboard.json", "{}")
    assert list((tmp_path / "etc").iterdir()) == []


@needs_root
@pytest.mark.parametrize("through", ["a file", "a folder"])
def test_a_link_of_our_own_does_not_hide_one_of_somebody_else(
    path: Path, tmp_path: Path, through: str
) -> None:
    """Ours leads to theirs, which leads to where they may not write."""
    etc, shared = tmp_path / "etc", tmp_path / "open to others"
    etc.mkdir()
    shared.mkdir()
    if through == "a file":
        (shared / "energy.csv").symlink_to(etc / "new.csv")
        path.symlink_to(shared / "energy.csv")
        theirs = shared / "energy.csv"
    else:
        (shared / "energy").symlink_to(etc)
        path.symlink_to(shared / "energy" / "new.csv")
        theirs = shared / "energy"
    os.lchown(theirs, SOMEBODY, SOMEBODY)
    with pytest.raises(Unwritable, match=rf"another user \(uid {SOMEBODY}\) has laid"):
        merge(path, A)
    assert list(etc.iterdir()) == []


@needs_root
def test_a_folder_that_is_swapped_for_a_link_once_it_is_made_is_not_written_to(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    etc = tmp_path / "etc"
    etc.mkdir()
    folder = path.parent / "new"

    def made_and_swapped(wanted: Path) -> Iterator[float]:
        yield from make_durable_folder(wanted)
        folder.rename(path.parent / "away")
        folder.symlink_to(etc)
        os.lchown(folder, SOMEBODY, SOMEBODY)

    monkeypatch.setattr(shared_file, "make_durable_folder", made_and_swapped)
    with pytest.raises(Unwritable, match="has laid"):
        merge(folder / "readings.csv", A)
    assert list(etc.iterdir()) == []


@needs_root
def test_a_folder_that_is_swapped_right_before_the_file_is_replaced_is_noticed(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, elsewhere = path.parent / "new", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    confirm = FileLock.confirm

    def confirmed_and_swapped(lock: FileLock, moment: ExitStack) -> Iterator[float]:
        yield from confirm(lock, moment)
        folder.rename(path.parent / "away")
        folder.symlink_to(elsewhere)

    monkeypatch.setattr(FileLock, "confirm", confirmed_and_swapped)
    with pytest.raises(Unwritable, match="leads somewhere else than a moment ago"):
        merge(folder / "readings.csv", A)
    assert list(elsewhere.iterdir()) == []


@needs_root
@pytest.mark.parametrize("umask", [0o022, 0o777])
@pytest.mark.parametrize("what", ["readings", "state"])
def test_a_folder_that_is_swapped_while_it_is_made_private_changes_no_other(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, umask: int, what: str
) -> None:
    etc, below = tmp_path / "etc", path.parent / "new" / path.name
    etc.mkdir(mode=0o755)
    mkdir = Path.mkdir

    def made(folder: Path, mode: int = 0o777) -> None:
        mkdir(folder, mode=mode)
        swapped(folder, etc)

    before = os.umask(umask)
    try:
        with monkeypatch.context() as racing:
            racing.setattr(Path, "mkdir", made)
            with pytest.raises(Unwritable):
                merge(below, A) if what == "readings" else write_private(below, "{}")
    finally:
        os.umask(before)
    assert stat.S_IMODE(etc.stat().st_mode) == 0o755
    assert list(etc.iterdir()) == []


@needs_root
def test_no_lock_is_made_anew_where_the_folder_was_swapped(path: Path, tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    write(path, [A])
    writing = ReadingsFile(path).merge([B])
    while not beside(path):
        next(writing)
    swapped(path.parent, tmp_path / "etc")
    with pytest.raises(Unwritable, match="has laid"):
        finish(writing)
    assert list((tmp_path / "etc").iterdir()) == []
    assert (tmp_path / "away" / path.name).read_text() == csv([A])
