"""Waits for slow disks in threads that do not delay the end of the process.

A disk or file server may take 15 seconds to flush a file, and the call cannot be cancelled. So it
runs in a daemon thread. asyncio's own threads are not suitable: asyncio waits for them at the end,
and leaving the dashboard would take as long as the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from octoterm.runtime.slices import Sliced

if TYPE_CHECKING:
    from asyncio import Future

# threading and asyncio are imported where they are used: commands that only read do not need them.

LAST_WRITE = 0.5
"""Longest wait for a cancelled write, seconds: enough for a small file on a working disk, and
short enough not to delay leaving the dashboard."""

POLL = 0.001
"""Seconds between checks whether the disk has finished."""

P = ParamSpec("P")
T = TypeVar("T")


def wait_for_disk(call: Callable[[], None]) -> Sliced[None]:
    """Run `call` in a thread, yielding while it runs. Raises the OSError that it raises. If the
    generator is closed early, the call continues until the process ends."""
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
    """Like `asyncio.to_thread`, except that a slow thread is abandoned on cancellation and ends
    with the process: only for calls that can be interrupted anywhere without damage."""
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
        with suppress(RuntimeError):  # the loop is closed: the result is no longer needed
            loop.call_soon_threadsafe(settle, result, failure)

    thread = Thread(target=run, name="disk", daemon=True)
    thread.start()
    try:
        return await done
    except asyncio.CancelledError:
        thread.join(LAST_WRITE)  # so that no folder is removed while a file is written into it
        raise
