"""What changed around a day, against plain arithmetic."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from statistics import mean, stdev

import pytest

from octoterm.analysis.comparison.words import is_about_the_same
from octoterm.notes.before_after import BeforeAfter, before_after
from octoterm.notes.note import Note
from octoterm.notes.words import cautions, rows
from octoterm.periods.bands import DEFAULT_BANDS, Band
from tests.support.households import LONDON, london_day
from tests.support.plainly import of
from tests.support.slow import slow

FITTED = date(2024, 3, 13)
NIGHT = Band("night", time(0, 30), time(5, 30))


def home(first: date, last: date, seed: int = 1) -> dict[int, float]:
    """Random use, of which a third less is used after the day."""
    chance = Random(seed)
    usage = {}
    for number in count():
        day = first + timedelta(days=number)
        if day > last:
            return usage
        less = 0.66 if day > FITTED else 1.0
        for start in london_day(day):
            usage[start] = round(less * chance.uniform(0.1, 0.5), 3)
    return {}


def plain_pairs(usage: dict[int, float]) -> list[tuple[list[int], list[int]]]:
    """The half hours of the days that count, each before with its later one: of each weekday the
    first of the four before with the first of the four after, and so on."""
    found = []
    before = [FITTED - timedelta(days=ago) for ago in range(28, 0, -1)]
    after = [FITTED + timedelta(days=later) for later in range(1, 29)]
    for weekday in range(7):
        these = ([day for day in days if day.weekday() == weekday] for days in (before, after))
        for pair in zip(*these, strict=True):
            earlier, later = map(london_day, pair)
            if all(start in usage for start in (*earlier, *later)):
                found.append((earlier, later))
    return found


def plain_means(usage: dict[int, float], band: Band | None = None) -> tuple[float, float]:
    def total(starts: list[int]) -> float:
        return sum(
            usage[start]
            for start in starts
            if band is None or band.has(datetime.fromtimestamp(start, LONDON).time())
        )

    pairs = plain_pairs(usage)
    return mean(total(early) for early, _ in pairs), mean(total(late) for _, late in pairs)


def found_of(usage: dict[int, float], *notes: Note) -> BeforeAfter:
    return before_after(of(usage), FITTED, DEFAULT_BANDS, notes)


ALL = home(date(2024, 1, 1), date(2024, 4, 30))
"""Over the change of the clocks on 31 March."""


def test_the_means_of_four_weeks_on_each_side_are_compared() -> None:
    found = found_of(ALL)
    assert (found.pairs, found.left_out, found.still_to_come) == (28, 0, 0)
    for change, band in zip(found.changes, (None, *DEFAULT_BANDS), strict=False):
        assert (change.before, change.after) == pytest.approx(plain_means(ALL, band))
        assert change.is_clear


def test_a_base_load_is_that_of_each_day() -> None:
    base = found_of(ALL).changes[-1]
    pairs = plain_pairs(ALL)
    lowest = [[2 * min(ALL[start] for start in day) for day in pair] for pair in pairs]
    assert base.name == "base load"
    assert base.before == pytest.approx(mean(early for early, _ in lowest))
    assert base.after == pytest.approx(mean(late for _, late in lowest))


def test_a_day_with_a_gap_takes_its_pair_out() -> None:
    usage = dict(ALL)
    for gap in (date(2024, 2, 15), date(2024, 4, 2)):  # no two of a pair
        del usage[london_day(gap)[20]]
    found = found_of(usage)
    assert (found.pairs, found.left_out) == (26, 2)
    assert (found.changes[0].before, found.changes[0].after) == pytest.approx(plain_means(usage))
    assert "2 pairs are left out, because a day has missing readings." in cautions(found)


@pytest.mark.extended
def test_weeks_that_are_not_over_are_said() -> None:
    usage = {start: kwh for start, kwh in ALL.items() if start < london_day(date(2024, 3, 24))[0]}
    found = found_of(usage)
    assert (found.pairs, found.still_to_come, found.left_out) == (10, 18, 0)
    assert (found.changes[0].before, found.changes[0].after) == pytest.approx(plain_means(usage))
    assert "18 pairs are still to come." in cautions(found)


@pytest.mark.extended
def test_less_than_a_week_says_nothing() -> None:
    usage = {start: kwh for start, kwh in ALL.items() if start < london_day(date(2024, 3, 20))[0]}
    found = found_of(usage)
    assert (found.pairs, found.changes, rows(found)) == (6, (), ())
    assert cautions(found)[0] == (
        "Too little to compare: only 6 of 28 pairs of days with the same weekday are complete."
    )


@pytest.mark.extended
@pytest.mark.parametrize("seed", [*range(6), *slow(*range(6, 30))])
def test_a_change_is_clear_beyond_twice_its_standard_error(seed: int) -> None:
    usage = home_with_days_that_differ(seed)
    change = found_of(usage).changes[0]
    apart = [
        sum(usage[start] for start in late) - sum(usage[start] for start in early)
        for early, late in plain_pairs(usage)
    ]
    is_beyond = abs(mean(apart)) > 2 * stdev(apart) / len(apart) ** 0.5
    is_same = is_about_the_same(change.form, change.after, change.before)
    assert change.is_clear == (is_beyond and not is_same)
    said = rows(found_of(usage))[0].change
    assert said.endswith(", may be chance") == (not change.is_clear and not is_same)


def home_with_days_that_differ(seed: int) -> dict[int, float]:
    """Days of half to one and a half of the usual use, and up to a third less after the day."""
    chance = Random(seed)
    change = chance.uniform(0.67, 1)
    usage = {}
    for number in range(-28, 29):
        day = FITTED + timedelta(days=number)
        kwh = 0.3 * chance.uniform(0.5, 1.5) * (change if day > FITTED else 1)
        usage |= dict.fromkeys(london_day(day), kwh)
    return usage


def test_the_clocks_and_other_notes_in_these_weeks_are_named() -> None:
    fridge, holiday = Note(date(2024, 4, 9), "new fridge"), Note(date(2024, 4, 11), "away")
    said = cautions(found_of(ALL, Note(FITTED, "heat pump"), fridge, holiday))
    assert "The clocks changed on 31 Mar 2024: it gets dark at a different time." in said
    assert [each for each in said if "noted" in each] == ["Also noted on 9 Apr 2024: new fridge."]


def test_without_readings_there_is_nothing_to_compare() -> None:
    assert found_of({}).still_to_come == 28
