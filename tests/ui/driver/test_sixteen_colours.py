"""A terminal with 16 colours of its own: every text can be read in every theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color
from rich.style import Style
from textual.theme import BUILTIN_THEMES

from octoterm.ui.contrast import MARK, RGB
from octoterm.ui.driver.app import TerminalApp
from octoterm.ui.driver.sixteen_colours import LEAST_CHROMA, contrast_of, in_sixteen
from tests.support.dashboards import opened, synced
from tests.support.households import march
from tests.support.slow import slow
from tests.support.terminals import AT_HOME, furnish, octoterm

FIRST = "textual-light"
OTHERS = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi and name != FIRST]

GREYS = (0, 7, 8, 15)
"""The terminal's colours without a hue."""

colours = st.tuples(*[st.integers(0, 255)] * 3)


def numbers(style: Style) -> tuple[int, int]:
    """The colours of the text and its ground, by their numbers."""
    assert style.color is not None
    assert style.bgcolor is not None
    assert style.color.number is not None
    assert style.bgcolor.number is not None
    return style.color.number, style.bgcolor.number


@given(colours, colours)
def test_any_text_on_any_ground_can_be_read_and_is_grey_if_it_was(text: RGB, ground: RGB) -> None:
    style = Style(color=Color.from_rgb(*text), bgcolor=Color.from_rgb(*ground), bold=True)
    found = in_sixteen(style)
    assert contrast_of(*numbers(found)) >= MARK
    assert found.bold
    if max(text) - min(text) < LEAST_CHROMA:
        assert numbers(found)[0] in GREYS


@pytest.mark.parametrize(
    ("meaning", "colour", "kept"),
    [
        ("white", (255, 255, 255), 15),
        ("grey", (110, 110, 110), 7),
        ("base load", (255, 166, 43), 3),
        ("missing", (210, 100, 130), 9),
        ("bar", (1, 120, 212), 12),
        ("exported", (78, 191, 113), 2),
    ],
)
def test_on_black_each_meaning_keeps_its_hue(meaning: str, colour: RGB, kept: int) -> None:
    style = Style(color=Color.from_rgb(*colour), bgcolor=Color.from_rgb(0, 0, 0))
    assert numbers(in_sixteen(style)) == (kept, 0), meaning


def test_colours_that_the_terminal_chooses_are_left_to_it() -> None:
    for style in (Style(), Style(color="red"), Style(color="default", bgcolor="default")):
        assert in_sixteen(style) == style


@pytest.mark.extended
@pytest.mark.parametrize("theme", [FIRST, *slow(*OTHERS)])
async def test_everything_on_the_dashboard_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setattr(TerminalApp, "has_sixteen_colours", True)
    async with opened(tmp_path, march()) as here:
        await synced(here)
        here.app.theme = theme
        await here.pilot.pause()
        for key in ("m", "c", "2", "3", "4", "5"):
            await here.press(key)
            for strip in here.app.screen._compositor.render_strips():
                for segment in strip:
                    if segment.text.strip() and segment.style:
                        assert contrast_of(*numbers(segment.style)) >= MARK, (key, segment)


@pytest.mark.slow
def test_the_real_terminal_gets_only_colours_of_its_own(tmp_path: Path) -> None:
    furnish(tmp_path)
    without = ("COLORTERM", "NO_COLOR")
    with octoterm(*AT_HOME, folder=tmp_path, TERM="xterm-16color", without=without) as terminal:
        terminal.shows("Total")
        terminal.press(b"2")
        terminal.shows("Total 12.00 kWh")
        assert not {"38;2", "48;2", "38;5", "48;5"} & terminal.screen.colours
        for row in terminal.screen.picture:
            for character, look in row:
                if character.strip() and look.foreground and look.background:
                    assert contrast_of(*map(number, (look.foreground, look.background))) >= MARK


def number(code: str) -> int:
    """The number of a colour from the parameter of SGR that chooses it."""
    return int(code) % 10 + 8 * (int(code) >= 90)
