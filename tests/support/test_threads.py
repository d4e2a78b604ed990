"""Tests wait for threads at work, and no time passes for a hurried clock meanwhile."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.support.hurried import Hurried
from tests.support.threads import are_at_work


@contextmanager
def at_work(threads: ThreadPoolExecutor) -> Iterator[None]:
    """In this context, one of the threads has something to do."""
    begun, ends = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        assert ends.wait(30)

    job = threads.submit(work)
    assert begun.wait(30)
    yield
    ends.set()
    job.result(30)


def test_threads_are_at_work_from_what_is_given_to_them_to_its_end() -> None:
    assert not are_at_work(None)
    with ThreadPoolExecutor(2) as threads, ThreadPoolExecutor() as others:
        assert not are_at_work(threads)
        with at_work(threads):
            assert are_at_work(threads)
            assert not are_at_work(others)
    assert not are_at_work(threads)


def test_what_nobody_waits_for_any_more_is_still_work() -> None:
    async def give_up() -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(threads)
        begun = asyncio.Event()

        def work() -> None:
            loop.call_soon_threadsafe(begun.set)
            assert ends.wait(30)

        job = asyncio.create_task(asyncio.to_thread(work))
        await begun.wait()
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        assert are_at_work(threads)
        ends.set()

    threads, ends = ThreadPoolExecutor(1), threading.Event()
    asyncio.run(give_up())
    assert not are_at_work(threads)


def test_threads_that_race_for_work_all_come_to_rest() -> None:
    """In Python 3.12, a working thread may take the work that another was woken for."""
    with ThreadPoolExecutor(4) as threads:
        for _ in range(300):
            for job in [threads.submit(int) for _ in range(4)]:
                assert job.result(30) == 0
    assert not are_at_work(threads)


async def test_once_they_are_at_rest_the_loop_knows_what_came_of_it() -> None:
    loop = asyncio.get_running_loop()
    threads = ThreadPoolExecutor(1)
    loop.set_default_executor(threads)
    for n in range(200):
        job = asyncio.ensure_future(asyncio.to_thread(lambda n=n: n))
        await asyncio.sleep(0)
        while are_at_work(threads):
            os.sched_yield()
        await asyncio.sleep(0)  # accepts what was called from threads
        await asyncio.sleep(0)  # runs it
        await asyncio.sleep(0)  # runs those that waited for it
        assert job.done()


def test_a_hurried_clock_waits_for_threads_and_not_for_time() -> None:
    """A wait of an hour is over at once, but not before a thread has finished its work."""
    ends = threading.Event()

    async def first() -> str:
        work = asyncio.create_task(asyncio.to_thread(ends.wait, 30))
        hour = asyncio.create_task(asyncio.sleep(3600))
        asyncio.get_running_loop().call_soon(threading.Timer(0.02, ends.set).start)
        done, _ = await asyncio.wait({work, hour}, return_when=asyncio.FIRST_COMPLETED)
        await hour
        return "work" if work in done else "hour"

    with asyncio.Runner(loop_factory=Hurried) as runner:
        began = runner.get_loop().time()
        assert runner.run(first()) == "work"
        assert runner.get_loop().time() - began >= 3600


def test_a_hurried_clock_leaves_the_threads_time_to_end() -> None:
    async def begin() -> None:
        asyncio.get_running_loop().run_in_executor(None, lambda: ended.append(ends.wait(30)))
        threading.Timer(0.02, ends.set).start()

    ended: list[bool] = []
    ends = threading.Event()
    with asyncio.Runner(loop_factory=Hurried) as runner:
        runner.run(begin())
    assert ended == [True]
