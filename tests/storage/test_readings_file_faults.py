"""The CSV file is replaced whole or not at all, by one process at a time, whatever fails."""

from __future__ import annotations

import errno
import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from threading import enumerate as enumerate_threads

import pytest

from octoterm.errors import Busy, Unwritable
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from tests.support import REPOSITORY
from tests.support.households import csv, half_hours, reading, readings, write
from tests.support.storing import beside, counts, identity, load, merge, open_files

A, B, C = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T01:30Z"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


# Writes that fail


def failing(name: str, code: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code), name)

    return fail


BEFORE_THE_RENAME = {
    "lock": ("fcntl.flock", errno.ENOLCK),
    "owner": ("os.fchown", errno.EIO),
    "mode": ("os.fchmod", errno.EPERM),
    "flush": ("os.fsync", errno.ENOSPC),
    "rename": ("pathlib.Path.replace", errno.EACCES),
}


@pytest.mark.parametrize(("call", "code"), BEFORE_THE_RENAME.values(), ids=BEFORE_THE_RENAME)
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    write(path, [A])
    before, files = identity(path), open_files()
    with monkeypatch.context() as broken:
        broken.setattr(call, failing(call, code))
        with pytest.raises(Unwritable, match=os.strerror(code)):
            merge(path, B)
    assert identity(path) == before
    assert beside(path) == set()
    assert open_files() == files
    assert counts(path, B) == (1, 0)


def test_a_disk_that_is_full_half_way_leaves_the_old_file(path: Path) -> None:
    rows = readings(half_hours("2024-01-01T00:00Z", "2024-01-20T00:00Z"))
    write(path, rows[:-1])
    before, files = identity(path), open_files()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
    try:
        with pytest.raises(Unwritable, match="File too large"):
            merge(path, *rows)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert identity(path) == before
    assert beside(path) == set()
    assert open_files() == files
    assert counts(path, *rows) == (1, 0)


def test_readings_that_are_safe_count_although_their_folder_cannot_be_flushed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network file systems refuse to flush a folder; the file is in its place by then."""

    def flush_files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    write(path, [A])
    monkeypatch.setattr("os.fsync", flush_files_only)
    assert counts(path, B) == (1, 0)
    assert path.read_text() == csv([A, B])


# A merge that is given up half way


def test_a_merge_given_up_at_any_moment_leaves_a_whole_file_and_no_trace(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)  # takes moments without end
    rows = readings(half_hours("2024-01-01T00:00Z", "2024-02-20T00:00Z"))
    old, new = csv(rows[:-5]), csv(rows)
    files = open_files()
    seen: set[str] = set()
    for moments in range(1, 10_000):
        path.write_text(old)
        work = ReadingsFile(path).merge(rows[-5:])
        done = take(work, moments)
        work.close()
        for thread in enumerate_threads():
            if thread.name == "fsync":  # of the folder, which it opens
                thread.join()
        seen.add(path.read_text())
        assert seen <= {old, new}
        assert beside(path) == set()
        assert open_files() == files
        if done:
            break
    assert seen == {old, new}
    assert counts(path, *rows) == (0, 0)


def test_a_merge_given_up_while_the_disk_is_busy_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(path, [A])
    before, files = identity(path), open_files()
    disk_is_ready = Event()

    with monkeypatch.context() as slow:
        slow.setattr("os.fsync", lambda _: disk_is_ready.wait(60))
        work = ReadingsFile(path).merge([B])
        while not next(work):
            pass
        assert [next(work) > 0 for _ in range(20)] == [True] * 20
        work.close()
        (flush,) = [each for each in enumerate_threads() if each.name == "fsync"]
        assert flush.daemon, "else the process would wait for the disk"
    assert beside(path) == set()
    disk_is_ready.set()
    flush.join(10)
    assert identity(path) == before
    assert beside(path) == set()
    assert open_files() == files
    assert counts(path, B) == (1, 0)


def take(work: Iterator[float], moments: int) -> bool:
    """Go on for so many slices; whether the work ended before them."""
    return any(next(work, None) is None for _ in range(moments))


def test_what_a_killed_process_left_behind_is_cleared_away(path: Path) -> None:
    write(path, [A])
    path.with_name(f".{path.name}.new").write_bytes(b"half a wri")
    path.with_name(f".{path.name}.lock").write_bytes(b"999999999999999999999999")
    assert counts(path, B) == (1, 0)
    assert path.read_text() == csv([A, B])
    assert beside(path) == set()


# Two at once


def test_the_second_to_come_waits_for_the_first_and_neither_loses_a_reading(path: Path) -> None:
    write(path, [A])
    first, second = ReadingsFile(path).merge([B]), ReadingsFile(path).merge([C])
    next(first)
    assert [next(second) > 0 for _ in range(3)] == [True] * 3
    finish(first)
    assert finish(second).new == 1
    assert path.read_text() == csv([A, B, C])


def test_who_waits_too_long_is_told_who_has_the_file(path: Path) -> None:
    write(path, [A])
    path.with_name(f".{path.name}.lock").write_text("12345678901234567890")  # had it before
    holder = ReadingsFile(path).merge([B])
    next(holder)
    before = identity(path)
    with pytest.raises(Busy, match=rf"upstairs\.csv .* process {os.getpid()}\b"):
        merge(path, C)
    assert identity(path) == before
    finish(holder)
    assert counts(path, C) == (1, 0)
    assert path.read_text() == csv([A, B, C])


def test_reading_never_waits_for_the_lock(path: Path) -> None:
    write(path, [A])
    holder = ReadingsFile(path).merge([B])
    next(holder)
    assert list(load(path).starts) == [A.start]
    holder.close()


def test_two_names_of_one_file_share_one_lock(path: Path, tmp_path: Path) -> None:
    write(tmp_path / "readings.csv", [A])
    path.symlink_to("readings.csv")
    holder = ReadingsFile(tmp_path / "readings.csv").merge([B])
    next(holder)
    with pytest.raises(Busy):
        merge(path, C)
    holder.close()


MERGE_ONE_BY_ONE = """
import sys
from pathlib import Path
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from tests.support.households import reading
store = ReadingsFile(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for start in map(int, sys.argv[2:]):
    finish(store.merge([reading(start)]))
"""


def another(code: str, *args: object) -> subprocess.Popen[str]:
    """Another process that has said it is ready, and waits for a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.slow
def test_two_processes_merging_at_once_lose_nothing(path: Path) -> None:
    starts = half_hours("2024-01-15T00:00Z", "2024-01-16T06:00Z")
    both = [another(MERGE_ONE_BY_ONE, path, *starts[part::2]) for part in (0, 1)]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[0] for process in both] == ["", ""]
    assert [process.returncode for process in both] == [0, 0]
    assert path.read_text() == csv(readings(starts))
    assert beside(path) == set()


HOLD_THE_LOCK = """
import sys
from pathlib import Path
from octoterm.storage.readings_file import ReadingsFile
from tests.support.households import reading
work = ReadingsFile(Path(sys.argv[1])).merge([reading(int(sys.argv[2]))])
next(work)
print("ready", flush=True)
sys.stdin.readline()
"""


@pytest.mark.extended
def test_a_process_that_dies_while_it_writes_keeps_nobody_out(path: Path) -> None:
    write(path, [A])
    with another(HOLD_THE_LOCK, path, B.start) as process:
        with pytest.raises(Busy, match=f"process {process.pid}"):
            merge(path, C)
        process.send_signal(signal.SIGKILL)
    assert counts(path, C) == (1, 0)
    assert path.read_text() == csv([A, C])
