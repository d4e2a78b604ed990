"""A file's rows and everything else in it, and how readings are merged among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.errors import NotReadings
from octoterm.readings_csv import document as document_module
from octoterm.readings_csv.contents import Contents, UnreadableLine
from octoterm.readings_csv.document import Document, in_order
from octoterm.readings_csv.reader import read_contents, read_document
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import finish
from tests.support.households import HEADER, csv, half_hours, reading, readings, utc

A, B, C, D, E, F = (
    reading(start) for start in half_hours("2024-01-15T00:00Z", "2024-01-15T03:00Z")
)
JUNK = "power cut here, see note"


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a handful of rows fill several blocks, as thousands would."""
    monkeypatch.setattr(document_module, "BLOCK_ROWS", 3)


def read(*pieces: str) -> Document:
    """The document in these pieces; its readings alone are always the same, if they are had."""
    document = finish(read_document(pieces, "upstairs.csv"))
    contents = finish(read_contents(pieces, "upstairs.csv"))
    is_in_order = not document.duplicates and not document.unordered
    assert contents == (document.contents() if is_in_order else None)
    return document


def pieces_of(text: str, sizes: Iterable[int]) -> list[str]:
    """`text` in pieces of whole lines, so many lines each."""
    lines = text.splitlines(keepends=True)
    pieces = []
    for size in sizes:
        pieces.append("".join(lines[:size]))
        lines = lines[size:]
    return [piece for piece in [*pieces, "".join(lines)] if piece]


def of(*rows: Row | str) -> Document:
    return read(csv(rows))


def merge(document: Document, *rows: Row) -> Document:
    return finish(document.merged(finish(in_order(rows))))[0]


def counts(document: Document, *rows: Row) -> tuple[int, int]:
    return finish(document.merged(finish(in_order(rows))))[1:]


def text(document: Document) -> str:
    return "".join(document.texts())


def held(document: Document) -> dict[int, float]:
    contents = document.contents()
    return dict(zip(contents.starts, contents.values, strict=True))


def revised(row: Row, value: float = 0.75) -> Row:
    return reading(row.start, value)


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


# Any file, any merges: as a plain dict would have it

POOL = [
    *half_hours("2023-10-28T23:00Z", "2023-10-29T04:00Z"),
    *half_hours("2024-03-31T00:00Z", "2024-03-31T03:00Z"),
]
some_rows = st.builds(reading, st.sampled_from(POOL), st.sampled_from((0, 0.1, 1.0, "0.10")))
odd_rows = some_rows.map(
    lambda row: row._replace(line=row.line.replace('"', "").replace(",", ", "))
)
junk = st.sampled_from((JUNK, HEADER, "\udcff\udcfe", ",,", '"', "0.1", "\x00"))
files = st.lists(st.one_of(some_rows, some_rows, odd_rows, junk), max_size=14)
tidy_files = st.lists(some_rows, max_size=14, unique_by=lambda row: row.start).map(sorted)
merges = st.lists(st.lists(some_rows, max_size=8), max_size=4)


class Model:
    """What the file should say, kept in the plainest way."""

    def __init__(self, lines: Sequence[Row | str]) -> None:
        self.rows: dict[int, Row] = {}
        self.remarks: dict[int | None, list[str]] = {None: []}
        self.changed = False
        above = None
        for line in lines:
            if isinstance(line, str):
                self.remarks.setdefault(above, []).append(line)
            else:
                self.rows[line.start] = line
                above = line.start

    def merge(self, rows: Sequence[Row]) -> tuple[int, int]:
        last = {row.start: row for row in rows}
        new = {start for start in last if start not in self.rows}
        changed = {
            start for start in last.keys() - new if last[start].value != self.rows[start].value
        }
        self.rows.update({start: last[start] for start in new | changed})
        self.changed = self.changed or bool(new or changed)
        return len(new), len(changed)

    def text(self) -> str:
        lines: list[Row | str] = list(self.remarks[None])
        for start, row in sorted(self.rows.items()):
            lines += [row, *self.remarks.get(start, [])]
        return csv(lines)


@given(
    st.one_of(files, tidy_files), st.lists(st.integers(1, 5), max_size=6), merges,
    st.sampled_from(("\n", "\r\n")),
)  # fmt: skip
def test_any_file_takes_any_merges_as_a_plain_dict_would(
    lines: list[Row | str], sizes: list[int], incoming: list[list[Row]], newline: str
) -> None:
    document = read(*pieces_of(csv(lines, newline=newline), sizes))
    model = Model(lines)
    for rows in incoming:
        document, new, changed = finish(document.merged(finish(in_order(rows))))
        assert (new, changed) == model.merge(rows)
        contents = document.contents()
        assert list(contents.starts) == sorted(model.rows)
        assert list(contents.values) == [model.rows[start].value for start in contents.starts]
        assert len(contents.unreadable) == sum(map(len, model.remarks.values()))
        if model.changed:
            assert text(document) == model.text()
            assert sheet_of_file(text(document))[:2] == (contents.starts, contents.values)


def sheet_of_file(file: str) -> tuple[object, ...]:
    """The two columns of a file just written, which must need no putting right."""
    contents: Contents = read(file).contents()
    assert (contents.duplicates, contents.unordered) == ((), ())
    assert all(before < after for before, after in pairwise(contents.starts))
    return contents.starts, contents.values


@given(files, st.lists(st.integers(1, 5), max_size=6))
def test_every_line_out_of_place_is_reported_once(
    lines: list[Row | str], sizes: list[int]
) -> None:
    duplicates, unordered, unreadable = [], [], []
    seen: set[int] = set()
    for number, line in enumerate(lines, start=2):
        if isinstance(line, str):
            unreadable.append(number)
        elif line.start in seen:
            duplicates.append(number)
        elif seen and line.start < max(seen):
            unordered.append(number)
        if isinstance(line, Row):
            seen.add(line.start)
    document = read(*pieces_of(csv(lines), sizes))
    assert list(document.duplicates) == duplicates
    assert list(document.unordered) == unordered
    assert [line for line, _ in document.unreadable] == unreadable


# Files that are long and not ours


def test_a_file_of_something_else_is_refused_long_before_its_end() -> None:
    endless_log = iter(["started, stopped, started again\n" * 100] * 100)
    with pytest.raises(NotReadings):
        finish(read_document(endless_log, "daemon.log"))
    assert len(list(endless_log)) > 90


def test_junk_is_kept_in_pieces_however_much_of_it_there_is() -> None:
    """Text that is added to again and again is copied again and again."""
    document = read(csv([A]), *(f"{JUNK}\n" * 100 for _ in range(50)), f"{B.line}\n")
    assert text(document) == csv([A, *[JUNK] * 5000, B])
    assert max(len(block.text) for block in document.blocks) < 50 * len(JUNK) * 100
