"""The characters that are drawn rather than read, with plain stand-ins for plain fonts.

Each takes one column in both sets, so that nothing moves when one replaces the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from octoterm.ascii_text import in_ascii


@dataclass(frozen=True)
class Symbols:
    """One set of characters to draw with."""

    ascii_only: bool
    bars: str
    """Nine heights of a bar, from an empty cell to a full one."""
    hanging: str
    """Nine heights of a bar that hangs from zero, as well as terminals have them."""
    line: str
    vertical: str
    corner: str
    tick: str
    """Where a label meets the vertical axis."""
    base_load: str
    missing: str
    """Marks the place of a reading that is not there."""
    whole: str
    """A day that has all its readings."""
    incomplete: str
    """Fills, or marks, what lacks some of its readings."""
    other: str
    """Fills what a bar's counterpart is above it."""
    level: str
    """Crosses a bar at the height of its counterpart below its top."""
    shades: str
    """From nothing to most, where there are no colours to say it."""
    crosshair: str
    """What is under the cursor, among cells that are filled."""
    cursor: str
    """Points up at what is under the cursor."""
    left: str
    right: str
    arrow: str
    dash: str
    dot: str
    """Separates; marks a place where nothing is expected."""
    full: str
    """Progress made."""
    empty: str
    """Progress to make."""

    def cut(self, text: str, width: int) -> str:
        """`text` in `width` columns of one each, with a sign where some was left out."""
        mark = self.plain("…")
        return text if len(text) <= width else text[: max(0, width - len(mark))] + mark

    def plain(self, text: str) -> str:
        """`text`, in ASCII where this set is."""
        return in_ascii(text) if self.ascii_only else text


UNICODE = Symbols(
    ascii_only=False,
    bars=" ▁▂▃▄▅▆▇█",
    hanging=" ▔▔▀▀▀▀██",
    line="─",
    vertical="│",
    corner="└",
    tick="┤",
    base_load="┄",
    missing="×",
    whole="■",
    incomplete="▒",
    other="░",
    level="━",
    shades=" ░▒▓█",
    crosshair="┼",
    cursor="▲",
    left="◀",
    right="▶",
    arrow="→",
    dash="–",
    dot="·",
    full="█",
    empty="░",
)

ASCII = Symbols(
    ascii_only=True,
    bars=" __..::##",
    hanging=" ''''::##",
    line="-",
    vertical="|",
    corner="+",
    tick="|",
    base_load="-",
    missing="x",
    whole="=",
    incomplete="%",
    other="/",
    level="=",
    shades=" -=%#",
    crosshair="+",
    cursor="^",
    left="<",
    right=">",
    arrow=">",
    dash="-",
    dot=".",
    full="#",
    empty="-",
)


def symbols_of(app: object) -> Symbols:
    """The set that `app` draws with: its `symbols`, or the full set if it has none."""
    symbols = getattr(app, "symbols", UNICODE)
    return symbols if isinstance(symbols, Symbols) else UNICODE
