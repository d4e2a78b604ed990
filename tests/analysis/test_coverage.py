"""How whole the readings are, against plain arithmetic."""

from __future__ import annotations

from datetime import date

import pytest

from octoterm.analysis.coverage import (
    Coverage,
    CoveredDay,
    DayState,
    coverage,
    day_in_words,
    months,
    period_in_words,
)
from octoterm.periods.period import Granularity, Period
from tests.support.households import london_day
from tests.support.plainly import HOMES, Home, of


def state_of(home: Home, day: date) -> DayState:
    halves = list(home.days.get(day, {}).values())
    if not halves:
        return DayState.OUTSIDE
    missing = halves.count(None)
    if missing == 0:
        return DayState.COMPLETE
    return DayState.MISSING if missing == len(halves) else DayState.INCOMPLETE


@pytest.mark.extended
@pytest.mark.parametrize("home", HOMES)
def test_days_readings_and_gaps_are_counted_as_by_hand(home: Home) -> None:
    found = coverage(home.series)
    states = [state_of(home, day) for day in home.days]
    assert (found.days, found.complete, found.incomplete, found.missing) == (
        len(states),
        states.count(DayState.COMPLETE),
        states.count(DayState.INCOMPLETE),
        states.count(DayState.MISSING),
    )
    assert (found.first, found.last) == (min(home.usage), max(home.usage))
    assert found.readings == len(home.usage)
    missing = [at for at in range(min(home.usage), max(home.usage), 1800) if at not in home.usage]
    assert [at for gap in found.gaps for at in range(gap.start, gap.end, 1800)] == missing
    assert found.missing_half_hours == len(missing)


@pytest.mark.parametrize("home", HOMES)
def test_the_calendar_has_every_day_of_every_month_with_its_state(home: Home) -> None:
    found = months(home.series)
    days = list(home.days)
    assert found[0].month.first == days[0].replace(day=1)
    assert found[-1].month.first == days[-1].replace(day=1)
    for month in found:
        assert [covered.day for covered in month.days] == list(month.month.days())
        for covered in month.days:
            assert covered.state is state_of(home, covered.day)
            halves = home.days.get(covered.day)
            if halves is not None:
                there = len(halves) - list(halves.values()).count(None)
                assert (covered.readings, covered.expected) == (there, len(halves))


def test_days_outside_the_readings_know_how_long_they_are() -> None:
    (march,) = months(of(dict.fromkeys(london_day(date(2024, 3, 15)), 0.1)))
    assert march.days[30] == CoveredDay(date(2024, 3, 31), DayState.OUTSIDE, 0, 46)
    assert [covered.state for covered in march.days].count(DayState.OUTSIDE) == 30


def test_gaps_are_told_in_words() -> None:
    starts = london_day(date(2024, 1, 15))
    meter = of(dict.fromkeys(starts[:20] + starts[22:], 0.1))
    assert coverage(meter).words == ["15 Jan 2024 10:00 to 11:00 missing, 2 half hours"]


def test_all_readings_of_the_last_week_are_said_to_be_there_only_if_they_are() -> None:
    week = [start for day in range(8, 16) for start in london_day(date(2024, 1, day))]
    whole = coverage(of(dict.fromkeys(week[48:], 0.1)))
    assert whole.in_short == "100% complete · all readings of the 7 days to 15 Jan 2024"
    some = coverage(of(dict.fromkeys(week[:100] + week[102:], 0.1)))
    assert some.in_short == "99.4% complete · 2 half hours missing in the 7 days to 15 Jan 2024"
    assert coverage(of(dict.fromkeys(week[49:], 0.1))).in_short == "100% complete"


def test_nothing_stored_is_nothing_missing() -> None:
    assert coverage(of({})) == Coverage(None, None, 0, 0, 0, 0, 0, (), 0)
    assert coverage(of({})).words == []
    assert months(of({})) == ()


def test_one_reading_is_one_incomplete_day_without_gaps() -> None:
    found = coverage(of({london_day(date(2024, 1, 15))[7]: 0.1}))
    assert (found.days, found.incomplete, found.gaps) == (1, 1, ())


def test_a_days_readings_are_told_with_what_is_missing_of_them() -> None:
    days = [london_day(date(2024, 3, day)) for day in (30, 31)] + [london_day(date(2024, 4, 1))]
    meter = of(dict.fromkeys(days[0][5:] + days[1][:10] + days[1][12:] + days[2][:20], 0.1))
    assert [day_in_words(meter, date(2024, 3, day)) for day in (29, 30, 31)] == [
        "Fri 29 Mar 2024: no data",
        "Sat 30 Mar 2024: 43 of 48 half hours, readings begin at 02:30",
        "Sun 31 Mar 2024: 44 of 46 half hours, 06:00 to 07:00 missing",
    ]
    assert day_in_words(meter, date(2024, 4, 1)) == (
        "Mon 1 Apr 2024: 20 of 48 half hours, readings end at 10:00"
    )


def test_a_whole_day_and_one_without_readings_are_told_as_such() -> None:
    days = [london_day(date(2024, 3, day)) for day in (29, 31)]
    meter = of(dict.fromkeys(days[0] + days[1], 0.1))
    assert day_in_words(meter, date(2024, 3, 30)) == "Sat 30 Mar 2024: none of 48 half hours"
    assert day_in_words(meter, date(2024, 3, 31)) == "Sun 31 Mar 2024: all 46 half hours"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Granularity.DAY, "Sun 31 Mar 2024: 44 of 46 half hours, 06:00 to 07:00 missing"),
        (Granularity.WEEK, "25–31 Mar 2024: 92 of 94 half hours, 2 missing"),
        (Granularity.MONTH, "March 2024: 92 of 94 half hours, 2 missing"),
    ],
)
def test_a_period_is_told_with_what_is_missing_between_the_first_reading_and_the_last(
    kind: Granularity, said: str
) -> None:
    days = [london_day(date(2024, 3, day)) for day in (30, 31)] + [london_day(date(2024, 4, 1))]
    meter = of(dict.fromkeys(days[0] + days[1][:10] + days[1][12:] + days[2][:20], 0.1))
    assert period_in_words(meter, Period.containing(kind, date(2024, 3, 31))) == said
    assert period_in_words(meter, meter.whole or Period.spanning(date.min, date.min)) == ""
    april, may = (Period.containing(Granularity.MONTH, date(2024, month, 1)) for month in (4, 5))
    assert period_in_words(meter, april) == "April 2024: all 20 half hours so far"
    assert period_in_words(meter, may) == "May 2024: no data"


def test_very_many_gaps_of_a_day_are_counted() -> None:
    day = london_day(date(2024, 1, 15))
    words = day_in_words(of(dict.fromkeys(day[:20:2] + day[20:], 0.1)), date(2024, 1, 15))
    assert words.endswith(": 38 of 48 half hours, 00:30, 01:30, 02:30 and 7 more gaps missing")


@pytest.mark.parametrize("home", HOMES)
def test_what_the_months_miss_is_what_the_gaps_are(home: Home) -> None:
    found = coverage(home.series)
    assert sum(month.missing for month in months(home.series)) == found.missing_half_hours
