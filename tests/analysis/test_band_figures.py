"""Time bands: which half hours belong to them, and how much was used in them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoterm.analysis.band_figures import band_figures, bands_of_part
from octoterm.analysis.parts import half_hour_part
from octoterm.analysis.period_figures import period_figures
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.cli.printed.summary_table import band_texts
from octoterm.consumption.series import Series
from octoterm.periods.bands import DEFAULT_BANDS, Band, runs_of
from octoterm.periods.calendar import Calendar
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours, london_day

LONDON = ZoneInfo("Europe/London")
NIGHT, EVENING = DEFAULT_BANDS
LATE = Band("late", time(22), time(2))
MARCH = Period.containing(Granularity.MONTH, date(2024, 3, 1))


def clock_of(start: int) -> time:
    return datetime.fromtimestamp(start, LONDON).time()


@pytest.mark.parametrize(
    ("band", "clock", "belongs"),
    [
        (NIGHT, time(0), False),
        (NIGHT, time(0, 30), True),
        (NIGHT, time(5), True),
        (NIGHT, time(5, 30), False),
        (LATE, time(22), True),
        (LATE, time(1, 30), True),
        (LATE, time(2), False),
        (LATE, time(12), False),
        (Band("odd", time(0, 15), time(0, 45)), time(0, 30), True),
        (Band("whole day", time(7), time(7)), time(3), True),
    ],
)
def test_a_half_hour_belongs_to_the_band_in_which_it_starts(
    band: Band, clock: time, belongs: bool
) -> None:
    assert band.has(clock) is belongs
    assert (2 * clock.hour + clock.minute // 30 in band.half_hours) is belongs


@pytest.mark.parametrize(
    ("band", "full_name"),
    [
        (NIGHT, "night 00:30–05:30"),
        (EVENING, "16–19 h"),
        (Band("16-19 h", time(16), time(19)), "16-19 h"),
        (Band("16–19 h", time(17), time(19)), "16–19 h 17:00–19:00"),
        (Band.named_by_hours(time(23, 30), time(5)), "23:30–05:00"),
    ],
)
def test_a_name_that_is_not_made_of_the_hours_is_shown_with_them(
    band: Band, full_name: str
) -> None:
    assert band.full_name == full_name


def test_shares_are_those_of_all_that_was_used() -> None:
    starts = half_hours("2024-03-14T00:00Z", "2024-03-15T00:00Z")
    house = Series.from_readings(
        starts, [2.0 if at in NIGHT.half_hours else 1.0 for at in range(48)]
    )
    night, evening = band_figures(house, MARCH, DEFAULT_BANDS)
    assert (night.total, night.share) == (20.0, 20 / 58)  # ten half hours of 2
    assert (evening.total, evening.share) == (6.0, 6 / 58)


@pytest.mark.parametrize(("day", "hours"), [(date(2023, 10, 29), 12), (date(2024, 3, 31), 8)])
def test_as_the_clocks_change_the_night_has_two_half_hours_more_or_less(
    day: date, hours: int
) -> None:
    starts = london_day(day)
    house = Series.from_readings(starts, [1.0] * len(starts))
    night, _ = band_figures(house, Period.containing(Granularity.DAY, day), DEFAULT_BANDS)
    assert night.total == hours
    (run,) = runs_of(NIGHT, Calendar(), day)
    assert len(run) == hours


def test_without_use_or_with_export_there_is_no_share() -> None:
    starts = half_hours("2024-03-14T00:00Z", "2024-03-15T00:00Z")
    for values in ([0.0] * 48, [-1.0, *[1.0] * 47]):
        house = Series.from_readings(starts, values)
        assert [each.share for each in band_figures(house, MARCH, DEFAULT_BANDS)] == [None, None]


def test_a_half_hour_in_no_band_has_no_share_of_it() -> None:
    starts = half_hours("2024-03-14T00:00Z", "2024-03-15T00:00Z")
    house = Series.from_readings(starts, [0.5] * 48)
    found = bands_of_part(house, half_hour_part(house, starts[33]), DEFAULT_BANDS)
    assert [(each.total, each.share) for each in found] == [(None, None), (0.5, 1.0)]
    assert list(band_texts(found, house.quantity)) == ["–", "0.50 100%"]


clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


@given(
    begin=clocks,
    end=clocks,
    since=st.dates(date(2023, 10, 20), date(2023, 11, 5)),
    days=st.integers(0, 20),
    day_start=st.sampled_from([time(0), time(3)]),
    missing=st.sets(st.integers(0, 900), max_size=200),
)
def test_any_band_over_any_days_is_what_a_loop_over_the_readings_says(
    begin: time, end: time, since: date, days: int, day_start: time, missing: set[int]
) -> None:
    calendar, band = Calendar(day_start), Band("any", begin, end)
    period = Period.spanning(since, since + timedelta(days=days))
    starts = half_hours("2023-10-20T00:00+01:00", "2023-11-08T00:00Z")
    kept = [start for number, start in enumerate(starts) if number not in missing]
    house = Series.from_readings(kept, [number % 7 / 8 for number in range(len(kept))],
                                 calendar=calendar)  # fmt: skip
    inside = [
        (start, value)
        for start, value in zip(kept, house.values, strict=True)
        if calendar.day_of(start) in period
    ]
    (found,) = band_figures(house, period, [band])
    expected = sum(value for start, value in inside if band.has(clock_of(start)))
    there = sum(band.has(clock_of(start)) for start, _ in inside)
    assert found.readings == there
    assert found.total == (pytest.approx(expected) if there else None)
    whole = sum(value for _, value in inside)
    assert found.share == (pytest.approx(expected / whole) if whole and there else None)


def test_a_band_without_readings_is_not_said_to_have_used_nothing() -> None:
    day = date(2024, 3, 14)
    house = Series.from_readings(london_day(day)[:26], [0.25, 0.75, *[0.0] * 23, 1.0])
    readings = PeriodReadings(
        house, Period.containing(Granularity.DAY, day), time_bands=DEFAULT_BANDS
    )
    said = [figure.text for figure in period_figures(readings)]
    assert "Night 00:30–05:30 0.75 kWh (38%)" in said
    assert not any("16" in text for text in said)
    assert list(band_texts(readings.bands, readings.quantity)) == ["0.75 38%", "–"]
