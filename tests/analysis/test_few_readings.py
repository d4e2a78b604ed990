"""Of fewer readings than half a day's only their total is told, on screen and elsewhere."""

from __future__ import annotations

from datetime import date

import pytest

from octoterm.analysis.comparison.compared_parts import not_compared
from octoterm.analysis.period_figures import period_figures
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.analysis.profile.average_day import load_profile
from octoterm.analysis.profile.words import profile_sentence
from octoterm.analysis.summary import average_a_day
from octoterm.analysis.table_columns import columns, record
from octoterm.analysis.trend.trends import Measure, trend
from octoterm.export.rows import WithBands
from octoterm.periods.bands import DEFAULT_BANDS
from octoterm.periods.period import Granularity, Period
from tests.support.households import london_day
from tests.support.plainly import of

DAY = date(2024, 3, 14)


@pytest.mark.parametrize("kind", [Granularity.DAY, Granularity.MONTH])
@pytest.mark.parametrize(("there", "is_enough"), [(2, False), (23, False), (24, True)])
def test_no_peak_no_share_and_no_mean_are_told_of_too_few_readings(
    kind: Granularity, there: int, is_enough: bool
) -> None:
    starts = london_day(DAY)[:there]
    series = of({start: 0.2 if start % 3600 else 0.4 for start in starts})
    readings = PeriodReadings(series, Period.containing(kind, DAY), time_bands=DEFAULT_BANDS)
    part = readings.whole
    row = record(list(columns(series, kind).values()), not_compared(part))
    assert row["kwh"] == pytest.approx(part.figures.total) != 0
    texts = columns(series, kind)
    for key in ("peak_kwh", "peak_start"):
        assert (row[key] is not None) is is_enough
    assert (texts["peak_kwh"].text(not_compared(part)) != "–") is is_enough
    assert (average_a_day(part) is not None) is is_enough
    night, _ = WithBands(DEFAULT_BANDS, None, None, as_list=True).record(series, part)["bands"]
    assert (night["share"] is not None) is is_enough
    said = " ".join(figure.text for figure in period_figures(readings))
    assert ("Peak" in said) is ("Night" in said) is bool(readings.bands) is is_enough
    assert bool(profile_sentence(load_profile(series), series.quantity)) is is_enough


def test_a_day_of_too_few_readings_has_a_total_in_the_trend_and_no_peak() -> None:
    series = of(dict.fromkeys(london_day(DAY)[:23], 0.2))
    for measure in Measure:
        (day,) = trend(series, measure, ())
        assert (day.value is not None) is (measure is Measure.TOTAL)


def test_a_half_hour_is_enough_for_itself() -> None:
    series = of({london_day(DAY)[20]: 0.2})
    assert series.half_hour_figures(london_day(DAY)[20]).has_enough
    assert not series.half_hour_figures(london_day(DAY)[21]).has_enough


def test_a_peak_of_zero_has_no_time_and_a_lowest_day_of_zero_is_not_told() -> None:
    days = [london_day(date(2024, 3, day)) for day in (13, 14, 15)]
    usage = {start: 0.0 for day in days for start in day}
    day = PeriodReadings(of(usage), Period.containing(Granularity.DAY, DAY))
    texts = columns(day.series, Granularity.DAY)
    row = not_compared(day.whole)
    assert (texts["peak_kwh"].text(row), texts["peak_start"].text(row)) == ("0.00", "")
    assert "Peak 0.00 kW" in [figure.text for figure in period_figures(day)]
    week = PeriodReadings(of(usage), Period.containing(Granularity.WEEK, DAY))
    assert not any("est day" in figure.text for figure in period_figures(week))
    some = PeriodReadings(of(usage | {days[1][20]: 0.5}), week.period)
    told = [figure.text for figure in period_figures(some) if "est day" in figure.text]
    assert told == ["Highest day 0.50 kWh on Thu 14"]
