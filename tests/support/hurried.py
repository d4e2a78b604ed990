"""Time that passes as fast as it is waited for."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable

from tests.support.threads import are_at_work


class Impatient(selectors.SelectSelector):
    """If there is nothing to do until some later time, the clock skips to that time."""

    def __init__(self, is_somebody_at_work: Callable[[], bool]) -> None:
        super().__init__()
        self.is_somebody_at_work = is_somebody_at_work
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout < 0.01:  # polls whether a disk is done
            return super().select(timeout)
        if self.is_somebody_at_work():
            return super().select(0.001)  # work may end after its result is known
        ready = super().select(0)
        if not ready:
            self.passed += timeout
        return ready


class Hurried(asyncio.SelectorEventLoop):
    """An event loop on which time passes as fast as it is waited for, except for threads."""

    def __init__(self) -> None:
        self.impatient = Impatient(lambda: are_at_work(self._default_executor))
        super().__init__(self.impatient)

    def time(self) -> float:
        return super().time() + self.impatient.passed

    async def shutdown_default_executor(self, *_: float) -> None:
        """Wait until the threads end, not only for a limited time, as Python 3.12 and later do."""
        await super().shutdown_default_executor()
