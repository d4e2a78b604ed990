"""Decides whether and when a failed request is repeated: after a 429, a time-out or a broken
connection, for example. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from octoterm.errors import ApiError, Throttled

MOST_TRIES = 4
LONGEST_WAIT = 30.0
"""Seconds; if the API asks for a longer wait, the request is not repeated."""


@dataclass(frozen=True)
class Retry:
    """A request failed with `why` and will be repeated after `seconds`."""

    seconds: float
    why: ApiError


class Retries:
    """Counts the tries of one request."""

    def __init__(self, jitter: Callable[[], float]) -> None:
        """`jitter` returns random numbers from 0 to 1."""
        self._jitter = jitter
        self._tries = 0

    def after(self, failure: ApiError) -> Retry:
        """The retry after another failure. Raises `failure` itself if the request should not be
        repeated."""
        self._tries += 1
        asked = (failure.retry_after or 0.0) if isinstance(failure, Throttled) else 0.0
        if not failure.worth_retrying or self._tries == MOST_TRIES or asked > LONGEST_WAIT:
            raise failure
        # From half to one and a half times the wait, so that clients do not all return at once.
        backoff = (0.5 + self._jitter()) * 2.0 ** (self._tries - 1)
        return Retry(max(asked, backoff), failure)
