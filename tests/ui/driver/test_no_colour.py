"""NO_COLOR with every theme, also one chosen later: no colours, and all of it can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import ColorType
from rich.style import Style
from textual.theme import BUILTIN_THEMES

from octoterm.ui.contrast import TEXT, contrast
from octoterm.ui.driver.no_colour import in_default_colours, in_greys
from tests.support.dashboards import Opened, opened, synced
from tests.support.households import march
from tests.support.slow import slow

STARTS = ("textual-dark", "ansi-light")
FEW = ("textual-light",)
OTHERS = sorted(set(BUILTIN_THEMES) - {*FEW})


def unreadable(here: Opened) -> list[tuple[str, Style]]:
    """What is on screen in a colour, or hardly to be told from its background."""
    return [
        (text, style)
        for strip in here.app.screen._compositor.render_strips()
        for text, style, _ in strip
        if text.strip() and style is not None and not is_readable(style)
    ]


def is_readable(style: Style) -> bool:
    both = style.color, style.bgcolor
    if all(each is None or each.type == ColorType.DEFAULT for each in both):
        return True
    one, other = (each.get_truecolor() for each in both if each)
    is_grey = all(red == green == blue for red, green, blue in (one, other))
    return is_grey and contrast(one, other) >= TEXT


@pytest.mark.parametrize("theme", [*FEW, *slow(*OTHERS)])
@pytest.mark.slow
async def test_every_theme_can_be_read_whenever_it_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    for number, start in enumerate(STARTS):
        monkeypatch.setenv("NO_COLOR", "1")  # Textual removes it
        (folder := tmp_path / str(number)).mkdir()
        async with opened(folder, march(), theme=start) as here:
            await synced(here)
            here.app.theme = theme
            for keys in ("1m[", "c", "2", "3", "4", "5", "p"):
                await here.press(*keys)
                assert unreadable(here) == [], (start, keys)


def test_a_grey_is_as_bright_as_its_colour_unless_it_could_not_be_read() -> None:
    assert in_greys(Style.parse("bold #ffff00 on #000000")).color != Style.parse("#ffffff").color
    assert in_greys(Style.parse("#000000 on #000000")) == Style.parse("#757575 on #000000")
    assert in_greys(Style.parse("#eeeeee on #ffffff")) == Style.parse("#767676 on #ffffff")


def test_a_background_of_its_own_is_shown_by_reversing_the_terminals_colours() -> None:
    assert in_default_colours(Style.parse("blue on white")).reverse
    assert not in_default_colours(Style.parse("blue on default")).reverse
    assert in_default_colours(Style.parse("bold blue")).bold
