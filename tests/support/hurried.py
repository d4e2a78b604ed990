"""Time that passes as fast as it is waited for."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable

from tests.support.threads import are_at_work


class Impatient(selectors.SelectSelector):
    """Where nothing is to be done until some later time, that time has come."""

    def __init__(self, is_somebody_at_work: Callable[[], bool]) -> None:
        super().__init__()
        self.is_somebody_at_work = is_somebody_at_work
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout < 0.01:  # it looks again and again whether a disk is done
            return super().select(timeout)
        if self.is_somebody_at_work():
            return super().select(0.001)  # the end of the work may come after its result
        ready = super().select(0)
        if not ready:
            self.passed += timeout
        return ready


class Hurried(asyncio.SelectorEventLoop):
    """An event loop on which time passes as fast as it is waited for, but threads have theirs."""

    def __init__(self) -> None:
        self.impatient = Impatient(lambda: are_at_work(self._default_executor))
        super().__init__(self.impatient)

    def time(self) -> float:
        return super().time() + self.impatient.passed

    async def shutdown_default_executor(self, *_: float) -> None:
        """Wait for the threads to end, and not only for some time as from Python 3.12 on."""
        await super().shutdown_default_executor()
