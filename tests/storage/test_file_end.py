"""The last weeks of a CSV, read without what comes before them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from octoterm.storage.readings_file import ReadingsFile
from tests.support.households import (
    HEADER,
    half_hours,
    reading,
    readings,
    write,
)
from tests.support.storing import load

A, B, C = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T01:30Z"))
JUNK = "power cut here, see note"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


@pytest.mark.parametrize("days", [1, 10, 60])
def test_the_end_of_a_file_is_the_end_of_its_readings(path: Path, days: int) -> None:
    starts = half_hours("2024-03-01T00:00Z", "2024-05-01T00:00Z")[: 48 * days]
    write(path, readings({start: n % 7 / 8 for n, start in enumerate(starts)}))
    end, whole = ReadingsFile(path).load_end(), load(path)
    assert end is not None
    assert len(end.starts) == len(end.values) == min(len(starts), len(end.starts))
    assert len(end.starts) >= min(len(starts), 20 * 40)
    assert end.starts == whole.starts[-len(end.starts) :]
    assert end.values == whole.values[-len(end.values) :]


@pytest.mark.parametrize("odd", [JUNK, A.line, "", f"{C.line} ", '"2024-01-1'])
def test_the_end_is_left_alone_where_anything_in_it_is_odd(path: Path, odd: str) -> None:
    write(path, [A, B, C, odd])
    assert ReadingsFile(path).load_end() is None


def test_there_is_no_end_without_a_file_or_readings_or_leave_to_read(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "header.csv").write_text(f"{HEADER}\n")
    for name in ("folder", "pipe", "empty", "header", "missing"):
        assert ReadingsFile(tmp_path / f"{name}.csv").load_end() is None
