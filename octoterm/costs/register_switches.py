"""By how much a bill for two registers may differ because the meter switches late. Pure."""

from __future__ import annotations

from fractions import Fraction
from math import isnan

from octoterm.costs.costing import Costing
from octoterm.costs.usage import MILLIONTHS, kwh_per_unit
from octoterm.periods.london import HALF_HOUR
from octoterm.tariffs.rates import Register, exact

SWITCHES_LATE = Fraction(10, 30)
"""Share of a half hour by which a register may switch late: ten minutes."""


def most_by_late_switches(costing: Costing, start: int, end: int) -> Fraction:
    """The most, in pence without VAT, that costs from `start` to `end` (UTC seconds) may be higher
    or lower if each switch between the registers is as late as it may be."""
    columns, usage = costing.columns, costing.usage
    (_, factor), *_ = kwh_per_unit(costing.supply.terms.calorific_values)
    most = Fraction(0)
    for place in costing.places(start, end):
        number = (usage.starts[place] - columns.first) // HALF_HOUR
        registers = columns.registers[max(0, number - 1) : number + 1]
        if len(set(registers)) < 2 or Register.STANDARD.code in registers:
            continue
        before, after = columns.rates[number - 1], columns.rates[number]
        if not (isnan(before) or isnan(after)):
            kwh = Fraction(usage.counts[place], MILLIONTHS) * factor
            most += SWITCHES_LATE * kwh * abs(exact(after) - exact(before))
    return most
