"""Disks that fail, are full or read-only: the readings there were stay, and it is said."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from octoterm.errors import FileError, Unwritable
from octoterm.household.meter import Meter
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from octoterm.sync.events import Finished
from octoterm.sync.readings import sync_meter
from tests.conftest import REPOSITORY, CommandLine
from tests.support.dashboards import brings, opened, synced
from tests.support.disk import watched
from tests.support.households import csv, half_hours, readings
from tests.support.loopback import KEY, Loopback, ReadingsApi, loopback, page
from tests.support.slow import one_in, slow
from tests.support.storing import beside, load
from tests.support.syncing import NOW, Answering, history, row_of

ERRORS = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG, errno.EROFS)
VALUES = history(2)
ROWS = [row_of(start, VALUES[start]) for start in sorted(VALUES)]
PAGE = 48
WHOLE = [csv(ROWS[len(ROWS) - count :]) for count in (24, 48, 96)]
"""What the file may hold: what was there, or that and some pages more."""


def meter_in(folder: Path) -> Meter:
    server = Loopback(page([]))
    server.origin = "http://127.0.0.1:1"
    return server.meter(folder)


def failing_at(
    call: int, code: int, *, for_good: bool = False
) -> Callable[[int, str], OSError | None]:
    """The n-th call fails, and `for_good` all after it too."""

    def fails(number: int, _: str) -> OSError | None:
        at_it = number >= call if for_good else number == call
        return OSError(code, os.strerror(code)) if at_it else None

    return fails


def failing_sync(folder: Path, fails: Callable[[int, str], OSError | None]) -> Finished:
    """A sync of two pages, the newest half of the first of which is stored already."""
    folder.mkdir(exist_ok=True)
    (folder / "Electricity.csv").write_text(WHOLE[0])
    with watched(folder, fails):
        return asyncio.run(_the_end_of_a_sync(folder))


async def _the_end_of_a_sync(folder: Path) -> Finished:
    transport = Answering(ReadingsApi(VALUES, page_size=PAGE))
    events = sync_meter(
        meter_in(folder), state_folder=folder / "state", transport=transport, now=lambda: NOW
    )
    (finished,) = [event async for event in events if isinstance(event, Finished)]
    return finished


def all_calls(folder: Path) -> list[str]:
    """The calls that a sync makes when nothing fails."""
    made: list[str] = []
    failing_sync(folder, lambda _, call: made.append(call))  # type: ignore[func-returns-value]
    assert {"open", "read", "write", "fsync", "rename", "mkdir", "flock", "stat"} <= set(made)
    return made


def check_failure_of(folder: Path, call: int, code: int) -> bool:
    """Let the n-th call fail: the file is whole, and where the sync failed it says how."""
    finished = failing_sync(folder, failing_at(call, code))
    path = folder / "Electricity.csv"
    text = path.read_text()
    assert text in WHOLE
    assert text.count("\n") - 1 == 24 + finished.new
    assert beside(path) <= {"state"}
    assert not list(folder.glob("state/*.new"))
    if finished.error is not None:
        assert isinstance(finished.error, FileError)
        assert os.strerror(code) in finished.error.title
        assert str(folder) in finished.error.title
        assert finished.error.exit_code == 3
    else:
        assert text == WHOLE[-1]
    sync_at_last(folder)
    shutil.rmtree(folder)
    return finished.error is not None


def sync_at_last(folder: Path) -> None:
    """When the disk works again, the next sync brings the rest."""
    finished = asyncio.run(_the_end_of_a_sync(folder))
    assert finished.error is None
    assert (folder / "Electricity.csv").read_text() == WHOLE[-1]


@pytest.mark.extended
@pytest.mark.usefixtures("quick_disk")
def test_whichever_call_fails_the_readings_stay_and_the_error_says_what_and_where(
    tmp_path: Path,
) -> None:
    calls = len(all_calls(tmp_path / "none"))
    failed = [
        check_failure_of(tmp_path / "disk", call, ERRORS[call % len(ERRORS)])
        for call in range(1, calls + 1, 16)
    ]
    assert len(failed) / 2 < sum(failed) < len(failed), "most failures matter, and some do not"


@pytest.mark.usefixtures("quick_disk")
@pytest.mark.slow
@pytest.mark.parametrize("code", ERRORS, ids=errno.errorcode.get)
def test_whichever_call_fails_in_whichever_way_the_readings_stay(
    tmp_path: Path, code: int
) -> None:
    for call in range(1, len(all_calls(tmp_path / "none")) + 1):
        check_failure_of(tmp_path / "disk", call, code)


@pytest.mark.extended
@pytest.mark.usefixtures("quick_disk")
@pytest.mark.parametrize("step", [31, *slow(1)])
def test_a_disk_that_fails_for_good_at_any_call_leaves_the_file_as_it_was(
    tmp_path: Path, step: int
) -> None:
    """Even what clears away fails then."""
    for since in range(1, len(all_calls(tmp_path / "none")) + 1, step):
        folder = tmp_path / f"{since}"
        finished = failing_sync(folder, failing_at(since, errno.EROFS, for_good=True))
        text = (folder / "Electricity.csv").read_text()
        assert text in WHOLE
        assert text.count("\n") - 1 == 24 + finished.new
        sync_at_last(folder)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    path = tmp_path / "disk" / "deep" / "down" / "Electricity.csv"
    with (
        watched(tmp_path / "disk", lambda _, call: full if call == "mkdir" else None),
        pytest.raises(Unwritable, match=r"Electricity\.csv cannot be written: No space left"),
    ):
        finish(ReadingsFile(path).merge(ROWS))


@pytest.mark.slow
def test_a_fix_that_fails_at_any_call_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    was = csv([ROWS[1], "what?", ROWS[0]]).encode()
    clean = csv(ROWS[:2]).encode()
    path = tmp_path / "upstairs.csv"
    for call in range(1, 200):
        path.write_bytes(was)
        error = None
        with watched(tmp_path, failing_at(call, errno.EIO)) as disk:
            try:
                finish(ReadingsFile(path).fix())
            except FileError as told:
                error = told
        originals = [each.read_bytes() for each in tmp_path.glob("*.original*")]
        assert (path.read_bytes(), originals[:1]) in [(was, []), (was, [was]), (clean, [was])]
        if error is not None:
            assert os.strerror(errno.EIO) in error.title
            assert path.read_bytes() == was
        for original in tmp_path.glob("*.original*"):
            original.unlink()
        if len(disk.calls) < call:
            break
    assert 30 < call < 199


# Through the commands, on what can be had without a broken disk


@pytest.fixture
def configured(octoterm: CommandLine) -> Iterator[CommandLine]:
    with loopback(ReadingsApi(VALUES, page_size=PAGE)) as server:
        octoterm.configure(
            {
                "url": server.origin,
                "apikey": KEY,
                "mpan": "2000000000001",
                "serial": "21L0000001",
                "csv": "disk/readings.csv",
            }
        )
        (octoterm.here / "disk").mkdir()
        octoterm.store(ROWS[-24:], "disk/readings.csv")
        yield octoterm


def failed(process: subprocess.Popen[str], octoterm: CommandLine, why: str) -> None:
    """It said in one sentence what and where, and the file is as it was."""
    path = octoterm.here / "disk" / "readings.csv"
    _, said = process.communicate(timeout=60)
    assert process.returncode == 3
    (line,) = [line for line in said.splitlines() if line.startswith("octoterm: ")]
    assert f"{path} cannot be written: {why}" in line
    assert "Traceback" not in said
    assert path.read_text() == WHOLE[0]
    assert {each.name for each in path.parent.iterdir()} <= {path.name, f".{path.name}.lock"}


@pytest.mark.extended
def test_a_file_that_may_grow_no_more_is_exit_code_3(configured: CommandLine) -> None:
    (configured.here / "disk" / ".readings.csv.lock").touch()
    blocks = -(-len(WHOLE[0]) // 512)
    process = configured.start(
        "sync",
        before=f"ulimit -f {blocks}",
        PYTHONDONTWRITEBYTECODE="1",  # nor may those files grow
    )
    failed(process, configured, "File too large")


needs_root = pytest.mark.skipif(
    os.geteuid() != 0 or not sys.platform.startswith("linux"), reason="only root may mount"
)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a file system")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.extended
@needs_root
@pytest.mark.parametrize(
    ("room", "why"),
    one_in(2, [("8k", "No space left on device"), ("ro", "Read-only file system")]),
)
def test_a_full_or_read_only_disk_is_exit_code_3(
    configured: CommandLine, room: str, why: str
) -> None:
    disk = configured.here / "disk"
    text = (disk / "readings.csv").read_text()
    with mounted(disk, "size=8k"):
        (disk / "readings.csv").write_text(text)
        if room == "ro":
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        failed(configured.start("sync"), configured, why)
        checked = configured("check")
        assert (checked.exit_code, "24 readings" in checked.out) == (0, True)


def without_roots_rights() -> list[str]:
    """What to put before a command so that modes of files hold for it."""
    if os.geteuid() != 0:
        return []
    rights = "-dac_override,-dac_read_search"
    command = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"]
    if not shutil.which("setpriv") or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("root may write everywhere, and setpriv is not here to stop it")
    return command


@pytest.mark.extended
@pytest.mark.parametrize(
    ("of", "mode"), one_in(2, [("disk", 0o555), ("disk/readings.csv", 0o000)])
)
def test_a_folder_or_file_that_may_not_be_used_is_exit_code_3(
    configured: CommandLine, of: str, mode: int
) -> None:
    before = without_roots_rights()
    path = configured.here / "disk" / "readings.csv"
    (configured.here / of).chmod(mode)
    run = subprocess.run(
        [*before, sys.executable, "-m", "octoterm", "sync"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        check=False,
    )
    path.parent.chmod(0o755)
    path.chmod(0o644)
    assert run.returncode == 3
    (line,) = [line for line in run.stderr.splitlines() if line.startswith("octoterm: ")]
    assert f"{path} cannot be " in line
    assert "Permission denied" in line
    assert path.read_text() == WHOLE[0]


# The dashboard

OLD = readings(half_hours("2024-03-01T00:00Z", "2024-03-15T00:00Z"))
NEW = readings(half_hours("2024-03-01T00:00Z", "2024-03-17T00:00Z"))


@pytest.mark.extended
async def test_with_a_full_disk_the_dashboard_stays_up_and_shows_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as failing:
        failing.setattr("os.fsync", full)
        async with opened(tmp_path, OLD, api=brings(NEW), size=(160, 24)) as here:
            await here.shows("Electricity.csv cannot be written: No space left on device")
            await here.shows("Thu 14 Mar 2024", "Total 12.00 kWh")
            await here.press("left")
            await here.shows("Wed 13 Mar 2024", "all 48 readings")
            assert load(tmp_path / "Electricity.csv").last == OLD[-1].start
            failing.undo()
            await here.press("r")
            await synced(here)
            await here.shows("readings to 16 Mar 2024 24:00")
            assert "cannot be written" not in here.text
