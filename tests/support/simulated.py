"""Readings of the demo's household, without the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from octoterm.demo import usage
from tests.support.households import LONDON, london_day

KINDS: dict[str, Callable[[date, list[int], Random], list[float]]] = {
    "electricity": usage.electricity,
    "gas": usage.gas,
}


@cache
def simulated(kind: str, first: date, last: date) -> dict[int, float]:
    """Every half hour from `first` to `last`, both included: kWh, or m³ of gas."""
    readings = {}
    day = first
    while day <= last:
        starts = london_day(day)
        clocks = [datetime.fromtimestamp(start, LONDON) for start in starts]
        positions = [2 * clock.hour + clock.minute // 30 for clock in clocks]
        values = KINDS[kind](day, positions, Random(f"{kind} {day}"))
        readings.update(zip(starts, (round(value, 3) for value in values), strict=True))
        day += timedelta(days=1)
    return readings
