"""Turns unsuccessful answers into errors. Pure: bytes in, errors out.

`hide` removes the API key from a text, as a server could send it back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import TypeAlias

from octoterm.errors import (
    ApiError,
    BadAnswer,
    BadKey,
    Forbidden,
    NotFound,
    RequestRefused,
    ServerFailed,
    Throttled,
    TooSlow,
)
from octoterm.safe_text import clean

Hide: TypeAlias = Callable[[str], str]

TRY_LATER = "Try again later"
_CHECK_KEY = "Check the key in the configuration against the one in your Octopus account"
_NEWER = "A newer octoterm may be needed"


@dataclass(frozen=True)
class Resource:
    """What is requested, in the words of error messages."""

    name: str
    """What the API may or may not know, such as `meter`."""
    contents: str
    """What a successful answer contains, such as `readings`."""
    if_unknown: str
    """What the user can do if the API does not know the resource."""
    if_refused: str = _NEWER
    """What the user can do if the request itself is wrong."""


def refusal(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    of: Resource,
    hide: Hide,
    now: float,
    with_key: bool,
) -> ApiError:
    """The error for an unsuccessful answer. `now` is in UTC seconds."""
    document = json_object(body)
    said = clean(hide(_detail(document or {})))
    because = f" (HTTP {status}): {said}" if said else f" (HTTP {status})"
    retry_after = _retry_after(headers.get("retry-after", ""), now)
    if (
        status == 429
        or (status == 503 and retry_after is not None)
        or (status == 403 and document is None)  # the API answers in JSON, its edge in HTML
    ):
        title = "The Octopus API is having problems" if status == 503 else "Too many requests"
        return Throttled(
            f"{title}{because}",
            TRY_LATER
            if retry_after is None
            else f"Octopus asks us to wait {duration(retry_after)}",
            retry_after,
        )
    if status in (401, 403) and not with_key:
        return Forbidden(f"The API wants a key for what should be public{because}", _NEWER)
    if status == 401:
        return BadKey(f"Octopus rejected your API key{because}", _CHECK_KEY)
    if status == 403:
        return Forbidden(f"The API key may not read this {of.name}{because}", _CHECK_KEY)
    if status == 404:
        return NotFound(f"Octopus does not know this {of.name}{because}", of.if_unknown)
    if status == 408:
        return TooSlow(f"The API waited too long for the request{because}", TRY_LATER)
    if status >= 500:
        return ServerFailed(f"The Octopus API is having problems{because}", TRY_LATER)
    if status >= 400:
        return RequestRefused(f"The API refuses the request{because}", of.if_refused)
    return BadAnswer(f"The API answered without {of.contents}{because}", TRY_LATER)


def json_object(body: bytes) -> dict[str, object] | None:
    """The JSON object in `body`; None if it is anything else. Fractions are Decimals, as money
    must be exact."""
    try:
        document = json.loads(body, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):  # ValueError also for a number of 5,000 digits
        return None
    return document if isinstance(document, dict) else None


def _refuse_constant(name: str) -> object:
    """Refuses NaN and the infinities, which are not JSON."""
    raise ValueError(name)


def _detail(document: dict[str, object]) -> str:
    """The message of an error answer: `{"detail": "…"}` or `{"field": ["…", …]}`."""
    if isinstance(detail := document.get("detail"), str):
        return detail
    return " ".join(
        f"{field}: {message}"
        for field, messages in document.items()
        if isinstance(messages, list)
        for message in messages
        if isinstance(message, str)
    )


def _retry_after(text: str, now: float) -> float | None:
    """Seconds to wait according to `Retry-After`; None if it gives no time in the future."""
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
