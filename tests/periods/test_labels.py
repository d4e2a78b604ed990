"""Days, stretches and instants as a person calls them."""

from __future__ import annotations

from datetime import date

import pytest

from octoterm.periods.calendar import Calendar
from octoterm.periods.labels import clock_label
from tests.support.periods import CHANGES


@pytest.mark.parametrize(("sunday", "expected"), CHANGES, ids=str)
def test_the_clock_of_a_change_day_skips_an_hour_or_names_it_twice(
    sunday: date, expected: int
) -> None:
    changing = {
        46: ["00:30", "02:00", "02:30"],
        50: ["00:30", "01:00 BST", "01:30 BST", "01:00 GMT", "01:30 GMT", "02:00", "02:30"],
    }[expected]
    rest = [f"{hour:02d}:{minute}" for hour in range(3, 24) for minute in ("00", "30")]
    labels = [clock_label(start) for start in Calendar().half_hours(sunday)]
    assert labels == ["00:00", *changing, *rest]


def test_half_hours_of_other_days_are_named_by_the_clock_alone() -> None:
    for day in (date(2024, 1, 15), date(2024, 7, 15)):
        labels = [clock_label(start) for start in Calendar().half_hours(day)]
        assert labels == [f"{n // 2:02d}:{'30' if n % 2 else '00'}" for n in range(48)]
