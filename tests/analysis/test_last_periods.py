"""The periods around a period, and those that led up to it."""

from __future__ import annotations

from datetime import date

import pytest

from octoterm.analysis.neighbours import last_periods, neighbours_of
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours
from tests.support.plainly import of

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


SERIES = of(dict.fromkeys(half_hours("2024-01-03T00:00Z", "2024-03-16T10:00Z"), 0.5))


@pytest.mark.parametrize(
    ("kind", "day", "most", "labels"),
    [
        (Granularity.DAY, date(2024, 3, 14), 2, ["Wed 13 Mar 2024", "Thu 14 Mar 2024"]),
        (Granularity.DAY, date(2024, 1, 4), 9, ["Wed 3 Jan 2024", "Thu 4 Jan 2024"]),
        (Granularity.WEEK, date(2024, 3, 6), 2, ["26 Feb – 3 Mar 2024", "4–10 Mar 2024"]),
        (Granularity.MONTH, date(2024, 3, 1), 2, ["4–10 Mar 2024", "11–17 Mar 2024"]),
        (Granularity.YEAR, date(2024, 1, 1), 1, ["11–17 Mar 2024"]),
        (Granularity.YEAR, date(2023, 1, 1), 9, []),
    ],
)
def test_the_last_days_or_weeks_lead_up_to_the_period(
    kind: Granularity, day: date, most: int, labels: list[str]
) -> None:
    parts = last_periods(SERIES, Period.containing(kind, day), most)
    assert [part.label for part in parts] == labels


def test_none_are_before_the_first_reading() -> None:
    assert SERIES.whole is not None
    weeks = last_periods(SERIES, SERIES.whole, 99)
    assert len(weeks) == 11
    assert sum(part.figures.total for part in weeks) == pytest.approx(0.5 * len(SERIES))
