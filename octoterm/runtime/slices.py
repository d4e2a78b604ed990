"""Long work in short slices, so that one thread can both read a file and answer keys.

A piece of work is a generator that yields how many seconds it would like to rest (almost
always 0) and returns its result. A command runs it to the end; in the dashboard everything else
goes before the next slice. There are no computing threads: plotext gives up the interpreter lock
at every call and would wait for them for seconds.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import TypeAlias, TypeVar

TURN = 0.002
"""Seconds of work before others have a turn: less than anybody notices."""

TURNS_FOR_A_KEY = 8
"""Turns of the event loop from a key that was read to the picture that it leads to, and some to
spare: Textual hands it on from part to part, each in a turn of its own."""

T = TypeVar("T")

Sliced: TypeAlias = Generator[float, None, T]


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
    """Let others do what they have to do now, and what follows from it. Where that is nothing, it
    takes some microseconds."""
    from asyncio import sleep  # which takes a while to import, and commands have no loop

    for _ in range(TURNS_FOR_A_KEY):
        await sleep(0)


async def in_slices(steps: Sliced[T]) -> T:
    """Run `steps` to the end, giving way between slices."""
    from asyncio import sleep

    turn_ends = time.perf_counter() + TURN
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
                turn_ends = time.perf_counter() + TURN
    finally:
        steps.close()
