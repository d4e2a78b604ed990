"""Looking up names without waiting for an answer that nobody wants any more.

A name server that is out of reach holds the system's look-up for half a minute, and nothing can
call it off. asyncio waits for its threads before it ends: somebody who leaves would sit before
a dead terminal for so long, and a command would outlive its deadline.
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
    """From now on the running event loop does not wait for look-ups when it ends."""
    asyncio.get_running_loop().set_default_executor(_Threads())


class _Threads(ThreadPoolExecutor):
    """asyncio's own, but that a look-up has a thread which ends with the process."""

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
