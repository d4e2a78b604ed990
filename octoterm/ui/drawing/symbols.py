"""The characters used for drawing: in Unicode, in ASCII, and those of the Linux console.

Each takes one column in all sets, so that the layout is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from octoterm.ascii_text import in_ascii
from octoterm.ui.drawing.bars import Outline


@dataclass(frozen=True)
class Symbols:
    """One set of characters to draw with."""

    ascii_only: bool
    """Whether texts, curves and borders are in ASCII; the symbols below may have a few others."""
    bars: str
    """Nine heights of a bar, from an empty cell to a full one."""
    hanging: str
    """Nine lengths of a bar that hangs from zero; Unicode has only a few of them."""
    lengths: str
    """Nine lengths of a bar that lies to the right of zero, from an empty cell to a full one."""
    line: str
    heavy_line: str
    """The axis below bars that stand out, where colours do not distinguish them from others."""
    vertical: str
    corner: str
    tick: str
    """Where a label meets the vertical axis."""
    base_load: str
    second_line: str
    """A line across bars at values of another unit."""
    missing: str
    """Marks a missing reading."""
    unusual: str
    """Marks an unusual day; in the fonts of every terminal."""
    note: str
    """Marks a day on which something is noted."""
    whole: str
    """Marks a day that has all its readings."""
    part: str
    """Marks a day on which readings begin or end."""
    incomplete: str
    """Fills or marks a bar or day that lacks some readings."""
    nearly: str
    """Marks what lacks hardly any readings."""
    expected: str
    """Fills what a bar in progress is on course for."""
    outline: Outline
    """The line around what bars are compared with."""
    curve: str
    """What a curve is drawn with: a character, or one of Braille for all of them."""
    shades: str
    """Shades from the lowest to the highest, for terminals without enough colours."""
    crosshair: str
    """The cell under the cursor, in the heat map."""
    cursor: str
    """Points up to the bar under the cursor."""
    left: str
    right: str
    dash: str
    dot: str
    """Separates texts, and marks where no reading is expected."""
    full: str
    """The part of a progress bar that is done."""
    empty: str
    """The part of a progress bar that is not done yet."""

    def plain(self, text: str) -> str:
        """`text`, converted to ASCII if this set is ASCII. Needed if the number of columns may
        change, as everything on screen is converted sign by sign; see `plain_rows`."""
        return in_ascii(text) if self.ascii_only else text


UNICODE = Symbols(
    ascii_only=False,
    bars=" ▁▂▃▄▅▆▇█",
    hanging=" ▔▔▀▀▀▀██",
    lengths=" ▏▎▍▌▋▊▉█",
    line="─",
    heavy_line="═",
    vertical="│",
    corner="└",
    tick="┤",
    base_load="┄",
    second_line="━",
    missing="×",
    unusual="!",
    note="◆",
    whole="■",
    part="▄",
    incomplete="▒",
    nearly="~",
    expected="┆",
    outline=Outline("─", "│", ("┘", "┌", "┐", "└")),
    curve="⠒",
    shades=" ░▒▓█",
    crosshair="┼",
    cursor="▲",
    left="◀",
    right="▶",
    dash="–",
    dot="·",
    full="█",
    empty="░",
)

ASCII = Symbols(
    ascii_only=True,
    bars=" __..::##",
    hanging=" ''''::##",
    lengths=" ....####",
    line="-",
    heavy_line="=",
    vertical="|",
    corner="+",
    tick="|",
    base_load="+",
    second_line="=",
    missing="x",
    unusual="!",
    note="N",
    whole="=",
    part="-",
    incomplete="%",
    nearly=":",
    expected="~",
    outline=Outline("-", "|", ("'", ",", ",", "'")),
    curve="*",
    shades=" -=%#",
    crosshair="+",
    cursor="^",
    left="<",
    right=">",
    dash="-",
    dot=".",
    full="#",
    empty="-",
)

CONSOLE = replace(
    ASCII,
    bars=" ▄▄▄▄▄███",
    hanging=" ''''████",
    lengths=" ....████",
    line="─",
    vertical="│",
    corner="└",
    tick="┤",
    base_load="┄",
    missing="×",
    whole="■",
    part="▄",
    incomplete="▒",
    nearly="~",
    expected="░",
    outline=Outline("─", "│", ("┘", "┌", "┐", "└")),
    shades=" :░▒█",
    cursor="▲",
    left="◀",
    right="▶",
    dot="·",
    full="█",
    empty="░",
)
"""For the Linux console, whose fonts have neither eighths of blocks, Braille nor quadrants.

Its block and line characters are in all of Debian's fonts for Western Europe (console-setup:
Lat15-Fixed16, Lat15-VGA16, Uni2-Fixed16, Uni2-Terminus16), and the others are in Latin-1.
"""
CONSOLE_CHARACTERS = frozenset("█▄▒─│┌┐└┘┄◀▶▲■░┤×·")
"""The characters beyond ASCII in `CONSOLE`."""


def symbols_for(*, ascii_only: bool, terminal: str) -> Symbols:
    """The set for a terminal, named as in $TERM."""
    if ascii_only:
        return ASCII
    return CONSOLE if terminal.partition("-")[0] == "linux" else UNICODE


def symbols_of(app: object) -> Symbols:
    """The set that `app` draws with: its `symbols`, or the full set if it has none."""
    symbols = getattr(app, "symbols", UNICODE)
    return symbols if isinstance(symbols, Symbols) else UNICODE
