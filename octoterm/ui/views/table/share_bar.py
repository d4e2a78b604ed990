"""The small bars of the table, which compare its parts with the largest. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from octoterm.ui.drawing.scale import EIGHTHS
from octoterm.ui.drawing.symbols import Symbols


def share_bars(values: Sequence[float], columns: int, symbols: Symbols) -> list[str]:
    """A bar of at most `columns` for each value, all with the same zero and scale."""
    ends = min([0.0, *values]), max([0.0, *values])
    return [share_bar(value, *ends, symbols, columns) for value in values]


def share_bar(value: float, lowest: float, highest: float, symbols: Symbols, columns: int) -> str:
    """A bar from zero to `value`, where `columns` stand for `lowest` to `highest`.

    `lowest` is at most 0 and `highest` at least 0. To the right of zero, the bar ends at an eighth
    of a column, to the left at a whole one. It is at least that long unless the value is zero, so
    that it is visible.
    """
    span = highest - lowest
    if span <= 0:
        return " " * columns
    zero = round(columns * -lowest / span)
    if value < 0:
        length = min(max(1, round(columns * -value / span)), max(1, zero))
        return (" " * max(0, zero - length) + symbols.full * length).ljust(columns)
    zero = min(zero, columns - 1)
    eighths = round(EIGHTHS * columns * value / span)
    eighths = min(max(eighths, value > 0), EIGHTHS * (columns - zero))
    full, part = divmod(eighths, EIGHTHS)
    bar = symbols.full * full + (symbols.lengths[part] if part else "")
    return f"{' ' * zero}{bar}".ljust(columns)
