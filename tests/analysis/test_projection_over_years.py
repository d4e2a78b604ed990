"""What was projected in every month of real and simulated years, and what it came to."""

from __future__ import annotations

import statistics
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import pytest

from octoterm.analysis.projection import projection
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity
from tests.support.households import london_day
from tests.support.plainly import REAL, Home, of
from tests.support.simulated import simulated
from tests.support.slow import slow, slow_rows

TENTH = 10
FEW, ALL = (7, 10, 14, 19, 24, 27), tuple(range(7, 31))
"""Days into a month on which it is projected."""


class Outcome(NamedTuple):
    """One projection, and what the month came to."""

    days: int
    """Days of the month that had been read."""
    inside: bool
    error: float
    """As a share of what it came to."""


def usage_of(home: str) -> Mapping[int, float]:
    kind, _, simulation = home.partition(" ")
    if simulation:
        return simulated(kind, date(2022, 1, 1), date(2023, 12, 31))
    return Home(home).usage


@cache
def outcomes(home: str, asked: tuple[int, ...]) -> list[Outcome]:
    """The projections of every month with 60 days before it and all days after."""
    return list(_outcomes(usage_of(home), asked))


def _outcomes(usage: Mapping[int, float], asked: tuple[int, ...]) -> Iterator[Outcome]:
    whole = of(usage)
    assert whole.whole is not None
    starts = sorted(usage)
    values = [usage[start] for start in starts]
    for month in whole.whole.parts(Granularity.MONTH):
        if month.last >= whole.whole.last and not whole.is_complete(month.last):
            continue
        truth = whole.figures(month).total
        for days in asked:
            if days >= month.length:
                continue
            end = bisect_left(starts, london_day(month.first + timedelta(days=days))[0])
            known = Series.from_readings(starts[:end], values[:end], before=whole)
            if found := projection(known, month):
                inside = found.low <= truth <= found.high
                yield Outcome(days, inside, abs(found.expected - truth) / truth)


def share_inside(home: str, asked: tuple[int, ...]) -> float:
    return statistics.fmean(each.inside for each in outcomes(home, asked))


def errors(days: int, *homes: str) -> list[float]:
    return [each.error for home in homes for each in outcomes(home, FEW) if each.days == days]


HOMES = [
    "electricity simulated",
    *slow("gas simulated"),
    pytest.param("electricity", marks=REAL),
    pytest.param("gas-m3", marks=(REAL, pytest.mark.slow)),
]


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.slow
def test_four_out_of_five_months_end_within_the_range(home: str) -> None:
    assert len(outcomes(home, FEW)) >= 50
    assert 0.7 <= share_inside(home, FEW) <= 0.9


@pytest.mark.slow
@pytest.mark.parametrize("home", HOMES)
def test_they_do_on_whatever_day_it_is(home: str) -> None:
    assert 0.7 <= share_inside(home, ALL) <= 0.9


@pytest.mark.extended
@pytest.mark.parametrize(
    ("home", "most"),
    [
        ("electricity simulated", 0.02),
        *slow_rows(("gas simulated", 0.08)),
        pytest.param("electricity", 0.06, marks=REAL),
        # Heating in a first year comes as a surprise.
        pytest.param("gas-m3", 0.12, marks=(REAL, pytest.mark.slow)),
    ],
)
def test_by_the_tenth_day_half_of_the_months_are_close(home: str, most: float) -> None:
    assert statistics.median(errors(TENTH, home)) <= most


@pytest.mark.extended
def test_the_error_shrinks_as_the_month_goes_on() -> None:
    middle = [statistics.median(errors(days, "electricity simulated")) for days in (10, 19, 27)]
    assert middle == sorted(middle, reverse=True)


@pytest.mark.extended
@pytest.mark.parametrize(
    "home",
    ["electricity simulated", pytest.param("electricity", marks=REAL)],
)
def test_the_usual_weekdays_are_better_than_the_pace_so_far(home: str) -> None:
    """What a person would reckon in the head: ten days, times three."""
    usage, whole = usage_of(home), of(usage_of(home))
    assert whole.whole is not None
    paces = []
    for month in whole.whole.parts(Granularity.MONTH)[2:]:
        if month.last < whole.whole.last or whole.is_complete(month.last):
            read = [
                start
                for day in range(TENTH)
                for start in london_day(month.first + timedelta(days=day))
            ]
            so_far = sum(usage.get(start, 0.0) for start in read)
            truth = whole.figures(month).total
            paces.append(abs(so_far * month.length / TENTH - truth) / truth)
    assert statistics.fmean(errors(TENTH, home)) < statistics.fmean(paces)
