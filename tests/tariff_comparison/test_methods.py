"""How a tariff is put on the past: one code, as it was sold, or today's price."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date

import pytest

from octoterm.costs.costing import Supply
from octoterm.household.account import Agreement, Direction
from octoterm.tariff_comparison.candidates import Candidate, Method
from octoterm.tariff_comparison.methods import candidate_of, fixed_candidate
from octoterm.tariffs.rates import DIRECT_DEBIT, NOT_DIRECT_DEBIT, RateRun, TariffPrices
from octoterm.tariffs.terms import Terms
from tests.support.comparing import compared
from tests.support.households import london_day, utc
from tests.support.plain_costs import local
from tests.support.plain_supply import days_from, rate_at
from tests.support.pricing import between, since, supplied, tariff

OLD, NEW = "E-1R-AGILE-23-12-06-C", "E-1R-AGILE-24-10-01-C"
FIRST, LAST = date(2024, 9, 1), date(2024, 10, 31)
LONG_AGO, LATER = "2000-01-01T00:00Z", "2025-06-01T00:00Z"
CHANGE, MIDDLE = "2024-10-01T00:00+01:00", "2024-09-15T00:00+01:00"
VERSIONS = ((NEW, utc(CHANGE), None), (OLD, utc("2023-12-06T00:00Z"), utc(CHANGE)))
HOME = supplied(tariff())
CHARGED = [since(LONG_AGO, 40)]


def found(
    *prices: TariffPrices,
    like: Supply = HOME,
    codes: Sequence[tuple[str, int, int | None]] = VERSIONS,
) -> Candidate:
    known = {each.tariff: each for each in prices}
    candidate = candidate_of("Agile", codes, known, like, FIRST, LAST)
    assert candidate is not None
    assert candidate.name == "Agile"
    assert not candidate.supply.told
    return candidate


def test_the_newest_code_that_covers_every_day_is_the_one() -> None:
    old, new = (tariff(code, [since(LONG_AGO, 20)], CHARGED) for code in (OLD, NEW))
    candidate = found(old, new)
    assert (candidate.code, candidate.method) == (NEW, Method.ONE_CODE)
    assert candidate.supply.agreements == (Agreement(NEW, 0),)
    assert candidate.supply.prices == {NEW: new}


AROUND = between("2024-09-01T00:00+01:00", "2024-11-01T00:00Z", 20)
"""Exactly the days that are compared, over a change of the clocks."""


@pytest.mark.parametrize(
    ("unit_rates", "standing"),
    [
        ([between("2024-09-01T00:30+01:00", LATER, 20)], CHARGED),  # begins half an hour late
        ([between(LONG_AGO, "2024-10-31T23:30Z", 20)], CHARGED),  # ends half an hour early
        ([between(LONG_AGO, MIDDLE, 20), between("2024-09-15T01:00+01:00", LATER, 21)], CHARGED),
        ([AROUND], [since(MIDDLE, 40)]),
        ([AROUND], []),
        ([since(LONG_AGO, 20, NOT_DIRECT_DEBIT)], CHARGED),
    ],
    ids=["late", "early", "a hole", "charges in part", "no charges", "another payment method"],
)
def test_where_it_does_not_an_older_one_is(
    unit_rates: list[RateRun], standing: list[RateRun]
) -> None:
    old = tariff(OLD, [AROUND], [AROUND])
    candidate = found(old, tariff(NEW, unit_rates, standing))
    assert (candidate.code, candidate.method) == (OLD, Method.ONE_CODE)


def test_of_exports_standing_charges_are_not_needed() -> None:
    like = HOME._replace(direction=Direction.EXPORT)
    assert found(tariff(NEW, [AROUND]), like=like).method is Method.ONE_CODE
    assert found(tariff(NEW, [AROUND])).method is Method.AS_SOLD


def test_rates_of_two_registers_must_both_cover_it() -> None:
    night = tariff(NEW, standing=CHARGED, day=[AROUND], night=[AROUND])
    assert found(night).method is Method.ONE_CODE
    part = tariff(NEW, standing=CHARGED, day=[AROUND], night=[since(MIDDLE, 10)])
    assert found(part).method is Method.AS_SOLD


def test_runs_of_half_hours_cover_it_together() -> None:
    days = [london_day(day) for day in days_from(date(2024, 8, 31), 63)]
    runs = [RateRun(each[0], 1800, array("d", [20.0] * len(each))) for each in days]
    runs.reverse()
    assert found(tariff(NEW, runs, CHARGED)).method is Method.ONE_CODE
    assert found(tariff(NEW, runs[:30] + runs[31:], CHARGED)).method is Method.AS_SOLD


def test_as_sold_each_version_has_its_time() -> None:
    old = tariff(OLD, [between(LONG_AGO, CHANGE, 20)], [between(LONG_AGO, CHANGE, 40)])
    new = tariff(NEW, [since(CHANGE, 25)], [since(CHANGE, 50)])
    candidate = found(old, new)
    assert (candidate.code, candidate.method) == (NEW, Method.AS_SOLD)
    assert candidate.supply.agreements == (
        Agreement(OLD, utc("2023-12-06T00:00Z"), utc(CHANGE)),
        Agreement(NEW, utc(CHANGE)),
    )
    readings = {start: 1.0 for day in days_from(FIRST, 61) for start in london_day(day)}
    own = supplied(tariff("E-1R-FIX-C", [since(LONG_AGO, 10)], [since(LONG_AGO, 10)]))
    (row,) = compared(own, [candidate], readings, FIRST, LAST).rows
    # 30 days of September have 1,440 half hours, 31 of October 1,490
    assert row.cost == (1440 * 20 + 30 * 40 + 1490 * 25 + 31 * 50) * 21 / 20
    assert row.own_cost == (2930 * 10 + 61 * 10) * 21 / 20


def test_a_version_ends_where_the_next_begins_and_what_is_not_known_is_a_hole() -> None:
    codes = [
        (NEW, utc(CHANGE), None),
        ("E-1R-AGILE-24-04-03-C", utc(MIDDLE), None),
        (OLD, 0, None),
    ]
    prices = tariff(OLD, [between(LONG_AGO, MIDDLE, 20)], CHARGED)
    candidate = found(prices, codes=codes)
    assert (candidate.code, candidate.method) == (OLD, Method.AS_SOLD)
    assert [each.until for each in candidate.supply.agreements] == [
        utc(MIDDLE),
        utc(CHANGE),
        None,
    ]
    own = supplied(tariff("E-1R-FIX-C", [since(LONG_AGO, 10)], CHARGED))
    (row,) = compared(own, [candidate], {}, FIRST, LAST).rows
    (left_out,) = row.excluded
    assert (row.days, left_out.first, left_out.last) == (14, date(2024, 9, 15), LAST)
    assert left_out.why == "its prices have not been fetched"


def test_of_nothing_nothing_is_made() -> None:
    assert candidate_of("Agile", VERSIONS, {}, HOME, FIRST, LAST) is None
    empty = {NEW: tariff(NEW, standing=CHARGED)}
    assert candidate_of("Agile", VERSIONS, empty, HOME, FIRST, LAST) is None


NOW = utc("2026-11-29T12:00Z")
FIXED = "E-1R-FIX-12M-26-11-01-C"


def fixed(prices: TariffPrices, first: date, last: date, like: Supply = HOME) -> Candidate | None:
    return fixed_candidate("Fixed", prices, like, first, last, NOW)


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2025, 10, 26)])
def test_todays_price_is_put_on_the_past_by_the_clock(change: date) -> None:
    """Cheap from 00:30 to 05:30, in London, whatever UTC says."""
    today = london_day(date(2026, 11, 29))
    cheap = [(0, 30) <= (local(start).hour, local(start).minute) < (5, 30) for start in today]
    run = RateRun(today[0], 1800, [7.5 if each else 29.0 for each in cheap])
    prices = tariff(
        FIXED, [between(LONG_AGO, "2026-11-29T00:00Z", 99), run], [since(LONG_AGO, 51)]
    )
    days = days_from(change, 2)
    candidate = fixed(prices, days[0], days[-1])
    assert candidate is not None
    assert (candidate.code, candidate.method) == (FIXED, Method.TODAY)
    for start in (each for day in days for each in london_day(day)):
        clock = local(start)
        is_cheap = (0, 30) <= (clock.hour, clock.minute) < (5, 30)
        assert rate_at(candidate.supply, start) == (7.5 if is_cheap else 29)


def test_the_newest_whole_day_counts_and_the_charge_of_today() -> None:
    """Half of today has no rate yet, so that yesterday is the newest; the charge rose today."""
    yesterday = "2026-11-28T00:00Z"
    rates = [between(LONG_AGO, yesterday, 20), between(yesterday, "2026-11-29T12:00Z", 24)]
    charges = [between(LONG_AGO, "2026-11-29T00:00Z", 40), since("2026-11-29T00:00Z", 55)]
    candidate = fixed(tariff(FIXED, rates, charges), FIRST, LAST)
    assert candidate is not None
    prices = candidate.supply.prices[FIXED]
    assert [run.pence[0] for runs in prices.unit_rates.values() for run in runs] == [24]
    assert [run.pence[0] for run in prices.standing_charges] == [55]


def test_the_day_on_which_the_clocks_change_is_none_to_go_by() -> None:
    """Today has 50 half hours; yesterday's were dearer, and each had its time of the clock."""
    runs = [
        RateRun(starts[0], 1800, [pence + local(start).hour for start in starts])
        for pence, day in ((30, date(2026, 10, 24)), (10, date(2026, 10, 25)))
        if (starts := london_day(day))
    ]
    now = utc("2026-10-25T12:00Z")
    candidate = fixed_candidate("Fixed", tariff(FIXED, runs, CHARGED), HOME, FIRST, FIRST, now)
    assert candidate is not None
    for start in london_day(FIRST):
        assert rate_at(candidate.supply, start) == 30 + local(start).hour


def test_it_is_that_of_the_payment_method() -> None:
    rates = [since(LONG_AGO, 24, DIRECT_DEBIT), since(LONG_AGO, 26, NOT_DIRECT_DEBIT)]
    prices = tariff(FIXED, rates, CHARGED)
    for method, pence in ((DIRECT_DEBIT, 24), (NOT_DIRECT_DEBIT, 26)):
        like = HOME._replace(terms=Terms(method))
        candidate = fixed(prices, FIRST, LAST, like)
        assert candidate is not None
        assert rate_at(candidate.supply, utc(CHANGE)) == pence


def test_both_registers_keep_their_price() -> None:
    prices = tariff(FIXED, standing=CHARGED, day=[since(LONG_AGO, 30)], night=[since(LONG_AGO, 9)])
    candidate = fixed(prices, FIRST, LAST, HOME._replace(terms=Terms()))
    assert candidate is not None
    (day,), (night,) = candidate.supply.prices[FIXED].unit_rates.values()
    assert (day.pence[0], night.pence[0]) == (30, 9)


@pytest.mark.parametrize(
    "rates",
    [
        [],
        [between(LONG_AGO, "2026-09-01T00:00Z", 20)],  # sold no more
        [since(LONG_AGO, 20), since(LONG_AGO, 21)],  # which of both?
    ],
)
def test_without_a_price_of_these_days_there_is_none(rates: list[RateRun]) -> None:
    assert fixed(tariff(FIXED, rates, CHARGED), FIRST, LAST) is None


def test_several_standing_charges_are_not_known() -> None:
    charges = [since(LONG_AGO, 40), since(LONG_AGO, 41)]
    candidate = fixed(tariff(FIXED, [since(LONG_AGO, 20)], charges), FIRST, LAST)
    own = supplied(tariff("E-1R-GO-C", [since(LONG_AGO, 10)], CHARGED))
    assert candidate is not None
    (row,) = compared(own, [candidate], {}, FIRST, LAST).rows
    assert [each.why for each in row.excluded] == ["its standing charge is not known"]
