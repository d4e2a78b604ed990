"""A date typed or pasted into the picker."""

from __future__ import annotations

from datetime import date

import pytest
from textual.events import Paste

from octoterm.periods.period import Granularity, Period
from octoterm.ui.screens.date_picker import DatePicker
from tests.support.screens import (
    NO_ANSWER,
    SIZES,
    Showing,
    in_terminal,
    press,
    text_of,
)
from tests.support.slow import one_in, slow
from tests.ui.screens.test_date_picker import FIRST, HOLE, TODAY, household, picking, shows


@pytest.mark.extended
@pytest.mark.parametrize("size", [SIZES[0], *slow(*SIZES[1:])])
async def test_typing_starts_a_date_at_once(size: tuple[int, int]) -> None:
    app = picking(date(2024, 1, 10))
    async with in_terminal(app, size) as pilot:
        await press(pilot, *"14 m")
        assert shows(app, "Date: 14 m")
        assert shows(app, "‘14 m’ is not a date")
        assert shows(app, "January 2024")
        await press(pilot, *"ar")
        assert shows(app, "Date: 14 mar")
        assert shows(app, "→ Thu 14 Mar 2024")
        assert shows(app, "March 2024")
        assert shows(app, "Thu 14 Mar 2024  14.62 kWh  48/48")
        await press(pilot, "enter")
        assert app.answer == Period.containing(Granularity.DAY, date(2024, 3, 14))


@pytest.mark.extended
@pytest.mark.parametrize(
    ("typed", "day"),
    one_in(
        2,
        [
            ("14/3/24", date(2024, 3, 14)),
            ("2024-03-14", date(2024, 3, 14)),
            ("1 dec", date(2023, 12, 1)),
            ("Thu, 14 March 2024", date(2024, 3, 14)),
        ],
    ),
)
async def test_dates_can_be_typed_in_many_ways(typed: str, day: date) -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *typed)
        await press(pilot, "enter")
        assert app.answer == Period.containing(Granularity.DAY, day)


async def test_yesterday_is_counted_from_today() -> None:
    app = Showing(DatePicker(household(), FIRST, today=date(2024, 4, 5)))
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *"yesterday")
        assert shows(app, "→ Thu 4 Apr 2024")


@pytest.mark.extended
@pytest.mark.parametrize("size", SIZES)
async def test_a_typed_day_beyond_the_readings_is_answered_in_words(
    size: tuple[int, int],
) -> None:
    app = picking()
    async with in_terminal(app, size) as pilot:
        await press(pilot, *"1/2/2019")
        words = " ".join("\n".join(text_of(app)).replace("│", " ").split())
        assert "Readings run from 20 Nov 2023 to 9 Apr 2024." in words
        assert shows(app, "Thu 14 Mar 2024")
        await press(pilot, "enter")
        assert app.answer == NO_ANSWER


async def test_enter_picks_nothing_while_what_is_typed_is_no_date() -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *"gibberish")
        await press(pilot, "enter")
        assert app.answer == NO_ANSWER
        assert shows(app, "‘gibberish’ is not a date")


async def test_backspace_takes_letters_back_to_the_day_before_typing() -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *"1 febx")
        await press(pilot, *["backspace"] * 1)
        assert shows(app, "Thu 1 Feb 2024  ")
        await press(pilot, *["backspace"] * 9)
        assert shows(app, "Thu 14 Mar 2024  ")
        assert not shows(app, "Date:")
        await press(pilot, "enter")
        assert app.answer == Period.containing(Granularity.DAY, date(2024, 3, 14))


async def test_escape_first_clears_what_is_typed() -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *"1 feb")
        await press(pilot, "escape")
        assert app.answer == NO_ANSWER
        assert shows(app, "Thu 14 Mar 2024  ")
        assert not shows(app, "Date:")
        await press(pilot, "escape")
        assert app.answer is None


async def test_the_arrows_go_on_from_a_typed_day() -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *"1 feb")
        await press(pilot, "right")
        assert not shows(app, "Date:")
        await press(pilot, "enter")
        assert app.answer == Period.containing(Granularity.DAY, date(2024, 2, 2))


async def test_only_a_letter_or_a_digit_starts_a_date() -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *"/ -[")
        assert not shows(app, "Date:")
        await press(pilot, *"q/")
        assert shows(app, "Date: q/")


async def test_markup_and_endless_typing_are_shown_as_they_are_and_cut() -> None:
    app = picking()
    async with in_terminal(app, (40, 12)) as pilot:
        await press(pilot, *("x[/x]" * 8))
        assert shows(app, "Date: x[/x]x[/x]x[/x]x[/x]x[/x")
        assert not shows(app, "x[/x]" * 5)


async def test_a_date_can_be_pasted() -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        app.screen.post_message(Paste("\x1b 2024-02-01\n"))
        await pilot.pause()
        assert not shows(app, "Date:")
        app.screen.post_message(Paste(" 2024-02-01\n"))
        await pilot.pause()
        await press(pilot, "enter")
        assert app.answer == Period.containing(Granularity.DAY, date(2024, 2, 1))


@pytest.mark.extended
@pytest.mark.parametrize(
    ("typed", "kind", "first", "says"),
    [
        ("2024", Granularity.YEAR, date(2024, 1, 1), "2024  1,432.8 kWh  4,704/17,568"),
        ("feb", Granularity.MONTH, date(2024, 2, 1), "February 2024  424.00 kWh  1,392/1,392"),
        ("2023-11", Granularity.MONTH, date(2023, 11, 1), "November 2023  160.83 kWh  528/1,440"),
        ("last week", Granularity.WEEK, date(2024, 4, 1), "1–7 Apr 2024  102.35 kWh  336/336"),
        ("mar 19", Granularity.DAY, HOLE, "Tue 19 Mar 2024  no readings"),
    ],
)
async def test_a_week_month_or_year_is_read_out_and_picked_as_that(
    typed: str, kind: Granularity, first: date, says: str
) -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *typed)
        assert shows(app, says)
        assert shows(app, f"→ {Period.containing(kind, first).label}")
        await press(pilot, "enter")
        assert app.answer == Period.containing(kind, first)


@pytest.mark.extended
@pytest.mark.parametrize(
    "typed", ["2022", "this month", "9999-12-31", *slow("oct 2023", "9999", "0001")]
)
async def test_periods_beyond_the_readings_are_answered_in_words(typed: str) -> None:
    app = picking(TODAY)
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *typed, "enter")
        if typed == "this month":
            assert app.answer == Period.containing(Granularity.MONTH, TODAY)
        else:
            assert shows(app, "Readings run from")
            assert app.answer == NO_ANSWER


@pytest.mark.slow
async def test_the_arrows_go_on_from_the_first_day_of_a_typed_month() -> None:
    app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *"feb 2024", "right", "enter")
        assert app.answer == Period.containing(Granularity.DAY, date(2024, 2, 2))
        app = picking()
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *"2023", "right", "enter")
        assert app.answer == Period.containing(Granularity.DAY, date(2023, 11, 21))


async def test_ctrl_w_takes_back_a_word_and_ctrl_u_all_of_it() -> None:
    app = picking(date(2024, 1, 10))
    async with in_terminal(app, (80, 24)) as pilot:
        await press(pilot, *"14 mar 24", "ctrl+w")
        assert shows(app, "Date: 14 mar")
        assert not shows(app, "Date: 14 mar 24")
        await press(pilot, "ctrl+u")
        await press(pilot, *"1 dec")
        await press(pilot, "enter")
        assert app.answer == Period.containing(Granularity.DAY, date(2023, 12, 1))


async def test_at_40_by_12_the_picker_has_its_border_and_title() -> None:
    app = picking(date(2024, 1, 10))
    async with in_terminal(app, (40, 12)):
        lines = text_of(app)
        assert "Pick a date" in lines[0]
        assert lines[0].startswith("╭")
        assert lines[-1].endswith("╯")


async def test_the_shades_of_days_have_a_legend() -> None:
    async with in_terminal(app := picking(date(2024, 1, 10)), (80, 24)):
        assert shows(app, "▁ low  █ high")
