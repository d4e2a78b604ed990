"""Half hours of a supply with their prices, by plain arithmetic."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from fractions import Fraction

import pytest

from octoterm.household.account import Agreement, Direction
from octoterm.tariffs.night_hours import NightHours
from octoterm.tariffs.price_slots import Published, price_slots
from octoterm.tariffs.rates import RateRun
from octoterm.tariffs.terms import Terms
from tests.support.households import london_day, utc
from tests.support.pricing import between, since, supplied, tariff

FAR = utc("2030-01-01T00:00+00:00")


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2024, 3, 31), 46), (date(2023, 10, 29), 50), (date(2024, 1, 9), 48)],
)
def test_each_half_hour_has_its_own_price_with_and_without_vat(day: date, count: int) -> None:
    starts = london_day(day)
    prices = [number - 10.25 for number in range(count)]
    supply = supplied(tariff(unit_rates=[RateRun(starts[0], 1800, prices)]))
    found = price_slots(supply, starts[0], starts[-1] + 1800, FAR)
    assert [slot.start for slot in found] == starts
    assert found[0].end == starts[1]
    for slot, pence in zip(found, prices, strict=True):
        assert slot.state is Published.YES
        assert slot.pence == Fraction(Decimal(str(pence)))
        assert slot.pence_with_vat == Fraction(Decimal(str(pence)) * Decimal("1.05"))


def test_vat_is_that_of_the_half_hour() -> None:
    supply = supplied(tariff(unit_rates=[since("2024-01-01T00:00+00:00", 20)]))
    relief = utc("2026-09-30T23:00+00:00")
    found = price_slots(supply, relief - 1800, relief + 1800, FAR)
    assert [slot.pence_with_vat for slot in found] == [21, 20]
    exported = supplied(*supply.prices.values(), direction=Direction.EXPORT)
    assert price_slots(exported, relief - 1800, relief, FAR)[0].pence_with_vat == 20


def test_what_is_not_published_yet_is_told_from_what_is_missing() -> None:
    rates = [
        between("2024-01-09T00:00+00:00", "2024-01-09T01:00+00:00", 20),
        between("2024-01-09T01:30+00:00", "2024-01-09T02:00+00:00", 0),
    ]
    first = utc("2024-01-09T00:00+00:00")
    found = price_slots(supplied(tariff(unit_rates=rates)), first, first + 5 * 1800, first + 7200)
    yes, missing, later = Published.YES, Published.MISSING, Published.NOT_YET
    assert [slot.state for slot in found] == [yes, yes, missing, yes, later]
    assert [slot.pence for slot in found] == [20, 20, None, 0, None]


def test_a_rate_without_an_end_is_not_promised_for_ever() -> None:
    supply = supplied(tariff(unit_rates=[since("2024-01-01T00:00+00:00", 20)]))
    first = utc("2024-01-09T00:00+00:00")
    found = price_slots(supply, first, first + 3600, first + 1800)
    assert [slot.state for slot in found] == [Published.YES, Published.NOT_YET]


def test_several_prices_are_none_and_so_is_no_agreement() -> None:
    first = utc("2024-01-09T00:00+00:00")
    two = [since("2024-01-01T00:00+00:00", 20), since("2024-01-08T00:00+00:00", 21)]
    supply = supplied(tariff(unit_rates=two), agreements=[Agreement(tariff().tariff, first)])
    found = price_slots(supply, first - 1800, first + 1800, FAR)
    assert [slot.state for slot in found] == [Published.MISSING, Published.MISSING]


def test_the_agreement_that_holds_says_which_tariff_it_is() -> None:
    change = utc("2024-01-09T00:00+00:00")
    one = tariff("E-1R-VAR-22-11-01-C", [since("2023-01-01T00:00+00:00", 20)])
    other = tariff("E-1R-GO-VAR-22-10-14-C", [since("2023-01-01T00:00+00:00", 9)])
    agreements = [Agreement(one.tariff, 0, change), Agreement(other.tariff, change)]
    found = price_slots(
        supplied(one, other, agreements=agreements), change - 1800, change + 1800, FAR
    )
    assert [slot.pence for slot in found] == [20, 9]


@pytest.mark.parametrize(
    ("night_hours", "begins", "ends"),
    [
        (None, "2024-07-01T01:30+01:00", "2024-07-01T08:30+01:00"),  # 00:30–07:30 UTC, assumed
        (NightHours(time(23), time(6), is_utc=False), "2024-06-30T23:00+01:00",
         "2024-07-01T06:00+01:00"),
    ],
)  # fmt: skip
def test_a_night_rate_has_its_hours(
    night_hours: NightHours | None, begins: str, ends: str
) -> None:
    beginning = "2024-01-01T00:00+00:00"
    two = tariff("E-2R-VAR-22-11-01-C", day=[since(beginning, 30)], night=[since(beginning, 10)])
    first = utc("2024-06-30T22:00+01:00")
    found = price_slots(
        supplied(two, terms=Terms(night_hours=night_hours)), first, first + 12 * 3600, FAR
    )
    cheap = [slot.start for slot in found if slot.pence == 10]
    assert (cheap[0], cheap[-1] + 1800) == (utc(begins), utc(ends))
    assert {slot.pence for slot in found} == {10, 30}


def test_prices_that_were_typed_in_with_vat_are_not_taxed_twice() -> None:
    typed = tariff(unit_rates=[since("2024-01-01T00:00+00:00", 21)])._replace(
        vat_included=Fraction(5)
    )
    first = utc("2024-01-09T00:00+00:00")
    (slot,) = price_slots(supplied(typed), first, first + 1800, FAR)
    assert (slot.pence, slot.pence_with_vat) == (20, 21)
