"""Parses pages of readings from the API. Pure: bytes in, rows out.

Pages are large, so they are parsed in slices. `hide` removes the API key from a text, as a server
could send it back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from octoterm.errors import BadAnswer
from octoterm.octopus.listing import total_of
from octoterm.octopus.refusals import TRY_LATER, Hide
from octoterm.readings_csv import api_rows
from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import Sliced

MOST_READINGS = 100_000
"""Readings on one page; octoterm requests a quarter of that."""

NO_READING = "not a reading at all"

_SLICE = 500
"""Readings to convert at a time, which takes less than a millisecond."""
_PIECE = 1 << 16
"""Bytes to parse at a time, which takes less than a millisecond."""
_OPENING = re.compile(rb'"results"\s*:\s*\[')


class Skipped(NamedTuple):
    """Why a reading could not be used."""

    kind: str
    """The kind of reason, shared by similar readings."""
    why: str
    """The reason in words, quoting the reading."""


@dataclass(frozen=True)
class Page:
    """One page: its readings in the order sent."""

    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    """One for each reading that is not in `rows`."""
    total: int | None
    """Readings on all pages, as the API says; only for display, as it may be wrong."""
    following: str | None
    """The address of the next page, not yet checked."""


def read_page(body: bytes, hide: Hide) -> Sliced[Page]:
    """The page in the body of an answer with status 200. Raises BadAnswer."""
    yield 0
    document = (yield from _page_document(body)) or {}
    results, following = document.get("results"), document.get("next")
    if not isinstance(results, list) or not isinstance(following, str | None):
        raise BadAnswer("The API's answer is not a list of readings", TRY_LATER)
    if len(results) > MOST_READINGS:
        raise BadAnswer("The API's answer has far more readings than were asked for", TRY_LATER)
    rows: list[Row] = []
    skipped: list[Skipped] = []
    while some := results[:_SLICE]:
        del results[:_SLICE]  # freeing everything at the end would exceed a slice's time
        yield 0
        if (alike := api_rows.rows_from_readings(some)) is not None:
            rows += alike
            continue
        for reading in some:
            try:
                rows.append(_row(reading))
            except BadRow:
                skipped.append(_why_not(reading, hide))
    return Page(tuple(rows), tuple(skipped), total_of(document), following)


def _page_document(body: bytes) -> Sliced[dict[str, object] | None]:
    """Like `_document`, but in slices.

    The results are cut at commas, and each piece is parsed as a list. If all pieces are valid, so
    is the whole: a comma inside a nested value would leave it unclosed on both sides.
    """
    opening, end = _OPENING.search(body), body.rfind(b"]")
    if opening is None or end < opening.end():
        return _document(body)
    document = _document(body[: opening.end()] + body[end:])
    if document is None or document.get("results") != []:
        return _document(body)
    results: list[object] = []
    for piece in _cut(body, opening.end(), end):
        yield 0
        some = _json(b"[" + piece + b"]")
        if not (isinstance(some, list) and some):
            return _document(body)
        results += some
    return {**document, "results": results}


def _cut(body: bytes, start: int, end: int) -> Iterator[bytes]:
    """The list items in `body` from `start` to `end` in pieces, cut at commas after objects."""
    while (comma := body.find(b"},", start + _PIECE, end) + 1) > 0:
        yield body[start:comma]
        start = comma + 1
    yield body[start:end]


def _document(body: bytes) -> dict[str, object] | None:
    """The JSON object in `body`; None if it is anything else."""
    document = _json(body)
    return document if isinstance(document, dict) else None


def _json(text: bytes) -> object:
    """The JSON value in `text`; None if it is not JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # ValueError also for a number of 5,000 digits
        return None


def _why_not(reading: object, hide: Hide) -> Skipped:
    """Why a reading cannot be used. The key is removed before any text is shortened."""
    if isinstance(reading, dict):
        reading = {
            field: hide(value) if isinstance(value, str) else value
            for field, value in reading.items()
        }
    try:
        _row(reading)
    except BadRow as bad:
        return Skipped(bad.kind, bad.why)
    return Skipped(NO_READING, NO_READING)


def _row(reading: object) -> Row:
    """The row for a reading. Raises BadRow."""
    if not isinstance(reading, dict):
        raise BadRow(NO_READING)
    return api_rows.row_from_reading(
        reading.get("interval_start"), reading.get("interval_end"), reading.get("consumption")
    )
