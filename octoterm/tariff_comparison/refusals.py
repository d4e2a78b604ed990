"""Why a tariff is not compared, and which days of it are left out, in words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from octoterm.costs.rounding import half_up
from octoterm.number_format import count
from octoterm.periods.labels import range_label
from octoterm.tariff_comparison.tariff_row import TariffRow

MOST_RANGES = 3
"""Ranges of excluded days that are named; the others are counted."""


def why_refused(row: TariffRow) -> str:
    """`62.1% of the half hours can be compared: it has no rate for 139 days`."""
    if not row.excluded:
        return f"only {share_of(row.coverage)} of the half hours have a reading"
    days = Counter[str]()
    for each in row.excluded:
        days[each.why] += each.days
    why, most = days.most_common(1)[0]
    if not row.days:
        return f"on all days, {why}" if len(days) == 1 else f"no day can be compared: {why}"
    return f"on {count(most, 'day')}, {why}"


def left_out(row: TariffRow) -> Iterator[str]:
    """The days that are not compared: `left out: 4–6 Mar 2024, it has no rate`."""
    for each in row.excluded[:MOST_RANGES]:
        yield f"left out: {range_label(each.first, each.last)}, {each.why}"
    if others := row.excluded[MOST_RANGES:]:
        yield f"left out: {count(sum(each.days for each in others), 'other day')}"


def share_of(coverage: Fraction) -> str:
    """`99.1%`, not rounded up to what it is not."""
    tenths = coverage * 1000 // 1
    return f"{half_up(Fraction(tenths, 10), 1)}%"
