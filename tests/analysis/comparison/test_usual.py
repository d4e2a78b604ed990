"""What is usual for a household, against plain arithmetic."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from octoterm.analysis.comparison.baselines import baseline
from octoterm.analysis.comparison.compared_parts import not_compared
from octoterm.analysis.comparison.comparison import compare
from octoterm.analysis.comparison.references import Reference, name_of_usual
from octoterm.analysis.comparison.usual import usual, usual_half_hours, usual_total
from octoterm.analysis.comparison.usual_days import RECENT_WEEKS, recent_same_weekdays
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.sentences import latest_day_in_words
from octoterm.analysis.table_columns import columns
from octoterm.consumption.clock_grid import CLOCKS
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours, london_day
from tests.support.plain_comparison import recent, usual_clock, usual_day, usual_of
from tests.support.plainly import HOLES, HOLES_FROM_THREE, LEAP_YEARS, Home, of
from tests.support.slow import slow

SOME_HOMES = [HOLES, *LEAP_YEARS, *slow(HOLES_FROM_THREE)]


def days_in_and_around(home: Home, step: int) -> list[date]:
    days = list(home.days)
    around = (days[-1] - days[0]).days + 150
    return [days[0] + timedelta(days=n) for n in range(-9, around, step)]


@pytest.mark.extended
@pytest.mark.parametrize("home", SOME_HOMES, ids=str)
def test_the_usual_day_is_the_mean_of_the_last_same_weekdays(home: Home) -> None:
    for day in days_in_and_around(home, 1):
        number = (day - min(home.days)).days
        assert [each.day for each in recent_same_weekdays(home.series, number)] == recent(
            home, day
        )
        expected = usual_day(home, day)
        found = usual_total(home.series, day)
        assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


@pytest.mark.extended
@pytest.mark.parametrize("home", SOME_HOMES, ids=str)
def test_its_half_hours_are_the_means_at_the_same_clock(home: Home) -> None:
    changed = [date(2023, 10, 29), date(2023, 11, 5), date(2024, 3, 31), date(2024, 4, 7)]
    for day in (*days_in_and_around(home, 29), *changed):
        found = usual_half_hours(home.series, day)
        for column, clock in enumerate(CLOCKS):
            expected = usual_clock(home, day, clock)
            assert found.get(column) == (
                None if expected is None else pytest.approx(expected, abs=1e-9)
            )


@pytest.mark.extended
@pytest.mark.parametrize("kind", [Granularity.WEEK, Granularity.MONTH, Granularity.YEAR])
@pytest.mark.parametrize("home", SOME_HOMES, ids=str)
def test_longer_periods_are_the_sum_of_their_usual_days(home: Home, kind: Granularity) -> None:
    for start in days_in_and_around(home, 97 if kind is Granularity.YEAR else 23):
        period = Period.containing(kind, start)
        usual_of_day = usual(home.series, period).of_day
        for day in period.days():
            expected = usual_of(home, period, day)
            assert usual_of_day(day) == (
                None if expected is None else pytest.approx(expected, abs=1e-9)
            )


def weeks_of(wednesdays: list[float]) -> Series:
    """So many kWh on each Wednesday up to 3 April 2024, and 1 on all other days."""
    end = date(2024, 4, 3)
    kwh = {end - timedelta(weeks=n): each for n, each in enumerate(reversed(wednesdays))}
    days = [min(kwh) + timedelta(days=n) for n in range(7 * len(kwh) - 6)]
    return of(
        {
            start: kwh.get(day, 1.0) / len(starts)
            for day in days
            for starts in (london_day(day),)
            for start in starts
        }
    )


AFTER = date(2024, 4, 10)


def test_three_days_are_enough_and_two_are_not() -> None:
    assert usual_total(weeks_of([9.0, 12.0, 6.0]), AFTER) == pytest.approx(9)
    assert usual_total(weeks_of([9.0, 12.0]), AFTER) is None
    assert usual_half_hours(weeks_of([9.0, 12.0]), AFTER) == {}


def test_only_the_last_eight_weeks_count() -> None:
    assert usual_total(weeks_of([100.0, *[8.0] * 7, 16.0]), AFTER) == pytest.approx(9)
    meter = weeks_of([8.0] * 10)
    assert usual_total(meter, AFTER + timedelta(weeks=5)) == pytest.approx(8)
    assert usual_total(meter, AFTER + timedelta(weeks=6)) is None


@pytest.mark.parametrize(("lost", "expected"), [(1, 24.0), (2, 24.0), (3, None)])
def test_a_day_without_one_or_two_half_hours_counts_and_one_without_more_does_not(
    lost: int, expected: float | None
) -> None:
    usage = {
        start: 0.5
        for weeks in (1, 2, 3)
        for start in london_day(AFTER - timedelta(weeks=weeks))[lost * (weeks < 3) :]
    }
    assert usual_total(of(usage), AFTER) == expected


def test_a_half_hour_that_no_day_has_leaves_the_others_and_no_usual_day() -> None:
    usage = {
        start: 0.5
        for weeks in range(4)
        for start in london_day(AFTER - timedelta(weeks=weeks))[min(weeks, 1) :]
    }
    series, day = of(usage), Period.containing(Granularity.DAY, AFTER)
    assert len(usual_half_hours(series, AFTER)) == 47
    assert usual_total(series, AFTER) is None
    found = compare(series, day, Reference.USUAL)
    assert found is not None
    assert (found.own, found.other, found.stretch) == (23.5, 23.5, "47 half hours")
    assert latest_day_in_words(series).endswith(f": 24.00 kWh, {found.words}")
    change = columns(series, Granularity.DAY)["change"]
    assert change.text(not_compared(PeriodReadings(series, day).whole)) == "±0%"


def test_a_period_has_no_outline_unless_all_its_days_are_known() -> None:
    steady = of(dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-03-10T00:00Z"), 0.5))
    for month, total in ((1, None), (2, 29 * 24.0), (3, 31 * 24.0)):
        period = Period.containing(Granularity.MONTH, date(2024, month, 1))
        other = baseline(steady, period, Reference.USUAL)
        assert other is not None
        assert other.part is not None
        assert other.part.missing is (total is None)
        assert other.part.figures.total == (total or 0)
        assert other.part.full_label == name_of_usual(period)


def test_without_readings_nothing_is_usual() -> None:
    nothing = of({})
    assert usual_total(nothing, AFTER) is None
    for kind in (Granularity.WEEK, Granularity.MONTH, Granularity.YEAR):
        assert usual(nothing, Period.containing(kind, AFTER)).of_day(AFTER) is None


def test_the_same_day_has_one_usual_in_every_period() -> None:
    meter = weeks_of([3.0, 9.0, 12.0, 6.0])
    for kind in (Granularity.DAY, Granularity.WEEK, Granularity.MONTH):
        found = usual(meter, Period.containing(kind, AFTER))
        assert found.of_day(AFTER) == usual_total(meter, AFTER) == pytest.approx(7.5)
    april = Period.containing(Granularity.MONTH, AFTER)
    assert usual(meter, april).name_of(april) == f"the {RECENT_WEEKS} weeks before"


def test_two_days_of_one_year_are_not_two_other_years() -> None:
    day = date(2023, 1, 2)
    days = [day, *(day + timedelta(days=364 * n) for n in (1, 2, 3))]
    assert [each.year for each in days] == [2023, 2024, 2024, 2025]
    year = Period.containing(Granularity.YEAR, day)
    usage = {start: float(n) for n, each in enumerate(days) for start in london_day(each)}
    one_year = {start: kwh for start, kwh in usage.items() if kwh < 3}
    assert usual(of(one_year), year).of_day(day) is None
    assert usual(of(usage), year).of_day(day) == pytest.approx(48 * (1 + 3) / 2)


def test_a_year_takes_two_others() -> None:
    def years(*which: int) -> Series:
        return of({
            start: year - 2000 for year in which
            for start in half_hours(f"{year}-03-01T00:00Z", f"{year}-03-20T00:00Z")
        })  # fmt: skip

    year = Period.containing(Granularity.YEAR, date(2024, 1, 1))
    thursday = date(2024, 3, 14)
    assert usual(years(2023, 2024), year).of_day(thursday) is None
    found = usual(years(2022, 2023, 2024), year)
    assert found.of_day(thursday) == pytest.approx(48 * 22.5)
    march = Period.containing(Granularity.MONTH, thursday)
    assert [found.name_of(each) for each in (year, march)] == [
        "other years",
        "March of other years",
    ]
