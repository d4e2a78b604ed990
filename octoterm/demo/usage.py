"""Generates plausible daily consumption for the simulated household. Pure.

`clocks` are the day's half hours as positions on the clock, 0 for midnight, 47 for 23:30;
`chance` determines everything that varies from day to day.
"""

from __future__ import annotations

from datetime import date
from math import cos, exp, tau
from random import Random


def electricity(day: date, clocks: list[int], chance: Random) -> list[float]:
    """kWh in each half hour of `day`: a fridge, people, cooking and laundry."""
    fridge = chance.randrange(5)
    always_on = [
        0.076 + (0.034 if (n + fridge) % 5 < 2 else 0.0) + 0.008 * chance.random()
        for n in range(len(clocks))
    ]
    if _is_away(day):
        return always_on
    weekend = day.weekday() >= 5
    winter = _winter(day)
    awake = _AWAKE[weekend]
    busy = 0.75 + 0.5 * chance.random()
    values = [
        base + awake[clock] * busy * (1 + 0.35 * winter) * (0.4 + 1.2 * chance.random())
        for base, clock in zip(always_on, clocks, strict=True)
    ]
    dinner = chance.randrange(34, 38)
    appliances = {dinner: 0.6 + 0.75 * chance.random(), dinner + 1: 0.15 + 0.4 * chance.random()}
    if chance.random() < (0.75 if weekend else 0.35):
        laundry = chance.randrange(18, 27)
        appliances |= {laundry: 0.55, laundry + 1: 0.4}
    return [
        value + appliances.get(clock, 0.0) for value, clock in zip(values, clocks, strict=True)
    ]


def gas(day: date, clocks: list[int], chance: Random) -> list[float]:
    """m³ in each half hour of `day`: heating when it is cold, hot water, and a hob."""
    outside = 10.0 - 6.0 * _winter(day) + chance.uniform(-3.5, 3.5)
    heating = max(0.0, 15.0 - outside) / 15.0
    if _is_away(day):
        return [0.0] * len(clocks)
    heated = _HEATED[day.weekday() >= 5]
    bath, hob = chance.choice((13, 14, 15, 41, 42)), chance.randrange(34, 38)
    return [
        heated[clock] * heating * (0.7 + 0.6 * chance.random())
        + (0.19 if clock == bath else 0.0)
        + (0.06 if clock == hob else 0.0)
        for clock in clocks
    ]


def solar(day: date, clocks: list[int], chance: Random) -> list[float]:
    """kWh exported in each half hour of `day`: solar power that nobody in the home uses."""
    daylight = 6.0 - 2.2 * _winter(day)
    strength = 0.95 - 0.45 * _winter(day)
    sky = chance.choice((0.15, 0.4, 0.7, 1.0, 1.0))
    exported = []
    for clock in clocks:
        height = cos(tau * (clock / 2 - 12.75) / (4 * daylight)) if _is_day(clock, daylight) else 0
        given = strength * max(0.0, height) * sky * (0.75 + 0.5 * chance.random())
        exported.append(max(0.0, given - 0.12))
    return exported


def _is_day(clock: int, daylight: float) -> bool:
    """Whether the sun has risen; `daylight` is half the length of the day, in hours."""
    return abs(clock / 2 - 12.75) < daylight


def _is_away(day: date) -> bool:
    """Whether the household is on holiday, for two weeks each August."""
    return day.month == 8 and 3 <= day.day < 17


def _winter(day: date) -> float:
    """1 in the middle of January, -1 in the middle of July."""
    return cos(tau * (day.timetuple().tm_yday - 15) / 365.25)


def _hump(hour: float, width: float) -> list[float]:
    """48 values of a day that rise to 1 at `hour` and fall again; `width` is in hours."""
    return [exp(-(((n / 2 - hour) / width) ** 2)) for n in range(48)]


def _sum(*humps: tuple[float, list[float]]) -> list[float]:
    return [sum(height * hump[n] for height, hump in humps) for n in range(48)]


_AWAKE = {
    False: _sum((0.22, _hump(7.5, 1.0)), (0.05, _hump(12.5, 3.0)), (0.27, _hump(19.5, 2.4))),
    True: _sum((0.20, _hump(9.5, 1.5)), (0.13, _hump(13.5, 3.0)), (0.30, _hump(19.5, 2.6))),
}
"""kWh in each half hour that people add to the base load; the key is whether it is a weekend."""

_HEATED = {
    weekend: [0.43 if n in (*range(*morning), *range(32, 44)) else 0.0 for n in range(48)]
    for weekend, morning in ((False, (12, 17)), (True, (14, 22)))
}
"""m³ for heating in each half hour at 0 °C outside; the key is whether it is a weekend."""
