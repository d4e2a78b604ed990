"""Daily values with running averages, against plain arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.analysis.trend.trends import Measure, TrendDay, trend
from tests.support.households import clock_changes, half_hours, london_day
from tests.support.plainly import HOLES, HOMES, MIDNIGHT, THREE, Home, Usage, of

AVERAGES = (7, 30, 90)


def plainly(home: Home, measure: Measure, average_days: Sequence[int]) -> list[TrendDay]:
    """The same by looking at every half hour of every day, and adding up every average anew."""
    found = []
    complete_values: list[float] = []
    for day, halves in home.days.items():
        there = [kwh for kwh in halves.values() if kwh is not None]
        value = None
        few = 2 * len(there) < len(halves)
        if there and not (few and measure is not Measure.TOTAL):
            value = {
                Measure.TOTAL: math.fsum(there),
                Measure.BASE: min(there) * len(halves),
                Measure.PEAK: max(there),
            }[measure]
        complete = len(there) == len(halves)
        if complete and value is not None:
            complete_values.append(value)
        averages = tuple(
            pytest.approx(math.fsum(complete_values[-days:]) / days, abs=1e-9)
            if len(complete_values) >= days
            else None
            for days in average_days
        )
        value = None if value is None else pytest.approx(value, abs=1e-9)
        found.append(TrendDay(day, value, len(there), complete, averages))
    return found


@pytest.mark.extended
@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("home", HOMES)
def test_every_day_is_what_plain_arithmetic_says(home: Home, measure: Measure) -> None:
    assert list(trend(home.series, measure, AVERAGES)) == plainly(home, measure, AVERAGES)


some_days = st.none() | st.dates(date(2022, 12, 1), date(2024, 3, 1)) | st.just(date.min)


@given(some_days, some_days, st.lists(st.integers(1, 366), max_size=4, unique=True))
def test_a_cut_trend_is_a_piece_of_the_whole_one(
    since: date | None, until: date | None, average_days: list[int]
) -> None:
    whole = trend(HOLES.series, Measure.BASE, average_days)
    assert list(trend(HOLES.series, Measure.BASE, average_days, since, until)) == [
        day for day in whole if (since or date.min) <= day.day <= (until or date.max)
    ]


@given(
    st.dictionaries(
        st.sampled_from(half_hours("2024-03-28T22:00Z", "2024-04-04T03:00Z")[::7])
        | st.sampled_from(half_hours("2024-03-30T00:00Z", "2024-04-01T00:00Z")),
        st.floats(-5, 5, allow_subnormal=False),
        min_size=1,
    ),
    st.sampled_from((MIDNIGHT, THREE)),
    st.sampled_from(Measure),
)
def test_any_few_readings_are_what_plain_arithmetic_says(
    some: Usage, day_start: object, measure: Measure
) -> None:
    """Every half hour of two days around the spring change may be there, and a few others."""
    usage = dict(some)
    for start in half_hours("2024-03-29T03:00Z", "2024-03-31T00:00Z"):
        usage.setdefault(start, 0.5)
    home = Home("made up", day_start)  # type: ignore[arg-type]
    home.__dict__["usage"] = usage
    assert list(trend(home.series, measure, (1, 2))) == plainly(home, measure, (1, 2))


@pytest.mark.extended
@pytest.mark.parametrize(("sunday", "expected"), list(clock_changes()), ids=str)
def test_a_day_on_which_the_clocks_change_counts_as_a_complete_one(
    sunday: date, expected: int
) -> None:
    saturday = sunday - timedelta(days=1)
    meter = of(dict.fromkeys((*london_day(saturday), *london_day(sunday)), 0.1))
    for measure in (Measure.TOTAL, Measure.BASE):
        day = trend(meter, measure, (2,))[-1]
        assert (day.day, day.complete) == (sunday, True)
        assert day.value == pytest.approx(expected / 10)
        assert day.averages == (pytest.approx((4.8 + expected / 10) / 2),)


def test_the_last_day_is_there_even_with_one_reading() -> None:
    meter = of(dict.fromkeys(half_hours("2024-01-10T00:00Z", "2024-01-12T00:30Z"), 0.5))
    days = trend(meter, Measure.TOTAL, (2,))
    assert [day.value for day in days] == [24, 24, 0.5]
    assert [day.complete for day in days] == [True, True, False]


def test_an_average_needs_all_its_days_and_skips_incomplete_ones() -> None:
    usage = {}
    for number in range(1, 7):
        usage |= dict.fromkeys(london_day(date(2024, 1, number)), number / 48)
    del usage[london_day(date(2024, 1, 3))[20]]
    for start in london_day(date(2024, 1, 5)):
        del usage[start]
    averages = [day.averages[0] for day in trend(of(usage), Measure.TOTAL, (3,))]
    assert averages[:3] == [None, None, None]
    assert averages[3:] == pytest.approx([7 / 3, 7 / 3, 4])


def test_a_day_without_readings_has_no_value_and_is_not_complete() -> None:
    meter = of(dict.fromkeys(london_day(date(2024, 1, 1)) + london_day(date(2024, 1, 3)), 1.0))
    empty = trend(meter, Measure.PEAK, (1,))[1]
    assert empty == (date(2024, 1, 2), None, 0, False, (1.0,))


def test_a_household_that_uses_nothing_any_more_averages_exactly_nothing() -> None:
    usage = dict.fromkeys(half_hours("2023-11-01T00:00Z", "2023-12-01T00:00Z"), 0.1)
    usage |= dict.fromkeys(half_hours("2023-12-01T00:00Z", "2024-01-01T00:00Z"), 0.0)
    assert trend(of(usage), Measure.TOTAL, (7, 30))[-1].averages == (0, 0)
