"""Sentences that fit into a row. Pure."""

from __future__ import annotations

import re


def shortened(sentence: str, width: int) -> str:
    """`sentence` without as many of its last clauses as make it wider than `width`; its first
    clause is kept, however wide."""
    ends = [*(clause.start() for clause in re.finditer("[,;] | [·-] ", sentence)), len(sentence)]
    return sentence[: max((end for end in ends if end <= width), default=ends[0])]
