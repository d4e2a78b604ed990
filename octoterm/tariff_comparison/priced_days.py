"""What each London day costs on a tariff: exact, and quick to add up. Pure.

The use of a half hour and its rate are whole numbers. Those of a day are multiplied and added up
at once: a half hour without a reading or without a rate is 0 and so adds nothing. Only what the
tariff and VAT make of a rate is a fraction; all of them get the same denominator, so that days too
are added up as whole numbers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from fractions import Fraction
from itertools import compress, pairwise
from math import lcm
from typing import NamedTuple

from octoterm.costs.costing import Costing, is_told
from octoterm.costs.ledger import NOTHING, UnpricedPart
from octoterm.periods.london import HALF_HOUR
from octoterm.runtime.slices import Sliced
from octoterm.tariff_comparison.use_by_days import DAYS_AT_ONCE, HALF_HOURS_AT_ONCE, UseByDays
from octoterm.tariff_comparison.whole_numbers import (
    MOST_OF_A_DAY,
    RATE_PARTS,
    finer_rates,
    sum_of_products,
    whole_rates,
)
from octoterm.tariffs.price_columns import Unpriced
from octoterm.tariffs.vat import vat_between


class PricedDays(NamedTuple):
    """The costs of consecutive London days."""

    parts: int
    """How much of the following amounts is a penny."""
    energy: list[int]
    """Of each day, with VAT: of the half hours with a reading and a price."""
    standing: list[int]
    """Of each day, with VAT; 0 if there is none, or it is not known."""
    rates: list[int]
    """Of each day, the unit rates with VAT of the half hours with a reading, added up."""
    is_whole: bytearray
    """1 for each day of which all half hours have a price and the standing charge is known."""
    reasons: Mapping[int, Unpriced | None]
    """Why days are not whole, by their numbers: the reason of most half hours, None if only the
    standing charge is not known."""
    unpriced: tuple[UnpricedPart, ...]
    """The half hours with a reading, but no price."""
    has_told: bool
    """Whether some costs are told by the supplier, and so come of no rate."""


class _Stretch(NamedTuple):
    """Half hours with one tariff and VAT, by their places."""

    begin: int
    end: int
    factor: Fraction
    """What makes published rates ones with VAT."""


class _Charge(NamedTuple):
    """Days with the same standing charge, by their numbers."""

    begin: int
    end: int
    pence: Fraction
    """With VAT; 0 if it is not known."""
    is_known: bool


def priced_days(costing: Costing, use: UseByDays) -> Sliced[PricedDays]:
    """The costs of this use by the prices of the costing, which are of the same days."""
    reasons = bytearray(costing.columns.reasons)
    told = yield from _take_told(costing, use, reasons)
    rates, rate_parts = yield from _rates(costing)
    for place in told:
        rates[place] = 0
    stretches = [*_stretches(costing)]
    charges = _charges(costing, use)
    unit = rate_parts * use.parts * lcm(*(each.factor.denominator for each in stretches))
    amounts = [*told.values(), *(each.pence for each in charges)]
    parts = lcm(unit, *{each.denominator for each in amounts})
    energy, sums = [0] * len(use.days), [0] * len(use.days)
    for stretch in stretches:
        of_product = int(stretch.factor * parts / (rate_parts * use.parts))
        of_rate = of_product * use.parts
        for number, begin, end in _by_days(use, stretch):
            of_day = rates[begin:end]
            are_floats = rate_parts == RATE_PARTS and use.kwh[number] <= MOST_OF_A_DAY
            products = sum_of_products(use.counts[begin:end], of_day, are_floats=are_floats)
            energy[number] += products * of_product
            sums[number] += int(sum(compress(of_day, use.is_read[begin:end]))) * of_rate
            if number % DAYS_AT_ONCE == 0:
                yield 0
    for place, pence in told.items():
        energy[bisect_right(use.edges, place) - 1] += int(pence * parts)
    standing = [0] * len(use.days)
    without_charge: set[int] = set()
    for charge in charges:
        standing[charge.begin : charge.end] = [int(charge.pence * parts)] * (
            charge.end - charge.begin
        )
        if not charge.is_known:
            without_charge.update(range(charge.begin, charge.end))
    yield 0
    why, unpriced = yield from _why_not_whole(use, reasons, without_charge)
    is_whole = bytearray(number not in why for number in range(len(use.days)))
    return PricedDays(parts, energy, standing, sums, is_whole, why, unpriced, bool(told))


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
        published = _or_none(columns.rates, columns.reasons)
        whole, parts = finer_rates(published)
        return [whole[rate] for rate in published], parts
    return rates, RATE_PARTS


def _or_none(rates: Sequence[float], reasons: bytearray) -> Sequence[float]:
    """The rates, with 0 where there is none."""
    if not any(reasons):
        return rates
    return [0.0 if reason else rate for rate, reason in zip(rates, reasons, strict=True)]


def _stretches(costing: Costing) -> Iterator[_Stretch]:
    columns = costing.columns
    for agreed in columns.agreed:
        if agreed.agreement is None:
            continue
        without_vat = costing.without_vat(agreed.agreement)
        for since, until, vat in vat_between(costing.supply.vat, agreed.since, agreed.until):
            begin, end = columns.number(since), columns.number(until)
            yield _Stretch(begin, end, without_vat * vat.factor)


def _by_days(use: UseByDays, stretch: _Stretch) -> Iterator[tuple[int, int, int]]:
    """The days of the stretch: their numbers, and the places of their half hours in it."""
    number = bisect_right(use.edges, stretch.begin) - 1
    begin = stretch.begin
    while begin < stretch.end:
        end = min(use.edges[number + 1], stretch.end)
        yield number, begin, end
        number, begin = number + 1, end


def _charges(costing: Costing, use: UseByDays) -> list[_Charge]:
    found = []
    for each in costing.standing:
        begin = (each.first - use.days[0]).days
        pence = costing.standing_pence(each) * each.vat.factor
        found.append(_Charge(begin, begin + each.days, pence, each.pence is not None))
    return found


def _why_not_whole(
    use: UseByDays, reasons: bytearray, without_charge: Set[int]
) -> Sliced[tuple[dict[int, Unpriced | None], tuple[UnpricedPart, ...]]]:
    """The reasons of the days that are not whole, and what was read without a price."""
    why: dict[int, Unpriced | None] = {}
    half_hours: Counter[int] = Counter()
    counts: Counter[int] = Counter()
    for number, (begin, end) in enumerate(pairwise(use.edges)):
        codes = reasons[begin:end]
        if any(codes):
            (most, _), *_ = Counter(filter(None, codes)).most_common(1)
            why[number] = Unpriced.of_code(most)
            half_hours.update(compress(codes, use.is_read[begin:end]))
            for code, count in zip(codes, use.counts[begin:end], strict=True):
                counts[code] += int(count)
        elif number in without_charge:
            why[number] = None
        if number % DAYS_AT_ONCE == 0:
            yield 0
    parts = (
        UnpricedPart(Unpriced.of_code(code), half_hours[code], Fraction(counts[code], use.parts))
        for code in sorted(half_hours)
        if code
    )
    return why, tuple(parts)
