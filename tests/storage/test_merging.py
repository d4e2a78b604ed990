"""A merge looks only at the lines it must: the file is what reading all of it would have made."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.readings_csv import document
from octoterm.readings_csv.contents import Contents
from octoterm.readings_csv.document import in_order
from octoterm.readings_csv.reader import read_document
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import Sliced, finish
from octoterm.storage import file_end, text_pieces
from octoterm.storage.readings_file import Merged, ReadingsFile
from tests.support.households import csv, half_hours, reading, readings, write
from tests.support.storing import identity, load

pytestmark = pytest.mark.usefixtures("quick_disk")

POOL = half_hours("2023-10-28T12:00Z", "2023-10-30T12:00Z")  # the autumn hour is among them
OLD, YOUNG = POOL[0], POOL[60]
JUNK = "power cut here, see note"

some_rows = st.builds(reading, st.sampled_from(POOL), st.sampled_from((0, 0.1, 1.0, "0.10")))
plain_files = st.lists(some_rows, max_size=90, unique_by=lambda row: row.start).map(sorted)
odd_rows = some_rows.map(lambda row: row._replace(line=row.line.replace('"', "")))
any_files = st.lists(st.one_of(some_rows, some_rows, odd_rows, st.just(JUNK)), max_size=40)
merges = st.lists(st.lists(some_rows, max_size=30), max_size=4)
stores = st.lists(st.sampled_from((None, OLD, POOL[30], YOUNG, POOL[-1] + 1)), min_size=4)
newlines = st.sampled_from(("\n", "\r\n"))


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few lines are what thousands would be."""
    monkeypatch.setattr(text_pieces, "PIECE", 200)
    monkeypatch.setattr(file_end, "LAST_WEEKS", 600)
    monkeypatch.setattr(document, "BLOCK_ROWS", 5)


class Copying(ReadingsFile):
    """One that is to copy what it need not look at."""

    def _merge_anew(self, rows: Sequence[Row]) -> Sliced[Merged]:
        raise AssertionError(f"all was read and written anew for {rows}")


def merged_plainly(text: str, rows: Sequence[Row]) -> tuple[str, int, int]:
    """What becomes of a file's text where all of it is read and written anew."""
    before = finish(read_document([text], "plain") if text else read_document([], "plain"))
    after, new, changed = finish(before.merged(finish(in_order(rows))))
    return "".join(after.texts()) if new or changed else text, new, changed


@given(plain_files, merges, st.sampled_from((None, OLD, POOL[30], YOUNG)))
def test_into_a_plain_file_a_merge_is_what_reading_all_of_it_would_make(
    lines: list[Row], incoming: list[list[Row]], since: int | None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder, "upstairs.csv"), lines)
        kept = Copying(path, since=since)
        for rows in incoming:
            expected, new, changed = merged_plainly(path.read_text(), rows)
            merged = finish(kept.merge(rows))
            assert (merged.new, merged.changed) == (new, changed)
            assert path.read_text() == expected
            assert_is_end_of(merged.contents, load(path))
            if since is None:
                assert merged.contents == load(path)


@pytest.mark.extended
@given(any_files, merges, stores, newlines)
def test_into_any_file_several_stores_merge_what_one_that_reads_all_would(
    lines: list[Row | str], incoming: list[list[Row]], interests: list[int | None], newline: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder, "upstairs.csv"), lines, newline=newline)
        plainly = path.read_text()
        for rows, since in zip(incoming, interests, strict=False):
            plainly, _, _ = merged_plainly(plainly, rows)
            finish(ReadingsFile(path, since=since).merge(rows))
            there, expected = load(path), finish(read_document([plainly], "plain")).contents()
            assert (there.starts, there.values) == (expected.starts, expected.values)
            assert len(there.unreadable) == len(expected.unreadable)


@given(plain_files.filter(bool), st.sampled_from(POOL))
def test_the_end_of_a_file_is_all_since_then_one_before_and_where_the_file_begins(
    lines: list[Row], since: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder, "upstairs.csv"), lines)
        end, whole = finish(ReadingsFile(path, since=since).load()), load(path)
        assert_is_end_of(end, whole)
        earlier = [start for start in whole.starts if start < since]
        assert set(end.starts) >= {start for start in whole.starts if start >= since}
        assert not earlier or earlier[-1] in end.starts


def assert_is_end_of(end: Contents, whole: Contents) -> None:
    assert (end.first, end.last, end.signature) == (whole.first, whole.last, whole.signature)
    begin = len(whole.starts) - len(end.starts)
    assert (end.starts, end.values) == (whole.starts[begin:], whole.values[begin:])
    assert (end.head is None) == (begin == 0)


# What is left unread


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upstairs.csv"


ALL = readings(POOL)


def test_what_was_long_ago_is_neither_read_nor_written_anew(path: Path) -> None:
    lines: list[Row | str] = [ALL[1], ALL[0], JUNK, *ALL[2:40], ALL[3], *ALL[40:-1]]
    write(path, lines)
    recent = ReadingsFile(path, since=YOUNG)
    assert finish(recent.load()).unreadable == ()
    merged = finish(recent.merge([ALL[-1], reading(POOL[-3], 9.5)]))
    assert (merged.new, merged.changed) == (1, 1)
    assert path.read_text() == csv([*lines[:-2], reading(POOL[-3], 9.5), ALL[-2], ALL[-1]])


def test_readings_of_long_ago_are_merged_all_the_same(path: Path) -> None:
    write(path, ALL[:10] + ALL[11:])
    recent = ReadingsFile(path, since=YOUNG)
    assert finish(recent.load()).head is not None
    merged = finish(recent.merge([ALL[10]]))
    assert (merged.new, merged.contents) == (1, load(path))
    assert path.read_text() == csv(ALL)


@pytest.mark.parametrize(
    "lines",
    [
        [JUNK, *ALL],
        [*ALL, JUNK],
        [*ALL[:-2], ALL[-1], ALL[-2]],
        [*ALL, ALL[-1]],
        [f"{ALL[0].line} ", *ALL[1:-1], f"{ALL[-1].line} "],
    ],
    ids=["odd at first", "odd at last", "swapped", "double", "spaced"],
)
def test_a_file_whose_ends_are_odd_is_looked_at_as_a_whole(
    path: Path, lines: list[Row | str]
) -> None:
    write(path, lines)
    assert finish(ReadingsFile(path, since=YOUNG).load()) == load(path)


def test_a_header_of_another_hand_makes_room_for_ours(path: Path) -> None:
    path.write_text(csv(ALL[:-1]).replace("Start,End", "start, end"))
    finish(ReadingsFile(path, since=YOUNG).merge([ALL[-1]]))
    assert path.read_text() == csv(ALL)


def test_a_last_line_without_its_end_gets_one_before_others_follow(path: Path) -> None:
    path.write_text(csv(ALL[:-1]).removesuffix("\n"))
    finish(ReadingsFile(path, since=YOUNG).merge([ALL[-1]]))
    assert path.read_text() == csv(ALL)


def test_nothing_is_read_again_while_nobody_writes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(path, ALL[:-1])
    kept = ReadingsFile(path)
    before = finish(kept.load())
    with monkeypatch.context() as blind:
        blind.setattr(Path, "open", None)
        assert finish(kept.load()) is before
    finish(ReadingsFile(path).merge([ALL[-1]]))
    assert finish(kept.load()) == load(path)


def test_a_file_that_was_edited_unseen_is_read_before_anything_is_put_into_it(
    path: Path,
) -> None:
    """Somebody put back the time of the last change, as some tools that copy files do."""
    write(path, ALL)
    kept = ReadingsFile(path)
    known, changed_at = finish(kept.load()).signature, path.stat().st_mtime_ns
    with path.open("r+b") as file:  # the same file still, as long as before
        file.write(csv([*ALL[:50], ALL[51], *ALL[51:]]).encode())
    os.utime(path, ns=(changed_at, changed_at))
    assert kept.signature() == known
    assert finish(kept.merge([reading(POOL[50], 9.5)])).new == 1
    assert path.read_text() == csv([*ALL[:50], reading(POOL[50], 9.5), *ALL[51:]])


def test_a_file_replaced_at_the_last_moment_is_read_before_anything_is_put_into_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(path, ALL[:-2])
    kept = ReadingsFile(path)
    finish(kept.load())

    def meanwhile(*_: object) -> bool:
        path.unlink()
        write(path, ALL[1:-1])
        return False

    monkeypatch.setattr(Contents, "has_all", meanwhile)
    merged = finish(kept.merge([ALL[-1]]))
    assert merged.contents == load(path)
    assert path.read_text() == csv(ALL[1:])


def test_where_nothing_is_new_the_end_alone_is_looked_at(path: Path) -> None:
    write(path, ALL)
    before = identity(path)
    merged = finish(ReadingsFile(path, since=YOUNG).merge(ALL[70:]))
    assert (merged.new, merged.changed, identity(path)) == (0, 0, before)
    assert merged.contents.head is not None
