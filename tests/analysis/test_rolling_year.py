"""The last twelve months, next to the twelve before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from octoterm.analysis.period_figures import period_figures
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.rolling_year import rolling_year, twelve_months_of
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from tests.support.households import london_day
from tests.support.plainly import of

MONTH, YEAR = Granularity.MONTH, Granularity.YEAR


def home(
    first: date,
    last: date,
    kwh: Callable[[date], float] = lambda _: 9.6,
    lost: tuple[date, ...] = (),
) -> Series:
    """Days of as many kWh; a half hour of the days in `lost` is missing."""
    usage: dict[int, float] = {}
    for day in Period.spanning(first, last).days():
        starts = london_day(day)
        usage |= dict.fromkeys(starts, kwh(day) / len(starts))
        if day in lost:
            del usage[starts[20]]
    return of(usage)


def less_from(day: date) -> Callable[[date], float]:
    """10 kWh a day, and 9 from `day` on."""
    return lambda each: 9.0 if each >= day else 10.0


def test_it_ends_with_the_latest_complete_day_and_is_compared_with_the_year_before() -> None:
    today = date(2023, 4, 11)
    series = home(date(2021, 1, 1), today, less_from(date(2022, 4, 11)), lost=(today,))
    found = rolling_year(series)
    assert found is not None
    assert (found.days.first, found.days.last) == (date(2022, 4, 11), date(2023, 4, 10))
    assert found.total == pytest.approx(365 * 9.0)
    assert found.words == "3,285.0 kWh, 10% less than the 12 months before"
    assert found.sentence == (
        "The last 12 months, to 10 Apr 2023: 3,285.0 kWh, 10% less than the 12 months before"
    )


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (date(2024, 2, 29), date(2023, 3, 1)),
        (date(2024, 2, 28), date(2023, 3, 1)),  # 28 February is not counted twice
        (date(2023, 12, 31), date(2023, 1, 1)),
    ],
)
def test_twelve_months_begin_on_the_day_after_the_same_date(last: date, first: date) -> None:
    found = rolling_year(home(date(2022, 1, 1), last))
    assert found is not None
    assert (found.days.first, found.days.last) == (first, last)


def test_of_a_year_before_with_holes_only_the_days_of_both_are_compared() -> None:
    lost = tuple(Period.containing(MONTH, date(2021, 9, 1)).days())
    series = home(date(2021, 4, 1), date(2023, 3, 31), less_from(date(2022, 4, 1)), lost)
    found = rolling_year(series)
    assert found is not None
    assert found.words == "3,285.0 kWh, 10% less than the 12 months before (335 days compared)"


@pytest.mark.extended
def test_less_than_half_a_year_before_is_not_compared() -> None:
    enough, too_few = (
        rolling_year(home(first, date(2023, 12, 31)))
        for first in (date(2022, 7, 1), date(2022, 7, 4))
    )
    assert enough is not None
    assert (
        enough.words == "3,504.0 kWh, about the same as the 12 months before (184 days compared)"
    )
    assert too_few is not None
    assert too_few.words == "3,504.0 kWh"


def test_without_twelve_months_there_is_none() -> None:
    assert rolling_year(of({})) is None
    assert rolling_year(home(date(2023, 1, 2), date(2023, 12, 31))) is None
    assert rolling_year(home(date(2023, 1, 1), date(2023, 12, 31))) is not None


def test_all_readings_and_the_year_in_progress_have_it_among_their_figures() -> None:
    series = home(date(2022, 1, 1), date(2024, 3, 20))
    whole = series.whole
    assert whole is not None

    def said(period: Period) -> list[str]:
        figures = period_figures(PeriodReadings(series, period))
        return [each.text for each in figures if each.text.startswith("Last 12 months")]

    year = "Last 12 months 3,513.6 kWh, about the same as the 12 months before (365 days compared)"
    assert said(whole) == said(Period.containing(YEAR, date(2024, 1, 1))) == [year]
    assert said(Period.containing(YEAR, date(2023, 1, 1))) == []
    assert said(Period.containing(MONTH, date(2024, 3, 1))) == []


def test_a_calendar_year_that_is_over_is_not_said_twice() -> None:
    series = home(date(2022, 1, 1), date(2023, 12, 31))
    assert PeriodReadings(series, Period.containing(YEAR, date(2023, 1, 1))).rolling_year is None


def test_each_month_ends_twelve_months() -> None:
    series = home(date(2022, 1, 1), date(2023, 3, 20), less_from(date(2023, 1, 1)))

    def total(kind: Granularity, day: date) -> float | None:
        return twelve_months_of(series, Period.containing(kind, day))

    assert total(MONTH, date(2022, 11, 1)) is None
    assert total(MONTH, date(2022, 12, 1)) == total(YEAR, date(2022, 1, 1)) == pytest.approx(3650)
    assert total(MONTH, date(2023, 2, 1)) == pytest.approx(3650 - 59)
    assert total(MONTH, date(2023, 3, 1)) == pytest.approx(3650 - 79)  # to the 20th
    assert total(MONTH, date(2023, 4, 1)) is None
    assert total(Granularity.WEEK, date(2023, 3, 1)) is None
