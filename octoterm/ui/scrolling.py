"""Rows of which only some fit."""

from __future__ import annotations


def first_drawn(rows: int, room: int, before: int, row: int | None = None) -> int:
    """The first row that is drawn of so many, of which `room` fit: the one that was it before,
    as far as there are rows to follow it and `row` is in view.
    """
    first = min(before, max(0, rows - room))
    return first if row is None else min(max(first, row - room + 1), row)
