"""What the heat map's cursor says, in words."""

from __future__ import annotations

from datetime import date, time

import pytest

from octoterm.analysis.profile.heat_map import HeatBy, heat_map, row_of
from octoterm.consumption.series import Series
from octoterm.costs.quantities import COST
from octoterm.periods.period import Granularity, Period
from octoterm.ui.views.profile.readout import readout
from tests.support.households import half_hours, london_day
from tests.support.plainly import MIDNIGHT, THREE, of

AUTUMN, SPRING = date(2023, 10, 29), date(2024, 3, 31)


def said(
    meter: Series,
    day: date,
    clock: str,
    by: HeatBy = HeatBy.DAYS,
    kind: Granularity = Granularity.MONTH,
) -> str:
    period = Period.containing(kind, day)
    row = heat_map(meter, period, by)[row_of(day, period, by)]
    hour, minute = map(int, clock.split(":"))
    return readout(meter, by, row, 2 * hour + minute // 30)


def test_a_half_hour_of_a_day_says_date_time_and_kwh() -> None:
    meter = of({start: n / 1000 for n, start in enumerate(london_day(date(2024, 3, 14)))})
    assert said(meter, date(2024, 3, 14), "18:30") == "Thu 14 Mar 2024 18:30  0.037 kWh"


def test_the_hour_that_the_clocks_repeat_says_both() -> None:
    starts = london_day(AUTUMN)
    usage = dict.fromkeys(starts, 0.1) | {starts[4]: 0.5}
    assert said(of(usage), AUTUMN, "01:00") == (
        "Sun 29 Oct 2023 01:00 BST  0.100 kWh · 01:00 GMT  0.500 kWh"
    )
    del usage[starts[4]]
    assert said(of(usage), AUTUMN, "01:00") == (
        "Sun 29 Oct 2023 01:00 BST  0.100 kWh · 01:00 GMT  no reading"
    )


def test_what_is_not_there_says_why() -> None:
    usage = dict.fromkeys(half_hours("2024-03-30T10:00Z", "2024-04-02T10:00+01:00"), 0.1)
    del usage[london_day(date(2024, 4, 1))[3]]
    meter = of(usage)
    assert said(meter, SPRING, "01:30") == "Sun 31 Mar 2024 01:30  skipped by the clocks"
    assert said(meter, date(2024, 4, 1), "01:30") == "Mon 1 Apr 2024 01:30  no reading"
    assert said(meter, date(2024, 3, 30), "09:30").endswith("09:30  before the first reading")
    assert said(meter, date(2024, 4, 2), "10:00").endswith("10:00  after the last reading")


def test_a_half_hour_whose_cost_is_not_known_may_have_been_read() -> None:
    usage = dict.fromkeys(half_hours("2024-03-30T10:00Z", "2024-04-02T10:00+01:00"), 0.1)
    del usage[london_day(date(2024, 4, 1))[3]]
    cost = Series.from_readings([*usage], [*usage.values()], quantity=COST)
    for day, clock in ((30, "09:30"), (1, "01:30"), (2, "10:00")):
        assert said(cost, date(2024, 3 if day == 30 else 4, day), clock).endswith(
            "  no cost known"
        )


@pytest.mark.parametrize(("begins", "date_of_small_hours"), [(MIDNIGHT, "14"), (THREE, "15")])
def test_small_hours_have_the_date_that_the_clock_had(
    begins: time, date_of_small_hours: str
) -> None:
    meter = of(dict.fromkeys(half_hours("2024-03-14T00:00Z", "2024-03-16T00:00Z"), 0.1), begins)
    assert f" {date_of_small_hours} Mar 2024 02:30  0.100" in said(
        meter, date(2024, 3, 14), "02:30"
    )
    assert " 14 Mar 2024 03:00  0.100" in said(meter, date(2024, 3, 14), "03:00")


def test_the_night_that_skips_an_hour_keeps_its_date_where_days_begin_later() -> None:
    meter = of(dict.fromkeys(half_hours("2024-03-29T00:00Z", "2024-04-01T00:00Z"), 0.1), THREE)
    assert (
        said(meter, date(2024, 3, 30), "01:00") == "Sun 31 Mar 2024 01:00  skipped by the clocks"
    )


def test_means_say_of_how_many() -> None:
    usage = dict.fromkeys(half_hours("2024-01-01T00:00Z", "2024-03-31T00:00Z"), 0.1)
    usage |= {london_day(date(2024, 1, 1))[37]: 1.4}
    meter = of(usage)
    kind = Granularity.YEAR
    weekdays = said(meter, date(2024, 1, 1), "18:30", HeatBy.WEEKDAYS, kind)
    assert weekdays == "Mondays 18:30  0.200 kWh, average of 13"
    month = said(meter, date(2024, 2, 1), "18:30", HeatBy.MONTHS, kind)
    assert month == "February 2024 18:30  0.100 kWh, average of 29"
    nothing = said(meter, date(2024, 5, 1), "18:30", HeatBy.MONTHS, kind)
    assert nothing == "May 2024 18:30  none due"
