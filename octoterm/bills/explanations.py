"""What would explain why a bill has another amount: one change at a time. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from octoterm.bills.bill import Bill, bill_of, vat_of
from octoterm.bills.billing_month import billing_month_from, billing_month_of
from octoterm.bills.blocks import Block
from octoterm.costs.costing import Costing
from octoterm.costs.rounding import half_up
from octoterm.household.account import Agreement, agreements_of
from octoterm.number_format import count
from octoterm.periods.labels import day_label, range_label
from octoterm.periods.london import ONE_DAY
from octoterm.periods.period import Period, add_months
from octoterm.tariffs.rates import DIRECT_DEBIT, NOT_DIRECT_DEBIT, RateRun, TariffPrices, exact
from octoterm.tariffs.supply import Supply
from octoterm.tariffs.vat import VatRate

CostingOf = Callable[[Supply], Costing]
"""Makes the costing of a changed supply, for the days of the bill and DAYS_AROUND on each side."""

DAYS_AROUND = 32
"""Days before and after the bill that it may contain with another billing day."""
FITS = Decimal("0.01")
"""Pounds by which two amounts may differ and still count as the same."""
VAT_PERCENTS = (0, 5, 20)
"""VAT rates that a bill may have: none, that for energy at home, and that for businesses."""


class Explanation(NamedTuple):
    """One thing that may be different from what is assumed."""

    what: str
    """In plain words: `not by direct debit`."""
    total: Decimal
    """What the bill would be, in pounds."""
    difference: Decimal
    """How much more that is than what was charged, in pounds."""

    @property
    def fits(self) -> bool:
        """Whether it explains what was charged, to a penny."""
        return abs(self.difference) <= FITS


def explanations(
    supply: Supply, period: Period, charged: Decimal, costing_of: CostingOf
) -> tuple[Explanation, ...]:
    """Changes that would give the bill of these London days another total, the nearest to
    `charged` (pounds) first; none if the bill already agrees.

    A change that would leave more half hours without a price is no explanation.
    """
    asked = _Asked(supply, period, costing_of)
    own = asked.bill
    if own.total == charged:
        return ()
    found = [
        Explanation(what, total, total - charged)
        for what, total in asked.alternatives()
        if total != own.total
    ]
    moved = [
        Explanation(what, total, total - charged)
        for what, total in asked.other_billing_days()
        if total != own.total
    ]
    nearest = sorted(moved, key=_distance)
    found += [each for number, each in enumerate(nearest) if each.fits or number == 0]
    return tuple(sorted(found, key=_distance))


def _distance(explanation: Explanation) -> Decimal:
    return abs(explanation.difference)


@dataclass(frozen=True)
class _Asked:
    """The bill in question, and how to make others."""

    supply: Supply
    period: Period
    costing_of: CostingOf

    @cached_property
    def bill(self) -> Bill:
        """The bill with what is assumed."""
        return bill_of(self.costing, self.period)

    @cached_property
    def costing(self) -> Costing:
        """The costing with what is assumed of the supply."""
        return self.costing_of(self.supply)

    def alternatives(self) -> Iterator[tuple[str, Decimal]]:
        """What may be different, and what the total would be."""
        own = self.bill
        for what, supply in self._other_supplies():
            other = bill_of(self.costing_of(supply), self.period)
            if other.priced >= own.priced:
                yield what, other.total
        for what, period in self._other_days():
            yield from self._of_days(what, period)
        yield from self._missing_at_average(own)
        for what, decimals in (("to a tenth of a kWh", 1), ("in whole kWh", 0)):
            blocks = (_with_kwh(each, decimals) for each in own.blocks)
            yield f"kWh of the register, {what}", _total(blocks)

    def _of_days(self, what: str, period: Period) -> Iterator[tuple[str, Decimal]]:
        """The total of other days, unless more of their half hours have no price."""
        own, other = self.bill, bill_of(self.costing, period)
        if other.missing + other.unpriced <= own.missing + own.unpriced:
            yield what, other.total

    def _other_supplies(self) -> Iterator[tuple[str, Supply]]:
        supply, terms = self.supply, self.supply.terms
        by_direct_debit = terms.payment_method == DIRECT_DEBIT
        method = NOT_DIRECT_DEBIT if by_direct_debit else DIRECT_DEBIT
        yield (
            "not by direct debit" if by_direct_debit else "by direct debit",
            supply._replace(terms=terms._replace(payment_method=method)),
        )
        yield (
            "kWh of each half hour not rounded"
            if terms.is_rounded
            else "kWh of each half hour rounded to 0.01, as documented",
            supply._replace(terms=terms._replace(is_rounded=not terms.is_rounded)),
        )
        yield "rates with two decimals, as they are printed", self._with_printed_rates()
        for percent in VAT_PERCENTS:
            vat = (VatRate(0, Fraction(percent)),)
            yield (
                f"VAT of {percent}% throughout",
                supply._replace(terms=terms._replace(vat=vat)),
            )
        for what, tariff in self._other_tariffs():
            known = supply.prices.get(tariff)
            if known is not None:
                yield (
                    f"{what}, {known.name or tariff}, throughout",
                    supply._replace(
                        agreements=(Agreement(tariff, 0),), prices={tariff: _at_any_time(known)}
                    ),
                )

    def _other_tariffs(self) -> Iterator[tuple[str, str]]:
        """The tariffs before and after those of the days; and the latter, if there are several."""
        start, end = self.bill.start, self.bill.end
        every = agreements_of(self.supply.agreements)
        current = [
            each
            for each in every
            if each.since < end and (each.until is None or each.until > start)
        ]
        begins = current[0].since if current else start
        before = [each for each in every if each.since < begins and each not in current]
        after = [each for each in every if each.since >= end]
        known = {each.tariff for each in current} if len(current) == 1 else set()
        for what, agreements in (("before", before[-1:]), ("after", after[:1])):
            for each in agreements:
                if each.tariff not in known:
                    yield f"the tariff {what}", each.tariff
        if len(current) > 1:
            for tariff in dict.fromkeys(each.tariff for each in current):
                yield "one tariff", tariff

    def _with_printed_rates(self) -> Supply:
        start, end = self.bill.start, self.bill.end
        prices = {
            code: _as_printed(known, start, end) for code, known in self.supply.prices.items()
        }
        return self.supply._replace(prices=prices)

    def _other_days(self) -> Iterator[tuple[str, Period]]:
        first, last = self.period.first, self.period.last
        yield (
            f"a day more, from {day_label(first - ONE_DAY)}",
            Period.spanning(first - ONE_DAY, last),
        )
        yield f"a day more, to {day_label(last + ONE_DAY)}", Period.spanning(first, last + ONE_DAY)
        if first < last:
            yield (
                f"a day less, from {day_label(first + ONE_DAY)}",
                Period.spanning(first + ONE_DAY, last),
            )
            yield (
                f"a day less, to {day_label(last - ONE_DAY)}",
                Period.spanning(first, last - ONE_DAY),
            )

    def other_billing_days(self) -> Iterator[tuple[str, Decimal]]:
        """The total of each billing month that begins on another day and overlaps this one."""
        first = self.period.first
        days = {first.day, self.supply.terms.billing_day}
        if self.period not in {billing_month_of(first, day) for day in days}:
            return
        seen = {first}
        for months in (-1, 0):
            for day in range(1, 32):
                other = billing_month_from(add_months(first.replace(day=1), months), day)
                if other.first not in seen and other.overlaps(self.period):
                    seen.add(other.first)
                    what = f"billing day {day}: {range_label(other.first, other.last)}"
                    yield from self._of_days(what, other)

    def _missing_at_average(self, own: Bill) -> Iterator[tuple[str, Decimal]]:
        without = own.missing + own.unpriced
        if not without or not own.priced:
            return
        factor = Fraction(own.expected, own.priced)
        blocks = (each._replace(energy=each.energy * factor) for each in own.blocks)
        what = f"the {count(without, 'half hour')} that are missing, at the average of the others"
        yield what, _total(blocks)


def _at_any_time(known: TariffPrices) -> TariffPrices:
    """Prices that the household typed in (which have a name), as if they had always applied."""
    if not known.name:
        return known

    def always(runs: Iterable[RateRun]) -> tuple[RateRun, ...]:
        return tuple(run._replace(since=0) for run in runs)

    unit_rates = {register: always(runs) for register, runs in known.unit_rates.items()}
    return known._replace(unit_rates=unit_rates, standing_charges=always(known.standing_charges))


def _with_kwh(block: Block, decimals: int) -> Block:
    """The block with its kWh rounded."""
    if block.rate is None:
        return block
    kwh = Fraction(half_up(block.kwh, decimals))
    return block._replace(kwh=kwh, energy=kwh * block.rate)


def _total(blocks: Iterable[Block]) -> Decimal:
    """Pounds with VAT."""
    return sum((each.subtotal + each.amount for each in vat_of(tuple(blocks))), Decimal("0.00"))


def _as_printed(known: TariffPrices, start: int, end: int) -> TariffPrices:
    """The rates of this time (UTC seconds) without VAT, rounded to hundredths of a penny."""

    def printed(runs: Iterable[RateRun]) -> tuple[RateRun, ...]:
        return tuple(
            run._replace(
                pence=[float(half_up(exact(each) * known.without_vat, 2)) for each in run.pence]
            )
            for run in runs
            if run.since < end and (run.until is None or run.until > start)
        )

    unit_rates = {register: printed(runs) for register, runs in known.unit_rates.items()}
    return known._replace(
        unit_rates=unit_rates,
        standing_charges=printed(known.standing_charges),
        vat_included=None,
    )
