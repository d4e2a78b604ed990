"""Cells, which pictures are made of: characters with the names of their styles."""

from __future__ import annotations

from typing import TypeAlias

Cell: TypeAlias = tuple[str, str]
"""A character of one column, and the name of its style."""


SHADED = " shaded"
"""The end of a style's name where the ground is shaded."""


def styled(text: str, style: str) -> list[Cell]:
    """`text`, all in one style."""
    return [(symbol, style) for symbol in text]
