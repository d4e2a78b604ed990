"""Cells, which pictures are made of: characters with the names of their styles."""

from __future__ import annotations

from typing import TypeAlias

from rich.cells import cell_len

from octoterm.safe_text import clean

Cell: TypeAlias = tuple[str, str]
"""A character of one column, and the name of its style."""


SHADED = " shaded"
"""The end of a style's name where the ground is shaded."""


def styled(text: str, style: str) -> list[Cell]:
    """`text`, all in one style."""
    return [(symbol, style) for symbol in text]


LONGEST = 1000
"""Most characters of a sentence that contains names from outside."""


def of_one_column(text: str) -> str:
    """A text from outside as harmless signs of one column each."""
    safe = clean(text, LONGEST)
    return "".join(each if cell_len(each) == 1 else "?" * cell_len(each) for each in safe)
