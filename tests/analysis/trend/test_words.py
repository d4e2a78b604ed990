"""Where an average stands and what its records are, in words."""

from __future__ import annotations

from datetime import date

import pytest

from octoterm.analysis.trend.trends import Measure, TrendDay
from octoterm.analysis.trend.words import trend_records, trend_sentence
from octoterm.consumption.quantity import KWH
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours, london_day
from tests.support.plainly import of

DAY = date(2024, 4, 10)


def said(measure: Measure, *averages: float | None) -> tuple[str, ...]:
    return trend_sentence(TrendDay(DAY, 1.0, 48, True, averages), measure, (7, 30, 90), KWH)


@pytest.mark.parametrize(
    ("measure", "averages", "sentence"),
    [
        (Measure.BASE, (0.1634, 0.15, 0.1337),
         "7-day base load 163 W, 29 W above its 90-day average"),
        (Measure.BASE, (0.1, 0.15, None),
         "7-day base load 100 W, 50 W below its 30-day average"),
        (Measure.BASE, (0.1, 0.1, 0.1),
         "7-day base load 100 W, about the same as its 90-day average"),
        (Measure.BASE, (0.1, None, None), "7-day base load 100 W"),
        (Measure.BASE, (None, None, None), ""),
        (Measure.TOTAL, (10.0, 9.0, 8.0),
         "10.00 kWh a day over the last 7 days, 2.00 kWh above its 90-day average"),
        (Measure.PEAK, (1.5, 1.0, 1.0),
         "Daily peak 1.50 kW over the last 7 days, 0.50 kW above its 90-day average"),
    ],
)  # fmt: skip
def test_the_shortest_average_is_set_against_the_longest(
    measure: Measure, averages: tuple[float | None, ...], sentence: str
) -> None:
    assert "".join(said(measure, *averages)[:1]) == sentence
    assert len(sentence) <= 78


def test_a_sentence_about_an_average_has_shorter_versions() -> None:
    assert said(Measure.BASE, 0.1, 0.1, 0.1)[1:] == (
        "7-day base load 100 W, about average",
        "7-day base load 100 W",
    )
    assert said(Measure.TOTAL, 10.04, 8.42, 8.32)[1:] == (
        "10.04 kWh a day over the last 7 days, 1.72 kWh above average",
        "7-day average 1.72 kWh above its 90-day average",
        "7-day average 1.72 kWh above average",
        "10.04 kWh a day over the last 7 days",
    )


def test_each_measure_has_its_own_records() -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-06T00:00Z"), 0.1)
    third = london_day(date(2024, 1, 3))
    usage |= dict.fromkeys(third[20:29], 1.25)
    usage |= dict.fromkeys(london_day(date(2024, 1, 4)), 0.05)
    meter = of(usage)
    assert meter.whole is not None
    assert trend_records(meter, meter.whole, Measure.TOTAL) == (
        "Highest 15.15 kWh on Wed 3 Jan 2024",
        "Lowest 2.40 kWh on Thu 4 Jan 2024",
    )
    assert trend_records(meter, meter.whole, Measure.BASE) == (
        "Highest 200 W on Mon 1 Jan 2024",
        "Lowest 100 W on Thu 4 Jan 2024",
    )
    assert trend_records(meter, meter.whole, Measure.PEAK) == (
        "Highest 2.50 kW on Wed 3 Jan 2024 at 10:00",
        "Lowest 0.10 kW on Thu 4 Jan 2024 at 00:00",
        "Longest above usual peak: 4.5 hours on Wed 3 Jan 2024",
    )


def test_a_day_is_shown_with_the_records_of_all_readings_named_as_such() -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-10T00:00Z"), 0.1)
    meter = of(usage | dict.fromkeys(london_day(date(2024, 1, 3)), 0.2))
    day = Period.containing(Granularity.DAY, date(2024, 1, 5))
    assert trend_records(meter, day, Measure.TOTAL) == (
        "Highest of all 9.60 kWh on Wed 3 Jan 2024",
        "Lowest of all 4.80 kWh on Mon 1 Jan 2024",
    )
    assert trend_records(meter, day, Measure.BASE)[0] == "Highest of all 400 W on Wed 3 Jan 2024"


def test_zero_is_no_record() -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-01-06T00:00Z"), 0.0)
    third = london_day(date(2024, 1, 3))
    meter = of(usage | dict.fromkeys(third[20:22], 0.5))
    assert meter.whole is not None
    assert trend_records(meter, meter.whole, Measure.TOTAL) == (
        "Highest 1.00 kWh on Wed 3 Jan 2024",
    )
    assert trend_records(meter, meter.whole, Measure.BASE) == ()
    assert trend_records(meter, meter.whole, Measure.PEAK) == (
        "Highest 1.00 kW on Wed 3 Jan 2024 at 10:00",
    )
    assert trend_records(of(usage), meter.whole, Measure.TOTAL) == ()
