"""A CSV file's text, read: into a document, or into the readings alone. Pure: no files here.

Almost every piece of almost every file is exactly as octoterm writes it, and is parsed as a
whole; any that is odd is read line by line. Rows that a spreadsheet has rewritten are good ones
too, and are written back as octoterm writes them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from math import inf

from octoterm import csv_format, spreadsheet
from octoterm.csv_format import BadRow, Row
from octoterm.document import Block, Document, ascending, joined, tidied
from octoterm.errors import NotReadings
from octoterm.period import INSTANT
from octoterm.sheet import Sheet, UnreadableLine
from octoterm.steps import Steps


def read_document(texts: Iterable[str], name: str) -> Steps[Document]:
    """The document in pieces of text that end at line ends; `name` is for errors.

    Raises NotReadings where this is some other kind of file.
    """
    reader = _Reader(name)
    for text in texts:
        reader.take(text)
        yield 0
    return (yield from reader.document())


def read_sheet(texts: Iterable[str], name: str) -> Steps[Sheet | None]:
    """`read_document(…).sheet()` in a fifth of the memory; None where rows are out of order,
    which a document puts right. Raises NotReadings.
    """
    reader = _SheetReader(name)
    try:
        for text in texts:
            reader.take(text)
            yield 0
    except _OutOfOrder:
        return None
    return reader.sheet()


def read_plain(texts: Iterable[str]) -> Steps[Sheet | None]:
    """The readings in the last lines of a file, if there are some, and all are in order and
    exactly as octoterm writes them."""
    starts, values = array(INSTANT), array("d")
    for text in texts:
        columns = csv_format.read_lines(text)
        if not columns or not ascending(columns[0]) or columns[0][0] <= last_of(starts):
            return None
        starts.extend(columns[0])
        values.extend(columns[1])
        yield 0
    return Sheet(starts, values, is_plain=True) if starts else None


def last_of(starts: Sequence[int]) -> float:
    """The last of them; earlier than any reading where there is none."""
    return starts[-1] if starts else -inf


def not_readings(name: str) -> NotReadings:
    """What to raise for some other kind of file."""
    return NotReadings(
        f"{name} is not a CSV file of half-hourly readings",
        f"Its first line should be {csv_format.HEADER}. It was left untouched",
    )


class _Reader:
    """Takes a file's text piece by piece, and finds out what is wrong with it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._blocks: list[Block] = []
        self._has_header = False
        self._is_plain = True
        self._lines = 0
        self._rows = 0
        self._latest: int | None = None
        self._above: int | None = None
        self._seen: set[int] | None = None  # filled when rows first stop being in order
        self._duplicates: list[int] = []
        self._unordered: list[int] = []
        self._unreadable: list[UnreadableLine] = []

    def take(self, text: str) -> None:
        if self._lines == 0:
            header, _, rest = text.removeprefix("\ufeff").partition("\n")
            self._is_plain = text.startswith(csv_format.HEADER_LINE)
            if csv_format.is_header(header):
                self._has_header = True
                self._lines = 1
                text = rest
        if not text:
            return
        columns = csv_format.read_lines(text)
        if columns and self._continues(columns[0]):
            starts, values = array(INSTANT, columns[0]), array("d", columns[1])
            self._keep(Block(text, starts, values))
            self._lines += len(starts)
        else:
            self._is_plain = False
            self._line_by_line(text)
            if not self._has_header and self._rows < len(self._unreadable):
                raise not_readings(self._name)

    def _keep(self, block: Block) -> None:
        self._blocks.append(block)

    def document(self) -> Steps[Document]:
        tidy = not self._duplicates and not self._unordered
        return Document(
            tuple(self._blocks if tidy else (yield from tidied(self._blocks))),
            tuple(self._duplicates),
            tuple(self._unordered),
            tuple(self._unreadable),
            self.is_plain,
        )

    @property
    def is_plain(self) -> bool:
        """Whether all so far is exactly as octoterm writes it."""
        return self._has_header and self._is_plain

    def _continues(self, starts: Sequence[int]) -> bool:
        """Whether these rows simply go on from those so far; if so, they are on record."""
        if not starts or not ascending(starts):
            return False
        if self._latest is not None and starts[0] <= self._latest:
            return False
        self._latest = self._above = starts[-1]
        self._rows += len(starts)
        if self._seen is not None:
            self._seen.update(starts)
        return True

    def _line_by_line(self, text: str) -> None:
        lines: list[str] = []
        starts, values = array(INSTANT), array("d")
        ahead = 0
        for line in text.removesuffix("\n").split("\n"):
            self._lines += 1
            if not line.strip():
                continue
            try:
                row = _read_line(line.removeprefix("\ufeff"), self._above)
            except BadRow as bad:
                self._unreadable.append(UnreadableLine(self._lines, bad.why))
                lines.append(line.rstrip("\r"))
                if not starts:
                    ahead = len(lines)
            else:
                self._above = row.start
                self._check_order(row.start, starts)
                lines.append(row.line)
                starts.append(row.start)
                values.append(row.value)
        if ahead:  # they follow the rows of the block before
            self._keep(Block(joined(lines[:ahead]), array(INSTANT), array("d")))
        if starts:
            self._keep(Block(joined(lines[ahead:]), starts, values))

    def _check_order(self, start: int, above: array[int]) -> None:
        """Put `start` on record; `above` are those of its own block."""
        if self._latest is not None and start <= self._latest:
            if self._seen is None:
                self._seen = {known for block in self._blocks for known in block.starts}
                self._seen.update(above)
            repeated = start in self._seen
            (self._duplicates if repeated else self._unordered).append(self._lines)
        else:
            self._latest = start
        self._rows += 1
        if self._seen is not None:
            self._seen.add(start)


class _OutOfOrder(Exception):
    """Rows that only a document can put in order."""


class _SheetReader(_Reader):
    """Keeps the readings alone: the text takes four times the memory."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.starts, self.values = array(INSTANT), array("d")

    def _keep(self, block: Block) -> None:
        self.starts.extend(block.starts)
        self.values.extend(block.values)

    def _check_order(self, start: int, above: array[int]) -> None:
        if self._latest is not None and start <= self._latest:
            raise _OutOfOrder
        super()._check_order(start, above)

    def sheet(self) -> Sheet:
        unreadable = tuple(self._unreadable)
        return Sheet(self.starts, self.values, unreadable=unreadable, is_plain=self.is_plain)


def _read_line(line: str, above: int | None) -> Row:
    """The row in a line, whoever wrote it. Raises BadRow."""
    try:
        return csv_format.read_line(line)
    except BadRow:
        return spreadsheet.read_line(line, above)
