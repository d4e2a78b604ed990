"""A lock that is removed while it is held, held by a stranger, or known to no other program: no
reading that was said to be stored is lost, and the file is never torn."""

from __future__ import annotations

import errno
import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from octoterm.errors import Busy
from octoterm.runtime.slices import Sliced, finish
from octoterm.storage import file_lock, shared_file
from octoterm.storage.readings_file import Merged, ReadingsFile
from tests.storage.test_readings_file_faults import another
from tests.support.households import csv, half_hours, reading, readings, write
from tests.support.slow import slow
from tests.support.storing import beside, counts, identity, load, merge, open_files

A, B, C, D = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T02:00Z"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "upstairs.csv", [A])


@pytest.fixture
def lock(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def about_to_replace(path: Path) -> Sliced[Merged]:
    """A merge of B that has read the file and written the new one beside it."""
    work = ReadingsFile(path, lock_timeout=5).merge([B])
    while not beside(path):
        next(work)
    return work


def test_who_wrote_while_the_lock_was_gone_is_merged_with(path: Path, lock: Path) -> None:
    first = about_to_replace(path)
    lock.unlink()
    merge(path, C)
    assert finish(first).new == 1
    assert path.read_text() == csv([A, B, C])
    assert beside(path) == set()


def test_a_lock_that_was_made_anew_is_waited_for(path: Path, lock: Path) -> None:
    first = about_to_replace(path)
    lock.unlink()
    second = ReadingsFile(path).merge([C])
    next(second)
    while next(first) != file_lock.LOCK_POLL:
        assert path.read_text() == csv([A])
    finish(second)
    finish(first)
    assert path.read_text() == csv([A, B, C])


def test_a_lock_that_was_removed_is_made_again_and_nothing_is_done_twice(
    path: Path, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = about_to_replace(path)
    lock.unlink()
    monkeypatch.setattr(ReadingsFile, "_merge", None)  # which would be called to begin again
    finish(first)
    assert path.read_text() == csv([A, B])
    assert lock.read_text() == ""


def test_nobody_comes_between_the_last_look_and_the_rename(
    path: Path, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is removed in that very moment, and another process is quick."""
    replace, others = Path.replace, []

    def slowly(source: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", replace)
        lock.unlink()
        others.append(ReadingsFile(path).merge([C]))
        while next(others[0]) != file_lock.FOLDER_POLL:
            pass
        return replace(source, target)

    monkeypatch.setattr(file_lock, "FOLDER_TIMEOUT", 30)
    monkeypatch.setattr(Path, "replace", slowly)
    merge(path, B)
    assert path.read_text() == csv([A, B])
    finish(others[0])
    assert path.read_text() == csv([A, B, C])


def test_what_another_program_saved_meanwhile_is_merged_with(path: Path) -> None:
    """A spreadsheet knows no lock."""
    first = about_to_replace(path)
    write(path, [A, D])
    finish(first)
    assert path.read_text() == csv([A, B, D])


def test_a_fix_begins_again_where_the_file_was_saved_meanwhile(path: Path) -> None:
    write(path, ["what?", B, A])
    fixing = ReadingsFile(path).fix()
    while not beside(path):
        next(fixing)
    write(path, ["what?", C, A])
    fixed = finish(fixing)
    assert fixed is not None
    assert fixed.original.read_text() == csv(["what?", C, A])
    assert path.read_text() == csv([A, C])


def test_who_is_overtaken_again_and_again_gives_up_and_loses_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0

    def overtake(*_: object) -> Sliced[None]:
        nonlocal written
        written += 1
        write(path, [reading(A.start, written)])
        yield 0

    monkeypatch.setattr(file_lock.FileLock, "confirm", overtake)
    files = open_files()
    with pytest.raises(Busy, match="written by another program again and again"):
        merge(path, B)
    assert written == shared_file.MOST_ATTEMPTS
    assert path.read_text() == csv([reading(A.start, written)])
    assert beside(path) == set()
    assert open_files() == files


# Strangers


@contextmanager
def held(file: Path, flags: int = os.O_RDONLY) -> Iterator[None]:
    """Somebody has opened `file`, to read it if nothing else, and locked it."""
    descriptor = os.open(file, flags)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def test_who_sits_on_the_folder_keeps_nobody_out(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_lock, "FOLDER_TIMEOUT", 0.02)
    with held(path.parent):
        assert counts(path, B) == (1, 0)


def test_a_folder_that_cannot_be_locked_is_done_without(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flock = fcntl.flock

    def not_folders(file: object, how: int) -> None:
        if isinstance(file, int) and os.path.isdir(f"/proc/self/fd/{file}"):  # noqa: PTH112
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        flock(file, how)  # type: ignore[arg-type]

    monkeypatch.setattr(fcntl, "flock", not_folders)
    assert counts(path, B) == (1, 0)


def test_a_lock_that_others_could_read_is_closed_to_them(path: Path, lock: Path) -> None:
    """As an older octoterm made it: whoever can read it can hold it for ever."""
    lock.touch()
    lock.chmod(0o644)
    merge(path, B)
    assert lock.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("left", ["", "999999999", "9" * 30])
def test_a_process_that_is_gone_is_not_blamed(path: Path, lock: Path, left: str) -> None:
    lock.write_text(left)
    before = identity(path)
    with held(lock), pytest.raises(Busy) as told:
        merge(path, B)
    assert f"is locked: some program holds {lock}" in told.value.title
    assert ", process" not in told.value.title
    assert identity(path) == before


def test_who_is_done_is_not_named_any_more(path: Path, lock: Path) -> None:
    merge(path, B)
    assert lock.read_text() == ""
    holder = ReadingsFile(path).merge([C])
    next(holder)
    assert lock.read_text() == str(os.getpid())
    holder.close()
    assert lock.read_text() == ""


def test_a_lock_that_a_power_cut_left_full_of_nothing_is_a_lock(path: Path, lock: Path) -> None:
    lock.write_bytes(bytes(7))
    assert counts(path, B) == (1, 0)


# Many processes

MERGE_WHAT_CAN_BE = """
import sys
from pathlib import Path
from octoterm.errors import Busy
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from tests.support.households import reading
store = ReadingsFile(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for start in map(int, sys.argv[2:]):
    try:
        finish(store.merge([reading(start)]))
        print(start)
    except Busy:
        pass
"""


@pytest.mark.slow
@pytest.mark.parametrize("runs", [1, *slow(20)])
def test_two_write_while_a_third_removes_the_lock_and_no_row_is_lost(
    tmp_path: Path, runs: int
) -> None:
    starts = half_hours("2024-01-15T00:00Z", "2024-01-15T15:00Z")
    for run in range(runs):
        path = tmp_path / f"{run}" / "upstairs.csv"
        path.parent.mkdir()
        both = [another(MERGE_WHAT_CAN_BE, path, *starts[part::2]) for part in (0, 1)]
        ends = threading.Event()
        remover = threading.Thread(target=remove, args=(path, ends))
        remover.start()
        for process in both:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        told = [int(line) for process in both for line in process.communicate()[0].split()]
        ends.set()
        remover.join()
        assert [process.returncode for process in both] == [0, 0]
        assert set(told) <= set(load(path).starts), "what was said to be stored is stored"
        assert path.read_text() == csv(readings(load(path).starts)), "and the file is whole"
        merge(path, *readings(starts))
        assert path.read_text() == csv(readings(starts))
        assert beside(path) == set()


def remove(path: Path, ends: threading.Event) -> None:
    while not ends.wait(0.0005):
        path.with_name(f".{path.name}.lock").unlink(missing_ok=True)
