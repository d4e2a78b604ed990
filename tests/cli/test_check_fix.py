"""`octoterm check --fix`: a clean file, and the one there was beside it."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from octoterm.errors import Busy
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from tests.conftest import CommandLine
from tests.support.households import csv, half_hours, reading, readings
from tests.support.storing import beside, identity, load, merge

A, B, C, D = readings(half_hours("2024-06-01T00:00Z", "2024-06-01T02:00Z"))
MESS = csv(["what?", B, A, "", reading(B.start, 0.5), "2024-06-01 00:00", C], newline="\r\n")
CLEAN = csv([A, reading(B.start, 0.5), C])


@pytest.fixture
def configured(octoterm: CommandLine) -> CommandLine:
    octoterm.configure()
    return octoterm


def store(octoterm: CommandLine, text: str | bytes) -> Path:
    path = octoterm.here / "readings.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_file_is_clean_afterwards_and_kept_as_it_was(configured: CommandLine) -> None:
    path = store(configured, MESS)
    assert configured("check").exit_code == 1
    assert configured("check", "--fix").exit_code == 0
    assert path.read_text() == CLEAN
    assert path.with_name("readings.csv.original").read_bytes() == MESS.encode()
    assert beside(path) == {"config.json", "readings.csv.original"}
    assert configured("check").exit_code == 0


def test_it_says_what_was_wrong_and_where_the_lines_are_that_cannot_be_read(
    configured: CommandLine,
) -> None:
    path = store(configured, MESS)
    assert configured("check", "--fix").out.splitlines() == [
        f"Electricity · {path}",
        "",
        "Fixed: every line is a reading now, once and in order, as octoterm writes it",
        f"The file as it was is kept as {path}.original",
        "Kept only in that file: 2 unreadable lines, lines 2, 7",
        "Duplicates (the last one counts): line 6",
        "Out of order: line 4",
        "Unreadable: 2 lines (not a row: 2)",
        "Unreadable: line 2, ‘what?’ is not start, end, consumption",
        "Unreadable: line 7, ‘2024-06-01 00:00’ is not start, end, consumption",
        "",
        "3 readings from 1 Jun 2024 01:00 to 1 Jun 2024 02:30",
        "1 day: 0 complete, 1 incomplete, 0 without readings",
        "No gaps",
        "Every line is readable, unique and in order",
    ]


def test_check_alone_says_that_it_can_be_fixed(configured: CommandLine) -> None:
    store(configured, MESS)
    assert "`octoterm check --fix`" in configured("check").out
    store(configured, CLEAN)
    assert "--fix" not in configured("check").out


def test_for_scripts_it_is_an_object_with_the_numbers_of_the_lines_as_they_were(
    configured: CommandLine,
) -> None:
    path = store(configured, MESS)
    found = json.loads(configured("check", "--fix", "--format", "json").out)
    assert (found["readings"], found["unreadable"], found["duplicates"]) == (3, [], [])
    fixed = found["fixed"]
    assert fixed["original"] == f"{path}.original"
    assert [bad["line"] for bad in fixed["unreadable"]] == [2, 7]
    assert (fixed["duplicates"], fixed["unordered"]) == ([6], [4])
    again = json.loads(configured("check", "--fix", "--format", "json").out)
    assert again["fixed"] is None


@pytest.mark.parametrize("text", [CLEAN, csv([]), ""], ids=["clean", "only a header", "empty"])
def test_where_nothing_is_to_be_fixed_nothing_is_touched(
    configured: CommandLine, text: str
) -> None:
    path = store(configured, text)
    before = identity(path)
    result = configured("check", "--fix")
    assert result.exit_code == 0
    assert "Nothing to fix" in result.out
    assert identity(path) == before
    assert {each.name for each in path.parent.iterdir()} == {"readings.csv", "config.json"}


def test_no_file_is_nothing_to_fix(configured: CommandLine) -> None:
    assert configured("check", "--fix").exit_code == 0
    assert beside(configured.here / "readings.csv") == {"config.json"}


def test_an_earlier_original_is_never_written_over(configured: CommandLine) -> None:
    path = store(configured, MESS)
    configured("check", "--fix")
    for number in (2, 3):
        path.write_text(csv([A, f"note {number}"]))
        configured("check", "--fix")
    kept = {each.name: each.read_bytes() for each in path.parent.glob("*.original*")}
    assert kept == {
        "readings.csv.original": MESS.encode(),
        "readings.csv.original-2": csv([A, "note 2"]).encode(),
        "readings.csv.original-3": csv([A, "note 3"]).encode(),
    }


def test_rows_in_octoterms_form_stay_byte_for_byte_and_others_take_it(
    configured: CommandLine,
) -> None:
    own = '"2024-06-01T00:00:00Z","2024-06-01T01:30:00+01:00",0.250'
    path = store(
        configured,
        csv(
            [
                own,
                " 2024-06-01T00:30:00Z , 2024-06-01T01:00:00+00:00 , 0.10",
                "01/06/2024 02:00;01/06/2024 02:30;0,3",
            ]
        ),
    )
    assert configured("check", "--fix").exit_code == 0
    assert path.read_text() == csv(
        [
            own,
            '"2024-06-01T01:30:00+01:00","2024-06-01T02:00:00+01:00",0.10',
            '"2024-06-01T02:00:00+01:00","2024-06-01T02:30:00+01:00",0.3',
        ]
    )


def test_unicode_text_is_fixed_and_kept_byte_for_byte(configured: CommandLine) -> None:
    was = csv([A, B]).replace(",", "\t").encode("utf-16")
    path = store(configured, was)
    assert configured("check", "--fix").exit_code == 0
    assert path.read_text() == csv([A, B])
    assert path.with_name("readings.csv.original").read_bytes() == was


def test_bytes_that_are_no_text_are_in_the_original(configured: CommandLine) -> None:
    was = csv([A]).encode() + b"\xff\xfe caf\xe9\0\n" + f"{B.line}".encode()
    path = store(configured, was)
    assert configured("check", "--fix").exit_code == 0
    assert path.with_name("readings.csv.original").read_bytes() == was
    assert path.read_text() == csv([A, B])


@pytest.mark.slow
def test_many_rows_are_fixed_as_few_are(configured: CommandLine) -> None:
    rows = readings(half_hours("2023-07-01T00:00Z", "2024-01-01T00:00Z"))
    path = store(configured, csv([*rows[3000:], "what?", *rows[:3000]], newline="\r\n"))
    assert configured("check", "--fix").exit_code == 0
    assert path.read_text() == csv(rows)


def test_the_mode_of_the_file_is_that_of_both(configured: CommandLine) -> None:
    path = store(configured, MESS)
    path.chmod(0o640)
    configured("check", "--fix")
    for each in (path, path.with_name("readings.csv.original")):
        assert stat.S_IMODE(each.stat().st_mode) == 0o640


def test_a_link_stays_one_and_the_original_is_beside_the_file(configured: CommandLine) -> None:
    elsewhere = configured.here / "nas" / "electricity.csv"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(MESS.encode())
    path = configured.here / "readings.csv"
    path.symlink_to(elsewhere)
    configured("check", "--fix")
    assert path.is_symlink()
    assert elsewhere.read_text() == CLEAN
    assert beside(elsewhere) == {"electricity.csv.original"}


def test_a_file_of_something_else_is_refused_untouched(configured: CommandLine) -> None:
    path = store(configured, "Dear diary,\ntoday I was cold.\n")
    before = identity(path)
    result = configured("check", "--fix")
    assert result.exit_code == 3
    assert "is not a CSV file of half-hourly readings" in result.err
    assert identity(path) == before
    assert beside(path) == {"config.json"}


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_of_which_no_line_would_be_left_is_refused_untouched(
    configured: CommandLine, count: int
) -> None:
    path = store(configured, csv(["2024-04-01 00:00,2024-04-01 00:30,0.1"] * count))
    before = identity(path)
    result = configured("check", "--fix")
    assert (result.exit_code, result.out) == (3, "")
    assert "can be read: --fix would leave none" in result.err
    assert identity(path) == before
    assert beside(path) == {"config.json"}


def test_it_waits_for_whoever_writes_the_file(configured: CommandLine) -> None:
    path = store(configured, MESS)
    holder = ReadingsFile(path).merge([D])
    next(holder)
    before = identity(path)
    with pytest.raises(Busy):
        finish(ReadingsFile(path, lock_timeout=0).fix())
    assert identity(path) == before
    assert beside(path) == {"config.json"}
    holder.close()


def test_nobody_else_writes_the_file_meanwhile(configured: CommandLine) -> None:
    path = store(configured, MESS)
    fixing = ReadingsFile(path).fix()
    while not list(path.parent.glob(".readings.csv.new-*")):
        next(fixing)
    with pytest.raises(Busy):
        merge(path, D)
    finish(fixing)
    assert path.read_text() == CLEAN


def test_the_next_sync_goes_on_where_the_fix_left_off(configured: CommandLine) -> None:
    path = store(configured, MESS)
    configured("check", "--fix")
    finish(ReadingsFile(path).merge([D]))
    assert list(load(path).starts) == [A.start, B.start, C.start, D.start]
    assert (load(path).unreadable, load(path).duplicates) == ((), ())
