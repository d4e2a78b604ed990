"""The readings of a meter point are those of all its meters; a net use is the difference."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from octoterm.household.meter import UNIT_CUBIC_METRES, DatedValue, Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import INSTANT
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import finish
from octoterm.session.meter_series import series_of
from tests.support.dashboards import meter

HALF_HOUR = 1800
OLD, NEW = (meter(Path("/x"), name) for name in ("Old", "New"))
SOLAR = meter(Path("/x"), "Solar", mpan="2000000000025")


def holding(values: Mapping[int, float]) -> Contents:
    """The contents of a file with a value for each half hour, counted from some midnight."""
    starts = array(INSTANT, [1_709_251_200 + n * HALF_HOUR for n in values])
    return Contents(starts, array("d", values.values()))


def shown(point: MeterPoint, **files: Mapping[int, float]) -> dict[int, float]:
    """What is shown of the point, with these files of its meters."""
    contents = {each: holding(files[each.name]) for each in point.all_meters if each.name in files}
    series = finish(series_of(contents, point, Calendar()))
    return {
        (start - 1_709_251_200) // HALF_HOUR: value
        for start, value in zip(series.starts, series.values, strict=True)
    }


EXCHANGED = MeterPoint.of(NEW)._replace(meters=(OLD, NEW))
NET = MeterPoint.of(NEW)._replace(name="Net", subtracted=(SOLAR,))


def test_a_meter_that_was_exchanged_is_continued_by_the_next() -> None:
    assert shown(EXCHANGED, Old={0: 1.0, 1: 2.0}, New={2: 3.0}) == {0: 1.0, 1: 2.0, 2: 3.0}


def test_where_both_report_a_half_hour_the_later_one_counts_and_never_the_sum() -> None:
    assert shown(EXCHANGED, Old={0: 1.0, 1: 2.0}, New={1: 5.0, 2: 3.0}) == {0: 1, 1: 5, 2: 3}


@pytest.mark.parametrize("files", [{"Old": {0: 1.0}}, {"New": {0: 1.0}}])
def test_one_may_have_none(files: Mapping[str, Mapping[int, float]]) -> None:
    assert shown(EXCHANGED, **files) == {0: 1.0}


def test_a_meter_point_without_meters_has_no_readings() -> None:
    assert shown(EXCHANGED._replace(meters=())) == {}


def test_a_net_use_is_missing_where_either_is_and_may_be_negative() -> None:
    assert shown(NET, New={0: 1.0, 1: 0.25, 2: 1.0}, Solar={1: 0.5, 2: 0.25, 3: 9.0}) == {
        1: -0.25,
        2: 0.75,
    }
    assert shown(NET, New={0: 1.0}) == {}


def test_a_net_use_is_of_all_meter_points_and_not_only_of_the_first() -> None:
    heating = NEW._replace(name="Heating", mpan="2000000000033")
    net = NET._replace(meters=(OLD, NEW, heating))
    files = {"Old": {0: 1.0}, "New": {1: 2.0, 2: 2.0}, "Solar": {0: 0.5, 1: 0.5, 2: 0.5}}
    assert shown(net, **files, Heating={0: 4.0, 1: 8.0}) == {0: 4.5, 1: 9.5}
    assert shown(net, **files) == {0: 0.5, 1: 1.5, 2: 1.5}  # it is not smart


def test_cubic_metres_become_kwh_once() -> None:
    gas = tuple(each._replace(unit=UNIT_CUBIC_METRES) for each in (OLD, NEW))
    point = EXCHANGED._replace(meters=gas)
    contents: dict[Meter, Contents] = {gas[0]: holding({0: 1.0}), gas[1]: holding({1: 1.0})}
    series = finish(series_of(contents, point, Calendar()))
    assert list(series.values) == pytest.approx([1.02264 * 39.5 / 3.6] * 2)


def test_gas_by_dated_calorific_values_is_what_a_bill_makes_of_it() -> None:
    second, fourth = (1_709_251_200 + n * HALF_HOUR for n in (1, 3))
    dated = (DatedValue(second, 38.7), DatedValue(fourth, 40))
    heating = NEW._replace(unit=UNIT_CUBIC_METRES, calorific_values=dated)
    found = shown(MeterPoint.of(heating), New={n: 0.1 + n for n in range(5)})
    values = map(Fraction, ("38.7", "38.7", "38.7", "40", "40"))
    a_cubic_metre = [Fraction("1.02264") * value / Fraction("3.6") for value in values]
    kwh = {n: float((Fraction("0.1") + n) * each) for n, each in enumerate(a_cubic_metre)}
    assert found == pytest.approx(kwh, rel=1e-15)


def test_a_single_calorific_value_gives_the_same_numbers_as_ever() -> None:
    values = {n: 0.137 * n for n in range(50)}
    for dated in ((), (DatedValue(1_709_300_000, 38.7),)):
        heating = NEW._replace(
            unit=UNIT_CUBIC_METRES, calorific_value=38.7, calorific_values=dated
        )
        found = shown(MeterPoint.of(heating), New=values)
        assert found == {n: value * (1.02264 * 38.7 / 3.6) for n, value in values.items()}
