"""A terminal that shows what a dashboard draws, and refuses what no dashboard should send."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len

MODES = {
    "1049": "alternate screen",
    "1000": "mouse",
    "1003": "mouse movement",
    "1015": "mouse, urxvt",
    "1006": "mouse, SGR",
    "1016": "mouse, pixels",
    "1004": "focus",
    "2004": "bracketed paste",
    "2048": "sizes in band",
    "2026": "synchronised output",
    "25": "cursor",
    "7": "line wrap",
}
AT_FIRST = frozenset({"cursor", "line wrap"})

_SEQUENCES = re.compile(
    r"""
      \x1b\[ \? (?P<mode>\d+) (?P<set>[hl])
    | \x1b\[ (?P<row>\d+) ; (?P<column>\d+) H
    | (?P<erase> \x1b\[J )                        # from the cursor on
    | \x1b\[ (?P<style>[\d;]*) m
    | \x1b\[ \? (?:2026|2048) \$p                   # which modes it has
    | \x1b\[ (?P<keys>[<>]) \d* u                   # the keyboard's protocol
    | \x1b\] 22 ; (?P<pointer>[a-z-]*) \x07        # its shape
    | (?P<bell>\x07)
    """,
    re.VERBOSE,
)


ENDED_BY = {
    "22": "1 2", "23": "3", "24": "4 21", "25": "5 6", "27": "7", "28": "8", "29": "9",
    "54": "51 52", "55": "53",
}  # fmt: skip
"""What ends attributes of characters → these attributes (ECMA-48, 8.3.117)."""
ON_SPACES = {"4", "7", "9", "21", "51", "52", "53"}
"""Attributes that are visible on spaces."""


class Look(NamedTuple):
    """How a cell is drawn: parameters of SGR, empty if the terminal decides."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""

    def after(self, parameters: str) -> Look:
        """The look after these parameters. Raises Interpreted for any no dashboard should send."""
        look, codes = self, iter(parameters.split(";"))
        for code in codes:
            look = look._after(code, codes)
        return look

    def _after(self, code: str, more: Iterator[str]) -> Look:
        number = int(code or 0)
        if number == 0:
            return Look()
        if code in ENDED_BY:
            return self._replace(attributes=self.attributes - {*ENDED_BY[code].split()})
        if number < 30 or number in (51, 52, 53):
            return self._replace(attributes=self.attributes | {code})
        if number in (38, 48):
            kind = next(more)
            code = ";".join((code, kind, *(next(more) for _ in range({"5": 1, "2": 3}[kind]))))
        elif number in (39, 49):
            code = ""
        elif not 30 <= number <= 47 and not 90 <= number <= 107:
            raise Interpreted(code)
        is_behind = 40 <= number <= 49 or number >= 100
        return self._replace(**{"background" if is_behind else "foreground": code})

    def of(self, character: str) -> Look:
        """The part of the look that is visible on this character."""
        if character != " " or self.attributes & ON_SPACES:
            return self
        return Look(background=self.background)


class Interpreted(AssertionError):
    """A byte reached the terminal that would have done something no dashboard should do."""


class Emulator:
    """The cells and modes of a terminal after the bytes it was given."""

    def __init__(self, width: int, height: int) -> None:
        self.modes = set(AT_FIRST)
        self.keyboard = 0
        """Keyboard protocols that were requested and not yet ended."""
        self.colours: set[str] = set()
        """All colours that styles have used."""
        self.bells = 0
        self.times_cleared = 0
        self.pointer = "default"
        self._decode = codecs.getincrementaldecoder("utf-8")("strict").decode
        self._rest = ""
        self._row = self._column = 0
        self._look = Look()
        self._cells: list[list[str]] = []
        self._looks: list[list[Look]] = []
        self.resize(width, height)

    def clear(self) -> None:
        """Clear the screen, as a terminal does when it switches to its alternate one."""
        self.times_cleared += 1
        self._cells, self._looks = [], []
        self.resize(self._width, self._height)

    def resize(self, width: int, height: int) -> None:
        """Cut or extend the screen at the right and at the bottom."""
        rows = [row[:width] + [" "] * (width - len(row)) for row in self._cells[:height]]
        self._cells = rows + [[" "] * width for _ in range(height - len(rows))]
        looks = [row[:width] + [Look()] * (width - len(row)) for row in self._looks[:height]]
        self._looks = looks + [[Look()] * width for _ in range(height - len(looks))]
        self._width, self._height = width, height

    @property
    def cursor(self) -> tuple[int, int]:
        """Its row and column, from the top left."""
        return self._row, self._column

    @property
    def lines(self) -> list[str]:
        """What is on screen, without the spaces at the ends of lines."""
        return ["".join(row).rstrip() for row in self._cells]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def picture(self) -> list[list[tuple[str, Look]]]:
        """Rows of characters and the visible part of their looks."""
        return [
            [(symbol, look.of(symbol)) for symbol, look in zip(*row, strict=True)]
            for row in zip(self._cells, self._looks, strict=True)
        ]

    def feed(self, output: bytes) -> None:
        """Take `output` as a terminal would. Raises Interpreted, UnicodeDecodeError."""
        text = self._rest + self._decode(output)
        at = 0
        while at < len(text):
            if text[at] == "\x1b" or text[at] == "\x07":
                found = _SEQUENCES.match(text, at)
                if found is None and len(text) - at < 32:
                    break  # the rest of it is still to come
                if found is None:
                    raise Interpreted(repr(text[at : at + 60]))
                self._act(found)
                at = found.end()
            else:
                self._put(text[at])
                at += 1
        self._rest = text[at:]

    def _act(self, found: re.Match[str]) -> None:
        if mode := found["mode"]:
            change = self.modes.add if found["set"] == "h" else self.modes.discard
            change(MODES[mode])
            if (mode, found["set"]) == ("1049", "h"):
                self.clear()
        elif found["row"]:
            self._row, self._column = int(found["row"]) - 1, int(found["column"]) - 1
        elif found["erase"]:
            first = self._column
            for row in self._cells[self._row :]:
                row[first:] = " " * (self._width - first)
                first = 0
        elif (style := found["style"]) is not None:
            self._look = self._look.after(style)
            self.colours.update(re.findall(r"[34]8;[25]|\d+", style))
        elif found["keys"]:
            self.keyboard += 1 if found["keys"] == ">" else -1
        elif found["pointer"]:
            self.pointer = found["pointer"]
        elif found["bell"]:
            self.bells += 1

    def _put(self, character: str) -> None:
        if character == "\r":
            self._column = 0
        elif character == "\n":
            self._row += 1
        elif not character.isprintable():
            raise Interpreted(repr(character))
        else:
            width = cell_len(character)
            if 0 <= self._row < self._height:
                row = self._cells[self._row]
                if width == 0 and self._column:
                    row[min(self._column, self._width) - 1] += character
                for more in range(width):
                    if self._column + more < self._width:
                        row[self._column + more] = "" if more else character
                        self._looks[self._row][self._column + more] = self._look
            self._column += width
