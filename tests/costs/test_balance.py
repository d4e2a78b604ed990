"""What is paid on balance: the same in the views, in records and half hour by half hour."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from octoterm.costs.point_costs import PointCosts
from octoterm.household.account import Direction
from octoterm.runtime.slices import finish
from tests.support.households import london_day
from tests.support.pricing import between, costed, since, supplied, tariff

DAY = date(2024, 5, 1)
STARTS = london_day(DAY)
STANDING = [since("2000-01-01T00:00Z", 50.0)]
BOUGHT = supplied(
    tariff("E-1R-X-C", [between("2024-04-30T23:00Z", "2024-05-01T20:00Z", 30.0)], STANDING)
)
SOLD = supplied(
    tariff("E-1R-OUTGOING-C", [between("2024-05-01T02:00Z", "2024-05-02T23:00Z", 15.0)]),
    direction=Direction.EXPORT,
)
"""The last three hours have no price for imports, and the first three none for exports."""

SOME = st.sets(st.sampled_from(STARTS), max_size=6)


@given(SOME, SOME)
def test_only_half_hours_that_both_have_are_set_off(
    no_import: set[int], no_export: set[int]
) -> None:
    imported = {start: 0.4 for start in STARTS if start not in no_import}
    exported = {start: 0.3 for start in STARTS if start not in no_export}
    costs = PointCosts((costed(BOUGHT, imported, DAY, DAY),), (costed(SOLD, exported, DAY, DAY),))
    cost = costs.between(STARTS[0], STARTS[-1] + 1800)
    both = [each for each in STARTS if each in imported and each in exported]
    priced = [each for each in both if STARTS[6] <= each < STARTS[42]]

    assert (cost.priced, cost.missing) == (len(priced), 48 - len(both))
    assert sum(part.half_hours for part in cost.unpriced) == len(both) - len(priced)
    paid = len(priced) * Fraction("0.4") * 30 * Fraction("1.05")
    earned = len(priced) * Fraction("0.3") * 15
    assert cost.total == paid - earned + 50 * Fraction("1.05")
    assert cost.kwh == len(both) * Fraction("0.1")

    series = finish(costs.series())
    assert len(series) == len(priced)
    if priced:
        assert abs(series.days[0].total - float(cost.total)) < 1e-9
    partial = [label for label in cost.labels if label.startswith("partial: of 48 half hours")]
    assert len(partial) == (1 if cost.priced < 48 else 0)
