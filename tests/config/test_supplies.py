"""What a meter point is charged by, of the configuration and of what its account lists."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from octoterm.config.reader import Config
from octoterm.config.supplies import own_tariffs_of, region_of, supply_of, tariffs_of, terms_of
from octoterm.costs.cost import cost_between
from octoterm.household.account import Agreement, Direction
from octoterm.household.meter import Fuel
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.london import HALF_HOUR, SECONDS_A_DAY
from octoterm.tariffs.calorific_values import CalorificValue
from octoterm.tariffs.night_hours import ECONOMY_7, NightHours
from octoterm.tariffs.rates import RateRun, Register, TariffPrices
from octoterm.tariffs.terms import Terms
from octoterm.tariffs.vat import AT_HOME, VatRate
from tests.support.accounts import agreement, electricity, gas, home
from tests.support.configuring import KEY, SINGLE, Reader
from tests.support.households import utc
from tests.support.known_accounts import NUMBER, know
from tests.support.pricing import FLEXIBLE, costed, since, tariff

AGILE = "E-1R-AGILE-24-04-03-C"
FROM_2024, FROM_2026 = utc("2024-01-01T00:00Z"), utc("2026-01-01T00:00Z")
TYPED_IN: dict[str, Any] = {"from": "2024-01-01", "unit_rate": 24.5, "standing_charge": 60.1}
ACCOUNT: dict[str, Any] = {"apikey": KEY, "account": NUMBER}
PRICES = {FLEXIBLE: tariff(FLEXIBLE, [since("2022-11-01T00:00Z", 28.0)])}


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def only(config: Config) -> tuple[Config, MeterPoint]:
    (point,) = config.points
    return config, point


def house(read: Reader, **settings: object) -> Config:
    """An account with two tariffs one after the other, gas in m³ and solar panels."""
    agreements = [
        agreement(FLEXIBLE, "2022-11-01T00:00:00Z", "2024-07-10T00:00:00+01:00"),
        agreement(AGILE, "2024-07-10T00:00:00+01:00"),
    ]
    solar = electricity("2000000000025", "S", is_export=True)
    know(
        read.folders.state,
        home(electricity(agreements=agreements), solar, gas_points=(gas(),)),
    )
    return read({**ACCOUNT, "unit": "m3", **settings})


# Region


def test_the_region_is_that_of_the_agreements(read: Reader) -> None:
    config = house(read)
    house_, *_, solar = sorted(config.points, key=lambda each: each.number != "2000000000017")
    assert region_of(config, house_) == "C"
    assert region_of(config, solar._replace(agreements=())) is None


def test_the_last_agreement_whose_code_says_it_counts(read: Reader) -> None:
    tariffs = [
        {"from": "2023-01-01", "to": "2024-01-01", "tariff": "E-1R-VAR-22-11-01-A"},
        {"from": "2024-01-01", "to": "2025-01-01", "tariff": "E-1R-VAR-22-11-01-J"},
        {**TYPED_IN, "from": "2025-01-01"},
    ]
    assert region_of(*only(read({**SINGLE, "tariffs": tariffs}))) == "J"


# Terms


def test_by_default_they_are_those_of_a_home(read: Reader) -> None:
    assert terms_of(*only(read(SINGLE))) == Terms()


def test_all_that_is_said_is_in_them(read: Reader) -> None:
    settings = {
        "payment_method": "non direct debit",
        "billing_day": 15,
        "rounding": "documented",
        "night_hours": "23:30-06:30",
        "utc": True,
    }
    assert terms_of(*only(read({**SINGLE, **settings}))) == Terms(
        payment_method="NON_DIRECT_DEBIT",
        night_hours=NightHours(time(23, 30), time(6, 30), is_utc=True),
        is_rounded=True,
        billing_day=15,
    )


def test_a_meter_wins_over_its_account_and_that_over_what_is_for_all(read: Reader) -> None:
    know(read.folders.state, home(electricity(), gas_points=(gas(),)))
    account = {
        **ACCOUNT,
        "billing_day": 2,
        "payment_method": "non_direct_debit",
        "meters": [{"mprn": "3000000017", "billing_day": 3, "rounding": "exact"}],
    }
    listed = {**ACCOUNT, **account}
    config = read({"billing_day": 1, "rounding": "documented", "accounts": [listed]})
    house, heating = (terms_of(config, point) for point in config.points)
    assert (house.billing_day, house.is_rounded, house.payment_method) == (
        2,
        True,
        "NON_DIRECT_DEBIT",
    )
    assert (heating.billing_day, heating.is_rounded, heating.payment_method) == (
        3,
        False,
        "NON_DIRECT_DEBIT",
    )


def test_so_does_a_meter_with_its_url(read: Reader) -> None:
    url = "https://api.octopus.energy/v1/electricity-meter-points/2/meters/2/consumption"
    accounts = [{"url": url, "apikey": KEY, "billing_day": 20}]
    assert terms_of(*only(read({"billing_day": 10, "accounts": accounts}))).billing_day == 20


def test_settings_of_an_account_stay_when_its_meters_become_known(read: Reader) -> None:
    config = read({**ACCOUNT, "billing_day": 7})
    assert config.points == ()
    known = know(read.folders.state, home(electricity()))
    assert terms_of(*only(config.with_known_accounts(lambda _: known))).billing_day == 7


def test_the_vat_of_homes_applies_where_no_other_is_said(read: Reader) -> None:
    business = {"from": "2025-01-01", "to": "2026-01-01", "percent": 20}
    terms = terms_of(*only(read({**SINGLE, "vat": [business]})))
    usual = AT_HOME[Fuel.ELECTRICITY]
    expected = (
        VatRate(0, Fraction(5)),
        VatRate(utc("2025-01-01T00:00Z"), Fraction(20)),
        VatRate(FROM_2026, Fraction(5)),
        *usual[1:],
    )
    assert terms.vat_of(Fuel.ELECTRICITY, Direction.IMPORT) == expected
    for_gas = {**business, "fuel": "gas"}
    terms = terms_of(*only(read({**SINGLE, "vat": [for_gas]})))
    assert terms.vat_of(Fuel.ELECTRICITY, Direction.IMPORT) == usual
    always = {"percent": 17.5}
    terms = terms_of(*only(read({**SINGLE, "vat": [always]})))
    assert {each.percent for each in terms.vat_of(Fuel.GAS, Direction.IMPORT)} == {
        Fraction("17.5")
    }


def test_calorific_values_are_exact_and_it_is_known_whether_they_are_assumed(
    read: Reader,
) -> None:
    def of(**settings: object) -> Terms:
        return terms_of(*only(read({**SINGLE, "type": "gas", **settings})))

    assert of(unit="kWh").calorific_values == ()
    assert not of(unit="kWh").is_calorific_value_assumed
    assumed = of(unit="m3")
    assert assumed.calorific_values == (CalorificValue(0, Fraction("39.5")),)
    assert assumed.is_calorific_value_assumed
    one = of(unit="m3", calorific_value=39.5)
    assert one.calorific_values == assumed.calorific_values
    assert not one.is_calorific_value_assumed
    dated = of(unit="m3", calorific_values=[{"from": "2024-01-01", "value": 39.1}])
    assert dated.calorific_values == (CalorificValue(FROM_2024, Fraction("39.1")),)
    assert not dated.is_calorific_value_assumed


def test_so_it_is_of_an_account(read: Reader) -> None:
    config = house(read)
    assert [terms_of(config, each).is_calorific_value_assumed for each in config.points] == [
        False,
        True,
        False,
        False,
    ]
    said = house(read, meters=[{"mprn": "3000000017", "calorific_value": 39.5}])
    assert not terms_of(said, said.points[1]).is_calorific_value_assumed


# Tariffs


def test_those_of_an_account_are_to_be_fetched(read: Reader) -> None:
    config = house(read)
    imported, heating, exported, net = config.points
    assert tariffs_of(config, imported) == (FLEXIBLE, AGILE)
    assert tariffs_of(config, heating) == ("G-1R-VAR-22-11-01-C",)
    assert len(tariffs_of(config, exported)) == 1
    assert tariffs_of(config, net) == (), "its meter points have them"
    assert own_tariffs_of(config, imported) == ((), {})


def test_the_supply_has_the_prices_that_are_known(read: Reader) -> None:
    config = house(read)
    supply = supply_of(config, config.points[0], PRICES.get)
    assert supply.agreements == config.points[0].agreements
    assert supply.prices == PRICES
    assert (supply.fuel, supply.direction) == (Fuel.ELECTRICITY, Direction.IMPORT)
    exported = supply_of(config, config.points[2], PRICES.get)
    assert [each.percent for each in exported.vat] == [0]


def test_own_tariffs_replace_those_of_the_account(read: Reader) -> None:
    own = [TYPED_IN, {"from": "2026-01-01", "tariff": FLEXIBLE}]
    config = house(read, meters=[{"mpan": "2000000000017", "tariffs": own}])
    point = config.points[0]
    supply = supply_of(config, point, PRICES.get)
    assert supply.agreements == (
        Agreement("own-1", FROM_2024, FROM_2026),
        Agreement(FLEXIBLE, FROM_2026),
    )
    assert supply.agreements == point.agreements
    assert tariffs_of(config, point) == (FLEXIBLE,)
    assert supply.prices == PRICES | {
        "own-1": TariffPrices(
            "own-1",
            {Register.STANDARD: (RateRun(FROM_2024, None, (24.5,)),)},
            (RateRun(FROM_2024, None, (60.1,)),),
            None,
            "24.5 p/kWh",
        )
    }


def test_a_night_rate_makes_two_registers(read: Reader) -> None:
    two = {**TYPED_IN, "night_rate": 9.25}
    supply = supply_of(*only(read({**SINGLE, "tariffs": [two]})), PRICES.get)
    assert supply.prices["own-1"].unit_rates == {
        Register.DAY: (RateRun(FROM_2024, None, (24.5,)),),
        Register.NIGHT: (RateRun(FROM_2024, None, (9.25,)),),
    }
    assert supply.terms.night_hours == ECONOMY_7, "assumed, and said to be"
    said = read({**SINGLE, "tariffs": [two], "night_hours": "00:30-07:30"})
    hours = NightHours(time(0, 30), time(7, 30), is_utc=False)
    assert terms_of(*only(said)).night_hours == hours


@pytest.mark.parametrize(
    ("settings", "percent"),
    [
        ({}, Fraction(5)),
        ({"vat": [{"percent": 20}]}, Fraction(20)),
        ({"vat": [{"from": "2024-06-01", "percent": 20}]}, Fraction(5)),
    ],
)
def test_included_vat_is_that_of_the_day_on_which_a_tariff_begins(
    read: Reader, settings: dict[str, object], percent: Fraction
) -> None:
    included = {**TYPED_IN, "vat_included": True}
    _, prices = own_tariffs_of(*only(read({**SINGLE, **settings, "tariffs": [included]})))
    assert prices["own-1"].vat_included == percent
    _, prices = own_tariffs_of(*only(read({**SINGLE, **settings, "tariffs": [TYPED_IN]})))
    assert prices["own-1"].vat_included is None


def test_nothing_is_known_of_a_meter_of_which_nothing_is_said(read: Reader) -> None:
    config, point = only(read(SINGLE))
    assert tariffs_of(config, point) == ()
    assert own_tariffs_of(config, point) == ((), {})
    supply = supply_of(config, point, PRICES.get)
    assert (supply.agreements, supply.prices) == ((), {})


def test_a_bill_of_gas_is_what_it_is_on_paper(read: Reader) -> None:
    """A new price on the third day, and a new calorific value on the second."""
    tariffs = [
        {"from": "2024-01-01", "unit_rate": 5.5, "standing_charge": 30.25},
        {"from": "2024-01-03", "unit_rate": 6, "standing_charge": 31, "vat_included": True},
    ]
    values = [{"from": "2024-01-01", "value": 39.1}, {"from": "2024-01-02", "value": 39.4}]
    settings = {"type": "gas", "unit": "m3", "tariffs": tariffs, "calorific_values": values}
    supply = supply_of(*only(read({**SINGLE, **settings})), PRICES.get)
    used = dict.fromkeys(range(FROM_2024, FROM_2024 + 3 * SECONDS_A_DAY, HALF_HOUR), 0.123)
    first, last = date(2024, 1, 1), date(2024, 1, 3)
    cost = cost_between(costed(supply, used, first, last), min(used), max(used) + HALF_HOUR)
    a_day = 48 * Fraction("0.123") * Fraction("1.02264") / Fraction("3.6")
    low, high = a_day * Fraction("39.1"), a_day * Fraction("39.4")
    with_vat = (low + high) * Fraction("5.5") * Fraction("1.05") + high * 6
    assert cost.kwh == low + 2 * high
    assert cost.total == with_vat + 2 * Fraction("30.25") * Fraction("1.05") + 31
    assert (cost.expected, cost.priced) == (144, 144)
