"""Lets the event loop end without waiting for DNS look-ups.

If the name server cannot be reached, the system's look-up takes half a minute and cannot be
cancelled. asyncio waits for its threads at the end: leaving the dashboard would take that long,
and a command would exceed its deadline.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def end_without_lookups() -> None:
    """Stop the running event loop from waiting for look-ups when it ends."""
    asyncio.get_running_loop().set_default_executor(_Threads())


class _Threads(ThreadPoolExecutor):
    """A thread pool like asyncio's, except that look-ups run in threads that end with the
    process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        is_lookup: bool = fn is socket.getaddrinfo
        if not is_lookup:
            return super().submit(fn, *args, **kwargs)
        future: Future[T] = Future()

        def look_up() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(fn(*args, **kwargs))
            except OSError as error:
                future.set_exception(error)

        Thread(target=look_up, name="name look-up", daemon=True).start()
        return future
