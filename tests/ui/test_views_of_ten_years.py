"""Every view of ten years within a frame's time, by the speed of the machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from time import perf_counter

import pytest

from octoterm.analysis.base_load import usual_base_load
from octoterm.analysis.comparison.compared_parts import compared_parts
from octoterm.analysis.comparison.comparison import compare
from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.coverage import coverage, months
from octoterm.analysis.profile.average_day import load_profile
from octoterm.analysis.profile.heat_map import choices, heat_map
from octoterm.analysis.profile.seasons import Season
from octoterm.analysis.projection import projection
from octoterm.analysis.records import record_entries
from octoterm.analysis.sentences import sentences
from octoterm.analysis.trend.parts import trend_parts
from octoterm.analysis.trend.trends import Measure, trend
from octoterm.analysis.unusual_days import (
    earlier_unusual_day,
    later_unusual_day,
    records,
    unusual_days,
)
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from octoterm.ui.views.trends.periods import shown_periods
from tests.support.households import half_hours
from tests.support.plainly import of

A_FRAME = 5
"""Times as long as Python takes to add up the values one by one: where that takes 3 ms, a frame of
a 60th of a second."""
TRIES = 5
DAY = date(2024, 12, 30)
ALL = Period.spanning(DAY, DAY)


@pytest.fixture(scope="module")
def ten_years() -> Series:
    chance = Random(10)
    starts = half_hours("2015-01-01T00:00Z", "2024-12-31T15:00Z")
    usage = {start: chance.randrange(2000) / 1000 for start in starts}
    for start in chance.sample(starts, 1000):
        del usage[start]
    return of(usage)


def compared(meter: Series) -> None:
    for kind in (Granularity.DAY, Granularity.WEEK, Granularity.MONTH, Granularity.YEAR):
        for against in Reference:
            compare(meter, Period.containing(kind, DAY), against)
    compared_parts(
        meter, Period.containing(Granularity.YEAR, DAY), Reference.YEAR, Granularity.WEEK
    )


def projected(meter: Series) -> None:
    for kind in (Granularity.MONTH, Granularity.YEAR):
        assert projection(meter, Period.containing(kind, DAY)) is not None


def told(meter: Series) -> None:
    for kind in (Granularity.DAY, Granularity.WEEK, Granularity.MONTH, Granularity.YEAR):
        list(sentences(meter, Period.containing(kind, DAY), None))


VIEWS: dict[str, Callable[[Series], object]] = {
    **{
        f"trend of {measure.value}": lambda meter, of=measure: trend(meter, of, (7, 30, 90))
        for measure in Measure
    },
    "parts of a trend": lambda meter: trend_parts(
        meter, Measure.BASE, ALL, shown_periods(ALL, meter.whole or ALL, 144)
    ),
    "profile": load_profile,
    "profile of a season": lambda meter: load_profile(meter, season=Season.WINTER),
    **{
        f"heat map by {by.value}": lambda meter, by=by: heat_map(meter, meter.whole or ALL, by)
        for by in choices(ALL)
    },
    "comparison": compared,
    "records": records,
    "unusual_days": unusual_days,
    "later unusual day": lambda meter: later_unusual_day(meter, date(2015, 1, 1)),
    "list of records": record_entries,
    "earlier unusual day": lambda meter: earlier_unusual_day(meter, date.max),
    "projections": projected,
    "sentences": told,
    "coverage": coverage,
    "gaps in words": lambda meter: coverage(meter).words,
    "calendar": months,
    "base line": lambda meter: usual_base_load(meter, DAY),
}


def add_up(meter: Series) -> float:
    total = 0.0
    for value in meter.values:
        total += value
    return total


def seconds(work: Callable[[Series], object], meter: Series) -> float:
    begun = perf_counter()
    work(meter)
    return perf_counter() - begun


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_of_ten_years_is_made_within_a_frame(ten_years: Series, view: str) -> None:
    assert len(ten_years.clock_grid) == len(ten_years.days)
    made, added = zip(
        *((seconds(VIEWS[view], ten_years), seconds(add_up, ten_years)) for _ in range(TRIES)),
        strict=True,
    )
    assert min(made) < A_FRAME * min(added)
