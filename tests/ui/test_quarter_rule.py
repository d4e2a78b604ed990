"""No view leaves more than a quarter of its columns, or of its rows, without anything on them."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from tests.support.dashboards import Opened, opened
from tests.support.households import readings
from tests.support.plainly import REAL, Home

SIZES = ((100, 30), (120, 40), (200, 60))
VIEWS = {"1": "usage", "2": "table", "3": "trends", "4": "profile", "5": "data"}
KINDS = "dwmya"
MOST_EMPTY = 0.25


def cells_of(here: Opened) -> list[str]:
    """What is on screen between the tabs and the sentence line."""
    return [line.ljust(here.app.size.width) for line in here.lines[2:-3]]


def empty_shares(rows: list[str]) -> tuple[float, float]:
    """The shares of columns and of rows that have blanks only."""
    columns = list(zip(*rows, strict=True))
    return (
        sum(not "".join(column).strip() for column in columns) / len(columns),
        sum(not row.strip() for row in rows) / len(rows),
    )


def test_shares_are_counted_by_column_and_row() -> None:
    assert empty_shares(["a   ", "    ", " b  ", "    "]) == (0.5, 0.5)


async def too_empty(here: Opened, kinds: str = KINDS) -> list[str]:
    """The views and periods with more than a quarter of either empty."""
    found = []
    for view, kind in product(VIEWS, kinds):
        await here.press(view, kind)
        columns, rows = empty_shares(cells_of(here))
        if max(columns, rows) > MOST_EMPTY:
            found.append(f"{VIEWS[view]} {kind}: {columns:.0%} of columns, {rows:.0%} of rows")
    return found


@pytest.mark.slow
async def test_the_dashboard_uses_its_width_and_height(tmp_path: Path) -> None:
    async with opened(tmp_path, Home("leap year").rows, size=(120, 40)) as here:
        assert await too_empty(here, "dm") == []


@REAL
@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("meter", ["electricity", "gas-m3"])
async def test_real_meters_fill_every_view(
    tmp_path: Path, meter: str, size: tuple[int, int]
) -> None:
    async with opened(tmp_path, readings(Home(meter).usage), size=size) as here:
        assert await too_empty(here) == []
