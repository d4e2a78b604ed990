"""What sums of money say about themselves."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from octoterm.costs.cost import cost_between
from octoterm.costs.costing import Supply
from octoterm.household.account import Agreement, Direction
from octoterm.household.meter import Fuel
from octoterm.tariffs.calorific_values import USUAL, CalorificValue
from octoterm.tariffs.rates import TariffPrices
from octoterm.tariffs.terms import Terms
from tests.support.households import london_day
from tests.support.pricing import between, costed, since, supplied, tariff

LONG_AGO = "2000-01-01T00:00Z"
DAY = date(2024, 5, 1)


def labels(supply: Supply, day: date = DAY, *, half_hours: int = 48) -> tuple[str, ...]:
    starts = london_day(day)
    costing = costed(supply, dict.fromkeys(starts[:half_hours], 0.3), day, day)
    return cost_between(costing, starts[0], starts[-1] + 1800).labels


def flat(code: str = "E-1R-OE-FIX-12M-24-08-07-C") -> TariffPrices:
    return tariff(code, [since(LONG_AGO, 20.0)], [since(LONG_AGO, 50.0)])


def test_credits_are_in_no_rate() -> None:
    assert labels(supplied(flat())) == ("before credits",)
    assert labels(supplied(flat(), direction=Direction.EXPORT)) == ()


def test_a_sum_of_a_part_begins_with_partial_and_says_why() -> None:
    no_rates = tariff("E-1R-X-C", [between("2024-05-01T01:00Z", "2024-05-02T00:00Z", 20.0)])
    assert labels(supplied(no_rates), half_hours=40)[:2] == (
        "partial: of 48 half hours, 8 without a reading and 4 without a price (no rate)",
        "partial: the standing charge of 1 day is not known",
    )


@pytest.mark.parametrize(
    ("agreements", "reason"),
    [
        ((), "no agreement"),
        ((Agreement("E-1R-Y-C", 0),), "prices not fetched"),
    ],
)
def test_it_says_which_price_is_missing(agreements: tuple[Agreement, ...], reason: str) -> None:
    first = labels(supplied(flat(), agreements=agreements))[0]
    assert first == f"partial: of 48 half hours, 48 without a price ({reason})"


def test_what_is_assumed_is_said() -> None:
    assumed = Terms(calorific_values=(CalorificValue(0, USUAL),), is_calorific_value_assumed=True)
    gas = supplied(flat("G-1R-VAR-22-11-01-C"), fuel=Fuel.GAS, terms=assumed)
    assert "calorific value assumed: 39.5 MJ/m³" in labels(gas)
    assert "VAT assumed: 5% from Thu 1 Apr 2027" in labels(supplied(flat()), date(2027, 4, 2))
    assert not any("VAT" in each for each in labels(supplied(flat()), date(2026, 10, 2)))


def test_night_hours_are_assumed_and_switches_may_be_late() -> None:
    prices = tariff(
        "E-2R-VAR-22-11-01-C", day=[since(LONG_AGO, 30.0)], night=[since(LONG_AGO, 12.0)]
    )
    said = labels(supplied(prices))
    assert "night hours assumed: 00:30–07:30 UTC" in said
    most = Fraction("0.3") / 3 * 18 * 2  # a third of a half hour, twice a day
    assert most == Fraction("3.6")
    assert "the registers may switch up to ten minutes late: up to £0.04 more or less" in said


def test_rates_that_nobody_paid_and_those_of_a_car_are_named() -> None:
    variable = supplied(flat("E-1R-VAR-22-11-01-C"))
    assert "before the price guarantee" in labels(variable, date(2023, 1, 10))
    assert "before the price guarantee" not in labels(variable)
    assert "without smart charging" in labels(supplied(flat("E-1R-INTELLI-VAR-22-10-14-C")))


def test_of_two_agreements_the_later_one_counts_and_that_is_said() -> None:
    both = [Agreement("E-1R-OE-FIX-12M-24-08-07-C", 0), Agreement("E-1R-X-C", 1000)]
    other = tariff("E-1R-X-C", [since(LONG_AGO, 99.0)])
    supply = supplied(flat(), other, agreements=both)
    assert "two agreements at the same time: the one that began later counts" in labels(supply)
