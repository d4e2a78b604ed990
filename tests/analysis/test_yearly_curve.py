"""How use follows the year, where it is known and where it is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from octoterm.analysis.yearly_curve import YearlyCurve, coldness
from tests.support.households import london_day
from tests.support.plainly import of

FIRST = date(2023, 1, 1)


def curve_of(
    a_day: Callable[[date], float], length: int, to_come: int = 0, lost: range = range(0)
) -> YearlyCurve:
    """Of `length` days from FIRST, in which a half hour is missing on the days numbered `lost`."""
    usage: dict[int, float] = {}
    for number in range(length):
        day = FIRST + timedelta(days=number)
        starts = london_day(day)
        usage |= dict.fromkeys(starts, a_day(day) / len(starts))
        if number in lost:
            del usage[starts[20]]
    return YearlyCurve(of(usage).days, to_come)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2024, 1, 20), 1.0), (date(2025, 7, 21), -1.0), (date(2024, 4, 20), 0.0)],
)
def test_the_coldest_weeks_are_in_january_the_warmest_in_july(day: date, expected: float) -> None:
    assert coldness(day) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("height", [4.0, 0.0, -3.0])
def test_a_year_tells_the_height_but_for_its_damping(height: float) -> None:
    """Heating rises with the cold, what the sun gives falls with it."""
    curve = curve_of(lambda day: 10 + height * coldness(day), 365)
    assert curve.height(365) == pytest.approx(height * 364 / (364 + 30), rel=0.01)


def test_a_few_weeks_do_not_make_a_season() -> None:
    rising = curve_of(lambda day: 10 - 4 * coldness(day), 90)
    assert rising.height(0) == 0
    assert -0.2 < rising.height(30) <= 0
    assert -0.5 < rising.height(60) < 0
    assert -2.5 < rising.height(90) < rising.height(60)


@pytest.mark.extended
def test_it_knows_nothing_of_later_days_and_forgets_older_years() -> None:
    changed = date(2024, 6, 1)
    both = curve_of(lambda day: 10 + (4 if day < changed else -4) * coldness(day), 900)
    first = curve_of(lambda day: 10 + 4 * coldness(day), 500)
    assert both.height(500) == pytest.approx(first.height(500))
    assert both.height((changed - FIRST).days + 364) == pytest.approx(-4 * 364 / 394, rel=0.01)


def test_incomplete_days_do_not_count() -> None:
    strange = range(100, 130)

    def a_day(day: date) -> float:
        return 99.0 if (day - FIRST).days in strange else 10 + 4 * coldness(day)

    curve = curve_of(a_day, 365, lost=strange)
    assert curve.height(365) == pytest.approx(3.7, rel=0.02)


def test_the_coldness_of_days_to_come_is_known() -> None:
    curve = curve_of(lambda _: 9.6, 40, to_come=20)
    days = (FIRST + timedelta(days=number) for number in range(35, 60))
    assert curve.between(35, 60) == pytest.approx(sum(map(coldness, days)))
    assert curve.height(40) == pytest.approx(0)
