"""A day against the base load of the days before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from octoterm.analysis.base_load import base_load_change, has_base_load, usual_base_load
from octoterm.analysis.column_lists import exported_columns, printed_columns, shown_columns
from octoterm.analysis.period_figures import period_figures
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.trend.trends import Measure, trend
from octoterm.consumption.quantity import KWH, NET_KWH
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours, london_day
from tests.support.plainly import HOMES, Home, mean, of
from tests.support.simulated import simulated


@pytest.mark.extended
@pytest.mark.parametrize("home", HOMES)
def test_the_line_of_every_day_is_what_plain_arithmetic_says(home: Home) -> None:
    for day, halves in home.days.items():
        week = [each for each in home.complete if each <= day][-7:]
        found = usual_base_load(home.series, day)
        if len(week) < 7:
            assert found is None
            continue
        lows = [min(kwh for kwh in home.days[each].values() if kwh is not None) for each in week]
        assert found is not None
        assert found.rate == pytest.approx(2 * (mean(lows) or 0), abs=1e-12)
        there = [kwh for kwh in halves.values() if kwh is not None]
        if sum(there) > 0:
            explained = (mean(lows) or 0) * len(there) / sum(there)
            assert found.share == pytest.approx(min(1, explained), abs=1e-9)
        else:
            assert found.share is None


@pytest.mark.parametrize("home", HOMES)
def test_its_kwh_a_day_are_the_running_average_of_the_trend(home: Home) -> None:
    for day in trend(home.series, Measure.BASE, (7,)):
        found = usual_base_load(home.series, day.day)
        average = found.a_day if found else None
        assert average == pytest.approx(day.averages[0], abs=1e-9)


def test_the_share_of_a_steady_day_is_all_of_it_and_of_a_peaky_one_less() -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-09T00:00Z"), 0.1)
    for start in london_day(date(2024, 1, 8))[30:40]:
        usage[start] = 1.06
    steady, peaky = (usual_base_load(of(usage), date(2024, 1, day)) for day in (7, 8))
    assert steady is not None
    assert peaky is not None
    assert (steady.rate, steady.a_day, steady.share) == pytest.approx((0.2, 4.8, 1))
    assert peaky.share == pytest.approx(4.8 / 14.4)


def test_a_day_below_the_line_is_explained_altogether_and_by_export_not_at_all() -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-08T00:00Z"), 0.4)
    usage |= dict.fromkeys(london_day(date(2024, 1, 7)), 0.1)
    quiet = usual_base_load(of(usage), date(2024, 1, 7))
    assert quiet is not None
    assert quiet.share == 1
    usage |= {london_day(date(2024, 1, day))[24]: -5.0 for day in range(1, 8)}
    usage[london_day(date(2024, 1, 7))[12]] = 9.0
    sunny = usual_base_load(of(usage), date(2024, 1, 7))
    assert sunny is not None
    assert (sunny.rate, sunny.share) == (-10, 0)


def test_of_an_unfinished_day_the_share_is_that_of_the_hours_there_are() -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-08T06:00Z"), 0.1)
    usage |= dict.fromkeys(half_hours("2024-01-08T00:00Z", "2024-01-08T06:00Z"), 0.4)
    found = usual_base_load(of(usage), date(2024, 1, 8))
    assert found is not None
    assert found.share == pytest.approx(0.25)


def test_an_export_or_nothing_at_all_has_no_share() -> None:
    for kwh in (0.0, -0.5):
        usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-08T00:00Z"), kwh)
        found = usual_base_load(of(usage), date(2024, 1, 7))
        assert found == (2 * kwh, 48 * kwh, None)


def test_a_day_outside_the_readings_has_the_line_of_the_days_before() -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-08T00:00Z"), 0.1)
    later = usual_base_load(of(usage), date(2024, 1, 7) + timedelta(days=30))
    assert later is not None
    assert later.rate == pytest.approx(0.2)
    assert later.share is None
    assert usual_base_load(of(usage), date(2023, 1, 1)) is None


@pytest.mark.parametrize(("there", "is_shown"), [(0, False), (2, False), (23, False), (24, True)])
def test_a_day_with_under_half_its_readings_is_not_set_against_the_base_load(
    there: int, is_shown: bool
) -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-08T00:00Z"), 0.1)
    usage |= dict.fromkeys(london_day(date(2024, 1, 8))[:there], 0.3)
    usage |= dict.fromkeys(london_day(date(2024, 1, 10)), 0.1)
    shown = PeriodReadings(of(usage), Period.containing(Granularity.DAY, date(2024, 1, 8)))
    said = [figure.text for figure in period_figures(shown) if "base load" in figure.text]
    assert len(said) == is_shown
    assert (shown.base_load is not None) == is_shown
    assert (shown.figures.base_rate is not None) == is_shown


# Meters without a base load


def boiler(usual: float, rests_on: int) -> dict[int, float]:
    """Days from 1 January on which heating runs; `rests_on` of them also have an empty hour."""
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-04-10T00:00Z"), usual)
    for number in range(rests_on):
        for start in london_day(date(2024, 1, 1) + timedelta(days=number))[4:6]:
            usage[start] = 0.0
    return usage


@pytest.mark.parametrize(("rests_on", "expected"), [(0, True), (50, True), (51, False)])
def test_where_most_days_fall_to_nothing_there_is_no_base_load(
    rests_on: int, expected: bool
) -> None:
    series = of(boiler(0.3, rests_on))
    assert has_base_load(series) is expected
    for kind in Granularity.DAY, Granularity.MONTH, Granularity.YEAR:
        shown = PeriodReadings(series, Period.containing(kind, date(2024, 4, 9)))
        assert (shown.base_load is not None) is expected
        said = " ".join(figure.text for figure in period_figures(shown))
        assert ("base load" in said.lower()) is expected
        rate = series.quantity.rate_key
        assert (rate in shown_columns(series, kind, compared=False)) is expected
        assert (rate in printed_columns(series, kind, compared=False)) is expected
        assert rate in exported_columns(series.quantity, compared=False)


def test_nothing_is_said_of_how_it_moves() -> None:
    usage = boiler(0.3, 0)
    assert base_load_change(of(usage), date(2024, 4, 9)) is not None
    assert base_load_change(of(boiler(0.3, 60)), date(2024, 4, 9)) is None


@pytest.mark.parametrize(("base", "is_unusual"), [(0.02, False), (0.05, True)])
def test_a_change_of_a_few_watts_is_not_unusual(base: float, is_unusual: bool) -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-04-03T23:00Z"), base)
    usage |= dict.fromkeys(half_hours("2024-04-03T23:00Z", "2024-04-10T23:00Z"), 1.2 * base)
    found = base_load_change(of(usage), date(2024, 4, 10))
    assert found is not None
    assert found.recent / found.average > 1.15
    assert found.is_unusual is is_unusual  # from 10.4 W on, of a kWh a day spread over its hours


def test_without_readings_there_may_be_one() -> None:
    assert has_base_load(of({}))


@pytest.mark.parametrize(("home", "expected"), [("electricity", True), ("gas", False)])
def test_a_household_has_one_of_electricity_not_of_gas(home: str, expected: bool) -> None:
    assert has_base_load(of(simulated(home, date(2023, 1, 1), date(2023, 3, 1)))) is expected


def test_a_net_use_has_none() -> None:
    starts = london_day(date(2024, 4, 10))
    for quantity, has_one in ((KWH, True), (NET_KWH, False)):
        series = Series.from_readings(starts, [0.2] * len(starts), quantity=quantity)
        assert has_base_load(series) == has_one
