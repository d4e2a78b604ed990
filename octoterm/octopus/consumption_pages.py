"""Pages of readings, as the API sends them. Pure: bytes in, rows out.

They are large, so they are parsed in slices. `hide` takes the API key out of a text: a server
could send it back to us.
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
"""On one page; octoterm asks for a quarter of that."""

NO_READING = "not a reading at all"

_SLICE = 500
"""Readings to look at in one go: in less than a millisecond."""
_PIECE = 1 << 16
"""Bytes to parse in one go: in less than a millisecond as well."""
_OPENING = re.compile(rb'"results"\s*:\s*\[')


class Skipped(NamedTuple):
    """Why a reading could not be used."""

    kind: str
    """The same for all that are alike."""
    why: str
    """The same with what this very reading says."""


@dataclass(frozen=True)
class Page:
    """One answer: the readings in it, in the order they came."""

    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    """One for each reading that is not in `rows`."""
    total: int | None
    """How many readings the API says there are over all pages: to show, not to rely on."""
    following: str | None
    """The address of the page after this one, unchecked."""


def read_page(body: bytes, hide: Hide) -> Sliced[Page]:
    """The page in the body of a good answer. Raises BadAnswer."""
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
        del results[:_SLICE]  # all at the end would take longer than a slice may
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
    """The same as `_document`, of a page in slices.

    What is cut at commas is the same list as its pieces one after the other, if each of them is
    a list by itself: a comma inside of anything leaves both sides with something unclosed.
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
    """The list inside `body` from `start` to `end` in pieces, cut at commas between objects."""
    while (comma := body.find(b"},", start + _PIECE, end) + 1) > 0:
        yield body[start:comma]
        start = comma + 1
    yield body[start:end]


def _document(body: bytes) -> dict[str, object] | None:
    """The JSON object in `body`, None where it is anything else."""
    document = _json(body)
    return document if isinstance(document, dict) else None


def _json(text: bytes) -> object:
    """What `text` says in JSON; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # a number of 5,000 digits is a ValueError too
        return None


def _why_not(reading: object, hide: Hide) -> Skipped:
    """Why a reading cannot be used; the key is taken out before anything is shortened."""
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
    """Raises BadRow."""
    if not isinstance(reading, dict):
        raise BadRow(NO_READING)
    return api_rows.row_from_reading(
        reading.get("interval_start"), reading.get("interval_end"), reading.get("consumption")
    )
