"""What London days cost on a tariff: exact, and quick to add up. Pure.

The use of a half hour and its rate are whole numbers, see `whole_numbers`. Those of all days of a
month are multiplied and added up at once: a half hour without a reading or without a rate is 0 and
so adds nothing. What the tariff and VAT make of a rate is multiplied by the sum.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import compress, pairwise
from operator import itemgetter
from typing import NamedTuple

from octoterm.costs.costing import Costing, is_told
from octoterm.costs.ledger import NOTHING, UnpricedPart
from octoterm.periods.london import HALF_HOUR
from octoterm.runtime.slices import Sliced
from octoterm.tariff_comparison.use_by_days import DAYS_AT_ONCE, UseByDays
from octoterm.tariff_comparison.whole_numbers import (
    HALF_HOURS_AT_ONCE,
    MOST_AT_ONCE,
    RATE_PARTS,
    added,
    finer_rates,
    sum_of_products,
    whole_rates,
)
from octoterm.tariffs.price_columns import Unpriced
from octoterm.tariffs.vat import vat_between


class DaysCost(NamedTuple):
    """The cost of some days, in pence with VAT."""

    energy: Fraction
    """Of the half hours with a reading and a price."""
    standing: Fraction
    """Of the days whose standing charge is known."""
    rates: Fraction
    """The unit rates of the half hours with a reading and a price, added up."""

    @property
    def total(self) -> Fraction:
        """With standing charges."""
        return self.energy + self.standing


class _Stretch(NamedTuple):
    """Half hours with one tariff and VAT, by their places."""

    begin: int
    end: int
    factor: Fraction
    """What makes published rates ones with VAT."""
    rate: int | None
    """The published rate as a whole number, if all these half hours have the same."""


class _Charge(NamedTuple):
    """Days with the same standing charge, by their numbers."""

    begin: int
    end: int
    pence: Fraction
    """With VAT; 0 if it is not known."""
    is_known: bool


@dataclass(frozen=True, eq=False)
class PricedDays:
    """The use of consecutive London days, and what it costs on a tariff."""

    use: UseByDays
    is_whole: bytes
    """1 for each day of which all half hours have a price and the standing charge is known."""
    reasons: Mapping[int, Unpriced | None]
    """Why days are not whole, by their numbers: the reason of most half hours, None if only the
    standing charge is not known."""
    unpriced: tuple[UnpricedPart, ...]
    """The half hours with a reading, but no price."""
    _rates: Sequence[float]
    """The published rate of each half hour as a whole number; 0 where there is none."""
    _rate_parts: int
    """How much of it is a penny."""
    _stretches: tuple[_Stretch, ...]
    _charges: tuple[_Charge, ...]
    _told: Sequence[tuple[int, Fraction]]
    """The costs that the supplier has told: their places in order, and pence with VAT."""
    _known: dict[tuple[int, int], DaysCost] = field(default_factory=dict)

    @property
    def has_told(self) -> bool:
        """Whether some costs are told by the supplier, and so come of no rate."""
        return bool(self._told)

    def cost(self, first: int, end: int) -> DaysCost:
        """Of the days numbered `first` to `end` (exclusive); not worked out again if asked for
        before. A month takes a tenth of a millisecond."""
        found = self._known.get((first, end))
        if found is None:
            found = self._known[first, end] = self._cost(first, end)
        return found

    def _cost(self, first: int, end: int) -> DaysCost:
        energy, rates, standing = [], [], []
        place, last = self.use.edges[first], self.use.edges[end]
        for stretch in self._stretches:
            begin, stop = max(place, stretch.begin), min(last, stretch.end)
            if begin < stop:
                products, sum_of_rates = self._sums(begin, stop, stretch.rate)
                times, parts = stretch.factor.numerator, stretch.factor.denominator
                parts *= self._rate_parts
                energy.append(Fraction(products * times, self.use.parts * parts))
                rates.append(Fraction(sum_of_rates * times, parts))
        for charge in self._charges:
            days = min(end, charge.end) - max(first, charge.begin)
            if days > 0:
                standing.append(days * charge.pence)
        begin, stop = (bisect_left(self._told, each, key=itemgetter(0)) for each in (place, last))
        energy += (pence for _, pence in self._told[begin:stop])
        return DaysCost(added(energy), added(standing), added(rates))

    def _sums(self, begin: int, end: int, only_rate: int | None) -> tuple[int, int]:
        """Of the half hours between these places: the use times the rates, and the rates of those
        with a reading."""
        use = self.use
        used = use.total(begin, end)
        if only_rate is not None:
            return used * only_rate, use.is_read.count(1, begin, end) * only_rate
        rates = self._rates[begin:end]
        are_floats = self._rate_parts == RATE_PARTS and used <= MOST_AT_ONCE
        products = sum_of_products(use.counts[begin:end], rates, are_floats=are_floats)
        unread = (self._rates[place] for place in use.unread(begin, end))
        return products, int(sum(rates)) - int(sum(unread))


def priced_days(costing: Costing, use: UseByDays) -> Sliced[PricedDays]:
    """The days of this use by the prices of the costing, which are of the same days."""
    reasons = bytearray(costing.columns.reasons)
    told = yield from _take_told(costing, use, reasons)
    rates, rate_parts = yield from _rates(costing)
    for place in told:
        rates[place] = 0
    charges = tuple(_charges(costing, use))
    without_charge = {
        number
        for charge in charges
        if not charge.is_known
        for number in range(charge.begin, charge.end)
    }
    why, unpriced = yield from _why_not_whole(use, reasons, without_charge)
    is_whole = bytearray(b"\x01") * len(use.days)
    for number in why:
        is_whole[number] = 0
    return PricedDays(
        use,
        bytes(is_whole),
        why,
        unpriced,
        rates,
        rate_parts,
        tuple(_stretches(costing, rates)),
        charges,
        tuple(told.items()),
    )


def _take_told(
    costing: Costing, use: UseByDays, reasons: bytearray
) -> Sliced[dict[int, Fraction]]:
    """The costs that the supplier has told, in pence with VAT, by their places. They need no
    rate, nor does on these tariffs a half hour in which nothing was read: there is no reason left
    why they have no price."""
    amounts: dict[int, Fraction] = {}
    columns = costing.columns
    for agreed in columns.agreed:
        told = costing.told_of(agreed.agreement)
        if not told:
            continue
        places = range(columns.number(agreed.since), columns.number(agreed.until))
        for place in places:
            start = columns.first + HALF_HOUR * place
            if not use.is_read[place]:
                reasons[place] = 0
            elif is_told(told, start, use.counts[place]):
                reasons[place] = 0
                amounts[place] = told.get(start, NOTHING)
            if place % HALF_HOURS_AT_ONCE == 0:
                yield 0
    return amounts


def _rates(costing: Costing) -> Sliced[tuple[list[float], int]]:
    """The published rate of each half hour as a whole number, 0 where there is none; and how many
    parts are a penny."""
    columns = costing.columns
    rates: list[float] = []
    try:
        for begin in range(0, len(columns.rates), HALF_HOURS_AT_ONCE):
            some = slice(begin, begin + HALF_HOURS_AT_ONCE)
            rates += whole_rates(_or_none(columns.rates[some], columns.reasons[some]))
            yield 0
    except KeyError:
        return (yield from finer_rates(_or_none(columns.rates, columns.reasons)))
    return rates, RATE_PARTS


def _or_none(rates: array[float], reasons: bytearray) -> array[float]:
    """The rates, with 0 where there is none."""
    if reasons.count(0) == len(reasons):
        return rates
    priced = [0.0 if reason else rate for rate, reason in zip(rates, reasons, strict=True)]
    return array("d", priced)


def _stretches(costing: Costing, rates: Sequence[float]) -> Iterator[_Stretch]:
    columns = costing.columns
    for agreed in columns.agreed:
        if agreed.agreement is None:
            continue
        without_vat = costing.without_vat(agreed.agreement)
        for since, until, vat in vat_between(costing.supply.vat, agreed.since, agreed.until):
            begin, end = columns.number(since), columns.number(until)
            yield _Stretch(begin, end, without_vat * vat.factor, _only(rates[begin:end]))


def _only(rates: Sequence[float]) -> int | None:
    """The rate that all of these are, if there is one."""
    is_same = rates and rates[0] == rates[-1] and rates.count(rates[0]) == len(rates)
    return int(rates[0]) if is_same else None


def _charges(costing: Costing, use: UseByDays) -> Iterator[_Charge]:
    for each in costing.standing:
        begin = (each.first - use.days[0]).days
        pence = costing.standing_pence(each) * each.vat.factor
        yield _Charge(begin, begin + each.days, pence, each.pence is not None)


def _why_not_whole(
    use: UseByDays, reasons: bytearray, without_charge: Set[int]
) -> Sliced[tuple[dict[int, Unpriced | None], tuple[UnpricedPart, ...]]]:
    """The reasons of the days that are not whole, and what was read without a price."""
    why: dict[int, Unpriced | None] = dict.fromkeys(without_charge)
    if reasons.count(0) == len(reasons):
        return why, ()
    half_hours: Counter[int] = Counter()
    counts: Counter[int] = Counter()
    for number, (begin, end) in enumerate(pairwise(use.edges)):
        codes = reasons[begin:end]
        if codes.count(0) < len(codes):
            (most, _), *_ = Counter(filter(None, codes)).most_common(1)
            why[number] = Unpriced.of_code(most)
            half_hours.update(compress(codes, use.is_read[begin:end]))
            for code, count in zip(codes, use.counts[begin:end], strict=True):
                counts[code] += int(count)
        if number % DAYS_AT_ONCE == 0:
            yield 0
    parts = (
        UnpricedPart(Unpriced.of_code(code), half_hours[code], Fraction(counts[code], use.parts))
        for code in half_hours  # in the order in which they come
        if code
    )
    return why, tuple(parts)
