"""A file in another form is kept as it was before octoterm first rewrites it."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from tests.conftest import CommandLine
from tests.support.clock_files import NIGHT, US, clock_file, numbered
from tests.support.households import (
    HEADER,
    csv,
    half_hours,
    reading,
)
from tests.support.storing import beside, merge

pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


def test_what_was_in_another_form_is_kept_beside_the_file_once_it_is_written(path: Path) -> None:
    rows = numbered(half_hours("2024-04-11T21:00+01:00", "2024-04-12T02:00+01:00"))
    was = clock_file(rows, US)
    path.write_text(was)
    later = numbered(half_hours("2024-05-01T00:00Z", "2024-05-01T01:00Z"))
    merged = merge(path, later[0])
    assert merged.original == path.with_name("upstairs.csv.original")
    assert merged.original.read_text() == was
    assert path.read_text() == csv([*rows, later[0]])
    assert merge(path, later[1]).original is None
    assert beside(path) == {"upstairs.csv.original"}


def test_an_original_is_put_over_none(path: Path) -> None:
    rows = numbered(half_hours("2024-04-11T21:00+01:00", "2024-04-12T02:00+01:00"))
    for number, name in enumerate(("original", "original-2", "original-3")):
        path.write_text(clock_file(rows, US))
        assert merge(path, reading(rows[-1].start + 1800 * (number + 1))).original == (
            path.with_name(f"upstairs.csv.{name}")
        )


@pytest.mark.parametrize(
    "text",
    [
        csv([*numbered(NIGHT)[3:], *numbered(NIGHT)[:3]]),
        csv([*numbered(NIGHT), "power cut here, see note"]),
        csv(numbered(NIGHT)).replace('"', ""),
        csv(numbered(NIGHT)).partition("\n")[2],
        csv(numbered(NIGHT))[:-1],
        csv(numbered(NIGHT)).replace("\n", "\n\n"),
    ],
    ids=["another order", "a note", "bare", "no first line", "no last line end", "empty lines"],
)
def test_where_every_line_stays_nothing_is_kept_beside_it(path: Path, text: str) -> None:
    path.write_text(text)
    assert merge(path, reading(NIGHT[-1] + 1800)).original is None
    assert beside(path) == set()


ROWS_OF_NIGHT = csv(numbered(NIGHT))


@pytest.mark.extended
@pytest.mark.parametrize(
    "text",
    [
        ROWS_OF_NIGHT.replace("\n", "\r\n"),
        ROWS_OF_NIGHT.replace("\n", "\r\n").replace("\r\n", "\n", 1),
        "\ufeff" + ROWS_OF_NIGHT,
        ROWS_OF_NIGHT.replace("\n", "\n\ufeff", 1),
        "\ufeff" + ROWS_OF_NIGHT.partition("\n")[2],
        ROWS_OF_NIGHT.replace(HEADER, "interval_start,interval_end,consumption_kwh"),
        ROWS_OF_NIGHT.replace(HEADER, '"Start","End","Consumption"'),
        ROWS_OF_NIGHT.replace(HEADER, f"{HEADER} "),
        ROWS_OF_NIGHT.replace(",", ";"),
        ROWS_OF_NIGHT + "power cut here\r\n",
    ],
    ids=[
        "CRLF", "CRLF below", "BOM", "BOM of a second file", "BOM and no first line",
        "another first line", "a quoted one", "a space", "semicolons", "a note with CR",
    ],
)  # fmt: skip
def test_where_any_character_of_a_line_goes_the_file_is_kept_as_it_was(
    path: Path, text: str
) -> None:
    path.write_bytes(text.encode())
    original = merge(path, reading(NIGHT[-1] + 1800)).original
    assert original is not None
    assert original.read_bytes() == text.encode()
    lines = path.read_text().splitlines()
    assert lines[: len(NIGHT) + 1] == ROWS_OF_NIGHT.splitlines()
    assert merge(path, reading(NIGHT[-1] + 3600)).original is None


def test_a_merge_that_brings_nothing_new_writes_neither(path: Path) -> None:
    rows = numbered(NIGHT)
    path.write_text(clock_file(rows))
    assert merge(path, *rows[3:5]).original is None
    assert path.read_text() == clock_file(rows)
    assert beside(path) == set()


def test_the_dates_of_a_spreadsheet_can_be_fixed_where_they_are_known(
    octoterm: CommandLine,
) -> None:
    octoterm.configure()
    rows = numbered(half_hours("2024-04-11T21:00+01:00", "2024-04-12T02:00+01:00"))
    path = octoterm.here / "readings.csv"
    path.write_text(clock_file(rows, US))
    assert octoterm("check").exit_code == 0
    assert octoterm("check", "--fix").exit_code == 0
    assert path.read_text() == csv(rows)


@pytest.mark.extended
def test_the_whole_of_a_long_file_is_read_in_little_memory(path: Path) -> None:
    """It is gone through again, and not held."""
    rows = numbered(half_hours("2024-04-01T00:00+01:00", "2024-06-01T00:00+01:00"))
    path.write_text(clock_file(rows))
    contents = finish(ReadingsFile(path).load())
    assert len(contents.starts) == len(rows)
