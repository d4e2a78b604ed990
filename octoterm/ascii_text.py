"""Replaces octoterm's own typography with ASCII, for fonts and encodings that lack it."""

from __future__ import annotations

import codecs

STAND_INS = {
    "–": "-",
    "—": "-",
    "−": "-",
    "·": "-",
    "…": "~",
    "•": "*",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "×": "x",
    "±": "~",
    "≥": ">",
    "≤": "<",
    "²": "2",
    "£": "L",
    "≈": "~",
    "³": "3",
    "←": "<",
    "→": ">",
    "↑": "^",
    "↓": "v",
    "◀": "<",
    "▶": ">",
    "▲": "^",
    "◆": "N",
    "▼": "v",
    "\N{NO-BREAK SPACE}": " ",
}
"""Character → its replacement in ASCII, one column wide, so that tables stay aligned."""

_TABLE = str.maketrans(STAND_INS)


def in_ascii(text: str) -> str:
    """`text` with octoterm's own typography in ASCII; all other characters are unchanged. A `±`
    before a unit, in headings, becomes three columns wide: `+/- kWh`."""
    return text.replace("± ", "+/- ").translate(_TABLE)


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(STAND_INS.get(character, "?") for character in text), error.end


WITH_STAND_INS = "octoterm-stand-ins"
"""The `errors` of `str.encode` and of streams, for encodings that lack some characters; those
without a replacement become question marks."""
codecs.register_error(WITH_STAND_INS, _replace)
