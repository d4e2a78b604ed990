"""The month calendar: what it draws, and what a click on it says."""

from __future__ import annotations

from datetime import date

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.events import MouseScrollDown, MouseScrollUp

from octoterm.consumption.series import Series
from octoterm.periods.period import Granularity, Period
from octoterm.ui.drawing.symbols import ASCII, UNICODE, Symbols
from octoterm.ui.driver.screen import BaseScreen
from octoterm.ui.widgets.month_calendar import MonthCalendar
from tests.support.drawn import drawing
from tests.support.households import london_day
from tests.support.screens import in_terminal, style_at, text_of

MARCH = Period.containing(Granularity.MONTH, date(2024, 3, 1))
MISSING, INCOMPLETE, NOT_YET = date(2024, 3, 19), date(2024, 3, 20), date(2024, 3, 30)


def household(kwh: dict[int, float] | None = None) -> Series:
    """1 February to 29 March 2024: a kWh a day, or that of the day of March in `kwh`."""
    starts, values = [], []
    for day in Period.spanning(date(2024, 2, 1), date(2024, 3, 29)).days():
        slots = london_day(day)
        value = (kwh or {}).get(day.day, 1.0) if day.month == 3 else 1.0
        if day != MISSING:
            kept = slots[:-1] if day == INCOMPLETE else slots
            starts += kept
            values += [value / len(slots)] * len(kept)
    return Series.from_readings(starts, values)


class Host(App[None]):
    """A calendar alone in the top left corner."""

    def get_default_screen(self) -> BaseScreen[None]:
        return BaseScreen()

    def __init__(
        self,
        series: Series | None = None,
        month: Period = MARCH,
        cursor: date = date(2024, 3, 14),
        symbols: Symbols = UNICODE,
    ) -> None:
        super().__init__()
        self.symbols = symbols
        self.calendar = MonthCalendar()
        self.calendar.series = series or household()
        self.calendar.month = month
        self.calendar.cursor = cursor
        self.said: list[date | int] = []

    def compose(self) -> ComposeResult:
        yield self.calendar

    def on_month_calendar_day_chosen(self, event: MonthCalendar.DayChosen) -> None:
        self.said.append(event.day)

    def on_month_calendar_turned(self, event: MonthCalendar.Turned) -> None:
        self.said.append(event.months)


def place(day: int) -> tuple[int, int]:
    """Column and row of the first digit of a day of March 2024, which began on a Friday."""
    week, weekday = divmod(day - 1 + 4, 7)
    return 3 * weekday + (day < 10), 2 + week


def mark(app: App[None], day: int) -> str:
    """What stands behind the number of a day of March 2024."""
    x, y = place(day)
    return text_of(app)[y].ljust(21)[x + (1 if day < 10 else 2)]


async def test_the_month_stands_above_weeks_that_begin_on_monday() -> None:
    app = Host()
    async with in_terminal(app, (40, 12)):
        title, heading, *weeks = text_of(app)
        assert title.strip("◀▶ ") == "March 2024"
        assert heading == "Mo Tu We Th Fr Sa Su"
        numbers = [week[3 * weekday : 3 * weekday + 2] for week in weeks for weekday in range(7)]
        days = [f"{day:2}" for day in range(1, 32)]
        assert [number.strip() for number in numbers[:4]] == [""] * 4
        assert numbers[4:35] == days


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2023, 10, 1), date(2024, 9, 30)])
async def test_every_day_of_any_month_is_drawn_once(day: date) -> None:
    month = Period.containing(Granularity.MONTH, day)
    app = Host(month=month, cursor=day)
    async with in_terminal(app, (40, 12)):
        drawn = [app.calendar.day_at(3 * x, y) for y in range(12) for x in range(7)]
        assert [day for day in drawn if day] == list(month.days())


async def test_marks_tell_missing_incomplete_and_later_days_from_whole_ones() -> None:
    app = Host()
    async with in_terminal(app, (40, 12)):
        assert mark(app, 18) == " "
        assert mark(app, MISSING.day) == "×"
        assert mark(app, INCOMPLETE.day) == "▒"
        assert mark(app, NOT_YET.day) == "·"


async def test_days_without_readings_are_dimmed() -> None:
    app = Host()
    async with in_terminal(app, (40, 12)):

        def contrast(day: int) -> float:
            style = style_at(app, *place(day))
            return abs(
                Color.from_rich_color(style.color).brightness
                - Color.from_rich_color(style.bgcolor).brightness
            )

        for day in (MISSING, NOT_YET):
            assert contrast(day.day) < 0.8 * contrast(18)


@pytest.mark.parametrize("symbols", [UNICODE, ASCII])
async def test_five_steps_of_use_differ_in_shape_and_in_shade(symbols: Symbols) -> None:
    app = Host(household({day: 1.0 + 2 * (day % 5) for day in range(1, 30)}), symbols=symbols)
    async with in_terminal(app, (40, 12)):
        steps = [5, 6, 7, 8, 9]
        bars = [symbols.bars.rindex(mark(app, day)) for day in steps]
        assert bars == sorted(bars)
        assert len(set(bars)) == 5
        assert len({style_at(app, *place(day)).bgcolor for day in steps}) == 5


async def test_one_extraordinary_day_does_not_make_all_others_alike() -> None:
    ordinary = {day: float(day) for day in range(1, 30)}
    app = Host(household({**ordinary, 9: 900.0}))
    async with in_terminal(app, (40, 12)):
        assert len({mark(app, day) for day in (1, 8, 14, 21, 28)}) == 5


@pytest.mark.parametrize(
    "series",
    [Series.from_readings([], []), household(dict.fromkeys(range(1, 32), 0.0))],
)
async def test_no_readings_and_equal_readings_are_drawn_too(series: Series) -> None:
    app = Host(series)
    async with in_terminal(app, (40, 12)):
        assert "31" in text_of(app)[6]


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_only_the_day_under_the_cursor_is_reversed(theme: str) -> None:
    app = Host()
    async with in_terminal(app, (40, 12)) as pilot:
        app.theme = theme
        for cursor in (14, 15, 22):
            app.calendar.cursor = date(2024, 3, cursor)
            await pilot.pause()
            reversed_ = [day for day in range(1, 32) if style_at(app, *place(day)).reverse]
            assert reversed_ == [cursor]


async def test_moving_the_cursor_sends_two_days_alone() -> None:
    app = Host()
    async with in_terminal(app, (40, 12)) as pilot:
        with drawing(app) as drawn:
            await pilot.pause()
            drawn.sent = ""
            app.calendar.cursor = date(2024, 3, 21)
            await pilot.pause()
            assert drawn.places == [place(14), place(21)]


async def test_new_readings_are_shown() -> None:
    app = Host()
    async with in_terminal(app, (40, 12)) as pilot:
        app.calendar.series = Series.from_readings(
            london_day(MISSING), [1.0] * len(london_day(MISSING))
        )
        await pilot.pause()
        assert mark(app, MISSING.day) == " "
        assert mark(app, 18) == "·"


async def test_short_of_rows_the_week_of_the_cursor_is_shown() -> None:
    app = Host()
    async with in_terminal(app, (40, 12)) as pilot:
        app.calendar.styles.height = 3
        for cursor, first in ((14, "11"), (26, "25"), (1, "1")):
            app.calendar.cursor = date(2024, 3, cursor)
            await pilot.pause()
            assert text_of(app)[2].split()[0].startswith(first)
            assert app.calendar.day_at(12, 2) is not None


async def test_a_click_on_a_day_says_which() -> None:
    app = Host()
    async with in_terminal(app, (40, 12)) as pilot:
        for day in (1, 14, 31):
            await pilot.click(offset=place(day))
        assert app.said == [date(2024, 3, 1), date(2024, 3, 14), date(2024, 3, 31)]


async def test_a_click_beside_the_days_says_nothing() -> None:
    app = Host()
    async with in_terminal(app, (40, 12)) as pilot:
        for offset in ((0, 2), (0, 7), (3, 1), (21, 4)):
            await pilot.click(offset=offset)
        assert app.said == []


async def test_the_arrows_beside_the_title_and_the_wheel_ask_for_another_month() -> None:
    app = Host()
    async with in_terminal(app, (40, 12)) as pilot:
        title = text_of(app)[0]
        await pilot.click(offset=(title.index("◀"), 0))
        await pilot.click(offset=(title.index("▶"), 0))
        for turned in (MouseScrollUp, MouseScrollDown):
            event = turned(None, 4, 4, 0, 0, 0, False, False, False, 4, 4)
            app.screen._forward_event(event)
            await pilot.pause()
        assert app.said == [-1, 1, -1, 1]
