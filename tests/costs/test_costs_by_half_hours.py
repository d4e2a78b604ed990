"""Costs equal those that are worked out half hour by half hour, whatever the supply."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.bills.blocks import blocks_between
from octoterm.costs.cost import cost_between
from octoterm.costs.cost_series import cost_series
from octoterm.costs.costing import Supply
from octoterm.household.account import Agreement, Direction
from octoterm.household.meter import Fuel
from octoterm.runtime.slices import finish
from octoterm.tariffs.calorific_values import CalorificValue
from octoterm.tariffs.night_hours import NightHours
from octoterm.tariffs.rates import DIRECT_DEBIT, NOT_DIRECT_DEBIT, RateRun, Register, TariffPrices
from octoterm.tariffs.terms import Terms
from octoterm.tariffs.vat import VatRate
from tests.support.households import london_day
from tests.support.plain_supply import days_from, plain_cost
from tests.support.pricing import costed, supplied

FIRSTS = st.sampled_from(
    [date(2024, 3, 30), date(2023, 10, 28), date(2026, 9, 29), date(2024, 5, 1)]
)
"""Two clock changes, the day before VAT changes, and an ordinary one."""
DAYS = 4
CODES = ("E-1R-VAR-22-11-01-C", "E-2R-VAR-22-11-01-C", "E-1R-AGILE-24-10-01-C", "BUS-FIXED")
RATES = st.integers(-5_0000, 40_0000).map(lambda number: number / 10_000)


@st.composite
def runs(draw: st.DrawFn, start: int) -> tuple[RateRun, ...]:
    """Rates around `start`: long and short ones, half-hourly ones, for one payment method or all,
    with holes, overlaps and several at once."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        since = start + 900 * draw(st.integers(-100, 300))
        count = draw(st.sampled_from([1, 1, 3, 48]))
        seconds = draw(st.sampled_from([1800, 1800, 3600, 86_400, 2700, None]))
        pence = draw(st.lists(RATES, min_size=1, max_size=1 if seconds is None else count))
        method = draw(st.sampled_from([None, None, DIRECT_DEBIT, NOT_DIRECT_DEBIT]))
        found.append(RateRun(since, seconds, tuple(pence), method))
    if draw(st.booleans()):
        found.append(RateRun(start - 10**8, None, (draw(RATES),)))
    return tuple(found)


@st.composite
def calorific_values(draw: st.DrawFn, start: int) -> tuple[CalorificValue, ...]:
    """None, one, or several by date, as the configuration has them: in order."""
    moments = st.integers(-20, 200) | st.sampled_from([0, 1, 48, 49])
    since = sorted(draw(st.sets(moments, max_size=4)))
    tenths = [Fraction(draw(st.integers(375, 430)), 10) for _ in since]
    return tuple(
        CalorificValue(start + 1800 * number, value)
        for number, value in zip(since, tenths, strict=True)
    )


@st.composite
def supplies(draw: st.DrawFn, start: int) -> Supply:
    agreements = []
    for code in draw(st.lists(st.sampled_from(CODES), max_size=4)):
        since = start + 1800 * draw(st.integers(-20, 150))
        lasts = draw(st.sampled_from([None, 0, 1800, 40 * 1800, 96 * 1800, 10**7]))
        agreements.append(Agreement(code, since, None if lasts is None else since + lasts))
    prices = {}
    for code in CODES[:3]:
        unit_rates = (
            {Register.DAY: draw(runs(start)), Register.NIGHT: draw(runs(start))}
            if "2R" in code
            else {Register.STANDARD: draw(runs(start))}
        )
        prices[code] = TariffPrices(code, unit_rates, draw(runs(start)))
    night = st.sampled_from(
        [None, NightHours(time(23, 30), time(5, 30), is_utc=False),
         NightHours(time(0, 30), time(7, 30), is_utc=True)]
    )  # fmt: skip
    vat = st.sampled_from([None, (VatRate(0, Fraction(20)), VatRate(start + 86_400, Fraction(5)))])
    terms = Terms(
        draw(st.sampled_from([DIRECT_DEBIT, NOT_DIRECT_DEBIT])),
        draw(vat),
        draw(night),
        draw(calorific_values(start)),
    )
    direction = draw(st.sampled_from(Direction))
    in_order = sorted(
        agreements, key=lambda each: (each.since, each.until is None, each.until or 0)
    )
    return Supply(Fuel.ELECTRICITY, direction, tuple(in_order), prices, terms)


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
