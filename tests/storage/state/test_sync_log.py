"""The log of the last syncs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octoterm.storage.state.sync_entry import SyncEntry, syncs_in_words
from octoterm.storage.state.sync_log import LATEST, MOST_BEFORE, read_log, write_log
from tests.support.dashboards import meter


def entry(at: int, **different: object) -> SyncEntry:
    given = {"new": 48, "late": 2, "changed": 1, "skipped": 0, "error": ""}
    return SyncEntry(at=at, **{**given, **different})  # type: ignore[arg-type]


def test_there_is_none_before_the_first_sync(tmp_path: Path) -> None:
    assert read_log(tmp_path / "nowhere", meter(tmp_path)) == ()


@pytest.mark.extended
def test_the_newest_comes_first_and_only_so_many_are_kept(tmp_path: Path) -> None:
    most = LATEST + MOST_BEFORE
    for at in range(most + 5):
        write_log(tmp_path, meter(tmp_path), entry(at))
    log = read_log(tmp_path, meter(tmp_path))
    assert [each.at for each in log] == list(range(most + 4, 4, -1))


@pytest.mark.slow
def test_syncs_that_brought_readings_are_kept_longer(tmp_path: Path) -> None:
    for at in range(150):
        write_log(tmp_path, meter(tmp_path), entry(at, new=2 if at % 8 else 48))
    log = read_log(tmp_path, meter(tmp_path))
    assert [each.at for each in log[:LATEST]] == list(range(149, 149 - LATEST, -1))
    assert [each.at for each in log[LATEST:]] == list(range(104, 24, -8))


def test_each_meter_has_its_own(tmp_path: Path) -> None:
    write_log(tmp_path, meter(tmp_path), entry(1))
    assert read_log(tmp_path, meter(tmp_path, "Gas")) == ()


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"at": 1}', b'{"a": "1"}', b"[" * 9999],
)
def test_lines_that_make_no_sense_are_passed_over(tmp_path: Path, line: bytes) -> None:
    write_log(tmp_path, meter(tmp_path), entry(1, error="Bad\x1b[2J key"))
    (path,) = tmp_path.glob("*.log")
    path.write_bytes(line + b"\n" + path.read_bytes())
    (only,) = read_log(tmp_path, meter(tmp_path))
    assert "\x1b" not in only.error
    assert only.at == 1


@pytest.mark.parametrize("absurd", [-1, 10**7, 10**18, 10**400, 1.5, float("nan"), True, None])
@pytest.mark.parametrize("name", ["at", "new", "late", "changed", "skipped"])
def test_a_sync_of_numbers_that_cannot_be_is_passed_over(
    tmp_path: Path, name: str, absurd: object
) -> None:
    write_log(tmp_path, meter(tmp_path), entry(1, new=2))
    (path,) = tmp_path.glob("*.log")
    line = json.dumps({**json.loads(path.read_text()), name: absurd})
    path.write_text(line + "\n" + path.read_text())
    log = read_log(tmp_path, meter(tmp_path))
    is_possible = (name, absurd) == ("at", 10**7)
    assert [each.at for each in log] == ([1, 10**7] if is_possible else [1])
    assert list(syncs_in_words(log))


def test_what_a_newer_octoterm_adds_to_a_line_is_passed_over(tmp_path: Path) -> None:
    write_log(tmp_path, meter(tmp_path), entry(1))
    (path,) = tmp_path.glob("*.log")
    path.write_text(json.dumps({**json.loads(path.read_text()), "pages": 3}))
    assert read_log(tmp_path, meter(tmp_path)) == (entry(1),)


def test_it_is_for_its_owner_only(tmp_path: Path) -> None:
    write_log(tmp_path, meter(tmp_path), entry(1))
    (path,) = tmp_path.glob("*.log")
    assert path.stat().st_mode & 0o777 == 0o600
