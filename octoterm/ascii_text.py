"""octoterm's own typography in plain ASCII, for fonts and encodings that lack it."""

from __future__ import annotations

import codecs

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


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(STAND_INS.get(character, "?") for character in text), error.end


WITH_STAND_INS = "octoterm-stand-ins"
"""How to encode text for an encoding that may lack some of it: as the `errors` of `str.encode` and
of streams. What has no stand-in becomes a question mark."""
codecs.register_error(WITH_STAND_INS, _replace)
