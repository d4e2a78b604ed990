"""Several meters in the dashboard: n leads from one to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.household.meter import Fuel, Meter
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from tests.support.dashboards import meter, opened, synced
from tests.support.households import half_hours, march, readings, write
from tests.support.screens import press
from tests.support.slow import one_in


async def test_n_goes_to_the_next_meter_and_keeps_the_date(tmp_path: Path) -> None:
    gas = meter(tmp_path, "Gas", fuel=Fuel.GAS, mpan="3000000", unit="m3")
    write(gas.csv, readings(half_hours("2024-03-01T00:00Z", "2024-03-15T00:00Z")))
    async with opened(tmp_path, march(), meters=(meter(tmp_path), gas)) as here:
        await here.press("left", "n")
        await here.shows("Gas", "(m³ as kWh)", "Wed 13 Mar 2024", "Total 134.65 kWh")
        await here.press("n")
        await here.shows("Electricity", "Total 15.00 kWh")


def two_meters(folder: Path, since: str, until: str) -> tuple[Meter, Meter]:
    """Electricity, and a meter of gas that has readings of another time."""
    gas = meter(folder, "Gas", fuel=Fuel.GAS, mpan="3000000")
    write(gas.csv, readings(half_hours(since, until)))
    return meter(folder), gas


@pytest.mark.extended
@pytest.mark.parametrize(
    ("since", "until", "there"),
    one_in(
        4,
        [
            ("2024-03-10T00:00Z", "2024-03-13T00:00Z", "Tue 12 Mar 2024"),
            ("2024-03-10T00:00Z", "2024-03-12T12:00Z", "Mon 11 Mar 2024"),
            ("2022-03-18T00:00Z", "2022-03-20T00:00Z", "Sat 19 Mar 2022"),
            ("2024-03-17T00:00Z", "2024-03-20T00:00Z", "Sun 17 Mar 2024"),
        ],
    ),
    ids=["ends the day before", "ends at noon", "ended years ago", "begins later"],
)
async def test_n_shows_the_nearest_day_with_readings_and_back_again_the_day_that_was_left(
    tmp_path: Path, since: str, until: str, there: str
) -> None:
    meters = two_meters(tmp_path, since, until)
    async with opened(tmp_path, march(), meters=meters) as here:
        await here.shows("Electricity", "Thu 14 Mar 2024", "Checked")
        assert "Gas" in await here.press("n")
        assert there in here.text
        assert "New readings" not in here.text
        for key in ("left", "right"):
            assert "Total" in await here.press(key)
        await here.press("t", "n", "n", "n")
        assert "Electricity" in here.text
        assert "New readings" not in here.text


@pytest.mark.extended
async def test_a_look_at_the_other_meter_moves_nobody_but_steps_there_count_in_both(
    tmp_path: Path,
) -> None:
    meters = two_meters(tmp_path, "2024-03-01T00:00Z", "2024-03-12T00:00Z")
    async with opened(tmp_path, march(), meters=meters) as here:
        await here.press("left", "n")
        assert "Mon 11 Mar 2024" in here.text
        await here.press("n")
        assert "Wed 13 Mar 2024" in here.text
        await here.press("n", "left", "n")
        assert "Sun 10 Mar 2024" in here.text


@pytest.mark.extended
async def test_steps_on_the_way_to_another_meter_are_steps_in_this_one(tmp_path: Path) -> None:
    meters = two_meters(tmp_path, "2024-03-01T00:00Z", "2024-03-15T00:00Z")
    async with opened(tmp_path, march(), meters=meters) as here:
        await press(here.pilot, "left", "left", "n")
        assert "Gas" in here.text
        assert "Tue 12 Mar 2024" in here.text


@pytest.mark.slow
async def test_newer_readings_are_told_of_the_meter_that_they_came_to(tmp_path: Path) -> None:
    meters = two_meters(tmp_path, "2024-03-01T00:00Z", "2024-03-13T00:00Z")
    async with opened(tmp_path, march(), meters=meters) as here:
        await here.press("left", "left", "n")
        for store, until in (
            (meters[0].csv, "2024-03-18T00:00Z"),
            (meters[1].csv, "2024-03-14T00:00Z"),
        ):
            finish(ReadingsFile(store).merge(readings(half_hours("2024-03-12T00:00Z", until))))
        await here.dashboard.meters.look_at_files()
        await here.shows("Gas", "New readings · press t")
        await here.press("t")
        await here.shows("Wed 13 Mar 2024", "No readings since 13 Mar")
        assert "New readings" not in here.text
        await here.press("n")
        await here.shows("Electricity", "Wed 13 Mar 2024", "New readings · press t")
        await here.press("n")
        assert "New readings" not in here.text


@pytest.mark.extended
async def test_a_meter_that_was_empty_is_looked_at_where_its_first_readings_are(
    tmp_path: Path,
) -> None:
    meters = two_meters(tmp_path, "2024-03-10T00:00Z", "2024-03-10T00:00Z")
    async with opened(tmp_path, march(), meters=meters) as here:
        await synced(here)
        assert "Gas" in await here.press("n")
        gas = readings(half_hours("2023-05-01T00:00+01:00", "2023-05-04T00:00+01:00"))
        finish(ReadingsFile(meters[1].csv).merge(gas))
        await here.dashboard.meters.look_at_files()
        await here.shows("Wed 3 May 2023", "all 48 readings")


@pytest.mark.extended
async def test_one_meter_alone_has_no_next(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        assert here.dashboard.check_action("next_meter", ()) is None


@pytest.mark.extended
async def test_the_meter_is_always_named_even_if_shortened(tmp_path: Path) -> None:
    long = meter(tmp_path, "Upstairs flat of the old mill by the river")
    async with opened(tmp_path, march(), meters=(long,)) as here:
        for width in (60, 80, 120):
            await here.pilot.resize_terminal(width, 24)
            await here.shows("Thu 14 Mar 2024")
            assert "Upstair" in here.lines[0]
