"""What one CSV file holds, and how readings are merged into it. Pure: text in, text out.

A document is a list of blocks of some hundred rows. Almost every block of almost every file is
exactly as octoterm writes it, so it is parsed as a whole and passed on as it is; a merge
rewrites only the blocks that new rows fall into. Any block that is odd is read line by line:
good rows keep their text, lines that cannot be read keep their place after the row they
followed, and of two rows for one half hour the later one counts. Rows that a spreadsheet has
rewritten are good ones too, and are written back as octoterm writes them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate
from operator import lt
from typing import NamedTuple, TypeAlias

from octoterm import csv_format, spreadsheet
from octoterm.csv_format import BadRow, Row
from octoterm.errors import NotReadings
from octoterm.steps import Steps

BLOCK_ROWS = 1000
"""Rows to a block: about 64 kB of text."""


FOREVER = 1 << 62
"""Later than any reading."""

Signature: TypeAlias = tuple[int, int, int]
"""A file's inode, size and time of change."""


class UnreadableLine(NamedTuple):
    """A line that is no reading: its number in the file (1 is the header) and why."""

    line: int
    why: str


@dataclass(frozen=True)
class Sheet:
    """The readings of one CSV file, and what is wrong with the file.

    `starts` (UTC seconds, ascending, unique) and `values` (the meter's own unit) are parallel.
    """

    starts: array[int] = field(default_factory=lambda: array("q"))
    values: array[float] = field(default_factory=lambda: array("d"))
    duplicates: tuple[int, ...] = ()
    """Numbers of lines that repeat the half hour of an earlier line, and win."""
    unordered: tuple[int, ...] = ()
    """Numbers of lines whose half hour is before that of an earlier line."""
    unreadable: tuple[UnreadableLine, ...] = ()
    signature: Signature | None = None
    """Of the file these were read from: it has another as soon as anybody writes it."""

    def has_all(self, rows: Iterable[Row]) -> bool:
        """Whether every one of `rows` says what is stored already."""
        for row in rows:
            at = bisect_left(self.starts, row.start)
            if at == len(self.starts) or self.starts[at] != row.start:
                return False
            if self.values[at] != row.value:
                return False
        return True

    @property
    def first(self) -> int | None:
        """Start of the earliest reading, UTC seconds."""
        return self.starts[0] if self.starts else None

    @property
    def last(self) -> int | None:
        """Start of the latest reading, UTC seconds."""
        return self.starts[-1] if self.starts else None


class Block(NamedTuple):
    """Some consecutive lines, as they are to stand in the file, and the rows in them."""

    text: str
    starts: array[int]
    values: array[float]


@dataclass(frozen=True)
class Document:
    """The whole file, its blocks in time order. The line numbers are those it was read with."""

    blocks: tuple[Block, ...] = ()
    duplicates: tuple[int, ...] = ()
    unordered: tuple[int, ...] = ()
    unreadable: tuple[UnreadableLine, ...] = ()

    @classmethod
    def read(cls, texts: Iterable[str], name: str) -> Steps[Document]:
        """Build the document from pieces of text that end at line ends; `name` is for errors.

        Raises NotReadings where this is some other kind of file.
        """
        reader = _Reader(name)
        for text in texts:
            reader.take(text)
            yield 0
        return (yield from reader.document())

    def sheet(self, signature: Signature | None = None) -> Sheet:
        """The readings as two columns."""
        starts, values = array("q"), array("d")
        for block in self.blocks:
            starts.extend(block.starts)
            values.extend(block.values)
        return Sheet(starts, values, self.duplicates, self.unordered, self.unreadable, signature)

    def texts(self) -> Iterator[str]:
        """The file's text, piece by piece: the header, then the rows in time order."""
        yield f"{csv_format.HEADER}\n"
        for block in self.blocks:
            yield block.text

    def clean_texts(self) -> Iterator[str]:
        """The file's text as octoterm alone would have written it: rows, each in its own form."""
        yield f"{csv_format.HEADER}\n"
        for block in self.blocks:
            if csv_format.read_lines(block.text):
                yield block.text
            else:
                yield _text(map(csv_format.canonical, _readable(block.text)))

    def merged(self, rows: Sequence[Row]) -> Steps[tuple[Document, int, int]]:
        """The document with `rows` in it, how many of them were new and how many changed one.

        A row that says what is stored already is neither, whatever its text. Where `rows` hold
        a half hour twice, the later counts. The result is tidy; its unreadable lines keep the
        numbers that they had.
        """
        latest = {row.start: row for row in rows}
        yield 0
        incoming = [latest[start] for start in sorted(latest)]
        blocks: list[Block] = []
        new = changed = taken = 0
        for block in self.blocks:
            yield 0
            if not block.starts:
                blocks.append(block)
                continue
            before = bisect_left(incoming, block.starts[0], taken, key=_start)
            blocks += yield from _blocks_of(incoming[taken:before])
            new += before - taken
            taken = bisect_left(incoming, block.starts[-1] + 1, before, key=_start)
            if before == taken:
                blocks.append(block)
                continue
            held = dict(zip(block.starts, block.values, strict=True))
            added = [row for row in incoming[before:taken] if row.start not in held]
            revised = [
                row
                for row in incoming[before:taken]
                if held.get(row.start, row.value) != row.value
            ]
            if added or revised:
                blocks += yield from _in_order([block], added + revised)
            else:
                blocks.append(block)
            new += len(added)
            changed += len(revised)
        blocks += yield from _blocks_of(incoming[taken:])
        new += len(incoming) - taken
        return Document(tuple(blocks), unreadable=self.unreadable), new, changed


class _Reader:
    """Takes a file's text piece by piece, and finds out what is wrong with it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._blocks: list[Block] = []
        self._has_header = False
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
            if csv_format.is_header(header):
                self._has_header = True
                self._lines = 1
                text = rest
        if not text:
            return
        columns = csv_format.read_lines(text)
        if columns and self._continues(columns[0]):
            starts, values = array("q", columns[0]), array("d", columns[1])
            self._keep(Block(text, starts, values))
            self._lines += len(starts)
        else:
            self._line_by_line(text)
            if not self._has_header and self._rows < len(self._unreadable):
                raise not_readings(self._name)

    def _keep(self, block: Block) -> None:
        self._blocks.append(block)

    def document(self) -> Steps[Document]:
        tidy = not self._duplicates and not self._unordered
        return Document(
            tuple(self._blocks if tidy else (yield from _tidied(self._blocks))),
            tuple(self._duplicates),
            tuple(self._unordered),
            tuple(self._unreadable),
        )

    def _continues(self, starts: Sequence[int]) -> bool:
        """Whether these rows simply go on from those so far; if so, they are on record."""
        if not starts or not _ascending(starts):
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
        starts, values = array("q"), array("d")
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
            self._keep(Block(_text(lines[:ahead]), array("q"), array("d")))
        if starts:
            self._keep(Block(_text(lines[ahead:]), starts, values))

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
        self.starts, self.values = array("q"), array("d")

    def _keep(self, block: Block) -> None:
        self.starts.extend(block.starts)
        self.values.extend(block.values)

    def _check_order(self, start: int, above: array[int]) -> None:
        if self._latest is not None and start <= self._latest:
            raise _OutOfOrder
        super()._check_order(start, above)

    def sheet(self) -> Sheet:
        return Sheet(self.starts, self.values, unreadable=tuple(self._unreadable))


def read_sheet(texts: Iterable[str], name: str) -> Steps[Sheet | None]:
    """`Document.read(…).sheet()` in a fifth of the memory; None where rows are out of order,
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


def end_of(text: str) -> Sheet | None:
    """The readings in the last lines of a file, if all are as octoterm writes them."""
    columns = csv_format.read_lines(text)
    if not columns or not columns[0] or not _ascending(columns[0]):
        return None
    return Sheet(array("q", columns[0]), array("d", columns[1]))


def not_readings(name: str) -> NotReadings:
    """What to raise for some other kind of file."""
    return NotReadings(
        f"{name} is not a CSV file of half-hourly readings",
        f"Its first line should be {csv_format.HEADER}. It was left untouched",
    )


def _read_line(line: str, above: int | None) -> Row:
    """The row in a line, whoever wrote it. Raises BadRow."""
    try:
        return csv_format.read_line(line)
    except BadRow:
        return spreadsheet.read_line(line, above)


def _readable(text: str) -> Iterator[str]:
    """The lines of a block that are rows."""
    for line in text.removesuffix("\n").split("\n"):
        with suppress(BadRow):
            yield csv_format.read_line(line).line


def _tidied(blocks: Sequence[Block]) -> Steps[list[Block]]:
    """The blocks in time order, one row for each half hour; those that are so stay as they are.

    They are looked at in runs, cut where all rows before are earlier than all rows after.
    """
    earliest = list(
        accumulate((min(block.starts, default=FOREVER) for block in reversed(blocks)), min)
    )
    ordered: list[Block] = []
    run: list[Block] = []
    latest: int | None = None
    for block, first_to_come in zip(blocks, reversed(earliest), strict=True):
        yield 0
        if block.starts:
            if latest is not None and latest < first_to_come:
                ordered += yield from _settled(run)
                run = []
            latest = max(block.starts) if latest is None else max(latest, *block.starts)
        run.append(block)
    return [*ordered, *(yield from _settled(run))]


def _settled(run: Sequence[Block]) -> Steps[Sequence[Block]]:
    filled = [block for block in run if block.starts]
    if len(filled) <= 1 and all(_ascending(block.starts) for block in filled):
        return run
    return (yield from _in_order(run, ()))


def _ascending(starts: Sequence[int]) -> bool:
    return isinstance(starts, range) or all(map(lt, starts, starts[1:]))


def _start(row: Row) -> int:
    return row.start


def _blocks_of(rows: Sequence[Row]) -> Steps[list[Block]]:
    """Blocks for rows in order, among which nothing else stands."""
    blocks: list[Block] = []
    for at in range(0, len(rows), BLOCK_ROWS):
        blocks.append(_block(rows[at : at + BLOCK_ROWS], {}))
        yield 0
    return blocks


def _in_order(blocks: Iterable[Block], rows: Sequence[Row]) -> Steps[tuple[Block, ...]]:
    """The blocks' lines in time order, one row for each half hour: the last one given.

    `rows` come after all others. Unreadable lines stay behind the half hour they followed.
    """
    held: dict[int, Row] = {}
    remarks: dict[int | None, list[str]] = {}
    above: int | None = None
    for block in blocks:
        yield 0
        for line in block.text.removesuffix("\n").split("\n"):
            try:
                row = csv_format.read_line(line)
            except BadRow:
                remarks.setdefault(above, []).append(line)
            else:
                held[row.start] = row
                above = row.start
    held.update((row.start, row) for row in rows)
    preface = _text(remarks.pop(None, ()))
    ordered = [Block(preface, array("q"), array("d"))] if preface else []
    starts = sorted(held)
    for at in range(0, len(starts), BLOCK_ROWS):
        yield 0
        ordered.append(_block([held[start] for start in starts[at : at + BLOCK_ROWS]], remarks))
    return tuple(ordered)


def _block(rows: Sequence[Row], remarks: Mapping[int | None, Sequence[str]]) -> Block:
    """A block of `rows`, in order, each with the unreadable lines that follow it."""
    lines = [row.line for row in rows]
    if remarks:
        lines = [line for row in rows for line in (row.line, *remarks.get(row.start, ()))]
    return Block(
        _text(lines),
        array("q", [row.start for row in rows]),
        array("d", [row.value for row in rows]),
    )


def _text(lines: Iterable[str]) -> str:
    return "\n".join([*lines, ""])
