"""What the strip of figures says, and what it leaves out first."""

from __future__ import annotations

import pytest

from octoterm.analysis.comparison import ComparedPart, Reference, compare_parts, not_compared
from octoterm.analysis.parts import parts_of
from octoterm.analysis.period_readings import PeriodReadings
from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from octoterm.ui.widgets.figures_strip import SPACE, Figure, figures_of, fitting
from tests.support.households import half_hours

STARTS = half_hours("2024-03-12T00:00Z", "2024-03-15T00:00Z")
HOUSE = Series.from_readings(STARTS, [0.9 if start % 86400 == 64800 else 0.3 for start in STARTS])
THURSDAY = Period.containing(Granularity.DAY, HOUSE.calendar.day_of(STARTS[-1]))
FULL = "Total 15.00 kWh  48/48  Peak 0.90 at 18:00  Base 600 W"


def figures(
    series: Series,
    period: Period = THURSDAY,
    under_cursor: ComparedPart | None = None,
    against: Reference | None = None,
) -> list[Figure]:
    return figures_of(PeriodReadings(series, period, against), under_cursor)


def strip(width: int, period: Period = THURSDAY) -> str:
    return SPACE.join(fitting(figures(HOUSE, period), width))


def test_with_room_for_all_it_says_all() -> None:
    assert strip(80) == FULL


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (50, "Total 15.00 kWh  48/48  Peak 0.90  Base 600 W"),
        (40, "Total 15.00 kWh  48/48  Base 600 W"),
        (30, "Total 15.00 kWh  48/48"),
        (18, "Total 15.00 kWh"),
        (3, "Total 15.00 kWh"),
    ],
)
def test_when_the_peak_was_goes_first_then_the_peak_then_the_base_load(
    width: int, said: str
) -> None:
    assert strip(width) == said


MONTH = half_hours("2024-02-15T00:00Z", "2024-03-15T00:00Z")
QUIET_TODAY = Series.from_readings(MONTH, [0.2 if s >= STARTS[-48] else 0.3 for s in MONTH])


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (140, "33% (4.80 kWh) less than a usual Thursday"),
        (112, "33% less than a usual Thursday"),
        (96, "33% less"),
        (50, "7-day base"),
    ],
)
def test_the_usual_is_shortened_first_then_dropped(width: int, said: str) -> None:
    texts = SPACE.join(fitting(figures(QUIET_TODAY), width))
    assert said in texts.partition("48/48")[2][: len(said) + 2]


def test_with_too_little_to_compare_there_is_no_change() -> None:
    house = Series.from_readings(MONTH[:-25], [0.3] * (len(MONTH) - 25))
    assert not any("usual" in figure.text for figure in figures(house))


def test_the_half_hour_under_the_cursor_is_told_to_the_watt_hour() -> None:
    under_cursor = not_compared(parts_of(HOUSE, THURSDAY)[36])
    assert "▲ 18:00 0.900 kWh" in [
        figure.text for figure in figures(HOUSE, under_cursor=under_cursor)
    ]


@pytest.mark.parametrize(
    ("kind", "when"), [("week", "on 12 Mar at 18:00"), ("year", "on 12 Mar at 18:00")]
)
def test_in_longer_periods_the_peak_has_its_date(kind: str, when: str) -> None:
    period = Period.containing(Granularity(kind), THURSDAY.first)
    assert any(figure.text.endswith(when) for figure in figures(HOUSE, period))


A_WEEK = half_hours("2024-03-06T00:00Z", "2024-03-15T00:00Z")
QUIET_BUT_THURSDAY = Series.from_readings(
    A_WEEK, [0.6 if start >= STARTS[-48] else 0.2 if start % 7200 else 0.1 for start in A_WEEK]
)


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (100, "7-day base 343 W = 8.23 kWh, 29 %"),
        (30, "Total 28.80 kWh  48/48"),
        (42, "Total 28.80 kWh  48/48  7-day base 343 W"),
    ],
)
def test_a_day_has_the_base_load_of_seven_days_and_its_share(width: int, said: str) -> None:
    # Six days of 0.1 kWh at least, and Thursday's 0.6: 1.2 kWh over 7 days, 48 half hours each.
    texts = fitting(figures(QUIET_BUT_THURSDAY), width)
    assert SPACE.join(texts).endswith(said)


def test_an_incomplete_day_and_a_week_have_base_loads_too() -> None:
    week = Period.containing(Granularity.WEEK, THURSDAY.first)
    assert any(
        figure.text == "Base 450 W" for figure in figures(QUIET_BUT_THURSDAY, week)
    )  # Mon to Wed 200 W, Thu 1200 W


def compared(width: int) -> str:
    told = figures(QUIET_BUT_THURSDAY, against=Reference.PREVIOUS)
    return SPACE.join(fitting(told, width)).partition("48/48")[2].strip()


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (90, "243% (20.40 kWh) more than Wed 13 Mar 2024  7-day base 343 W"),
        (68, "243% (20.40 kWh) more than Wed 13 Mar 2024"),
        (58, "243% more than Wed 13 Mar 2024"),
        (50, "243% more than Wed 13 Mar"),
        (34, "243% more"),
    ],
)
def test_a_comparison_stays_when_peak_and_base_load_have_gone(width: int, said: str) -> None:
    assert compared(width) == said


def test_under_the_cursor_a_half_hour_is_compared_too() -> None:
    under_cursor = compare_parts(QUIET_BUT_THURSDAY, THURSDAY, Reference.PREVIOUS)[37]
    assert "▲ 18:30 0.600 kWh, 200% (0.400 kWh) more than Wed 13 Mar 2024 18:30" in [
        figure.text for figure in figures(QUIET_BUT_THURSDAY, under_cursor=under_cursor)
    ]
