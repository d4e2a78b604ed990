"""octoterm's own typography in plain ASCII, for fonts and encodings that lack it. Pure."""

from __future__ import annotations

STAND_INS = {
    "–": "-",
    "—": "-",
    "−": "-",
    "·": "-",
    "…": "...",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "×": "x",
    "±": "+/-",
    "≥": ">=",
    "≤": "<=",
    "²": "2",
    "≈": "~",
    "³": "3",
    "←": "<",
    "→": ">",
    "↑": "^",
    "↓": "v",
    "◀": "<",
    "▶": ">",
    "▲": "^",
    "▼": "v",
    "\N{NO-BREAK SPACE}": " ",
}
"""What each sign is written as where there is nothing but ASCII."""

_TABLE = str.maketrans(STAND_INS)


def in_ascii(text: str) -> str:
    """`text` with octoterm's own typography in ASCII; other people's letters stay as they are."""
    return text.translate(_TABLE)
