"""The configuration: the tariffs of a meter that no account tells, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from octoterm.household.account import Agreement, Direction
from octoterm.household.charge_settings import OwnPrices, OwnTariff
from octoterm.household.meter_point import MeterPoint
from tests.support.configuring import ACCOUNT, GAS, KEY, SINGLE, Reader
from tests.support.households import utc
from tests.support.known_accounts import NUMBER

CODE = "E-1R-VAR-22-11-01-C"
TYPED_IN: dict[str, Any] = {"from": "2024-01-01", "unit_rate": 24.5, "standing_charge": 60.1}
JANUARY, APRIL = utc("2024-01-01T00:00Z"), utc("2024-04-01T00:00+01:00")


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def point(read: Reader, *tariffs: object) -> MeterPoint:
    """The meter point with these tariffs, about which there is nothing to warn of."""
    config = read({**SINGLE, "tariffs": list(tariffs)})
    assert config.warnings == ()
    return config.points[0]


def test_a_tariff_is_named_by_its_code(read: Reader) -> None:
    found = point(read, {"from": "2024-04-01", "to": None, "tariff": "e-1r-var-22-11-01-c "})
    assert found.charge_settings.tariffs == (OwnTariff(APRIL, None, CODE),)
    assert found.agreements == (Agreement(CODE, APRIL),)
    assert found.direction is Direction.IMPORT


def test_or_its_prices_are_typed_in(read: Reader) -> None:
    full = TYPED_IN | {"Unit Rate": 24, "nightRate": 9.25, "vat-included": True}
    del full["unit_rate"]
    found = point(read, {**TYPED_IN, "to": "2024-04-01"}, full | {"from": "1 April 2024"})
    assert found.charge_settings.tariffs == (
        OwnTariff(JANUARY, APRIL, prices=OwnPrices(24.5, 60.1)),
        OwnTariff(APRIL, None, prices=OwnPrices(24.0, 60.1, 9.25, vat_included=True)),
    )
    assert found.agreements == (Agreement("own-1", JANUARY, APRIL), Agreement("own-2", APRIL))
    names = [found.charge_settings.tariff_name(each.tariff) for each in found.agreements]
    assert names == ["24.5 p/kWh", "24 p/kWh, 9.25 at night with VAT"]
    assert found.charge_settings.tariff_name(CODE) == CODE


def test_one_may_stand_without_a_list(read: Reader) -> None:
    config = read({**SINGLE, "tariffs": TYPED_IN})
    assert config.points[0].agreements == (Agreement("own-1", JANUARY),)


def test_they_may_be_in_any_order_and_one_without_an_end_ends_where_the_next_begins(
    read: Reader,
) -> None:
    found = point(read, {"from": "2024-04-01", "tariff": CODE}, TYPED_IN)
    assert found.agreements == (Agreement("own-1", JANUARY, APRIL), Agreement(CODE, APRIL))
    always = point(read, {"from": None, "to": "2024-01-01", "tariff": CODE})
    assert always.agreements == (Agreement(CODE, 0, JANUARY),)


def test_a_last_day_in_place_of_an_end_is_warned_of(read: Reader) -> None:
    ends_on_the_31st = {**TYPED_IN, "to": "2024-03-31"}
    tariffs = [ends_on_the_31st, {**TYPED_IN, "from": "2024-04-01"}]
    config = read({**SINGLE, "tariffs": tariffs})
    assert config.points[0].agreements[0].until == utc("2024-03-31T00:00Z"), "it is exclusive"
    (warning,) = config.warnings
    assert '"tariffs" leaves out a day' in warning
    point(read, ends_on_the_31st, {**TYPED_IN, "from": "2024-05-01"})


@pytest.mark.parametrize("in_pounds", [{"unit_rate": 0.245}, {"standing_charge": 0.601}])
def test_prices_in_pounds_are_warned_of(read: Reader, in_pounds: dict[str, float]) -> None:
    (warning,) = read({**SINGLE, "tariffs": [TYPED_IN | in_pounds]}).warnings
    assert '"tariffs" has a price of less than a penny' in warning
    point(read, TYPED_IN | {"unit_rate": 0, "standing_charge": 0, "night_rate": -0.5})


def test_a_meter_that_exports_is_known_by_its_tariff(read: Reader) -> None:
    outgoing = {"from": "2024-01-01", "tariff": "E-1R-OUTGOING-VAR-24-10-26-C"}
    assert point(read, outgoing).direction is Direction.EXPORT


WRONG: list[tuple[Any, str]] = [
    *((value, '"tariffs" must be a list such as') for value in ([], [1], None, CODE, 5, [None])),
    ({}, '"from" in entry 1 of "tariffs" is missing'),
    ({"form": "2024-01-01", "tariff": CODE}, '"form" is there: call it "from"'),
    ({"from": "2024-01-01"}, 'Name the code of the tariff, or its "unit_rate"'),
    ({"from": "2024-01-01", "tarrif": CODE}, '"tarrif" is there: call it "tariff"'),
    *(
        ({"from": "2024-01-01", "tariff": value}, '"tariff" in entry 1')
        for value in ("", "VAR-22-11-01", "E-1R-VAR-22-11-01", 5, None, "E-1R-../../x-C")
    ),
    ({"from": "2024-01-01", "tariff": "G-1R-VAR-22-11-01-C"}, "is for gas, and the meter is not"),
    (TYPED_IN | {"tariff": CODE}, "whose prices are fetched"),
    ({"from": "2024-01-01", "tariff": CODE, "vat_included": True}, "whose prices are fetched"),
    (
        {"from": "2024-01-01", "unit_rate": 5},
        '"standing_charge" in entry 1 of "tariffs" is missing',
    ),
    ({"from": "2024-01-01", "night_rate": 5, "standing_charge": 1}, '"unit_rate" in entry 1'),
    *(
        (TYPED_IN | {key: value}, f'"{key}" in entry 1 of "tariffs" must be in pence')
        for key in ("unit_rate", "night_rate", "standing_charge")
        for value in ("24.5", True, None, [], float("nan"), float("-inf"), 10**400, -1001)
        if (key, value) != ("unit_rate", None)
    ),
    (TYPED_IN | {"standing_charge": -0.01}, "from 0 to 100,000"),
    (TYPED_IN | {"vat_included": "yes"}, '"vat_included" in entry 1 of "tariffs" must be true'),
    (TYPED_IN | {"from": "2024"}, '"from" in entry 1 of "tariffs" must be a day'),
    (TYPED_IN | {"to": "2024-01-01"}, '"to" in entry 1 of "tariffs" is not after "from"'),
    ([TYPED_IN, TYPED_IN], '"from" in entry 2 of "tariffs" is that of another entry as well'),
    (
        [TYPED_IN | {"to": "2024-04-02"}, TYPED_IN | {"from": "2024-04-01"}],
        '"from" in entry 2 of "tariffs" is before another entry ends',
    ),
]


@pytest.mark.parametrize(("tariffs", "words"), WRONG)
def test_what_is_wrong_is_said_when_the_configuration_is_read(
    read: Reader, tariffs: object, words: str
) -> None:
    written = [tariffs] if isinstance(tariffs, dict) else tariffs
    read.refusal({**SINGLE, "tariffs": written}, words)


def test_tariffs_are_for_one_meter(read: Reader) -> None:
    account = {"apikey": KEY, "account": NUMBER}
    for content in ({**account, "tariffs": TYPED_IN}, {"accounts": [{**account, "tariffs": []}]}):
        read.refusal(content, '"tariffs"', "is for one meter", 'put it into "meters"')
    read.refusal(
        {"accounts": [ACCOUNT], "tariffs": TYPED_IN}, '"tariffs" is for one meter', '"accounts"'
    )


def test_those_of_a_gas_meter_are_for_gas(read: Reader) -> None:
    gas = {**ACCOUNT, "url": GAS, "tariffs": [{"from": None, "tariff": CODE}]}
    read.refusal(
        {"accounts": [gas]}, '"tariff" in entry 1 of "tariffs" in account 1', "is for elec"
    )
    listed = {"mprn": "3000", "tariffs": [{"from": None, "tariff": CODE}]}
    account = {"apikey": KEY, "account": NUMBER, "meters": [listed]}
    read.refusal(account, '"tariff" in entry 1 of "tariffs" in meter 1', "is for electricity")


def test_unknown_keys_of_a_tariff_are_warned_of(read: Reader) -> None:
    (warning,) = read({**SINGLE, "tariffs": [{**TYPED_IN, "day_rate": 1}]}).warnings
    assert 'unknown setting "day_rate" in entry 1 of "tariffs" ignored' in warning
    (warning,) = read({**SINGLE, "tariff": [TYPED_IN]}).warnings
    assert 'did you mean "tariffs"' in warning
