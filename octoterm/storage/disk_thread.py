"""Waiting for a disk without being held by it.

A disk, or a server that is one, may take a quarter of a minute to keep what it was given, and
nothing can call it off. The event loop goes on meanwhile. asyncio would wait for its own threads
before it ends: whoever leaves would sit before a dead terminal for so long.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import ParamSpec, TypeVar

LAST_WRITE = 0.5
"""Seconds in which a disk that works is done with a small file: so long is whoever leaves held."""

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """As `asyncio.to_thread`, but that the thread is left behind where it takes long, and ends
    with the process: for calls that leave everything whole wherever they are broken off."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error is None:
            done.set_result(result)  # type: ignore[arg-type]
        else:
            done.set_exception(error)

    def run() -> None:
        result, failure = None, None
        try:
            result = call(*args, **kwargs)
        except BaseException as error:
            failure = error
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, result, failure)

    thread = Thread(target=run, name="disk", daemon=True)
    thread.start()
    try:
        return await done
    except asyncio.CancelledError:
        thread.join(LAST_WRITE)  # else a folder could be removed while something is put into it
        raise
