"""A file's rows and everything else in it, and how readings are merged among them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from octoterm.errors import NotReadings
from octoterm.readings_csv import document as document_module
from octoterm.readings_csv.contents import UnreadableLine
from octoterm.readings_csv.document import Document
from octoterm.readings_csv.reader import read_document
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import finish
from tests.support.documents import JUNK, counts, held, merge, of, pieces_of, read, revised, text
from tests.support.households import HEADER, csv, half_hours, reading, readings, utc


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a handful of rows fill several blocks, as thousands would."""
    monkeypatch.setattr(document_module, "BLOCK_ROWS", 3)


A, B, C, D, E, F = (
    reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T03:00Z")
)


# Reading, and what is reported


def test_a_tidy_file_is_read_as_two_columns() -> None:
    document = of(A, B, revised(C))
    assert held(document) == {A.start: 0.25, B.start: 0.25, C.start: 0.75}
    contents = document.contents()
    assert (contents.first, contents.last) == (A.start, C.start)
    assert (contents.duplicates, contents.unordered, contents.unreadable) == ((), (), ())


@pytest.mark.parametrize(
    "file", ["", "\n", f"{HEADER}\n", HEADER, f"\ufeff{HEADER}\r\n", "\r\n\n"]
)
def test_a_file_without_rows_holds_no_readings(file: str) -> None:
    contents = read(*[file] if file else []).contents()
    assert (len(contents.starts), contents.first, contents.last) == (0, None, None)
    assert contents.unreadable == ()


def test_the_seed_tools_autumn_swap_is_read_right_and_reported_as_unordered() -> None:
    """It sorted by the text of the start: 01:00Z, the later, comes before 01:30+01:00."""
    autumn = readings(half_hours("2023-10-28T23:00Z", "2023-10-29T03:00Z"))
    as_text = sorted(autumn, key=lambda row: row.line.split(",")[0])
    swapped = [(now, then) for now, then in zip(as_text, autumn, strict=True) if now != then]
    assert [now.start for now, _ in swapped] == [
        utc("2023-10-29T01:00Z"),
        utc("2023-10-29T00:30Z"),
    ]
    document = of(*as_text)
    assert list(held(document)) == [row.start for row in autumn]
    assert document.unordered == (2 + as_text.index(swapped[1][0]),)
    assert document.duplicates == ()
    assert text(merge(document, reading(utc("2023-10-29T03:00Z")))) == csv(
        [*autumn, reading(utc("2023-10-29T03:00Z"))]
    )


def test_rows_out_of_order_are_reported_by_line() -> None:
    document = of(C, A, B, D)
    assert document.unordered == (3, 4)
    assert list(held(document)) == [A.start, B.start, C.start, D.start]


def test_of_duplicates_the_last_wins_and_each_repeat_is_reported() -> None:
    document = of(A, B, revised(A, 0.5), C, revised(A, 0.75), A.line, B)
    assert held(document) == {A.start: 0.25, B.start: 0.25, C.start: 0.25}
    assert document.duplicates == (4, 6, 7, 8)
    assert document.unordered == ()
    assert held(of(A, revised(A)))[A.start] == 0.75


def test_a_repeat_is_recognised_across_pieces_and_whatever_its_text() -> None:
    document = read(csv([A, B]), f"{B.line}\n", f"{A.line.replace('Z', '+00:00')}\n{C.line}\n")
    assert document.duplicates == (4, 5)
    assert document.unordered == ()
    document = read(csv([C]), f"{A.line}\n{B.line}\n", f"{A.line}\n")
    assert (document.unordered, document.duplicates) == ((3, 4), (5,))
    document = read(csv([B]), f"{A.line}\n", f"{C.line}\n{D.line}\n", f"{C.line}\n")
    assert (document.unordered, document.duplicates) == ((3,), (6,))


def test_unreadable_lines_are_skipped_and_reported_by_number_with_the_reason() -> None:
    document = of(A, JUNK, "", B, '"2024-01-15T01:00:00Z","2024-01-15T01:30:00Z",None', C)
    assert list(held(document)) == [A.start, B.start, C.start]
    assert document.unreadable == (
        UnreadableLine(3, "‘power cut here, see note’ is not start, end, consumption"),
        UnreadableLine(6, "‘None’ is not a number"),
    )


@pytest.mark.parametrize(
    "file",
    [
        csv([A, B, C], newline="\r\n"),
        "\ufeff" + csv([A, B, C]),
        csv([A, B, C]).replace('"', ""),
        csv([A, B, C]).replace("Z", "+00:00"),
        csv([A, B, C]).replace(",", " ,\t "),
        csv([A, B, C])[:-1],
        csv([A, "", B, "   ", C]),
        "".join(f"{row.line}\n" for row in (A, B, C)),
        "\ufeff" + "".join(f"{row.line}\r\n" for row in (A, B, C)),
    ],
    ids=["CRLF", "BOM", "bare", "+00:00", "spaces", "no last newline", "blank lines", "no header",
         "no header, BOM, CRLF"],
)  # fmt: skip
def test_a_file_is_read_whatever_an_editor_made_of_it(file: str) -> None:
    for sizes in ((), (1, 1, 1)):
        document = read(*pieces_of(file, sizes))
        assert held(document) == {row.start: 0.25 for row in (A, B, C)}
        assert document.duplicates == document.unordered == ()
        assert document.unreadable == ()


@pytest.mark.parametrize(
    "file",
    [
        "valid_from,valid_to,value_inc_vat\n2024-01-15T00:00:00Z,2024-01-15T00:30:00Z,24.5\n",
        "dear diary,\ntoday nothing happened\n",
        '{"accounts": []}\n',
        "\0" * 100,
        "a,b,c\n" * 3 + A.line,
    ],
)
def test_a_file_of_something_else_is_refused_by_name(file: str) -> None:
    with pytest.raises(NotReadings, match=r"upstairs\.csv is not a CSV file"):
        read(file)


# Merging


def test_new_readings_go_where_they_belong_and_are_counted() -> None:
    document = of(B, D)
    assert counts(document, E, A, C) == (3, 0)
    assert text(merge(document, E, A, C)) == csv([A, B, C, D, E])


def test_a_changed_reading_replaces_the_old_one_and_is_counted() -> None:
    assert counts(of(A, B), revised(A), B) == (0, 1)
    assert text(merge(of(A, B), revised(A), B)) == csv([revised(A), B])


def test_the_same_value_in_other_words_is_no_change() -> None:
    again = Row(A.start, 0.25, A.line.replace("Z", "+00:00").replace("0.25", "0.250"))
    assert counts(of(A, B), again) == (0, 0)
    assert text(merge(of(A, B), again)) == csv([A, B])


def test_where_one_merge_brings_a_half_hour_twice_the_later_counts() -> None:
    merged = merge(of(A), revised(B), B)
    assert text(merged) == csv([A, B])
    assert counts(of(A), revised(B), B) == (1, 0)


def test_nothing_is_removed_because_it_did_not_come_again() -> None:
    assert text(merge(of(A, B, C), D)) == csv([A, B, C, D])


def test_readings_merged_into_nothing_make_a_file() -> None:
    assert text(merge(Document(), C, A)) == csv([A, C])
    assert counts(Document(), C, A) == (2, 0)


def test_good_rows_keep_their_text_and_lose_only_their_carriage_returns() -> None:
    own = [
        " 2024-01-15T00:00:00+00:00 , 2024-01-15T00:30:00Z , 0.250",
        '"2024-01-15 00:30:00Z","2024-01-15T02:00:00+01:00","1e-1"',
    ]
    assert text(merge(read("\ufeff" + csv(own, newline="\r\n")), D)) == csv([*own, D])


def test_the_next_merge_puts_order_and_duplicates_right() -> None:
    document = of(C, A, revised(A), B, revised(B), B)
    assert text(merge(document, D)) == csv([revised(A), B, C, D])
    assert merge(document, D).duplicates == merge(document, D).unordered == ()


def test_what_the_last_of_duplicates_says_already_is_not_new() -> None:
    assert counts(of(A, revised(A)), revised(A)) == (0, 0)
    assert counts(of(A, revised(A)), A) == (0, 1)


@pytest.mark.extended
@pytest.mark.parametrize("sizes", [(), (1, 1, 1, 1, 1), (2, 2, 2), (3, 4)], ids=str)
@pytest.mark.parametrize(
    ("lines", "incoming", "then"),
    [
        ([JUNK, B], [A], [JUNK, A, B]),
        ([JUNK, B, C], [A, D], [JUNK, A, B, C, D]),
        ([B, JUNK, D], [A, C], [A, B, JUNK, C, D]),
        ([B, JUNK, D], [revised(B)], [revised(B), JUNK, D]),
        ([A, B, C, JUNK, "?", E, F], [D], [A, B, C, JUNK, "?", D, E, F]),
        ([A, B, C, JUNK], [D, E], [A, B, C, JUNK, D, E]),
        ([C, JUNK, A, "?"], [B], [A, "?", B, C, JUNK]),
        ([A, JUNK, revised(A), "?"], [B], [revised(A), JUNK, "?", B]),
        ([JUNK, JUNK, A, JUNK], [B], [JUNK, JUNK, A, JUNK, B]),
        ([JUNK], [A, B], [JUNK, A, B]),
    ],
    ids=[
        "before the first row", "before and after all rows", "between rows",
        "after a changed row", "between blocks", "at the end", "after a row out of place",
        "after a duplicate", "several alike", "alone",
    ],
)  # fmt: skip
def test_an_unreadable_line_keeps_its_place_after_the_row_it_followed(
    lines: list[Row | str], incoming: list[Row], then: list[Row | str], sizes: Sequence[int]
) -> None:
    document = read(*pieces_of(csv(lines), sizes))
    assert text(merge(document, *incoming)) == csv(then)


def test_a_backfill_of_pages_from_the_newest_back_ends_in_one_ordered_file() -> None:
    history = readings(half_hours("2024-03-30T00:00Z", "2024-04-01T00:00Z"))
    document = Document()
    for end in range(len(history), 0, -10):
        document = merge(document, *history[max(0, end - 10) : end][::-1])
    assert text(document) == csv(history)


def test_blocks_stay_small_however_readings_arrive() -> None:
    history = readings(half_hours("2024-03-30T00:00Z", "2024-04-01T00:00Z"))
    document = merge(Document(), *history[::2])
    for row in history[1::2]:
        document = merge(document, row)
    assert text(document) == csv(history)
    assert max(len(block.starts) for block in document.blocks) <= 3


def test_a_document_is_not_changed_by_a_merge() -> None:
    document = of(A, C)
    before = (text(document), held(document))
    merge(document, B, revised(A))
    assert (text(document), held(document)) == before


# Files that are long and not ours


def test_a_file_of_something_else_is_refused_long_before_its_end() -> None:
    endless_log = iter(["started, stopped, started again\n" * 100] * 100)
    with pytest.raises(NotReadings):
        finish(read_document(endless_log, "daemon.log"))
    assert len(list(endless_log)) > 90


@pytest.mark.extended
def test_junk_is_kept_in_pieces_however_much_of_it_there_is() -> None:
    """Text that is added to again and again is copied again and again."""
    document = read(csv([A]), *(f"{JUNK}\n" * 100 for _ in range(50)), f"{B.line}\n")
    assert text(document) == csv([A, *[JUNK] * 5000, B])
    assert max(len(block.text) for block in document.blocks) < 50 * len(JUNK) * 100
