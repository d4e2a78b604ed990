"""Labels side by side in a line, such as those below a chart. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

Labels: TypeAlias = Sequence[tuple[int, str]]
"""Columns with the labels that begin there, in order."""


def placed(labels: Iterable[tuple[int, str]], columns: int) -> Labels | None:
    """The labels that end within the columns; None if two would touch."""
    there: list[tuple[int, str]] = []
    end = -1
    for at, label in labels:
        if at <= end:
            return None
        if at + len(label) <= columns:
            there.append((at, label))
            end = at + len(label)
    return there


def line_of(labels: Labels, columns: int, between: str = " ") -> str:
    """The labels in a line that is filled with `between`."""
    line = ""
    for at, label in labels:
        line = line.ljust(at, between) + label
    return line.ljust(columns, between)
