"""The CSV file on disk: read while others may replace it, replaced whole or not at all.

A merge happens under a lock that every octoterm process takes, so that no two of them lose each
other's rows. The new file is written beside the old one, flushed to the disk, and renamed over
it: whoever reads sees the old readings or the new ones, and so does whoever comes back after a
power cut.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from octoterm.bad_row import BadRow
from octoterm.clean import clean
from octoterm.csv_format import HEADER_LINE, Row
from octoterm.csv_header import KWH
from octoterm.csv_lines import (
    COPIED,
    LONGEST_ROW,
    Texts,
    encoded,
    line_at,
    line_of,
    pieces,
    texts,
)
from octoterm.csv_reader import read_document, read_plain, read_sheet
from octoterm.document import Document, in_order
from octoterm.errors import Busy, NotReadings, StoreError, Unreadable, Unwritable
from octoterm.safe_file import copy_owner_and_mode, make_folder, replace_file
from octoterm.sheet import Head, Sheet, Signature
from octoterm.steps import Steps, finish

LAST_WEEKS = 1 << 17
"""Bytes: six weeks of readings, looked at in two milliseconds."""

LOCK_PATIENCE = 30.0
"""Seconds to wait for another process; a merge of ten years takes less than one."""


@dataclass(frozen=True)
class Merged:
    """What the file holds after a merge, and how many readings were new or changed one."""

    sheet: Sheet
    new: int
    changed: int
    original: Path | None = None
    """Where the file is kept as it was, if it held anything in another form than octoterm's."""


@dataclass(frozen=True)
class Fixed:
    """A file that was put right: where it is kept as it was, and how it was."""

    original: Path
    sheet: Sheet


class Store:
    """One meter's CSV file. A file that does not exist holds no readings."""

    def __init__(
        self,
        path: Path,
        *,
        unit: str = KWH,
        since: int | None = None,
        lock_patience: float = LOCK_PATIENCE,
    ) -> None:
        """`unit` is what the meter counts in: kWh or m3. Where nobody asks for readings before
        `since` (UTC seconds), a file's beginning is left unread, unless its end shows that it
        is worth a look."""
        self.path = path
        self._unit = unit
        self._since = since
        self._lock_patience = lock_patience
        self._known: Sheet | None = None
        """What the file held when it was last read or written."""

    def signature(self) -> Signature | None:
        """What the file's readings will have as theirs; None if there is no file."""
        try:
            return _signature(self.path.stat())
        except OSError:
            return None

    def load(self) -> Steps[Sheet]:
        """What the file holds; it is read where that is not known. Raises NotReadings or
        Unreadable."""
        known = self._known
        if known is None or known.signature is None or known.signature != self.signature():
            known = None if self._since is None else (yield from self._read_end(self._since))
            self._known = known = known or (yield from self._read_all())
        return known

    def load_whole(self) -> Steps[Sheet]:
        """`load`, and nothing is left unread, whatever the store's `since`."""
        known = yield from self.load()
        if known.head is not None:
            self._known = known = yield from self._read_all()
        return known

    def load_end(self) -> Sheet | None:
        """The last weeks of readings alone, at once: to be looked at while the rest is read.

        None where they cannot be had so: that may be of little meaning, and `load` will tell.
        """
        try:
            with self._opened() as file:
                if file is None or file.readline(LONGEST_ROW) != HEADER_LINE.encode():
                    return None
                header = file.tell()
                file.seek(max(header - 1, file.seek(0, os.SEEK_END) - LAST_WEEKS))
                file.readline()
                return finish(read_plain(texts(pieces(file, file.tell()))))
        except StoreError:
            return None

    def merge(self, rows: Iterable[Row]) -> Steps[Merged]:
        """Put `rows` into the file, of two for one half hour the later; where they bring nothing
        new, it is not touched.

        Raises Busy, NotReadings, Unreadable or Unwritable: the file is then as it was.
        """
        with self._writing():
            make_folder(self.path.parent)
        with self._writing(), contextlib.ExitStack() as held:
            yield from self._lock(held)
            rows = yield from in_order(rows)
            known = yield from self.load()
            if not known.reaches(rows):
                known = self._known = yield from self._read_all()
            if known.has_all(rows):
                return Merged(known, 0, 0)
            merged = (yield from self._merge_between(known, rows)) if known.is_plain else None
            return merged or (yield from self._merge_anew(rows))

    def _merge_between(self, known: Sheet, rows: Sequence[Row]) -> Steps[Merged | None]:
        """Merge into a file in which all is plain: only the lines from the first of `rows` to
        the last are looked at, the others are copied. None where it is not as `known`."""
        first, last = rows[0].start, rows[-1].start
        with self._opened() as file:
            if file is None or (signature := _signature_of(file)) != known.signature:
                return None
            head = known.head.size if known.head else len(HEADER_LINE)
            try:
                begin = line_of(file, first, head, signature.size).offset
                end = line_of(file, last + 1, begin, signature.size).offset
            except BadRow:
                return None
            there = texts(pieces(file, begin, end))
            document = yield from read_document(there, self._name, self._unit)
            part = known.between(first, last)
            if document.sheet().starts != known.starts[part]:
                return None
            document, new, changed = yield from document.merged(rows)
            signature = yield from self._replace(
                chain(
                    pieces(file, end=begin, size=COPIED),
                    encoded(document.row_texts()),
                    pieces(file, end, size=COPIED),
                )
            )
        between = document.sheet()
        self._known = sheet = replace(
            known,
            starts=known.starts[: part.start] + between.starts + known.starts[part.stop :],
            values=known.values[: part.start] + between.values + known.values[part.stop :],
            signature=signature,
        )
        return Merged(sheet, new, changed)

    def _merge_anew(self, rows: Sequence[Row]) -> Steps[Merged]:
        """Merge into any file of readings: all of it is read, put in order and written. What is
        in another form is kept as it was beside it; where rows only change places, and lines
        that cannot be read stay, nothing is lost that would have to be kept."""
        original: Path | None = None
        with self._opened() as file:
            document, signature = yield from self._read(file)
            document, new, changed = yield from document.merged(rows)
            if new or changed:
                if file is not None and document.is_rewritten:
                    original = yield from self._keep_original(file)
                signature = yield from self._replace(encoded(document.texts()))
                document = replace(document, is_rewritten=False, converted_from="")
        sheet = document.sheet(signature)
        # Where there are unreadable lines, their numbers are of the file as it was.
        self._known = sheet if sheet.is_plain else None
        return Merged(sheet, new, changed, original)

    def fix(self) -> Steps[Fixed | None]:
        """Leave only rows in the file, in order and as octoterm writes them; the file as it was
        is kept beside it. None where that changes nothing: the file is then not touched.

        Raises Busy, NotReadings, also where no line would be left, Unreadable or Unwritable: the
        file is then as it was.
        """
        with self._opened() as file:
            if (yield from self._read_to_fix(file)) is None:
                return None
        with self._writing(), contextlib.ExitStack() as held:
            yield from self._lock(held)
            with self._opened() as file:
                found = yield from self._read_to_fix(file)
                if file is None or found is None:
                    return None
                document, clean_content = found
                original = yield from self._keep_original(file)
            yield from self._replace([clean_content])
        return Fixed(original, document.sheet())

    def _read_to_fix(self, file: BinaryIO | None) -> Steps[tuple[Document, bytes] | None]:
        """The document and what the file should be; None where it is that. Raises NotReadings
        where no line of it can be read."""
        document, _ = yield from self._read(file)
        if document.reasons and not any(block.starts for block in document.blocks):
            raise NotReadings(
                f"No line of {self._name} can be read: --fix would leave none",
                "`octoterm check` says why. It was left untouched",
            )
        content = b"".join(() if file is None else pieces(file, size=COPIED))
        clean_content = b"".join(encoded(document.clean_texts()))
        return (document, clean_content) if content not in (b"", clean_content) else None

    def _keep_original(self, file: BinaryIO) -> Steps[Path]:
        """Put a copy of the file that is open beside it, over nothing. Where it is then."""
        original = _free_name(self._target)
        yield from self._replace(pieces(file, size=COPIED), kept_as=original)
        return original

    def _read_all(self) -> Steps[Sheet]:
        with self._opened() as file:
            signature = None if file is None else _signature_of(file)
            sheet = yield from read_sheet(Texts(file), self._name, self._unit)
            if sheet is not None:
                return replace(sheet, signature=signature)
            document, signature = yield from self._read(file)
            return document.sheet(signature)

    def _read_end(self, since: int) -> Steps[Sheet | None]:
        """The readings from `since` on, and those of the last weeks in any case. None where
        the lines around them give reason to look at all of them."""
        with self._opened() as file:
            if file is None or file.readline(LONGEST_ROW) != HEADER_LINE.encode():
                return None
            signature, header = _signature_of(file), file.tell()
            weeks = max(header, signature.size - LAST_WEEKS)
            try:
                first = line_at(file, header, header).start
                begin = line_of(file, since, header, weeks).offset
                # With a row before, or nobody would see a gap that begins there.
                begin = line_at(file, begin - LONGEST_ROW, header).offset
            except BadRow:
                return None
            sheet = yield from read_plain(texts(pieces(file, begin)))
        if sheet is None:
            return None
        head = Head(begin, int(first)) if begin > header else None
        return replace(sheet, signature=signature, head=head)

    def _read(self, file: BinaryIO | None) -> Steps[tuple[Document, Signature | None]]:
        """What the file that is open holds."""
        there = Texts(file)
        document = yield from read_document(there, self._name, self._unit)
        if there.is_utf_16:
            document = replace(document, is_rewritten=True)
        return document, None if file is None else _signature_of(file)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[BinaryIO | None]:
        """The file, to be read; None where there is none. Raises Unreadable, also where reading
        it fails."""
        try:
            with contextlib.ExitStack() as held:
                file: BinaryIO | None = None
                with contextlib.suppress(FileNotFoundError):
                    if not stat.S_ISREG(self.path.stat().st_mode):  # a pipe would be waited for
                        raise Unreadable(f"{self._name} is no ordinary file", "Name another one")
                    file = self.path.open("rb")
                    held.callback(_let_go, file)
                yield file
        except OSError as error:
            raise Unreadable(
                f"{self._name} cannot be read: {_reason(error)}",
                "Check that the file and its folder may be read",
            ) from error

    def _replace(
        self, content: Iterable[bytes], *, kept_as: Path | None = None
    ) -> Steps[Signature]:
        """Put a file of this content in the file's place, or in that of `kept_as`. Raises
        Unwritable."""
        with self._writing():
            return _signature((yield from replace_file(self._target, content, kept_as=kept_as)))

    def _lock(self, held: contextlib.ExitStack) -> Steps[None]:
        """Take the lock, until `held` is closed. Raises Busy, saying who has it."""
        target = self._target
        file = target.with_name(f".{target.name}.lock").open("a+b")
        held.callback(_let_go, file)
        with contextlib.suppress(PermissionError):  # else one run as root locks the owner out
            copy_owner_and_mode(target, file)
        patience_ends = time.monotonic() + self._lock_patience
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= patience_ends:
                    file.seek(0)
                    holder = clean(file.read(20).decode("ascii", "replace")) or "unknown"
                    raise Busy(
                        f"{self._name} is being written by another octoterm, process {holder}",
                        "Nothing was lost: try again when it has finished",
                    ) from None
                yield 0.02
        file.truncate(0)
        file.write(str(os.getpid()).encode())
        file.flush()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Unwritable(
                f"{self._name} cannot be written: {_reason(error)}",
                "What it held before is unchanged. Check the disk's free space and that the "
                "folder may be written to",
            ) from error

    @property
    def _target(self) -> Path:
        """The file itself, where `path` is a link: a link stays a link."""
        return Path(os.path.realpath(self.path))

    @property
    def _name(self) -> str:
        return clean(str(self.path))


def _signature(found: os.stat_result) -> Signature:
    return Signature(found.st_ino, found.st_size, found.st_mtime_ns)


def _signature_of(file: BinaryIO) -> Signature:
    return _signature(os.fstat(file.fileno()))


def _let_go(file: BinaryIO) -> None:
    with contextlib.suppress(OSError):  # what was read is read, and done under a lock is done
        file.close()


def _free_name(target: Path) -> Path:
    """`readings.csv.original`; where there is one already, `readings.csv.original-2` and so on."""
    name = f"{target.name}.original"
    names = (name, *(f"{name}-{number}" for number in range(2, 10_000)))
    return next(path for path in map(target.with_name, names) if not os.path.lexists(path))


def _reason(error: OSError) -> str:
    """What the system says of it: `No space left on device`."""
    return clean(error.strerror or type(error).__name__)
