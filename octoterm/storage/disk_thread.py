"""Waiting for a disk without being held by it.

A disk, or a server that is one, may take a quarter of a minute to keep what it was given, and
nothing can call it off. So it is waited for in a thread, which computes nothing and ends with the
process. asyncio would wait for its own threads before it ends: leaving the dashboard would take
as long as the disk does.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from octoterm.runtime.slices import Sliced

if TYPE_CHECKING:
    from asyncio import Future

# threading and asyncio are imported where they are used: those who only read have no need of them.

LAST_WRITE = 0.5
"""Seconds in which a disk that works is done with a small file: leaving the dashboard takes at
most that long."""

POLL = 0.001
"""Seconds from one look whether the disk is done to the next."""

P = ParamSpec("P")
T = TypeVar("T")


def wait_for_disk(call: Callable[[], None]) -> Sliced[None]:
    """Run `call` in a thread, in steps that leave others their turns. Raises the OSError that it
    raises. Where the steps are given up, it goes on until the process ends."""
    from threading import Thread

    failures: list[OSError] = []

    def run() -> None:
        try:
            call()
        except OSError as error:
            failures.append(error)

    thread = Thread(target=run, name="fsync", daemon=True)
    thread.start()
    while thread.is_alive():
        yield POLL
    if failures:
        raise failures[0]


async def in_thread(call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """As `asyncio.to_thread`, but that the thread is left behind where it takes long, and ends
    with the process: for calls that leave everything whole wherever they are broken off."""
    import asyncio
    from threading import Thread

    loop = asyncio.get_running_loop()
    done: Future[T] = loop.create_future()

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
