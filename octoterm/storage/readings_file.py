"""The CSV file of one meter's readings: loads it, merges rows into it, and fixes it.

If every line is as octoterm writes it, a merge only parses the lines between the first new row
and the last; any other file is read whole, put in order and rewritten. Readers always see either
the old readings or the new ones (see `atomic_file`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from octoterm.errors import FileError, NotReadings
from octoterm.household.meter import UNIT_KWH
from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.contents import Contents, Signature
from octoterm.readings_csv.document import Document, in_order
from octoterm.readings_csv.line_format import HEADER_LINE
from octoterm.readings_csv.reader import read_contents, read_document
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import Sliced
from octoterm.storage.file_end import read_last_weeks, read_since
from octoterm.storage.file_lock import LOCK_TIMEOUT
from octoterm.storage.line_search import find_line
from octoterm.storage.shared_file import SharedFile, signature_of
from octoterm.storage.text_pieces import COPIED, Texts, encoded, pieces, texts


class Merged(NamedTuple):
    """The file's contents after a merge, and how many readings were new and how many changed."""

    contents: Contents
    new: int
    changed: int
    original: Path | None = None
    """The copy of the file before the merge, if any of it was not in octoterm's own form."""


class Fixed(NamedTuple):
    """A file that was fixed."""

    original: Path
    """The copy of the file as it was before."""
    contents: Contents
    """What was in the file before."""


class ReadingsFile:
    """One meter's CSV file. A file that does not exist holds no readings."""

    def __init__(
        self,
        path: Path,
        *,
        unit: str = UNIT_KWH,
        since: int | None = None,
        lock_timeout: float = LOCK_TIMEOUT,
    ) -> None:
        """`unit` is the meter's, kWh or m3. Readings before `since` (UTC seconds) are not loaded,
        unless the end of the file cannot be read on its own. `lock_timeout` is the longest wait
        for other processes, in seconds."""
        self._file = SharedFile(path, lock_timeout)
        self._unit = unit
        self._since = since
        self._known: Contents | None = None
        """The file's contents when it was last read or written; None if unknown."""

    @property
    def path(self) -> Path:
        return self._file.path

    def signature(self) -> Signature | None:
        """The file's current signature, as in `Contents`; None if there is no file."""
        return self._file.signature()

    def load(self) -> Sliced[Contents]:
        """The file's contents, read only if the file has changed. Raises NotReadings or
        Unreadable."""
        known = self._known
        if known and known.signature and known.signature == self.signature():
            return known
        end = None if self._since is None else (yield from self._read_end(self._since))
        self._known = found = end or (yield from self._read_all())
        return found

    def load_whole(self) -> Sliced[Contents]:
        """Like `load`, but always with all readings, whatever `since` is."""
        known = yield from self.load()
        if known.head is not None:
            self._known = known = yield from self._read_all()
        return known

    def load_end(self) -> Contents | None:
        """The last weeks of readings, without slices: to be shown while the rest is read.

        None if they cannot be read alone; `load` reports errors.
        """
        try:
            with self._file.opened() as file:
                return None if file is None else read_last_weeks(file)
        except FileError:
            return None

    def merge(self, rows: Iterable[Row]) -> Sliced[Merged]:
        """Merge `rows` into the file; of two rows for one half hour, the later one counts. If they
        bring nothing new, the file is not touched.

        Raises Busy, NotReadings, Unreadable, BrokenLink or Unwritable; the file is then unchanged.
        """
        given = tuple(rows)
        return (yield from self._file.under_lock(lambda: self._merge(given)))

    def add(self, rows: Iterable[Row]) -> Sliced[Merged]:
        """Like `merge`, but stored readings stay, also those that another process stores now."""
        given = tuple(rows)
        return (yield from self._file.under_lock(lambda: self._merge(given, only_new=True)))

    def fix(self) -> Sliced[Fixed | None]:
        """Reduce the file to rows in order, as octoterm writes them, and keep a copy of the file
        beside it. None if that would change nothing: the file is then not touched.

        Raises Busy, Unreadable, Unwritable, and NotReadings, also if no line would be left; the
        file is then unchanged.
        """
        with self._file.opened() as file:
            if (yield from self._read_to_fix(file)) is None:
                return None
        return (yield from self._file.under_lock(self._fix))

    # Reading

    def _read_all(self) -> Sliced[Contents]:
        with self._file.opened() as file:
            signature = None if file is None else signature_of(file)
            contents = yield from read_contents(Texts(file), self._file.name, self._unit)
            if contents is not None:
                return contents._replace(signature=signature)
            document, signature = yield from self._read_document(file)
            return document.contents(signature)

    def _read_end(self, since: int) -> Sliced[Contents | None]:
        with self._file.opened() as file:
            if file is None:
                return None
            signature = signature_of(file)
            contents = yield from read_since(file, since)
        return None if contents is None else contents._replace(signature=signature)

    def _read_document(self, file: BinaryIO | None) -> Sliced[tuple[Document, Signature | None]]:
        """The document in the open file, and the file's signature."""
        found = Texts(file)
        document = yield from read_document(found, self._file.name, self._unit)
        if found.is_utf_16:
            document = document._replace(is_rewritten=True)
        return document, None if file is None else signature_of(file)

    # Merging, under the lock

    def _merge(self, given: Sequence[Row], *, only_new: bool = False) -> Sliced[Merged]:
        rows = yield from in_order(given)
        known = yield from self.load()
        if not known.reaches(rows):
            known = self._known = yield from self._read_all()
        if only_new:
            stored = set(known.starts)
            rows = [row for row in rows if row.start not in stored]
        if known.has_all(rows):
            return Merged(known, 0, 0)
        merged = (yield from self._merge_between(known, rows)) if known.is_plain else None
        return merged or (yield from self._merge_anew(rows))

    def _merge_between(self, known: Contents, rows: Sequence[Row]) -> Sliced[Merged | None]:
        """Merge into a plain file: only the lines from the first of `rows` to the last are parsed,
        the others are copied. None if the file is not as `known`."""
        first, last = rows[0].start, rows[-1].start
        with self._file.opened() as file:
            if file is None or (signature := signature_of(file)) != known.signature:
                return None
            head = known.head.size if known.head else len(HEADER_LINE)
            try:
                begin = find_line(file, first, head, signature.size).offset
                end = find_line(file, last + 1, begin, signature.size).offset
            except BadRow:
                return None
            lines = texts(pieces(file, begin, end))
            document = yield from read_document(lines, self._file.name, self._unit)
            part = known.between(first, last)
            if document.contents().starts != known.starts[part]:
                return None
            document, new, changed = yield from document.merged(rows)
            signature = yield from self._file.replace(
                chain(
                    pieces(file, end=begin, size=COPIED),
                    encoded(document.row_texts()),
                    pieces(file, end, size=COPIED),
                )
            )
        between = document.contents()
        self._known = contents = known._replace(
            starts=known.starts[: part.start] + between.starts + known.starts[part.stop :],
            values=known.values[: part.start] + between.values + known.values[part.stop :],
            signature=signature,
        )
        return Merged(contents, new, changed)

    def _merge_anew(self, rows: Sequence[Row]) -> Sliced[Merged]:
        """Merge into any file of readings: it is read whole, put in order and rewritten. If the
        text of any line changes, a copy of the file is kept beside it; not if lines only move."""
        original: Path | None = None
        with self._file.opened() as file:
            document, signature = yield from self._read_document(file)
            document, new, changed = yield from document.merged(rows)
            if new or changed:
                if file is not None and document.is_rewritten:
                    original = yield from self._file.keep_copy(file)
                signature = yield from self._file.replace(encoded(document.texts()))
                document = document._replace(is_rewritten=False, converted_from="")
        contents = document.contents(signature)
        # The line numbers of problems are those of the file before, so they are not kept.
        self._known = contents if contents.is_plain else None
        return Merged(contents, new, changed, original)

    # Fixing

    def _fix(self) -> Sliced[Fixed | None]:
        """`fix`, under the lock."""
        with self._file.opened() as file:
            found = yield from self._read_to_fix(file)
            if file is None or found is None:
                return None
            document, clean_content = found
            original = yield from self._file.keep_copy(file)
        yield from self._file.replace([clean_content])
        return Fixed(original, document.contents())

    def _read_to_fix(self, file: BinaryIO | None) -> Sliced[tuple[Document, bytes] | None]:
        """The document, and the content that the file should have; None if it has that already.
        Raises NotReadings if no line can be read."""
        document, _ = yield from self._read_document(file)
        if document.reasons and not any(block.starts for block in document.blocks):
            raise NotReadings(
                f"No line of {self._file.name} can be read: --fix would leave none",
                "`octoterm check` says why. It was left untouched",
            )
        content = b"".join(() if file is None else pieces(file, size=COPIED))
        clean_content = b"".join(encoded(document.clean_texts()))
        return (document, clean_content) if content not in (b"", clean_content) else None
