"""The picture of what is stored, in every size."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from textual.geometry import Size

from octoterm.analysis.coverage import coverage, months
from octoterm.consumption.series import Series
from octoterm.storage.file_facts import FileFacts
from octoterm.ui.drawing.symbols import UNICODE
from octoterm.ui.views.data.picture import DataPicture, Facts
from tests.support.households import half_hours, london_day


@cache
def facts() -> Facts:
    """Of two months that lack an hour of one day and another day altogether."""
    odd = {*london_day(date(2024, 2, 10))[20:22], *london_day(date(2024, 3, 5))}
    starts = [at for at in half_hours("2024-01-15T06:00Z", "2024-03-15T00:00Z") if at not in odd]
    house = Series.from_readings(starts, [0.25] * len(starts))
    whole = coverage(house)
    return Facts(whole, tuple(whole.words), months(house))


@pytest.mark.parametrize("height", [0, 1, 2, 3, 5, 8, 13, 24, 50])
def test_every_size_has_a_picture_that_fits(height: int) -> None:
    for width in range(1, 130, 9):
        rows = DataPicture(
            facts(),
            FileFacts("/home/somebody/octopus.csv", 12345, others=("octopus-OLD.csv",) * 3),
            date(2024, 2, 10),
            "Sat 10 Feb 2024: 46 of 48 half hours",
            Size(width, height),
            UNICODE,
        ).rows
        assert len(rows) <= height
        if width >= 40:
            assert all(sum(len(symbol) for symbol, _ in row) <= width for row in rows)
