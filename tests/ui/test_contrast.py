"""Colours that can be told from their ground in every theme, by WCAG's contrast."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from textual.theme import BUILTIN_THEMES

from octoterm.ui.colours import meanings, rgb
from octoterm.ui.contrast import BLACK, MARK, TEXT, WHITE, contrast, faded, readable
from octoterm.ui.driver.app import TerminalApp
from octoterm.ui.driver.sixteen_colours import LINUX, XTERM
from octoterm.ui.views.bill.view import BillView
from octoterm.ui.views.data.view import DataView
from octoterm.ui.views.prices.view import PricesView
from octoterm.ui.views.profile.view import ProfileView
from octoterm.ui.views.table.view import SummaryTable
from octoterm.ui.views.tariffs.view import TariffsView
from octoterm.ui.views.trends.view import TrendsView
from octoterm.ui.views.usage.view import UsageChart
from tests.support.contrasts import OF_SIXTEEN, Least, faint
from tests.support.dashboards import Opened, opened, synced
from tests.support.households import march
from tests.support.plainly import HOLES
from tests.support.slow import slow

THEMES = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]
MARKS = ("bar", "exported", "light-bar", "lit-bar", "outline")
"""Colours of bars and lines, which are never text."""

BRIGHT_BLUE = 12
"""Its number among the terminal's colours."""

colours = st.tuples(*[st.integers(0, 255)] * 3)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast((119, 119, 119), WHITE) == pytest.approx(4.48, abs=0.005)
    assert contrast((255, 0, 0), WHITE) == pytest.approx(4.0, abs=0.005)


@given(colours, colours, st.sampled_from((MARK, TEXT)))
def test_any_colour_can_be_made_readable_on_any_ground(
    colour: tuple[int, int, int], ground: tuple[int, int, int], ratio: float
) -> None:
    assert contrast(readable(colour, (ground,), ratio), ground) >= ratio
    assert contrast(faded(colour, ground, ratio), ground) >= ratio
    if contrast(colour, ground) >= ratio:
        assert readable(colour, (ground,), ratio) == colour


@pytest.mark.parametrize("name", THEMES)
def test_the_colours_of_a_theme_are_readable(name: str) -> None:
    theme = BUILTIN_THEMES[name].to_color_system().generate()
    found = meanings(theme)
    for unread in ("shaded", "base-on-bar", "outline-on-bar"):
        del found[unread]
    ground = rgb(theme["background"])
    assert ground is not None
    for meaning, colour in found.items():
        mixed = rgb(colour)
        assert mixed is not None
        assert contrast(mixed, ground) >= (MARK if meaning in MARKS else TEXT), meaning
    average = rgb(found["average"])
    for bar in ("light-bar", "lit-bar"):
        under = rgb(found[bar])
        assert average is not None
        assert under is not None
        assert contrast(average, under) >= MARK


@pytest.mark.parametrize("name", THEMES)
def test_what_is_drawn_over_bars_and_bars_on_shaded_ground_are_seen(name: str) -> None:
    theme = BUILTIN_THEMES[name].to_color_system().generate()
    mixed = {meaning: rgb(colour) for meaning, colour in meanings(theme).items()}
    bar, shaded = mixed["bar"], mixed["shaded"]
    assert bar is not None
    assert shaded is not None
    for meaning in ("base-on-bar", "outline-on-bar"):
        assert contrast(mixed[meaning] or BLACK, bar) >= MARK
    for meaning in ("bar", "outline"):
        assert contrast(mixed[meaning] or shaded, shaded) >= MARK


def test_a_theme_that_leaves_colours_to_the_terminal_gets_its_names() -> None:
    theme = BUILTIN_THEMES["ansi-dark"].to_color_system().generate()
    found = meanings(theme)
    assert found["base"] == "ansi_yellow"
    for palette in (XTERM, LINUX):
        for ground in (BLACK, WHITE):
            assert found["bar"] == "ansi_bright_blue"
            assert contrast(palette[BRIGHT_BLUE], ground) >= MARK


NOT_ON_THE_GROUND = (
    "average-on-light",
    "average-on-lit",
    "base-over-bar",
    "other-over-bar",
    "level-",
    "thumb",
    "track",
)
"""Styles with a ground of their own, and the ramp of the heat map, which begins at the ground."""

BARS = ("light", "lit", "bar", "complete", "incomplete", "expected", "other")
"""The ends of the names of styles that are marks, not texts: those of bars, with or without a line
cut into them, and of complete days."""
VIEWS = {
    "1": UsageChart,
    "2": SummaryTable,
    "3": TrendsView,
    "4": ProfileView,
    "5": DataView,
    "6": BillView,
    "7": PricesView,
    "8": TariffsView,
}


@pytest.mark.extended
@pytest.mark.parametrize("theme", ["textual-light", *slow(*THEMES)])
async def test_every_style_of_a_view_is_readable(tmp_path: Path, theme: str) -> None:
    async with opened(tmp_path, march()) as here:
        here.app.theme = theme
        await here.pilot.pause()
        for key, view in VIEWS.items():
            await here.press(key)
            widget = here.dashboard.query_one(view)
            for name, component in widget.styles_of_cells.items():
                if not name.startswith(NOT_ON_THE_GROUND):
                    style = widget.get_component_rich_style(component)
                    assert style.color is not None
                    assert style.bgcolor is not None
                    pair = style.color.get_truecolor(), style.bgcolor.get_truecolor()
                    assert contrast(*pair) >= (MARK if name.endswith(BARS) else TEXT), name


DIALOGS = ("p", "ctrl+p", "R", "question_mark")


async def faint_things(here: Opened, theme: str, kinds: str, least: Least) -> list[str]:
    """What is hard to see in the views of these periods and in the dialogs."""
    await synced(here)  # during which the key for it is dimmed, as it does nothing
    here.app.theme = theme
    await here.pilot.pause()
    found = []
    for view, kind in product("1234567", kinds):
        await here.press(view, kind)
        found += [f"{view} {kind}: {each}" for each in faint(here.app, least)]
    await here.press("1", kinds[0], "c", "up")
    found += [f"compared: {each}" for each in faint(here.app, least)]
    await here.press("escape")
    for key in DIALOGS:
        await here.press(key)
        found += [f"{key}: {each}" for each in faint(here.app, least)]
        await here.press("escape")
    return found


@pytest.mark.extended
@pytest.mark.parametrize("theme", ["textual-light", *slow(*THEMES)])
async def test_everything_on_screen_can_be_seen(tmp_path: Path, theme: str) -> None:
    async with opened(tmp_path, HOLES.rows, size=(120, 40)) as here:
        here.app.console._color_system = ColorSystem.TRUECOLOR
        kinds = "m" if theme == "textual-light" else "dwmya"
        assert await faint_things(here, theme, kinds, Least()) == []


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", *THEMES])
async def test_marks_and_texts_can_be_told_from_the_ground_with_sixteen_colours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setattr(TerminalApp, "has_sixteen_colours", True)
    async with opened(tmp_path, HOLES.rows, size=(120, 40)) as here:
        here.app.console._color_system = ColorSystem.STANDARD
        assert await faint_things(here, theme, "dma", OF_SIXTEEN) == []
