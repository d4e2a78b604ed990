"""The unit rate of each half hour of a stretch of time, or why it has none. Pure.

A price is never carried forward, nor borrowed from another tariff: if none or several are
published, the half hour has no price, but a reason.
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

RUNS_AT_ONCE = 50
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
        """The number for it in `PriceColumns.reasons`."""
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
    """The code of an `Unpriced` if there is no rate, otherwise 0."""
    registers: bytearray
    """The code of the `Register` that applies."""
    agreed: tuple[Agreed, ...]
    """The agreements, from the first half hour to the last without holes."""

    @property
    def end(self) -> int:
        """UTC seconds, exclusive."""
        return self.first + HALF_HOUR * len(self.rates)

    def empty_copy(self) -> PriceColumns:
        """Columns of the same half hours, without rates."""
        return _without_rates(self.first, len(self.rates), self.agreed)

    def number(self, start: int) -> int:
        """The place in the columns of the half hour that begins at `start`, or of the first one
        after it."""
        return min(max(0, -((self.first - start) // HALF_HOUR)), len(self.rates))


def price_columns(
    agreements: Iterable[Agreement],
    prices: Mapping[str, TariffPrices],
    start: int,
    end: int,
    terms: Terms,
) -> Sliced[PriceColumns]:
    """The columns from `start` to `end`, full or half hours in UTC seconds, made in slices.

    `prices` are the known prices of the agreements' tariffs, by code.
    """
    count = max(0, end - start) // HALF_HOUR
    columns = _without_rates(start, count, tuple(agreed_between(agreements, start, end)))
    for each in columns.agreed:
        if each.agreement is not None:
            known = prices.get(each.agreement.tariff)
            night_hours = terms.night_hours_of(each.agreement.tariff)
            yield from _fill(columns, each, known, terms.payment_method, night_hours)
    return columns


def _without_rates(first: int, count: int, agreed: tuple[Agreed, ...]) -> PriceColumns:
    reasons = bytearray([Unpriced.NO_AGREEMENT.code]) * count
    return PriceColumns(first, array("d", [nan]) * count, reasons, bytearray(count), agreed)


def _fill(
    columns: PriceColumns,
    agreed: Agreed,
    known: TariffPrices | None,
    method: str,
    night_hours: NightHours | None,
) -> Sliced[None]:
    """Enter the rates of one agreement."""
    places = range(columns.number(agreed.since), columns.number(agreed.until))
    place = slice(places.start, places.stop)
    if known is None:
        columns.reasons[place] = _codes(Unpriced.NO_PRICES, len(places))
        return
    by_register = known.unit_rates
    if Register.DAY not in by_register or Register.NIGHT not in by_register:
        rates = _RegisterRates(columns, places)
        yield from rates.take(by_register.get(Register.STANDARD, ()), method)
        return
    if night_hours is None:
        columns.reasons[place] = _codes(Unpriced.NIGHT_HOURS, len(places))
        return
    nights = columns.empty_copy()
    yield from _RegisterRates(columns, places).take(by_register[Register.DAY], method)
    yield from _RegisterRates(nights, places).take(by_register[Register.NIGHT], method)
    columns.registers[place] = bytes([Register.DAY.code]) * len(places)
    for since, until in night_hours.between(agreed.since, agreed.until):
        hours = slice(columns.number(since), columns.number(until))
        columns.rates[hours], columns.reasons[hours] = nights.rates[hours], nights.reasons[hours]
        columns.registers[hours] = bytes([Register.NIGHT.code]) * (hours.stop - hours.start)


def _codes(reason: Unpriced, count: int) -> bytes:
    return bytes([reason.code]) * count


def _joined(runs: Iterable[RateRun]) -> Iterator[RateRun]:
    """The runs, with half-hourly ones that follow one another joined. Their order may change, as
    the result does not depend on it."""
    since, until, pence = 0, 0, array("d")
    for run in runs:
        if run.seconds != HALF_HOUR:
            yield run
            continue
        if run.since != until:
            yield RateRun(since, HALF_HOUR, pence)
            since, pence = run.since, array("d")
        pence.extend(run.pence)
        until = run.since + HALF_HOUR * len(run.pence)
    yield RateRun(since, HALF_HOUR, pence)


class _RegisterRates:
    """Enters the rates of one register into consecutive half hours of the columns, named by their
    places. Until then, these have no rate."""

    def __init__(self, columns: PriceColumns, places: range) -> None:
        self._columns = columns
        self._places = places
        columns.reasons[places.start : places.stop] = _codes(Unpriced.NO_RATE, len(places))

    def take(self, runs: Sequence[RateRun], method: str) -> Sliced[None]:
        """Enter the rates for this payment method, each for the half hours that begin while it
        applies."""
        ours = [run for run in runs if run.method in (None, method)]
        for begin in range(0, len(ours), RUNS_AT_ONCE):
            for run in _joined(ours[begin : begin + RUNS_AT_ONCE]):
                first, beside = divmod(run.since - self._columns.first, HALF_HOUR)
                if run.seconds == HALF_HOUR and not beside:
                    self._enter(first, first + len(run.pence), run.pence)
                else:
                    for since, until, pence in self._stretches(run):
                        self._enter(since, until, array("d", [pence]) * (until - since))
            yield 0

    def _stretches(self, run: RateRun) -> Iterator[tuple[int, int, float]]:
        """Each rate with the places of its half hours: from, to (exclusive)."""
        since = run.since
        for pence in run.pence:
            until = self._columns.end if run.seconds is None else since + run.seconds
            yield self._columns.number(since), self._columns.number(until), pence
            since = until

    def _enter(self, first: int, end: int, pence: Sequence[float]) -> None:
        """Enter a rate for each half hour from place `first` to `end` that is in the columns."""
        begin, stop = self._places.start, self._places.stop
        if first < begin or end > stop:
            pence = pence[max(0, begin - first) : max(0, stop - first)]
            first = max(begin, first)
            end = first + len(pence)
        if first >= end:
            return
        rates, reasons = self._columns.rates, self._columns.reasons
        if reasons.count(_NO_RATE, first, end) == end - first:
            rates[first:end] = pence if isinstance(pence, array) else array("d", pence)
            reasons[first:end] = bytes(end - first)
            return
        for place, rate in zip(range(first, end), pence, strict=True):
            if reasons[place] == _NO_RATE:
                rates[place], reasons[place] = rate, _PRICED
            elif rates[place] != rate:  # true of NaN: several rates stay several
                rates[place] = nan
                reasons[place] = Unpriced.AMBIGUOUS.code
