"""Text with malicious or unusual characters."""

from __future__ import annotations

import random
import unicodedata

from textual.app import App

from octoterm.ui.commands import COMMANDS
from octoterm.ui.drawing.symbols import symbols_of
from octoterm.ui.widgets.one_line import OneLine

CONTROLS = [chr(byte) for byte in (*range(0x20), *range(0x7F, 0xA0))]
INVISIBLE = list(
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u2028"
)
SEQUENCES = [
    "\x1b]0;pwned\x07",
    "\x1b]52;c;cHduZWQ=\x07",
    "\x1b]8;;http://pwned\x1b\\",
    "\x1b[2J\x1b[H",
    "\x1b[?1049l",
    "\x1b[6n",
    "\x1b[31m",
    "\x1bc",
    "\x1bP+q544e\x1b\\",
    "\x9b2J",
    "\x9d0;pwned\x9c",
    "\r\n",
    "\x08\x08\x08",
]
MARKUP = [
    "[/x]",
    "[/]",
    "[",
    "]",
    "\\[",
    "[bold]",
    "[@click=app.quit]",
    "[@click=screen.quit()]here[/]",
    "[link=http://pwned]",
    "[red on $primary]",
    "[$nothing]",
    "[on]",
    "[#12",
    "[not a style=]",
    "$text",
    ":smile:",
    "{self}",
    "%s%n",
]
LETTERS = [
    "a",
    "é",
    "日本",
    "e\u0301\u0302\u0303",
    "\U0001f469\u200d\U0001f52c",
    " ",
    "0",
    "\udc80",
    "x" * 30,
]
PIECES = (CONTROLS, INVISIBLE, SEQUENCES, MARKUP, LETTERS)


def hostile(seed: int) -> str:
    """A hostile text; always the same for the same seed."""
    dice = random.Random(f"hostile {seed}")
    pieces = [dice.choice(dice.choice(PIECES)) for _ in range(dice.randint(1, 8))]
    return "".join(("m", *pieces))


def as_file_name(text: str) -> str:
    """As much of `text` as fits into the name of a file."""
    name = text.replace("/", "").replace("\0", "")
    return name.encode("utf-8", "surrogateescape")[:80].decode("utf-8", "surrogateescape")


def assert_harmless(text: str) -> None:
    """Check that a terminal acts on nothing in `text` except the ends of lines."""
    unsafe = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    found = [c for c in text if c != "\n" and unicodedata.category(c) in unsafe]
    assert not found, f"{found!r} in {text!r}"


def assert_nothing_to_click(app: App[object]) -> None:
    """Check that no text on screen has become a link or an action: only words of the bars can be
    clicked, and each runs the command that its bar has given it."""
    commands = {f"screen.{command.action}" for command in COMMANDS}
    words = {
        (bar.region.y, symbols_of(app).plain(word.text), f"screen.{word.action}")
        for bar in app.screen.query(OneLine)
        for word in bar.words(bar.size.width)
    }
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        for segment in strip:
            style = segment.style
            if style is not None:
                assert style.link is None
                if (action := style.meta.get("@click")) is not None:
                    assert action in commands, segment.text
                    assert any(
                        (y, action) == (row, its_action) and text.startswith(segment.text)
                        for row, text, its_action in words
                    ), segment.text  # a bar is cut at the edge, and so may be its last word
