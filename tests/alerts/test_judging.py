"""What of a meter point is to be told: each kind of alert, and when nothing can be said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from octoterm.alerts.judging import Judged, judge
from octoterm.alerts.rules import Rule
from octoterm.alerts.watched import BillSoFar, Watched
from octoterm.analysis.projection import Projection
from octoterm.household.account import Agreement, Direction
from octoterm.household.meter import Fuel
from octoterm.household.meter_point import MeterPoint
from octoterm.tariffs.price_slots import PriceSlot, Published
from tests.support.households import half_hours, london_day, utc
from tests.support.plainly import of

NOW = utc("2024-04-01T09:00+01:00")
POINT = MeterPoint("Home", Fuel.ELECTRICITY, "2000000000017", ())
GAS = MeterPoint("Gas", Fuel.GAS, "3000000017", ())


def days_of(count: int, kwh: float = 0.2, last: date = date(2024, 3, 31)) -> dict[int, float]:
    return {start: kwh for ago in range(count) for start in london_day(last - timedelta(days=ago))}


def watched(
    usage: dict[int, float],
    point: MeterPoint = POINT,
    *,
    slots: Sequence[PriceSlot] = (),
    bill: BillSoFar | None = None,
    now: int = NOW,
) -> Watched:
    return Watched(point, now, of(usage), lambda: tuple(slots), lambda: bill)


def one(rule: Rule, about: Watched) -> Judged:
    (judged,) = judge(rule, [about])
    return judged


def message(judged: Judged) -> str:
    (found,) = judged.found
    assert found.key.startswith(judged.prefix)
    return found.message


@pytest.mark.parametrize(("days", "is_late"), [(1, False), (3, False), (4, True)])
def test_readings_are_late_after_so_many_days(days: int, is_late: bool) -> None:
    usage = days_of(3, last=date(2024, 3, 31) - timedelta(days=days - 1))
    judged = one(Rule("late", 3), watched(usage))
    assert bool(judged.found) == is_late
    if is_late:
        assert message(judged) == "Home: no readings since 28 Mar 2024, 3 days"


@pytest.mark.parametrize(("after", "is_late"), [(0, False), (1, True)])
def test_readings_are_late_once_the_days_have_passed(after: int, is_late: bool) -> None:
    end = utc("2024-03-29T00:00Z")
    usage = days_of(3, last=date(2024, 3, 28))
    judged = one(Rule("late", 3), watched(usage, now=end + 3 * 86_400 + after))
    assert bool(judged.found) == is_late


def test_a_base_load_is_up_against_ninety_days() -> None:
    usage = days_of(120, 0.1) | days_of(7, 0.2)
    said = message(one(Rule("base-load-up", 50), watched(usage)))
    average = (83 * 0.2 + 7 * 0.4) / 90
    assert said == (
        f"Home: 400 W in the last 7 complete days, +{100 * (0.4 - average) / average:.0f}% from "
        f"the 90-day average of {1000 * average:.0f} W"
    )
    assert one(Rule("base-load-up", 95), watched(usage)).found == ()


@pytest.mark.parametrize(
    ("usage", "why"),
    [(days_of(30), "fewer than 90 complete days"), (days_of(120, 0.0), "no base load")],
)
def test_a_base_load_that_is_not_known_is_said(usage: dict[int, float], why: str) -> None:
    judged = one(Rule("base-load-up", 20), watched(usage))
    assert judged.found == ()
    assert why in judged.silence


def test_gas_that_never_stops_says_since_when() -> None:
    usage = dict.fromkeys(days_of(5), 0.0)
    running = half_hours("2024-03-30T22:00Z", "2024-03-31T23:00Z")
    usage |= dict.fromkeys(running, 0.3)
    judged = one(Rule("gas-never-stops", 24), watched(usage, GAS))
    assert (
        message(judged) == "Gas: used in every half hour for 25 hours, since Sat 30 Mar 2024 22:00"
    )
    usage[running[10]] = 0.0
    assert one(Rule("gas-never-stops", 24), watched(usage, GAS)).found == ()


def test_gas_with_a_gap_is_not_judged() -> None:
    usage = days_of(5, 0.3)
    del usage[half_hours("2024-03-31T10:00Z", "2024-03-31T10:30Z")[0]]
    judged = one(Rule("gas-never-stops", 24), watched(usage, GAS))
    assert (judged.found, judged.silence) == ((), "readings of the last 24 hours are missing")


def test_prices_below_are_told_by_day_with_their_times() -> None:
    starts = half_hours("2024-04-01T22:00Z", "2024-04-02T02:00Z")
    pence = [5.0, -1.0, -2.5, 0.0, -0.5, 9.0, 9.0, 9.0]
    slots = [
        PriceSlot(start, Published.YES, Fraction(0), Fraction(each).limit_denominator(100))
        for start, each in zip(starts, pence, strict=True)
    ]
    judged = one(Rule("price-below", 0), watched(days_of(3), slots=slots))
    assert [found.message for found in judged.found] == [
        "Home: 23:30–00:00 on Mon 1 Apr 2024, down to −1p a kWh",
        "Home: 00:00–00:30, 01:00–01:30 on Tue 2 Apr 2024, down to −2.50p a kWh",
    ]
    assert [found.title for found in judged.found] == ["Electricity below 0p"] * 2
    assert one(Rule("price-below", -5), watched(days_of(3), slots=slots)).found == ()
    assert one(Rule("price-below", 0), watched(days_of(3))).silence == "no prices ahead are known"


@pytest.mark.parametrize(("limit", "is_below"), [(0, False), (0.01, True)])
def test_a_price_of_nothing_is_below_any_other_but_not_below_itself(
    limit: float, is_below: bool
) -> None:
    (start,) = half_hours("2024-04-01T22:00Z", "2024-04-01T22:30Z")
    slots = [PriceSlot(start, Published.YES, Fraction(0), Fraction(0))]
    judged = one(Rule("price-below", limit), watched(days_of(3), slots=slots))
    assert bool(judged.found) == is_below
    if is_below:
        assert message(judged) == "Home: 23:00–23:30 on Mon 1 Apr 2024, down to 0p a kWh"


@pytest.mark.parametrize(("before", "is_told"), [(0, True), (1, False)])
def test_a_tariff_that_ends_is_told_from_so_many_days_before(before: int, is_told: bool) -> None:
    end = utc("2024-04-20T00:00+01:00")
    point = POINT._replace(agreements=(Agreement("E-1R-FIX-C", 0, end),))
    about = watched(days_of(3), point, now=end - 10 * 86_400 - before)
    assert bool(one(Rule("tariff-ends", 10), about).found) == is_told


def test_a_tariff_that_ends_says_what_follows() -> None:
    end = utc("2024-04-20T00:00+01:00")
    ending = Agreement("E-1R-FIX-C", 0, end)
    about = watched(days_of(3), POINT._replace(agreements=(ending,)))
    said = message(one(Rule("tariff-ends", 30), about))
    assert said == "Home: E-1R-FIX-C ends on Fri 19 Apr 2024, and none follows yet"
    assert one(Rule("tariff-ends", 10), about).found == ()
    both = (ending, Agreement("E-1R-VAR-C", end))
    said = message(
        one(Rule("tariff-ends", 30), watched(days_of(3), POINT._replace(agreements=both)))
    )
    assert said.endswith("ends on Fri 19 Apr 2024, then E-1R-VAR-C begins")


@pytest.mark.parametrize(
    ("total", "course", "said"),
    [
        ("121.50", None, "is already £121.50, over £120"),
        ("120.01", None, "is already £120.01, over £120"),
        ("120.00", None, ""),
        ("80.00", Projection(12000.0, 11000.0, 13000.0), ""),
        ("80.00", Projection(12001.0, 11000.0, 13000.0), "is on course for about £120"),
        ("80.00", Projection(13100.0, 12000.0, 14000.0), "is on course for about £131"),
        ("80.00", Projection(11000.0, 10000.0, 13000.0), ""),
        ("80.00", None, ""),
    ],
)
def test_a_bill_is_high_or_gets_high(total: str, course: Projection | None, said: str) -> None:
    bill = BillSoFar("March 2024", Decimal(total), course, is_partial=False)
    judged = one(Rule("bill-above", 120), watched(days_of(3), bill=bill))
    assert bool(judged.found) == bool(said)
    if said:
        assert said in message(judged)
        assert message(judged).startswith("Home: the bill for March 2024")


def test_a_bill_without_all_prices_is_not_said_to_be_low() -> None:
    bill = BillSoFar("March 2024", Decimal(10), None, is_partial=True)
    judged = one(Rule("bill-above", 120), watched(days_of(3), bill=bill))
    assert judged.silence == "some of what was used has no price"
    assert one(Rule("bill-above", 120), watched(days_of(3))).silence == "nothing has a price"


def test_only_unusual_days_of_the_last_week_are_news() -> None:
    usage = days_of(100)
    for odd in (date(2024, 3, 24), date(2024, 3, 28)):
        usage |= dict.fromkeys(london_day(odd), 0.9)
    judged = one(Rule("unusual-day"), watched(usage))
    assert message(judged).startswith("Home: Thu 28 Mar 2024: 43.20 kWh, 350%") or message(
        judged
    ).startswith("Home: Thu 28 Mar 2024: 43.20 kWh, 4.5 times")


def test_a_rule_is_about_the_meters_that_it_can_be_about() -> None:
    both = [watched(days_of(3)), watched(days_of(3), GAS)]
    names = {
        when: [each.meter for each in judge(Rule(when, 1), both)]
        for when in ("late", "base-load-up", "gas-never-stops", "price-below", "unusual-day")
    }
    assert names == {
        "late": ["Home", "Gas"],
        "base-load-up": ["Home"],
        "gas-never-stops": ["Gas"],
        "price-below": ["Home"],
        "unusual-day": ["Home", "Gas"],
    }
    assert [each.meter for each in judge(Rule("late", 1, "Gas"), both)] == ["Gas"]


@pytest.mark.parametrize("name", ["gas", "GAS", GAS.number])
def test_a_meter_is_named_as_elsewhere(name: str) -> None:
    (judged,) = judge(Rule("late", 1, name), [watched(days_of(3)), watched(days_of(3), GAS)])
    assert judged.meter == "Gas"


@pytest.mark.parametrize("name", ["Shed", "Gas"])
def test_a_rule_about_no_meter_is_said(name: str) -> None:
    both = [watched(days_of(3)), watched(days_of(3), GAS)]
    (judged,) = judge(Rule("price-below", 0, name), both)
    assert (judged.meter, judged.found) == (name, ())
    assert judged.silence == "no meter of this name can have this alert"


def test_a_home_that_was_left_and_exports_are_not_late_or_dear() -> None:
    left = watched(days_of(3), POINT._replace(moved_out=NOW - 10**7))
    exported = watched(days_of(3), POINT._replace(direction=Direction.EXPORT))
    assert [*judge(Rule("late", 1), [left])] == []
    assert [*judge(Rule("bill-above", 1), [exported])] == []


def test_without_readings_that_is_said() -> None:
    assert one(Rule("unusual-day"), watched({})).silence == "there are no readings yet"
