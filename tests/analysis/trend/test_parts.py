"""The parts of a trend."""

from __future__ import annotations

from datetime import date

import pytest

from octoterm.analysis.comparison.compared_parts import not_compared
from octoterm.analysis.summary import summary
from octoterm.analysis.table_columns import EMPTY_CELL, columns
from octoterm.analysis.trend.parts import trend_parts
from octoterm.analysis.trend.trends import Measure
from octoterm.consumption.quantity import KWH
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours, london_day
from tests.support.plainly import HOLES, mean, of

FIRST_DAYS = Period.spanning(date(2024, 1, 1), date(2024, 1, 3)).parts(Granularity.DAY)


WHOLE = Period.spanning(min(HOLES.days), max(HOLES.days))


@pytest.mark.parametrize("measure", [Measure.BASE, Measure.PEAK])
def test_base_loads_and_peaks_of_weeks_are_means_of_their_complete_days(measure: Measure) -> None:
    parts = trend_parts(HOLES.series, measure, WHOLE, WHOLE.parts(Granularity.WEEK))
    assert len(parts) > 50
    for part in parts:
        days = [HOLES.days[day] for day in part.period.days() if day in HOLES.complete]
        halves = [[kwh for kwh in day.values() if kwh is not None] for day in days]
        expected = mean([2 * (min if measure is Measure.BASE else max)(each) for each in halves])
        assert part.value == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize("kind", [Granularity.WEEK, Granularity.MONTH])
def test_the_total_of_a_longer_period_is_its_mean_a_day_in_tables(kind: Granularity) -> None:
    text, a_day = KWH.whole.number, columns(HOLES.series, kind)["a_day"].text
    rows = [a_day(not_compared(part)) for part in summary(HOLES.series, kind)]
    parts = trend_parts(HOLES.series, Measure.TOTAL, WHOLE, WHOLE.parts(kind))
    assert [EMPTY_CELL if each.value is None else text(each.value) for each in parts] == rows


def test_of_an_incomplete_day_only_the_total_is_shown() -> None:
    starts = half_hours("2024-01-01T00:00Z", "2024-01-03T00:00Z")
    meter = of(dict.fromkeys([*starts, *london_day(date(2024, 1, 3))[:2]], 0.2))
    january = Period.containing(Granularity.MONTH, date(2024, 1, 1))
    for measure, value in ((Measure.TOTAL, 0.4), (Measure.BASE, None), (Measure.PEAK, None)):
        *_, last = trend_parts(meter, measure, january, FIRST_DAYS)
        assert (last.value, last.readings, last.expected) == (value, 2, 48)
        assert (last.missing, last.is_part_of_day) == (0, True)  # the others are still to come


def test_readings_are_missing_only_between_the_first_and_the_last() -> None:
    starts = half_hours("2024-01-01T12:00Z", "2024-01-03T12:00Z")
    january = Period.containing(Granularity.MONTH, date(2024, 1, 1))
    lost = half_hours("2024-01-02T10:00Z", "2024-01-02T11:00Z")
    meter = of(dict.fromkeys(sorted({*starts} - {*lost}), 0.2))
    parts = trend_parts(meter, Measure.TOTAL, january, FIRST_DAYS)
    assert [(part.missing, part.is_part_of_day) for part in parts] == [
        (0, True),
        (2, False),
        (0, True),
    ]


def test_without_periods_there_are_no_parts() -> None:
    assert trend_parts(of({}), Measure.TOTAL, FIRST_DAYS[0], ()) == ()
