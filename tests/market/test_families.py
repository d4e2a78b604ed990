"""The pinned families of products: a file of facts that must fit together."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from octoterm.household.meter import Fuel
from octoterm.market.families import Family, families, is_pinned
from octoterm.periods.london import london
from octoterm.tariffs.tariff_code import is_tracker, is_variable
from tests.support.loopback import utc

FAMILIES = {each.name: each for each in families()}


@pytest.mark.parametrize("family", families(), ids=lambda each: each.name)
def test_each_version_follows_the_one_before_without_a_gap(family: Family) -> None:
    newest, *_ = family.versions
    assert newest.until is None
    for later, earlier in pairwise(family.versions):
        assert earlier.since < later.since == earlier.until


@pytest.mark.parametrize("family", families(), ids=lambda each: each.name)
def test_each_version_came_on_sale_about_the_day_in_its_code(family: Family) -> None:
    for version in family.versions:
        begun = london(version.since)
        assert (begun.hour, begun.minute) == (0, 0)
        in_the_code = date.fromisoformat(f"20{version.product[-8:]}")
        longest = 150 if version.product == "VAR-22-11-01" else 7
        assert abs((begun.date() - in_the_code).days) <= longest, version


def test_no_code_is_of_two_families() -> None:
    codes = [version.product for family in families() for version in family.versions]
    assert len(codes) == len(set(codes))
    for code in codes:
        assert len([each for each in families() if each.pattern.fullmatch(code)]) == 1, code


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("AGILE-27-01-15", "Agile"),
        ("SILVER-27-01-15", "Tracker"),
        ("GO-VAR-27-01-15", "Go"),
        ("COSY-27-01-15", "Cosy"),
        ("FLUX-IMPORT-27-01-15", "Flux"),
        ("FLUX-EXPORT-27-01-15", "Flux Export"),
        ("INTELLI-VAR-27-01-15", "Intelligent Go"),
        ("INTELLI-FLUX-IMPORT-27-01-15", "Intelligent Flux"),
        ("VAR-27-01-15", "Flexible"),
        ("OUTGOING-VAR-27-01-15", "Outgoing"),
        ("AGILE-OUTGOING-27-01-15", "Agile Outgoing"),
        ("AGILE-BB-23-12-06", None),
        ("COSY-FIX-12M-26-06-25", None),
        ("OUTGOING-PRIME-FIX-12M-26-06-23", None),
        ("PREPAY-VAR-18-09-21", None),
        ("INTELLI-VAR-OEV-24-07-17", None),
        ("AGILE-24-10-01\n", None),
        ("", None),
    ],
)
def test_a_later_version_is_known_by_its_code(code: str, name: str | None) -> None:
    assert [each.name for each in families() if each.has(code)] == ([name] if name else [])


def test_dates_that_people_with_these_products_report() -> None:
    agile, tracker = FAMILIES["Agile"].versions, FAMILIES["Tracker"].versions
    sold = {each.product: (each.since, each.until) for each in (*agile, *tracker)}
    assert sold["AGILE-24-10-01"] == (utc("2024-09-30 23:00"), None)
    assert sold["AGILE-23-12-06"] == (utc("2023-12-11 00:00"), utc("2024-04-02 23:00"))
    assert sold["SILVER-25-09-02"] == (utc("2025-09-01 23:00"), utc("2026-03-31 23:00"))
    assert sold["SILVER-24-12-31"] == (utc("2024-12-31 00:00"), utc("2025-04-10 23:00"))


def test_what_the_code_of_a_tariff_says_agrees_with_its_family() -> None:
    for family in families():
        for version in family.versions:
            code = f"E-1R-{version.product}-C"
            assert is_tracker(code) == (family.name == "Tracker")
            assert is_variable(code) == (family.name == "Flexible")


def test_which_fuels_a_pinned_product_has_is_known() -> None:
    assert is_pinned("SILVER-26-04-01", Fuel.GAS)
    assert is_pinned("AGILE-24-10-01", Fuel.ELECTRICITY)
    assert not is_pinned("AGILE-24-10-01", Fuel.GAS)
    assert not is_pinned("AGILE-27-01-15", Fuel.ELECTRICITY)
