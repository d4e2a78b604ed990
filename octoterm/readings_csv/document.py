"""The text of one CSV file, and how rows are merged into it. Pure: text in, text out.

A document is a list of blocks of several hundred rows. Almost every block is exactly as octoterm
writes it and is passed on unchanged; a merge rewrites only the blocks that new rows fall into. In
these, readable rows keep their text, unreadable lines stay after the row they followed, and the
later of two rows for one half hour counts.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate
from operator import lt
from typing import NamedTuple

from octoterm.periods.london import INSTANT
from octoterm.readings_csv import line_format
from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.contents import Contents, Signature, UnreadableLine
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import Sliced

BLOCK_ROWS = 1000
"""Rows in a block: about 64 kB of text."""

FOREVER = 1 << 62
"""UTC seconds later than any reading."""


class Block(NamedTuple):
    """Consecutive lines as they will be written, and the rows in them."""

    text: str
    starts: array[int]
    values: array[float]


class Document(NamedTuple):
    """The whole file, its blocks in time order. Line numbers are those of the file as read."""

    blocks: tuple[Block, ...] = ()
    duplicates: tuple[int, ...] = ()
    unordered: tuple[int, ...] = ()
    unreadable: tuple[UnreadableLine, ...] = ()
    reasons: tuple[tuple[str, int], ...] = ()
    """As in `Contents`, like the three fields above."""
    is_plain: bool = False
    """Whether every line of the file was exactly as octoterm writes it."""
    is_rewritten: bool = False
    """Whether any line's text differs from what was read, if only by a byte order mark or a
    carriage return."""
    converted_from: str = ""
    """As in `Contents`."""

    def contents(self, signature: Signature | None = None) -> Contents:
        """The readings as two columns."""
        starts, values = array(INSTANT), array("d")
        for block in self.blocks:
            starts.extend(block.starts)
            values.extend(block.values)
        return Contents(
            starts,
            values,
            self.duplicates,
            self.unordered,
            self.unreadable,
            self.reasons,
            signature,
            self.is_plain,
            converted_from=self.converted_from,
        )

    def texts(self) -> Iterator[str]:
        """The file's text, piece by piece: the header, then the rows in time order."""
        yield line_format.HEADER_LINE
        yield from self.row_texts()

    def row_texts(self) -> Iterator[str]:
        """The file's text without the header."""
        for block in self.blocks:
            yield block.text

    def clean_texts(self) -> Iterator[str]:
        """The file's text with rows only, each as octoterm writes it."""
        yield line_format.HEADER_LINE
        for block in self.blocks:
            if line_format.read_lines(block.text):
                yield block.text
            else:
                yield joined(map(line_format.canonical, _readable(block.text)))

    def merged(self, rows: Sequence[Row]) -> Sliced[tuple[Document, int, int]]:
        """The document with `rows` merged in, which must be in order; how many of them were new,
        and how many changed a reading.

        A row with the value already stored is neither, whatever its text. The result has no
        duplicates and is in order; its unreadable lines keep their numbers.
        """
        blocks: list[Block] = []
        new = changed = taken = 0
        for block in self.blocks:
            yield 0
            if not block.starts:
                blocks.append(block)
                continue
            before = bisect_left(rows, block.starts[0], taken, key=_start)
            blocks += yield from _blocks_of(rows[taken:before])
            new += before - taken
            taken = bisect_left(rows, block.starts[-1] + 1, before, key=_start)
            if before == taken:
                blocks.append(block)
                continue
            held = dict(zip(block.starts, block.values, strict=True))
            added = [row for row in rows[before:taken] if row.start not in held]
            revised = [
                row for row in rows[before:taken] if held.get(row.start, row.value) != row.value
            ]
            if added or revised:
                blocks += yield from _put_in_order([block], added + revised)
            else:
                blocks.append(block)
            new += len(added)
            changed += len(revised)
        blocks += yield from _blocks_of(rows[taken:])
        new += len(rows) - taken
        is_plain = self.is_plain or not self.blocks
        merged = self._replace(
            blocks=tuple(blocks), duplicates=(), unordered=(), is_plain=is_plain
        )
        return merged, new, changed


def in_order(rows: Iterable[Row]) -> Sliced[list[Row]]:
    """The rows in time order, one for each half hour: the later of two counts."""
    latest = {row.start: row for row in rows}
    yield 0
    return [latest[start] for start in sorted(latest)]


def _readable(text: str) -> Iterator[str]:
    """The lines of a block that can be read as rows."""
    for line in text.removesuffix("\n").split("\n"):
        with suppress(BadRow):
            yield line_format.read_line(line).line


def tidied(blocks: Sequence[Block]) -> Sliced[list[Block]]:
    """The blocks in time order, with one row for each half hour; ordered blocks stay unchanged.

    The blocks are handled in runs, cut where all rows before are earlier than all rows after.
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
                ordered += yield from _run_in_order(run)
                run = []
            latest = max(block.starts) if latest is None else max(latest, *block.starts)
        run.append(block)
    return [*ordered, *(yield from _run_in_order(run))]


def _run_in_order(run: Sequence[Block]) -> Sliced[Sequence[Block]]:
    """The blocks of one run in order; unchanged if they already are."""
    filled = [block for block in run if block.starts]
    if len(filled) <= 1 and all(ascending(block.starts) for block in filled):
        return run
    return (yield from _put_in_order(run, ()))


def ascending(starts: Sequence[int]) -> bool:
    """Whether each start is later than the one before it."""
    return isinstance(starts, range) or all(map(lt, starts, starts[1:]))


def _start(row: Row) -> int:
    return row.start


def _blocks_of(rows: Sequence[Row]) -> Sliced[list[Block]]:
    """Blocks for ordered rows without unreadable lines."""
    blocks: list[Block] = []
    for at in range(0, len(rows), BLOCK_ROWS):
        blocks.append(_block(rows[at : at + BLOCK_ROWS], {}))
        yield 0
    return blocks


def _put_in_order(blocks: Iterable[Block], rows: Sequence[Row]) -> Sliced[tuple[Block, ...]]:
    """The blocks' lines in time order, one row for each half hour: the last one given counts.

    `rows` count as later than all others. Unreadable lines stay after the half hour they followed.
    """
    held: dict[int, Row] = {}
    followers: dict[int | None, list[str]] = {}
    above: int | None = None
    for block in blocks:
        yield 0
        for line in block.text.removesuffix("\n").split("\n"):
            try:
                row = line_format.read_line(line)
            except BadRow:
                followers.setdefault(above, []).append(line)
            else:
                held[row.start] = row
                above = row.start
    held.update((row.start, row) for row in rows)
    before_rows = followers.pop(None, ())
    ordered = [block_without_rows(before_rows)] if before_rows else []
    starts = sorted(held)
    for at in range(0, len(starts), BLOCK_ROWS):
        yield 0
        ordered.append(_block([held[start] for start in starts[at : at + BLOCK_ROWS]], followers))
    return tuple(ordered)


def _block(rows: Sequence[Row], followers: Mapping[int | None, Sequence[str]]) -> Block:
    """A block of ordered `rows`, each with the unreadable lines that follow it."""
    lines = [row.line for row in rows]
    if followers:
        lines = [line for row in rows for line in (row.line, *followers.get(row.start, ()))]
    return Block(
        joined(lines),
        array(INSTANT, [row.start for row in rows]),
        array("d", [row.value for row in rows]),
    )


def block_without_rows(lines: Iterable[str]) -> Block:
    """A block of unreadable lines."""
    return Block(joined(lines), array(INSTANT), array("d"))


def joined(lines: Iterable[str]) -> str:
    """The lines as text, each with a newline."""
    return "\n".join([*lines, ""])
