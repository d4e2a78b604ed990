"""Every view of next to nothing: no readings, one, a day, only zeros, export, half a day."""

from __future__ import annotations

from datetime import date, time
from itertools import product

import pytest

from octoterm.analysis.base_load import usual_base_load
from octoterm.analysis.comparison.compared_parts import compare_each, compared_parts
from octoterm.analysis.comparison.comparison import compare
from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.coverage import coverage, months
from octoterm.analysis.profile.average_day import load_profile
from octoterm.analysis.profile.heat_map import HeatBy, heat_map
from octoterm.analysis.trend.trends import Measure, trend
from octoterm.analysis.unusual_days import later_unusual_day, records, unusual_days
from octoterm.periods.period import Granularity, Period
from octoterm.session.position import Position
from tests.support.households import half_hours, london_day
from tests.support.plainly import MIDNIGHT, THREE, of
from tests.support.slow import one_in

DAY = date(2024, 3, 31)
STARTS = london_day(DAY)
LITTLE = {
    "no readings": {},
    "one reading": {STARTS[9]: 0.5},
    "one day": dict.fromkeys(STARTS, 0.5),
    "only zeros": dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-04-05T00:00Z"), 0.0),
    "only export": dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-04-05T00:00Z"), -0.25),
    "an incomplete day": dict.fromkeys(STARTS[:20], 0.5),
}


@pytest.mark.extended
@pytest.mark.parametrize(("little", "day_start"), one_in(3, product(LITTLE, [MIDNIGHT, THREE])))
def test_every_view_says_something_sensible(little: str, day_start: time) -> None:
    usage = LITTLE[little]
    meter = of(usage, day_start)
    readings = len(usage)
    assert sum(row.readings for row in load_profile(meter)) == readings
    assert coverage(meter).readings == readings
    assert (coverage(meter).gaps, unusual_days(meter)) == ((), ())
    assert sum(day.readings for month in months(meter) for day in month.days) == readings
    assert later_unusual_day(meter, DAY) is None
    enough = any(day.has_enough for day in meter.days)
    assert (records(meter).highest_half_hour is not None) == enough
    assert records(meter).longest_stretch is None
    for measure in Measure:
        days = trend(meter, measure, (1, 7))
        assert [day.complete for day in days] == [day.complete for day in meter.days]
        assert all((day.averages[0] is None) <= (not day.complete) for day in days)
    for kind in Granularity:
        if kind is Granularity.HALF_HOUR:
            continue
        period = Position(kind, DAY).period(meter)
        for by in HeatBy:
            cells = [cell for row in heat_map(meter, period, by) for cell in row.cells]
            assert sum(cell.readings for cell in cells) == meter.figures(period).readings
        for against in Reference:
            found = compare(meter, period, against)
            assert (found is None) == (kind is Granularity.ALL)
            parts = compared_parts(meter, period, against)
            rows = list(compare_each(meter, [beside.part for beside in parts], against))
            assert len(parts) == len(rows)


def test_of_half_a_day_there_is_a_base_line_only_of_the_days_before() -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-08T06:00Z"), 0.1)
    assert usual_base_load(of(usage), date(2024, 1, 8)) is not None
    for little in LITTLE.values():
        assert (usual_base_load(of(little), DAY) is None) == (len(little) < 7 * 48)


def test_zeros_are_averages_of_zero_and_export_of_less() -> None:
    for name, kwh in (("only zeros", 0.0), ("only export", -12.0)):
        in_winter = trend(of(LITTLE[name]), Measure.TOTAL, (7, 30))[40]
        assert in_winter.averages == (kwh, kwh)


def test_a_change_of_export_is_told_in_kwh_alone() -> None:
    meter = of(LITTLE["only export"])
    found = compare(meter, Period.containing(Granularity.WEEK, DAY), Reference.PREVIOUS)
    assert found is not None
    assert found.change_percent is None
    assert found.words == "0.50 kWh more than 18–24 Mar 2024"
