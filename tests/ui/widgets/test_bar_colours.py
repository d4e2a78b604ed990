"""The lines around a view can be read in every theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.style import Style
from textual.theme import BUILTIN_THEMES

from octoterm.ui.bar_colours import bar_colours
from octoterm.ui.contrast import RGB, TEXT, contrast
from octoterm.ui.widgets.key_bar import KeyBar
from octoterm.ui.widgets.one_line import OneLine
from octoterm.ui.widgets.period_bar import PeriodBar
from octoterm.ui.widgets.sentence_line import SentenceLine
from octoterm.ui.widgets.status_line import StatusLine
from octoterm.ui.widgets.view_tabs import ViewTabs
from tests.support.dashboards import opened
from tests.support.households import march
from tests.support.slow import slow

LINES: tuple[type[OneLine], ...] = (PeriodBar, ViewTabs, SentenceLine, KeyBar)
THEMES = sorted(name for name, theme in BUILTIN_THEMES.items() if not theme.ansi)


def colours(style: Style, ground: RGB) -> tuple[RGB, RGB]:
    """The text and what it stands on, which is `ground` if the style says nothing."""
    assert style.color is not None
    below = style.bgcolor.get_truecolor() if style.bgcolor else ground
    return tuple(style.color.get_truecolor()), tuple(below)  # type: ignore[return-value]


@pytest.mark.extended
@pytest.mark.parametrize("group", [0, *slow(1, 2, 3, 4, 5)])
async def test_every_word_of_the_lines_has_contrast_enough(tmp_path: Path, group: int) -> None:
    async with opened(tmp_path, march()) as here:
        for theme in THEMES[group::6]:
            here.app.theme = theme
            await here.pilot.pause()
            for kind in LINES:
                line = here.dashboard.query_one(kind)
                for name in kind.COMPONENT_CLASSES - {"keys--off"}:
                    style = line.style_of(name)
                    assert contrast(*colours(style, line.background_colors[1].rgb)) >= TEXT, (
                        theme,
                        name,
                    )
            status = here.dashboard.query_one(StatusLine)
            for tone in ("", "-busy", "-warning"):
                status.set_classes(tone)
                seen = colours(status.rich_style, status.background_colors[1].rgb)
                assert contrast(*seen) >= TEXT, (theme, tone)


def test_a_theme_that_leaves_colours_to_the_terminal_keeps_them() -> None:
    theme = BUILTIN_THEMES["ansi-dark"].to_color_system().generate()
    assert bar_colours(theme)["bar-accent"] == theme["text-accent"]
