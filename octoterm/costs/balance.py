"""Brings imports and exports to the same half hours, so that they can be set off. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from octoterm.consumption.days import Columns
from octoterm.consumption.merging import net
from octoterm.costs.cost_series import cost_columns
from octoterm.costs.costing import Costing
from octoterm.periods.london import HALF_HOUR, INSTANT
from octoterm.runtime.slices import Sliced
from octoterm.tariffs.price_columns import Unpriced

Sides: TypeAlias = tuple[tuple[Costing, ...], tuple[Costing, ...]]
"""The costings of what the household pays for, and of what it is paid for."""


def on_balance(paid: Sequence[Costing], earned: Sequence[Costing]) -> Sliced[Sides]:
    """Both sides, with only the half hours that count in a net use: those for which all meter
    points have a reading, see `consumption.merging.net`. A half hour that has no price on one of
    them is given none on the others, for the same reason."""
    every = [*paid, *earned]
    costs = []
    for each in every:
        costs.append((yield from cost_columns(each)))
    read = [each.readings for each in every]
    in_all = yield from net(read[: len(paid)], read[len(paid) :])
    priced = yield from net(costs[: len(paid)], costs[len(paid) :])
    common = set(in_all.starts)
    yield 0
    reasons = _reasons(every, common.difference(priced.starts))
    yield 0
    settled = []
    for each in every:
        settled.append(_settled(each, common, reasons))
        yield 0
    return tuple(settled[: len(paid)]), tuple(settled[len(paid) :])


def _reasons(every: Sequence[Costing], starts: Iterable[int]) -> dict[int, int]:
    """Why each of these half hours has no price: the code of the first reason found."""
    found = {}
    for start in starts:
        codes = (each.columns.reasons[_number(each, start)] for each in every)
        found[start] = next(filter(None, codes), Unpriced.NO_RATE.code)
    return found


def _settled(costing: Costing, common: set[int], reasons: Mapping[int, int]) -> Costing:
    """The costing with only the readings of the common half hours, and without a price in those
    that have a reason."""
    starts, values = array(INSTANT), array("d")
    for start, value in zip(*costing.readings, strict=True):
        if start in common:
            starts.append(start)
            values.append(value)
    codes = bytearray(costing.columns.reasons)
    for start, code in reasons.items():
        codes[_number(costing, start)] = code
    columns = costing.columns._replace(reasons=codes)
    return replace(costing, readings=Columns(starts, values), columns=columns)


def _number(costing: Costing, start: int) -> int:
    return (start - costing.columns.first) // HALF_HOUR
