"""The cheapest time for something that runs for a while. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from octoterm.household.account import Direction
from octoterm.periods.london import HALF_HOUR
from octoterm.tariffs.price_slots import PriceSlot


class Window(NamedTuple):
    """Consecutive half hours."""

    start: int
    end: int
    """UTC seconds, exclusive."""
    average: Fraction
    """p/kWh with VAT, over its half hours."""


def cheapest(slots: Iterable[PriceSlot], half_hours: int) -> Window | None:
    """The cheapest window of so many half hours in a row; the earliest if several cost the same.
    None if no run of published half hours is long enough.

    The slots are in order of time. Averages are exact, so that equal ones compare as equal.
    """
    best: Window | None = None
    for run in _unbroken(slots):
        total = sum((pence for _, pence in run[:half_hours]), Fraction(0))
        for number in range(len(run) - half_hours + 1):
            if number:
                total += run[number + half_hours - 1][1] - run[number - 1][1]
            average = total / half_hours
            if best is None or average < best.average:
                start = run[number][0]
                best = Window(start, start + HALF_HOUR * half_hours, average)
    return best


def best_windows(
    slots: Sequence[PriceSlot], lengths: Iterable[int], direction: Direction
) -> tuple[tuple[int, Window], ...]:
    """The cheapest window of each length in half hours; for exports, the one that pays most. A
    length that fits nowhere is left out. Empty if all prices are the same."""
    sign = -1 if direction is Direction.EXPORT else 1
    priced = [
        slot._replace(pence_with_vat=sign * slot.pence_with_vat)
        for slot in slots
        if slot.pence_with_vat is not None
    ]
    if len({slot.pence_with_vat for slot in priced}) < 2:
        return ()
    found = ((half_hours, cheapest(priced, half_hours)) for half_hours in lengths)
    return tuple(
        (half_hours, window._replace(average=sign * window.average))
        for half_hours, window in found
        if window is not None
    )


def _unbroken(slots: Iterable[PriceSlot]) -> Iterator[list[tuple[int, Fraction]]]:
    """Each run of half hours that follow one another: their starts, and prices with VAT."""
    run: list[tuple[int, Fraction]] = []
    for slot in slots:
        if slot.pence_with_vat is None:
            continue
        if run and run[-1][0] + HALF_HOUR != slot.start:
            yield run
            run = []
        run.append((slot.start, slot.pence_with_vat))
    if run:
        yield run
