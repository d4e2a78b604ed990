"""Finds what is hard to see on the screen, by each character's contrast to its cell's ground."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.color import Color, ColorType
from rich.style import Style
from textual.app import App
from textual.geometry import Region

from octoterm.ui.contrast import HALF_TONES, MARK, RGB, TEXT, contrast, ink_of, mixed
from octoterm.ui.drawing.symbols import UNICODE
from octoterm.ui.driver.sixteen_colours import LINUX, XTERM
from octoterm.ui.views.profile.view import ProfileView

SHADES = frozenset(UNICODE.shades)


class Faint(NamedTuple):
    """Something that is hard to see."""

    text: str
    row: int
    contrast: float

    def __str__(self) -> str:
        return f"{self.text.strip()[:30]!r} in row {self.row} has {self.contrast:.2f}"


class Least(NamedTuple):
    """The least contrasts of what is easy to see."""

    text: float = TEXT
    mark: float = MARK
    half_tone: float = MARK


OF_SIXTEEN = Least(MARK, MARK, 2.0)
"""For 16 colours: a half tone on their greys has no more contrast."""


def faint(app: App[object], least: Least) -> list[Faint]:
    """What has less contrast. If a dialog is over the dashboard, only the dialog is checked."""
    return [
        Faint(text, row, found)
        for text, style, row in _seen(app)
        for wanted, part in zip(least, _parts(text), strict=True)
        if part and (found := _contrast(part, style, app)) < wanted
    ]


def _parts(text: str) -> tuple[str, str, str]:
    """The letters and digits of a text, its other characters, and its half tones."""
    signs = [each for each in text if not each.isalnum() and each != " "]
    return (
        "".join(filter(str.isalnum, text)),
        "".join(each for each in signs if each not in HALF_TONES),
        "".join(each for each in signs if each in HALF_TONES),
    )


def _seen(app: App[object]) -> Iterator[tuple[str, Style, int]]:
    """Each text on screen, its style and its row; not the heat map, which begins at the ground."""
    region = _dialog(app) or app.screen.region
    has_heat_map = any(view.is_on_screen for view in app.screen.query(ProfileView))
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        if region.y <= row < region.bottom:
            for text, style, _ in strip.crop(region.x, region.right):
                is_step = has_heat_map and SHADES.issuperset(text)
                if text.strip() and style is not None and not is_step:
                    yield text, style, row


def _dialog(app: App[object]) -> Region | None:
    return app.screen.query_one("#box").region if len(app.screen_stack) > 1 else None


def _contrast(text: str, style: Style, app: App[object]) -> float:
    """The least contrast of a character, on whichever palette it is lower."""
    is_dark = app.current_theme.dark
    least = 21.0
    for palette in (XTERM, LINUX):
        colour = _rgb(style.color, palette, 7 if is_dark else 0)
        ground = _rgb(style.bgcolor, palette, 0 if is_dark else 15)
        if style.reverse:
            colour, ground = ground, colour
        if style.dim:
            colour = mixed(colour, ground, 0.5)
        least = min(least, contrast(mixed(ground, colour, ink_of(text)), ground))
    return least


def _rgb(colour: Color | None, palette: tuple[RGB, ...], default: int) -> RGB:
    """One of 16 colours as in the palette, or the default colour as on most terminals."""
    if colour is None or colour.type is ColorType.DEFAULT:
        return palette[default]
    if colour.triplet is None and colour.number is not None and colour.number < len(palette):
        return palette[colour.number]
    red, green, blue = colour.get_truecolor()
    return red, green, blue
