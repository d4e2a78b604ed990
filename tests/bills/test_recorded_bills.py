"""Amounts on real bills and screens come out to the last digit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from octoterm.bills.bill import bill_of
from octoterm.costs.cost import cost_between
from octoterm.household.account import Agreement
from octoterm.household.meter import Fuel
from octoterm.periods.period import Period
from octoterm.tariffs.calorific_values import CalorificValue
from octoterm.tariffs.terms import Terms
from tests.support.households import half_hours, utc
from tests.support.pricing import costed, decimal, since, supplied, tariff

LONG_AGO = "2000-01-01T00:00Z"


@pytest.mark.parametrize(
    ("kwh", "rate", "pence"), [(7.356, 6.667, "49.042452"), (3.589, 6.667, "23.927863")]
)
def test_a_half_hour_is_its_kwh_times_its_rate_with_all_decimals(
    kwh: float, rate: float, pence: str
) -> None:
    supply = supplied(tariff(unit_rates=[since(LONG_AGO, rate)]))
    start = utc("2024-07-01T00:00Z")
    costing = costed(supply, {start: kwh}, date(2024, 7, 1), date(2024, 7, 1))
    assert decimal(cost_between(costing, start, start + 1800).energy) == Decimal(pence)


def test_a_half_hour_of_the_website_has_vat_and_is_not_rounded() -> None:
    supply = supplied(tariff(unit_rates=[since(LONG_AGO, 6.667)]))
    start = utc("2024-07-01T00:00Z")
    costing = costed(supply, {start: 0.108}, date(2024, 7, 1), date(2024, 7, 1))
    assert decimal(cost_between(costing, start, start + 1800).total) == Decimal("0.7560378")


@pytest.mark.parametrize("kwh", ["271.755", "271.78"])
def test_a_month_of_flexible(kwh: str) -> None:
    supply = supplied(
        tariff(unit_rates=[since(LONG_AGO, 23.7107)], standing=[since(LONG_AGO, 42.1768)])
    )
    starts = half_hours("2026-03-31T23:00Z", "2026-04-30T23:00Z")
    usage = dict.fromkeys(starts, 0.0) | {starts[100]: float(kwh) - 200, starts[900]: 200.0}
    costing = costed(supply, usage, date(2026, 4, 1), date(2026, 4, 30))
    bill = bill_of(costing, Period.spanning(date(2026, 4, 1), date(2026, 4, 30)))
    (block,) = bill.blocks
    assert block.kwh == Fraction(kwh)
    assert round(decimal(block.energy) / 100, 2) == Decimal("64.44")
    assert (block.days, round(decimal(block.standing) / 100, 2)) == (30, Decimal("12.65"))
    assert [(vat.percent, vat.amount) for vat in bill.vat] == [(5, Decimal("3.85"))]
    assert (bill.subtotal, bill.total) == (Decimal("77.09"), Decimal("80.94"))


def test_a_day_of_tracker_is_rounded_on_a_bill_only() -> None:
    code = "E-1R-SILVER-23-12-06-C"
    supply = supplied(tariff(code, [since(LONG_AGO, 23.27)]))
    starts = half_hours("2024-01-10T00:00Z", "2024-01-11T00:00Z")
    usage = dict.fromkeys(starts, 0.182) | {starts[0]: 8.742 - 47 * 0.182}
    day = date(2024, 1, 10)
    costing = costed(supply, usage, day, day)
    bill = bill_of(costing, Period.spanning(day, day))
    assert [block.energy for block in bill.blocks] == [203]
    cost = cost_between(costing, starts[0], starts[-1] + 1800)
    assert decimal(cost.energy) == Decimal("8.742") * Decimal("23.27")


def test_gas_is_converted_by_the_formula_of_the_bill() -> None:
    terms = Terms(calorific_values=(CalorificValue(0, Fraction("39.2")),))
    supply = supplied(
        tariff("G-1R-VAR-22-11-01-C", [since(LONG_AGO, 6.0)]), fuel=Fuel.GAS, terms=terms
    )
    start = utc("2024-01-10T00:00Z")
    costing = costed(supply, {start: 81.1}, date(2024, 1, 10), date(2024, 1, 10))
    cost = cost_between(costing, start, start + 1800)
    assert round(float(cost.kwh), 1) == 903.1
    assert cost.kwh == Fraction("81.1") * Fraction("1.02264") * Fraction("39.2") / Fraction("3.6")


@pytest.mark.parametrize(
    ("day", "slots"), [(date(2023, 10, 29), 50), (date(2024, 3, 31), 46), (date(2024, 5, 1), 48)]
)
def test_a_day_has_its_half_hours_and_one_standing_charge(day: date, slots: int) -> None:
    supply = supplied(tariff(unit_rates=[since(LONG_AGO, 20.0)], standing=[since(LONG_AGO, 50.0)]))
    costing = costed(supply, {}, day - timedelta(1), day)
    start, end = costing.days.start_of(day), costing.days.start_of(day + timedelta(1))
    costing = costed(supply, dict.fromkeys(range(start, end, 1800), 0.5), day, day)
    cost = cost_between(costing, start, end)
    assert (cost.priced, cost.missing, cost.energy, cost.standing) == (slots, 0, slots * 10, 50)


def test_a_bill_without_any_readings_still_has_standing_charges() -> None:
    supply = supplied(
        tariff(unit_rates=[since(LONG_AGO, 20.0)], standing=[since(LONG_AGO, 50.0)]),
        agreements=[Agreement("E-1R-VAR-22-11-01-C", utc("2024-04-03T00:00+01:00"))],
    )
    days = Period.spanning(date(2024, 4, 1), date(2024, 4, 30))
    bill = bill_of(costed(supply, {}, days.first, days.last), days)
    assert [(block.days, block.rate) for block in bill.blocks] == [(28, None)]
    assert (bill.missing, bill.expected) == (1440, 1440)
    assert bill.total == Decimal("14.70")
    assert bill.labels[0] == "partial: of 1,440 half hours, 1,440 without a reading"
