"""The date picker: arrows, typing, mouse, and what it says meanwhile."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from octoterm.ui.drawing.symbols import ASCII
from octoterm.ui.screens.date_picker import DatePicker
from octoterm.ui.widgets.month_calendar import HEADING
from tests.support.households import london_day
from tests.support.screens import (
    NO_ANSWER,
    Showing,
    has_timers,
    in_terminal,
    place_of,
    press,
    text_of,
)
from tests.support.slow import slow, slow_rows

FIRST, LAST, TODAY = date(2023, 11, 20), date(2024, 4, 9), date(2024, 4, 12)
HOLE = date(2024, 3, 19)
MONTHS = {1: "January", 2: "February", 3: "March", 4: "April", 11: "November"}


@cache
def household() -> Series:
    """0.3046 kWh each half hour from FIRST to LAST, of which only the first two are there."""
    starts = [
        start
        for day in Period.spanning(FIRST, LAST).days()
        if day != HOLE
        for start in london_day(day)[: 2 if day == LAST else 50]
    ]
    return Series.from_readings(starts, [0.3046] * len(starts))


def picking(day: date = date(2024, 3, 14), series: Series | None = None) -> Showing:
    return Showing(DatePicker(household() if series is None else series, day, TODAY))


def shows(app: Showing, text: str) -> bool:
    return text in "\n".join(text_of(app))


@pytest.mark.parametrize("size", [(80, 24), *slow((120, 40), (40, 12))])
async def test_it_opens_on_the_day_in_view_and_reads_it_out(size: tuple[int, int]) -> None:
    app = picking()
    async with in_terminal(app, size):
        assert shows(app, HEADING)
        assert shows(app, "March 2024")
        assert shows(app, "Thu 14 Mar 2024  14.62 kWh  48/48")
        assert shows(app, "Enter picks · Esc closes")
        assert shows(app, "31")


@pytest.mark.extended
@pytest.mark.parametrize(
    ("keys", "day"),
    [
        (["right"], date(2024, 3, 15)),
        (["left"] * 2, date(2024, 3, 12)),
        (["up"] * 2, date(2024, 2, 29)),
        (["down"] * 3, date(2024, 4, 4)),
        pytest.param(["pageup"], date(2024, 2, 14), marks=pytest.mark.slow),
        (["pageup"] * 3 + ["pagedown"], date(2024, 1, 14)),
        (["home"], FIRST),
        (["end"], LAST),
        pytest.param(["home", "right"], date(2023, 11, 21), marks=pytest.mark.slow),
    ],
)
async def test_keys_move_and_enter_picks(keys: list[str], day: date) -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *keys)
        assert shows(app, f"{day.day} {MONTHS[day.month][:3]} {day.year}  ")
        assert shows(app, f"{MONTHS[day.month]} {day.year}")
        await press(pilot, "enter")
        assert app.answer == Period.containing(Granularity.DAY, day)


@pytest.mark.extended
@pytest.mark.parametrize(
    ("keys", "stop", "says"),
    [
        (["home", "left"], FIRST, "There are no earlier readings."),
        (["end", "down"], LAST, "There are no later readings."),
        *slow_rows((["home", "pageup"], FIRST, "There are no earlier readings.")),
        (["pagedown"], LAST, "There are no later readings."),
    ],
)
async def test_the_cursor_stops_at_the_ends_with_a_word(
    keys: list[str], stop: date, says: str
) -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *keys)
        assert shows(app, says)
        await press(pilot, "enter")
        assert app.answer == Period.containing(Granularity.DAY, stop)


async def test_escape_is_said_to_clear_what_is_typed_then_to_close() -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *"14 mar")
        assert shows(app, "Esc clears")
        await press(pilot, "escape")
        assert shows(app, "Esc closes")


async def test_a_month_further_from_the_31st_is_its_last_day() -> None:
    app = picking(date(2024, 1, 31))
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, "pagedown", "enter")
        assert app.answer == Period.containing(Granularity.DAY, date(2024, 2, 29))


@pytest.mark.extended
@pytest.mark.parametrize(
    ("asked", "day"), [(date(2020, 1, 1), FIRST), (date(2030, 1, 1), LAST), (HOLE, HOLE)]
)
async def test_it_opens_on_the_nearest_day_there_is(asked: date, day: date) -> None:
    app = picking(asked)
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, "enter")
        assert app.answer == Period.containing(Granularity.DAY, day)


async def test_days_without_readings_and_incomplete_days_are_read_out_as_such() -> None:
    app = picking(HOLE)
    async with in_terminal(app, (80, 24)) as pilot:
        assert shows(app, "Tue 19 Mar 2024  no readings")
        await press(pilot, "end")
        assert shows(app, "Tue 9 Apr 2024  0.61 kWh  2/48")


async def test_a_day_of_46_half_hours_is_complete() -> None:
    app = picking(date(2024, 3, 31))
    async with in_terminal(app, (80, 24)):
        assert shows(app, "Sun 31 Mar 2024  14.01 kWh  46/46")


async def test_escape_cancels() -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, "right", "escape")
        assert app.answer is None


@pytest.mark.parametrize("size", [(120, 40), (40, 12), *slow((80, 24))])
async def test_a_click_picks_a_day(size: tuple[int, int]) -> None:
    app = picking()
    async with in_terminal(app, size) as pilot:
        await pilot.click(offset=place_of(app, "26"))
        assert app.answer == Period.containing(Granularity.DAY, date(2024, 3, 26))


async def test_a_click_on_a_day_beyond_the_readings_is_answered_in_words() -> None:
    app = picking(LAST)
    async with in_terminal(app, (80, 24)) as pilot:
        await pilot.click(offset=place_of(app, "26"))
        assert app.answer == NO_ANSWER
        assert shows(app, "Readings run from")


async def test_the_mouse_turns_the_month() -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await pilot.click(offset=place_of(app, "◀"))
        assert shows(app, "February 2024")
        await pilot.click(offset=place_of(app, "▶"))
        assert shows(app, "Thu 14 Mar 2024  ")


async def test_a_click_beside_the_box_cancels_and_one_inside_does_not() -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await pilot.click(offset=place_of(app, "Enter picks"))
        await pilot.click(offset=place_of(app, "Pick a date"))
        assert app.answer == NO_ANSWER
        await pilot.click(offset=(1, 20))
        assert app.answer is None


async def test_without_any_reading_it_still_answers() -> None:
    app = picking(TODAY, Series.from_readings([], []))
    async with in_terminal(app, (80, 24)) as pilot:
        assert shows(app, "Fri 12 Apr 2024  no readings")
        await press(pilot, "left", "home", "pagedown")
        await press(pilot, *"1 feb")
        assert shows(app, "There are no readings yet.")
        await press(pilot, "escape", "escape")
        assert app.answer is None


@pytest.mark.extended
@pytest.mark.parametrize("size", [(20, 5), (5, 2), *slow((40, 8), (21, 12), (30, 40))])
async def test_the_smallest_terminals_show_what_fits(size: tuple[int, int]) -> None:
    app = picking()
    async with in_terminal(app, size) as pilot:
        await press(pilot, "right", "pageup", "home", "end")
        await press(pilot, *"14 mar")
        if size[0] >= 20:
            assert shows(app, "Date: 14 mar")
            assert shows(app, "Thu 14 Mar 2024")
        await press(pilot, "enter")
        assert app.answer == Period.containing(Granularity.DAY, date(2024, 3, 14))


async def test_at_20_by_5_the_week_of_the_cursor_is_in_view() -> None:
    app = picking()
    async with in_terminal(app, (20, 5)) as pilot:
        await press(pilot, "up")
        assert shows(app, "Mo Tu We Th Fr Sa")
        assert text_of(app)[2].split()[0].startswith("4")


@pytest.mark.extended
async def test_resizing_keeps_the_day_and_what_is_typed() -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *"1 feb")
        for size in ((20, 5), (120, 40), (40, 12)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert shows(app, "Date: 1 feb")
        assert shows(app, HEADING)


@pytest.mark.slow
async def test_it_can_be_drawn_in_ascii() -> None:
    app = Showing(DatePicker(household(), HOLE, TODAY), ASCII)
    async with in_terminal(app, (80, 24)) as pilot:
        assert "\n".join(text_of(app)).isascii()
        await press(pilot, *"14 ma")
        assert "\n".join(text_of(app)).isascii()
        await press(pilot, *"r")
        assert shows(app, "> Thu 14 Mar 2024")
        assert "\n".join(text_of(app)).isascii()


async def test_it_does_nothing_by_itself() -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *"14 ma")
        assert not has_timers(app.screen)


@pytest.mark.extended
@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_octoterm_can_be_quit_from_it(key: str) -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, key)
    assert not app.is_running
    assert app.return_code == 0
