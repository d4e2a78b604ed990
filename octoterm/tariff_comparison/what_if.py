"""The same household with another use: some of it at other hours, or less of it. Pure."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction
from typing import NamedTuple

from octoterm.consumption.days import Columns
from octoterm.periods.calendar import Calendar
from octoterm.runtime.slices import Sliced
from octoterm.tariffs.supply import Supply


class Shift(NamedTuple):
    """So much a day at other hours, such as a car that is charged at night."""

    kwh: Fraction
    begin: time
    end: time
    """London clock times, full or half hours; over midnight too."""
    is_added: bool = False
    """Whether it is used in addition, not taken from the dearest half hours."""

    @property
    def words(self) -> str:
        """`5 kWh a day moved to 00:30–05:30`."""
        raise NotImplementedError


class WhatIf(NamedTuple):
    """Both are done to each day: first less is used, then it is shifted."""

    shift: Shift | None = None
    less: Fraction = Fraction(0)
    """The share of each half hour that is not used."""

    @property
    def words(self) -> str:
        """`10% less; 5 kWh a day moved to 00:30–05:30`; empty if nothing is changed."""
        raise NotImplementedError


def read_shift(text: str) -> Shift:
    """`5kWh@00:30-05:30`, or `+5kWh@…` to add it. Raises ValueError in words for people."""
    raise NotImplementedError


def read_less(text: str) -> Fraction:
    """`10%` as a share. Raises ValueError in words for people."""
    raise NotImplementedError


def changed(
    readings: Columns,
    what_if: WhatIf,
    own: Supply,
    first: date,
    last: date,
    days: Calendar | None = None,
) -> Sliced[Columns]:
    """The readings of the London days from `first` to `last` with the changed use.

    Compare them with `without_told(own)`: what the supplier has told was of the real use.
    """
    yield 0
    raise NotImplementedError


def without_told(own: Supply) -> Supply:
    """The supply without the costs that the supplier has told of the real use."""
    raise NotImplementedError
