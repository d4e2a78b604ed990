"""The unit rate of each half hour of a stretch of time, and why there is none. Pure.

A price is never carried on, nor borrowed from another tariff: where none or several are
published, the half hour has no price and a reason.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from math import nan
from typing import NamedTuple

from octoterm.household.account import Agreement
from octoterm.periods.london import HALF_HOUR
from octoterm.runtime.slices import Sliced
from octoterm.tariffs.agreed import Agreed, agreed_between
from octoterm.tariffs.night_hours import NightHours
from octoterm.tariffs.rates import RateRun, Register, TariffPrices
from octoterm.tariffs.terms import Terms

RUNS_AT_ONCE = 100
"""Runs, mostly days of half-hourly rates, in one slice: under a millisecond."""


class Unpriced(Enum):
    """Why a half hour has no price."""

    NO_AGREEMENT = "no agreement"
    NO_PRICES = "prices not fetched"
    NO_RATE = "no rate"
    AMBIGUOUS = "ambiguous"
    """Several rates are published for it."""
    NIGHT_HOURS = "night hours not known"

    @property
    def code(self) -> int:
        """What stands for it in `PriceColumns.reasons`."""
        return _REASONS.index(self) + 1

    @staticmethod
    def of_code(code: int) -> Unpriced:
        """The reason that a code other than 0 stands for."""
        return _REASONS[code - 1]


_PRICED = 0
_REASONS = tuple(Unpriced)
_NO_RATE = Unpriced.NO_RATE.code


class PriceColumns(NamedTuple):
    """For each half hour from `first` on: its unit rate, register, and why it has no rate."""

    first: int
    """UTC seconds; a full or half hour."""
    rates: array[float]
    """p/kWh, without VAT unless the tariff says otherwise; NaN where there is none."""
    reasons: bytearray
    """The code of an `Unpriced` where there is no rate, else 0."""
    registers: bytearray
    """The code of the `Register` that counts."""
    agreed: tuple[Agreed, ...]
    """The agreements, from the first half hour to the last without holes."""

    @property
    def end(self) -> int:
        """UTC seconds, exclusive."""
        return self.first + HALF_HOUR * len(self.rates)

    def number(self, start: int) -> int:
        """The place of the half hour that begins at `start` in the columns, or where the first
        one after `start` is."""
        return min(max(0, -((self.first - start) // HALF_HOUR)), len(self.rates))


def price_columns(
    agreements: Iterable[Agreement],
    prices: Mapping[str, TariffPrices],
    start: int,
    end: int,
    terms: Terms,
) -> Sliced[PriceColumns]:
    """The columns from `start` to `end`, full or half hours in UTC seconds, made in slices.

    `prices` are those of the agreements' tariffs that are known, by code.
    """
    count = max(0, end - start) // HALF_HOUR
    columns = PriceColumns(
        start,
        array("d", [nan]) * count,
        bytearray([Unpriced.NO_AGREEMENT.code]) * count,
        bytearray(count),
        tuple(agreed_between(agreements, start, end)),
    )
    for each in columns.agreed:
        if each.agreement is not None:
            known = prices.get(each.agreement.tariff)
            night_hours = terms.night_hours_of(each.agreement.tariff)
            yield from _fill(columns, each, known, terms.payment_method, night_hours)
    return columns


def _fill(
    columns: PriceColumns,
    agreed: Agreed,
    known: TariffPrices | None,
    method: str,
    night_hours: NightHours | None,
) -> Sliced[None]:
    """Enter the rates of one agreement."""
    place = slice(columns.number(agreed.since), columns.number(agreed.until))
    count = place.stop - place.start
    first = columns.first + HALF_HOUR * place.start
    if known is None:
        columns.reasons[place] = _codes(Unpriced.NO_PRICES, count)
        return
    by_register = known.unit_rates
    if Register.DAY not in by_register or Register.NIGHT not in by_register:
        rates = _RegisterRates(first, count)
        yield from rates.take(by_register.get(Register.STANDARD, ()), method)
        columns.rates[place], columns.reasons[place] = rates.pence, rates.reasons
        return
    if night_hours is None:
        columns.reasons[place] = _codes(Unpriced.NIGHT_HOURS, count)
        return
    day, night = _RegisterRates(first, count), _RegisterRates(first, count)
    yield from day.take(by_register[Register.DAY], method)
    yield from night.take(by_register[Register.NIGHT], method)
    registers = bytearray([Register.DAY.code]) * count
    for since, until in night_hours.between(agreed.since, agreed.until):
        hours = slice(columns.number(since) - place.start, columns.number(until) - place.start)
        day.pence[hours], day.reasons[hours] = night.pence[hours], night.reasons[hours]
        registers[hours] = bytes([Register.NIGHT.code]) * (hours.stop - hours.start)
    columns.rates[place], columns.reasons[place] = day.pence, day.reasons
    columns.registers[place] = registers


def _codes(reason: Unpriced, count: int) -> bytes:
    return bytes([reason.code]) * count


class _RegisterRates:
    """The rates of one register in consecutive half hours."""

    def __init__(self, first: int, count: int) -> None:
        self._first = first
        self._count = count
        self.pence = array("d", [nan]) * count
        self.reasons = bytearray(_codes(Unpriced.NO_RATE, count))

    def take(self, runs: Sequence[RateRun], method: str) -> Sliced[None]:
        """Enter the rates for this payment method: the half hours that begin while they apply."""
        for number, run in enumerate(runs):
            if run.method in (None, method):
                first, beside = divmod(run.since - self._first, HALF_HOUR)
                if run.seconds == HALF_HOUR and not beside:
                    self._enter(first, first + len(run.pence), run.pence)
                else:
                    for since, until, pence in self._stretches(run):
                        self._enter(since, until, array("d", [pence]) * (until - since))
            if number % RUNS_AT_ONCE == 0:
                yield 0

    def _stretches(self, run: RateRun) -> Iterator[tuple[int, int, float]]:
        """The rates with the numbers of the half hours that each is for: from, to."""
        since = run.since
        for pence in run.pence:
            until = None if run.seconds is None else since + run.seconds
            first = min(max(0, self._number(since)), self._count)
            end = (
                self._count if until is None else min(max(first, self._number(until)), self._count)
            )
            yield first, end, pence
            since = until or since

    def _number(self, instant: int) -> int:
        """The first half hour that does not begin before `instant`."""
        return -((self._first - instant) // HALF_HOUR)

    def _enter(self, first: int, end: int, pence: Sequence[float]) -> None:
        """Enter a rate for each half hour from number `first` to `end`, as far as there are any;
        a day of them takes two microseconds."""
        if first < 0 or end > self._count:
            pence = pence[max(0, -first) : max(0, self._count - first)]
            first = max(0, first)
            end = first + len(pence)
        if first >= end:
            return
        if self.reasons.count(_NO_RATE, first, end) == end - first:
            self.pence[first:end] = pence if isinstance(pence, array) else array("d", pence)
            self.reasons[first:end] = bytes(end - first)
            return
        for number, rate in zip(range(first, end), pence, strict=True):
            if self.reasons[number] == _NO_RATE:
                self.pence[number], self.reasons[number] = rate, _PRICED
            elif self.pence[number] != rate:  # true of NaN: several rates stay several
                self.pence[number] = nan
                self.reasons[number] = Unpriced.AMBIGUOUS.code
