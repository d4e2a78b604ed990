"""The screen for somebody whose configuration is still to be filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.errors import NotFilledIn
from octoterm.ui.drawing.symbols import ASCII, UNICODE, Symbols
from octoterm.ui.screens.first_run import FirstRun
from tests.support.screens import SIZES, Showing, has_timers, in_terminal, press, text_of
from tests.support.slow import slow

FILE = Path("/home/ann/.config/octoterm/config.json")
FIELDS = ("apikey", "mpan", "serial")
TITLE = f'In {FILE}, "apikey", "mpan" and "serial" are not filled in yet'


def first_run(file: Path = FILE, symbols: Symbols = UNICODE, title: str = TITLE) -> Showing:
    return Showing(FirstRun(NotFilledIn(title, "", file, FIELDS)), symbols)


def words(app: Showing) -> str:
    """What is on screen, as one line."""
    return " ".join(" ".join(text_of(app)).split())


@pytest.mark.extended
async def test_a_file_that_is_not_filled_in_is_named_with_the_fields_that_are_left() -> None:
    file = Path("/home/ann/mine.json")
    unfilled = NotFilledIn('In mine.json, "mpan" is not filled in yet', "", file, ("mpan",))
    app = Showing(FirstRun(unfilled))
    async with in_terminal(app, (80, 24)):
        shown = words(app)
        assert 'In mine.json, "mpan" is not filled in yet.' in shown
        assert "Still to fill in: mpan 13 digits" in shown
        assert "begins with sk_live_" not in shown
        assert f"Replace each <placeholder> in this file: {file}" in shown
        assert "Start octoterm again" in shown


@pytest.mark.extended
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_all_that_is_needed_is_on_screen_at_once(size: tuple[int, int]) -> None:
    app = first_run()
    async with in_terminal(app, size):
        shown = words(app)
        for text in (
            '"apikey", "mpan" and "serial" are not filled in yet.',
            "Still to fill in:",
            "apikey your API key",
            "mpan 13 digits",
            "serial the number",
            "Octopus customer portal",
            "Accounts → Personal details → Developer settings",
            f"Replace each <placeholder> in this file: {FILE}",
            "octoterm --demo shows everything without an account.",
            "q or Esc quits",
        ):
            assert text in shown, text


@pytest.mark.extended
async def test_at_40_by_12_it_scrolls_to_the_end() -> None:
    app = first_run()
    async with in_terminal(app, (40, 12)) as pilot:
        assert "Welcome to octoterm" in words(app)
        assert "q or Esc quits" not in words(app)
        seen = words(app)
        for _ in range(6):
            await press(pilot, "pagedown")
            seen += words(app)
        assert "Developer settings" in seen
        assert "octoterm --demo" in seen
        assert "q or Esc quits" in words(app)
        await press(pilot, "home")
        assert "Welcome to octoterm" in words(app)


@pytest.mark.extended
@pytest.mark.parametrize("key", ["q", "escape", *slow("ctrl+q", "ctrl+c")])
async def test_it_quits_with_0(key: str) -> None:
    app = first_run()
    async with in_terminal(app, (80, 24)) as pilot:
        assert app.is_running
        await press(pilot, key)
    assert not app.is_running
    assert app.return_code == 0


async def test_file_names_are_shown_as_they_are_and_cannot_do_anything() -> None:
    app = first_run(Path("/home/[/x]`[bold]\x1b[2J/config.json"), title="neither [/x] nor `y`")
    async with in_terminal(app, (80, 24)):
        assert "neither [/x] nor `y`." in words(app)
        assert "/home/[/x]`[bold]\N{REPLACEMENT CHARACTER}[2J/config.json" in words(app)


@pytest.mark.extended
@pytest.mark.parametrize("size", [(20, 5), (5, 2)])
async def test_the_smallest_terminals_do_not_break_it(size: tuple[int, int]) -> None:
    app = first_run()
    async with in_terminal(app, size) as pilot:
        await press(pilot, "down", "end")
        assert app.is_running


@pytest.mark.parametrize("size", [SIZES[0], *slow(*SIZES[1:])])
async def test_it_can_be_drawn_in_ascii(size: tuple[int, int]) -> None:
    app = first_run(symbols=ASCII)
    async with in_terminal(app, size) as pilot:
        for _ in range(3):
            assert "\n".join(text_of(app)).isascii()
            await press(pilot, "pagedown")
        assert "Personal details > Developer" in words(app) or size == (40, 12)


@pytest.mark.extended
async def test_it_does_nothing_by_itself() -> None:
    app = first_run()
    async with in_terminal(app, (80, 24)):
        assert not has_timers(app.screen)
