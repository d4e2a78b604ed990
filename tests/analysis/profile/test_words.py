"""What an average day says in words, and of how many days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from octoterm.analysis.profile.average_day import load_profile
from octoterm.analysis.profile.seasons import Season
from octoterm.analysis.profile.words import profile_sentence, seasons_sentence
from tests.support.households import london_day
from tests.support.plainly import of

MONDAY = date(2024, 4, 1)


def said(days: int) -> str:
    """The sentence of so many days from a Monday on: 0.2 kWh a half hour, at weekends 0.3, the
    first of each day 0.1 more and the last 0.1 less."""
    usage = {}
    for day in (MONDAY + timedelta(days=number) for number in range(days)):
        starts = london_day(day)
        usage |= dict.fromkeys(starts, 0.3 if day.weekday() > 4 else 0.2)
        usage |= {starts[0]: 0.4, starts[-1]: 0.1}
    series = of(usage)
    return next(iter(profile_sentence(load_profile(series), series.quantity)), "")


@pytest.mark.parametrize(("days", "speaks"), [(1, True), (2, False), (3, True)])
def test_two_days_have_no_average_to_speak_of(days: int, speaks: bool) -> None:
    assert said(days) == "Most at 00:00 (0.400 kWh), least at 23:30 (0.100 kWh)" * speaks


@pytest.mark.parametrize(("days", "compares"), [(10, False), (13, False), (14, True)])
def test_weekends_are_compared_with_four_days_of_them(days: int, compares: bool) -> None:
    assert said(days).partition("; ")[2] == "weekends 47% more" * compares


def test_seasons_are_of_weekdays_and_a_day_however_short_the_sentence() -> None:
    series = of(
        {
            start: 0.3 if month == 1 else 0.2
            for month in (1, 7)
            for start in london_day(date(2024, month, 10))
        }
    )
    found = {each: load_profile(series, season=each) for each in Season}
    assert seasons_sentence(found, series.quantity) == (
        "On weekdays most in winter (14.40 kWh a day), least in summer (9.60 kWh)",
        "Weekdays: winter 14.40 kWh a day, summer 9.60 kWh",
        "On weekdays most in winter (14.40 kWh a day)",
    )
