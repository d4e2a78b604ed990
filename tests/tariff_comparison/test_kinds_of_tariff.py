"""What each kind of tariff would have cost, by plain arithmetic in decimals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from octoterm.household.account import Agreement
from octoterm.tariff_comparison.candidates import Candidate, Method
from octoterm.tariff_comparison.methods import candidate_of
from octoterm.tariffs.rates import RateRun
from tests.support.comparing import compared
from tests.support.households import london_day, utc
from tests.support.plain_costs import Plain
from tests.support.pricing import between, decimal, since, supplied, tariff
from tests.support.tariff_homes import HOMES, Home, usage_of

LONG_AGO = "2000-01-01T00:00Z"
OWN = "E-1R-FIX-24M-22-01-01-C"
SUPPLY = supplied(tariff(OWN, [since(LONG_AGO, 26.1234)], [since(LONG_AGO, 50.55)]))
ALONE = [
    name
    for name in HOMES
    if name not in ("flexible on receipt of bill", "two agreements and a gap")
]


def had(home: Home) -> Plain:
    """The same use on the own tariff."""
    return replace(
        home.plain, rate=lambda _: Decimal("26.1234"), standing=lambda _: Decimal("50.55")
    )


def pence(plain: Plain, days: list[date]) -> Decimal:
    return Decimal(str(plain.cost(days)["cost_pence"]))


@pytest.mark.parametrize("name", ALONE)
def test_beside_a_fixed_one(name: str) -> None:
    """Over clock changes, changes of rates and of VAT, with rates below zero and gaps."""
    home = HOMES[name]()
    usage = {start: float(kwh) for start, kwh in home.plain.usage.items()}
    (prices,) = home.prices
    codes = [(prices.tariff, 0, None)]
    candidate = candidate_of(
        "Other", codes, {prices.tariff: prices}, SUPPLY, home.first, home.last
    )
    assert candidate is not None
    assert candidate.method is Method.ONE_CODE
    (row,) = compared(SUPPLY, [candidate], usage, home.first, home.last).rows
    assert (row.days, row.excluded) == (len(home.days()), ())
    assert row.cost is not None
    assert row.own_cost is not None
    assert decimal(row.cost, 4) == pence(home.plain, home.days())
    assert decimal(row.own_cost, 4) == pence(had(home), home.days())
    assert row.coverage == Fraction(len(usage), sum(len(london_day(day)) for day in home.days()))
    assert row.difference == row.cost - row.own_cost
    assert row.average_part is not None
    assert row.timing_part is not None
    assert row.average_part + row.timing_part == row.difference
    rates = [home.plain.rate(start) for start in home.plain.usage]
    if len(set(rates)) == 1 and len({home.plain.vat(start) for start in usage}) == 1:
        assert row.timing_part == 0  # of one rate, only the average says anything


def test_only_the_days_of_agreements_are_compared_by_each_month() -> None:
    """The own side changes its tariff on 4 April, and has none from 10 April on."""
    home = HOMES["two agreements and a gap"]()
    codes = [each.tariff for each in home.prices]
    change, end = utc("2024-04-04T00:00+01:00"), utc("2024-04-10T00:00+01:00")
    agreements = [Agreement(codes[0], 0, change), Agreement(codes[1], change, end)]
    own = supplied(*home.prices, agreements=agreements)
    other = Candidate(OWN, "Fixed", Method.ONE_CODE, SUPPLY)
    usage = {start: float(kwh) for start, kwh in home.plain.usage.items()}
    found = compared(own, [other], usage, home.first, home.last)
    (row,) = found.rows
    days = [day for day in home.days() if day < date(2024, 4, 10)]
    (left_out,) = row.excluded
    assert (left_out.first, left_out.last, left_out.why) == (
        date(2024, 4, 10),
        home.last,
        "you had no agreement",
    )
    assert [(each.month, each.days) for each in row.months] == [
        (date(2024, 3, 1), 12),
        (date(2024, 4, 1), 9),
    ]
    for month in row.months:
        of_month = [day for day in days if day.month == month.month.month]
        assert month.cost is not None
        assert month.own_cost is not None
        assert decimal(month.cost, 4) == pence(had(home), of_month)
        assert decimal(month.own_cost, 4) == pence(home.plain, of_month)
    assert found.own.tariffs == tuple(codes)
    assert found.own.cost is not None
    assert decimal(found.own.cost, 4) == pence(home.plain, home.days())
    half_hours = sum(len(london_day(day)) for day in home.days())
    assert found.own.labels[0] == (
        f"partial: of {half_hours:,} half hours, 144 without a price (no agreement)"
    )


def test_days_that_a_tariff_prices_in_part_are_left_out_with_their_reason() -> None:
    """Its rates end at six in the evening of 3 May, its charges begin on 2 May."""
    first, last = date(2024, 5, 1), date(2024, 5, 4)
    usage = {start: float(kwh) for start, kwh in usage_of(first, last).items()}
    prices = tariff(
        "E-1R-GO-C",
        [between(LONG_AGO, "2024-05-03T18:00+01:00", 20)],
        [since("2024-05-02T00:00+01:00", 40)],
    )
    other = Candidate("E-1R-GO-C", "Go", Method.AS_SOLD, supplied(prices))
    (row,) = compared(SUPPLY, [other], usage, first, last).rows
    assert [(each.first.day, each.last.day, each.why) for each in row.excluded] == [
        (1, 1, "its standing charge is not known"),
        (3, 4, "it has no rate"),
    ]
    assert (row.days, row.excluded_days) == (1, 3)
    assert row.kwh == sum(Fraction(str(usage[start])) for start in london_day(date(2024, 5, 2)))
    assert row.cost == (row.kwh * 20 + 40) * Fraction(21, 20)
    assert (row.difference, row.average_part, row.timing_part) == (None, None, None)
    found = compared(supplied(prices), [Candidate(OWN, "", Method.ONE_CODE, SUPPLY)], usage,
                     first, last)  # fmt: skip
    assert [each.why for each in found.rows[0].excluded] == [
        "the standing charge of your own tariff is not known",
        "your own tariff has no rate",
    ]
    assert "partial: the standing charge of 1 day is not known" in found.own.labels


def test_prices_with_vat_are_compared_with_those_without() -> None:
    first, last = date(2024, 5, 1), date(2024, 5, 2)
    usage = {start: float(kwh) for start, kwh in usage_of(first, last).items()}
    prices = tariff("E-1R-X-C", [since(LONG_AGO, 21)], [since(LONG_AGO, 42)])
    other = supplied(prices._replace(vat_included=Fraction(5)))
    (row,) = compared(
        SUPPLY, [Candidate("X", "X", Method.ONE_CODE, other)], usage, first, last
    ).rows
    assert row.cost == row.kwh * 21 + 84


@pytest.mark.parametrize(
    ("rate", "kwh"),
    [
        (900_000.1, 99.999),
        (24.12345, 0.5),
        (0.1234567891234567, 0.5),
        (-150.5, 0.5),
        (1e-30, 0.1),
        (99.9999, 9999.999),
    ],
    ids=["dear", "five decimals", "sixteen", "below any cap", "absurd", "a great use"],
)
def test_whatever_its_rates_and_the_use_are_they_add_up_exactly(rate: float, kwh: float) -> None:
    day = date(2024, 5, 1)
    starts = london_day(day)
    usage = dict.fromkeys(starts, kwh)
    run = RateRun(starts[0], 1800, [rate, 12.5] * 24)
    prices = tariff("E-1R-X-C", [run], [since(LONG_AGO, 42)])
    other = Candidate("E-1R-X-C", "X", Method.ONE_CODE, supplied(prices))
    (row,) = compared(SUPPLY, [other], usage, day, day).rows
    used = 24 * Fraction(str(kwh))
    assert row.cost == (used * Fraction(repr(rate)) + used * Fraction("12.5") + 42) * Fraction(
        21, 20
    )
    assert row.own_cost == (2 * used * Fraction("26.1234") + Fraction("50.55")) * Fraction(21, 20)
    assert row.timing_part == 0


SMART = "E-1R-INTELLI-VAR-22-10-14-C"


def test_what_the_supplier_has_told_is_what_the_own_tariff_costs() -> None:
    """Half of the half hours were charged cheaply; the row of the same tariff says so too."""
    day = date(2024, 5, 1)
    starts = london_day(day)
    usage = dict.fromkeys(starts, 0.5)
    told = dict.fromkeys(starts[::2], Fraction("3.5"))
    prices = tariff(SMART, [since(LONG_AGO, 30)], [since(LONG_AGO, 40)])
    own = supplied(prices)._replace(told=told)
    alike = Candidate(SMART, "Intelligent", Method.ONE_CODE, supplied(prices))
    other = Candidate("E-1R-INTELLI-OTHER-C", "Other", Method.ONE_CODE,
                      supplied(prices._replace(tariff="E-1R-INTELLI-OTHER-C")))  # fmt: skip
    found = compared(own, [alike, other], usage, day, day)
    paid = 24 * Fraction("3.5") + (24 * Fraction(15) + 40) * Fraction(21, 20)
    same, published = found.rows
    assert (found.own.cost, same.own_cost, same.cost) == (paid, paid, paid)
    assert (same.is_own, same.difference, same.average_part) == (True, 0, None)
    assert (published.is_own, published.cost) == (False, (48 * 15 + 40) * Fraction(21, 20))
    assert "without smart charging" in published.labels


def test_it_is_not_where_the_household_had_another_tariff_before() -> None:
    """What was told is of the time when it had this one: the row of it is by published rates."""
    days = [date(2024, 5, 1), date(2024, 5, 2)]
    change = london_day(days[1])[0]
    usage = {start: 0.5 for day in days for start in london_day(day)}
    prices = tariff(SMART, [since(LONG_AGO, 30)], [since(LONG_AGO, 40)])
    agreements = [Agreement(OWN, 0, change), Agreement(SMART, change)]
    own = supplied(*SUPPLY.prices.values(), prices, agreements=agreements)
    told = dict.fromkeys(usage, Fraction("3.5"))
    alike = Candidate(SMART, "Intelligent", Method.ONE_CODE, supplied(prices))
    (row,) = compared(own._replace(told=told), [alike], usage, *days).rows
    assert (row.is_own, row.cost) == (True, (96 * 15 + 80) * Fraction(21, 20))
    assert row.own_cost == 48 * Fraction("3.5") + (
        24 * Fraction("26.1234") + Fraction("50.55") + 40
    ) * Fraction(21, 20)
