"""What a bill in progress is on course for, against plain arithmetic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from octoterm.bills.bill import bill_of
from octoterm.bills.billing_month import billing_month_of
from octoterm.bills.course import Course, Use, course_of
from octoterm.bills.words import BillLine, coverage_in_words, net_lines
from octoterm.costs.costing import Supply
from octoterm.household.account import Direction
from octoterm.periods.period import Period
from octoterm.tariffs.rates import RateRun
from tests.support.households import half_hours, utc
from tests.support.pricing import between, costed, since, supplied, tariff

LONG_AGO = "2000-01-01T00:00Z"
MARCH = billing_month_of(date(2024, 3, 1), 1)
READ = half_hours("2024-03-01T00:00Z", "2024-03-15T00:00Z")
KWH = len(READ) * 0.25
UNTIL = "2024-03-20T00:00Z"
CHARGE = [since(LONG_AGO, 60.0)]
USE = Use(2.0, 1.75, 2.5)
"""The whole month as a multiple of what was used up to the 14th."""


def course(supply: Supply, month: Period = MARCH, read: list[int] = READ) -> Course | None:
    return course_of(
        costed(supply, dict.fromkeys(read, 0.25), month.first, month.last), month, USE
    )


def about(so_far: float, a_kwh: float, kwh: float = KWH) -> Course:
    """Pence: what there is of it so far, with the charges of all days, and what is to come."""
    expected, low, high = (so_far + (times - 1) * kwh * a_kwh for times in USE)
    return pytest.approx(Course(expected, low, high), abs=1e-6)  # type: ignore[no-any-return]


def test_at_one_rate_it_is_what_will_be_used_and_the_charges_of_all_days() -> None:
    found = course(supplied(tariff(unit_rates=[since(LONG_AGO, 24.0)], standing=CHARGE)))
    assert found == about((KWH * 24 + 31 * 60) * 1.05, 24 * 1.05)


def test_the_bill_of_a_month_in_progress_says_that_it_has_the_charges_of_all_days() -> None:
    supply = supplied(tariff(unit_rates=[since(LONG_AGO, 24.0)], standing=CHARGE))
    bill = bill_of(costed(supply, dict.fromkeys(READ, 0.25), MARCH.first, MARCH.last), MARCH)
    assert coverage_in_words(bill)[:2] == (
        "partial: of 1,486 half hours, 814 without a reading",
        "with the standing charge of 17 days not read yet",
    )


def test_what_is_left_of_a_partial_bill_is_partial_and_an_average_stays_one_in_few_columns() -> (
    None
):
    assert net_lines(Decimal(9), Decimal(2), is_partial=True)[-1][:3] == (
        "Net, partial",
        "",
        "£7.00",
    )
    line = BillLine("", "326.879 kWh × 18.8614 p/kWh on average", "£61.65")
    assert line.short_of == "326.879 kWh × 18.8614p avg"


def test_a_rate_that_is_known_to_change_counts_from_then_on() -> None:
    change = "2024-03-25T00:00Z"
    rates = [between(LONG_AGO, change, 24.0), since(change, 30.0)]
    found = course(supplied(tariff(unit_rates=rates, standing=CHARGE)))
    before, after = 10 * 48, 7 * 48 - 2  # the clocks go forward on the 31st
    mean = (before * 24 + after * 30) / (before + after)
    assert found == about((KWH * 24 + 31 * 60) * 1.05, mean * 1.05)


def test_half_hourly_rates_are_taken_to_be_as_so_far() -> None:
    rates = [RateRun(READ[0], 1800, tuple(10.0 + n % 48 for n in range(len(READ))))]
    found = course(supplied(tariff("E-1R-AGILE-24-10-01-C", rates, CHARGE)))
    mean = sum(10.0 + n for n in range(48)) / 48
    assert found == about((KWH * mean + 31 * 60) * 1.05, mean * 1.05)


def test_negative_rates_make_more_use_the_lower_end() -> None:
    rates = [RateRun(READ[0], 1800, tuple(-1.0 - n % 2 for n in range(len(READ))))]
    found = course(supplied(tariff("E-1R-AGILE-24-10-01-C", rates, CHARGE)))
    assert found is not None
    assert found.low < found.expected < found.high


def test_what_is_used_at_other_vat_is_priced_with_that() -> None:
    month = billing_month_of(date(2026, 9, 20), 15)
    read = half_hours("2026-09-14T23:00Z", "2026-09-29T23:00Z")
    supply = supplied(tariff(unit_rates=[since(LONG_AGO, 24.0)], standing=CHARGE))
    kwh = len(read) * 0.25
    of_30_september, rest = 48, 14 * 48
    factor = (of_30_september * 1.05 + rest) / (of_30_september + rest)
    so_far = kwh * 24 * 1.05 + 16 * 60 * 1.05 + 14 * 60
    assert course(supply, month, read) == about(so_far, 24 * factor, kwh)


def test_exports_have_no_vat() -> None:
    rate, charge = [since(LONG_AGO, 15.0)], [since(LONG_AGO, 0.0)]
    outgoing = tariff("E-1R-OUTGOING-FIX-12M-19-05-13-C", rate, charge)
    found = course(supplied(outgoing, direction=Direction.EXPORT))
    assert found == about(KWH * 15, 15.0)


@pytest.mark.parametrize(
    "supply",
    [
        supplied(tariff(unit_rates=[between(LONG_AGO, UNTIL, 24.0)], standing=CHARGE)),
        supplied(tariff(unit_rates=[since("2024-03-02T00:00Z", 24.0)], standing=CHARGE)),
        supplied(
            tariff(
                unit_rates=[since(LONG_AGO, 24.0)],
                standing=[between(LONG_AGO, UNTIL, 60.0)],
            )
        ),
        supplied(tariff(unit_rates=[since(LONG_AGO, 24.0)], standing=CHARGE), agreements=()),
    ],
    ids=["one rate, not known to go on", "readings without a rate", "no charge", "no agreement"],
)
def test_it_is_silent_where_a_price_is_not_known(supply: Supply) -> None:
    assert course(supply) is None


def test_it_is_silent_without_readings_and_after_the_month() -> None:
    supply = supplied(tariff(unit_rates=[since(LONG_AGO, 24.0)], standing=CHARGE))
    assert course(supply, read=[utc("2024-05-01T00:00Z")]) is None
    assert course(supply, read=half_hours("2024-03-01T00:00Z", "2024-03-31T23:00Z")) is None
