"""Reads a CSV of readings piece by piece; the memory used does not grow with the file.

This is possible if the file is as octoterm writes it, which is checked first. Any other file is
loaded whole, as its rows may be in any order, and repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from octoterm.readings_csv.line_format import HEADER_LINE, Piece, read_lines
from octoterm.runtime.slices import finish
from octoterm.storage.file_lock import LOCK_TIMEOUT
from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.shared_file import SharedFile
from octoterm.storage.text_pieces import Texts


def readings_in_pieces(path: Path, unit: str) -> Iterator[Piece]:
    """The readings in order: UTC starts and values in `unit`, the meter's. Raises FileError."""
    with SharedFile(path, LOCK_TIMEOUT).opened() as file:
        texts = Texts(file)
        if _are_in_order(_pieces(texts)):
            yield from (piece for piece in _pieces(texts) if piece)
            return
    contents = finish(ReadingsFile(path, unit=unit).load())
    yield contents.starts, contents.values


def _are_in_order(pieces: Iterable[Piece | None]) -> bool:
    """Whether all pieces could be read, and each begins after the one before it ends."""
    last = -1
    for piece in pieces:
        if piece is None:
            return False
        starts = piece[0]
        in_order = isinstance(starts, range) or all(
            early < late for early, late in pairwise(starts)
        )
        if not in_order or (starts and starts[0] <= last):
            return False
        last = starts[-1] if starts else last
    return True


def _pieces(texts: Iterable[str]) -> Iterator[Piece | None]:
    """The readings in each text; None for one that is not as octoterm writes it."""
    is_first = True
    for text in texts:
        if is_first:
            is_first = False
            if not text.startswith(HEADER_LINE):
                yield None
                return
            text = text.removeprefix(HEADER_LINE)
        yield read_lines(text) if text else ((), ())
