"""How the values of a quantity are read."""

from __future__ import annotations

import pytest

from octoterm.consumption.quantity import KWH, Form
from octoterm.periods.period import Granularity

POUNDS = Form("£", 2, factor=0.01, unit_first=True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.00 kWh"),
        (14.617, "14.62 kWh"),
        (999.994, "999.99 kWh"),
        (999.996, "1,000.0 kWh"),
        (3172.801, "3,172.8 kWh"),
        (-0.001, "0.00 kWh"),
        (-1.5, "−1.50 kWh"),
    ],
)
def test_kwh_have_two_decimals_and_one_from_a_thousand_on(value: float, text: str) -> None:
    assert KWH.whole.text(value) == text


def test_in_a_column_all_kwh_have_two_decimals() -> None:
    assert KWH.whole.number(3172.801) == "3,172.80"
    assert KWH.whole.signed(-3172.801) == "−3,172.80"


def test_a_half_hour_is_told_to_the_watt_hour() -> None:
    assert KWH.form(Granularity.HALF_HOUR).text(0.4124) == "0.412 kWh"
    assert KWH.form(Granularity.DAY).text(0.4124) == "0.41 kWh"


def test_base_load_is_told_in_watts() -> None:
    assert KWH.rate.text(0.165) == "165 W"
    assert KWH.rate.text(1.2041) == "1,204 W"


def test_pence_are_told_in_pounds_with_the_sign_before_them() -> None:
    assert POUNDS.text(391.4) == "£3.91"
    assert POUNDS.text(-391.4) == "−£3.91"
    assert POUNDS.text(123_456.0) == "£1,234.56"
    assert POUNDS.number(391.4) == "3.91"


def test_what_cannot_be_told_apart_is_less_than_the_last_decimal() -> None:
    assert KWH.whole.smallest == pytest.approx(0.01)
    assert POUNDS.smallest == pytest.approx(1.0)
