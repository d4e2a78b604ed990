"""Reads the end of an open CSV file on its own.

The dashboard shows the last weeks while the rest is read, and a sync needs only readings that may
still change. This works only if the lines read are exactly as octoterm writes them; any other
file must be read whole.
"""

from __future__ import annotations

import os
from typing import BinaryIO

from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.contents import Contents, Head
from octoterm.readings_csv.line_format import HEADER_LINE
from octoterm.readings_csv.reader import read_plain
from octoterm.runtime.slices import Sliced, finish
from octoterm.storage.line_search import LONGEST_ROW, find_line, line_at
from octoterm.storage.text_pieces import pieces, texts

LAST_WEEKS = 1 << 17
"""Bytes; six weeks of readings, which take two milliseconds to read."""


def read_last_weeks(file: BinaryIO) -> Contents | None:
    """The last weeks of readings; None if they cannot be read on their own."""
    if not _has_header(file):
        return None
    header = file.tell()
    file.seek(max(header - 1, file.seek(0, os.SEEK_END) - LAST_WEEKS))
    file.readline()
    return finish(read_plain(texts(pieces(file, file.tell()))))


def read_since(file: BinaryIO, since: int) -> Sliced[Contents | None]:
    """The readings from `since` (UTC seconds), or of the last weeks if those begin earlier. None
    if the lines read are not all as octoterm writes them."""
    if not _has_header(file):
        return None
    header, size = file.tell(), os.fstat(file.fileno()).st_size
    weeks = max(header, size - LAST_WEEKS)
    try:
        first = line_at(file, header, header).start
        begin = find_line(file, since, header, weeks).offset
        # Include an earlier row, so that a gap that begins there is noticed.
        begin = line_at(file, begin - LONGEST_ROW, header).offset
    except BadRow:
        return None
    contents = yield from read_plain(texts(pieces(file, begin)))
    if contents is None or begin == header:
        return contents
    return contents._replace(head=Head(begin, int(first)))


def _has_header(file: BinaryIO) -> bool:
    return file.readline(LONGEST_ROW) == HEADER_LINE.encode()
