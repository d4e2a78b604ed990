"""The usual total where days lack half hours, on and around the nights of the clock changes,
against looking at each half hour of each day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.analysis.comparison.usual import usual_total
from tests.support.households import london_day
from tests.support.plainly import clock_of, mean, of

WEEK = timedelta(weeks=1)
CHANGES = (date(2023, 10, 29), date(2024, 3, 31))

weeks_before = st.integers(1, 9)
at_night_or_noon = st.sampled_from([0, 1, 2, 3, 4, 5, 24])
missing = st.sets(st.tuples(weeks_before, at_night_or_noon), max_size=24)


def sundays(day: date) -> list[date]:
    return [day - n * WEEK for n in range(1, 10)]


def plainly(usage: Mapping[int, float], day: date) -> float | None:
    found = [[(start, usage.get(start)) for start in london_day(each)] for each in sundays(day)]
    counted = [
        each for each in found[:8] if sum(kwh is not None for _, kwh in each) >= 0.95 * len(each)
    ]
    if len(counted) < 3:
        return None
    filled = []
    for start, kwh in (reading for each in counted for reading in each):
        same = mean(
            other
            for each in counted
            for at, other in each
            if other is not None and clock_of(at) == clock_of(start)
        )
        filled.append(same if kwh is None else kwh)
    return None if None in filled else sum(each or 0 for each in filled) / len(counted)


@pytest.mark.extended
@pytest.mark.parametrize("change", CHANGES)
@given(lost=missing, weeks=st.integers(1, 8))
def test_a_missing_half_hour_counts_as_those_at_the_same_clock_time(
    change: date, lost: set[tuple[int, int]], weeks: int
) -> None:
    day = change + weeks * WEEK
    usage = {
        start: (week * 31 + number * 17) % 23 / 10
        for week, each in enumerate(sundays(day), 1)
        for number, start in enumerate(london_day(each))
        if (week, number) not in lost
    }
    expected = plainly(usage, day)
    found = usual_total(of(usage), day)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


def test_without_one_reading_a_day_with_an_hour_more_still_counts_as_25_hours() -> None:
    day = CHANGES[0] + WEEK
    usage = {start: 1.0 for each in sundays(day) for start in london_day(each)}
    del usage[london_day(day - 3 * WEEK)[20]]
    assert usual_total(of(usage), day) == pytest.approx((50 + 7 * 48) / 8)
