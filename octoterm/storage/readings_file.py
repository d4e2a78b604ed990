"""The CSV file on disk: read while others may replace it, replaced whole or not at all.

A merge happens under a lock that every octoterm process takes, so that no two of them lose each
other's rows. Where the file was changed all the same while it was being merged into, by another
program or because somebody removed the lock, the merge begins again. The new file is written
beside the old one, flushed to the disk, and renamed over it: whoever reads sees the old readings
or the new ones, and so does whoever comes back after a power cut.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TypeVar

from octoterm.errors import Busy, FileError, NotReadings, Unreadable, Unwritable
from octoterm.household.meter import KWH
from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.contents import Contents, Head, Signature
from octoterm.readings_csv.document import Document, in_order
from octoterm.readings_csv.line_format import HEADER_LINE
from octoterm.readings_csv.reader import read_contents, read_document, read_plain
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import Steps, finish
from octoterm.safe_text import clean
from octoterm.storage.atomic_file import NotPlain, make_folder, open_to_read, replace_file
from octoterm.storage.file_access import refuse_link_to_nowhere, refuse_protected, target_of
from octoterm.storage.file_errors import unreadable, unwritable
from octoterm.storage.file_lock import PATIENCE, FileLock
from octoterm.storage.line_search import (
    COPIED,
    LONGEST_ROW,
    Texts,
    encoded,
    find_line,
    line_at,
    pieces,
    texts,
)

LAST_WEEKS = 1 << 17
"""Bytes: six weeks of readings, looked at in two milliseconds."""

MOST_BEGINNINGS = 20
"""Times to begin a merge, when somebody else writes the file each time before it ends."""

T = TypeVar("T")


@dataclass(frozen=True)
class Merged:
    """What the file holds after a merge, and how many readings were new or changed one."""

    contents: Contents
    new: int
    changed: int
    original: Path | None = None
    """Where the file is kept as it was, if it held anything in another form than octoterm's."""


@dataclass(frozen=True)
class Fixed:
    """A file that was put right: where it is kept as it was, and how it was."""

    original: Path
    contents: Contents


class _Overtaken(Exception):
    """The file is not the one that was read any more."""


class Store:
    """One meter's CSV file. A file that does not exist holds no readings."""

    def __init__(
        self,
        path: Path,
        *,
        unit: str = KWH,
        since: int | None = None,
        lock_patience: float = PATIENCE,
    ) -> None:
        """`unit` is what the meter counts in: kWh or m3. Where nobody asks for readings before
        `since` (UTC seconds), a file's beginning is left unread, unless its end shows that it
        is worth a look."""
        self.path = path
        self._unit = unit
        self._since = since
        self._lock_patience = lock_patience
        self._known: Contents | None = None
        """What the file held when it was last read or written."""
        self._lock: FileLock | None = None
        """While the file is being written."""
        self._seen: set[Signature | None] = set()
        """Every file that was opened to be read since the lock was taken."""

    def signature(self) -> Signature | None:
        """What the file's readings will have as theirs; None if there is no file."""
        try:
            return _signature(self.path.stat())
        except OSError:
            return None

    def load(self) -> Steps[Contents]:
        """What the file holds; it is read where that is not known. Raises NotReadings or
        Unreadable."""
        known = self._known
        if known is None or known.signature is None or known.signature != self.signature():
            known = None if self._since is None else (yield from self._read_end(self._since))
            self._known = known = known or (yield from self._read_all())
        return known

    def load_whole(self) -> Steps[Contents]:
        """`load`, and nothing is left unread, whatever the store's `since`."""
        known = yield from self.load()
        if known.head is not None:
            self._known = known = yield from self._read_all()
        return known

    def load_end(self) -> Contents | None:
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
        except FileError:
            return None

    def merge(self, rows: Iterable[Row]) -> Steps[Merged]:
        """Put `rows` into the file, of two for one half hour the later; where they bring nothing
        new, it is not touched.

        Raises Busy, NotReadings, Unreadable, BrokenLink or Unwritable: the file is then as it
        was.
        """
        given = tuple(rows)
        return (yield from self._alone(lambda: self._merge(given)))

    def _merge(self, given: Sequence[Row]) -> Steps[Merged]:
        rows = yield from in_order(given)
        known = yield from self.load()
        if not known.reaches(rows):
            known = self._known = yield from self._read_all()
        if known.has_all(rows):
            return Merged(known, 0, 0)
        merged = (yield from self._merge_between(known, rows)) if known.is_plain else None
        return merged or (yield from self._merge_anew(rows))

    def _merge_between(self, known: Contents, rows: Sequence[Row]) -> Steps[Merged | None]:
        """Merge into a file in which all is plain: only the lines from the first of `rows` to
        the last are looked at, the others are copied. None where it is not as `known`."""
        first, last = rows[0].start, rows[-1].start
        with self._opened() as file:
            if file is None or (signature := _signature_of(file)) != known.signature:
                return None
            head = known.head.size if known.head else len(HEADER_LINE)
            try:
                begin = find_line(file, first, head, signature.size).offset
                end = find_line(file, last + 1, begin, signature.size).offset
            except BadRow:
                return None
            there = texts(pieces(file, begin, end))
            document = yield from read_document(there, self._name, self._unit)
            part = known.between(first, last)
            if document.contents().starts != known.starts[part]:
                return None
            document, new, changed = yield from document.merged(rows)
            signature = yield from self._replace(
                chain(
                    pieces(file, end=begin, size=COPIED),
                    encoded(document.row_texts()),
                    pieces(file, end, size=COPIED),
                )
            )
        between = document.contents()
        self._known = contents = replace(
            known,
            starts=known.starts[: part.start] + between.starts + known.starts[part.stop :],
            values=known.values[: part.start] + between.values + known.values[part.stop :],
            signature=signature,
        )
        return Merged(contents, new, changed)

    def _merge_anew(self, rows: Sequence[Row]) -> Steps[Merged]:
        """Merge into any file of readings: all of it is read, put in order and written. Where a
        line does not stay as it is, to the character, the file is kept as it was beside it;
        where lines only change places, nothing is lost that would have to be kept."""
        original: Path | None = None
        with self._opened() as file:
            document, signature = yield from self._read(file)
            document, new, changed = yield from document.merged(rows)
            if new or changed:
                if file is not None and document.is_rewritten:
                    original = yield from self._keep_original(file)
                signature = yield from self._replace(encoded(document.texts()))
                document = replace(document, is_rewritten=False, converted_from="")
        contents = document.contents(signature)
        # Where there are unreadable lines, their numbers are of the file as it was.
        self._known = contents if contents.is_plain else None
        return Merged(contents, new, changed, original)

    def fix(self) -> Steps[Fixed | None]:
        """Leave only rows in the file, in order and as octoterm writes them; the file as it was
        is kept beside it. None where that changes nothing: the file is then not touched.

        Raises Busy, NotReadings, also where no line would be left, Unreadable or Unwritable: the
        file is then as it was.
        """
        with self._opened() as file:
            if (yield from self._read_to_fix(file)) is None:
                return None
        return (yield from self._alone(self._fix))

    def _fix(self) -> Steps[Fixed | None]:
        with self._opened() as file:
            found = yield from self._read_to_fix(file)
            if file is None or found is None:
                return None
            document, clean_content = found
            original = yield from self._keep_original(file)
        yield from self._replace([clean_content])
        return Fixed(original, document.contents())

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
        original = _free_name(target_of(self.path))
        yield from self._replace(pieces(file, size=COPIED), kept_as=original)
        return original

    def _read_all(self) -> Steps[Contents]:
        with self._opened() as file:
            signature = None if file is None else _signature_of(file)
            contents = yield from read_contents(Texts(file), self._name, self._unit)
            if contents is not None:
                return replace(contents, signature=signature)
            document, signature = yield from self._read(file)
            return document.contents(signature)

    def _read_end(self, since: int) -> Steps[Contents | None]:
        """The readings from `since` on, and those of the last weeks in any case. None where
        the lines around them give reason to look at all of them."""
        with self._opened() as file:
            if file is None or file.readline(LONGEST_ROW) != HEADER_LINE.encode():
                return None
            signature, header = _signature_of(file), file.tell()
            weeks = max(header, signature.size - LAST_WEEKS)
            try:
                first = line_at(file, header, header).start
                begin = find_line(file, since, header, weeks).offset
                # With a row before, or nobody would see a gap that begins there.
                begin = line_at(file, begin - LONGEST_ROW, header).offset
            except BadRow:
                return None
            contents = yield from read_plain(texts(pieces(file, begin)))
        if contents is None:
            return None
        head = Head(begin, int(first)) if begin > header else None
        return replace(contents, signature=signature, head=head)

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
        it fails, or BrokenLink."""
        try:
            with contextlib.ExitStack() as held:
                file: BinaryIO | None = None
                with contextlib.suppress(FileNotFoundError):
                    file = open_to_read(self.path)
                if file is not None:
                    held.callback(_let_go, file)
                else:
                    refuse_link_to_nowhere(self.path)
                self._seen.add(None if file is None else _signature_of(file))
                yield file
        except NotPlain as error:
            raise Unreadable(f"{self._name} is no ordinary file", "Name another one") from error
        except OSError as error:
            raise unreadable(self.path, error) from error

    # Writing

    def _alone(self, work: Callable[[], Steps[T]]) -> Steps[T]:
        """Do `work` under the lock, and again where it was overtaken. Raises what `merge` does."""
        for _ in range(MOST_BEGINNINGS):
            with self._writing(), contextlib.ExitStack() as held:
                target = target_of(self.path)
                refuse_protected(target)
                yield from make_folder(target.parent)
                self._refuse_other_target(target)  # the folder may be gone again, or be a link
                lock = FileLock(target, self._lock_patience)
                held.callback(lock.release)
                yield from lock.take()
                self._lock = lock
                self._seen.clear()
                with contextlib.suppress(_Overtaken):
                    return (yield from work())
        raise Busy(
            f"{self._name} is written by another program again and again",
            "Nothing was lost: try again when it has finished",
        )

    def _replace(
        self, content: Iterable[bytes], *, kept_as: Path | None = None
    ) -> Steps[Signature]:
        """Put a file of this content in the file's place, or in that of `kept_as`; under the
        lock, and only while the file is the one that was read. Raises Unwritable."""
        assert self._lock is not None
        with self._writing():
            written = yield from replace_file(
                self._lock.target, content, kept_as=kept_as, last_look=self._last_look
            )
        if kept_as is None:
            self._seen = {_signature(written)}
        return _signature(written)

    def _last_look(self, moment: contextlib.ExitStack) -> Steps[None]:
        """Raises Unwritable or _Overtaken where what would be replaced is not what was read.

        Paths are looked up anew in each call to the system. Whoever owns a folder above can lay
        a link between this look and the rename, but what is to be renamed is not found there:
        they would have to do it inside the rename, between its two look-ups. Before this look,
        they can have the lock or a private temporary file made elsewhere, under their own names.
        """
        assert self._lock is not None
        self._refuse_other_target(self._lock.target)  # or the lock would be made anew there
        yield from self._lock.confirm(moment)
        self._refuse_other_target(self._lock.target)
        if self._seen - {self.signature()}:
            raise _Overtaken

    def _refuse_other_target(self, target: Path) -> None:
        """Raises Unwritable where the way to the file has changed, as by somebody's link."""
        if target_of(self.path) != target:
            raise Unwritable(
                f"{self._name} leads somewhere else than a moment ago",
                "Somebody is changing folders or links on the way to it: look at them",
            )

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            unchanged = "What it held before is unchanged"
            raise unwritable(self.path, error, unchanged=unchanged) from error

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
