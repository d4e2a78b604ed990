"""A product is found by what people call it, or by its code."""

from __future__ import annotations

import pytest

from octoterm.household.account import Direction
from octoterm.household.meter import Fuel
from octoterm.market.choices import Choice
from octoterm.market.families import families
from octoterm.market.names import product_named
from tests.support.loopback import utc
from tests.support.selling import product

NOW = utc("2026-11-29 12:00")
LISTED = [
    product("AGILE-24-10-01", "Agile Octopus", "2024-09-30 23:00"),
    product("GO-VAR-22-10-14", "Octopus Go", "2022-10-13 23:00"),
    product("INTELLI-VAR-24-10-29", "Intelligent Octopus Go", "2024-10-29 00:00"),
    product("OE-FIX-12M-26-10-02", "Octopus 12M Fixed", "2026-10-01 23:00", is_variable=False,
            full_name="Octopus 12M Fixed October 2026 v2"),
    product("OE-FIX-12M-26-07-25", "Octopus 12M Fixed", "2026-07-24 23:00", is_variable=False),
    product("OLD-FIX-12M-24-07-25", "Old 12M Fixed", "2024-07-24 23:00", "2025-01-01 00:00"),
    product("LOYAL-FIX-12M-26-10-02", "Loyal 12M Fixed", "2026-10-01 23:00", is_restricted=True),
    product("COSY-FIX-12M-26-06-25", "Cosy", "2026-06-24 23:00", is_variable=False,
            full_name="Cosy Octopus 12M Fixed"),
    product("OUTGOING-VAR-24-10-26", "Outgoing Octopus", "2024-10-25 23:00",
            direction=Direction.EXPORT),
]  # fmt: skip


def named(text: str, direction: Direction = Direction.IMPORT, **options: object) -> Choice:
    fuel = options.get("fuel", Fuel.ELECTRICITY)
    assert isinstance(fuel, Fuel)
    return product_named(LISTED, families(), text, direction, fuel, NOW)


def code_of(text: str, direction: Direction = Direction.IMPORT, **options: object) -> str:
    (version,) = named(text, direction, **options).versions
    return version.product


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("agile", "AGILE-24-10-01"),
        ("AGILE OCTOPUS", "AGILE-24-10-01"),
        ("  Octo\u2060pus   GO ", "GO-VAR-22-10-14"),
        ("gile", "AGILE-24-10-01"),
        ("tracker", "SILVER-26-04-01"),
        ("cosy", "COSY-22-12-08"),
        ("intelligent", "INTELLI-VAR-24-10-29"),
        ("octopus 12m", "OE-FIX-12M-26-10-02"),
        ("october 2026", "OE-FIX-12M-26-10-02"),
        ("oe-fix-12m-26-07-25", "OE-FIX-12M-26-07-25"),
        ("silver-25-09-02", "SILVER-25-09-02"),
        ("OLD-FIX-12M-24-07-25", "OLD-FIX-12M-24-07-25"),
        ("loyal-fix-12m-26-10-02", "LOYAL-FIX-12M-26-10-02"),
    ],
)
def test_a_part_of_the_name_or_the_code_is_enough(text: str, code: str) -> None:
    assert code_of(text) == code


def test_the_whole_name_comes_before_a_newer_product_that_has_it_in_its_own() -> None:
    assert code_of("go") == "GO-VAR-22-10-14"
    assert code_of("cosy") == "COSY-22-12-08"
    assert code_of("cosy octopus") == "COSY-FIX-12M-26-06-25"
    assert code_of("octopus") == "OE-FIX-12M-26-10-02"


def test_the_direction_and_the_fuel_are_minded() -> None:
    assert code_of("outgoing", Direction.EXPORT) == "OUTGOING-VAR-24-10-26"
    assert code_of("agile", Direction.EXPORT) == "AGILE-OUTGOING-19-05-13"
    assert code_of("tracker", fuel=Fuel.GAS) == "SILVER-26-04-01"
    with pytest.raises(LookupError):
        named("agile", fuel=Fuel.GAS)


def test_how_its_rates_are_published_is_said_with_it() -> None:
    assert named("agile").is_half_hourly
    assert (named("agile").name, named("12m").name) == ("Agile", "Octopus 12M Fixed")
    assert (named("12m").is_fixed, named("go").is_fixed) == (True, False)


@pytest.mark.parametrize("text", ["loyal", "old 12m", "economy 7", "", " ", "agile\x1b[2J"])
def test_anything_else_is_told_with_what_there_is(text: str) -> None:
    with pytest.raises(LookupError) as caught:
        named(text)
    said = str(caught.value.args[0])
    assert "Agile, Tracker, Go, Cosy" in said
    assert "Octopus 12M Fixed" in said
    assert "Loyal" not in said.partition("there are")[2]
    assert said.isprintable()
