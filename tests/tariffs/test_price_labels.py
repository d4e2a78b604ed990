"""What is said of prices: what is assumed, and what is not in them."""

from __future__ import annotations

from datetime import time

from octoterm.household.account import Direction
from octoterm.tariffs.night_hours import NightHours
from octoterm.tariffs.price_labels import price_labels
from octoterm.tariffs.terms import Terms
from tests.support.households import utc
from tests.support.pricing import since, supplied, tariff

BEGINNING = "2024-01-01T00:00+00:00"
ECONOMY_7 = tariff("E-2R-VAR-22-11-01-C", day=[since(BEGINNING, 30)], night=[since(BEGINNING, 10)])
TODAY, TOMORROW = utc("2026-11-29T00:00+00:00"), utc("2026-11-30T00:00+00:00")


def test_night_hours_that_nobody_has_said_are_assumed() -> None:
    assert price_labels(supplied(ECONOMY_7), TODAY, TOMORROW) == (
        "night hours assumed: 00:30–07:30 UTC",
    )
    said = Terms(night_hours=NightHours(time(0, 30), time(7, 30), is_utc=True))
    assert price_labels(supplied(ECONOMY_7, terms=said), TODAY, TOMORROW) == ()


def test_smart_charging_is_not_in_the_rates() -> None:
    smart = tariff("E-1R-INTELLI-VAR-24-10-29-C", [since(BEGINNING, 20)])
    assert price_labels(supplied(smart), TODAY, TOMORROW) == ("without smart charging",)


def test_variable_rates_of_the_price_guarantee_are_without_its_discount() -> None:
    flexible = tariff("E-1R-VAR-22-11-01-C", [since("2022-01-01T00:00+00:00", 50)])
    first, last = utc("2022-10-01T00:00+01:00"), utc("2023-07-01T00:00+01:00")
    assert price_labels(supplied(flexible), first - 1800, first) == ()
    assert price_labels(supplied(flexible), first, first + 1800) == ("before the price guarantee",)
    assert price_labels(supplied(flexible), last - 1800, TODAY) == ("before the price guarantee",)
    assert price_labels(supplied(flexible), last, TODAY) == ()
    fixed = tariff("E-1R-FIX-12M-22-01-01-C", [since("2022-01-01T00:00+00:00", 50)])
    assert price_labels(supplied(fixed), first, last) == ()


def test_vat_that_the_law_has_not_said_is_assumed() -> None:
    flexible = tariff(unit_rates=[since(BEGINNING, 20)])
    edge = utc("2027-03-31T23:00+00:00")
    assert price_labels(supplied(flexible), edge - 1800, edge) == ()
    assert price_labels(supplied(flexible), edge, edge + 1800) == (
        "VAT assumed: 5% from Thu 1 Apr 2027",
    )
    exported = supplied(flexible, direction=Direction.EXPORT)
    assert price_labels(exported, edge, edge + 1800) == ()
