"""The CSV file on disk: what is written into it, and which files are left alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from octoterm.errors import NotReadings, Unreadable, Unwritable
from octoterm.readings_csv.contents import Contents
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import finish, in_slices
from octoterm.storage import text_pieces
from octoterm.storage.readings_file import ReadingsFile
from tests.support.households import (
    HEADER,
    csv,
    half_hours,
    london_day,
    reading,
    readings,
    utc,
    write,
)
from tests.support.storing import beside, counts, identity, load, merge

A, B, C = (reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T01:30Z"))
JUNK = "power cut here, see note"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


FOREIGN = b"dear diary,\ntoday nothing happened\n"


# Writing


def test_the_first_merge_makes_the_file_and_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "data" / "octoterm" / "upstairs.csv"
    merged = merge(path, B, A)
    assert (merged.new, merged.changed) == (2, 0)
    assert list(merged.contents.starts) == [A.start, B.start]
    assert path.read_bytes() == csv([A, B]).encode()
    assert beside(path) == set()


def test_what_is_written_is_what_the_seed_tool_would_have_written(path: Path) -> None:
    merge(path, *readings({utc("2020-03-29T00:30Z"): 0.1, utc("2020-03-29T01:00Z"): 0}))
    assert path.read_bytes() == (
        b"Start,End,Consumption\n"
        b'"2020-03-29T00:30:00Z","2020-03-29T02:00:00+01:00",0.1\n'
        b'"2020-03-29T02:00:00+01:00","2020-03-29T02:30:00+01:00",0\n'
    )


def test_what_a_merge_returns_is_what_the_file_then_holds(path: Path) -> None:
    write(path, [C, A, JUNK])
    merged = merge(path, B)
    stored = load(path)
    assert (merged.contents.starts, merged.contents.values) == (stored.starts, stored.values)


@pytest.mark.parametrize("others_replace", [True, False])
def test_what_others_write_between_two_merges_stays(path: Path, others_replace: bool) -> None:
    store = ReadingsFile(path)
    finish(store.merge([A]))
    if others_replace:
        merge(path, B)
    else:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{B.line}\n")
    finish(store.merge([C]))
    assert path.read_bytes() == csv([A, B, C]).encode()


def test_a_file_taken_away_between_two_merges_is_begun_anew(path: Path) -> None:
    store = ReadingsFile(path)
    finish(store.merge([A]))
    path.unlink()
    assert list(finish(store.merge([B])).contents.starts) == [B.start]


def test_lines_that_cannot_be_read_have_the_number_they_have_now(path: Path) -> None:
    write(path, [C, JUNK])
    store = ReadingsFile(path)
    finish(store.load())
    for row in (B, A):
        finish(store.merge([row]))
    (unreadable,) = finish(store.merge([A])).contents.unreadable
    assert path.read_text(encoding="utf-8").split("\n")[unreadable.line - 1] == JUNK


def test_a_merge_that_brings_nothing_new_does_not_touch_the_file(path: Path) -> None:
    write(path, [A, B, C])
    before = identity(path)
    assert counts(path, C, A) == (0, 0)
    assert counts(path) == (0, 0)
    assert identity(path) == before


def test_nothing_merged_into_no_file_makes_no_file(path: Path) -> None:
    assert counts(path) == (0, 0)
    assert not path.exists()


def test_a_file_out_of_order_is_put_right_at_the_next_write_and_not_before(path: Path) -> None:
    autumn = readings(london_day(date(2023, 10, 29)))
    as_the_seed_tool_sorted = sorted(autumn[:-1], key=lambda row: row.line)
    write(path, as_the_seed_tool_sorted)
    before = identity(path)
    assert load(path).unordered == (6,)
    assert counts(path, *autumn[:-1]) == (0, 0)
    assert identity(path) == before
    assert counts(path, autumn[-1]) == (1, 0)
    assert path.read_text() == csv(autumn)
    assert load(path).unordered == ()


def test_carriage_returns_and_the_byte_order_mark_go_at_the_next_write(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + csv([A, JUNK, B], newline="\r\n").encode())
    assert len(load(path).starts) == 2
    merge(path, C)
    assert path.read_text() == csv([A, JUNK, B, C])


def test_bytes_that_are_no_text_are_kept(path: Path) -> None:
    path.write_bytes(csv([A]).encode() + b"\xff\xfe caf\xe9\n" + f"{B.line}\n".encode())
    assert [line for line, _ in load(path).unreadable] == [3]
    merge(path, C)
    assert b"\n\xff\xfe caf\xe9\n" in path.read_bytes()
    assert len(load(path).starts) == 3


@pytest.mark.extended
@pytest.mark.parametrize("size", [1, 7, 100, 1 << 16])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_long_file_reads_the_same_in_pieces_of_any_size(
    path: Path, monkeypatch: pytest.MonkeyPatch, size: int, newline: str
) -> None:
    monkeypatch.setattr(text_pieces, "PIECE", size)
    rows = readings({start: n / 8 for n, start in enumerate(london_day(date(2024, 1, 15)))})
    lines: list[Row | str] = [JUNK, *rows[:20], JUNK, "", rows[3], *rows[20:], "é" * 70]
    path.write_bytes(csv(lines, newline=newline).encode().removesuffix(newline.encode()))
    contents = load(path)
    assert list(contents.starts) == [row.start for row in rows]
    assert list(contents.values) == [row.value for row in rows]
    assert [line for line, _ in contents.unreadable] == [2, 23, 54]
    assert contents.duplicates == (25,)
    later = reading(rows[-1].start + 1800)
    merge(path, later)
    assert path.read_text() == csv([JUNK, *rows[:20], JUNK, *rows[20:], "é" * 70, later])


@pytest.mark.extended
@pytest.mark.parametrize("size", [1000, 1 << 15])
@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_a_very_long_line_is_one_that_cannot_be_read_and_keeps_its_place(
    path: Path, monkeypatch: pytest.MonkeyPatch, size: int, ending: str
) -> None:
    """As zeros are that a file system leaves after a crash of whatever was writing."""
    monkeypatch.setattr(text_pieces, "PIECE", size)
    monkeypatch.setattr(text_pieces, "LONGEST_LINE", 4 * size)
    zeros = "\0" * (9 * size + 7)
    after = f"{B.line}\n" if ending else ""
    path.write_text(csv([A, JUNK]) + zeros + ending + after, newline="")
    contents = load(path)
    assert list(contents.starts) == [A.start, *([B.start] if ending else [])]
    assert [(line, why[:16]) for line, why in contents.unreadable] == [
        (3, f"‘{JUNK}"[:16]),
        (4, "a line of more t"),
    ]
    merged = merge(path, C)
    assert merged.new == 1
    assert (merged.original is None) == (ending != "\r\n"), "which is the end of no line here"
    lines = [A, JUNK, zeros, *([B] if ending else []), C]
    assert path.read_text() == csv(lines)
    assert [line for line, _ in load(path).unreadable] == [3, 4]
    assert finish(ReadingsFile(path).fix())
    assert path.read_text() == csv([line for line in lines if isinstance(line, Row)])


def test_bytes_that_are_no_text_are_kept_in_a_very_long_line_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_pieces, "PIECE", 7)
    monkeypatch.setattr(text_pieces, "LONGEST_LINE", 100)
    odd = "é".encode() * 50 + bytes(range(128, 256)) + b"\0"
    path.write_bytes(csv([A]).encode() + odd + b"\n" + f"{B.line}\n".encode())
    merge(path, C)
    assert path.read_bytes() == csv([A]).encode() + odd + f"\n{B.line}\n{C.line}\n".encode()


def test_a_file_that_begins_in_a_very_long_line_is_somebody_elses(path: Path) -> None:
    path.write_bytes(b"\0" * (2 << 20) + b"\n" + csv([A, B]).encode())
    with pytest.raises(NotReadings):
        load(path)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc")
@pytest.mark.parametrize(
    ("part", "times", "lines"),
    [(b"junk line\n" * 1000, 4000, 4_000_000), (bytes(1 << 20), 256, 1)],
)
def test_what_cannot_be_read_takes_no_memory(
    path: Path, part: bytes, times: int, lines: int
) -> None:
    with path.open("wb") as file:
        file.write(f"{HEADER}\n".encode())
        file.writelines(part for _ in range(times))
    program = (
        "import re, sys; from pathlib import Path; from octoterm.runtime.slices import finish;"
        "from octoterm.storage.readings_file import ReadingsFile;"
        "contents = finish(ReadingsFile(Path(sys.argv[1])).load());"
        "status = Path('/proc/self/status').read_text();"
        r"print(contents.unreadable_lines, re.search(r'VmHWM:\s*(\d+) kB', status)[1])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, path], capture_output=True, text=True, check=True
    )
    found, peak = map(int, run.stdout.split())
    assert found == lines
    assert peak < 40_000  # kB; that of an empty file is 15,000


@pytest.mark.extended
def test_junk_keeps_its_place_among_thousands_of_rows(path: Path) -> None:
    rows = readings(half_hours("2024-01-01T00:00Z", "2024-04-01T00:00Z"))
    lines: list[Row | str] = list(rows)
    for at in (4000, 2000, 1000, 999, 0):
        lines.insert(at, f"{JUNK} {at}")
    held = [line for line in lines if line not in (rows[1500], rows[997])]
    write(path, held)
    assert len(load(path).unreadable) == 5
    assert counts(path, rows[1500], rows[997]) == (2, 0)
    assert path.read_text() == csv(lines)


async def test_a_merge_may_run_between_turns_of_the_event_loop(path: Path) -> None:
    merged = await in_slices(ReadingsFile(path).merge([A, B]))
    assert merged.new == 2
    assert (await in_slices(ReadingsFile(path).load())).starts == merged.contents.starts


# Files that cannot be used


def test_an_absent_file_holds_no_readings(path: Path) -> None:
    assert load(path) == Contents()
    assert not path.exists()


@pytest.mark.parametrize("action", [load, merge])
@pytest.mark.parametrize("content", [FOREIGN, b"\0" * 5000, '{"a": 1}'.encode("utf-16")])
def test_a_file_of_something_else_is_refused_and_left_untouched(
    path: Path, action: Callable[[Path], object], content: bytes
) -> None:
    path.write_bytes(content)
    before = identity(path)
    with pytest.raises(NotReadings, match=r"upstairs\.csv is not a CSV file"):
        action(path)
    with pytest.raises(NotReadings):
        merge(path, A)
    assert identity(path) == before
    assert beside(path) == set()


def test_a_large_file_without_a_single_line_end_is_refused_at_once(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(24 << 20)
    began = time.process_time()
    with pytest.raises(NotReadings):
        load(path)
    assert time.process_time() - began < 0.25


def test_a_folder_in_the_files_place_cannot_be_read(path: Path) -> None:
    path.mkdir()
    with pytest.raises(Unreadable, match=r"upstairs\.csv is no ordinary file"):
        load(path)
    with pytest.raises(Unreadable):
        merge(path, A)


def test_a_file_in_the_folders_place_cannot_be_written_below(path: Path) -> None:
    path.write_bytes(FOREIGN)
    with pytest.raises(Unreadable):
        load(path / "upstairs.csv")
    with pytest.raises(Unwritable, match="cannot be written"):
        merge(path / "upstairs.csv", A)


def test_an_error_names_the_file_without_what_a_terminal_would_act_on(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31mred.csv"
    path.write_bytes(FOREIGN)
    with pytest.raises(NotReadings) as refused:
        load(path)
    assert "\x1b" not in str(refused.value)


# A real year of readings


@pytest.mark.extended
@pytest.mark.skipif("OCTOTERM_REAL_DATA" not in os.environ, reason="OCTOTERM_REAL_DATA is unset")
@pytest.mark.parametrize(
    ("name", "rows", "total"),
    [("electricity-2023-24.csv", 17857, 3172.801), ("gas-m3-2023-24.csv", 17855, 951.110)],
)
def test_a_real_year_is_read_whole_and_written_back_byte_for_byte(
    path: Path, name: str, rows: int, total: float
) -> None:
    real = Path(os.environ["OCTOTERM_REAL_DATA"], name).read_bytes()
    path.write_bytes(real)
    contents = load(path)
    assert (len(contents.starts), round(sum(contents.values), 3)) == (rows, total)
    assert (contents.duplicates, contents.unordered, contents.unreadable) == ((), (), ())
    lines = real.decode().splitlines()[1:]
    path.write_text("\n".join([HEADER, *lines[9000:], *lines[:4000]]))
    merge(path, *(Row(*parsed) for parsed in map(store_row, lines[4000:9000])))
    assert path.read_bytes() == real


def store_row(line: str) -> tuple[int, float, str]:
    start, _, value = line.split(",")
    return utc(start.strip('"')), float(value), line
