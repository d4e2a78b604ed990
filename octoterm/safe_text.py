"""Text from outside, made harmless to show.

API messages, names, paths and CSV cells can hold control bytes, terminal escapes and
bidirectional controls. They are cleaned where they come in, once.
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
"""Unicode general categories: control, format (bidirectional controls among them), surrogate,
unassigned and private characters, and the line and paragraph separators."""

_UNSEEN_MARKS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
"""Marks and letters that are drawn as nothing and in none of these categories:
Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt."""


def clean(text: str, limit: int = 200) -> str:
    """`text` on one line, nothing in it a terminal would act on, at most `limit` characters."""
    shown = harmless(" ".join(text[: 4 * limit].split()))
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"


def visible(text: str) -> str:
    """`text` as it looks: a space for each kind of blank, nothing for what takes no room."""
    kinds = ((c, unicodedata.category(c)) for c in text)
    return "".join(" " if kind == "Zs" else c for c, kind in kinds if kind != "Cf")


def same_name(name: str, other: str) -> bool:
    """Whether two names are one to a person, each of them cleaned or as it was written."""
    return name_key(name) == name_key(other)


def name_key(name: str) -> str:
    """What is equal for names that look alike: lower case, one kind of space, nothing unseen."""
    folded = unicodedata.normalize("NFKC", " ".join(name.split())).casefold()
    seen = _UNSEEN_MARKS.sub("", folded)
    return "".join(c for c in harmless(seen) if c != REPLACEMENT)


def harmless(text: str) -> str:
    """`text` with its lines as they are, and nothing else in it that a terminal would act on."""
    return "".join(
        REPLACEMENT
        if unicodedata.category(character) in _UNSAFE and character != "\n"
        else character
        for character in text
    )
