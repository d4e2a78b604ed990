"""`--ascii` and the Linux console: no view, dialog or message draws what there is no glyph for."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from octoterm.ui.drawing.plain_rows import stand_in
from octoterm.ui.drawing.symbols import ASCII, CONSOLE, CONSOLE_CHARACTERS, UNICODE, symbols_for
from tests.support.dashboards import Opened, no_network, opened, synced
from tests.support.households import half_hours, march, readings
from tests.support.slow import slow
from tests.support.terminals import AT_HOME, furnish, octoterm

VIEWS = ("1", "2", "3", "4", "5", "6", "8")
PERIODS = ("d", "w", "m", "y", "a")
MORE = ("right_square_bracket", "c", "c", "o", "s", "left", "enter", "backspace", "n", "r")
DIALOGS = (
    ["question_mark"],
    ["p"],
    ["p", *"x"],
    ["ctrl+p"],
    ["ctrl+p", *"the"],
    ["R"],
    ["8", "i"],
)
CONSOLE_LATIN_1 = frozenset(map(chr, range(0xA0, 0x100)))
ALLOWED = {
    "--ascii": frozenset[str](),
    "linux": CONSOLE_CHARACTERS | CONSOLE_LATIN_1,
}


def refused(here: Opened, kind: str) -> set[str]:
    return {each for each in here.text if not each.isascii()} - ALLOWED[kind]


def started(kind: str) -> dict[str, object]:
    return {"ascii_only": True} if kind == "--ascii" else {"terminal": kind}


def unknown(here: Opened) -> set[str]:
    """The signs on screen that would be question marks on a terminal that lacks them."""
    return {
        each
        for each in here.text
        if not each.isascii() and not each.isalpha() and stand_in(each) == "?"
    }


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (40, 12), (120, 40)])
async def test_all_that_any_view_of_any_period_draws_has_a_stand_in(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(tmp_path, march(), size=size) as here:
        await synced(here)
        for view, period in product(VIEWS, PERIODS):
            await here.press(view, period)
            assert not unknown(here), here.text
            for key in MORE:
                await here.press(key)
                assert not unknown(here), (view, period, key, here.text)


@pytest.mark.extended
@pytest.mark.parametrize("kind", ["linux", *slow("--ascii")])
async def test_views_dialogs_and_what_goes_wrong_are_drawn_with_what_there_is(
    tmp_path: Path, kind: str
) -> None:
    async with opened(tmp_path, march(), **started(kind)) as here:
        await synced(here)
        for view in VIEWS:
            await here.press(view)
            assert not refused(here, kind), here.text
        for keys in DIALOGS:
            await here.press(*keys)
            assert not refused(here, kind), here.text
            await here.press("escape", "escape", "escape")
    warnings = ("‘tpye’ is unknown … 1–2",)
    async with opened(tmp_path, api=no_network, warnings=warnings, **started(kind)) as here:
        await here.pilot.pause()
        assert not refused(here, kind), here.text


@pytest.mark.extended
async def test_the_linux_console_has_bars_in_halves_and_lines(tmp_path: Path) -> None:
    starts = half_hours("2024-03-01T00:00Z", "2024-03-15T00:00Z")
    growing = readings({start: number % 48 / 50 for number, start in enumerate(starts)})
    async with opened(tmp_path, growing, terminal="linux") as here:
        await synced(here)
        assert set("█▄│└┤─") <= set(here.text), here.text


def test_a_terminal_draws_with_what_its_fonts_have() -> None:
    assert symbols_for(ascii_only=False, terminal="linux") is CONSOLE
    assert symbols_for(ascii_only=False, terminal="linux-16color") is CONSOLE
    assert symbols_for(ascii_only=True, terminal="linux") is ASCII
    assert symbols_for(ascii_only=False, terminal="xterm-256color") is UNICODE


@pytest.mark.slow
def test_the_real_console_gets_nothing_else(tmp_path: Path) -> None:
    furnish(tmp_path)
    with octoterm(*AT_HOME, folder=tmp_path, TERM="linux", without=("COLORTERM",)) as terminal:
        terminal.shows("Total")
        terminal.press(b"2345?")
        terminal.shows("Esc closes")
        signs = {each for each in terminal.output.decode() if not each.isascii()}
        assert signs <= ALLOWED["linux"]
