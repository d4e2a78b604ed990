"""What the API's answers mean: pages of readings, and errors. Pure: bytes in, values out.

`hide` in these functions takes the API key out of a text: a server could send it back to us.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import NamedTuple, TypeAlias

from octoterm.errors import (
    ApiError,
    BadAnswer,
    BadKey,
    Forbidden,
    MeterNotFound,
    RequestRefused,
    ServerFailed,
    Throttled,
    TooSlow,
)
from octoterm.readings_csv import api_rows
from octoterm.readings_csv.bad_row import BadRow
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import Steps
from octoterm.safe_text import clean

Hide: TypeAlias = Callable[[str], str]

TRY_LATER = "Try again later; what is stored stays"
_CHECK_KEY = "Check the key in the configuration against the one in your Octopus account"

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


def read_page(body: bytes, hide: Hide) -> Steps[Page]:
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
    return Page(tuple(rows), tuple(skipped), _total(document.get("count")), following)


def refusal(
    status: int, headers: Mapping[str, str], body: bytes, *, hide: Hide, now: float
) -> ApiError:
    """The error that an answer without readings stands for. `now` is in UTC seconds."""
    document = _document(body)
    said = clean(hide(_detail(document or {})))
    because = f" (HTTP {status}): {said}" if said else f" (HTTP {status})"
    retry_after = _retry_after(headers.get("retry-after", ""), now)
    if (
        status == 429
        or (status == 503 and retry_after is not None)
        or (status == 403 and document is None)  # the API answers in JSON, its edge in HTML
    ):
        return Throttled(
            f"The API takes no more requests for now{because}",
            TRY_LATER
            if retry_after is None
            else f"It asks to be left alone for {duration(retry_after)}",
            retry_after,
        )
    if status == 401:
        return BadKey(f"The API does not accept the API key{because}", _CHECK_KEY)
    if status == 403:
        return Forbidden(f"The API key may not read this meter{because}", _CHECK_KEY)
    if status == 404:
        return MeterNotFound(
            f"The API knows no such meter{because}",
            "Check the MPAN, the serial number and whether it is electricity or gas",
        )
    if status == 408:
        return TooSlow(f"The API waited too long for the request{because}", TRY_LATER)
    if status >= 500:
        return ServerFailed(f"The API is in trouble{because}", TRY_LATER)
    if status >= 400:
        return RequestRefused(
            f"The API refuses the request{because}",
            "Check the meter's URL; if it is right, a newer octoterm may be needed",
        )
    return BadAnswer(f"The API answered without readings{because}", TRY_LATER)


def _page_document(body: bytes) -> Steps[dict[str, object] | None]:
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


def _detail(document: dict[str, object]) -> str:
    """What an error answer says: `{"detail": "…"}` or `{"field": ["…", …]}`."""
    if isinstance(detail := document.get("detail"), str):
        return detail
    return " ".join(
        f"{field}: {message}"
        for field, messages in document.items()
        if isinstance(messages, list)
        for message in messages
        if isinstance(message, str)
    )


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


def _total(said: object) -> int | None:
    return said if isinstance(said, int) and 0 <= said <= 10_000_000 else None


def _retry_after(text: str, now: float) -> float | None:
    """Seconds that `Retry-After` asks to wait; None where it names no time to come."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        seconds = float(text)
    else:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - now
        except (ValueError, OverflowError):
            return None
    return seconds if seconds > 0 else None


def duration(seconds: float) -> str:
    """`45 seconds`, `10 minutes`, `3 hours`, `days`."""
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    if seconds < 2 * 3600:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.0f} hours" if seconds < 48 * 3600 else "days"
