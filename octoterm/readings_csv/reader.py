"""Reads a CSV file's text into a document, or into its readings alone. Pure: no file access.

Almost every piece of text is exactly as octoterm writes it and is parsed as a whole; any other is
read line by line. Rows rewritten by a spreadsheet are accepted, and are written back as octoterm
writes them.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from math import inf

from octoterm.household.meter import UNIT_KWH
from octoterm.periods.london import INSTANT
from octoterm.readings_csv import line_format, spreadsheet
from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.base_reader import BaseReader, not_readings, read_all
from octoterm.readings_csv.contents import MOST_REASONS, Contents, UnreadableLine
from octoterm.readings_csv.document import (
    Block,
    Document,
    ascending,
    block_without_rows,
    joined,
    tidied,
)
from octoterm.readings_csv.header import OWN_LAYOUT
from octoterm.readings_csv.row import Row
from octoterm.readings_csv.spreadsheet import Evidence
from octoterm.runtime.slices import Sliced


def read_document(texts: Iterable[str], name: str, unit: str = UNIT_KWH) -> Sliced[Document]:
    """The document in `texts`, which end at line ends and may be iterated over several times.

    `name` is for errors; `unit` is the meter's, kWh or m3. Raises NotReadings if this is another
    kind of file.
    """
    reader = yield from read_all(_DocumentReader, texts, name, unit)
    return (yield from reader.document())


def read_contents(
    texts: Iterable[str], name: str, unit: str = UNIT_KWH
) -> Sliced[Contents | None]:
    """`read_document(…).contents()` in a fifth of the memory; None if rows are out of order,
    which only a document can correct. Raises NotReadings.
    """
    try:
        return (yield from read_all(_ContentsReader, texts, name, unit)).contents()
    except _OutOfOrder:
        return None


def read_plain(texts: Iterable[str]) -> Sliced[Contents | None]:
    """The readings in lines without a header; None if there are none, or if any is out of order
    or not exactly as octoterm writes it."""
    starts, values = array(INSTANT), array("d")
    for text in texts:
        columns = line_format.read_lines(text)
        if not columns or not ascending(columns[0]) or columns[0][0] <= _last_of(starts):
            return None
        starts.extend(columns[0])
        values.extend(columns[1])
        yield 0
    return Contents(starts, values, is_plain=True) if starts else None


def _last_of(starts: Sequence[int]) -> float:
    """The last start; minus infinity if there is none."""
    return starts[-1] if starts else -inf


class _DocumentReader(BaseReader):
    """Keeps the lines of a file, and records what is wrong with them."""

    def __init__(self, name: str, unit: str, evidence: Evidence | None) -> None:
        super().__init__(name, unit, evidence)
        self._blocks: list[Block] = []
        self._rows = 0
        self._latest: int | None = None
        self._known: set[int] | None = None
        """All starts so far; None until a row is out of order."""
        self._duplicates: list[int] = []
        self._unordered: list[int] = []
        self._unreadable: list[UnreadableLine] = []
        self._reasons: Counter[str] = Counter()

    def _take_rows(self, text: str) -> None:
        columns = self._columns(text)
        if columns and self._accept_if_in_order(columns[0]):
            self._refuse_rows_of_other_quantity()
            starts = array(INSTANT, [*columns[0]])  # a list is taken faster than a range
            values = array("d", columns[1])
            self._keep(Block(text, starts, values))
            self._lines += len(starts)
        else:
            self._is_plain = False
            self._line_by_line(text)
            self._refuse_if_foreign()

    def _refuse_if_foreign(self) -> None:
        if not self._header and self._rows < self._reasons.total():
            raise not_readings(self._name, "it has none, and most lines are no readings")

    def _keep(self, block: Block) -> None:
        self._blocks.append(block)

    def _begin_long_line(self) -> None:
        self._note_unreadable(
            BadRow("a very long line", "a line of more than a million characters")
        )
        self._refuse_if_foreign()

    def _hold(self, part: str) -> None:
        if self._long_line is not None:
            self._long_line.append(part)

    def end_long_line(self) -> None:
        if self._long_line is not None:
            line = "".join(self._long_line)
            written = self._note_rewriting(line, line.rstrip("\r"))
            self._keep(block_without_rows([written]))
        super().end_long_line()

    def document(self) -> Sliced[Document]:
        tidy = not self._duplicates and not self._unordered
        return Document(
            tuple(self._blocks if tidy else (yield from tidied(self._blocks))),
            tuple(self._duplicates),
            tuple(self._unordered),
            tuple(self._unreadable),
            self.reasons,
            self.is_plain,
            self._is_rewritten,
            self._layout.unit,
        )

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        return tuple(self._reasons.most_common())

    @property
    def is_plain(self) -> bool:
        """Whether all text so far is exactly as octoterm writes it."""
        return bool(self._header) and self._is_plain

    def _accept_if_in_order(self, starts: Sequence[int]) -> bool:
        """Record the starts if they are in order and after all so far; whether they are."""
        if not starts or not ascending(starts):
            return False
        if self._latest is not None and starts[0] <= self._latest:
            return False
        self._latest = starts[-1]
        self._rows += len(starts)
        if self._known is not None:
            self._known.update(starts)
        return True

    def _line_by_line(self, text: str) -> None:
        lines: list[str] = []
        starts, values = array(INSTANT), array("d")
        before_rows = 0  # lines before the first row, which belong to the block before
        for line in text.removesuffix("\n").split("\n"):
            self._lines += 1
            if not line.strip():
                continue
            try:
                row = self._row(line.removeprefix("\ufeff"))
            except BadRow as bad:
                self._note_unreadable(bad)
                form = self._unreadable_form(line.rstrip("\r"))
                lines.append(self._note_rewriting(line, form))
                if not starts:
                    before_rows = len(lines)
            else:
                self._refuse_rows_of_other_quantity()
                self._record_start(row.start, starts)
                lines.append(self._note_rewriting(line, row.line))
                starts.append(row.start)
                values.append(row.value)
        if before_rows:
            self._keep(block_without_rows(lines[:before_rows]))
        if starts:
            self._keep(Block(joined(lines[before_rows:]), starts, values))

    def _row(self, line: str) -> Row:
        """The row in a line of any form. Raises BadRow, NeedsEvidence, and NotReadings if another
        table begins."""
        if row := self._own_row(line):
            return row
        try:
            return spreadsheet.read_row(line, self._lines, self._layout, self._evidence)
        except BadRow:
            if self._take_words(line):
                raise BadRow("the header again") from None
            raise

    def _note_rewriting(self, line: str, written: str) -> str:
        """`written`, the form in which `line` will be written; notes whether the two differ."""
        self._is_rewritten = self._is_rewritten or line != written
        return written

    def _unreadable_form(self, line: str) -> str:
        """The form in which an unreadable line will be written: unchanged, or in octoterm's
        columns and unit if the file's are different, as octoterm replaces the header."""
        if self._layout == OWN_LAYOUT:
            return line
        try:
            return spreadsheet.in_own_columns(line, self._layout)
        except BadRow:
            return line

    def _note_unreadable(self, bad: BadRow) -> None:
        """Record the current line as unreadable."""
        self._reasons[bad.kind] += 1
        if len(self._unreadable) < MOST_REASONS:
            self._unreadable.append(UnreadableLine(self._lines, bad.why))

    def _record_start(self, start: int, above: array[int]) -> None:
        """Record `start`, and whether it is out of order; `above` are the starts of its block."""
        if self._latest is not None and start <= self._latest:
            if self._known is None:
                self._known = {known for block in self._blocks for known in block.starts}
                self._known.update(above)
            repeated = start in self._known
            (self._duplicates if repeated else self._unordered).append(self._lines)
        else:
            self._latest = start
        self._rows += 1
        if self._known is not None:
            self._known.add(start)


class _OutOfOrder(Exception):
    """Rows are out of order, which only a document can correct."""


class _ContentsReader(_DocumentReader):
    """Keeps the readings alone, as the text takes four times their memory."""

    def __init__(self, name: str, unit: str, evidence: Evidence | None) -> None:
        super().__init__(name, unit, evidence)
        self.starts, self.values = array(INSTANT), array("d")

    def _keep(self, block: Block) -> None:
        self.starts.extend(block.starts)
        self.values.extend(block.values)

    def _hold(self, part: str) -> None:
        pass

    def _record_start(self, start: int, above: array[int]) -> None:
        if self._latest is not None and start <= self._latest:
            raise _OutOfOrder
        super()._record_start(start, above)

    def contents(self) -> Contents:
        return Contents(
            self.starts,
            self.values,
            unreadable=tuple(self._unreadable),
            reasons=self.reasons,
            is_plain=self.is_plain,
            converted_from=self._layout.unit,
        )
