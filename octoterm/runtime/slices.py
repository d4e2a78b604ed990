"""Long work in short slices, so that one thread can both read a file and answer keys.

Work is a generator that yields between slices, with the seconds to wait (almost always 0), and
returns its result. A command runs it to the end; the dashboard handles everything else before
the next slice. Threads are not used for computing: plotext releases the interpreter lock at every
call and would wait for seconds to get it back.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from contextvars import ContextVar
from typing import TypeAlias, TypeVar

TURN = 0.001
"""Seconds of work before yielding to the event loop: too short to be noticed, even if a key has to
wait for several."""

TURNS_FOR_A_KEY = 16
"""Event-loop turns a key press needs until its result is drawn, with a margin: Textual passes it
on through several tasks, each in a turn of its own. With 8, one key in twenty took 23 ms, not 18,
while a sync saved pages."""

TURN_WITHOUT_KEYS = 0.02
"""The same where no keys are read, as in `octoterm sync`: short compared with a request, and long
compared with what the event loop costs."""

keys_are_read: ContextVar[bool] = ContextVar("keys_are_read", default=True)
"""Whether keys may be pressed while work runs in slices. A command sets it for its own work."""

T = TypeVar("T")

Sliced: TypeAlias = Generator[float, None, T]
"""The type of work in slices: it yields the seconds to wait, and returns a `T`."""


def finish(steps: Sliced[T]) -> T:
    """Run `steps` to the end in one go, and return its result."""
    try:
        while True:
            try:
                rest = next(steps)
            except StopIteration as stop:
                result: T = stop.value
                return result
            if rest:
                time.sleep(rest)
    finally:
        steps.close()


async def give_way() -> None:
    """Yield to the event loop for as many turns as a key press needs, or for one turn where no
    keys are read. This takes microseconds if the loop is idle."""
    from asyncio import sleep  # here, because it is slow to import and commands do not need it

    for _ in range(TURNS_FOR_A_KEY if keys_are_read.get() else 1):
        await sleep(0)


async def in_slices(steps: Sliced[T]) -> T:
    """Run `steps` to the end, yielding to the event loop between slices."""
    from asyncio import sleep

    turn = TURN if keys_are_read.get() else TURN_WITHOUT_KEYS
    turn_ends = time.perf_counter() + turn
    try:
        while True:
            try:
                rest = next(steps)
            except StopIteration as stop:
                result: T = stop.value
                return result
            if rest > 0 or time.perf_counter() > turn_ends:
                await sleep(rest)
                await give_way()
                turn_ends = time.perf_counter() + turn
    finally:
        steps.close()
