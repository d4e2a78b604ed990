"""How long a sync goes on without getting anywhere: one measure for all its meters."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class StallTimeout:
    """Runs out after so many seconds in which nobody restarted it; None never does.

    Make it, and use it, inside of an event loop.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self._limits: set[asyncio.Timeout] = set()
        self._ends: float | None = None
        self.restart()

    def restart(self) -> None:
        """There is progress: count from now, also for those who are waiting already."""
        if self.seconds is None:
            return
        self._ends = asyncio.get_running_loop().time() + self.seconds
        for limit in self._limits:
            if not limit.expired():
                limit.reschedule(self._ends)

    async def wait_for(self, something: Awaitable[T]) -> T:
        """What `something` brings. Raises TimeoutError if the time is up before."""
        limit = asyncio.timeout_at(self._ends)
        try:
            async with limit:
                self._limits.add(limit)
                return await something
        finally:
            self._limits.discard(limit)
