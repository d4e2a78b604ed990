"""The dashboard opens where it is told, and takes over what is changed in the configuration."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from octoterm.config.reader import read
from octoterm.periods.period import Granularity, Period
from octoterm.session.opening import Opening
from octoterm.storage.folders import Folders
from tests.support.dashboards import Opened, opened, synced
from tests.support.households import march
from tests.support.slow import slow, slow_rows

METER = {"apikey": "k", "mpan": "2000000000001", "serial": "21L", "csv": "r.csv"}


async def told(here: Opened, opening: Opening) -> None:
    here.dashboard._opening = opening
    here.dashboard.open_where_told()
    await here.pilot.pause()


async def test_it_opens_with_a_view_at_a_day(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await synced(here)
        await told(
            here, Opening("trends", "", Period.containing(Granularity.DAY, date(2024, 3, 5)))
        )
        await here.shows("Tue 5 Mar 2024", "Daily total")


@pytest.mark.parametrize(
    ("year", "nearest"), [(2019, "January 2024"), *slow_rows((2031, "March 2024"))]
)
async def test_without_readings_there_it_opens_at_the_nearest(
    tmp_path: Path, year: int, nearest: str
) -> None:
    async with opened(tmp_path, march()) as here:
        await synced(here)
        await told(here, Opening(period=Period.containing(Granularity.MONTH, date(year, 1, 10))))
        await here.shows(f"There are no readings in January {year}: these are the nearest")
        assert nearest in here.lines[0]


def write(path: Path, **more: object) -> None:
    path.write_text(json.dumps({**METER, **more}))
    path.chmod(0o600)


async def looked_at(here: Opened) -> None:
    """Have the dashboard look at the file, which otherwise takes half a minute."""
    dashboard = here.dashboard
    await here.until(lambda: not dashboard.meters.is_syncing)
    await dashboard.look_at_configuration(dashboard._config).wait()
    await here.pilot.pause()


async def test_a_change_is_taken_over_where_one_looks(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    write(path)
    async with opened(tmp_path, march(), path=path) as here:
        await synced(here)
        await here.press("m", "2")
        dashboard = here.dashboard
        dashboard._config = dashboard._config._replace(entries=())
        write(path, day_start="03:00", bands={"noon": "11:00-13:00"})
        await here.press("question_mark")
        await looked_at(here)
        assert here.app.return_value is None  # not under a dialog
        await here.press("escape")
        await looked_at(here)
        again = here.app.return_value
    assert again is not None
    assert (again.view, again.meter) == ("table", "Electricity")
    assert again.period == Period.containing(Granularity.MONTH, date(2024, 3, 1))


@pytest.mark.extended
async def test_meters_that_an_account_lists_by_now_are_no_change(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    write(path)
    async with opened(tmp_path, march(), path=path) as here:
        await synced(here)
        config = read(path, Folders.inside(tmp_path), {})
        here.dashboard._config = config._replace(points=(), warnings=("seen",))
        path.write_text(path.read_text() + "\n")
        await looked_at(here)
        assert here.app.return_value is None


@pytest.mark.parametrize("text", [json.dumps({**METER, "day_start": "noon"}), *slow("{")])
async def test_one_that_cannot_be_used_is_said_and_the_old_one_stays(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "config.json"
    write(path)
    async with opened(tmp_path, march(), path=path, size=(120, 30)) as here:
        await synced(here)
        path.write_text(text)
        await looked_at(here)
        await here.shows("The changed configuration is not used")
        assert here.app.return_value is None
