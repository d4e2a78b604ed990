"""What a household could choose: families first, then all other products that it could have."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from octoterm.household.account import Direction
from octoterm.household.meter import Fuel
from octoterm.market.choices import Choice, choices
from octoterm.market.products import OfferedTariff, Product
from tests.support.loopback import utc
from tests.support.selling import product

A_YEAR = utc("2025-11-01 00:00"), utc("2026-11-01 00:00")
FIXED = product("OE-FIX-12M-26-10-02", "Octopus 12M Fixed", "2026-10-02 00:00", is_variable=False)


def found(
    products: Sequence[Product] = (),
    fuel: Fuel = Fuel.ELECTRICITY,
    direction: Direction = Direction.IMPORT,
    time: tuple[int, int] = A_YEAR,
) -> dict[str, Choice]:
    every = choices(products, fuel, direction, *time)
    assert len({each.name for each in every}) == len(every)
    return {each.name: each for each in every}


def codes(choice: Choice) -> list[str]:
    return [each.product for each in choice.versions]


def test_the_families_are_there_whatever_the_supplier_lists() -> None:
    assert [*found()] == [
        "Agile", "Tracker", "Go", "Cosy", "Flux", "Intelligent Go", "Intelligent Flux", "Flexible",
    ]  # fmt: skip
    assert [*found(fuel=Fuel.GAS)] == ["Tracker", "Flexible"]
    assert [*found(direction=Direction.EXPORT)] == [
        "Outgoing", "Agile Outgoing", "Flux Export", "Intelligent Flux Export",
    ]  # fmt: skip
    assert not found(fuel=Fuel.GAS, direction=Direction.EXPORT)


def test_a_retired_version_is_there_only_where_it_was_sold_in_the_time_compared() -> None:
    assert codes(found()["Agile"]) == ["AGILE-24-10-01"]
    assert codes(found()["Tracker"]) == ["SILVER-26-04-01", "SILVER-25-09-02"]
    of_2024 = found(time=(utc("2024-01-01 00:00"), utc("2025-01-01 00:00")))["Agile"]
    assert codes(of_2024) == ["AGILE-24-10-01", "AGILE-24-04-03", "AGILE-23-12-06"]
    assert sum(len(each.versions) for each in found().values()) <= 10


def test_what_is_on_sale_is_there_though_it_was_not_yet_in_the_time_compared() -> None:
    long_ago = found(time=(utc("2016-01-01 00:00"), utc("2017-01-01 00:00")))
    assert codes(long_ago["Flux"]) == ["FLUX-IMPORT-23-02-14"]
    assert codes(long_ago["Agile"]) == ["AGILE-24-10-01"]


@pytest.mark.parametrize(
    ("start", "end", "is_there"),
    [
        ("2026-03-31 22:30", "2026-05-01 00:00", True),
        ("2026-03-31 23:00", "2026-05-01 00:00", False),
        ("2025-01-01 00:00", "2025-09-01 23:00", False),
        ("2025-01-01 00:00", "2025-09-01 23:30", True),
    ],
)
def test_a_version_was_sold_up_to_the_half_hour_in_which_the_next_one_came(
    start: str, end: str, is_there: bool
) -> None:
    tracker = found(time=(utc(start), utc(end)))["Tracker"]
    assert ("SILVER-25-09-02" in codes(tracker)) == is_there


def test_a_later_version_that_is_listed_is_the_newest_one() -> None:
    newer = product("AGILE-26-08-20", "Agile Octopus", "2026-08-20 10:00")
    agile = found([newer])["Agile"]
    assert codes(agile) == ["AGILE-26-08-20", "AGILE-24-10-01"]
    assert agile.versions[0][1:] == (utc("2026-08-20 10:00"), None)
    assert agile.versions[1].until == utc("2026-08-20 10:00")
    assert [*found([newer])] == [*found()]


def test_what_the_list_says_of_a_pinned_version_counts() -> None:
    ended = product("COSY-22-12-08", "Cosy Octopus", "2022-12-13 00:00", "2026-02-01 00:00")
    (cosy,) = found([ended])["Cosy"].versions
    assert cosy.until == utc("2026-02-01 00:00")
    long_ago = ended._replace(available_to=utc("2025-02-01 00:00"))
    assert "Cosy" not in found([long_ago])


def test_of_other_products_with_one_name_the_newest_is_there() -> None:
    former = FIXED._replace(code="OE-FIX-12M-26-07-25", available_from=utc("2026-07-25 00:00"))
    snug = product("SNUG-24-11-07", "Snug Octopus", "2024-11-07 00:00")
    for listed in ([FIXED, snug, former], [former, snug, FIXED]):
        others = {name: each for name, each in found(listed).items() if name not in found()}
        assert [*others] == ["Octopus 12M Fixed", "Snug Octopus"]
        assert codes(others["Octopus 12M Fixed"]) == ["OE-FIX-12M-26-10-02"]
        assert [each.is_fixed for each in others.values()] == [True, False]
        assert not any(each.is_half_hourly for each in others.values())


@pytest.mark.parametrize(
    "kind",
    [
        {"is_restricted": True},
        {"is_prepay": True},
        {"is_business": True},
        {"brand": "COOP_ENERGY"},
        {"direction": Direction.EXPORT},
    ],
    ids=str,
)
def test_what_not_everybody_could_have_is_left_out(kind: dict[str, object]) -> None:
    newer = product("AGILE-26-08-20", "Agile Octopus", "2026-08-20 10:00", **kind)
    assert found([FIXED._replace(**kind), newer]) == found()


def test_a_pinned_version_that_is_sold_to_some_only_is_left_out() -> None:
    agile = product("AGILE-24-10-01", "Agile Octopus", "2024-10-01 00:00", is_restricted=True)
    assert "Agile" not in found([agile])
    assert found([agile._replace(direction=Direction.EXPORT)]) == found()


def test_no_two_choices_go_by_one_name() -> None:
    fixed = product("COSY-FIX-12M-26-06-25", "Cosy", "2026-06-25 00:00", is_variable=False)
    assert codes(found([fixed])["COSY-FIX-12M-26-06-25"]) == ["COSY-FIX-12M-26-06-25"]
    fixed = fixed._replace(full_name="Cosy Octopus 12M Fixed")
    assert codes(found([fixed])["Cosy Octopus 12M Fixed"]) == ["COSY-FIX-12M-26-06-25"]
    assert codes(found([fixed])["Cosy"]) == ["COSY-22-12-08"]


def test_rates_published_for_a_day_at_a_time_are_marked() -> None:
    daily = {name for name, each in found().items() if each.is_half_hourly}
    assert daily == {"Agile", "Tracker"}
    assert found(direction=Direction.EXPORT)["Agile Outgoing"].is_half_hourly


@pytest.mark.parametrize(
    ("rate", "is_free"), [(0.0, True), (None, False), (-1.5, False), (9, False)]
)
def test_a_tariff_whose_units_cost_nothing_is_free(rate: float | None, is_free: bool) -> None:
    offered = OfferedTariff(
        "ZERO-1", "E-1R-ZERO-1-C", Fuel.ELECTRICITY, "C", "varying", rate, 40.0, {}
    )
    assert offered.is_free == is_free
