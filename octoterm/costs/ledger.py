"""What was used in a stretch of time, sorted by what each kWh costs: exact and unrounded. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from octoterm.costs.costing import Costing, is_told
from octoterm.costs.stretches import Stretch, stretches
from octoterm.costs.usage import MILLIONTHS
from octoterm.household.account import Agreement
from octoterm.periods.london import HALF_HOUR, ONE_DAY
from octoterm.tariffs.price_columns import Unpriced
from octoterm.tariffs.rates import Register, exact
from octoterm.tariffs.standing_charges import StandingCharges
from octoterm.tariffs.vat import VatRate

NOTHING = Fraction(0)


class EnergyLine(NamedTuple):
    """The half hours of one agreement, register and VAT, and of one unit rate if asked for."""

    agreement: Agreement
    register: Register
    pence: float | None
    """p/kWh as published; None for several rates, and for costs that the supplier states."""
    vat: VatRate
    since: int
    until: int
    """UTC seconds at which the first of them begins and the last one ends."""
    half_hours: int
    kwh: Fraction
    energy: Fraction
    """Pence without VAT."""
    is_told: bool = False
    """Whether the supplier states what they cost."""


class UnpricedPart(NamedTuple):
    """Half hours that have a reading, but no price."""

    reason: Unpriced
    half_hours: int
    kwh: Fraction


class Ledger(NamedTuple):
    """All that was used in a stretch of time, and its standing charges."""

    energy: tuple[EnergyLine, ...]
    """In order of their beginnings."""
    standing: tuple[StandingCharges, ...]
    """In order of time, also of days whose charge is not known."""
    unpriced: tuple[UnpricedPart, ...]
    expected: int
    """Half hours of the stretch."""

    @property
    def priced(self) -> int:
        """Half hours with a reading and a price."""
        return sum(line.half_hours for line in self.energy)

    @property
    def without_price(self) -> int:
        """Half hours with a reading, but no price."""
        return sum(part.half_hours for part in self.unpriced)

    @property
    def missing(self) -> int:
        """Half hours without a reading."""
        return self.expected - self.priced - self.without_price

    @property
    def days_without_charge(self) -> int:
        """Days of supply whose standing charge is not known."""
        return sum(each.days for each in self.standing if each.pence is None)

    @property
    def is_partial(self) -> bool:
        """Whether something is not in its sums."""
        return self.priced < self.expected or self.days_without_charge > 0


def ledger(
    costing: Costing, start: int, end: int, *, with_days: bool = True, by_rate: bool = True
) -> Ledger:
    """The ledger of the half hours from `start` to `end` (UTC seconds) and, `with_days`, of the
    London days that begin in them, as far as the costing reaches. `by_rate`, each line has a
    single unit rate: sums do not need that, and half-hourly rates make thousands of lines."""
    energy: list[EnergyLine] = []
    unpriced: list[UnpricedPart] = []
    for stretch in stretches(costing, start, end):
        lines, parts = _of_stretch(costing, stretch, by_rate=by_rate)
        energy += lines
        unpriced += parts
    return Ledger(
        tuple(sorted(_joined(energy), key=lambda line: (line.since, line.register.value))),
        _charges(costing, start, end) if with_days else (),
        tuple(_joined_parts(unpriced)),
        max(0, end - start) // HALF_HOUR,
    )


def _charges(costing: Costing, start: int, end: int) -> tuple[StandingCharges, ...]:
    first, last = costing.days.day_of(start), costing.days.day_of(end - 1)
    if costing.days.start_of(first) < start:
        first += ONE_DAY
    charges = [each.within(first, last) for each in costing.standing]
    return tuple(each for each in charges if each is not None)


def _of_stretch(
    costing: Costing, stretch: Stretch, *, by_rate: bool
) -> tuple[list[EnergyLine], list[UnpricedPart]]:
    """Its half hours by register and rate, and those without a price by reason."""
    usage, columns = costing.usage, costing.columns
    kwh_per_count = stretch.kwh_per_unit / MILLIONTHS
    found: dict[tuple[int, float | None], _Part] = {}
    left: dict[int, list[int]] = {}
    told, told_places = costing.told_of(stretch.agreement), []
    for place in costing.places(stretch.since, stretch.until):
        start, count = usage.starts[place], usage.counts[place]
        if told and is_told(told, start, count):
            told_places.append(place)
            continue
        number = (start - columns.first) // HALF_HOUR
        if reason := columns.reasons[number]:
            part = left.setdefault(reason, [0, 0])
        else:
            rate = columns.rates[number]
            key = columns.registers[number], rate if by_rate else None
            line = found.get(key)
            if line is None:
                line = found[key] = _Part(start)
            line.last = start
            line.half_hours += 1
            line.counts += count
            line.scaled_pence += count * _scaled[rate]
            continue
        part[0] += 1
        part[1] += count
    parts = [
        UnpricedPart(Unpriced.of_code(code), half_hours, counts * kwh_per_count)
        for code, (half_hours, counts) in left.items()
    ]
    if stretch.agreement is None:
        return [], parts
    lines = []
    if told_places:
        starts = [usage.starts[place] for place in told_places]
        lines.append(
            EnergyLine(
                stretch.agreement,
                Register.STANDARD,
                None,
                stretch.vat,
                starts[0],
                starts[-1] + HALF_HOUR,
                len(starts),
                sum(usage.counts[place] for place in told_places) * kwh_per_count,
                sum((told.get(start, NOTHING) for start in starts), NOTHING) / stretch.vat.factor,
                is_told=True,
            )
        )
    pence_per_count = kwh_per_count * costing.without_vat(stretch.agreement) / SCALE
    for (register, pence), line in found.items():
        lines.append(
            EnergyLine(
                stretch.agreement,
                Register.of_code(register),
                pence,
                stretch.vat,
                line.first,
                line.last + HALF_HOUR,
                line.half_hours,
                line.counts * kwh_per_count,
                line.scaled_pence * pence_per_count,
            )
        )
    return lines, parts


class _Part:
    """Half hours that become a line."""

    __slots__ = ("counts", "first", "half_hours", "last", "scaled_pence")

    def __init__(self, start: int) -> None:
        self.first = self.last = start
        self.half_hours = self.counts = 0
        self.scaled_pence: int | Fraction = 0
        """The sum of the counts, each times its rate and SCALE: whole numbers are quick to add."""


class _Scaled(dict[float, int | Fraction]):
    """Cache: a rate → exactly SCALE times as much, a whole number except for absurd rates."""

    def __missing__(self, rate: float) -> int | Fraction:
        if len(self) > MOST_RATES:
            self.clear()
        scaled = exact(rate) * SCALE
        self[rate] = found = scaled.numerator if scaled.denominator == 1 else scaled
        return found


SCALE = 10**30
"""Makes whole numbers of rates, which have fewer than 30 decimals."""
MOST_RATES = 100_000
"""Rates to cache; ten years of half-hourly rates have a few thousand different ones."""
_scaled = _Scaled()


def _joined(lines: Iterable[EnergyLine]) -> Iterable[EnergyLine]:
    """One line for those that differ only in time, such as before and after a calorific value
    has changed."""
    found: dict[tuple[object, ...], EnergyLine] = {}
    for line in lines:
        key = (*line[:4], line.is_told)
        before = found.get(key)
        found[key] = (
            line
            if before is None
            else before._replace(
                since=min(before.since, line.since),
                until=max(before.until, line.until),
                half_hours=before.half_hours + line.half_hours,
                kwh=before.kwh + line.kwh,
                energy=before.energy + line.energy,
            )
        )
    return found.values()


def _joined_parts(parts: Iterable[UnpricedPart]) -> Iterator[UnpricedPart]:
    by_reason: dict[Unpriced, list[UnpricedPart]] = {}
    for part in parts:
        by_reason.setdefault(part.reason, []).append(part)
    for reason, same in by_reason.items():
        half_hours = sum(part.half_hours for part in same)
        yield UnpricedPart(reason, half_hours, sum((part.kwh for part in same), Fraction(0)))
