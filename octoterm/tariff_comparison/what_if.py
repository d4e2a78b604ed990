"""The same household with another use: some of it at other hours, or less of it. Pure."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from fractions import Fraction
from itertools import pairwise
from math import inf
from operator import itemgetter
from typing import NamedTuple

from octoterm.consumption.days import Columns
from octoterm.costs.usage import MILLIONTHS, kwh_per_unit
from octoterm.periods.calendar import Calendar
from octoterm.periods.labels import hours_label
from octoterm.periods.london import INSTANT, ONE_DAY, london
from octoterm.periods.period import Period
from octoterm.runtime.slices import Sliced
from octoterm.tariffs.price_columns import PriceColumns, price_columns
from octoterm.tariffs.supply import NO_COSTS, Supply

_SHIFT = re.compile(
    r"(\+?)\s*(\d{1,4}(?:\.\d{1,6})?)\s*kwh\s*@\s*(\d\d?:\d\d)\s*[-–]\s*(\d\d?:\d\d)",
    re.ASCII | re.IGNORECASE,
)
_LESS = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s*%", re.ASCII)
DAYS_AT_ONCE = 10
"""In one slice: a millisecond or two."""


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
        """`5 kWh a day more at 00:30–05:30`; of what is moved, a day gives no more than it has."""
        amount, hours = f"{float(self.kwh):g} kWh a day", hours_label(self.begin, self.end)
        return f"{amount} more at {hours}" if self.is_added else f"up to {amount} moved to {hours}"

    def includes(self, start: int) -> bool:
        """Whether the half hour from `start` (UTC seconds) is among its hours."""
        clock = london(start).time()
        if self.begin < self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end


class WhatIf(NamedTuple):
    """A changed use of every day: less is used first, and of that some at other hours."""

    shift: Shift | None = None
    less: Fraction = Fraction(0)
    """The share of each half hour that is not used."""

    @property
    def words(self) -> str:
        """`10% less used, up to 5 kWh a day moved to 00:30–05:30`; empty if nothing is changed."""
        said = [f"{float(self.less * 100):g}% less used"] if self.less else []
        return ", ".join(said + ([self.shift.words] if self.shift else []))


def read_shift(text: str) -> Shift:
    """`5kWh@00:30-05:30`, or `+5kWh@…` to add it. Raises ValueError: what it must be."""
    match = _SHIFT.fullmatch(text.strip())
    if match is None:
        raise ValueError("must be an amount a day and hours, such as 5kWh@00:30-05:30")
    plus, kwh, *clocks = match.groups()
    begin, end = map(_clock, clocks)
    if begin == end:
        raise ValueError("must have hours that do not end when they begin")
    if not Fraction(kwh):
        raise ValueError("must be more than 0 kWh")
    return Shift(Fraction(kwh), begin, end, bool(plus))


def _clock(text: str) -> time:
    hour, minute = map(int, text.split(":"))
    if minute not in (0, 30) or hour > 24 or (hour == 24 and minute):
        raise ValueError("must have hours that begin and end on a half hour, such as 00:30-05:30")
    return time(hour % 24, minute)


def read_less(text: str) -> Fraction:
    """`10%` as a share. Raises ValueError: what it must be."""
    match = _LESS.fullmatch(text.strip())
    share = Fraction(match[1]) / 100 if match else Fraction(0)
    if not 0 < share < 1:
        raise ValueError("must be a share between 0% and 100%, such as 10%")
    return share


def changed(
    readings: Columns,
    what_if: WhatIf,
    own: Supply,
    first: date,
    last: date,
    days: Calendar | None = None,
) -> Sliced[Columns]:
    """The readings of the London days from `first` to `last`, both inclusive, as they would be.

    What is shifted is taken from the half hours of the same day, outside the hours it is shifted
    to, that are dearest by the own tariff: from those with the same rate in proportion to their
    use. It is spread evenly over its hours. Only half hours with a reading are changed, and a day
    on which less is used gives all that it can. Amounts are exact to a millionth of the unit.

    Compare them with `without_told(own)`: what the supplier has told was of the real use.
    """
    days = days or Calendar()
    bounds = [days.start_of(each) for each in Period.spanning(first, last + ONE_DAY).days()]
    columns = yield from price_columns(
        own.agreements, own.prices, bounds[0], bounds[-1], own.terms
    )
    factors = kwh_per_unit(own.terms.calorific_values)
    found = Columns(array(INSTANT), array("d"))
    edges = [bisect_left(readings.starts, each) for each in bounds]
    for number, (begin, end) in enumerate(pairwise(edges)):
        starts = readings.starts[begin:end]
        used = [_less(value, what_if.less) for value in readings.values[begin:end]]
        if what_if.shift is not None:
            _, factor = factors[bisect_right(factors, bounds[number], key=itemgetter(0)) - 1]
            amount = round(what_if.shift.kwh * MILLIONTHS / factor)
            _shift(used, starts, what_if.shift, amount, columns)
        found.starts.extend(starts)
        found.values.extend([count / MILLIONTHS for count in used])
        if number % DAYS_AT_ONCE == 0:
            yield 0
    return found


def without_told(own: Supply) -> Supply:
    """The supply without the costs that the supplier has told of the real use."""
    return own._replace(told=NO_COSTS)


def _less(value: float, share: Fraction) -> int:
    count = round(value * MILLIONTHS)
    return round(count * (1 - share)) if share else count


def _shift(
    used: list[int], starts: Sequence[int], shift: Shift, amount: int, columns: PriceColumns
) -> None:
    """Shift so many millionths of the use of one day, in place."""
    inside = [place for place, start in enumerate(starts) if shift.includes(start)]
    if not inside:
        return
    if not shift.is_added:
        outside = sorted(set(range(len(starts))).difference(inside))
        amount = _take(used, _dearest_first(outside, starts, columns), amount)
    for place, part in zip(inside, _split(amount, [1] * len(inside)), strict=True):
        used[place] += part


def _dearest_first(
    places: Iterable[int], starts: Sequence[int], columns: PriceColumns
) -> Iterator[Sequence[int]]:
    """The places, those with one rate together; those without a rate at last."""
    by_rate: dict[float, list[int]] = {}
    for place in places:
        number = columns.number(starts[place])
        rate = -inf if columns.reasons[number] else columns.rates[number]
        by_rate.setdefault(rate, []).append(place)
    for rate in sorted(by_rate, reverse=True):
        yield by_rate[rate]


def _take(used: list[int], groups: Iterable[Sequence[int]], amount: int) -> int:
    """Take the amount from the first of these places on, in place; how much there was."""
    left = amount
    for places in groups:
        shares = [used[place] for place in places]
        for place, part in zip(places, _split(min(left, sum(shares)), shares), strict=True):
            used[place] -= part
            left -= part
    return amount - left


def _split(amount: int, shares: Sequence[int]) -> Iterator[int]:
    """The amount in proportion to the shares, which are not negative: in whole numbers that make
    up all of it. No part is larger than its share where the amount is no larger than all."""
    whole = sum(shares)
    before = upto = 0
    for share in shares:
        upto += share
        following = amount * upto // whole if whole else 0
        yield following - before
        before = following
