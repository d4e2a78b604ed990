"""The demo's meters, synced with the real client."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path

import pytest

from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from octoterm.sync.events import Finished, Saved
from octoterm.sync.readings import sync_all, sync_meter
from tests.demo.test_simulator import NOW, simulated, the_config


@pytest.mark.slow
async def test_the_demo_syncs_every_meter_and_finds_late_readings_the_second_time(tmp_path: Path):
    household = simulated()
    config = the_config(tmp_path)

    async def sync() -> list[Finished]:
        events = sync_all(
            config.meters,
            state_folder=tmp_path / "state",
            transport=household,
            now=NOW.timestamp,
        )
        return [event async for event in events if isinstance(event, Finished)]

    first, second, third = [await sync() for _ in range(3)]
    assert [end.error for end in first + second + third] == [None] * 15
    stored = {end.meter.name: end.new for end in first}
    assert all(stored[name] > 52_000 for name in ("Electricity", "Gas"))
    assert all(stored[name] > 8_000 for name in ("Electricity (19L0000002)", "Exported"))
    assert {end.meter.name: end.new for end in second if end.new} == dict.fromkeys(
        ("Electricity", "Gas", "Exported"), 17
    )
    assert [end.new for end in third] == [0] * 5
    for meter in config.meters:
        assert meter.csv.is_relative_to(tmp_path)
        sheet = finish(ReadingsFile(meter.csv).load())
        assert len(sheet.starts) == sum(e.new for e in first + second if e.meter == meter)
        assert not sheet.unreadable


@pytest.mark.slow
async def test_a_backfill_with_small_pages_is_seen_to_progress(tmp_path: Path):
    household = simulated(largest_page=9000)
    meters = the_config(tmp_path).meters
    electricity = next(meter for meter in meters if meter.name == "Electricity")
    events = sync_meter(electricity, state_folder=tmp_path, transport=household)
    async with aclosing(events):
        saved = [event async for event in events if isinstance(event, Saved)]
    assert len(saved) == 6
    assert saved[0].rows == 9000
    assert saved[0].total == saved[-1].rows
    reached = [event.reached for event in saved if event.reached is not None]
    assert reached == sorted(reached, reverse=True)
