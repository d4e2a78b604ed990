"""Costs equal those that are worked out half hour by half hour, whatever the supply."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.bills.blocks import blocks_between
from octoterm.costs.cost import cost_between
from octoterm.costs.cost_series import cost_series
from octoterm.runtime.slices import finish
from octoterm.tariffs.rates import RateRun, Register, TariffPrices
from tests.support.drawn_supplies import CODES, FIRSTS, supplies
from tests.support.households import london_day
from tests.support.plain_supply import days_from, plain_cost
from tests.support.pricing import costed, supplied

DAYS = 4


@given(st.data(), FIRSTS)
def test_sums_are_those_of_the_half_hours(data: st.DataObject, first: date) -> None:
    days = days_from(first, DAYS)
    starts = [start for day in days for start in london_day(day)]
    supply = data.draw(supplies(starts[0]))
    there = data.draw(st.lists(st.booleans(), min_size=len(starts), max_size=len(starts)))
    readings = {
        start: (start // 1800 % 977) / 1000
        for start, kept in zip(starts, there, strict=True)
        if kept
    }
    costing = costed(supply, readings, days[0], days[-1])
    cost = cost_between(costing, starts[0], starts[-1] + 1800)
    plain = plain_cost(supply, readings, days)
    assert cost.kwh == plain.kwh
    assert (cost.energy, cost.standing, cost.vat) == (plain.energy, plain.standing, plain.vat)
    assert {part.reason.value: part.half_hours for part in cost.unpriced} == plain.unpriced
    assert (cost.priced, cost.expected) == (plain.priced, len(starts))
    assert cost.missing == len(starts) - len(readings)

    by_day = [
        cost_between(costing, starts_[0], starts_[-1] + 1800) for starts_ in map(london_day, days)
    ]
    assert sum(each.total for each in by_day) == cost.total

    blocks = [*blocks_between(costing, starts[0], starts[-1] + 1800)]
    assert sum(block.energy for block in blocks) == cost.energy
    assert sum(block.standing for block in blocks) == cost.standing
    assert sum(block.amount * block.vat_percent / 100 for block in blocks) == cost.vat

    series = finish(cost_series(costing))
    assert len(series) == cost.priced
    assert abs(sum(series.values) - float(cost.energy_with_vat)) < 1e-6


def test_a_day_that_has_no_reading_has_its_standing_charge_in_the_views_too() -> None:
    days = days_from(date(2024, 5, 1), 3)
    code = CODES[0]
    prices = TariffPrices(
        code,
        {Register.STANDARD: (RateRun(0, None, (20.0,)),)},
        (RateRun(0, None, (50.0,)),),
    )
    supply = supplied(prices)
    readings = dict.fromkeys((*london_day(days[0]), *london_day(days[2])), 0.1)
    costing = costed(supply, readings, days[0], days[2])
    series = finish(cost_series(costing))
    assert [day.total for day in series.days] == pytest.approx([153.3, 52.5, 153.3])
