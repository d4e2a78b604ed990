"""Characters with the names of their styles: what pictures are made of before they are drawn."""

from __future__ import annotations

from typing import TypeAlias

Cell: TypeAlias = tuple[str, str]
"""A character of one column, and the name of its style."""


def styled(text: str, style: str) -> list[Cell]:
    """`text`, all in one style."""
    return [(symbol, style) for symbol in text]
