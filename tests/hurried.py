"""Time that passes as fast as it is waited for."""

from __future__ import annotations

import asyncio
import selectors


class Impatient(selectors.SelectSelector):
    """Where nothing is to be done until some later time, that time has come."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout < 0.01:  # somebody is at work, a thread or a disk
            return super().select(timeout)
        ready = super().select(0)
        if not ready:
            self.passed += timeout
        return ready


class Hurried(asyncio.SelectorEventLoop):
    """An event loop on which time passes as fast as it is waited for."""

    def __init__(self) -> None:
        self.impatient = Impatient()
        super().__init__(self.impatient)

    def time(self) -> float:
        return super().time() + self.impatient.passed
