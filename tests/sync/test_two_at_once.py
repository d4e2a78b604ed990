"""Several processes at one CSV file: commands, and a dashboard that is open beside them."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from pathlib import Path

import httpx
import pytest

from tests.conftest import REPOSITORY
from tests.storage.test_readings_file_faults import MERGE_ONE_BY_ONE, another
from tests.support.dashboards import brings, meter, nothing_new, opened, synced
from tests.support.households import csv, half_hours, reading, readings
from tests.support.loopback import KEY, ReadingsApi, loopback
from tests.support.storing import beside, load


@pytest.mark.slow
@pytest.mark.parametrize("merges", [2, 100])
def test_four_processes_merge_at_once_and_every_row_survives(tmp_path: Path, merges: int) -> None:
    path = tmp_path / "upstairs.csv"
    starts = half_hours("2024-01-01T00:00Z", "2024-01-20T00:00Z")[: 4 * merges]
    given = starts.copy()
    random.Random(4).shuffle(given)
    four = [another(MERGE_ONE_BY_ONE, path, *given[part::4]) for part in range(4)]
    for process in four:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[0] for process in four] == [""] * 4
    assert [process.returncode for process in four] == [0] * 4
    assert path.read_text() == csv(readings(starts))
    assert beside(path) == set()


OLD = readings(half_hours("2024-03-01T00:00Z", "2024-03-15T00:00Z"))
FROM_CRON = readings(half_hours("2024-03-14T12:00Z", "2024-03-17T00:00Z"))


async def sync_from_cron(folder: Path) -> None:
    """Run `octoterm sync` as a process of its own, on the dashboard's CSV."""
    home = folder / "cron"
    home.mkdir(exist_ok=True)
    with loopback(ReadingsApi({row.start: row.value for row in FROM_CRON})) as server:
        account = {"url": server.meter_url, "apikey": KEY, "csv": str(meter(folder).csv)}
        config = home / "config.json"
        config.write_text(json.dumps({"accounts": [account]}))
        config.chmod(0o600)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "octoterm", "--config", str(config), "sync", "--quiet"),
            env={"PYTHONPATH": str(REPOSITORY), "HOME": str(home)},
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await process.communicate()
        assert (process.returncode, said) == (0, b"")


@pytest.mark.slow
async def test_an_open_dashboard_shows_what_a_sync_from_cron_has_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octoterm.session.live_meters.LOOK_EVERY", 0.01)
    async with opened(tmp_path, OLD, api=nothing_new) as here:
        await synced(here)
        await here.shows("Thu 14 Mar 2024")
        await sync_from_cron(tmp_path)
        await here.shows("Sat 16 Mar 2024", "No readings since 16 Mar")


async def test_a_sync_from_cron_in_the_middle_of_the_dashboards_own_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first page is stored, cron writes, then the second page comes."""
    monkeypatch.setattr("octoterm.session.live_meters.LOOK_EVERY", 0.01)
    cron_is_done = asyncio.Event()
    earlier = readings(half_hours("2024-02-01T00:00Z", "2024-03-01T00:00Z"))

    class InTwoPages(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if "page" not in request.url.params:
                following = str(request.url.copy_set_param("page", 2))
                return brings([reading(OLD[0].start, 2.5)], following)(request)
            await cron_is_done.wait()
            return brings(earlier)(request)

    async with opened(tmp_path, OLD, transport=InTwoPages()) as here:
        await here.shows("1 of 1 reading")
        await sync_from_cron(tmp_path)
        cron_is_done.set()
        await synced(here)
        await here.shows("No readings since 16 Mar")
        await here.press("home")
        await here.shows("Thu 1 Feb 2024", "all 48 readings")
    everything = {row.start: row for row in (*earlier, *OLD, *FROM_CRON)}
    everything[OLD[0].start] = reading(OLD[0].start, 2.5)
    assert list(load(meter(tmp_path).csv).starts) == sorted(everything)
    assert meter(tmp_path).csv.read_text() == csv(everything[at] for at in sorted(everything))
