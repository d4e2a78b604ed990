"""The configuration: how a meter point is charged, as people write it, and what is refused."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.config import charge_reader
from octoterm.config.keys import CHARGE_KEYS, ENTRY_KEYS
from octoterm.config.sections import Section
from octoterm.errors import ConfigError
from octoterm.household.charge_settings import ChargeSettings, OwnNightHours, OwnVat
from octoterm.household.meter import Fuel
from tests.support.configuring import ACCOUNT, KEY, SINGLE, Reader
from tests.support.households import utc

NIGHT = OwnNightHours(time(0, 30), time(7, 30), is_utc=False)


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def said(read: Reader, **settings: object) -> ChargeSettings:
    """What the settings at the top say, about which there is nothing to warn of."""
    config = read({**SINGLE, **settings})
    assert config.warnings == ()
    return config.charge_settings


def vat(fuel: Fuel, since: str, until: str | None, percent: float) -> OwnVat:
    return OwnVat(fuel, utc(since), utc(until) if until else None, percent)


def test_nothing_is_said_by_default(read: Reader) -> None:
    assert said(read) == ChargeSettings(None, None, None, None, None, None)


@pytest.mark.parametrize(
    ("written", "method"),
    [
        ("DIRECT_DEBIT", "DIRECT_DEBIT"),
        (" direct debit", "DIRECT_DEBIT"),
        ("Direct-Debit", "DIRECT_DEBIT"),
        ("NON_DIRECT_DEBIT", "NON_DIRECT_DEBIT"),
        ("non-direct debit", "NON_DIRECT_DEBIT"),
        ("Not by direct debit", "NON_DIRECT_DEBIT"),
        ("on receipt of bill", "NON_DIRECT_DEBIT"),
    ],
)
def test_the_payment_method_may_be_said_in_words(read: Reader, written: str, method: str) -> None:
    assert said(read, payment_method=written).payment_method == method


def test_the_other_settings_are_read(read: Reader) -> None:
    found = said(read, billing_day=31, rounding="Documented", night_hours="0:30 – 7:30")
    assert found == ChargeSettings(billing_day=31, is_rounded=True, night_hours=NIGHT)
    assert said(read, rounding="exact").is_rounded is False


def test_keys_may_be_spelt_otherwise(read: Reader) -> None:
    found = said(read, **{"paymentMethod": "dd", "Billing-Day": 5, "NIGHT HOURS": "23:00-24:00"})
    assert (found.payment_method, found.billing_day) == ("DIRECT_DEBIT", 5)
    assert found.night_hours == OwnNightHours(time(23), time(0), is_utc=False)
    always = {"Fuel": "GAS", "From": None, "TO": None, "Percent": 20}
    assert said(read, VAT=[always]).vat == (OwnVat(Fuel.GAS, 0, None, 20.0),)


def test_night_hours_are_by_the_london_clock_unless_utc_is_said(read: Reader) -> None:
    hours = "00:30-07:30"
    assert said(read, night_hours=hours).night_hours == NIGHT
    assert said(read, night_hours=hours, utc=False).night_hours == NIGHT
    by_utc = NIGHT._replace(is_utc=True)
    assert said(read, night_hours=hours, utc=True).night_hours == by_utc
    assert said(read, night_hours={"hours": hours, "utc": True}).night_hours == by_utc
    assert said(read, night_hours={"hours": hours}, utc=True).night_hours == by_utc


def test_vat_is_for_a_fuel_or_both_from_one_london_day_to_another(read: Reader) -> None:
    entries = [
        {"from": "2024-07-01", "percent": 20},
        {"fuel": "gas", "from": "1 Jan 2024", "to": "1/7/2024", "percent": 17.5},
    ]
    assert said(read, vat=entries).vat == (
        vat(Fuel.ELECTRICITY, "2024-07-01T00:00+01:00", None, 20.0),
        vat(Fuel.GAS, "2024-01-01T00:00Z", "2024-07-01T00:00+01:00", 17.5),
        vat(Fuel.GAS, "2024-07-01T00:00+01:00", None, 20.0),
    )


def test_vat_without_an_end_ends_where_the_next_begins(read: Reader) -> None:
    entries = [{"percent": 5}, {"from": "2025-01-01", "to": None, "percent": 20}]
    found = said(read, vat=[{"fuel": "gas"} | each for each in entries]).vat
    assert found == (
        OwnVat(Fuel.GAS, 0, utc("2025-01-01T00:00Z"), 5.0),
        vat(Fuel.GAS, "2025-01-01T00:00Z", None, 20.0),
    )


WRONG: list[tuple[str, Any, str]] = [
    *(
        ("payment_method", value, 'must be "DIRECT_DEBIT" or "NON_DIRECT_DEBIT"')
        for value in ("", "prepayment", 5, None, True, ["DIRECT_DEBIT"])
    ),
    *(
        ("billing_day", value, "from 1 to 31")
        for value in (0, 32, -1, 1.0, "1", None, True, float("nan"), 10**400)
    ),
    *(
        ("rounding", value, 'must be "exact" or "documented"')
        for value in ("", "yes", 2, None, True, {})
    ),
    *(
        ("night_hours", value, "must give hours")
        for value in ("", "0:30", "24:30-07:30", "x", 5, None, True, ["00:30-07:30"])
    ),
    ("night_hours", "00:30-00:30", "end when they begin"),
    ("night_hours", {}, "is missing"),
    ("night_hours", {"hour": "00:30-07:30"}, '"hour" is there: call it "hours"'),
    ("night_hours", {"hours": 5}, '"hours" in "night_hours" must give'),
    ("night_hours", {"hours": "00:30-07:30", "utc": "yes"}, '"utc" in "night_hours" must be true'),
    ("utc", True, 'belongs to "night_hours"'),
    *(("vat", value, "must be a list such as") for value in (20, "20%", [], [20], None, [[]])),
    ("vat", [{}], '"percent" in entry 1 of "vat" is missing'),
    ("vat", [{"precent": 20}], 'call it "percent"'),
    *(
        ("vat", [{"percent": value}], "from 0 to 100")
        for value in ("20", "5%", -1, 101, None, True, float("nan"), float("inf"), 10**400)
    ),
    ("vat", [{"percent": 5}, {"fuel": "oil", "percent": 5}], '"fuel" in entry 2 of "vat"'),
    *(
        ("vat", [{"from": value, "percent": 5}], 'a day such as "2024-04-01"')
        for value in ("", "2024", "2024-04", "2024-02-30", "1 apr", "today", "-1000d", 2024, True)
    ),
    ("vat", [{"to": "2024-13-01", "percent": 5}], "null if it has no end"),
    ("vat", [{"from": "2024-04-01", "to": "2024-04-01", "percent": 5}], 'is not after "from"'),
    ("vat", [{"percent": 5}, {"fuel": "gas", "percent": 20}], "is that of another entry as well"),
    (
        "vat",
        [{"to": "2024-05-01", "percent": 5}, {"from": "2024-04-30", "percent": 20}],
        '"from" in entry 2 of "vat" is before another entry ends',
    ),
]


@pytest.mark.parametrize(("key", "value", "words"), WRONG)
def test_what_is_wrong_is_said_when_the_configuration_is_read(
    read: Reader, key: str, value: object, words: str
) -> None:
    read.refusal({**SINGLE, key: value}, f'"{key}"', words)


def test_the_place_of_what_is_wrong_is_named(read: Reader) -> None:
    account = {"apikey": KEY, "account": "A-1A2B3C4D"}
    read.refusal({**account, "meters": [{"mpan": "1", "billing_day": 0}]}, "in meter 1 must")
    read.refusal({"accounts": [{**account, "rounding": 1}]}, '"rounding" in account 1 must')
    upstairs = {**ACCOUNT, "vat": [{"percent": 5, "fuel": 1}]}
    read.refusal({"accounts": [upstairs]}, '"fuel" in entry 1 of "vat" in account 1 must')


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"vat": [{"percent": 5, "rate": 2}]}, '"rate" in entry 1 of "vat"'),
        ({"night_hours": {"hours": "0:30-7:30", "gmt": True}}, '"gmt" in "night_hours"'),
    ],
)
def test_unknown_keys_inside_are_warned_of(
    read: Reader, settings: dict[str, object], where: str
) -> None:
    (warning,) = read({**SINGLE, **settings}).warnings
    assert f"unknown setting {where} ignored" in warning


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["2024-04-01", "1/4/2024", "00:30-07:30", "gas", 24.5, 39.5, 5]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(sorted(set().union(*ENTRY_KEYS.values()))), inner),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.extended
@given(st.dictionaries(st.sampled_from(sorted(CHARGE_KEYS | ENTRY_KEYS.keys())), ANYTHING))
def test_whatever_is_written_is_read_or_refused_in_words(content: dict[str, object]) -> None:
    section = Section.of("config.json", "", content)
    said = ""
    try:
        charge_reader.charges(section)
        if "tariffs" in content:
            tariffs = charge_reader.own_tariffs(section, None)
            assert all(each.until is None or each.since < each.until for each in tariffs)
            assert all(each.endswith(".") for each in charge_reader.doubts(section, tariffs))
        if "calorific_values" in content:
            charge_reader.calorific_values(section, Path("/nowhere"))
    except ConfigError as error:
        said = str(error)
    assert not said or said.startswith("In config.json, ")
    assert said.isprintable()
