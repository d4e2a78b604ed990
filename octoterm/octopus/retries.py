"""When a request that failed is made again: how a 429, a time-out or a broken line is waited for.
Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from octoterm.errors import ApiError, Throttled

MOST_TRIES = 4
LONGEST_WAIT = 30.0
"""Seconds. An API that asks for more is not waited for."""


@dataclass(frozen=True)
class Retry:
    """A request failed with `why` and is made again after `seconds`."""

    seconds: float
    why: ApiError


class Retries:
    """The tries of one request."""

    def __init__(self, jitter: Callable[[], float]) -> None:
        """`jitter` gives random numbers from 0 to 1."""
        self._jitter = jitter
        self._tries = 0

    def after(self, failure: ApiError) -> Retry:
        """What to do after another try failed. Raises `failure` where there is to be no more."""
        self._tries += 1
        asked = (failure.retry_after or 0.0) if isinstance(failure, Throttled) else 0.0
        if not failure.worth_retrying or self._tries == MOST_TRIES or asked > LONGEST_WAIT:
            raise failure
        # Up to half as much again, or half as little: those who failed together come back apart.
        backoff = (0.5 + self._jitter()) * 2.0 ** (self._tries - 1)
        return Retry(max(asked, backoff), failure)
