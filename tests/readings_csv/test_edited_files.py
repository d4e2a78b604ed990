"""CSV files that a spreadsheet, an editor or an accident has been at."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from tests.support.households import HEADER, csv, london_day, reading, readings
from tests.support.slow import one_in
from tests.support.spreadsheets import (
    AUTUMN,
    REWRITTEN,
    ROWS,
    SPRING,
    STARTS,
    TEXT,
    as_spreadsheet,
)
from tests.support.storing import identity, load, merge

LATER = reading(ROWS[-1].start + 1800, 0.5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


@pytest.mark.extended
@pytest.mark.parametrize("text", REWRITTEN.values(), ids=REWRITTEN)
def test_whatever_a_spreadsheet_made_of_the_file_every_reading_is_read(
    path: Path, text: str
) -> None:
    path.write_bytes(text.encode())
    before = identity(path)
    contents = load(path)
    assert list(contents.starts) == STARTS
    assert list(contents.values) == [row.value for row in ROWS]
    assert (contents.duplicates, contents.unreadable) == ((), ())
    assert identity(path) == before
    merge(path, LATER)
    contents = load(path)
    assert list(contents.starts) == [*STARTS, LATER.start]
    assert (contents.duplicates, contents.unordered, contents.unreadable) == ((), (), ())
    assert path.read_text().startswith(f"{HEADER}\n")
    merge(path, reading(LATER.start, 0.75))
    assert list(load(path).values) == [*(row.value for row in ROWS), 0.75]


@pytest.mark.extended
@pytest.mark.parametrize(
    ("form", "encoding"), one_in(4, product(REWRITTEN, ["utf-16", "utf-16-le", "utf-16-be"]))
)
def test_every_reading_is_read_where_a_spreadsheet_wrote_unicode_text(
    path: Path, form: str, encoding: str
) -> None:
    path.write_bytes(REWRITTEN[form].encode(encoding))
    was = path.read_bytes()
    assert list(load(path).starts) == STARTS
    assert merge(path, LATER).original == path.with_name("upstairs.csv.original")
    assert list(load(path).starts) == [*STARTS, LATER.start]
    assert path.read_text().startswith(f"{HEADER}\n")
    assert path.with_name("upstairs.csv.original").read_bytes() == was


@pytest.mark.parametrize("separator", ",;")
def test_rows_a_spreadsheet_wrote_are_written_back_as_octoterm_writes_them(
    path: Path, separator: str
) -> None:
    path.write_bytes(as_spreadsheet(ROWS, separator).encode())
    merge(path, LATER)
    as_numbers = [row._replace(line=row.line.replace(".0", "")) for row in ROWS]
    assert path.read_text() == csv([*as_numbers, LATER])


def test_rows_deleted_or_doubled_leave_the_others_alone(path: Path) -> None:
    kept = [*ROWS[:10], *ROWS[20:]]
    path.write_text(csv([*kept[:30], kept[29], kept[5], *kept[30:]]))
    contents = load(path)
    assert list(contents.starts) == [row.start for row in kept]
    assert contents.duplicates == (32, 33)
    merge(path, *ROWS[10:20])
    assert path.read_text() == TEXT


@pytest.mark.parametrize("length", [1, 30, 45, 55])
def test_a_torn_last_line_is_reported_kept_and_read_again_when_it_comes(
    path: Path, length: int
) -> None:
    torn = ROWS[-1].line[:length]
    path.write_text(csv(ROWS[:-1]) + torn)
    contents = load(path)
    assert list(contents.starts) == STARTS[:-1]
    assert [bad.line for bad in contents.unreadable] == [len(ROWS) + 1]
    merge(path, ROWS[-1])
    assert path.read_text() == csv([*ROWS[:-1], torn, ROWS[-1]])


def test_a_number_torn_in_two_is_put_right_by_the_next_sync(path: Path) -> None:
    """No one can see that it was longer once: an editor may leave out the last line end."""
    path.write_text(csv([*ROWS[:-1], reading(ROWS[-1].start, 0.123)])[:-3])
    assert load(path).values[-1] == 0.1
    merge(path, reading(ROWS[-1].start, 0.123))
    assert load(path).values[-1] == 0.123


# London's clock


def as_clock_times(starts: list[int]) -> str:
    return as_spreadsheet(readings({start: n / 8 for n, start in enumerate(starts)}))


@pytest.mark.extended
@pytest.mark.parametrize("day", [AUTUMN, SPRING])
@pytest.mark.parametrize("missing", range(6))
def test_on_the_days_on_which_the_clocks_change_each_half_hour_is_the_right_one(
    path: Path, day: date, missing: int
) -> None:
    starts = london_day(day)
    del starts[missing]
    path.write_text(as_clock_times(starts))
    contents = load(path)
    assert list(contents.starts) == starts
    assert list(contents.values) == [n / 8 for n in range(len(starts))]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("31/03/2024 01:00,31/03/2024 01:30,0.1", "no half hour from or to"),
        ("31/02/2024 01:00,31/02/2024 01:30,0.1", "there is no time"),
        ("31/31/2024 00:00,31/31/2024 00:30,0.1", "there is no time"),
        ("03/31/2024 01:00,03/31/2024 01:30,0.1", "there is no time"),
        ("04/13/2024 01:00,04/13/2024 02:00,0.1", "but 60: the row is hourly"),
        ("01/04/2024 12:30:00 AM,01/04/2024 01:00:00 AM,0.1", "by a 12-hour clock, AM or PM"),
        ("17 Apr 2024 00:30,17 Apr 2024 01:00,0.1", "‘17 Apr 2024 00:30’ is not a date"),
        ("2024-04-17T00:30:00,2024-04-17T01:00:00,0.1", "‘2024-04-17T00:30:00’ has no offset"),
        ("2024-04-17 00:30,2024-04-17 01:00,0.1", "‘2024-04-17 00:30’ has no offset"),
        ("2024-04-17T00:30Z,2024-04-17T01:00Z,0,123", "‘0,123’ has a decimal comma"),
        ('2024-04-17T00:30Z,2024-04-17T01:00Z,"0,123"', "‘0,123’ is not a number: it has a dec"),
        ("2024-04-17T00:30Z,2024-04-17T01:00Z,-50000", "‘-50000’ is negative"),
        (HEADER, "the header again"),
        ('"start"; "end"; "consumption";', "the header again"),
        ("30/03/2024 01:00,30/03/2024 02:00,0.1", "is not 30 minutes"),
        ("30/03/2024 01:10,30/03/2024 01:40,0.1", "no half hour from or to"),
        ("30/03/0024 01:00,30/03/0024 01:30,0.1", "the year 24 is not possible"),
        ("30/03/2024 01:00,30/03/2024 01:30,1001", "too large"),
        ("30/03/2024 01:00;30/03/2024 01:30;1,5,2", "is not a number"),
        ("30/03/2024 01:00;30/03/2024 01:30", "is not start, end, consumption"),
        ("########,########,0.1", "is not a"),
    ],
)
def test_a_spreadsheets_row_that_cannot_be_is_reported(path: Path, line: str, why: str) -> None:
    path.write_text(csv([ROWS[0], line]))
    ((number, said),) = load(path).unreadable
    assert number == 3
    assert why in said
