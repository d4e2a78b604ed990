"""How much VAT is charged on energy at home, and when. Pure.

The supplier's prices with VAT are never used: a price that applies for years is listed with the
VAT of the day of the request.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import NamedTuple

from octoterm.household.meter import Fuel


class VatRate(NamedTuple):
    """VAT from `since` on, until the next rate for the fuel."""

    since: int
    """UTC seconds."""
    percent: Fraction
    is_assumed: bool = False
    """Whether it is not in the law yet."""

    @property
    def factor(self) -> Fraction:
        """The number that an amount without VAT is multiplied by to add it."""
        return 1 + self.percent / 100


def _instant(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


_REDUCED, _NONE = Fraction(5), Fraction(0)

NO_VAT = (VatRate(0, _NONE),)
"""For exported energy, which the supplier pays for without VAT."""

AT_HOME: dict[Fuel, tuple[VatRate, ...]] = {
    Fuel.ELECTRICITY: (
        VatRate(0, _REDUCED),
        VatRate(_instant("2026-09-30T23:00"), _NONE),
        VatRate(_instant("2027-03-31T23:00"), _REDUCED, is_assumed=True),
    ),
    Fuel.GAS: (VatRate(0, _REDUCED),),
}
"""Domestic fuel and power: VAT Act 1994, schedule 7A, and the relief for electricity of
1 October 2026 to 31 March 2027, on unit rates and standing charges."""


def vat_between(
    schedule: Sequence[VatRate], start: int, end: int
) -> Iterator[tuple[int, int, VatRate]]:
    """The stretches from `start` to `end` (UTC seconds) with the VAT of each, in order.

    A schedule is in order of time and begins with 0.
    """
    ends = [each.since for each in schedule[1:]]
    for rate, until in zip(schedule, [*ends, end], strict=True):
        first, last = max(start, rate.since), min(end, until)
        if first < last:
            yield first, last, rate


def vat_at(schedule: Sequence[VatRate], instant: int) -> VatRate:
    """The VAT at `instant`, UTC seconds."""
    return schedule[bisect_right(schedule, instant, key=lambda each: each.since) - 1]
