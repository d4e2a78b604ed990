"""What the supplier says that half hours cost counts on tariffs with smart charging only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from octoterm.bills.bill import bill_of
from octoterm.costs.cost import Cost, cost_between
from octoterm.costs.costing import Costing
from octoterm.costs.labels import labels_of_all
from octoterm.costs.point_costs import PointCosts
from octoterm.household.account import Direction
from octoterm.periods.period import Period
from octoterm.runtime.slices import finish
from octoterm.tariffs.supply import Supply
from tests.support.households import london_day
from tests.support.pricing import costed, since, supplied, tariff
from tests.support.tariff_homes import HOMES, Home

DAY = date(2024, 7, 1)
STARTS = london_day(DAY)
USAGE = dict.fromkeys(STARTS, 0.5) | {STARTS[7]: 0.0}
SMART, FLEXIBLE = "E-1R-INTELLI-VAR-22-10-14-C", "E-1R-VAR-22-11-01-C"
AGREEMENTS = "two agreements and a gap"
LONG_AGO = "2000-01-01T00:00Z"
TOLD = {start: Fraction("2.1") for start in STARTS[:12] if USAGE[start]}


def supply(code: str, *, has_rates: bool = True, told: Mapping[int, Fraction] = TOLD) -> Supply:
    rates = [since(LONG_AGO, 30.0)] if has_rates else []
    return supplied(tariff(code, rates, [since(LONG_AGO, 40)]))._replace(told=told)


def cost(of: Supply) -> tuple[Costing, Cost]:
    costing = costed(of, USAGE, DAY, DAY)
    return costing, cost_between(costing, STARTS[0], STARTS[-1] + 1800)


def test_they_are_the_figure_with_vat_where_they_are_told() -> None:
    _, found = cost(supply(SMART))
    assert found.energy_with_vat == 11 * Fraction("2.1") + 36 * Fraction("0.5") * 30 * Fraction(
        "1.05"
    )
    assert found.priced == 48
    assert "supplier's own: the cost of 12 half hours" in found.labels
    assert "without smart charging" in found.labels


@pytest.mark.parametrize("code", [SMART, FLEXIBLE])
@pytest.mark.parametrize("every", [False, True])
def test_the_views_say_the_same_of_all_days(code: str, every: bool) -> None:
    told = {start: Fraction(3) for start in STARTS if USAGE[start]} if every else TOLD
    costing, found = cost(supply(code, told=told))
    assert labels_of_all(costing) == found.labels


def test_they_are_not_of_other_tariffs() -> None:
    assert cost(supply(FLEXIBLE))[1] == cost(supply(FLEXIBLE, told={}))[1]


def test_a_tariff_without_published_rates_is_priced_by_them_alone() -> None:
    """Half hours without use cost nothing, whatever their rate: the supplier leaves them out."""
    told = {start: Fraction(3) for start in STARTS if USAGE[start]}
    costing, found = cost(supply(SMART, has_rates=False, told=told))
    assert (found.priced, found.unpriced, found.energy_with_vat) == (48, (), 141)
    (block,) = bill_of(costing, Period.spanning(DAY, DAY)).blocks
    assert (block.is_average, block.kwh, block.energy) == (
        True,
        Fraction("23.5"),
        141 / Fraction("1.05"),
    )
    _, without = cost(supply(SMART, has_rates=False, told={}))
    assert without.priced == 0


@pytest.mark.parametrize("code", [SMART, FLEXIBLE])
def test_the_views_are_shown_the_same(code: str) -> None:
    costing, found = cost(supply(code))
    series = finish(PointCosts((costing,)).series())
    assert len(series) == found.priced
    (day,) = series.days
    assert day.total == pytest.approx(float(found.total))


ALONE = [name for name in HOMES if name not in ("flexible on receipt of bill", AGREEMENTS)]


@pytest.mark.parametrize("home", [HOMES[name]() for name in ALONE], ids=ALONE)
def test_the_views_are_shown_what_every_kind_of_tariff_costs(home: Home) -> None:
    usage = {start: float(kwh) for start, kwh in home.plain.usage.items()}
    of = supplied(*home.prices, direction=Direction.IMPORT)
    costing = costed(of, usage, home.first, home.last)
    series = finish(PointCosts((costing,)).series())
    for day in series.days:
        plain = home.plain.cost([day.day])
        assert day.total == pytest.approx(plain["cost_pence"], abs=1e-3)
        assert day.readings == plain["priced"]
