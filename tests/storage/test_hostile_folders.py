"""A folder in which others may write: nothing that they lay there makes octoterm write elsewhere.

What they lay is a link to a file that is not theirs, a pipe, another name of a file, or the file
itself, in the place of a file that octoterm is known to open.
"""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from octoterm.errors import StoreError, Unwritable
from octoterm.export.file import write_export
from octoterm.runtime.slices import finish
from octoterm.storage import atomic_file, readings_file
from octoterm.storage.file_access import target_of
from octoterm.storage.file_lock import FileLock
from octoterm.storage.folders import Places
from octoterm.storage.private_file import write_private
from octoterm.storage.readings_file import Store
from octoterm.storage.sync_log import read_log, write_log
from octoterm.storage.sync_record import SyncRecord
from octoterm.ui.crash_report import words_for
from octoterm.ui.settings import DEFAULT_THEME, Settings
from tests.conftest import REPOSITORY, CommandLine
from tests.storage.test_private_files import exported
from tests.storage.test_sync_log import entry
from tests.support.dashboards import meter
from tests.support.households import csv, half_hours, reading, readings, utc, write
from tests.support.loopback import KEY, ReadingsApi, loopback
from tests.support.slow import slow
from tests.support.storing import beside, merge
from tests.support.syncing import history, row_of

A, B = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T01:00Z"))
VALUES = history(2)
ROWS = [row_of(start, VALUES[start]) for start in sorted(VALUES)]
MARCH, APRIL = utc("2024-03-01T00:00Z"), utc("2024-04-01T00:00Z")
SECRET = "root:*:19000:0:99999:7:::\n"
SOMEBODY = 54321
"""A user who is neither us nor root."""

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared" / "readings.csv"


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Path]:
    """A file of ours that nobody may touch."""
    file = tmp_path / "shadow"
    file.write_text(SECRET)
    file.chmod(0o640)
    before = what_it_is(file)
    yield file
    assert what_it_is(file) == before


def what_it_is(file: Path) -> tuple[str, int, int, int]:
    found = file.stat()
    return file.read_text(), found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)


def as_a_link(place: Path, victim: Path) -> None:
    place.symlink_to(victim)


def as_a_link_to_nothing(place: Path, victim: Path) -> None:
    place.symlink_to(victim.with_name("nothing yet"))


def as_another_name(place: Path, victim: Path) -> None:
    place.hardlink_to(victim)


def as_a_pipe(place: Path, victim: Path) -> None:  # noqa: ARG001
    os.mkfifo(place)


def as_a_folder(place: Path, victim: Path) -> None:  # noqa: ARG001
    place.mkdir()


def as_a_socket(place: Path, victim: Path) -> None:  # noqa: ARG001
    before = Path.cwd()
    os.chdir(place.parent)  # the name of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(place.name)
    finally:
        os.chdir(before)


TRAPS = {
    as_a_link: "is a link",
    as_a_link_to_nothing: "is a link",
    as_another_name: "is another name of some file",
    as_a_pipe: "is a pipe",
    as_a_folder: "is a folder",
    as_a_socket: "is a socket",
}
Lay = Callable[[Path, Path], None]

every_trap = pytest.mark.parametrize("lay", TRAPS, ids=lambda lay: lay.__name__)


# The lock and the temporary file of a CSV


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
    writing = Store(path).merge([B])
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
def test_so_does_a_folder_that_is_such_a_link(path: Path, tmp_path: Path, theirs: bool) -> None:
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
        yield from atomic_file.make_folder(wanted)
        folder.rename(path.parent / "away")
        folder.symlink_to(etc)
        os.lchown(folder, SOMEBODY, SOMEBODY)

    monkeypatch.setattr(readings_file, "make_folder", made_and_swapped)
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


def swapped(folder: Path, etc: Path) -> None:
    folder.rename(folder.with_name("away"))
    folder.symlink_to(etc)
    os.lchown(folder, SOMEBODY, SOMEBODY)


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
    writing = Store(path).merge([B])
    while not beside(path):
        next(writing)
    swapped(path.parent, tmp_path / "etc")
    with pytest.raises(Unwritable, match="has laid"):
        finish(writing)
    assert list((tmp_path / "etc").iterdir()) == []
    assert (tmp_path / "away" / path.name).read_text() == csv([A])


# State, log, settings, exports, the configuration


@pytest.mark.parametrize("lay", [as_a_link, as_another_name, as_a_pipe, as_a_folder])
def test_the_log_of_faults_is_written_to_no_trap(tmp_path: Path, victim: Path, lay: Lay) -> None:
    (tmp_path / "log").mkdir()
    lay(tmp_path / "log" / "octoterm.log", victim)
    words = words_for(RuntimeError("it broke"), Places.inside(tmp_path), str)
    assert "could not be written down" in words


def test_a_pipe_whose_reader_waits_for_the_log_gets_none_of_it(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    os.mkfifo(tmp_path / "log" / "octoterm.log")
    reader = os.open(tmp_path / "log" / "octoterm.log", os.O_RDONLY | os.O_NONBLOCK)
    assert "could not be written down" in words_for(RuntimeError(), Places.inside(tmp_path), str)
    assert os.read(reader, 10) == b""
    os.close(reader)


def test_pipes_in_the_place_of_state_are_not_waited_for(tmp_path: Path) -> None:
    mine = meter(tmp_path)
    SyncRecord(MARCH, APRIL).save(tmp_path, mine)
    write_log(tmp_path, mine, entry(1))
    Settings(tmp_path).keep_theme("nord")
    for name in [each.name for each in tmp_path.iterdir()]:
        (tmp_path / name).unlink()
        os.mkfifo(tmp_path / name)
    assert SyncRecord.load(tmp_path, mine) == SyncRecord()
    assert read_log(tmp_path, mine) == ()
    assert Settings(tmp_path).theme == DEFAULT_THEME
    SyncRecord(MARCH, APRIL).save(tmp_path, mine)
    assert SyncRecord.load(tmp_path, mine) == SyncRecord(MARCH, APRIL)


def test_what_holds_the_locks_of_an_older_octoterm_holds_nothing_up(tmp_path: Path) -> None:
    import fcntl

    mine = meter(tmp_path)
    SyncRecord(MARCH, APRIL).save(tmp_path, mine)
    Settings(tmp_path).keep_theme("nord")
    locks = [each.with_suffix(".lock").open("w") for each in tmp_path.glob("*.json")]
    for lock in locks:
        fcntl.flock(lock, fcntl.LOCK_EX)
    SyncRecord(APRIL, APRIL).save(tmp_path, mine)
    Settings(tmp_path).keep_theme("dracula")
    assert Settings(tmp_path).theme == "dracula"
    for lock in locks:
        lock.close()


def test_a_configuration_or_an_export_is_written_through_no_link(
    tmp_path: Path, victim: Path
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "config.json").symlink_to(victim.with_name("nothing yet"))
    with pytest.raises(FileExistsError):
        write_private(folder / "config.json", "{}", over=False)
    (folder / "octoterm-gas-usage-2024-03-14.csv").symlink_to(victim.with_name("nothing yet"))
    assert write_export(folder, "Gas", exported()).name == "octoterm-gas-usage-2024-03-14-2.csv"
    assert not victim.with_name("nothing yet").exists()


WATCHED = """
import json, os, sys
from octoterm.__main__ import main
opened = []
def hear(event, args):
    if event == "open" and not isinstance(args[0], int):  # else it was opened before
        if args[2] & (os.O_WRONLY | os.O_RDWR):
            opened.append((os.fsdecode(args[0]), args[2]))
sys.dont_write_bytecode = True
sys.addaudithook(hear)
for arguments in json.loads(sys.argv[1]):
    main(arguments)
from pathlib import Path
from octoterm.export.file import write_export
from octoterm.storage.folders import Places
from octoterm.ui.crash_report import words_for
from octoterm.ui.settings import Settings
from tests.storage.test_private_files import exported
write_export(Path(), "Gas", exported())
Settings(Path("state")).keep_theme("nord")
words_for(RuntimeError(), Places.inside(Path()), str)
print("OPENED", json.dumps(opened))
"""


def test_whatever_is_opened_for_writing_is_made_anew_or_reached_through_no_link(
    octoterm: CommandLine,
) -> None:
    octoterm.store([ROWS[1], "what?", ROWS[0]])
    with loopback(ReadingsApi(VALUES)) as server:
        content = {"url": server.origin, "apikey": KEY, "mpan": "1", "serial": "2"}
        octoterm.configure({**content, "csv": "readings.csv"})
        commands = [["init", "--config", "new.json"], ["check", "--fix"], ["sync"]]
        run = subprocess.run(
            [sys.executable, "-c", WATCHED, json.dumps(commands)],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            text=True,
            check=True,
        )
    opened = json.loads(run.stdout.rpartition("OPENED")[2])
    names = {Path(name).name.partition(".new-")[0].lstrip(".") for name, _ in opened}
    assert {"new.json", "readings.csv", "readings.csv.lock", "octoterm.log"} <= names
    assert any(name.startswith("sync-") for name in names)
    assert any(name.startswith("octoterm-gas") for name in names)
    for name, flags in opened:
        assert name == os.devnull or flags & os.O_NOFOLLOW, name
        assert flags & os.O_EXCL or not flags & os.O_CREAT or flags & os.O_APPEND, name
        assert not flags & os.O_TRUNC or name == os.devnull, name


# Through the command, as root in somebody's folder


@needs_root
@pytest.mark.parametrize("place", [".readings.csv.lock", *slow(".readings.csv.new")])
@pytest.mark.parametrize("lay", [as_a_link, *slow(as_a_pipe, as_another_name)])
def test_a_sync_as_root_in_somebodys_folder_hurts_no_file_of_roots(
    octoterm: CommandLine, victim: Path, place: str, lay: Lay
) -> None:
    folder = octoterm.here / "theirs"
    folder.mkdir()
    path = octoterm.store(ROWS[:48], "theirs/readings.csv")
    lay(folder / place, victim)
    for each in (folder, path):
        os.chown(each, SOMEBODY, SOMEBODY)
    os.lchown(folder / place, *((0, 0) if lay is as_another_name else (SOMEBODY, SOMEBODY)))
    with loopback(ReadingsApi(VALUES)) as server:
        content = {"url": server.origin, "apikey": KEY, "mpan": "1", "serial": "2"}
        octoterm.configure({**content, "csv": "theirs/readings.csv"})
        with octoterm.start("sync") as process:
            out, err = process.communicate(timeout=30)
    is_refused = place.endswith(".lock")
    assert process.returncode == (3 if is_refused else 0), err
    assert path.read_text() == csv(ROWS[:48] if is_refused else ROWS)
    assert (path.stat().st_uid, path.stat().st_gid) == (SOMEBODY, SOMEBODY)
    assert "Traceback" not in out + err


def test_errors_of_the_system_are_no_ones_but_ours(tmp_path: Path) -> None:
    """What is refused is a StoreError, which every command and the dashboard can tell."""
    (tmp_path / "readings.csv").mkdir()
    with pytest.raises(StoreError):
        finish(Store(tmp_path / "readings.csv").merge([A]))
    with pytest.raises(StoreError):
        write_private(tmp_path / "readings.csv", "")
    assert readings([A.start]) == [A]
