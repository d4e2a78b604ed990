"""What replaces a CSV: it is the owner's as before, and who is reading keeps the file they began
with."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from tests.support.households import (
    csv,
    half_hours,
    reading,
    readings,
    write,
)
from tests.support.storing import beside, counts, load, merge, open_files

A, B, C = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T01:30Z"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "nas" / "readings.csv"
    elsewhere.parent.mkdir()
    write(elsewhere, [A])
    path.symlink_to(elsewhere)
    merge(path, B)
    assert path.is_symlink()
    assert elsewhere.read_text() == csv([A, B])
    assert beside(elsewhere) == set()


def test_a_file_of_another_owner_is_replaced_by_one_of_our_own(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_ours(*_: object) -> None:
        raise PermissionError

    write(path, [A]).chmod(0o660)
    monkeypatch.setattr("os.fchown", not_ours)
    assert counts(path, B) == (1, 0)
    assert path.stat().st_mode & 0o777 == 0o660


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_files_mode_is_kept(path: Path, mode: int) -> None:
    write(path, [A]).chmod(mode)
    merge(path, B)
    assert path.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(
    ("mode", "lock"), [(0o600, 0o600), (0o644, 0o600), (0o640, 0o600), (0o664, 0o660)]
)
def test_the_lock_is_open_to_whoever_may_write_the_file(path: Path, mode: int, lock: int) -> None:
    """Whoever may read a lock may hold it for ever."""
    write(path, [A]).chmod(mode)
    merge(path, B)
    assert path.with_name(f".{path.name}.lock").stat().st_mode & 0o777 == lock


def test_the_signature_changes_with_every_replacement_and_edit(path: Path) -> None:
    store = ReadingsFile(path)
    seen = [store.signature()]
    assert seen == [None]
    for change in (lambda: merge(path, A), lambda: merge(path, B), lambda: write(path, [C])):
        change()
        seen.append(store.signature())
    assert len(set(seen)) == 4
    merge(path, C)
    assert store.signature() == seen[-1]


def test_readings_carry_the_signature_of_the_file_they_were_read_from(path: Path) -> None:
    store = ReadingsFile(path)
    assert load(path).signature is None
    for rows in ((A, B), (A,), (A, C)):
        merged = merge(path, *rows)
        assert merged.contents.signature == store.signature() == load(path).signature
    assert store.signature() is not None


def test_readings_of_a_file_replaced_while_they_were_read_are_told_from_the_new_ones(
    path: Path,
) -> None:
    write(path, readings(half_hours("2024-01-01T00:00Z", "2024-03-01T00:00Z")))
    reading_on = ReadingsFile(path).load()
    next(reading_on)
    merge(path, *readings(half_hours("2024-03-01T00:00Z", "2024-03-02T00:00Z")))
    assert finish(reading_on).signature != ReadingsFile(path).signature()


def test_a_reader_keeps_the_file_it_began_with(path: Path) -> None:
    history = readings(half_hours("2024-01-01T00:00Z", "2024-03-01T00:00Z"))
    write(path, history)
    reading_on = ReadingsFile(path).load()
    next(reading_on)
    merge(path, *readings({row.start: 0.75 for row in history}))
    assert set(finish(reading_on).values) == {0.25}
    assert set(load(path).values) == {0.75}


def test_a_load_given_up_closes_the_file(path: Path) -> None:
    write(path, readings(half_hours("2024-01-01T00:00Z", "2024-02-20T00:00Z")))
    files = open_files()
    work = ReadingsFile(path).load()
    next(work)
    work.close()
    assert open_files() == files
