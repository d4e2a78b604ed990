"""The file of the household's notes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from octoterm.errors import FileError
from octoterm.notes.note import Note, Notes
from octoterm.runtime.slices import finish
from octoterm.storage.state.notes_file import change_notes, read_notes_file

FITTED = Note(date(2024, 3, 13), "heat pump fitted")


def test_without_a_file_there_are_no_notes(tmp_path: Path) -> None:
    assert finish(read_notes_file(tmp_path / "notes.csv")) == Notes()


def test_notes_are_kept_with_what_else_stands_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_bytes(b"\xef\xbb\xbfDate,Note\r\n2024-03-01,away\r\nwhat is this\r\n")
    notes = finish(change_notes(path, lambda before: before.adding(FITTED)))
    assert notes == finish(read_notes_file(path))
    assert [each.text for each in notes.all] == ["away", "heat pump fitted"]
    assert path.read_text().splitlines() == [
        "Date,Note",
        '2024-03-01,"away"',
        '2024-03-13,"heat pump fitted"',
        "what is this",
    ]


def test_lines_that_are_not_in_utf_8_are_kept_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    line = "2024-03-01,café closed\n".encode("latin-1")
    path.write_bytes(line)
    notes = finish(change_notes(path, lambda before: before.adding(FITTED)))
    assert notes.all == (FITTED,)
    assert path.read_bytes().endswith(line)


def test_a_line_with_other_line_separators_stays_one_line(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    line = "2024-03-01,no\u2028note\x0c\x85here"
    path.write_text(f"{line}\n", "utf-8", newline="")
    assert finish(change_notes(path, lambda before: before.adding(FITTED))).unreadable == (line,)
    assert path.read_bytes().endswith(f"{line}\n".encode())


def test_only_the_owner_can_read_them_and_no_change_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    finish(change_notes(path, lambda notes: notes.adding(FITTED)))
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.stat().st_mtime_ns, path.stat().st_ino
    finish(change_notes(path, lambda notes: notes))
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_a_folder_in_its_place_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").mkdir()
    with pytest.raises(FileError):
        finish(read_notes_file(tmp_path / "notes.csv"))
