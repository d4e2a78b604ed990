"""What the profile draws in a size: rows of the heat map, shaded bands, and words that fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from textual.geometry import Size

from octoterm.analysis.profile.average_day import load_profile, season_profiles
from octoterm.analysis.profile.heat_map import HeatBy, heat_map
from octoterm.periods.bands import Band
from octoterm.periods.period import Granularity, Period
from octoterm.ui.drawing.cells import SHADED, Cell
from octoterm.ui.drawing.colour_depth import ColourDepth
from octoterm.ui.drawing.symbols import ASCII, UNICODE
from octoterm.ui.views.profile.analysis import Analysis
from octoterm.ui.views.profile.lines_picture import Line, furthest_apart
from octoterm.ui.views.profile.picture import MARGIN, ProfilePicture
from tests.support.plainly import HOLES

NARROW, WIDE = Size(54, 19), Size(100, 24)
YEAR_2023 = Period.containing(Granularity.YEAR, date(2023, 1, 1))
MARCH = Period.containing(Granularity.MONTH, date(2023, 3, 1))


def picture(by: HeatBy, size: Size = NARROW, period: Period = YEAR_2023) -> ProfilePicture:
    of_days = HOLES.series, period.first, period.last
    seasons = season_profiles(*of_days) if by is HeatBy.SEASONS else {}
    heat = heat_map(HOLES.series, period, by)
    analysis = Analysis(HOLES.series, period, by, load_profile(*of_days), seasons, heat)
    return ProfilePicture(analysis, 0, 36, size, UNICODE, ColourDepth.FULL)


def texts(rows: list[list[Cell]]) -> list[str]:
    return ["".join(symbol for symbol, _ in row).rstrip() for row in rows]


@pytest.mark.parametrize(
    ("by", "period", "said"),
    [
        (HeatBy.MONTHS, YEAR_2023, "Jan–Jun of 12"),
        (HeatBy.DAYS, MARCH, "days 1–6 of 31"),
        (HeatBy.WEEKDAYS, MARCH, ""),
        (HeatBy.SEASONS, YEAR_2023, ""),
    ],
)
def test_rows_that_are_hidden_are_said_and_few_are_all_drawn(
    by: HeatBy, period: Period, said: str
) -> None:
    shown = picture(by, period=period)
    last = texts(shown.rows)[-1]
    assert last.endswith(said)
    assert bool(said) == (len(shown.heat.drawn) < len(shown.heat.rows))
    assert " of " in last if said else True


@pytest.mark.slow
def test_what_is_under_the_cursor_loses_its_details_before_hidden_rows_go_unsaid() -> None:
    for width in range(30, 100):
        last = texts(picture(HeatBy.MONTHS, Size(width, 19)).rows)[-1]
        assert last.endswith("Jan–Jun of 12")
        assert " kWh" in last
    assert ", average of " in last


def test_a_sentence_that_is_too_long_has_a_shorter_version() -> None:
    wide, narrow = (texts(picture(HeatBy.SEASONS, size).rows)[0] for size in (WIDE, NARROW))
    assert wide == " On weekdays most in summer (25.76 kWh a day), least in winter (23.66 kWh)"
    assert narrow == " Weekdays: summer 25.76 kWh a day, winter 23.66 kWh"


def test_the_hours_of_a_band_are_shaded_and_named_over_midnight_twice() -> None:
    night = Band("night", time(23), time(5, 30))
    shown = picture(HeatBy.MONTHS, Size(MARGIN + 48, 19))
    shown = ProfilePicture(
        shown.analysis, 0, 36, shown.size, ASCII, ColourDepth.NONE, bands=(night,)
    )
    canvas = shown.lines.canvas
    for row in canvas:
        shaded = [x - MARGIN for x, (_, style) in enumerate(row) if style.endswith(SHADED)]
        assert shaded == [*range(11), 46, 47]
    assert texts(canvas)[0][MARGIN:].startswith("night")
    assert not any(style.endswith(SHADED) for _, style in shown.heat.canvas[0])


def test_a_click_finds_the_row_and_half_hour_that_are_drawn_there() -> None:
    shown = picture(HeatBy.MONTHS, Size(MARGIN + 48, 19))
    rows = texts(shown.rows)
    y = next(y for y, row in enumerate(rows) if row.startswith("Feb"))
    assert shown.place_at(MARGIN + 30, y) == (1, 30)
    assert shown.place_at(MARGIN - 1, y) is None
    assert shown.place_at(MARGIN + 30, 3) is None


def test_a_profile_of_more_than_the_period_that_is_looked_at_is_named() -> None:
    of_march = picture(HeatBy.DAYS, period=MARCH)
    (said,) = texts(of_march.rows[:1])
    assert said.startswith(" Most at ")
    (said,) = texts(replace(of_march, is_larger=True).rows[:1])
    assert said.startswith(" March 2023: most at ")


def test_weekends_are_told_before_the_least_half_hour_where_it_is_narrow() -> None:
    wide, narrow = (texts(picture(HeatBy.MONTHS, size).rows[:1])[0] for size in (WIDE, NARROW))
    assert "least at" in wide
    assert "least at" not in narrow
    assert "weekends" in wide
    assert "weekends" in narrow


def test_low_charts_have_the_two_seasons_that_are_furthest_apart() -> None:
    names = [line.name for line in picture(HeatBy.SEASONS).lines.lines]
    assert len(names) == 2
    assert len(picture(HeatBy.SEASONS, Size(100, 40)).lines.lines) == 4


@pytest.mark.parametrize(
    ("sums", "drawn"),
    [
        ((3, 1, 4, 2), (1, 2)),
        ((2, 2, 2, 2), (0, 3)),
        ((None, None, 3, 1), (2, 3)),
        ((None, None, 3, None), (0, 2)),
        ((None, None, None, None), (0, 1)),
        ((5,), (0,)),
    ],
)
def test_those_two_have_the_lowest_and_the_highest_sum_if_there_are_any(
    sums: tuple[float | None, ...], drawn: tuple[int, ...]
) -> None:
    lines = tuple(Line("alike", "axis", 0, (each,) * 48) for each in sums)
    numbered = tuple(line._replace(pen=number) for number, line in enumerate(lines))
    assert tuple(line.pen for line in furthest_apart(numbered)) == drawn


def test_the_legend_says_that_lines_are_left_out() -> None:
    low, high = (picture(HeatBy.SEASONS, size).lines for size in (Size(54, 20), Size(100, 40)))
    said, all_ = texts([low.legend(54), high.legend(100)])
    assert said.rstrip().endswith("kWh a day (2 of 4)")
    assert " of 4" not in all_
