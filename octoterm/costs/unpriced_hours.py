"""The half hours that have a reading, but no price, and why. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from octoterm.costs.cost_series import AT_ONCE
from octoterm.costs.costing import Costing
from octoterm.costs.stretches import stretches
from octoterm.number_format import count
from octoterm.periods.london import HALF_HOUR, INSTANT
from octoterm.periods.period import Period
from octoterm.runtime.slices import Sliced
from octoterm.tariffs.price_columns import Unpriced


@dataclass(frozen=True, eq=False)
class UnpricedHours:
    """The unpriced half hours of a meter point, or of all that make up a net use."""

    starts: Mapping[Unpriced, Sequence[int]]
    """UTC seconds, in order, by reason."""
    without_charge: Sequence[int]
    """The beginnings of the days of supply whose standing charge is not known, in order."""

    def between(self, start: int, end: int) -> dict[Unpriced, int]:
        """How many half hours of this time (UTC seconds) have no price, by reason."""
        counts = {reason: _count(each, start, end) for reason, each in self.starts.items()}
        return {reason: found for reason, found in counts.items() if found}

    def words(self, start: int, end: int) -> tuple[str, ...]:
        """`3 half hours without a price: no rate`; empty if nothing is left out."""
        return tuple(self._said(start, end))

    def _said(self, start: int, end: int) -> Iterator[str]:
        found = self.between(start, end)
        if found:
            named = [reason.value for reason in found]
            if len(found) > 1:
                named = [f"{number:,} {reason.value}" for reason, number in found.items()]
            without = count(sum(found.values()), "half hour")
            yield f"{without} without a price: {', '.join(named)}"
        if days := _count(self.without_charge, start, end):
            yield f"standing charge of {count(days, 'day')} not known"


def _count(starts: Sequence[int], start: int, end: int) -> int:
    return bisect_left(starts, end) - bisect_left(starts, start)


def unpriced_hours(costings: Iterable[Costing]) -> Sliced[UnpricedHours]:
    """The unpriced half hours of all these costings; each is counted once for each reason."""
    found: dict[int, set[int]] = {}
    days: set[int] = set()
    for costing in costings:
        columns = costing.columns
        days.update(costing.days.start_of(day) for day in _days_without_charge(costing))
        if not any(columns.reasons):
            continue
        for stretch in stretches(costing, columns.first, columns.end):
            told = costing.told_of(stretch.agreement)
            places = costing.places(stretch.since, stretch.until)
            for first in range(places.start, places.stop, AT_ONCE):
                for start in costing.readings.starts[first : min(first + AT_ONCE, places.stop)]:
                    code = columns.reasons[(start - columns.first) // HALF_HOUR]
                    if code and start not in told:
                        found.setdefault(code, set()).add(start)
                yield 0
    by_reason = {
        Unpriced.of_code(code): array(INSTANT, sorted(each)) for code, each in found.items()
    }
    return UnpricedHours(by_reason, sorted(days))


def _days_without_charge(costing: Costing) -> Iterator[date]:
    for each in costing.standing:
        if each.pence is None:
            yield from Period.spanning(each.first, each.last).days()
