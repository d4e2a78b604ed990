"""Makes text from outside safe to show.

API messages, names, paths and CSV cells can contain control bytes, terminal escapes and
bidirectional controls. They are cleaned once, where they enter octoterm.
"""

from __future__ import annotations

import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
"""Unicode general categories: control, format (including bidirectional controls), surrogate,
unassigned and private-use characters, line and paragraph separators."""

_NOT_ON_A_LINE = frozenset({"Cc", "Cs", "Zl", "Zp"})

_UNSEEN_MARKS = dict.fromkeys(
    (
        *(0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180F, 0x3164, 0xFFA0),
        *(*range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
    )
)
"""Invisible marks and letters that are not in the unsafe categories: Default_Ignorable_Code_Point
in Unicode's DerivedCoreProperties.txt."""


def clean(text: str, limit: int = 200) -> str:
    """`text` on one line, safe for a terminal, in at most `limit` characters."""
    shown = harmless(" ".join(text[: 4 * limit].split()))
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"


def without_error_number(text: str) -> str:
    """The system's reason without the number that Python puts before it: `Connection refused` for
    `[Errno 111] Connection refused`."""
    number, _, reason = text.partition("]")
    return reason.strip() if number.startswith("[Errno ") else text


def visible(text: str) -> str:
    """`text` reduced to what a reader sees: each kind of space becomes a plain one, and format
    characters, which are invisible, are removed."""
    kinds = ((c, unicodedata.category(c)) for c in text)
    return "".join(" " if kind == "Zs" else c for c, kind in kinds if kind != "Cf")


def same_name(name: str, other: str) -> bool:
    """Whether two names look the same; each may be cleaned or as written."""
    return name_key(name) == name_key(other)


def name_key(name: str) -> str:
    """A key that is equal for names that look alike: it ignores case and invisible characters."""
    folded = unicodedata.normalize("NFKC", " ".join(name.split())).casefold()
    seen = folded.translate(_UNSEEN_MARKS)
    return "".join(c for c in harmless(seen) if c != REPLACEMENT)


def is_one_line(text: str) -> bool:
    """Whether `text` is one line that can be written as UTF-8, without control characters."""
    return all(unicodedata.category(character) not in _NOT_ON_A_LINE for character in text)


def is_utf_8(text: str) -> bool:
    """Whether `text` can be written as UTF-8; it cannot if it holds other bytes or half a
    character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def harmless(text: str) -> str:
    """`text` with its line breaks, but with all other unsafe characters replaced."""
    return "".join(
        REPLACEMENT
        if unicodedata.category(character) in _UNSAFE and character != "\n"
        else character
        for character in text
    )


def hash_of(text: bytes) -> str:
    """16 hexadecimal digits, to name a file after something that may contain any characters."""
    from hashlib import sha256  # slow to import, and the first picture needs none

    return sha256(text).hexdigest()[:16]
