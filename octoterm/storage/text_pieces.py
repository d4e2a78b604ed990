"""The text of a CSV file that is open, piece by piece, whatever encoding it is in.

Pieces are short enough to parse between two key presses, and long enough to be parsed fast.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from math import inf
from typing import BinaryIO

from octoterm.readings_csv.base_reader import LinePart

PIECE = 1 << 15
"""Bytes to parse at a time: in half a millisecond."""
COPIED = 1 << 18
"""Bytes to copy at a time: in a tenth of a millisecond."""

LONGEST_LINE = 1 << 20
"""Bytes to collect while no line end comes: what is longer is handed on in parts."""

ENCODING_SAMPLE = 64
"""Bytes that show whether a file is UTF-16."""

_ENCODING = {"encoding": "utf-8", "errors": "surrogateescape"}
_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def pieces(
    file: BinaryIO, begin: int = 0, end: float = inf, size: int | None = None
) -> Iterator[bytes]:
    """The bytes from `begin` up to, not including, `end`, so many at a time."""
    file.seek(begin)
    while begin < end and (piece := file.read(int(min(size or PIECE, end - begin)))):
        yield piece
        begin += len(piece)


class Texts:
    """The text of an open file in pieces, from its beginning each time it is iterated over."""

    def __init__(self, file: BinaryIO | None) -> None:
        """Where there is no file, there is no text."""
        self._file = file
        sample = b"" if file is None else next(pieces(file, end=ENCODING_SAMPLE), b"")
        self._utf_16 = _utf_16(sample)

    @property
    def is_utf_16(self) -> bool:
        """Whether it is written so: what a spreadsheet calls Unicode text."""
        return self._utf_16 is not None

    def __iter__(self) -> Iterator[str]:
        if self._file is None:
            return iter(())
        found = pieces(self._file)
        return texts(_as_utf_8(found, self._utf_16) if self._utf_16 else found)


def texts(pieces: Iterable[bytes]) -> Iterator[str]:
    """The pieces cut at line ends, and a very long line in parts; bytes that are no UTF-8 survive
    the way back."""
    rest = b""
    for piece in pieces:
        lines, newline, rest_of_piece = piece.rpartition(b"\n")
        if newline:
            yield (rest + lines + newline).decode(**_ENCODING)
            rest = rest_of_piece
        else:
            rest += piece
            if len(rest) > LONGEST_LINE:
                yield LinePart(rest.decode(**_ENCODING))
                rest = b""
    if rest:
        yield rest.decode(**_ENCODING)


def _utf_16(beginning: bytes) -> str | None:
    """The kind of UTF-16 that a file begins in, with its mark or unmistakably without."""
    if marked := _MARKS.get(beginning[:2]):
        return marked
    if len(beginning) < ENCODING_SAMPLE:
        return None
    first, second = beginning[0::2], beginning[1::2]
    if not any(second) and all(first):
        return "utf-16-le"
    return "utf-16-be" if not any(first) and all(second) else None


def _as_utf_8(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The same text as UTF-8, with the byte order mark that octoterm never writes."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    mark = "\ufeff"
    for piece in pieces:
        yield (mark + decoder.decode(piece).removeprefix(mark)).encode()
        mark = ""


def encoded(texts: Iterable[str]) -> Iterator[bytes]:
    """The bytes that `texts` came from."""
    return (text.encode(**_ENCODING) for text in texts)
