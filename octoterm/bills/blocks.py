"""The blocks of a bill: stretches of one agreement, unit rate, standing charge and VAT. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from octoterm.costs.costing import Costing
from octoterm.costs.ledger import EnergyLine, ledger
from octoterm.costs.rounding import half_up
from octoterm.costs.stretches import Stretch, stretches
from octoterm.household.account import Agreement
from octoterm.periods.london import HALF_HOUR, ONE_DAY
from octoterm.tariffs.rates import Register, exact
from octoterm.tariffs.tariff_code import is_tracker

MOST_RATES = 6
"""A stretch with up to so many unit rates, and one more for each day, has a block for each rate:
Go has two, Cosy three. More, as half-hourly rates are, make one block at their average."""


class Block(NamedTuple):
    """A line of a bill for energy, and one for its standing charges; in pence without VAT."""

    start: int
    end: int
    """UTC seconds, exclusive."""
    agreement: Agreement
    tariff: str
    """The tariff's code, or what the household calls it."""
    register: Register
    kwh: Fraction
    rate: Fraction | None
    """p/kWh: an average for half-hourly rates and for the costs that the supplier states. None
    without readings."""
    is_average: bool
    energy: Fraction
    days: int
    standing_rate: Fraction | None
    """p/day; None if it is not known, or if the days are counted in another block."""
    standing: Fraction
    vat_percent: Fraction

    @property
    def amount(self) -> Fraction:
        """Energy and standing charges."""
        return self.energy + self.standing


class _Piece(NamedTuple):
    """A time in which the same lines apply: one rate, or one for each time of the day."""

    start: int
    end: int
    lines: tuple[EnergyLine, ...]


def blocks_between(costing: Costing, start: int, end: int) -> Iterator[Block]:
    """The blocks from `start` to `end`, UTC seconds, in order."""
    for stretch in _split(costing, start, end):
        if stretch.agreement is not None:
            for piece in _pieces(costing, stretch):
                yield from _blocks(costing, stretch, stretch.agreement, piece)


def _split(costing: Costing, start: int, end: int) -> Iterator[Stretch]:
    """The time, split where the agreement, VAT or the standing charge changes; for Tracker, also
    at each midnight."""
    midnights = {costing.days.start_of(each.first) for each in costing.standing}
    before: Stretch | None = None
    for stretch in stretches(costing, start, end):
        if before and before.until not in midnights and before[2:4] == stretch[2:4]:
            before = before._replace(until=stretch.until)  # only a calorific value has changed
            continue
        if before:
            yield from _at(costing, before, midnights)
        before = stretch
    if before:
        yield from _at(costing, before, midnights)


def _at(costing: Costing, stretch: Stretch, midnights: set[int]) -> Iterator[Stretch]:
    edges = {each for each in midnights if stretch.since < each < stretch.until}
    if stretch.agreement and is_tracker(stretch.agreement.tariff):
        day = costing.days.day_of(stretch.since) + ONE_DAY
        while (midnight := costing.days.start_of(day)) < stretch.until:
            edges.add(midnight)
            day += ONE_DAY
    ordered = sorted(edges)
    for since, until in zip([stretch.since, *ordered], [*ordered, stretch.until], strict=True):
        yield stretch._replace(since=since, until=until)


def _pieces(costing: Costing, stretch: Stretch) -> Iterator[_Piece]:
    """The stretch, split where one unit rate follows another, such as every quarter."""
    lines = ledger(costing, stretch.since, stretch.until).energy
    days = (stretch.until - stretch.since) // (HALF_HOUR * 46)
    if len(lines) > MOST_RATES + days:
        yield _Piece(stretch.since, stretch.until, lines)
        return
    together: list[list[EnergyLine]] = []
    for line in lines:
        if together and line.since < max(each.until for each in together[-1]):
            together[-1].append(line)
        else:
            together.append([line])
    begins = stretch.since
    for lines_, following in zip(together or [[]], [*together[1:], None], strict=True):
        ends = stretch.until
        if following:
            ends = _change(costing, max(line.until for line in lines_), following)
        yield _Piece(begins, ends, tuple(lines_))
        begins = ends


def _change(costing: Costing, since: int, lines: Sequence[EnergyLine]) -> int:
    """When the rates of these lines begin to apply, not before `since`. That may be earlier than
    their first reading."""
    columns = costing.columns
    rates = {line.pence for line in lines}
    first = min(line.since for line in lines)
    for start in range(since, first, HALF_HOUR):
        if columns.rates[columns.number(start)] in rates:
            return start
    return first


def _blocks(
    costing: Costing, stretch: Stretch, agreement: Agreement, piece: _Piece
) -> Iterator[Block]:
    days, standing = _standing(costing, agreement, piece)
    known = costing.supply.prices.get(agreement.tariff)
    name = known.name if known and known.name else agreement.tariff
    of_tracker = is_tracker(agreement.tariff)
    lines = piece.lines
    if not lines and not days:
        return
    parts: list[tuple[Register, Fraction, Fraction | None, Fraction]]
    if len(lines) > MOST_RATES:
        kwh = sum((line.kwh for line in lines), Fraction(0))
        energy = sum((line.energy for line in lines), Fraction(0))
        parts = [(Register.STANDARD, kwh, None, energy)]
    else:
        without_vat = costing.without_vat(agreement)
        parts = [
            (
                line.register,
                line.kwh,
                None if line.pence is None else exact(line.pence) * without_vat,
                _tracker_pence(line.kwh, line.pence)
                if of_tracker and line.pence is not None
                else line.energy,
            )
            for line in lines
        ] or [(Register.STANDARD, Fraction(0), None, Fraction(0))]
    for number, (register, kwh, rate, energy) in enumerate(parts):
        is_average = rate is None and kwh != 0
        yield Block(
            piece.start, piece.end, agreement, name, register, kwh,
            energy / kwh if is_average else rate, is_average, energy,
            days=0 if number else days,
            standing_rate=None if number else standing,
            standing=Fraction(0) if number else days * (standing or Fraction(0)),
            vat_percent=stretch.vat.percent,
        )  # fmt: skip


def _tracker_pence(kwh: Fraction, pence: float) -> Fraction:
    """What a bill for Tracker charges for a day, in pence."""
    return Fraction(half_up(Fraction(half_up(kwh, 2)) * exact(pence), 0))


def _standing(
    costing: Costing, agreement: Agreement, piece: _Piece
) -> tuple[int, Fraction | None]:
    """How many days have their standing charge in this piece, and what it is. A day counts in the
    piece that has its midnight, or in which the agreement begins on that day."""
    first, last = costing.days.day_of(piece.start), costing.days.day_of(piece.end - 1)
    if costing.days.start_of(first) < piece.start != agreement.since:
        first += ONE_DAY
    for each in costing.standing:
        if each.agreement == agreement and (found := each.within(first, last)) is not None:
            pence = None if each.pence is None else costing.standing_pence(each)
            return found.days, pence
    return 0, None
