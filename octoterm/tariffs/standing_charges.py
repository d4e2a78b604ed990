"""The standing charges of days. Pure.

Each London day of supply has one whole charge, the one that applies at its midnight. It does not
matter how many half hours or readings the day has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from octoterm.household.account import Agreement
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import ONE_DAY
from octoterm.tariffs.agreed import Agreed, agreed_between
from octoterm.tariffs.price_columns import Unpriced
from octoterm.tariffs.rates import TariffPrices, rates_at
from octoterm.tariffs.vat import VatRate, vat_at


class StandingCharges(NamedTuple):
    """Consecutive London days with the same standing charge."""

    first: date
    last: date
    agreement: Agreement
    pence: float | None
    """p/day, without VAT unless the tariff says otherwise; None if it is not known."""
    vat: VatRate
    reason: Unpriced | None = None
    """Why it is not known."""

    @property
    def days(self) -> int:
        """How many days they are."""
        return (self.last - self.first).days + 1

    def within(self, first: date, last: date) -> StandingCharges | None:
        """The part from `first` to `last`, both inclusive; None if they are other days."""
        first, last = max(first, self.first), min(last, self.last)
        return self._replace(first=first, last=last) if first <= last else None


def standing_charges(
    agreements: Iterable[Agreement],
    prices: Mapping[str, TariffPrices],
    vat: tuple[VatRate, ...],
    first: date,
    last: date,
    method: str,
    days: Calendar,
) -> Iterator[StandingCharges]:
    """The charges of the London days from `first` to `last`, both inclusive, in order. A day
    without an agreement has none. `days` is the calendar of London."""
    start, end = days.start_of(first), days.start_of(last + ONE_DAY)
    agreed = [each for each in agreed_between(agreements, start, end) if each.agreement]
    beginnings = sorted(set(_days_of_change(agreed, prices, vat, first, last, days)))
    before: StandingCharges | None = None
    for day, following in zip(beginnings, [*beginnings[1:], last + ONE_DAY], strict=True):
        midnight, next_midnight = days.start_of(day), days.start_of(day + ONE_DAY)
        holding = [each for each in agreed if each.until > midnight and each.since < next_midnight]
        if not holding or holding[0].agreement is None:
            continue
        agreement, at = holding[0].agreement, max(midnight, holding[0].since)
        pence, reason = _charge(prices.get(agreement.tariff), at, method)
        found = StandingCharges(
            day, following - ONE_DAY, agreement, pence, vat_at(vat, midnight), reason
        )
        if before and before.last + ONE_DAY == day and before[2:] == found[2:]:
            before = before._replace(last=found.last)
            continue
        if before:
            yield before
        before = found
    if before:
        yield before


def _days_of_change(
    agreed: Iterable[Agreed],
    prices: Mapping[str, TariffPrices],
    vat: Iterable[VatRate],
    first: date,
    last: date,
    days: Calendar,
) -> Iterator[date]:
    """The days on which something may change, and the days after: a change counts from the next
    midnight."""
    yield first
    edges = [each.since for each in vat]
    for each in agreed:
        edges += (each.since, each.until)
        known = prices.get(each.agreement.tariff) if each.agreement else None
        for run in known.standing_charges if known else ():
            edges += run.edges
    start, end = days.start_of(first), days.start_of(last + ONE_DAY)
    for edge in edges:
        if start <= edge < end:
            day = days.day_of(edge)
            yield day
            if day < last:
                yield day + ONE_DAY


def _charge(
    known: TariffPrices | None, at: int, method: str
) -> tuple[float | None, Unpriced | None]:
    if known is None:
        return None, Unpriced.NO_PRICES
    found = rates_at(known.standing_charges, at, method)
    if len(found) == 1:
        return found.pop(), None
    return None, Unpriced.AMBIGUOUS if found else Unpriced.NO_RATE
