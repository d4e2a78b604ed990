"""The periods around a period."""

from __future__ import annotations

from datetime import date

import pytest

from octoterm.analysis.neighbours import neighbours_of
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours

HOUSE = Series.from_readings(
    starts := half_hours("2024-02-01T00:00Z", "2024-03-15T00:00Z"), [0.25] * len(starts)
)


def days_around(day: date, most: int) -> list[int]:
    found = neighbours_of(HOUSE, Period.containing(Granularity.DAY, day), most)
    return [(part.period.first - day).days for part in found if part.period]


@pytest.mark.parametrize(
    ("day", "most", "days"),
    [
        (date(2024, 2, 20), 5, [-2, -1, 0, 1, 2]),
        (date(2024, 2, 20), 4, [-1, 0, 1, 2]),
        (date(2024, 2, 1), 4, [0, 1, 2, 3]),
        (date(2024, 3, 14), 3, [-2, -1, 0]),
        (date(2024, 2, 20), 1, [0]),
    ],
)
def test_they_are_on_both_sides_as_far_as_there_are_readings(
    day: date, most: int, days: list[int]
) -> None:
    assert days_around(day, most) == days


def test_months_are_few_and_all_readings_have_none() -> None:
    months = neighbours_of(HOUSE, Period.containing(Granularity.MONTH, date(2024, 3, 1)), 9)
    assert [part.label for part in months] == ["Feb", "Mar"]
    assert HOUSE.whole is not None
    assert neighbours_of(HOUSE, HOUSE.whole, 9) == ()
