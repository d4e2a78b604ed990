"""What can be said of prices: which hours are best, what is ahead, what is not there."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from octoterm.session.pricing.prices_shown import bounds, days_of_prices
from tests.support.households import utc
from tests.support.shown_prices import (
    NO_RATE,
    NOT_YET,
    NOW,
    OUTGOING,
    TODAY,
    a_day,
    shown,
)

TOMORROW = date(2026, 11, 30)


def test_the_cheapest_hours_are_looked_for_from_the_running_half_hour_on() -> None:
    found = shown(a_day(h0330=1, h0400=1, h1500=2, h1600=9, h2000=10, h2030=6))
    assert found.now_at == 32
    best = dict(found.best)
    assert (best[1].start, best[1].end) == (utc("2026-11-29T20:00Z"), utc("2026-11-29T21:00Z"))
    assert best[1].average == 8
    assert best[2].average == Fraction(10 + 6 + 20 + 20, 4)
    assert best[2].start == utc("2026-11-29T19:00Z")  # of equal ones, the earliest


def test_all_of_a_day_that_has_passed_counts() -> None:
    found = shown(a_day(h0330=1, h0400=3), now=utc("2026-11-30T09:00Z"))
    assert not found.is_ahead
    assert found.now_at is None
    assert found.best[0][1].start == utc("2026-11-29T03:30Z")
    assert found.best[0][1].average == 2


def test_of_exports_the_best_hours_are_those_that_pay_most() -> None:
    found = shown(a_day(h0330=1, h1700=30, h1730=32), tariff=OUTGOING)
    assert found.best[0][1].average == 31
    assert found.best[0][1].start == utc("2026-11-29T17:00Z")


def test_the_cheapest_hours_have_no_hole() -> None:
    prices = a_day(h1700=1, h1730=NO_RATE, h1800=1)
    assert shown(prices).best[0][1].average == Fraction(21, 2)
    only = ["no rate"] * 40 + [5.0, 6.0, NO_RATE, *[7.0] * 3, *[NOT_YET] * 2]
    assert [hours for hours, _ in shown(only).best] == [1]


def test_where_all_prices_are_the_same_no_hours_are_cheapest() -> None:
    assert shown(a_day()).best == ()


def test_each_half_hour_is_marked_by_the_shortest_of_the_best_times_it_is_in() -> None:
    found = shown(a_day(h2000=1, h2030=1, h2100=2, h2130=2, h2200=3, h2230=3, h2300=4, h2330=4))
    assert found.hours_marked[40:] == (1, 1, 2, 2, 3, 3, 4, 4)
    assert not any(found.hours_marked[:40])


def test_free_and_negative_prices_are_told_apart_from_each_other_and_from_none() -> None:
    found = shown(a_day(h1700=0, h1730=-0.01, h1800=-3.5, h1830=NO_RATE, h2300=NOT_YET))
    assert found.at_zero == ((utc("2026-11-29T17:00Z"), utc("2026-11-29T17:30Z")),)
    assert found.below_zero == ((utc("2026-11-29T17:30Z"), utc("2026-11-29T18:30Z")),)
    assert found.not_yet == ((utc("2026-11-29T23:00Z"), utc("2026-11-29T23:30Z")),)
    assert found.missing == 1


def test_the_average_is_exact_and_of_what_is_ahead() -> None:
    found = shown(a_day(h1500=999, h2330=NOT_YET, h1600=0.1))
    assert found.average == (Fraction("0.1") + 14 * 20) / 15


def test_a_price_is_told_with_all_of_the_time_that_has_it() -> None:
    found = shown(a_day(h1700=5, h1730=5, h2000=5))
    cheap = found.slots[35]
    assert found.same_price(cheap) == (utc("2026-11-29T17:00Z"), utc("2026-11-29T18:00Z"))


@pytest.mark.parametrize(
    ("published_to", "last"),
    [
        ("2026-11-29T23:00Z", TODAY),
        ("2026-11-30T00:00Z", TODAY),
        ("2026-11-30T23:00Z", TOMORROW),
        ("2027-06-01T00:00Z", TOMORROW),
    ],
)
def test_today_is_shown_and_tomorrow_once_it_is_published(published_to: str, last: date) -> None:
    assert days_of_prices(None, NOW, utc(published_to)) == (TODAY, last)


def test_a_day_that_has_passed_is_shown_alone() -> None:
    day = date(2026, 3, 1)
    assert days_of_prices(day, NOW, utc("2026-11-30T23:00Z")) == (day, day)
    assert days_of_prices(TOMORROW, NOW, utc("2026-11-30T23:00Z")) == (TODAY, TOMORROW)


@pytest.mark.parametrize(
    ("day", "half_hours"), [("2026-03-29", 46), ("2026-10-25", 50), ("2026-07-01", 48)]
)
def test_days_are_those_of_the_clock_in_london(day: str, half_hours: int) -> None:
    start, end = bounds(date.fromisoformat(day), date.fromisoformat(day))
    assert (end - start) // 1800 == half_hours


def test_the_label_names_the_days() -> None:
    assert shown(a_day()).label == "Sun 29 Nov 2026"
    assert shown(a_day(), last=TOMORROW).label == "29–30 Nov 2026"
