"""State, log, settings, exports and the configuration in a folder in which others may write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from octoterm.errors import FileError
from octoterm.export.file import write_export
from octoterm.runtime.slices import finish
from octoterm.storage.folders import Folders
from octoterm.storage.private_file import create_private, write_private
from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.state.sync_log import read_log, write_log
from octoterm.storage.state.sync_record import SyncRecord
from octoterm.ui.log import report_fault
from octoterm.ui.settings import DEFAULT_THEME, Settings
from tests.conftest import REPOSITORY, CommandLine
from tests.storage.state.test_sync_log import entry
from tests.storage.test_private_files import exported
from tests.support.dashboards import meter
from tests.support.households import csv, half_hours, reading, readings, utc
from tests.support.loopback import KEY, ReadingsApi, loopback
from tests.support.slow import slow
from tests.support.syncing import history, row_of
from tests.support.traps import (
    SOMEBODY,
    Lay,
    as_a_folder,
    as_a_link,
    as_a_pipe,
    as_another_name,
    needs_root,
)

A, B = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T01:00Z"))
VALUES = history(2)
ROWS = [row_of(start, VALUES[start]) for start in sorted(VALUES)]
MARCH, APRIL = utc("2024-03-01T00:00Z"), utc("2024-04-01T00:00Z")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared" / "readings.csv"


@pytest.mark.parametrize("lay", [as_a_link, as_another_name, as_a_pipe, as_a_folder])
def test_the_log_of_faults_is_written_to_no_trap(tmp_path: Path, victim: Path, lay: Lay) -> None:
    (tmp_path / "log").mkdir()
    lay(tmp_path / "log" / "octoterm.log", victim)
    words = report_fault(RuntimeError("it broke"), Folders.inside(tmp_path), str)
    assert "could not be written down" in words


def test_a_pipe_whose_reader_waits_for_the_log_gets_none_of_it(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    os.mkfifo(tmp_path / "log" / "octoterm.log")
    reader = os.open(tmp_path / "log" / "octoterm.log", os.O_RDONLY | os.O_NONBLOCK)
    assert "could not be written down" in report_fault(
        RuntimeError(), Folders.inside(tmp_path), str
    )
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
        create_private([folder / "config.json"], "{}")
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
from octoterm.storage.folders import Folders
from octoterm.ui.log import report_fault
from octoterm.ui.settings import Settings
from tests.storage.test_private_files import exported
write_export(Path(), "Gas", exported())
Settings(Path("state")).keep_theme("nord")
report_fault(RuntimeError(), Folders.inside(Path()), str)
print("OPENED", json.dumps(opened))
"""


@pytest.mark.slow
def test_whatever_is_opened_for_writing_is_made_anew_or_reached_through_no_link(
    octoterm: CommandLine,
) -> None:
    octoterm.store([ROWS[1], "what?", ROWS[0]])
    with loopback(ReadingsApi(VALUES)) as server:
        content = {"url": server.origin, "apikey": KEY, "mpan": "1", "serial": "2"}
        octoterm.configure({**content, "csv": "readings.csv"})
        commands = [["init", "--template", "--config", "new.json"], ["check", "--fix"], ["sync"]]
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


@pytest.mark.extended
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
    """What is refused is a FileError, which every command and the dashboard can tell."""
    (tmp_path / "readings.csv").mkdir()
    with pytest.raises(FileError):
        finish(ReadingsFile(tmp_path / "readings.csv").merge([A]))
    with pytest.raises(FileError):
        write_private(tmp_path / "readings.csv", "")
    assert readings([A.start]) == [A]
