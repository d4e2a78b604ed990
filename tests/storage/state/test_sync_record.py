"""The record of a meter's syncs."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path

import pytest

from octoterm.errors import Unwritable
from octoterm.household.api_key import ApiKey
from octoterm.household.meter import Fuel, Meter
from octoterm.storage.state.sync_record import SyncRecord
from tests.support.loopback import utc

METER = Meter(
    name="Electricity",
    fuel=Fuel.ELECTRICITY,
    mpan="2000000000001",
    serial="21L/1",
    url="https://api.octopus.energy/v1/electricity-meter-points/2000000000001/meters/21L%2F1/consumption/",
    api_key=ApiKey("sk_live_canary"),
    csv=Path("/somewhere/electricity.csv"),
)
RECORD = SyncRecord(
    complete_from=1_600_000_200,
    synced_at=1_700_000_000,
    completed_at=1_690_000_000,
    repeated_at=1_689_000_000,
)
OTHER = SyncRecord(1_500_000_000, 1_650_000_000)


def the_file(folder: Path) -> Path:
    (path,) = folder.glob("*.json")
    return path


def test_what_was_saved_is_there_again(tmp_path: Path):
    folder = tmp_path / "not" / "there" / "yet"
    RECORD.save(folder, METER)
    assert SyncRecord.load(folder, METER) == RECORD
    RECORD.save(folder, METER)
    SyncRecord().save(folder, METER)
    assert SyncRecord.load(folder, METER) == SyncRecord()


@pytest.mark.parametrize(
    "other",
    [
        METER._replace(csv=Path("/somewhere/else.csv")),
        METER._replace(url=METER.url.replace("21L", "22L")),
        METER._replace(csv=Path(os.fsdecode(b"/somewhere/\xff.csv"))),
    ],
    ids=["another CSV", "another meter", "a name that is no text"],
)
def test_each_meter_and_csv_has_its_own(tmp_path: Path, other: Meter):
    RECORD.save(tmp_path, METER)
    assert SyncRecord.load(tmp_path, other) == SyncRecord()
    OTHER.save(tmp_path, other)
    assert SyncRecord.load(tmp_path, METER) == RECORD


def test_a_new_key_or_name_changes_nothing(tmp_path: Path):
    RECORD.save(tmp_path, METER)
    renamed = METER._replace(name="Upstairs", api_key=ApiKey("another"))
    assert SyncRecord.load(tmp_path, renamed) == RECORD


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"9" * 5000,
        b"{}",
        b'{"complete_from": 1}',
        b'{"complete_from": "1", "synced_at": 2}',
        b'{"complete_from": true, "synced_at": 2}',
        b'{"complete_from": 1.5, "synced_at": null}',
    ],
)
def test_a_damaged_record_is_as_good_as_none(tmp_path: Path, content: bytes):
    RECORD.save(tmp_path, METER)
    the_file(tmp_path).write_bytes(content)
    assert SyncRecord.load(tmp_path, METER) == SyncRecord()


ABSURD = [-1, 0, 10**18, -(10**18), 10**400, utc("1989-12-31 23:30"), utc("2100-01-01 00:00")]


@pytest.mark.extended
@pytest.mark.parametrize("absurd", ABSURD)
@pytest.mark.parametrize("name", [field.name for field in fields(SyncRecord)])
def test_a_time_that_cannot_be_is_as_good_as_absent(tmp_path: Path, name: str, absurd: int):
    RECORD.save(tmp_path, METER)
    content = json.loads(the_file(tmp_path).read_text())
    the_file(tmp_path).write_text(json.dumps({**content, name: absurd, "unknown": [absurd]}))
    assert SyncRecord.load(tmp_path, METER) == replace(RECORD, **{name: None})


@pytest.mark.parametrize("name", ["completed_at", "repeated_at"])
@pytest.mark.parametrize("wrong", [True, 1.7e9, "1700000000", [], {}])
def test_a_time_that_is_no_number_of_seconds_makes_the_record_worthless(
    tmp_path: Path, name: str, wrong: object
):
    RECORD.save(tmp_path, METER)
    content = json.loads(the_file(tmp_path).read_text())
    the_file(tmp_path).write_text(json.dumps({**content, name: wrong}))
    assert SyncRecord.load(tmp_path, METER) == SyncRecord()


def test_a_record_that_cannot_be_read_is_as_good_as_none(tmp_path: Path):
    RECORD.save(tmp_path, METER)
    path = the_file(tmp_path)
    path.unlink()
    path.mkdir()
    assert SyncRecord.load(tmp_path, METER) == SyncRecord()


def test_nobody_else_may_read_it_and_the_key_is_not_in_it(tmp_path: Path):
    umask = os.umask(0)
    try:
        RECORD.save(tmp_path / "state", METER)
    finally:
        os.umask(umask)
    path = the_file(tmp_path / "state")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert b"canary" not in path.read_bytes()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unwritable) as told:
        RECORD.save(tmp_path / "file" / "state", METER)
    assert str(tmp_path) in told.value.title
    assert told.value.exit_code == 3


def test_a_full_disk_leaves_the_old_record(tmp_path: Path, monkeypatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    RECORD.save(tmp_path, METER)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unwritable, match="No space left on device"):
        OTHER.save(tmp_path, METER)
    assert SyncRecord.load(tmp_path, METER) == RECORD


@pytest.mark.extended
def test_many_at_once_do_not_disturb_each_other(tmp_path: Path):
    def save(number: int) -> SyncRecord:
        replace(RECORD, complete_from=RECORD.synced_at + number).save(tmp_path, METER)
        return SyncRecord.load(tmp_path, METER)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(save, range(50)))
    assert all(record.complete_from is not None for record in found)
    assert len(list(tmp_path.iterdir())) == 1, "nothing but the record"


@pytest.mark.parametrize(
    ("complete_from", "first", "covered"),
    [(None, 100, False), (100, None, False), (100, 101, False), (100, 100, True), (100, 1, True)],
)
def test_rows_gone_from_the_beginning_are_not_covered(
    complete_from: int | None, first: int | None, covered: bool
):
    assert SyncRecord(complete_from).covers(first) is covered
