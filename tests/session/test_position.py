"""Moving through the readings, without a screen."""

from __future__ import annotations

from datetime import date

import pytest

from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from octoterm.session.position import Position
from tests.support.households import half_hours

DAY, WEEK, MONTH, YEAR, ALL = (
    Granularity.DAY,
    Granularity.WEEK,
    Granularity.MONTH,
    Granularity.YEAR,
    Granularity.ALL,
)


def household(since: str, until: str) -> Series:
    starts = half_hours(since, until)
    return Series.from_readings(starts, [0.25] * len(starts))


TWO_YEARS = household("2023-02-10T00:00Z", "2025-01-20T01:00Z")


def test_it_opens_on_the_latest_complete_day_although_a_later_one_has_two_readings() -> None:
    assert Position.opening(TWO_YEARS) == Position(DAY, date(2025, 1, 19))


def test_without_readings_there_is_nowhere_to_be() -> None:
    assert Position.opening(Series.from_readings([], [])) is None


def test_when_no_day_of_the_last_week_is_complete_it_opens_on_the_last_with_readings() -> None:
    starts = half_hours("2024-03-01T00:00Z", "2024-03-20T00:00Z")
    holey = [s for s in starts if s < starts[48 * 10] or (s // 1800) % 48 != 7]
    assert Position.opening(Series.from_readings(holey, [1.0] * len(holey))) == Position(
        DAY, date(2024, 3, 19)
    )


@pytest.mark.parametrize(
    ("kind", "here", "after_a_step", "after_a_leap"),
    [
        (DAY, date(2024, 3, 14), date(2024, 3, 15), date(2024, 3, 21)),
        (WEEK, date(2024, 3, 14), date(2024, 3, 21), date(2024, 4, 11)),
        (MONTH, date(2024, 1, 31), date(2024, 2, 29), date(2025, 1, 1)),
        (YEAR, date(2024, 2, 29), date(2025, 1, 20), date(2025, 1, 1)),
    ],
)
def test_steps_and_leaps_lead_to_the_next_period(
    kind: Granularity, here: date, after_a_step: date, after_a_leap: date
) -> None:
    position = Position(kind, here)
    assert after_a_step in position.moved(1, TWO_YEARS).period(TWO_YEARS)
    assert after_a_leap in position.leapt(1, TWO_YEARS).period(TWO_YEARS)


def test_steps_end_with_the_readings() -> None:
    first = Position(MONTH, date(2024, 6, 15)).at_first(TWO_YEARS)
    last = Position(MONTH, date(2024, 6, 15)).at_last(TWO_YEARS)
    assert first.period(TWO_YEARS).label == "February 2023"
    assert first.moved(-1, TWO_YEARS) == first
    assert last.period(TWO_YEARS).label == "January 2025"
    assert last.moved(1, TWO_YEARS) == last


def test_the_days_after_the_latest_complete_one_can_be_reached() -> None:
    opening = Position.opening(TWO_YEARS)
    assert opening is not None
    assert opening.moved(1, TWO_YEARS).day == date(2025, 1, 20)
    assert opening.at_last(TWO_YEARS).day == date(2025, 1, 20)
    assert opening.at_last(TWO_YEARS).at_latest(TWO_YEARS).day == date(2025, 1, 19)


def test_a_leap_beyond_the_end_goes_to_the_end() -> None:
    position = Position(DAY, date(2025, 1, 17))
    assert position.leapt(1, TWO_YEARS).day == date(2025, 1, 20)
    assert Position(DAY, date(2023, 2, 12)).leapt(-1, TWO_YEARS).day == date(2023, 2, 10)


def test_another_kind_of_period_keeps_the_day_in_view() -> None:
    position = Position(DAY, date(2024, 3, 14)).showing(YEAR).showing(MONTH)
    assert position.period(TWO_YEARS).label == "March 2024"
    assert position.showing(DAY).day == date(2024, 3, 14)


def test_moving_by_months_and_back_returns_to_the_same_weekday_of_a_week() -> None:
    position = Position(WEEK, date(2024, 3, 14))
    assert position.moved(3, TWO_YEARS).moved(-3, TWO_YEARS) == position


def test_everything_neither_steps_nor_leaps() -> None:
    position = Position(ALL, date(2024, 3, 14))
    assert position.moved(1, TWO_YEARS) == position == position.leapt(-1, TWO_YEARS)
    assert position.period(TWO_YEARS).label == "All readings"


def test_into_a_part_and_back_out_the_same_way() -> None:
    year = Position(YEAR, date(2024, 6, 1))
    march = year.entering(year.period(TWO_YEARS).parts()[2])
    day = march.entering(march.period(TWO_YEARS).parts()[13])
    assert march.period(TWO_YEARS).label == "March 2024"
    assert day.day == date(2024, 3, 14)
    assert day.leaving().granularity is MONTH
    assert day.leaving().leaving().period(TWO_YEARS).label == "2024"
    assert day.leaving().leaving().entered_from == ()


def test_a_day_entered_from_a_day_leads_back_to_what_that_was_entered_from() -> None:
    day = Position(DAY, date(2024, 3, 14), (WEEK,))
    other = day.entering(Period.containing(DAY, date(2023, 5, 1)))
    assert other == Position(DAY, date(2023, 5, 1), (WEEK,))
    assert other.leaving() == Position(WEEK, date(2023, 5, 1))


def test_entering_the_part_that_holds_the_day_keeps_the_day() -> None:
    month = Position(MONTH, date(2024, 3, 14))
    year = month.leaving()
    assert year.entering(year.period(TWO_YEARS).parts()[2]).day == date(2024, 3, 14)


def test_without_a_way_back_out_leads_to_the_larger_period() -> None:
    kinds = []
    position = Position(DAY, date(2024, 3, 14))
    for _ in range(4):
        position = position.leaving()
        kinds.append(position.granularity)
    assert kinds == [MONTH, YEAR, ALL, ALL]


def test_a_picked_date_stays_in_the_kind_of_period_looked_at() -> None:
    assert Position(MONTH, date(2024, 6, 1)).at_day(date(2024, 3, 14), TWO_YEARS) == Position(
        MONTH, date(2024, 3, 14)
    )
    assert Position(ALL, date(2024, 6, 1)).at_day(date(2024, 3, 14), TWO_YEARS) == Position(
        DAY, date(2024, 3, 14)
    )
    assert Position(DAY, date(2024, 6, 1)).at_day(date(1999, 1, 1), TWO_YEARS).day == date(
        2023, 2, 10
    )


TWO_WEEKS = household("2024-03-04T00:00Z", "2024-03-17T12:00Z")


@pytest.mark.parametrize(
    ("kind", "asked", "there"),
    [
        (DAY, date(2024, 3, 10), date(2024, 3, 10)),
        (DAY, date(2024, 3, 17), date(2024, 3, 17)),
        (DAY, date(2024, 3, 3), date(2024, 3, 4)),
        (DAY, date(2023, 1, 1), date(2024, 3, 4)),
        (DAY, date(2024, 3, 18), date(2024, 3, 16)),
        (DAY, date(2026, 1, 1), date(2024, 3, 16)),
        (WEEK, date(2024, 3, 25), date(2024, 3, 16)),
        (MONTH, date(2024, 3, 31), date(2024, 3, 17)),
        (MONTH, date(2024, 4, 1), date(2024, 3, 16)),
        (YEAR, date(2023, 7, 1), date(2024, 3, 4)),
        (ALL, date(2026, 1, 1), date(2024, 3, 17)),
    ],
)
def test_another_meter_shows_the_same_period_or_the_nearest_with_readings(
    kind: Granularity, asked: date, there: date
) -> None:
    assert Position(kind, asked).within(TWO_WEEKS) == Position(kind, there)


def test_in_a_meter_without_readings_every_period_is_as_good() -> None:
    nothing = Series.from_readings([], [])
    assert Position(DAY, date(2024, 3, 4)).within(nothing) == Position(DAY, date(2024, 3, 4))
