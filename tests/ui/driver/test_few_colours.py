"""Text in terminals with 16 colours can be told from its background."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem
from rich.style import Style

from octoterm.ui.driver.few_colours import told_apart
from tests.support.dashboards import Opened, opened, synced
from tests.support.households import march
from tests.support.slow import slow

colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: Color.from_rgb(*rgb))


def among_16(colour: Color | None) -> int | None:
    return None if colour is None else colour.downgrade(ColorSystem.STANDARD).number


@given(colours, colours)
def test_colours_that_differ_are_told_apart(text: Color, ground: Color) -> None:
    style = told_apart(Style.from_color(text, ground))
    assert text == ground or among_16(style.color) != among_16(style.bgcolor)
    assert style.bgcolor == ground


def test_only_text_that_would_be_lost_changes() -> None:
    assert told_apart(Style.parse("#5a5a5a on #777777")) == Style.parse("bright_white on #777777")
    assert told_apart(Style.parse("bold red on black")) == Style.parse("bold red on black")


def lost(here: Opened) -> list[str]:
    """Texts on screen in two colours that are the same among 16."""
    return [
        text
        for strip in here.app.screen._compositor.render_strips()
        for text, style, _ in strip
        if text.strip() and style is not None and style.color != style.bgcolor
        if among_16(style.color) == among_16(style.bgcolor)
    ]


@pytest.mark.parametrize("theme", ["textual-dark", *slow("textual-light", "nord", "gruvbox")])
async def test_the_dashboard_loses_no_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLORTERM", raising=False)
    for number, rows in enumerate((march(), None)):  # without readings, most keys are dimmed
        (folder := tmp_path / str(number)).mkdir()
        async with opened(folder, rows, theme=theme) as here:
            assert here.app.console.color_system == "standard"
            await synced(here)
            for keys in ("1m", "2", "3", "5"):
                await here.press(*keys)
                assert lost(here) == []
