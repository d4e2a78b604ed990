"""Text in terminals with 16 colours: in another colour than its background.

Colours that differ among millions may be the same among 16, such as those of a key that is dimmed
because it does nothing now.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as MixedColour
from textual.filter import LineFilter

LIGHT = frozenset({3, 6, 7, 10, 11, 14, 15})
"""Numbers of the standard colours on which black can be read better than white."""
BLACK, WHITE = Color.parse("black"), Color.parse("bright_white")


class ToldApart(LineFilter):
    """Replaces the colour of text that would be the same as that of its background."""

    def apply(self, segments: list[Segment], background: MixedColour) -> list[Segment]:  # noqa: ARG002
        return [
            Segment(text, style and told_apart(style), control)
            for text, style, control in segments
        ]


@lru_cache(4096)
def told_apart(style: Style) -> Style:
    """The style, with black or white text if its two colours differ, but not among 16."""
    text, ground = style.color, style.bgcolor
    if text is None or ground is None or text == ground or ground.is_default or text.is_default:
        return style
    number = ground.downgrade(ColorSystem.STANDARD).number
    if text.downgrade(ColorSystem.STANDARD).number != number:
        return style
    return style + Style(color=BLACK if number in LIGHT else WHITE)
