"""Products and tariffs as the API writes them: what is not as it should be is left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.household.account import Direction
from octoterm.household.meter import Fuel
from octoterm.market.product_json import offers_json, product_json, read_offers, read_product
from octoterm.market.products import OfferedTariff, Product
from tests.support.loopback import utc
from tests.support.selling import Record, described, entry, listed

AGILE = "AGILE-24-10-01"


def test_a_product_of_the_list_is_read_whole() -> None:
    assert read_product(listed()) == Product(
        AGILE,
        "Agile Octopus",
        Direction.IMPORT,
        utc("2024-09-30 23:00"),
        None,
        brand="OCTOPUS_ENERGY",
        full_name="Agile Octopus October 2024 v1",
    )
    ended = read_product(listed(direction="EXPORT", available_to="2026-02-01T00:00:00Z"))
    assert ended is not None
    assert (ended.direction, ended.available_to) == (Direction.EXPORT, utc("2026-02-01 00:00"))
    assert (
        ended.is_sold_at(utc("2026-01-31 23:59")),
        ended.is_sold_at(utc("2026-02-01 00:00")),
    ) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", None),
        ("code", ""),
        ("code", "A/B"),
        ("code", "../account"),
        ("code", "AGILE\x1b[2J"),
        ("code", "AGILE 24"),
        ("code", "AGİLE-24"),
        ("code", "X" * 81),
        ("code", 24),
        ("direction", None),
        ("direction", "BOTH"),
        ("direction", 1),
        ("available_from", None),
        ("available_from", "2024-10-01"),
        ("available_from", "0001-01-01T00:00:00Z"),
        ("available_from", 1_727_737_200),
        ("available_to", "later"),
        ("is_variable", None),
        ("is_restricted", "false"),
        ("is_prepay", 0),
        ("display_name", [{}]),
    ],
)
def test_one_with_a_wrong_field_is_left_out(field: str, value: object) -> None:
    assert read_product(listed(full_name="", **{field: value})) is None


@pytest.mark.parametrize("field", [*listed()])
def test_one_with_a_missing_field_is_left_out_unless_there_is_another_name(field: str) -> None:
    record = listed()
    del record[field]
    assert (read_product(record) is not None) == (field in ("full_name", "display_name", "brand"))


def test_a_part_of_a_second_makes_no_difference() -> None:
    exactly = read_product(listed(available_from="2024-10-01T00:00:00.045223+01:00"))
    assert exactly == read_product(listed())


def test_names_are_made_harmless() -> None:
    found = read_product(listed(name="Agile\x1b[31m\n\u202eOctopus" + "!" * 99))
    assert found is not None
    assert (found.name.isprintable(), len(found.name)) == (True, 60)


def test_each_region_and_payment_method_has_its_tariff() -> None:
    document = {
        "single_register_electricity_tariffs": {
            "_A": {"direct_debit_monthly": entry("E-1R-VAR-22-11-01-A")},
            "_C": {"varying": entry("E-1R-VAR-22-11-01-C", standard_unit_rate_exc_vat=None)},
        },
        "dual_register_electricity_tariffs": {
            "_C": {"varying": entry("E-2R-VAR-22-11-01-C")},
        },
        "single_register_gas_tariffs": {"_C": {"varying": entry("G-1R-VAR-22-11-01-C")}},
    }
    found = read_offers("VAR-22-11-01", document)
    assert [(each.code, each.fuel, each.region, each.payment) for each in found] == [
        ("E-1R-VAR-22-11-01-A", Fuel.ELECTRICITY, "A", "direct_debit_monthly"),
        ("E-1R-VAR-22-11-01-C", Fuel.ELECTRICITY, "C", "varying"),
        ("E-2R-VAR-22-11-01-C", Fuel.ELECTRICITY, "C", "varying"),
        ("G-1R-VAR-22-11-01-C", Fuel.GAS, "C", "varying"),
    ]
    first, second, *_ = found
    assert (first.unit_rate, second.unit_rate, first.standing_charge) == (16.97, None, 37.6525)
    assert {*first.addresses} == {"standard", "standing"}


def test_a_code_in_no_usual_form_is_taken_from_where_it_is() -> None:
    code = "V2G-EXPORT-24-C"
    document = {"single_register_electricity_tariffs": {"_C": {"varying": entry(code)}}}
    (found,) = read_offers("V2G-EXPORT", document)
    assert (found.code, found.region) == (code, "C")


@pytest.mark.parametrize(
    "change",
    [
        {"code": None},
        {"code": "E-1R-AGILE-24-10-01-D"},
        {"code": "G-1R-AGILE-24-10-01-C"},
        {"code": "E-1R-AGILE-23-12-06-C"},
        {"code": "E-2R-AGILE-24-10-01-C"},
        {"code": "E-1R-AGILE/24-C"},
        {"standard_unit_rate_exc_vat": "dear"},
        {"standard_unit_rate_exc_vat": True},
        {"standard_unit_rate_exc_vat": Decimal("NaN")},
        {"standing_charge_exc_vat": 10**9},
        {"standing_charge_exc_vat": []},
        {"links": None},
        {"links": [None, {"rel": "standard_unit_rates"}, {"href": "/x", "rel": "profile"}]},
        {"links": [{"rel": "standard_unit_rates", "href": "/" * 1001}]},
    ],
    ids=str,
)
def test_a_tariff_that_is_not_as_it_should_be_is_left_out(change: Record) -> None:
    good = entry("E-1R-AGILE-24-10-01-A")
    document = {
        "single_register_electricity_tariffs": {
            "_C": {"direct_debit_monthly": {**entry(), **change}},
            "_A": {"direct_debit_monthly": good},
        }
    }
    assert [each.region for each in read_offers(AGILE, document)] == ["A"]


@pytest.mark.parametrize("region", ["C", "_", "_Q", "_CC", "__", "", "_c"])
@pytest.mark.parametrize("payment", ["direct_debit_monthly", "DD", "", "x" * 41])
def test_keys_of_another_form_are_left_out(region: str, payment: str) -> None:
    document = {"single_register_electricity_tariffs": {region: {payment: entry()}}}
    assert read_offers(AGILE, document) == ()


def test_a_detail_without_an_end_has_one() -> None:
    payments = {"".join(letters): entry() for letters in product("abcdefghijk", repeat=3)}
    document = {"single_register_electricity_tariffs": {"_C": payments}}
    assert len(read_offers(AGILE, document)) == 1000


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["IMPORT", "E-1R-AGILE-24-10-01-C", "2024-10-01T00:00:00Z", "_C"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


def spoiled(whole: Callable[[], Record]) -> st.SearchStrategy[Record]:
    """A record with one of its values, at any depth, replaced by anything."""

    def places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        inside = [path] if path else []
        pairs = value.items() if isinstance(value, dict) else (
            enumerate(value) if isinstance(value, list) else ()
        )  # fmt: skip
        for key, each in pairs:
            inside += places(each, (*path, key))
        return inside

    def with_it(drawn: tuple[tuple[Any, ...], Any]) -> Record:
        (*path, last), value = drawn
        record = whole()
        place: Any = record
        for key in path:
            place = place[key]
        place[last] = value
        return record

    return st.tuples(st.sampled_from(places(whole())), anything).map(with_it)


@given(spoiled(listed))
def test_any_product_is_left_out_or_safe_and_kept_as_it_is(record: Record) -> None:
    found = read_product(record)
    if found is not None:
        assert found.name.isprintable()
        assert found.code.replace("-", "").replace(".", "").replace("_", "").isalnum()
        assert read_product(json.loads(json.dumps(product_json(found)))) == found


@given(spoiled(lambda: described(entry(), entry("E-1R-AGILE-24-10-01-A"))))
def test_any_detail_has_tariffs_that_are_safe_and_kept_as_they_are(document: Record) -> None:
    found = read_offers(AGILE, document)
    assert len(found) <= 2
    assert {(each.product, each.fuel) for each in found} <= {(AGILE, Fuel.ELECTRICITY)}
    assert all(isinstance(each, OfferedTariff) and each.addresses for each in found)
    assert read_offers(AGILE, json.loads(json.dumps(offers_json(found)))) == found


@given(anything)
def test_a_detail_of_any_shape_has_no_tariffs(document: object) -> None:
    if isinstance(document, dict):
        assert read_offers(AGILE, document) == ()
