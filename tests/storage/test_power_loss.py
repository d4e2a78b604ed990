"""The power fails at any moment of a sync: what is stored is whole, and nothing told is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from octoterm.errors import NotReadings
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import finish
from octoterm.storage import atomic_file, private_folder
from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.shared_file import SharedFile
from octoterm.storage.state.sync_log import read_log
from octoterm.storage.state.sync_record import SyncRecord
from octoterm.sync.events import Saved
from octoterm.sync.readings import sync_meter
from tests.support.disk import Disk, watched
from tests.support.households import csv
from tests.support.loopback import Loopback, ReadingsApi, page
from tests.support.storing import load, merge
from tests.support.syncing import NOW, Answering, history, row_of

PAGE = 24
VALUES = history(2)
ROWS = [row_of(start, VALUES[start]) for start in sorted(VALUES)]


class PowerCuts:
    """Looks after every call at everything that might be left, and says what is wrong with it."""

    def __init__(self, disk: Disk, elsewhere: Path, csv_path: str, told: Callable[[], int]):
        self.wrong: list[str] = []
        self.seen: set[frozenset[tuple[str, bytes]]] = set()
        self.left: list[dict[str, bytes]] = []
        self._disk = disk
        self._elsewhere = elsewhere
        self._csv = csv_path
        self._resolved = told
        disk.after_call = self.look

    def look(self) -> None:
        for files in self._disk.after_a_power_cut():
            told = self._resolved()
            state = frozenset([*files.items(), ("told", bytes(told))])
            if state not in self.seen:
                self.seen.add(state)
                self.left.append(files)
                if fault := self._fault(files, told):
                    self.wrong.append(f"{fault} after {self._disk.calls[-3:]}")

    def _fault(self, files: dict[str, bytes], told: int) -> str:
        text = files.get(self._csv, csv([]).encode()).decode("utf-8", "replace")
        expected = {csv(ROWS[len(ROWS) - count :]) for count in range(0, len(ROWS) + 1, PAGE)}
        if text not in expected:
            return f"{len(text)} characters that are neither the old rows nor the new ones"
        return "rows lost that were said to be stored" if text.count("\n") - 1 < told else ""


def put(files: dict[str, bytes], folder: Path) -> None:
    """Write what was left into an empty folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


async def synced_under_power_cuts(
    folder: Path, *, until: Callable[[PowerCuts], bool] = lambda _: False
) -> tuple[PowerCuts, Loopback]:
    """A first sync of four pages into folders that do not exist yet."""
    server = Loopback(page([]))
    server.origin = "http://127.0.0.1:1"
    meter = server.meter(folder / "disk" / "data" / "octoterm")
    (folder / "disk").mkdir()
    told = 0
    with watched(folder / "disk") as disk:
        cuts = PowerCuts(disk, folder, "data/octoterm/Electricity.csv", lambda: told)
        async for event in sync_meter(
            meter,
            state_folder=folder / "disk" / "state",
            transport=Answering(ReadingsApi(VALUES, page_size=PAGE)),
            now=lambda: NOW,
        ):
            if isinstance(event, Saved):
                told = len(event.contents.starts)
                cuts.look()
            if until(cuts):
                break
    return cuts, server


@pytest.mark.extended
async def test_every_disk_that_a_power_cut_leaves_has_the_old_rows_or_the_new_ones(
    tmp_path: Path,
) -> None:
    cuts, _ = await synced_under_power_cuts(tmp_path)
    assert cuts.wrong == []
    assert len(cuts.seen) > 100, "there was something to look at"
    texts = {files.get("data/octoterm/Electricity.csv") for files in cuts.left}
    assert {csv(ROWS[-count:]).encode() for count in (24, 48, 72, 96)} <= texts


@pytest.mark.extended
async def test_after_any_power_cut_the_record_promises_nothing_and_the_next_sync_mends_all(
    tmp_path: Path,
) -> None:
    cuts, server = await synced_under_power_cuts(tmp_path)
    promises = 0
    for number, files in enumerate(cuts.left[::3]):
        home = tmp_path / str(number)
        home.mkdir()
        put(files, home)
        path = home / "data/octoterm/Electricity.csv"
        original = server.meter(tmp_path / "disk" / "data" / "octoterm")
        if SyncRecord.load(home / "state", original).covers(load(path).first):
            assert path.read_text() == csv(ROWS)
            promises += 1
        assert len(read_log(home / "state", original)) <= 1
        merge(path, *ROWS)
        assert path.read_text() == csv(ROWS)
        left = {each.name for each in path.parent.iterdir()}
        assert left == {"Electricity.csv", ".Electricity.csv.lock"}
    assert 0 < promises < len(cuts.left)


async def test_a_new_reading_and_a_revised_one_come_together_or_not_at_all(
    tmp_path: Path,
) -> None:
    path = tmp_path / "upstairs.csv"
    path.write_text(csv(ROWS[:-1]))
    revised = Row(ROWS[0].start, 9.5, ROWS[0].line.replace(",0.", ",9."))
    old, new = csv(ROWS[:-1]), csv([row_of(ROWS[0].start, 9.5), *ROWS[1:]])
    found = set()
    with watched(tmp_path) as disk:
        disk.after_call = lambda: found.update(
            files["upstairs.csv"].decode() for files in disk.after_a_power_cut()
        )
        merge(path, row_of(revised.start, 9.5), ROWS[-1])
        found_at_last = {files["upstairs.csv"].decode() for files in disk.after_a_power_cut()}
    assert found == {old, new}
    assert found_at_last == {new}


def test_a_fix_never_leaves_less_than_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "upstairs.csv"
    was = csv([ROWS[1], "what?", ROWS[0], ROWS[1]], newline="\r\n")
    path.write_bytes(was.encode())
    with watched(tmp_path) as disk:

        def look() -> None:
            for files in disk.after_a_power_cut():
                kept = files.get("upstairs.csv.original", was.encode())
                assert kept == was.encode()
                if files["upstairs.csv"] != was.encode():
                    assert files["upstairs.csv"].decode() == csv(ROWS[:2])
                    assert "upstairs.csv.original" in files

        disk.after_call = look
        assert finish(ReadingsFile(path).fix()) is not None
    assert path.read_text() == csv(ROWS[:2])


# What would be found if it were not so


def in_place(self: SharedFile, content: list[bytes], **_: object):  # type: ignore[no-untyped-def]
    self.path.write_bytes(b"".join(content))
    yield 0
    return self.signature()


def without_flushing(_: Callable[[], None]):  # type: ignore[no-untyped-def]
    yield 0


BROKEN: dict[str, tuple[object, str, object]] = {
    "no flush before the rename": (atomic_file, "wait_for_disk", without_flushing),
    "no flush of the folder": (private_folder, "wait_for_disk", without_flushing),
    "written in place": (SharedFile, "replace", in_place),
}


@pytest.mark.parametrize(("where", "name", "instead"), BROKEN.values(), ids=BROKEN)
async def test_a_store_that_does_less_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: object, name: str, instead: object
) -> None:
    monkeypatch.setattr(where, name, instead)
    try:
        cuts, _ = await synced_under_power_cuts(tmp_path, until=lambda cuts: bool(cuts.wrong))
    except NotReadings:  # torn so badly that it was not known again
        return
    assert cuts.wrong != []
