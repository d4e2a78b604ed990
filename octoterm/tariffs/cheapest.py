"""The cheapest time for something that runs for a while. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from octoterm.periods.london import HALF_HOUR
from octoterm.tariffs.price_slots import PriceSlot


class Window(NamedTuple):
    """Consecutive half hours."""

    start: int
    end: int
    """UTC seconds, exclusive."""
    average: Fraction
    """p/kWh with VAT, over its half hours."""


def cheapest(
    slots: Iterable[PriceSlot],
    half_hours: int,
    not_before: int | None = None,
    not_after: int | None = None,
) -> Window | None:
    """The cheapest so many half hours in a row that begin at `not_before` or later and have ended
    by `not_after` (UTC seconds): of several, the earliest. None if so many are nowhere published
    without a hole between them.

    The slots are in order of time. The average is exact, so a tie is one.
    """
    best: Window | None = None
    for run in _unbroken(slots, not_before, not_after):
        total = sum((pence for _, pence in run[:half_hours]), Fraction(0))
        for number in range(len(run) - half_hours + 1):
            if number:
                total += run[number + half_hours - 1][1] - run[number - 1][1]
            average = total / half_hours
            if best is None or average < best.average:
                start = run[number][0]
                best = Window(start, start + HALF_HOUR * half_hours, average)
    return best


def _unbroken(
    slots: Iterable[PriceSlot], not_before: int | None, not_after: int | None
) -> Iterator[list[tuple[int, Fraction]]]:
    """The starts and prices with VAT of half hours that follow one another, each run of them."""
    run: list[tuple[int, Fraction]] = []
    for slot in slots:
        is_early = not_before is not None and slot.start < not_before
        is_late = not_after is not None and slot.end > not_after
        if slot.pence_with_vat is None or is_early or is_late:
            continue
        if run and run[-1][0] + HALF_HOUR != slot.start:
            yield run
            run = []
        run.append((slot.start, slot.pence_with_vat))
    if run:
        yield run
