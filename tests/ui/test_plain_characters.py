"""`--ascii` and the Linux console: no view, dialog or message draws what there is no glyph for."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from octoterm.ui.drawing.plain_rows import plain
from octoterm.ui.drawing.symbols import ASCII, CONSOLE, CONSOLE_CHARACTERS, UNICODE, symbols_for
from tests.support.dashboards import Opened, no_network, nothing_new, opened, synced
from tests.support.households import half_hours, march, readings
from tests.support.slow import one_in, slow
from tests.support.terminals import AT_HOME, furnish, octoterm

VIEWS = ("1", "2", "3", "4", "5")
PERIODS = ("d", "w", "m", "y", "a")
MORE = ("right_square_bracket", "c", "c", "o", "s", "left", "enter", "backspace", "n", "r")
DIALOGS = (["question_mark"], ["p"], ["p", *"x"], ["ctrl+p"], ["ctrl+p", *"the"])
CONSOLE_LATIN_1 = frozenset(map(chr, range(0xA0, 0x100)))
ALLOWED = {
    "--ascii": frozenset[str](),
    "linux": CONSOLE_CHARACTERS | CONSOLE_LATIN_1,
}


def refused(here: Opened, kind: str) -> set[str]:
    return {each for each in here.text if not each.isascii()} - ALLOWED[kind]


def started(kind: str) -> dict[str, object]:
    return {"ascii_only": True} if kind == "--ascii" else {"terminal": kind}


@pytest.mark.parametrize(
    ("kind", "size"), one_in(6, product(ALLOWED, [(40, 12), (80, 24), (120, 40)]))
)
async def test_every_view_of_every_period_and_what_keys_say(
    tmp_path: Path, kind: str, size: tuple[int, int]
) -> None:
    async with opened(tmp_path, march(), size=size, **started(kind)) as here:
        await synced(here)
        for view, period in product(VIEWS, PERIODS):
            await here.press(view, period)
            assert not refused(here, kind), here.text
            for key in MORE:
                await here.press(key)
                assert not refused(here, kind), (view, period, key, here.text)


@pytest.mark.parametrize(("kind", "keys"), one_in(2, product(ALLOWED, DIALOGS)))
async def test_every_dialog(tmp_path: Path, kind: str, keys: list[str]) -> None:
    async with opened(tmp_path, march(), **started(kind)) as here:
        await synced(here)
        await here.press(*keys)
        assert not refused(here, kind), here.text


@pytest.mark.parametrize("kind", ALLOWED)
@pytest.mark.parametrize("api", [no_network, *slow(nothing_new)])
async def test_what_goes_wrong(tmp_path: Path, kind: str, api: object) -> None:
    warnings = ("‘tpye’ is unknown … 1–2",)
    async with opened(tmp_path, api=api, warnings=warnings, **started(kind)) as here:
        await here.pilot.pause()
        for view in VIEWS:
            await here.press(view)
            assert not refused(here, kind), here.text


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


def test_a_sign_that_was_missed_has_a_stand_in_as_wide_and_letters_stay() -> None:
    missed = "╭─╮ 1–2 … ±1 ½ ▇⠒ → Küche"
    assert plain(missed, frozenset()) == "+-+ 1-2 . ~1 ? #. > Küche"
    assert len(plain(missed, CONSOLE_CHARACTERS)) == len(missed)
    assert "─" in plain(missed, CONSOLE_CHARACTERS)


@pytest.mark.slow
def test_the_real_console_gets_nothing_else(tmp_path: Path) -> None:
    furnish(tmp_path)
    with octoterm(*AT_HOME, folder=tmp_path, TERM="linux", without=("COLORTERM",)) as terminal:
        terminal.shows("Total")
        terminal.press(b"2345?")
        terminal.shows("Esc closes")
        signs = {each for each in terminal.output.decode() if not each.isascii()}
        assert signs <= ALLOWED["linux"]
