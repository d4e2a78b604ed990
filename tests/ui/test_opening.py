"""The first moments: the latest day is there at once, the rest as soon as it has been read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import pytest

from octoterm.readings_csv.contents import Contents
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import Sliced
from octoterm.storage.readings_file import ReadingsFile
from tests.support.dashboards import Opened, opened
from tests.support.households import half_hours, readings, write
from tests.support.screens import press
from tests.support.slow import one_in


@cache
def years() -> tuple[Row, ...]:
    return tuple(readings(half_hours("2022-01-01T00:00Z", "2024-03-15T01:00Z")))


class Slow:
    """Reading a file goes on for as long as the test wants."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.may_end = False
        self._load = ReadingsFile.load
        patch.setattr(ReadingsFile, "load", lambda store, **given: self.load(store, **given))

    def load(self, store: ReadingsFile, **given: bool) -> Sliced[Contents]:
        while not self.may_end:
            yield 0.005
        return (yield from self._load(store, **given))


@asynccontextmanager
async def half_read(folder: Path, slow: Slow) -> AsyncIterator[Opened]:
    """The dashboard while the rest of the file is being read."""
    async with opened(folder, years()) as here:
        await here.shows("Reading the rest of the file", "Thu 14 Mar 2024")
        yield here
        slow.may_end = True


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    return Slow(monkeypatch)


@pytest.mark.extended
async def test_the_latest_day_shows_before_the_rest_is_read(tmp_path: Path, slow: Slow) -> None:
    async with half_read(tmp_path, slow) as here:
        await here.shows("Total 12.00 kWh", "all 48 readings", "7-day base load 500 W")
        assert "readings to" not in here.text
        await press(here.pilot, "left")
        assert "Wed 13 Mar 2024" in here.text
        slow.may_end = True
        await here.shows("Checked", "No readings since 15 Mar", "Wed 13 Mar 2024")


async def test_what_comes_before_is_not_said_to_be_missing(tmp_path: Path, slow: Slow) -> None:
    async with half_read(tmp_path, slow) as here:
        await press(here.pilot, *["left"] * 60)
        assert "Earlier readings are still being read" in here.text
        day = here.lines[0]
        slow.may_end = True
        await here.until(lambda: here.dashboard.meters.current.is_whole)
        await press(here.pilot, "left")
        assert here.lines[0] != day


@pytest.mark.extended
@pytest.mark.parametrize("key", one_in(2, ["g", "e", "p", "s"]))
async def test_what_needs_all_readings_waits_for_them(
    tmp_path: Path, slow: Slow, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.chdir(tmp_path)  # where an export would go
    async with half_read(tmp_path, slow) as here:
        before = here.text
        await press(here.pilot, key)
        assert here.text == before
        assert "Written" not in here.text


@pytest.mark.extended
async def test_a_date_that_is_asked_for_meanwhile_can_be_picked_once_all_is_read(
    tmp_path: Path, slow: Slow
) -> None:
    async with half_read(tmp_path, slow) as here:
        await press(here.pilot, "p", "p")
        slow.may_end = True
        await here.shows("Mo Tu We Th")
        await press(here.pilot, *"2022-01-02", "enter")
        await here.shows("Sun 2 Jan 2022")
        assert "Mo Tu We Th" not in here.text


@pytest.mark.extended
async def test_a_file_that_is_refused_shows_none_of_its_end(tmp_path: Path) -> None:
    rows = write(tmp_path / "Electricity.csv", years()).read_text().split("\n", 1)[1]
    (tmp_path / "Electricity.csv").write_text("dear diary,\n" * 5000 + rows[-70_000:])
    async with opened(tmp_path) as here:
        await here.shows("is not a CSV file of half-hourly readings")
        assert "Total" not in here.text
