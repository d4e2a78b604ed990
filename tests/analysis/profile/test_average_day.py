"""The mean day by the London clock, against plain arithmetic."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.analysis.profile.average_day import ProfileRow, average_day, load_profile
from octoterm.analysis.profile.seasons import Season
from tests.support.households import half_hours, london_day
from tests.support.plainly import HOLES, HOMES, THREE, Home, clock_of, day_of, mean, of


def plainly(home: Home, since: date = date.min, until: date = date.max) -> list[ProfileRow]:
    """The same by sorting every reading under what its clock showed."""
    found = []
    sorted_: dict[time, tuple[list[float], list[float]]] = {
        time(number // 2, number % 2 * 30): ([], []) for number in range(48)
    }
    for start, kwh in home.usage.items():
        day = day_of(start, home.day_start)
        if since <= day <= until:
            sorted_[clock_of(start)][day.weekday() > 4].append(kwh)
    for clock, (weekdays, weekends) in sorted_.items():
        every = weekdays + weekends
        means = (
            None if each is None else pytest.approx(each, abs=1e-9)
            for each in map(mean, (weekdays, weekends, every))
        )
        found.append(ProfileRow(clock, *means, len(every), len(weekdays)))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("home", HOMES)
def test_every_row_is_what_plain_arithmetic_says(home: Home) -> None:
    rows = load_profile(home.series)
    assert list(rows) == plainly(home)
    assert sum(row.readings for row in rows) == len(home.usage)


some_days = st.dates(date(2022, 12, 1), date(2024, 3, 1))


@pytest.mark.extended
@given(some_days, some_days)
def test_only_the_days_asked_for_count(since: date, until: date) -> None:
    assert list(load_profile(HOLES.series, since, until)) == plainly(HOLES, since, until)


def test_an_hour_that_the_clocks_repeat_counts_twice_and_a_skipped_one_not_at_all() -> None:
    autumn = of(dict.fromkeys(london_day(date(2023, 10, 29)), 0.2))
    spring = of(dict.fromkeys(london_day(date(2024, 3, 31)), 0.2))
    assert [row.readings for row in load_profile(autumn)[:6]] == [1, 1, 2, 2, 1, 1]
    assert [row.readings for row in load_profile(spring)[:6]] == [1, 1, 0, 0, 1, 1]
    assert load_profile(spring)[2] == (time(1), None, None, None, 0, 0)
    assert load_profile(autumn)[2] == (time(1), None, 0.2, 0.2, 2, 0)


def test_the_mean_of_both_readings_of_a_repeated_time_counts_each() -> None:
    starts = london_day(date(2023, 10, 29))
    meter = of({starts[2]: 0.1, starts[4]: 0.5})
    assert load_profile(meter)[2].all_days == pytest.approx(0.3)


def test_the_small_hours_of_saturday_are_a_weekdays_where_days_begin_at_three() -> None:
    starts = half_hours("2024-01-13T01:00Z", "2024-01-13T05:00Z")
    rows = load_profile(of(dict.fromkeys(starts, 0.1), THREE))
    assert (rows[2].weekday, rows[2].weekend) == (0.1, None)
    assert (rows[6].weekday, rows[6].weekend) == (None, 0.1)


def test_there_are_48_rows_from_midnight_even_of_nothing() -> None:
    rows = load_profile(of({}))
    assert [row.clock for row in rows] == [time(n // 2, n % 2 * 30) for n in range(48)]
    assert {row[1:] for row in rows} == {(None, None, None, 0, 0)}


def test_a_day_of_means_is_their_sum_and_of_none_where_one_is_lacking() -> None:
    assert average_day([0.5] * 48) == 24
    assert average_day([0.5] * 47 + [None]) is None
    assert average_day([]) is None


@pytest.mark.parametrize("home", [HOLES])
def test_a_season_is_what_plain_arithmetic_says_of_its_months(home: Home) -> None:
    for season, months in zip(
        Season, ((12, 1, 2), (3, 4, 5), (6, 7, 8), (9, 10, 11)), strict=True
    ):
        in_season = Home(home.name, home.day_start)
        in_season.__dict__["usage"] = {
            start: kwh
            for start, kwh in home.usage.items()
            if day_of(start, home.day_start).month in months
        }
        assert list(load_profile(home.series, season=season)) == plainly(in_season)
