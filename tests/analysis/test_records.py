"""Records and unusual days as lists."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.records import (
    QuietDays,
    longest_quiet,
    record_entries,
    unusual_entries,
)
from octoterm.analysis.unusual_days import unusual_days
from octoterm.periods.period import Granularity, Period
from tests.support.households import london_day
from tests.support.plainly import HOLES, HOMES, Home, of, total

FIRST = date(2024, 1, 1)


def spring() -> dict[int, float]:
    """Seventy days of 0.1 kWh, and 1 kWh at 18:00; a party, a week away and a lost half hour."""
    usage = {}
    for number in range(70):
        starts = london_day(FIRST + timedelta(days=number))
        usage |= dict.fromkeys(starts, 0.1)
        usage[starts[36]] = 1.0 + number / 1000
    for start in london_day(date(2024, 2, 24))[24:33]:
        usage[start] = 2.5
    for number in range(40, 47):
        usage |= dict.fromkeys(london_day(FIRST + timedelta(days=number)), 0.1)
    del usage[london_day(date(2024, 3, 5))[3]]
    return usage


def test_the_list_of_records_names_days_and_what_they_are_listed_for() -> None:
    entries = record_entries(of(spring()))
    assert entries[0].words == "Highest day: 27.35 kWh"
    assert entries[0].day == date(2024, 2, 24)
    highest, lowest, rest = entries[:10], entries[10:15], entries[15:]
    assert [entry.value for entry in highest] == sorted(
        (entry.value for entry in highest), reverse=True
    )
    assert [entry.value for entry in lowest] == sorted(entry.value for entry in lowest)
    assert [entry.words.partition(":")[0] for entry in entries[:3]] == [
        "Highest day", "2nd highest", "3rd highest",
    ]  # fmt: skip
    assert lowest[3].words.startswith("4th lowest: 4.80 kWh")
    assert [(entry.day, entry.words) for entry in rest] == [
        (date(2024, 2, 24), "Highest half hour: 2.50 kWh at 12:00"),
        (
            date(2024, 2, 24),
            "Longest above usual peak (2.05 kW): 4.5 hours from 12:00",
        ),
        (
            date(2024, 2, 10),
            "Longest with little use: 7 days (4.80 kWh a day)",
        ),
    ]


def test_records_are_those_of_the_days_asked_for() -> None:
    january = Period.containing(Granularity.MONTH, FIRST)
    entries = PeriodReadings(of(spring()), january).records
    assert entries[0].day == date(2024, 1, 31)
    assert all(entry.day in january for entry in entries)
    assert not any("little use" in entry.words for entry in entries)


def test_of_few_readings_there_are_few_records() -> None:
    assert record_entries(of({})) == ()
    start = london_day(FIRST)[5]
    assert record_entries(of({start: 0.5})) == ()
    half_a_day = dict.fromkeys(london_day(FIRST)[:24], 0.1)
    (only,) = record_entries(of(half_a_day | {start: 0.5}))
    assert only == (FIRST, "Highest half hour: 0.50 kWh at 02:30", 0.5)


def test_zero_is_no_record() -> None:
    days = [london_day(FIRST + timedelta(days=number)) for number in range(4)]
    usage = {start: 0.0 for day in days for start in day}
    entries = record_entries(of(usage | {days[2][20]: 0.5, days[3][20]: 0.3}))
    assert [(entry.day, entry.words) for entry in entries if "little use" not in entry.words] == [
        (date(2024, 1, 3), "Highest day: 0.50 kWh"),
        (date(2024, 1, 4), "2nd highest: 0.30 kWh"),
        (date(2024, 1, 4), "3rd lowest: 0.30 kWh"),
        (date(2024, 1, 3), "4th lowest: 0.50 kWh"),
        (date(2024, 1, 3), "Highest half hour: 0.50 kWh at 10:00"),
        (
            date(2024, 1, 3),
            "Longest above usual peak (0.30 kW): half an hour from 10:00",
        ),
    ]


@pytest.mark.parametrize("home", HOMES)
def test_the_highest_and_lowest_days_are_those_of_plain_arithmetic(home: Home) -> None:
    totals = sorted(total(home.days[day].values()) for day in home.complete)
    entries = record_entries(home.series)
    highest = [entry for entry in entries if re.match(r"Highest day|\d+\w+ highest", entry.words)]
    lowest = [entry for entry in entries if re.match(r"Lowest day|\d+\w+ lowest", entry.words)]
    assert [entry.value for entry in highest] == pytest.approx(totals[::-1][:10])
    assert [entry.value for entry in lowest] == pytest.approx(
        [each for each in totals[:5] if each]
    )
    for entry in (*highest, *lowest):
        assert entry.value == pytest.approx(total(home.days[entry.day].values()))


def plain_quiet(home: Home, limit: float) -> QuietDays | None:
    runs: list[list[date]] = [[]]
    for day, halves in home.days.items():
        values = halves.values()
        if None not in values and max(kwh for kwh in values if kwh is not None) <= limit:
            runs[-1].append(day)
        else:
            runs.append([])
    longest = max(runs, key=len)
    if not longest:
        return None
    kwh = total(total(home.days[day].values()) for day in longest)
    return QuietDays(longest[0], longest[-1], pytest.approx(kwh))


@pytest.mark.extended
@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("usual_peak", [0.5, 1.0, 5.9])
def test_the_longest_time_with_little_use_is_that_of_a_walk_along_all_days(
    home: Home, usual_peak: float
) -> None:
    assert longest_quiet(home.series, usual_peak) == plain_quiet(home, usual_peak / 3)


def test_unusual_days_are_listed_with_the_latest_first() -> None:
    series = HOLES.series
    entries = unusual_entries(series)
    found = unusual_days(series)
    assert [entry.day for entry in entries] == [each.day for each in reversed(found)]
    assert [entry.value for entry in entries] == [each.change for each in reversed(found)]
    for entry, each in zip(entries, reversed(found), strict=True):
        more, day = "more" if each.total > each.usual else "less", f"{each.day:%A}"
        percent = 100 * abs(each.total - each.usual) / each.usual
        assert entry.words == (
            f"Unusual: {each.total:.2f} kWh, {percent:.0f}% {more} than a usual {day}"
        )
    assert series.whole is not None
    assert PeriodReadings(series, series.whole).unusual_days == entries
