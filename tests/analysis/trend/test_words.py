"""Where an average stands and what its records are, in words."""

from __future__ import annotations

from datetime import date

import pytest

from octoterm.analysis.trend.trends import Measure, TrendDay
from octoterm.analysis.trend.words import trend_records, trend_sentence
from octoterm.consumption.quantity import KWH
from tests.support.households import half_hours, london_day
from tests.support.plainly import of

DAY = date(2024, 4, 10)


def said(measure: Measure, *averages: float | None) -> str:
    return trend_sentence(TrendDay(DAY, 1.0, 48, True, averages), measure, (7, 30, 90), KWH)


@pytest.mark.parametrize(
    ("measure", "averages", "sentence"),
    [
        (Measure.BASE, (0.163, 0.15, 0.135), "Base load 163 W, 28 W above its 90-day average"),
        (Measure.BASE, (0.1, 0.15, None), "Base load 100 W, 50 W below its 30-day average"),
        (Measure.BASE, (0.1, 0.1, 0.1), "Base load 100 W, about the same as its 90-day average"),
        (Measure.BASE, (0.1, None, None), "Base load 100 W"),
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
    assert said(measure, *averages) == sentence
    assert len(sentence) <= 78


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
        "Longest above usual peak (0.20 kW): 4.5 hours from 10:00 on Wed 3 Jan 2024",
    )
