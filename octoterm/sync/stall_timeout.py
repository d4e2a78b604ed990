"""A time limit for a sync without progress, shared by all its meters."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class StallTimeout:
    """Expires `seconds` after the last restart, or never if that is None.

    It must be created and used inside an event loop.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self._limits: set[asyncio.Timeout] = set()
        self._ends: float | None = None
        self.restart()

    def restart(self) -> None:
        """Start again after progress, also for every `wait_for` under way."""
        if self.seconds is None:
            return
        self._ends = asyncio.get_running_loop().time() + self.seconds
        for limit in self._limits:
            if not limit.expired():
                limit.reschedule(self._ends)

    async def wait_for(self, something: Awaitable[T]) -> T:
        """The result of `something`. Raises TimeoutError if the time expires first."""
        limit = asyncio.timeout_at(self._ends)
        try:
            async with limit:
                self._limits.add(limit)
                return await something
        finally:
            self._limits.discard(limit)
