"""Readings as exact numbers of kWh, to be multiplied by exact rates. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from octoterm.consumption.days import Columns
from octoterm.tariffs.calorific_values import CalorificValue

MILLIONTHS = 1_000_000
"""In a unit: readings have three decimals, and in downloads up to six."""
HUNDREDTHS = 100
"""In a kWh: the supplier's guide says that each half hour is rounded to them."""


class Usage(NamedTuple):
    """Half-hourly readings in order of time, as whole numbers of a unit."""

    starts: Sequence[int]
    """UTC seconds."""
    counts: Sequence[int]
    """The reading of each half hour, in millionths of the unit of the meter."""


def usage_of(readings: Columns) -> Usage:
    """These readings as whole numbers."""
    return Usage(readings.starts, [round(value * MILLIONTHS) for value in readings.values])


def kwh_per_unit(
    calorific_values: Sequence[CalorificValue],
) -> tuple[tuple[int, Fraction], ...]:
    """How many kWh a unit of the readings is, each from a time (UTC seconds) on; 1 without
    calorific values."""
    ordered = sorted(calorific_values)
    found = [(each.since, each.kwh_per_cubic_metre) for each in ordered]
    return ((0, found[0][1]), *found[1:]) if found else ((0, Fraction(1)),)


def in_rounded_kwh(readings: Columns, calorific_values: Sequence[CalorificValue]) -> Columns:
    """The readings in kWh, each rounded to 0.01 kWh, half to even, as the supplier's guide says.
    Bills that were recorded are of unrounded ones."""
    factors = kwh_per_unit(calorific_values)
    rounded = array("d")
    for start, count in zip(*usage_of(readings), strict=True):
        at = bisect_left(factors, start + 1, key=lambda each: each[0])
        kwh = count * factors[at - 1][1] / MILLIONTHS
        rounded.append(round(kwh * HUNDREDTHS) / HUNDREDTHS)
    return Columns(readings.starts, rounded)
