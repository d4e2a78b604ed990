"""How many bytes a key takes, which over a slow line is how long a person waits."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from tests.support.dashboards import opened
from tests.support.drawn import drawing
from tests.support.households import half_hours, readings
from tests.support.slow import one_in

HALF_HOURS = half_hours("2024-01-01T00:00Z", "2024-03-20T00:00Z")
A_CELL, A_PICTURE = 12, 1000
"""Bytes that a cell with another character may take, and finding the places of all."""
MARKS = 32
"""Bytes around a picture: the marks of synchronised output, and the cursor."""

#: kWh a half hour of households whose days are alike, or not at all.
HOUSEHOLDS: dict[str, Callable[[random.Random], float]] = {
    "steady": lambda chance: chance.gauss(0.3, 0.03),
    "noisy": lambda chance: chance.uniform(0.2, 0.5),
    "bursts": lambda chance: chance.expovariate(4.0),
}


@pytest.mark.parametrize(
    ("household", "size"),
    one_in(
        6,
        [
            ("noisy", (80, 24)), ("bursts", (80, 24)), ("steady", (80, 24)),
            ("steady", (120, 40)), ("bursts", (120, 40)), ("noisy", (120, 40)),
        ],
    ),
    ids=str,
)  # fmt: skip
async def test_a_left_arrow_sends_little_more_than_what_has_changed(
    tmp_path: Path, household: str, size: tuple[int, int]
) -> None:
    chance = random.Random(0)
    use = {each: round(abs(HOUSEHOLDS[household](chance)), 3) for each in HALF_HOURS}
    async with opened(tmp_path, readings(use), size=size) as here:
        await here.shows("Checked")
        shares = []
        with drawing(here.app) as drawn:
            await here.pilot.pause()
            for _ in range(20):
                before, drawn.sent = drawn.terminal.picture, ""
                await here.press("left")
                changed = sum(
                    old != new
                    for rows in zip(before, drawn.terminal.picture, strict=True)
                    for (old, _), (new, _) in zip(*rows, strict=True)
                )
                sent = len(drawn.sent.encode()) + MARKS
                shares.append(sent / (A_CELL * changed + A_PICTURE))
        assert median(shares) < 0.5
        assert max(shares) < 0.75
