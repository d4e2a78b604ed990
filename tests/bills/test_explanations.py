"""What explains that a bill says another amount: for each cause, a made-up bill that has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest

from octoterm.bills.bill import bill_of
from octoterm.bills.explanations import DAYS_AROUND, Explanation, explanations
from octoterm.household.account import Agreement
from octoterm.periods.period import Period
from octoterm.tariffs.rates import Register
from octoterm.tariffs.supply import Supply
from octoterm.tariffs.terms import Terms
from tests.support.households import london_day, utc
from tests.support.plain_costs import Plain, rounded
from tests.support.pricing import costed, since, supplied, tariff
from tests.support.slow import slow
from tests.support.tariff_homes import days_between, usage_of

APRIL = Period.spanning(date(2024, 4, 1), date(2024, 4, 30))
AROUND = timedelta(DAYS_AROUND)
USAGE = usage_of(APRIL.first - AROUND, APRIL.last + AROUND)
CODE, BEFORE, AFTER = (
    f"E-1R-{name}-C" for name in ("VAR-22-11-01", "FIX-12M-23-01-01", "FIX-12M-25-01-01")
)
LONG_AGO = "2000-01-01T00:00Z"


class House(NamedTuple):
    """What octoterm knows: by default a month on Flexible, by direct debit."""

    supply: Supply
    usage: Mapping[int, str] = USAGE

    def explained(self, charged: Decimal) -> tuple[Explanation, ...]:
        usage = {start: float(kwh) for start, kwh in self.usage.items()}
        return explanations(
            self.supply,
            APRIL,
            charged,
            lambda supply: costed(supply, usage, APRIL.first - AROUND, APRIL.last + AROUND),
        )


def house(usage: Mapping[int, str] = USAGE, terms: Terms | None = None) -> House:
    """With another tariff before March and one from May on."""
    prices = (
        tariff(
            CODE,
            [
                since(LONG_AGO, 24.5678, "DIRECT_DEBIT"),
                since(LONG_AGO, 26.1111, "NON_DIRECT_DEBIT"),
            ],
            [since(LONG_AGO, 53.3549)],
        ),
        tariff(BEFORE, [since(LONG_AGO, 31.07)], [since(LONG_AGO, 40.0)]),
        tariff(AFTER, [since(LONG_AGO, 19.99)], [since(LONG_AGO, 61.0)]),
    )
    agreements = [
        Agreement(BEFORE, utc("2023-03-01T00:00Z"), utc("2024-03-01T00:00Z")),
        Agreement(CODE, utc("2024-03-01T00:00Z"), utc("2024-05-01T00:00+01:00")),
        Agreement(AFTER, utc("2024-05-01T00:00+01:00")),
    ]
    return House(supplied(*prices, agreements=agreements, terms=terms or Terms()), usage)


def total(
    days: Period = APRIL,
    rate: str = "24.5678",
    standing: str = "53.3549",
    vat: int = 5,
    usage: Mapping[int, str] = USAGE,
) -> Decimal:
    """A bill by plain arithmetic, in pounds."""
    plain = Plain(
        usage, lambda _: Decimal(rate), lambda _: Decimal(standing), lambda _: Decimal(vat)
    )
    return Decimal(str(plain.bill(days.days())["total"]))


def spanning(first: date, last: date) -> Period:
    return Period.spanning(first, last)


def documented(usage: Mapping[int, str]) -> dict[int, str]:
    """Each half hour rounded to 0.01 kWh, half to even."""
    return {start: str(round(Decimal(kwh), 2)) for start, kwh in usage.items()}


CAUSES = {
    "not by direct debit": total(rate="26.1111"),
    "rates with two decimals": total(rate="24.57", standing="53.35"),
    "a day more, from Sun 31 Mar 2024": total(spanning(date(2024, 3, 31), date(2024, 4, 30))),
    "a day less, from Tue 2 Apr 2024": total(spanning(date(2024, 4, 2), date(2024, 4, 30))),
    "a day less, to Mon 29 Apr 2024": total(spanning(date(2024, 4, 1), date(2024, 4, 29))),
    "billing day 12: 12 Mar – 11 Apr 2024": total(spanning(date(2024, 3, 12), date(2024, 4, 11))),
    "VAT of 20% throughout": total(vat=20),
    f"the tariff before, {BEFORE}": total(rate="31.07", standing="40"),
    f"the tariff after, {AFTER}": total(rate="19.99", standing="61"),
}


MIRRORED = {what for what in CAUSES if " from " in what or "tariff after" in what}
"""Those of the other end of the month: a day more, and the tariff after, have tests below."""


@pytest.mark.extended
@pytest.mark.parametrize("what", [*sorted(CAUSES.keys() - MIRRORED), *slow(*sorted(MIRRORED))])
def test_the_cause_is_found_and_is_the_first(what: str) -> None:
    charged = CAUSES[what]
    first, *others = house().explained(charged)
    assert what in first.what
    assert (first.total, first.difference) == (charged, Decimal(0))
    distances = [abs(each.difference) for each in (first, *others)]
    assert distances == sorted(distances)
    assert all(each.difference == each.total - charged for each in others)


@pytest.mark.slow
def test_each_half_hour_may_be_rounded_as_documented_or_not() -> None:
    usage = dict.fromkeys(USAGE, "0.254")
    unrounded, rounded_ = total(usage=usage), total(usage=documented(usage))
    first, *_ = house(usage).explained(rounded_)
    assert (first.what, first.difference) == (
        "kWh of each half hour rounded to 0.01, as documented",
        0,
    )
    first, *_ = house(usage, Terms(is_rounded=True)).explained(unrounded)
    assert (first.what, first.difference) == ("kWh of each half hour not rounded", 0)


@pytest.mark.extended
def test_a_day_more_may_be_of_another_tariff() -> None:
    day = spanning(date(2024, 5, 1), date(2024, 5, 1))
    charged = total() + total(day, rate="19.99", standing="61")
    assert "a day more, to Wed 1 May 2024" in [
        each.what for each in house().explained(charged) if each.fits
    ]


@pytest.mark.extended
def test_who_is_set_to_pay_on_receipt_may_pay_by_direct_debit() -> None:
    terms = Terms(payment_method="NON_DIRECT_DEBIT")
    assert house(terms=terms).explained(total())[0].what == "by direct debit"


def test_missing_readings_may_have_been_estimated_at_the_average() -> None:
    """A day is missing that used what the others did."""
    day = dict.fromkeys(london_day(date(2024, 4, 9)), "0.500")
    usage = dict.fromkeys(USAGE, "0.500")
    house_ = house({start: kwh for start, kwh in usage.items() if start not in day})
    first, *_ = house_.explained(total(usage=usage))
    assert first.what == "the 48 half hours that are missing, at the average of the others"
    assert first.difference == 0


@pytest.mark.extended
@pytest.mark.parametrize(("decimals", "words"), [(1, "to a tenth of a kWh"), (0, "in whole kWh")])
def test_the_register_may_have_been_read_in_coarser_steps(decimals: int, words: str) -> None:
    usage = dict.fromkeys(USAGE, "0.500") | {london_day(date(2024, 4, 9))[0]: "2.849"}
    starts = [start for day in APRIL.days() for start in london_day(day)]
    kwh = rounded(sum((Decimal(usage[start]) for start in starts), Decimal(0)), decimals)
    energy, standing = kwh * Decimal("24.5678"), 30 * Decimal("53.3549")
    charged = rounded((energy + standing) / 100, 2) + rounded((energy + standing) / 2000, 2)
    fitting = [each for each in house(usage).explained(charged) if each.difference == 0]
    assert f"kWh of the register, {words}" in [each.what for each in fitting]


def test_a_typed_in_tariff_after_may_have_applied_before_it_is_said_to() -> None:
    known = house().supply
    after = known.prices[AFTER]._replace(
        unit_rates={Register.STANDARD: (since("2024-05-01T00:00+01:00", 19.99),)},
        standing_charges=(since("2024-05-01T00:00+01:00", 61.0),),
        name="19.99 p/kWh",
    )
    found = House(known._replace(prices={**known.prices, AFTER: after}))
    first, *_ = found.explained(total(rate="19.99", standing="61"))
    assert (first.what, first.difference) == ("the tariff after, 19.99 p/kWh, throughout", 0)


@pytest.mark.extended
def test_nothing_that_fits_is_an_answer_too() -> None:
    found = house().explained(Decimal("999.99"))
    assert found
    assert not any(each.fits for each in found)


def test_the_same_amount_needs_no_explanation() -> None:
    assert house().explained(total()) == ()


@pytest.mark.extended
def test_what_would_leave_half_hours_without_a_price_explains_nothing() -> None:
    """The tariff before has no prices for April."""
    known = house()
    prices = {code: each for code, each in known.supply.prices.items() if code != BEFORE}
    found = House(known.supply._replace(prices=prices)).explained(Decimal("1.00"))
    assert not any("before" in each.what for each in found)
    assert any("after" in each.what for each in found)


def test_the_house_is_billed_as_assumed() -> None:
    usage = {start: float(kwh) for start, kwh in USAGE.items()}
    costing = costed(house().supply, usage, APRIL.first, APRIL.last)
    assert bill_of(costing, APRIL).total == total()
    assert len(days_between(APRIL.first, APRIL.last)) == 30
