"""The colours of what surrounds or covers a view, as style sheet variables, readable in every
theme."""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color

from octoterm.ui.contrast import HALF_TONES, MARK, MOST, RGB, TEXT, readable

ON_GROUNDS = {
    "bar-muted": ("text-muted", "panel"),
    "bar-accent": ("text-accent", "panel"),
    "bar-warning": ("text-warning", "panel"),
    "line-muted": ("text-muted", "background"),
    "line-accent": ("text-accent", "background"),
    "line-primary": ("text-primary", "background"),
    "line-warning": ("text-warning", "background"),
    "box-line": ("primary", "surface"),
    "box-text": ("foreground", "surface"),
    "box-muted": ("text-muted", "surface"),
    "box-accent": ("text-accent", "surface"),
    "box-warning": ("text-warning", "surface"),
    "cursor-text": ("block-cursor-foreground", "block-cursor-background"),
}
"""Variable → the theme's variables for the text and for its background: `bar` is the top and the
bottom line, `line` any other, `box` a dialog."""
SCROLL_BARS = ("scrollbar", "scrollbar-hover", "scrollbar-active")
"""The theme's variables for the thumb of a scroll bar."""


def bar_colours(theme: Mapping[str, str]) -> dict[str, str]:
    """The theme's colours, made stronger where they are too faint on their ground. Colours that
    the terminal chooses stay as they are, except blue and those of muted texts, which only some of
    those terminals show clearly."""
    texts = {
        name: _readable(theme[text], theme[ground], TEXT)
        for name, (text, ground) in ON_GROUNDS.items()
    }
    ground = theme["scrollbar-background"]
    marks = {name: _readable(_thumb(theme, name), ground, MARK) for name in SCROLL_BARS}
    hatched = _readable(theme["foreground"], theme["surface"], MOST, HALF_TONES["▒"])
    return {**texts, **marks, "box-hatched": hatched}


def _thumb(theme: Mapping[str, str], name: str) -> str:
    """The theme's colour of this name, or its text colour if the terminal chooses the colour: the
    terminal's blue may be hard to see on both black and white."""
    return theme["foreground" if theme[name].startswith("ansi_") else name]


def _readable(text: str, ground: str, ratio: float, ink: float = 1.0) -> str:
    if text.startswith("ansi_") or ground.startswith(("ansi_", "transparent")):
        name, *_ = text.split()  # without the share that muted texts have of it
        return "ansi_bright_blue" if name == "ansi_blue" else name
    below = Color.parse(ground)
    if text.startswith("auto"):  # such as `auto 60%`: black or white, with this share
        share = float(text.removeprefix("auto").strip(" %") or 100) / 100
        above = below.blend(below.get_contrast_text(), share, 1.0)
    else:
        above = Color.parse(text)
        above = below.blend(above, above.a, 1.0)
    return Color(*readable(_rgb(above), (_rgb(below),), ratio, ink)).hex


def _rgb(colour: Color) -> RGB:
    return colour.r, colour.g, colour.b
