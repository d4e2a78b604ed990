"""A meter: where its readings are, and what they are counted in."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.household.api_key import ApiKey
from octoterm.household.meter import (
    UNIT_CUBIC_METRES,
    UNIT_KWH,
    DatedValue,
    Fuel,
    Meter,
    consumption_path,
)


@pytest.mark.parametrize(
    ("fuel", "serial", "path"),
    [
        (Fuel.ELECTRICITY, "21L1", "/electricity-meter-points/1013/meters/21L1/consumption/"),
        (Fuel.GAS, "Z/1 2", "/gas-meter-points/1013/meters/Z%2F1%202/consumption/"),
    ],
)
def test_a_meters_path_is_percent_encoded(fuel: Fuel, serial: str, path: str) -> None:
    assert consumption_path(fuel, "1013", serial) == path


GAS = Meter(
    "Gas",
    Fuel.GAS,
    "1013",
    "Z",
    "https://api.octoterm.invalid/",
    ApiKey("k"),
    Path("/gas.csv"),
    unit=UNIT_CUBIC_METRES,
)


@pytest.mark.parametrize(
    ("unit", "calorific_value", "kwh"),
    [
        (UNIT_KWH, 39.5, 1.0),
        (UNIT_CUBIC_METRES, 39.5, 11.2206),
        (UNIT_CUBIC_METRES, 38.0, 10.7945),
    ],
)
def test_gas_in_cubic_metres_is_turned_into_kwh(
    unit: str, calorific_value: float, kwh: float
) -> None:
    """As bills do it: times 1.02264, times the calorific value, by 3.6."""
    gas = GAS._replace(unit=unit, calorific_value=calorific_value)
    assert gas.kwh_per_unit == pytest.approx(kwh, abs=5e-5)


def test_what_a_cubic_metre_counts_as_is_said_in_words() -> None:
    assert GAS.unit_in_words == ("1 m³ counts as 11.22 kWh, at a calorific value of 39.5 MJ/m³")
    values = (DatedValue(0, 39.2), DatedValue(5, 39.9), DatedValue(9, 38.0))
    dated = GAS._replace(calorific_value=38.0, calorific_values=values)
    assert dated.unit_in_words == (
        "1 m³ counts as 10.79–11.33 kWh, by calorific values of 38–39.9 MJ/m³"
    )
    assert dated._replace(unit=UNIT_KWH).unit_in_words == ""


def test_the_first_of_dated_values_also_counts_before() -> None:
    values = (DatedValue(5, 39.2), DatedValue(9, 38.0))
    dated = GAS._replace(calorific_value=38.0, calorific_values=values)
    assert dated.kwh_per_unit_since == (
        (0, 1.02264 * 39.2 / 3.6),
        (9, 1.02264 * 38.0 / 3.6),
    )
    assert dated._replace(unit=UNIT_KWH).kwh_per_unit_since == ((0, 1.0),)
