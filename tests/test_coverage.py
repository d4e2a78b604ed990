"""How whole the readings are, against plain arithmetic."""

from __future__ import annotations

from datetime import date

import pytest

from octoterm.coverage import Coverage, CoveredDay, DayState, coverage, months
from tests.households import london_day
from tests.plainly import HOMES, Home, of


def state_of(home: Home, day: date) -> DayState:
    halves = list(home.days.get(day, {}).values())
    if not halves:
        return DayState.OUTSIDE
    missing = halves.count(None)
    if missing == 0:
        return DayState.COMPLETE
    return DayState.MISSING if missing == len(halves) else DayState.INCOMPLETE


@pytest.mark.parametrize("home", HOMES)
def test_days_readings_and_gaps_are_counted_as_by_hand(home: Home) -> None:
    found = coverage(home.consumption)
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
    found = months(home.consumption)
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


def test_nothing_stored_is_nothing_missing() -> None:
    assert coverage(of({})) == Coverage(None, None, 0, 0, 0, 0, 0, (), 0)
    assert coverage(of({})).words == []
    assert months(of({})) == ()


def test_one_reading_is_one_incomplete_day_without_gaps() -> None:
    found = coverage(of({london_day(date(2024, 1, 15))[7]: 0.1}))
    assert (found.days, found.incomplete, found.gaps) == (1, 1, ())
