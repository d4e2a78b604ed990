"""How a cell of the screen is drawn, and the fewest bytes that turn one look into another.

The numbers are parameters of SGR: ECMA-48 (5th edition), 8.3.117, and for colours ITU-T T.416,
13.1.8, in the form with semicolons that terminals understand.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

ENDS = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "21": "24",
    "51": "54",
    "52": "54",
    "53": "55",
}
"""The parameter that ends each attribute, such as bold."""
SHOWN_ON_SPACES = frozenset({"4", "7", "9", "21", "51", "52", "53"})
"""Attributes that are visible on spaces: lines, frames and reversed colours."""
FOREGROUNDS = {*map(str, range(30, 38)), *map(str, range(90, 98))}
BACKGROUNDS = {*map(str, range(40, 48)), *map(str, range(100, 108))}


class Look(NamedTuple):
    """Attributes and colours. An empty string means the terminal's default colour, and None means
    that any will do, because the cell is a space."""

    attributes: frozenset[str] | None = frozenset()
    """None means any attributes except those that are visible on spaces."""
    foreground: str | None = ""
    """None means any colour."""
    background: str = ""


PLAIN = Look()


@lru_cache(4096)
def looks_of(style: Style | None, colours: ColorSystem) -> tuple[Look, Look]:
    """The looks of characters and of spaces in this style.

    Equal looks are the same object, so that they can be compared with `is`.
    """
    return _looks_after(Strip.render_ansi(style, colours) if style else "")


@cache
def _looks_after(parameters: str) -> tuple[Look, Look]:
    attributes, foreground, background = set[str](), "", ""
    for code in _codes(parameters):
        if code in FOREGROUNDS or code.startswith("38;"):
            foreground = code
        elif code in BACKGROUNDS or code.startswith("48;"):
            background = code
        elif code in ENDS:
            attributes.add(code)
    look = _one(frozenset(attributes), foreground, background)
    return look, look if attributes & SHOWN_ON_SPACES else _one(None, None, background)


@cache
def _one(attributes: frozenset[str] | None, foreground: str | None, background: str) -> Look:
    return Look(attributes, foreground, background)


def _codes(parameters: str) -> Iterator[str]:
    """`1;38;2;9;8;7` → `1`, `38;2;9;8;7`."""
    parts = iter(parameters.split(";"))
    for part in parts:
        if part in ("38", "48"):
            kind = next(parts)
            yield ";".join((part, kind, *(next(parts) for _ in range(3 if kind == "2" else 1))))
        else:
            yield part


@lru_cache(4096)
def change(before: Look, wanted: Look) -> tuple[str, Look]:
    """The sequence to write between cells with these looks, and the look in effect after it."""
    had = before.attributes or frozenset()
    attributes = had - SHOWN_ON_SPACES if wanted.attributes is None else wanted.attributes
    foreground = before.foreground if wanted.foreground is None else wanted.foreground
    ended = {ENDS[each] for each in had - attributes}
    codes = sorted(ended)
    codes += sorted(each for each in attributes if each not in had or ENDS[each] in ended)
    if foreground != before.foreground:
        codes.append(foreground or "39")
    if wanted.background != before.background:
        codes.append(wanted.background or "49")
    after = Look(attributes, foreground, wanted.background)
    return (f"\x1b[{';'.join(codes)}m" if codes else ""), after
