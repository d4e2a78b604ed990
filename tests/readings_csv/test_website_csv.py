"""The CSV of the supplier's website, in each of its forms."""

from __future__ import annotations

from fractions import Fraction

import pytest

from octoterm.errors import NotReadings
from octoterm.readings_csv.website_csv import WebsiteCsv, WebsiteRow, read_website_csv
from tests.support.households import utc

ONE = "2024-07-01T01:00:00+01:00, 2024-07-01T01:30:00+01:00"
COSTS = "Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p)"
HOME, CAR = (
    f"{what} Consumption (kWh), Estimated {what} Cost Inc. Tax (p), {what} Unit Rate (p)"
    for what in ("Home", "EV")
)
START = utc("2024-07-01T00:00Z")


def read(*lines: str) -> WebsiteCsv:
    return read_website_csv(["\n".join(lines) + "\n"], "website.csv")


@pytest.mark.parametrize(
    ("header", "line", "kwh", "pence"),
    [
        ("Consumption (kWh), Start, End", f" 0.110, {ONE}", "0.110", None),
        ("Consumption (kWh), Start, End", f" 0E-20, {ONE}", "0", None),
        (
            "Consumption (kwh), Estimated Cost Inc. Tax (p), Start, End",
            f"0.256000, 6.14, {ONE}",
            "0.256",
            "6.14",
        ),
        (
            f"Consumption (kwh), {COSTS}, Start, End",
            f"0.108000,0.7560378,1.12,{ONE}",
            "0.108",
            "0.7560378",
        ),
        (
            "Consumption (kwh), Estimated Cost Inc. Tax (p), Start, End",
            f"0.5,-3.25,{ONE}",
            "0.5",
            "-3.25",
        ),
        (
            f"{HOME}, {CAR}, Start, End",
            f"0.2, 5.5, 27.5, 3.5, 24.5, 7, {ONE}",
            "3.7",
            "30",
        ),
    ],
)
def test_each_form_gives_kwh_and_pence(
    header: str, line: str, kwh: str, pence: str | None
) -> None:
    found = read(header, line)
    expected = WebsiteRow(Fraction(kwh), None if pence is None else Fraction(pence))
    assert found.rows == {START: expected}
    assert found.has_costs == (pence is not None)
    assert found.reasons == ()


def test_the_autumn_hour_is_told_by_its_offset() -> None:
    found = read(
        "Consumption (kWh), Start, End",
        "0.1, 2025-10-26T01:30:00+01:00, 2025-10-26T01:00:00Z",
        "0.2, 2025-10-26T01:30:00Z, 2025-10-26T02:00:00Z",
    )
    assert list(found.rows) == [utc("2025-10-26T00:30Z"), utc("2025-10-26T01:30Z")]


def test_lines_that_cannot_be_read_are_counted_by_reason() -> None:
    header = "Consumption (kwh), Estimated Cost Inc. Tax (p), Start, End"
    found = read(
        header,
        f"0.1, 2.5, {ONE}",
        f"0.1, 2.6, {ONE}",
        f"-0.1, 2.5, {ONE}",
        f"0.1, NaN, {ONE}",
        f"0.1, , {ONE}",
        f"0.1, 1e400, {ONE}",
        f"many, 2.5, {ONE}",
        "0.1, 2.5, 2024-07-01T01:00:00, 2024-07-01T01:30:00",
        "0.1, 2.5, 2024-07-01T01:00:00Z, 2024-07-01T02:00:00Z",
        "0.1, 2.5",
        "",
    )
    assert found.rows == {START: WebsiteRow(Fraction("0.1"), Fraction("2.5"))}
    assert dict(found.reasons) == {
        "a half hour that is there twice": 1,
        "negative": 1,
        "a cost that is not a number": 1,
        "no cost": 1,
        "a cost that is not possible": 1,
        "not a number": 1,
        "no offset": 1,
        "not 30 minutes": 1,
        "not a row": 1,
    }


@pytest.mark.parametrize(
    "header",
    [
        "Consumption (m3), Start, End",
        "Start, End, Price",
        "Consumption (kWh), Start",
        "Home Consumption (kWh), EV Consumption (kWh), Estimated Home Cost (p), Start, End",
        "",
    ],
)
def test_any_other_table_is_refused(header: str) -> None:
    with pytest.raises(NotReadings, match="not a CSV of the supplier's website"):
        read(header, f"0.1, {ONE}")
