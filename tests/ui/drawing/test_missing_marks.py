"""How missing readings are marked, by how many there are."""

from __future__ import annotations

import pytest

from octoterm.ui.drawing.missing_marks import mark_of_missing
from octoterm.ui.drawing.symbols import ASCII, CONSOLE, UNICODE


@pytest.mark.parametrize(
    ("readings", "due", "mark"),
    [
        (1440, 1440, None),
        (1433, 1440, ("~", "missing", "nearly complete")),
        (720, 1440, ("▒", "missing", "incomplete")),
        (47, 48, ("▒", "missing", "incomplete")),
        (0, 48, ("×", "missing", "no readings")),
        (0, 0, None),
    ],
)
def test_a_month_with_nearly_all_is_not_marked_like_one_with_half(
    readings: int, due: int, mark: tuple[str, str, str] | None
) -> None:
    assert mark_of_missing(UNICODE, readings, due) == mark


@pytest.mark.parametrize("symbols", [UNICODE, ASCII, CONSOLE])
def test_marks_can_be_told_from_one_another_and_from_what_is_complete(symbols: object) -> None:
    names = "whole", "part", "nearly", "incomplete", "missing", "unusual", "dot"
    assert len({getattr(symbols, name) for name in names}) == len(names)
