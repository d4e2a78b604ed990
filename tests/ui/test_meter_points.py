"""In the dashboard a meter point is one, however many meters have measured there."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.household.account import Direction
from octoterm.household.meter_point import MeterPoint
from tests.support.dashboards import meter, opened, synced
from tests.support.households import half_hours, readings, write
from tests.support.screens import place_of, style_at

ALL_OF_MARCH = half_hours("2024-02-01T00:00Z", "2024-03-15T00:00Z")


def exchanged(folder: Path) -> MeterPoint:
    """A meter point whose meter was exchanged at noon of 14 March."""
    old = meter(folder, "Electricity (OLD)", serial="OLD", is_former=True)
    new = meter(folder, serial="NEW")
    at_noon = ALL_OF_MARCH.index(half_hours("2024-03-14T12:00Z", "2024-03-14T12:30Z")[0])
    write(old.csv, readings(dict.fromkeys(ALL_OF_MARCH[: at_noon + 4], 0.5)))
    write(new.csv, readings(dict.fromkeys(ALL_OF_MARCH[at_noon:], 0.25)))
    return MeterPoint.of(new)._replace(meters=(old, new))


@pytest.mark.extended
async def test_a_day_on_which_the_meter_was_exchanged_is_a_whole_day(tmp_path: Path) -> None:
    async with opened(tmp_path, points=(exchanged(tmp_path),)) as here:
        await here.shows("Electricity", "Thu 14 Mar 2024", "Total 18.00 kWh")
        await here.press("left")
        await here.shows("Total 24.00 kWh")


@pytest.mark.extended
async def test_exports_and_the_net_use_are_reached_by_n(tmp_path: Path) -> None:
    point = exchanged(tmp_path)
    solar = meter(tmp_path, "Exported", mpan="2000012349999")
    write(solar.csv, readings(dict.fromkeys(ALL_OF_MARCH, 0.375)))
    export = MeterPoint.of(solar)._replace(direction=Direction.EXPORT)
    net = point._replace(name="Net", number="", subtracted=(solar,))
    async with opened(tmp_path, points=(point, export, net)) as here:
        used = style_at(here.app, *place_of(here.app, "█")).color
        await here.press("n")
        await here.shows("Exported", "Total 18.00 kWh")
        assert style_at(here.app, *place_of(here.app, "█")).color != used
        await here.press("n")
        await here.shows("Net", "Total 0.00 kWh", "−0.10")
        assert style_at(here.app, *place_of(here.app, "█")).color == used
        assert "Base load" not in here.text
        for view in "23456":
            await here.press(view)
        await synced(here)
        assert here.dashboard.meters.is_syncing is False


@pytest.mark.extended
async def test_what_another_program_writes_is_shown_in_the_net_use_as_well(
    tmp_path: Path,
) -> None:
    imported, solar = meter(tmp_path), meter(tmp_path, "Exported")
    rows = dict.fromkeys(ALL_OF_MARCH, 0.5)
    write(imported.csv, readings(rows))
    write(solar.csv, readings(rows))
    net = MeterPoint.of(imported)._replace(name="Net", number="", subtracted=(solar,))
    async with opened(tmp_path, points=(net,)) as here:
        await here.shows("Total 0.00 kWh")
        await synced(here)
        write(solar.csv, readings(dict.fromkeys(ALL_OF_MARCH, 0.25)))
        await here.dashboard.meters.look_at_files()
        await here.shows("Total 12.00 kWh")


async def test_a_meter_point_without_a_meter_says_so(tmp_path: Path) -> None:
    point = MeterPoint.of(meter(tmp_path))._replace(meters=())
    async with opened(tmp_path, points=(point,)) as here:
        await here.shows("There is no meter")
