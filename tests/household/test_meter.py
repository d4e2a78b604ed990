"""A meter: where its readings are, and what they are counted in."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.household.api_key import ApiKey
from octoterm.household.meter import UNIT_CUBIC_METRES, UNIT_KWH, Fuel, Meter, consumption_path


@pytest.mark.parametrize(
    ("fuel", "serial", "path"),
    [
        (Fuel.ELECTRICITY, "21L1", "/electricity-meter-points/1013/meters/21L1/consumption/"),
        (Fuel.GAS, "Z/1 2", "/gas-meter-points/1013/meters/Z%2F1%202/consumption/"),
    ],
)
def test_a_meters_path_is_percent_encoded(fuel: Fuel, serial: str, path: str) -> None:
    assert consumption_path(fuel, "1013", serial) == path


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
    gas = Meter(
        "Gas",
        Fuel.GAS,
        "1013",
        "Z",
        "https://api.octoterm.invalid/",
        ApiKey("k"),
        Path("/gas.csv"),
        unit=unit,
        calorific_value=calorific_value,
    )
    assert gas.kwh_per_unit == pytest.approx(kwh, abs=5e-5)
