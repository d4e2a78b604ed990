"""Any file and any merges, as a plain dict would have them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.readings_csv import document as document_module
from octoterm.readings_csv.contents import Contents
from octoterm.readings_csv.document import in_order
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import finish
from tests.support.documents import JUNK, pieces_of, read, text
from tests.support.households import HEADER, csv, half_hours, reading


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a handful of rows fill several blocks, as thousands would."""
    monkeypatch.setattr(document_module, "BLOCK_ROWS", 3)


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
