"""Colours by meaning, as style sheet variables that are the same in every view."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from textual.color import Color

from octoterm.ui.contrast import MARK, RGB, TEXT, faded, mixed, readable

NAMES = ("background", "foreground", "primary", "accent", "success", "warning", "error")
"""The colours of a theme that others are made from."""
LIT = 3.8
"""Contrast of what stands out among quiet marks: low enough for a line to be seen on it."""
SHADE = 0.07
"""How much of the foreground is in a shaded ground: quiet, and hardly any contrast is lost."""
IN_ANSI = {
    "bar": "ansi_bright_blue",
    "exported": "success",
    "base": "warning",
    "base-on-bar": "warning",
    "outline": "foreground",
    "outline-on-bar": "ansi_black",
    "shaded": "background",
    "quiet": "foreground",
    "average": "foreground",
    "light-bar": "foreground",
    "lit-bar": "ansi_bright_blue",
    "missing-mark": "ansi_bright_red",
    "unusual": "accent",
    "weekday": "ansi_bright_blue",
    "weekend": "warning",
    "spring": "success",
    "autumn": "ansi_bright_red",
}
"""Meaning → the theme's colour for it, where the terminal chooses its own colours. Blue and
red are the bright ones, which can be seen on black and on white, in xterm and VGA; the theme's
blue has 1.6 to 1 on black, its red 2.7."""


def meanings(theme: Mapping[str, str]) -> dict[str, str]:
    """The colours of a theme, by meaning: `$missing-mark` is a half hour or a day without
    readings.

    They are readable in every theme: text and curves at 4.5 to 1, marks at 3 to 1. `$average` is
    readable on the bars, too.
    """
    return dict(_readable(*(theme[name] for name in NAMES)))


def rgb(colour: str) -> RGB | None:
    """Red, green and blue of a theme's colour; None if the terminal chooses it."""
    found = Color.parse(colour)
    return None if found.ansi is not None else (found.r, found.g, found.b)


@lru_cache(maxsize=64)
def _readable(*theme: str) -> dict[str, str]:
    chosen = [colour for name in theme if (colour := rgb(name)) is not None]
    if len(chosen) < len(theme):
        of_theme = dict(zip(NAMES, theme, strict=True))
        return {meaning: of_theme.get(name, name) for meaning, name in IN_ANSI.items()}
    ground, foreground, primary, accent, success, warning, error = chosen
    shaded = mixed(ground, foreground, SHADE)
    bar = readable(primary, (ground, shaded), MARK)
    light, lit = faded(foreground, ground, MARK), faded(primary, ground, LIT)
    found = {
        "bar": bar,
        "exported": readable(success, (ground, shaded), MARK),
        "base": readable(warning, (ground,), TEXT),
        "base-on-bar": readable(warning, (bar,), MARK),
        "outline": faded(foreground, shaded, MARK),
        "outline-on-bar": readable(ground, (bar,), MARK),
        "shaded": shaded,
        "quiet": faded(foreground, shaded, TEXT),
        "average": readable(foreground, (ground, light, lit), MARK),
        "light-bar": light,
        "lit-bar": lit,
        "missing-mark": readable(error, (ground,), TEXT),
        "unusual": readable(accent, (ground,), TEXT),
        "weekday": readable(primary, (ground,), TEXT),
        "weekend": readable(warning, (ground,), TEXT),
        "spring": readable(success, (ground,), TEXT),
        "autumn": readable(error, (ground,), TEXT),
    }
    return {meaning: "#{:02X}{:02X}{:02X}".format(*colour) for meaning, colour in found.items()}
