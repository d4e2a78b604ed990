"""Room that is used: no view leaves more than a quarter of its columns or of its rows empty."""

from __future__ import annotations

import shutil
from itertools import product
from pathlib import Path

import pytest

from octoterm.household.meter import UNIT_CUBIC_METRES, UNIT_KWH, Fuel
from tests.support.a_year import USAGE
from tests.support.dashboards import Opened, meter, opened
from tests.support.households import readings
from tests.support.plainly import REAL, REAL_DATA

VIEWS, PERIODS = "2345", "dwmya"
SIZES = [(100, 30), (120, 40), (200, 60)]
MOST_EMPTY = 0.25
FILES = {
    "electricity-2023-24.csv": {"fuel": Fuel.ELECTRICITY, "unit": UNIT_KWH},
    "gas-m3-2023-24.csv": {"fuel": Fuel.GAS, "unit": UNIT_CUBIC_METRES},
}


def empty_shares(here: Opened) -> tuple[float, float]:
    """The shares of the rows and of the columns of the view that have nothing but their ground."""
    place = here.dashboard.views.current.region
    rows = [line.ljust(place.right) for line in here.lines[place.y : place.bottom]]
    cells = [[not symbol.isspace() for symbol in row[place.x : place.right]] for row in rows]
    empty_rows = sum(not any(row) for row in cells)
    empty_columns = sum(not any(column) for column in zip(*cells, strict=True))
    return empty_rows / place.height, empty_columns / place.width


async def wasteful(here: Opened) -> list[tuple[str, str, tuple[float, float]]]:
    """The views and periods that leave too much empty."""
    found = []
    for view, period in product(VIEWS, PERIODS):
        await here.press(view, period)
        if max(shares := empty_shares(here)) > MOST_EMPTY:
            found.append((view, period, shares))
    return found


async def test_views_use_their_room(tmp_path: Path) -> None:
    async with opened(tmp_path, readings(USAGE), size=(100, 30)) as here:
        assert await wasteful(here) == []


@REAL
@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("file", FILES)
async def test_views_of_real_meters_use_their_room(
    tmp_path: Path, file: str, size: tuple[int, int]
) -> None:
    real = meter(tmp_path, **FILES[file])
    shutil.copy(Path(REAL_DATA, file), real.csv)
    async with opened(tmp_path, meters=(real,), size=size) as here:
        assert await wasteful(here) == []


async def test_an_empty_row_and_column_are_counted(tmp_path: Path) -> None:
    async with opened(tmp_path, readings(dict.fromkeys(list(USAGE)[:96], 0.1))) as here:
        await here.press("2", "m")
        rows, columns = empty_shares(here)
        assert rows > MOST_EMPTY
        assert 0 < columns < MOST_EMPTY * 2
