"""Rows to compare, averages."""

from __future__ import annotations

from datetime import date

import pytest

from octoterm.analysis.summary import average_a_day, days_counted, summary
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity
from tests.support.households import half_hours, london_day, utc

MONTHS = Granularity.MONTH


def used(starts: list[int], kwh: float = 0.5) -> Series:
    return Series.from_readings(starts, [kwh] * len(starts))


WINTER = used(half_hours("2024-01-30T06:00Z", "2024-03-02T00:00Z"))


def test_nothing_stored_is_nothing_to_sum_up() -> None:
    assert summary(used([]), MONTHS) == []
    assert days_counted(used([])) is None


def test_every_period_that_the_data_touches_has_a_row_with_the_calendars_own_ends() -> None:
    rows = summary(WINTER, MONTHS)
    assert [row.full_label for row in rows] == ["January 2024", "February 2024", "March 2024"]
    assert [row.figures.start for row in rows] == [
        utc(f"2024-0{month}-01T00:00Z") for month in (1, 2, 3)
    ]
    assert rows[2].figures.end == utc("2024-04-01T00:00+01:00")
    assert [row.figures.readings for row in rows] == [84, 29 * 48, 48]
    assert [row.figures.expected for row in rows] == [31 * 48, 29 * 48, 31 * 48 - 2]


def test_from_and_to_cut_what_is_counted_and_nothing_else() -> None:
    rows = summary(WINTER, MONTHS, date(2024, 2, 10), date(2024, 2, 11))
    assert [row.full_label for row in rows] == ["February 2024"]
    figures = rows[0].figures
    assert (figures.readings, figures.expected, figures.total) == (96, 29 * 48, 48.0)


def test_dates_outside_the_data_add_no_rows() -> None:
    assert len(summary(WINTER, MONTHS, date(2000, 1, 1), date(2099, 1, 1))) == 3
    assert summary(WINTER, MONTHS, date(2024, 3, 2)) == []
    assert summary(WINTER, MONTHS, until=date(2024, 1, 29)) == []


def test_the_days_counted_are_those_of_the_data_between_the_dates() -> None:
    days = days_counted(WINTER, date(2024, 2, 28), date(2030, 1, 1))
    assert days is not None
    assert (days.first, days.last) == (date(2024, 2, 28), date(2024, 3, 1))


def test_a_day_without_readings_in_the_middle_is_a_row_of_zeros() -> None:
    meter = used(london_day(date(2024, 6, 1)) + london_day(date(2024, 6, 3)))
    rows = summary(meter, Granularity.DAY)
    assert [row.full_label for row in rows] == [
        "Sat 1 Jun 2024", "Sun 2 Jun 2024", "Mon 3 Jun 2024"
    ]  # fmt: skip
    assert rows[1].missing
    assert (rows[1].figures.total, rows[1].figures.expected) == (0.0, 48)
    assert rows[1].figures.peak is None
    assert rows[1].figures.base_rate is None


def test_half_hours_go_from_the_first_reading_to_the_last_with_the_missing_ones() -> None:
    starts = half_hours("2024-06-01T10:00Z", "2024-06-01T12:00Z")
    rows = summary(used([starts[0], starts[3]]), Granularity.HALF_HOUR)
    assert [row.figures.start for row in rows] == starts
    assert [row.missing for row in rows] == [False, True, True, False]
    assert rows[0].full_label == "Sat 1 Jun 2024 11:00"


def test_the_half_hours_of_the_repeated_hour_can_be_told_apart() -> None:
    day = date(2024, 10, 27)
    labels = [row.full_label for row in summary(used(london_day(day)), Granularity.HALF_HOUR)]
    assert len(labels) == len(set(labels)) == 50
    assert "Sun 27 Oct 2024 01:30 BST" in labels
    assert "Sun 27 Oct 2024 01:30 GMT" in labels


@pytest.mark.parametrize("granularity", [g for g in Granularity if g is not Granularity.ALL])
def test_rows_of_every_kind_add_up_to_everything(granularity: Granularity) -> None:
    rows = summary(WINTER, granularity)
    assert sum(row.figures.total for row in rows) == pytest.approx(0.5 * len(WINTER))
    assert sum(row.figures.readings for row in rows) == len(WINTER)


def test_the_average_day_of_a_complete_month_is_its_sum_over_its_days() -> None:
    (february,) = summary(used(half_hours("2024-02-01T00:00Z", "2024-03-01T00:00Z")), MONTHS)
    assert average_a_day(february) == pytest.approx(24.0)


def test_the_average_day_of_half_a_month_is_not_halved() -> None:
    (february,) = summary(used(half_hours("2024-02-01T00:00Z", "2024-02-15T00:00Z")), MONTHS)
    assert average_a_day(february) == pytest.approx(24.0)


def test_half_hours_and_empty_periods_have_no_average_day() -> None:
    meter = used(half_hours("2024-06-01T10:00Z", "2024-06-01T11:00Z"))
    assert average_a_day(summary(meter, Granularity.HALF_HOUR)[0]) is None
    gap = used(london_day(date(2024, 6, 1)) + london_day(date(2024, 6, 3)))
    assert average_a_day(summary(gap, Granularity.DAY)[1]) is None
