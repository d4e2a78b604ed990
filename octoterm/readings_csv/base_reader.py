"""The base of all readers of a CSV file's text: handles the header and very long lines. Pure.

The header defines what the rows mean. If a spreadsheet's row is ambiguous, the text is read once
more to collect evidence from all rows, and then again from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from octoterm.errors import NotReadings
from octoterm.readings_csv import line_format
from octoterm.readings_csv.ambiguous_times import EvidenceCollector
from octoterm.readings_csv.bad_row import BadRow, quoted
from octoterm.readings_csv.header import (
    OWN_LAYOUT,
    NotConsumption,
    has_words,
    layout_of,
    may_be_header,
    other_quantity,
    repeats_header,
)
from octoterm.readings_csv.row import Row
from octoterm.readings_csv.spreadsheet import Cells, Evidence, NeedsEvidence
from octoterm.runtime.slices import Sliced


class LinePart(str):
    """A part of a very long line that continues in the next text."""

    __slots__ = ()


R = TypeVar("R", bound="BaseReader")


def read_all(kind: type[R], texts: Iterable[str], name: str, unit: str) -> Sliced[R]:
    """A reader of this kind that has taken all texts, which may be iterated over several times.
    Raises NotReadings."""
    evidence: Evidence | None = None
    while True:
        reader = kind(name, unit, evidence)
        try:
            for text in texts:
                reader.take(text)
                yield 0
        except NeedsEvidence:
            evidence_reader = yield from read_all(_EvidenceReader, texts, name, unit)
            evidence = evidence_reader.collector.evidence()
        else:
            reader.end_long_line()
            return reader


class BaseReader:
    """Takes a file's text piece by piece, and reads its header."""

    def __init__(self, name: str, unit: str, evidence: Evidence | None) -> None:
        self._name = name
        self._unit = unit
        self._evidence = evidence
        self._layout = OWN_LAYOUT
        self._has_begun = False
        """Whether a line that is not empty has been seen."""
        self._header = ""
        """The first line, if it is a header."""
        self._refusal_if_rows_follow: NotReadings | None = None
        """Raised if rows follow a line that names another quantity."""
        self._is_plain = True
        self._is_rewritten = False
        """Whether octoterm would write any line differently."""
        self._lines = 0
        self._long_line: list[str] | None = None
        """The parts of a long line that has not ended yet."""

    def take(self, text: str) -> None:
        """Take the next piece of the text: whole lines, or a LinePart. Raises NotReadings, and
        NeedsEvidence if the reader was given no evidence but needs it."""
        if self._long_line is not None or isinstance(text, LinePart):
            text = self._after_long_line(text)
        if not self._has_begun:
            text = self._after_header(text)
        if text:
            self._take_rows(text)

    def _take_rows(self, text: str) -> None:
        """Take one or more whole lines."""
        raise NotImplementedError

    def _begin_long_line(self) -> None:
        """Called when a long line starts, before its parts; its number is `_lines`."""

    def _hold(self, part: str) -> None:
        """Keep a part of a long line."""

    def end_long_line(self) -> None:
        """End the long line, if there is one. Called again at the end of the text."""
        self._long_line = None

    def _after_long_line(self, text: str) -> str:
        if self._long_line is None:
            self._long_line = []
            self._has_begun, self._is_plain = True, False
            self._lines += 1
            self._begin_long_line()
        rest_of_line, _, text_after = text.partition("\n")
        self._hold(rest_of_line)
        if not isinstance(text, LinePart):
            self.end_long_line()
        return text_after

    def _after_header(self, text: str) -> str:
        """The text without its header, if it has one. Raises NotReadings."""
        if self._lines == 0:
            self._is_plain = text.startswith(line_format.HEADER_LINE)
        while text:
            written, _, rest = text.partition("\n")
            if line := written.removeprefix("\ufeff").strip():
                break
            self._lines += 1
            text = rest
        else:
            return ""
        self._has_begun = True
        if line != line_format.HEADER:
            if not has_words(line):
                return text
            try:
                self._layout = layout_of(line, self._unit)
            except NotConsumption as other:
                raise self._refusal("it", line, other) from None
        self._header = line
        self._is_rewritten = written != line_format.HEADER
        self._lines += 1
        return rest

    def _columns(self, text: str) -> line_format.Piece | None:
        """Starts and values of whole lines, if all are exactly in octoterm's own form."""
        return None if self._layout.unit else line_format.read_lines(text)

    def _own_row(self, line: str) -> Row | None:
        """The row in a line, if it is in octoterm's own form, with or without quotes."""
        if self._layout.unit or "-" not in line:  # an ISO date has one
            return None
        try:
            return line_format.read_line(line)
        except BadRow:
            return None

    def _take_words(self, line: str) -> bool:
        """Examine a line that is not a row; whether it repeats the header.

        If it names another quantity, the refusal for rows that follow is set. Raises NotReadings
        if it is the header of another table, whose numbers would be taken for consumption.
        """
        if not (self._refusal_if_rows_follow or may_be_header(line)) or not has_words(line):
            return False
        place = f"line {self._lines:,}"
        try:
            if repeats_header(line, self._layout, self._unit):
                return True
        except NotConsumption as other:
            raise self._refusal(place, line, other) from None
        holds = other_quantity(line, self._header, self._layout.unit or self._unit)
        self._refusal_if_rows_follow = (
            self._refusal(place, line, NotConsumption(holds)) if holds else None
        )
        return False

    def _refuse_rows_of_other_quantity(self) -> None:
        """Called for each row. Raises NotReadings if the line above names another quantity."""
        if self._refusal_if_rows_follow:
            raise self._refusal_if_rows_follow

    def _refusal(self, place: str, line: str, other: NotConsumption) -> NotReadings:
        found = f"{place} is {quoted(line)}"
        return not_readings(self._name, f"{found}, for {other.holds}" if other.holds else found)


def not_readings(name: str, found: str) -> NotReadings:
    """The error for another kind of file; `found` says what it holds instead."""
    return NotReadings(
        f"{name} is not a CSV file of half-hourly readings",
        f"Its first line should be {line_format.HEADER}, in kWh or a gas meter's m³, but {found}. "
        "It was left untouched",
    )


class _EvidenceReader(BaseReader):
    """Collects evidence about ambiguous times, and nothing else."""

    def __init__(self, name: str, unit: str, evidence: Evidence | None) -> None:
        super().__init__(name, unit, evidence)
        self.collector = EvidenceCollector()

    def _take_rows(self, text: str) -> None:
        if columns := self._columns(text):
            self.collector.add_own(*columns)
            self._lines += len(columns[0])
            return
        for line in text.removesuffix("\n").split("\n"):
            self._lines += 1
            if row := self._own_row(line):
                self.collector.add_own([row.start], [row.value])
                continue
            try:
                self.collector.add(Cells(line, self._layout), self._lines)
            except BadRow:
                continue  # no evidence
