"""Texts that are cut to fit."""

from __future__ import annotations

import pytest

from octoterm.ui.drawing.shortened import cut


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (21, "Electricity 2000…0017"),
        (20, "Electricity 2000…00…"),
        (18, "Electricity 2000…"),
        (17, "Electricity 2000…"),
        (13, "Electricity …"),
        (1, "…"),
    ],
)
def test_what_is_cut_ends_in_one_ellipsis(width: int, expected: str) -> None:
    assert cut("Electricity 2000…0017", width) == expected
