"""A changed use: some of it at other hours, or less of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.costs.costing import Supply
from octoterm.runtime.slices import finish
from octoterm.tariff_comparison.what_if import (
    Shift,
    WhatIf,
    changed,
    read_less,
    read_shift,
    without_told,
)
from octoterm.tariffs.calorific_values import CalorificValue
from octoterm.tariffs.rates import RateRun
from octoterm.tariffs.terms import Terms
from tests.support.comparing import columns_of
from tests.support.households import london_day, utc
from tests.support.plain_costs import local
from tests.support.plain_supply import days_from
from tests.support.pricing import between, since, supplied, tariff

DAY = date(2024, 5, 1)
LONG_AGO = "2000-01-01T00:00Z"
CAR = Shift(Fraction(5), time(0, 30), time(5, 30))
FLAT = supplied(tariff(unit_rates=[since(LONG_AGO, 30)]))


def test_it_is_read_as_people_write_it() -> None:
    assert read_shift("5kWh@00:30-05:30") == CAR
    assert read_shift(" +7.25 KWH @ 23:30 – 5:30 ") == Shift(
        Fraction("7.25"), time(23, 30), time(5, 30), is_added=True
    )
    assert read_shift("1kWh@22:00-24:00").end == time(0)
    assert (read_less("10%"), read_less("12.5 %")) == (Fraction(1, 10), Fraction(1, 8))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5kWh", "an amount a day and hours, such as 5kWh@00:30-05:30"),
        ("5@00:30-05:30", "an amount a day and hours"),
        ("-5kWh@00:30-05:30", "an amount a day and hours"),
        ("٥kWh@00:30-05:30", "an amount a day and hours"),
        ("5kWh@00:15-05:30", "on a half hour"),
        ("5kWh@00:30-25:00", "on a half hour"),
        ("5kWh@24:30-05:00", "on a half hour"),
        ("5kWh@05:30-05:30", "do not end when they begin"),
        ("5kWh@00:00-24:00", "do not end when they begin"),
        ("0kWh@00:30-05:30", "more than 0 kWh"),
    ],
)
def test_what_cannot_be_read_says_what_it_must_be(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=rf"^must .*{words}"):
        read_shift(text)


@pytest.mark.parametrize("text", ["10", "0%", "100%", "-5%", "ten%", "1e1%"])
def test_nor_can_every_share(text: str) -> None:
    with pytest.raises(ValueError, match=r"^must be a share between 0% and 100%, such as 10%"):
        read_less(text)


def test_it_says_what_is_changed() -> None:
    assert WhatIf().words == ""
    assert WhatIf(CAR, Fraction(1, 10)).words == (
        "10% less used, up to 5 kWh a day moved to 00:30–05:30"
    )
    added = CAR._replace(kwh=Fraction("7.5"), is_added=True)
    assert WhatIf(added).words == "7.5 kWh a day more at 00:30–05:30"


def use_after(
    what_if: WhatIf, readings: Mapping[int, float], own: Supply, first: date, last: date
) -> dict[int, Fraction]:
    """The changed readings, exactly as they are written."""
    starts, values = finish(changed(columns_of(readings), what_if, own, first, last))
    return {start: Fraction(str(value)) for start, value in zip(starts, values, strict=True)}


def is_in(shift: Shift, start: int) -> bool:
    clock = local(start).time()
    if shift.begin < shift.end:
        return shift.begin <= clock < shift.end
    return clock >= shift.begin or clock < shift.end


RATES = [10.0, 35.5, 35.5, -4.0, 20.0, 35.5]


def several_rates(first: date) -> Supply:
    """A rate for each half hour, some of which are equal; none from 07:00 to 08:00 UTC."""
    runs = [
        RateRun(start, 1800, (RATES[start // 1800 * 7 % len(RATES)],))
        for day in days_from(first, 3)
        for start in london_day(day)
        if start // 3600 % 24 != 7
    ]
    return supplied(tariff(unit_rates=runs))


@given(
    st.sampled_from([date(2024, 3, 30), date(2023, 10, 28), DAY]),
    st.sets(st.integers(0, 150), max_size=30),
    st.sampled_from([(0, 30, 5, 30), (23, 0, 2, 0), (1, 0, 2, 0)]),
    st.integers(1, 30_000_000),
    st.booleans(),
)
def test_it_is_taken_from_the_dearest_half_hours(
    first: date, missing: set[int], clock: tuple[int, int, int, int], millionths: int, added: bool
) -> None:
    shift = Shift(Fraction(millionths, 10**6), time(*clock[:2]), time(*clock[2:]), added)
    own, days = several_rates(first), days_from(first, 3)
    every = [start for day in days for start in london_day(day)]
    readings = {
        start: (start // 1800 * 7919 % 500) / 1000
        for number, start in enumerate(every)
        if number not in missing
    }
    after = use_after(WhatIf(shift), readings, own, days[0], days[-1])
    assert after.keys() == readings.keys()
    for day in days:
        starts = [start for start in london_day(day) if start in readings]
        before = {start: Fraction(str(readings[start])) for start in starts}
        inside = [start for start in starts if is_in(shift, start)]
        outside = [start for start in starts if not is_in(shift, start)]
        there_is = sum(before[start] for start in outside)
        moved = (shift.kwh if added else min(shift.kwh, there_is)) if inside else Fraction(0)
        grown = [after[start] - before[start] for start in inside]
        assert sum(grown) == moved
        assert not grown or max(grown) - min(grown) <= Fraction(1, 10**6)
        if added:
            assert all(after[start] == before[start] for start in outside)
            continue
        assert sum(after[start] for start in starts) == sum(before.values())
        left = moved
        for rate in (35.5, 20.0, 10.0, -4.0, None):  # no rate at last
            same = [start for start in outside if rate_of(start) == rate]
            use = sum(before[start] for start in same)
            taken = min(left, use)
            left -= taken
            for start in same:
                share = before[start] * taken / use if use else Fraction(0)
                assert abs(before[start] - after[start] - share) <= Fraction(1, 10**6)


def rate_of(start: int) -> float | None:
    return None if start // 3600 % 24 == 7 else RATES[start // 1800 * 7 % len(RATES)]


def test_less_is_less_of_each_half_hour_and_comes_first() -> None:
    starts = london_day(DAY)
    readings = dict.fromkeys(starts, 0.333)
    after = use_after(WhatIf(less=Fraction(1, 8)), readings, FLAT, DAY, DAY)
    assert set(after.values()) == {Fraction("0.291375")}
    after = use_after(WhatIf(CAR, Fraction(1, 2)), readings, FLAT, DAY, DAY)
    assert abs(sum(after.values()) - 48 * Fraction("0.1665")) < Fraction(1, 10**9)
    assert after[starts[1]] == Fraction("0.6665")


def test_a_day_gives_no_more_than_is_used() -> None:
    """24 kWh are used, of which 5 kWh in the ten half hours of the car already."""
    readings = dict.fromkeys(london_day(DAY), 0.5)
    after = use_after(
        WhatIf(CAR._replace(kwh=Fraction(40))), readings, several_rates(DAY), DAY, DAY
    )
    for start, kwh in after.items():
        assert kwh == (Fraction("2.4") if is_in(CAR, start) else 0)
    assert sum(after.values()) == 24


def test_only_the_days_that_are_asked_for_are_there() -> None:
    days = days_from(DAY, 3)
    readings = {start: 0.1 for day in days for start in london_day(day)}
    assert list(use_after(WhatIf(), readings, FLAT, days[1], days[1])) == london_day(days[1])


def test_of_gas_in_cubic_metres_so_many_kwh_are_shifted() -> None:
    """1.02264 × 39.6 ÷ 3.6 is 11.24904 kWh a cubic metre."""
    terms = Terms(calorific_values=(CalorificValue(0, Fraction("39.6")),))
    readings = dict.fromkeys(london_day(DAY), 0.5)
    shift = CAR._replace(kwh=Fraction("11.24904"))
    after = use_after(WhatIf(shift), readings, FLAT._replace(terms=terms), DAY, DAY)
    assert after[london_day(DAY)[1]] == Fraction("0.6")


def test_what_was_told_of_the_real_use_is_left_out() -> None:
    assert not without_told(FLAT._replace(told={utc("2024-05-01T00:00Z"): Fraction(1)})).told
    assert without_told(FLAT) == FLAT


def test_a_day_with_another_rate_in_the_evening_gives_that_first() -> None:
    own = supplied(
        tariff(unit_rates=[between(LONG_AGO, "2024-05-01T16:00+01:00", 10),
                           between("2024-05-01T16:00+01:00", "2024-05-01T19:00+01:00", 40),
                           since("2024-05-01T19:00+01:00", 10)])
    )  # fmt: skip
    readings = dict.fromkeys(london_day(DAY), 0.5)
    after = use_after(WhatIf(CAR._replace(kwh=Fraction(3))), readings, own, DAY, DAY)
    by_clock = {f"{local(start):%H:%M}": kwh for start, kwh in after.items()}
    assert {by_clock[clock] for clock in ("16:00", "18:30")} == {0}
    assert {by_clock[clock] for clock in ("15:30", "19:00", "00:00", "05:30")} == {Fraction("0.5")}
    assert {by_clock[clock] for clock in ("00:30", "05:00")} == {Fraction("0.8")}
