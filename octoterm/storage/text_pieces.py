"""The text of an open CSV file in pieces, in any encoding that is supported.

Pieces are short enough to be parsed between two key presses, and long enough to be parsed fast.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from math import inf
from typing import BinaryIO

from octoterm.readings_csv.base_reader import LinePart

PIECE = 1 << 16
"""Bytes to parse at a time, which takes a millisecond."""
COPIED = 1 << 18
"""Bytes to copy at a time, which takes a tenth of a millisecond."""

LONGEST_LINE = 1 << 20
"""Bytes; a longer line is passed on in parts, to limit the memory used."""

ENCODING_SAMPLE = 64
"""Bytes that are enough to recognise UTF-16."""

_ENCODING = {"encoding": "utf-8", "errors": "surrogateescape"}
_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def pieces(
    file: BinaryIO, begin: int = 0, end: float = inf, size: int | None = None
) -> Iterator[bytes]:
    """The bytes from `begin` to `end` (exclusive) in pieces of `size`, by default PIECE."""
    file.seek(begin)
    while begin < end and (piece := file.read(int(min(size or PIECE, end - begin)))):
        yield piece
        begin += len(piece)


class Texts:
    """The text of an open file in pieces; each iteration starts from the beginning."""

    def __init__(self, file: BinaryIO | None) -> None:
        """If `file` is None, there is no text."""
        self._file = file
        sample = b"" if file is None else next(pieces(file, end=ENCODING_SAMPLE), b"")
        self._utf_16 = _utf_16(sample)

    @property
    def is_utf_16(self) -> bool:
        """Whether the file is in UTF-16, which spreadsheets call Unicode text."""
        return self._utf_16 is not None

    def __iter__(self) -> Iterator[str]:
        if self._file is None:
            return iter(())
        found = pieces(self._file)
        return texts(_as_utf_8(found, self._utf_16) if self._utf_16 else found)


def texts(pieces: Iterable[bytes]) -> Iterator[str]:
    """The pieces as text cut at line ends, with very long lines in parts. Bytes that are not UTF-8
    are kept: `encoded` restores them."""
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
    """The UTF-16 encoding of a file, recognised by its byte order mark or by ASCII characters;
    None if it is not UTF-16."""
    if marked := _MARKS.get(beginning[:2]):
        return marked
    if len(beginning) < ENCODING_SAMPLE:
        return None
    first, second = beginning[0::2], beginning[1::2]
    if not any(second) and all(first):
        return "utf-16-le"
    return "utf-16-be" if not any(first) and all(second) else None


def _as_utf_8(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The text as UTF-8, with a byte order mark, so that it is never taken for octoterm's own."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    mark = "\ufeff"
    for piece in pieces:
        yield (mark + decoder.decode(piece).removeprefix(mark)).encode()
        mark = ""


def encoded(texts: Iterable[str]) -> Iterator[bytes]:
    """The bytes that were decoded to `texts`."""
    return (text.encode(**_ENCODING) for text in texts)
