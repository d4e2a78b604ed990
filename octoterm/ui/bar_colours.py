"""The colours of the lines around a view, as style sheet variables, readable in every theme."""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color

from octoterm.ui.contrast import RGB, TEXT, readable

ON_GROUNDS = {
    "bar-muted": ("text-muted", "panel"),
    "bar-accent": ("text-accent", "panel"),
    "bar-warning": ("text-warning", "panel"),
    "line-muted": ("text-muted", "background"),
    "line-accent": ("text-accent", "background"),
    "line-primary": ("text-primary", "background"),
    "line-warning": ("text-warning", "background"),
    "cursor-text": ("block-cursor-foreground", "block-cursor-background"),
}
"""Variable → the theme's variables for the text and for what it stands on: `bar` is the top and
bottom line, `line` any other."""


def bar_colours(theme: Mapping[str, str]) -> dict[str, str]:
    """The theme's colours, made stronger where they are too faint on their ground. Colours that
    the terminal chooses stay as they are."""
    return {
        name: _readable(theme[text], theme[ground]) for name, (text, ground) in ON_GROUNDS.items()
    }


def _readable(text: str, ground: str) -> str:
    if text.startswith("ansi_") or ground.startswith("ansi_"):
        return text
    below = Color.parse(ground)
    if text.startswith("auto"):  # such as `auto 60%`: black or white, with this share
        share = float(text.removeprefix("auto").strip(" %") or 100) / 100
        above = below.blend(below.get_contrast_text(), share, 1.0)
    else:
        above = Color.parse(text)
        above = below.blend(above, above.a, 1.0)
    return Color(*readable(_rgb(above), (_rgb(below),), TEXT)).hex


def _rgb(colour: Color) -> RGB:
    return colour.r, colour.g, colour.b
