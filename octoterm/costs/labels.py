"""What to know about a sum of money: what is assumed in it, and what is not in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from octoterm.costs.costing import Costing, is_told
from octoterm.costs.ledger import EnergyLine, Ledger, UnpricedPart
from octoterm.costs.register_switches import most_by_late_switches
from octoterm.costs.rounding import pounds
from octoterm.costs.stretches import Stretch, stretches
from octoterm.household.account import Direction
from octoterm.number_format import count
from octoterm.periods.labels import day_label
from octoterm.periods.london import london
from octoterm.tariffs.price_guarantee import BEFORE_GUARANTEE, is_before_guarantee
from octoterm.tariffs.rates import Register
from octoterm.tariffs.tariff_code import has_smart_charging

BEFORE_CREDITS = "before credits"


def labels_of(costing: Costing, found: Ledger, start: int, end: int) -> tuple[str, ...]:
    """Sentences about the sums of this ledger, which covers `start` to `end`. If the sums are
    partial, the first ones say why."""
    return (
        *_partial(found),
        *_assumed(costing, found),
        *_late_switches(costing, found, start, end),
        *_left_out(costing, found, start, end),
    )


def labels_of_all(costing: Costing) -> tuple[str, ...]:
    """Sentences about the sums of all its days, except why they are partial."""
    columns = costing.columns
    lines = [
        line
        for each in stretches(costing, columns.first, columns.end)
        for line in _lines_of(costing, each)
    ]
    found = Ledger(tuple(lines), (), (), 0)
    return (*_assumed(costing, found), *_left_out(costing, found, columns.first, columns.end))


def _lines_of(costing: Costing, stretch: Stretch) -> Iterator[EnergyLine]:
    """A line for each register that counts in the stretch and has prices, and one for half hours
    whose cost the supplier states; without their sums."""
    columns, (since, until) = costing.columns, stretch[:2]
    hours = slice(columns.number(since), columns.number(until))
    if stretch.agreement is None or not (places := costing.places(since, until)):
        return
    some = Fraction(1)
    line = EnergyLine(
        stretch.agreement, Register.STANDARD, 0.0, stretch.vat, since, until, 0, some, some
    )
    told, (starts, values) = costing.told_of(stretch.agreement), costing.readings
    own = sum(is_told(told, starts[place], values[place]) for place in places) if told else 0
    if own:
        yield line._replace(pence=None, half_hours=own, is_told=True)
    if 0 in columns.reasons[hours] and own < len(places):
        codes = columns.registers[hours]
        for register in Register:
            if register.code in codes:
                yield line._replace(register=register)


def _partial(found: Ledger) -> Iterator[str]:
    yield from partial_words(
        found.expected, found.missing, found.unpriced, found.days_without_charge
    )


def partial_words(
    expected: int,
    missing: int,
    unpriced: Iterable[UnpricedPart],
    days_without_charge: int = 0,
) -> Iterator[str]:
    """Why a sum of `expected` half hours is partial, if it is."""
    reasons = [f"{part.half_hours:,} without a price ({part.reason.value})" for part in unpriced]
    if missing:
        reasons.insert(0, f"{missing:,} without a reading")
    if reasons:
        yield f"partial: of {count(expected, 'half hour')}, {' and '.join(reasons)}"
    if days_without_charge:
        yield f"partial: the standing charge of {count(days_without_charge, 'day')} is not known"


def _assumed(costing: Costing, found: Ledger) -> Iterator[str]:
    terms = costing.supply.terms
    if terms.is_calorific_value_assumed and terms.calorific_values and found.energy:
        value = float(terms.calorific_values[0].value)
        yield f"calorific value assumed: {value:g} MJ/m³"
    yield from _night_hours(costing, found.energy)
    for vat in sorted({line.vat for line in found.energy if line.vat.is_assumed}):
        yield f"VAT assumed: {float(vat.percent):g}% from {day_label(london(vat.since).date())}"


def _night_hours(costing: Costing, lines: Iterable[EnergyLine]) -> Iterator[str]:
    for tariff in _of_two_registers(lines):
        hours = costing.supply.terms.night_hours_of(tariff)
        if hours is not None and hours.is_assumed:
            yield f"night hours assumed: {hours.words}"
            return


def _late_switches(costing: Costing, found: Ledger, start: int, end: int) -> Iterator[str]:
    if _of_two_registers(found.energy):
        most = pounds(most_by_late_switches(costing, start, end))
        if most:
            yield f"the registers may switch up to ten minutes late: up to £{most} more or less"


def _of_two_registers(lines: Iterable[EnergyLine]) -> set[str]:
    """The tariffs of the lines for a day or a night register."""
    return {line.agreement.tariff for line in lines if line.register is not Register.STANDARD}


def _left_out(costing: Costing, found: Ledger, start: int, end: int) -> Iterator[str]:
    if any(
        each.is_doubtful and each.since < end and start < each.until
        for each in costing.columns.agreed
    ):
        yield "two agreements at the same time: the one that began later counts"
    if told := sum(line.half_hours for line in found.energy if line.is_told):
        yield f"supplier's own: the cost of {count(told, 'half hour')}"
    if any(
        has_smart_charging(line.agreement.tariff)
        for line in found.energy
        if line.kwh and not line.is_told
    ):
        yield "without smart charging"
    if any(
        is_before_guarantee(line.agreement.tariff, line.since, line.until) for line in found.energy
    ):
        yield BEFORE_GUARANTEE
    if found.energy and costing.supply.direction is Direction.IMPORT:
        yield BEFORE_CREDITS
