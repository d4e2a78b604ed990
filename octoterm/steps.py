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

TURN = 0.004
"""Seconds of work before others have a turn: less than anybody notices."""

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
            if rest or time.perf_counter() > turn_ends:
                await sleep(rest)
                turn_ends = time.perf_counter() + TURN
    finally:
        steps.close()
