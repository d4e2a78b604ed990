"""What is written where an encoding lacks a character: a plain one, in its place."""

from __future__ import annotations

import codecs

PLAIN_CHARACTERS = {"–": "-", "±": "+-", "…": "...", "·": "-", "³": "3", "‘": "'", "’": "'"}
"""For all others a question mark is written."""


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(PLAIN_CHARACTERS.get(character, "?") for character in text), error.end


WITH_PLAIN_CHARACTERS = "octoterm-plain-characters"
"""The handler of errors to encode with: registered when this module is imported."""
codecs.register_error(WITH_PLAIN_CHARACTERS, _replace)
