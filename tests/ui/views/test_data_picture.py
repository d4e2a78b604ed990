"""The picture of what is stored, in every size."""

from __future__ import annotations

from datetime import date

import pytest
from textual.geometry import Size

from octoterm.analysis.coverage import coverage, months
from octoterm.storage.file_facts import FileFacts
from octoterm.ui.drawing.symbols import UNICODE
from octoterm.ui.views.data.picture import DataPicture, Facts
from tests.support.gaps import series_with_gaps


@pytest.mark.parametrize("height", [0, 1, 2, 3, 5, 8, 13, 24, 50])
def test_every_size_has_a_picture_that_fits(height: int) -> None:
    house = series_with_gaps()
    whole = coverage(house)
    facts = Facts(whole, tuple(whole.words), months(house))
    for width in range(1, 130, 9):
        rows = DataPicture(
            facts,
            FileFacts("/home/somebody/octopus.csv", 12345, others=("octopus-OLD.csv",) * 3),
            date(2024, 2, 10),
            "Sat 10 Feb 2024: 46 of 48 half hours",
            Size(width, height),
            UNICODE,
        ).rows
        assert len(rows) <= height
        if width >= 40:
            assert all(sum(len(symbol) for symbol, _ in row) <= width for row in rows)
