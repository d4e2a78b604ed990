"""Sentences that fit into a row. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence


def cut(text: str, width: int) -> str:
    """`text` cut to `width` characters, ending in one ellipsis if some was left out."""
    return text if len(text) <= width else f"{text[: max(0, width - 1)].rstrip('…')}…"


def longest_fitting(versions: Sequence[str], width: int) -> str:
    """The first of the versions, longest first, that is no wider than `width`, or else the last;
    empty if there are none."""
    return next(
        (each for each in versions if len(each) <= width), versions[-1] if versions else ""
    )


def shortened(sentence: str, width: int) -> str:
    """`sentence` without the last clauses that do not fit into `width`; its first clause is kept,
    however wide."""
    ends = [*(clause.start() for clause in re.finditer("[,;] | [·-] ", sentence)), len(sentence)]
    return sentence[: max((end for end in ends if end <= width), default=ends[0])]
