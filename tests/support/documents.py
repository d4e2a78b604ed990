"""Documents read from pieces of text, and merged into."""

from __future__ import annotations

from collections.abc import Iterable

from octoterm.readings_csv.document import Document, in_order
from octoterm.readings_csv.reader import read_contents, read_document
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import finish
from tests.support.households import csv, reading

JUNK = "power cut here, see note"


def read(*pieces: str) -> Document:
    """The document in these pieces. Checks that its readings are the same when read alone, which
    is possible only if they are in order."""
    document = finish(read_document(pieces, "upstairs.csv"))
    contents = finish(read_contents(pieces, "upstairs.csv"))
    is_in_order = not document.duplicates and not document.unordered
    assert contents == (document.contents() if is_in_order else None)
    return document


def pieces_of(text: str, sizes: Iterable[int]) -> list[str]:
    """`text` in pieces of whole lines; `sizes` are the numbers of lines in them."""
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
