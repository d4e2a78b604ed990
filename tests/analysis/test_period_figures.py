"""The figures of a period in words: which there are, and in which order."""

from __future__ import annotations

from datetime import timedelta

from octoterm.analysis.comparison.compared_parts import ComparedPart, compared_parts, not_compared
from octoterm.analysis.comparison.references import Reference
from octoterm.analysis.parts import parts_of
from octoterm.analysis.period_figures import period_figures
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from tests.support.households import half_hours

STARTS = half_hours("2024-03-12T00:00Z", "2024-03-15T00:00Z")
HOUSE = Series.from_readings(STARTS, [0.9 if start % 86400 == 64800 else 0.3 for start in STARTS])
THURSDAY = Period.containing(Granularity.DAY, HOUSE.calendar.day_of(STARTS[-1]))
A_WEEK = half_hours("2024-03-06T00:00Z", "2024-03-15T00:00Z")
QUIET_BUT_THURSDAY = Series.from_readings(
    A_WEEK, [0.6 if start >= STARTS[-48] else 0.2 if start % 7200 else 0.1 for start in A_WEEK]
)


def texts(
    series: Series = HOUSE,
    period: Period = THURSDAY,
    under_cursor: ComparedPart | None = None,
    against: Reference | None = None,
) -> list[str]:
    figures = period_figures(PeriodReadings(series, period, against), under_cursor)
    return [figure.text for figure in figures]


def test_of_a_day_total_peak_base_load_and_how_complete_it_is() -> None:
    assert texts() == [
        "Total 15.00 kWh",
        "Peak 1.80 kW (0.90 kWh) at 18:00",
        "Base load 600 W",
        "all 48 readings",
    ]


def test_of_a_longer_period_its_days_too() -> None:
    week = Period.containing(Granularity.WEEK, THURSDAY.first)
    assert texts(QUIET_BUT_THURSDAY, week) == [
        "Total 54.00 kWh",  # three days of 8.40 and one of 28.80
        "Peak 1.20 kW (0.60 kWh) on 14 Mar at 00:00",
        "Base load 450 W",  # Mon to Wed 200 W, Thu 1200 W
        "13.50 kWh a day on average",
        "Highest day 28.80 kWh on Thu 14",
        "Lowest day 8.40 kWh on Mon 11",
        "all 192 readings so far",
    ]


def test_after_a_week_a_day_has_the_usual_base_load_and_its_share() -> None:
    # Six days of 0.1 kWh at least, and Thursday's 0.6: 1.2 kWh over 7 days, 48 half hours each.
    assert "7-day base load 343 W ≈ 8.23 kWh (29%)" in texts(QUIET_BUT_THURSDAY)


def test_without_readings_nothing_is_said_of_them() -> None:
    friday = THURSDAY.shifted(1)
    assert texts(HOUSE, friday) == ["No readings", "0 of 48 readings"]


def test_only_readings_that_are_due_can_be_missing() -> None:
    early = Series.from_readings(STARTS[:-2], [0.3] * (len(STARTS) - 2))
    assert texts(early)[-1] == "all 46 readings so far"
    gap = Series.from_readings(STARTS[:-20] + STARTS[-10:-2], [0.3] * (len(STARTS) - 12))
    assert texts(gap)[-1] == "10 of 46 readings missing"
    first_week = Period.containing(Granularity.WEEK, THURSDAY.first - timedelta(days=7))
    late = Series.from_readings(A_WEEK, [0.3] * len(A_WEEK))
    assert texts(late, first_week)[-1] == "all 240 readings due"


def test_the_half_hour_under_the_cursor_is_told_to_the_watt_hour() -> None:
    under_cursor = not_compared(parts_of(HOUSE, THURSDAY)[36])
    assert texts(under_cursor=under_cursor)[1] == "▲ 18:00 0.900 kWh"


def test_under_the_cursor_a_half_hour_is_compared_too() -> None:
    under_cursor = compared_parts(QUIET_BUT_THURSDAY, THURSDAY, Reference.PREVIOUS)[37]
    said = texts(QUIET_BUT_THURSDAY, under_cursor=under_cursor)[1]
    assert said.startswith("▲ 18:30 0.600 kWh, 200% (0.400 kWh) more than Wed 13 Mar 2024 18:30")


def test_a_year_without_enough_other_years_is_compared_with_the_one_before_by_itself() -> None:
    first, last = (
        half_hours("2023-01-01T00:00Z", "2023-03-01T00:00Z"),
        half_hours("2024-01-01T00:00Z", "2024-03-01T00:00Z"),
    )
    both = Series.from_readings(first + last, [0.1] * len(first) + [0.12] * len(last))
    year = Period.containing(Granularity.YEAR, both.calendar.day_of(last[-1]))
    figure = period_figures(PeriodReadings(both, year))[1]
    assert "20% more than the same days of 2023" in figure.text
    assert all("than" in form for form in figure.shorter), "nobody asked for it, so it has a name"


def test_the_comparison_asked_for_comes_after_the_total() -> None:
    said = texts(QUIET_BUT_THURSDAY, against=Reference.PREVIOUS)
    assert said[1] == "243% (20.40 kWh) more than Wed 13 Mar 2024"
