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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Thread
from typing import BinaryIO, TypeVar

from octoterm.clean import clean
from octoterm.csv_format import Row
from octoterm.csv_reader import end_of, not_readings, read_document, read_sheet
from octoterm.document import Document
from octoterm.errors import Busy, Unreadable, Unwritable
from octoterm.sheet import Sheet, Signature
from octoterm.steps import Steps

PIECE = 1 << 17
"""Bytes read at a time: parsed in about a millisecond."""

LONGEST_LINE = 1 << 20
"""Bytes without a line end that no CSV has."""

LOCK_PATIENCE = 30.0
"""Seconds to wait for another process; a merge of ten years takes less than one."""

T = TypeVar("T")

_ENCODING = {"encoding": "utf-8", "errors": "surrogateescape"}


@dataclass(frozen=True)
class Merged:
    """What the file holds after a merge, and how many readings were new or changed one."""

    sheet: Sheet
    new: int
    changed: int


@dataclass(frozen=True)
class Fixed:
    """A file that was put right: where it is kept as it was, and how it was."""

    original: Path
    sheet: Sheet


class Store:
    """One meter's CSV file. A file that does not exist holds no readings."""

    def __init__(self, path: Path, *, lock_patience: float = LOCK_PATIENCE) -> None:
        self.path = path
        self._lock_patience = lock_patience
        self._known: Sheet | None = None
        """What the file held when it was last read or written."""
        self._held: Document | None = None
        """The same with its text, once there was something to merge."""

    def signature(self) -> Signature | None:
        """What the file's readings will have as theirs; None if there is no file."""
        try:
            return _signature(self.path.stat())
        except OSError:
            return None

    def load(self, *, to_merge: bool = False) -> Steps[Sheet]:
        """Read the file, and keep its readings where something is `to_merge` into them. Raises
        NotReadings or Unreadable."""
        sheet, signature = yield from self._reading(partial(read_sheet, name=self._name))
        if sheet is None:
            document, signature = yield from self._read()
            sheet = document.sheet()
        sheet = replace(sheet, signature=signature)
        if to_merge:
            self._keep(sheet)
        return sheet

    def load_end(self) -> Sheet | None:
        """The last weeks of readings alone, at once: to be looked at while the rest is read.

        None where they cannot be had so: that may be of little meaning, and `load` will tell.
        """
        try:
            if not stat.S_ISREG(self.path.stat().st_mode):
                return None
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - PIECE))
                _, _, text = file.read(PIECE).decode(**_ENCODING).partition("\n")
        except OSError:
            return None
        return end_of(text)

    def merge(self, rows: Sequence[Row]) -> Steps[Merged]:
        """Put `rows` into the file; where they bring nothing new, it is not touched.

        Raises Busy, NotReadings, Unreadable or Unwritable: the file is then as it was.
        """
        with self._writing():
            _make_folder(self.path.parent)
        with self._writing(), contextlib.ExitStack() as held:
            yield from self._lock(held)
            known = self._known if self._is_as_known() else None
            if known is not None and known.has_all(rows):
                return Merged(known, 0, 0)
            if known is None or (document := self._held) is None:
                document, signature = yield from self._read()
            else:
                signature = known.signature
            merged, new, changed = yield from document.merged(rows)
            if new or changed:
                signature = yield from self._replace(merged.texts())
                document = merged
            self._keep(sheet := document.sheet(signature), document)
        return Merged(sheet, new, changed)

    def fix(self) -> Steps[Fixed | None]:
        """Leave only rows in the file, in order and as octoterm writes them; the file as it was
        is kept beside it. None where that changes nothing: the file is then not touched.

        Raises Busy, NotReadings, Unreadable or Unwritable: the file is then as it was.
        """
        if (yield from self._read_to_fix()) is None:
            return None
        with self._writing(), contextlib.ExitStack() as held:
            yield from self._lock(held)
            found = yield from self._read_to_fix()
            if found is None:
                return None
            document, text, clean_text = found
            original = _free_name(self._target)
            yield from self._replace([text], kept_as=original)
            yield from self._replace([clean_text])
        return Fixed(original, document.sheet())

    def _read_to_fix(self) -> Steps[tuple[Document, str, str] | None]:
        """The document, the file's text and what it should be; None where these are the same."""
        pieces: list[str] = []
        document, _ = yield from self._read(pieces)
        text, clean_text = "".join(pieces), "".join(document.clean_texts())
        return (document, text, clean_text) if pieces and text != clean_text else None

    def _keep(self, sheet: Sheet, document: Document | None = None) -> None:
        """Remember what the file holds, unless the numbers of its lines may become wrong: then
        it is read again, as it is where anybody else has written the file."""
        is_settled = not (sheet.unreadable or sheet.duplicates or sheet.unordered)
        self._known, self._held = (sheet, document) if is_settled else (None, None)

    def _is_as_known(self) -> bool:
        """Whether the file is there, and nobody else has written it since."""
        known = self._known.signature if self._known is not None else None
        return known is not None and known == self.signature()

    def _read(self, pieces: list[str] | None = None) -> Steps[tuple[Document, Signature | None]]:
        """What the file holds; its text is added to `pieces`."""

        def read(texts: Iterator[str]) -> Steps[Document]:
            if pieces is not None:
                pieces.extend(texts)
                texts = iter(pieces)
            return (yield from read_document(texts, self._name))

        return (yield from self._reading(read))

    def _reading(
        self, read: Callable[[Iterator[str]], Steps[T]]
    ) -> Steps[tuple[T, Signature | None]]:
        """What `read` makes of the file's text; of none, where there is no file."""
        try:
            if not stat.S_ISREG(self.path.stat().st_mode):  # a pipe would be waited for
                raise Unreadable(f"{self._name} is no ordinary file", "Name another one")
            with self.path.open("rb") as file:
                signature = _signature(os.fstat(file.fileno()))
                return (yield from read(self._texts(file))), signature
        except FileNotFoundError:
            return (yield from read(iter(()))), None
        except OSError as error:
            raise Unreadable(
                f"{self._name} cannot be read: {_reason(error)}",
                "Check that the file and its folder may be read",
            ) from error

    def _replace(self, texts: Iterable[str], *, kept_as: Path | None = None) -> Steps[Signature]:
        """Put a file of these texts in the file's place, or in that of `kept_as`."""
        target = self._target
        temporary = target.with_name(f".{target.name}.new")  # one name: leftovers never pile up
        try:
            with temporary.open("wb") as file:
                _copy_owner_and_mode(target, file)
                for text in texts:
                    file.write(text.encode(**_ENCODING))
                    yield 0
                file.flush()
                yield from _waiting(lambda: os.fsync(file.fileno()))
                signature = _signature(os.fstat(file.fileno()))
            temporary.replace(kept_as or target)
        except BaseException:
            with contextlib.suppress(OSError):  # what went wrong first is what is told
                temporary.unlink(missing_ok=True)
            raise
        yield from _waiting(lambda: _sync_folder(target.parent))
        return signature

    def _lock(self, held: contextlib.ExitStack) -> Steps[None]:
        """Take the lock, until `held` is closed. Raises Busy, saying who has it."""
        target = self._target
        file = target.with_name(f".{target.name}.lock").open("a+b")
        held.callback(_let_go, file)
        with contextlib.suppress(PermissionError):  # else one run as root locks the owner out
            _copy_owner_and_mode(target, file)
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

    def _texts(self, file: BinaryIO) -> Iterator[str]:
        """The file in pieces of whole lines; bytes that are no UTF-8 survive the way back."""
        rest = b""
        while piece := file.read(PIECE):
            lines, newline, rest_of_piece = piece.rpartition(b"\n")
            if newline:
                yield (rest + lines + newline).decode(**_ENCODING)
                rest = rest_of_piece
            else:
                rest += piece
                if len(rest) > LONGEST_LINE:
                    raise not_readings(self._name)
        if rest:
            yield rest.decode(**_ENCODING)

    @property
    def _target(self) -> Path:
        """The file itself, where `path` is a link: a link stays a link."""
        return Path(os.path.realpath(self.path))

    @property
    def _name(self) -> str:
        return clean(str(self.path))


def _signature(found: os.stat_result) -> Signature:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _let_go(lock: BinaryIO) -> None:
    with contextlib.suppress(OSError):  # what was done under the lock is done
        lock.close()


def _copy_owner_and_mode(original: Path, file: BinaryIO) -> None:
    """The file that replaces `original` belongs to the same people."""
    try:
        was = original.stat()
    except FileNotFoundError:
        return
    with contextlib.suppress(PermissionError):  # only the owner's own files, unless root
        os.fchown(file.fileno(), was.st_uid, was.st_gid)
    os.fchmod(file.fileno(), stat.S_IMODE(was.st_mode))


def _make_folder(folder: Path) -> None:
    """Make `folder`, and those above it, so that they survive a power cut."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def _free_name(target: Path) -> Path:
    """`readings.csv.original`; where there is one already, `readings.csv.original-2` and so on."""
    name = f"{target.name}.original"
    names = (name, *(f"{name}-{number}" for number in range(2, 10_000)))
    return next(path for path in map(target.with_name, names) if not os.path.lexists(path))


def _sync_folder(folder: Path) -> None:
    """Make what was named in `folder` survive a power cut."""
    with contextlib.suppress(OSError):  # the readings are in place: some file systems cannot
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _waiting(call: Callable[[], None]) -> Steps[None]:
    """Let the disk take its time in a thread, which computes nothing, while others go on."""
    failures: list[OSError] = []

    def run() -> None:
        try:
            call()
        except OSError as error:
            failures.append(error)

    thread = Thread(target=run, name="fsync")
    thread.start()
    try:
        while thread.is_alive():
            yield 0.001
    finally:
        thread.join()
    if failures:
        raise failures[0]


def _reason(error: OSError) -> str:
    """What the system says of it: `No space left on device`."""
    return clean(error.strerror or type(error).__name__)
