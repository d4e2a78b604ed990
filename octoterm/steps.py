"""Long work in short slices, so that one thread can both read a file and answer keys.

A piece of work is a generator that yields how many seconds it would like to rest (almost
always 0) and returns its result. A command runs it to the end; the dashboard gives the event
loop a turn at every yield. There are no computing threads: plotext gives up the interpreter
lock at every call and would wait for them for seconds.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import TypeAlias, TypeVar

TURN = 0.002
"""Seconds of work before others have a turn: less than anybody notices."""

STAND_BACK = 0.02
"""Seconds in which a key is answered, if nothing else is done."""

T = TypeVar("T")

Steps: TypeAlias = Generator[float, None, T]


def finish(steps: Steps[T]) -> T:
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


_stand_back_until = 0.0


def stand_back() -> None:
    """Let all work in slices rest for a moment: somebody has pressed a key, and is to see at
    once what it does."""
    global _stand_back_until
    _stand_back_until = time.perf_counter() + STAND_BACK


async def give_way() -> None:
    """Wait while all work is to rest, if it is."""
    from asyncio import sleep

    if (rest := _stand_back_until - time.perf_counter()) > 0:
        await sleep(rest)


async def in_slices(steps: Steps[T]) -> T:
    """Run `steps` to the end, letting the event loop have a turn between slices."""
    from asyncio import sleep  # which takes a while to import, and commands have no loop

    turn_ends = time.perf_counter() + TURN
    try:
        while True:
            try:
                rest = next(steps)
            except StopIteration as stop:
                result: T = stop.value
                return result
            now = time.perf_counter()
            rest = max(rest, _stand_back_until - now)
            if rest > 0 or now > turn_ends:
                await sleep(rest)
                turn_ends = time.perf_counter() + TURN
    finally:
        steps.close()
