"""Gaps in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from octoterm.analysis.gap_words import gaps_in_words
from octoterm.consumption.series import Series
from tests.support.households import LONDON, half_hours, london_day, utc


def used(starts: list[int]) -> Series:
    return Series.from_readings(starts, [0.5] * len(starts))


def without(since: str, until: str, *missing: str) -> Series:
    gone = {utc(time) for time in missing}
    return used([start for start in half_hours(since, until) if start not in gone])


def test_a_single_gap_is_told_with_its_date_in_london() -> None:
    meter = without("2024-06-01T00:00Z", "2024-06-03T00:00Z", "2024-06-01T23:30Z")
    assert gaps_in_words(meter.gaps()) == ["2 Jun 2024 00:30 missing, 1 half hour"]


def test_a_longer_gap_is_told_from_when_to_when() -> None:
    days = london_day(date(2024, 6, 1)), london_day(date(2024, 6, 2)), london_day(date(2024, 6, 3))
    assert gaps_in_words(used(days[0] + days[2]).gaps()) == [
        "2 Jun 2024 00:00 to 24:00 missing, 48 half hours"
    ]
    assert gaps_in_words(used(days[0][:47] + days[2][3:]).gaps()) == [
        "1 Jun 2024 23:30 to 3 Jun 2024 01:30 missing, 52 half hours"
    ]
    assert gaps_in_words(used(days[0][:4] + days[0][7:]).gaps()) == [
        "1 Jun 2024 02:00 to 03:30 missing, 3 half hours"
    ]


def test_a_gap_that_recurs_is_told_once_and_first() -> None:
    evenings = [f"2024-02-{day:02}T23:30Z" for day in (3, 7, 8, 20)]
    meter = without("2024-02-01T00:00Z", "2024-03-01T00:00Z", "2024-02-01T12:00Z", *evenings)
    assert gaps_in_words(meter.gaps()) == [
        "23:30 missing on 4 days",
        "1 Feb 2024 12:00 missing, 1 half hour",
    ]


def test_a_gap_that_recurs_at_one_time_of_utc_is_one_habit_in_summer_and_winter() -> None:
    first = datetime(2024, 1, 10, 23, 30, tzinfo=LONDON)
    nights = [first.isoformat()] + [f"2024-06-{day}T23:30Z" for day in (10, 11)]
    meter = without("2024-01-01T00:00Z", "2024-07-01T00:00Z", *nights)
    assert gaps_in_words(meter.gaps()) == ["23:30 GMT / 00:30 BST missing on 3 days"]


def test_two_gaps_alike_are_no_habit_yet() -> None:
    meter = without(
        "2024-02-01T00:00Z", "2024-02-09T00:00Z", "2024-02-03T01:00Z", "2024-02-04T01:00Z"
    )
    assert len(gaps_in_words(meter.gaps())) == 2


def test_a_habit_can_be_longer_than_a_half_hour() -> None:
    hours = [
        (datetime(2024, 2, day, 3, tzinfo=LONDON) + timedelta(minutes=30 * n)).isoformat()
        for day in (3, 4, 5)
        for n in range(3)
    ]
    meter = without("2024-02-01T00:00Z", "2024-02-09T00:00Z", *hours)
    assert gaps_in_words(meter.gaps()) == ["03:00 to 04:30 missing on 3 days"]


def test_a_gap_longer_than_a_day_is_told_with_its_dates_however_often_there_is_one() -> None:
    weekends = [
        half_hours(f"2024-01-{day:02}T00:00Z", f"2024-01-{day + 2:02}T00:00Z")
        for day in (6, 13, 20)
    ]
    gone = {start for weekend in weekends for start in weekend}
    meter = used(
        [at for at in half_hours("2024-01-01T00:00Z", "2024-02-01T00:00Z") if at not in gone]
    )
    assert gaps_in_words(meter.gaps()) == [
        "20 Jan 2024 00:00 to 21 Jan 2024 24:00 missing, 96 half hours",
        "13 Jan 2024 00:00 to 14 Jan 2024 24:00 missing, 96 half hours",
        "6 Jan 2024 00:00 to 7 Jan 2024 24:00 missing, 96 half hours",
    ]


def test_long_gaps_come_before_short_ones_and_the_newest_first() -> None:
    days = [london_day(date(2024, 6, day)) for day in range(1, 6)]
    short = {days[0][10], days[4][20]}
    whole = [at for day in (days[0], days[1], days[3], days[4]) for at in day]
    assert gaps_in_words(used([at for at in whole if at not in short]).gaps()) == [
        "3 Jun 2024 00:00 to 24:00 missing, 48 half hours",
        "5 Jun 2024 10:00 missing, 1 half hour",
        "1 Jun 2024 05:00 missing, 1 half hour",
    ]


def test_gaps_of_one_day_are_told_together() -> None:
    day = london_day(date(2024, 6, 1))
    three = [at for number, at in enumerate(day) if number not in (4, 10, 11, 30)]
    assert gaps_in_words(used(three).gaps()) == [
        "1 Jun 2024 02:00, 05:00 to 06:00, 15:00 missing, 4 half hours"
    ]
    every_other = day[:10:2] + day[10:]
    assert gaps_in_words(used(every_other).gaps()) == [
        "5 half hours missing on 1 Jun 2024 between 00:30 and 05:00"
    ]


def scattered(days: range, every: int = 7) -> list[int]:
    """A half hour missing on each of so many days from 1 January 2024, at ever another time."""
    start = utc("2024-01-01T00:00Z")
    return [start + 86400 * day + 1800 * (every * day % 48) for day in days]


def without_these(since: str, until: str, gone: list[int]) -> list[str]:
    starts = [at for at in half_hours(since, until) if at not in set(gone)]
    return gaps_in_words(used(starts).gaps())


def test_many_gaps_of_no_habit_are_told_by_the_month() -> None:
    words = without_these("2023-12-31T00:00Z", "2024-04-01T00:00Z", scattered(range(2, 62)))
    assert words == [
        "2 half hours missing on 2 days in March 2024",
        "29 half hours missing on 29 days in February 2024",
        "29 half hours missing on 29 days in January 2024",
    ]


@pytest.mark.extended
def test_gaps_of_very_many_months_are_told_by_the_year() -> None:
    words = without_these("2023-12-31T00:00Z", "2026-12-31T00:00Z", scattered(range(2, 1000, 5)))
    assert [line.rpartition(" in ")[2] for line in words] == ["2026", "2025", "2024"]


def test_what_happens_to_be_alike_among_very_many_is_no_habit() -> None:
    words = without_these("2023-12-31T00:00Z", "2024-04-01T00:00Z", scattered(range(2, 80)))
    assert not any("days" in line and ":" in line for line in words)
    often = scattered(range(2, 40)) + [utc("2024-03-01T23:30Z") + 86400 * day for day in range(9)]
    assert without_these("2023-12-31T00:00Z", "2024-04-01T00:00Z", often)[0] == (
        "23:30 missing on 9 days"
    )
