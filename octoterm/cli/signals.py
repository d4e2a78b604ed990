"""Ends a command on a signal as usual on Unix: after cleaning up, with 128 + its number."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Coroutine, Iterator
from signal import SIGHUP, SIGINT, SIGPIPE, SIGTERM
from types import FrameType
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")

__all__ = ["SIGPIPE", "exit_code", "raised_as_exit", "run"]


def exit_code(number: int) -> int:
    """The exit code of a command ended by signal `number`."""
    return 128 + number


@contextlib.contextmanager
def raised_as_exit() -> Iterator[None]:
    """While active, SIGTERM and SIGHUP raise SystemExit, so that everything is cleaned up."""

    def leave(number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(exit_code(number))

    before = {number: signal.signal(number, leave) for number in _not_ignored()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """While active, signals that end a command are blocked, as they may be lost during imports."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (SIGTERM, SIGHUP, SIGINT))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Like `asyncio.run`, but SIGTERM and SIGHUP cancel the work and then raise SystemExit."""
    import asyncio

    from octoterm.runtime.slices import keys_are_read

    received: list[int] = []

    async def cancellable() -> T:
        keys_are_read.set(False)
        task, loop = asyncio.create_task(work), asyncio.get_running_loop()

        def cancel(number: int) -> None:
            received.append(number)
            task.cancel()

        for number in _not_ignored():
            loop.add_signal_handler(number, cancel, number)
        return await task

    try:
        return asyncio.run(cancellable())
    except asyncio.CancelledError:
        raise SystemExit(exit_code(received[0])) from None


def _not_ignored() -> list[signal.Signals]:
    """SIGTERM and SIGHUP, without any that is ignored, as SIGHUP is under nohup."""
    return [number for number in (SIGTERM, SIGHUP) if signal.getsignal(number) != signal.SIG_IGN]
