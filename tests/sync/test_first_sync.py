"""The first sync: all history, newest first, each page safe before it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm import errors
from octoterm.sync.events import Finished, Saved
from octoterm.sync.readings import sync_meter
from tests.support.loopback import ReadingsApi, Request, Response, loopback, utc
from tests.support.syncing import (
    ALL_HISTORY,
    HALF_HOUR,
    NOW,
    YESTERDAY,
    asked,
    history,
    store,
    stored,
    sync,
)


async def test_the_first_sync_stores_all_history_newest_first(tmp_path: Path):
    values = history(60)
    with loopback(ReadingsApi(values, page_size=1000)) as server:
        meter = server.meter(tmp_path)
        events, finished = await sync(meter, tmp_path)
    assert server.requests[0].query == {"period_from": ALL_HISTORY, "page_size": "25000"}
    assert stored(meter) == values
    pages = [event for event in events if isinstance(event, Saved)]
    assert [event.rows for event in pages] == [1000, 2000, 2880]
    assert [event.new for event in pages] == [1000, 2000, 2880]
    assert [event.reached for event in pages] == [
        YESTERDAY - (rows - 1) * HALF_HOUR for rows in (1000, 2000, 2880)
    ]
    assert all(event.total == 2880 and event.complete_pass for event in pages)
    assert finished == Finished(
        meter=meter,
        new=2880,
        changed=0,
        skipped=0,
        reasons=(),
        first=min(values),
        last=YESTERDAY,
        synced_at=NOW,
        error=None,
    )


@pytest.mark.extended
async def test_a_file_whose_first_row_is_in_the_wrong_place_is_asked_only_for_what_is_new(
    tmp_path: Path,
):
    values = history(200)
    readings = ReadingsApi(values, page_size=5000)
    with loopback(readings) as server:
        meter = server.meter(tmp_path)
        await sync(meter, tmp_path)
        header, first, *rows = meter.csv.read_text().splitlines()
        disordered = "\n".join([header, *rows[:50], first, *rows[50:], ""])
        meter.csv.write_text(disordered)
        server.requests.clear()
        await sync(meter, tmp_path)
        assert len(server.requests) == 1
        assert meter.csv.read_text() == disordered  # nothing was to be written
        values[YESTERDAY + HALF_HOUR] = 0.5
        _, finished = await sync(meter, tmp_path)
        assert (finished.new, finished.first) == (1, min(values))
        assert meter.csv.read_text().splitlines()[:3] == [header, first, rows[0]]
        await sync(meter, tmp_path)
    assert len(server.requests) == 3
    assert all(request.query["period_from"] > ALL_HISTORY for request in server.requests)


async def test_a_file_whose_first_rows_are_gone_is_asked_for_all_of_them(tmp_path: Path):
    values = history(200)
    with loopback(ReadingsApi(values)) as server:
        meter = server.meter(tmp_path)
        await sync(meter, tmp_path)
        header, *rows = meter.csv.read_text().splitlines()
        meter.csv.write_text("\n".join([header, *rows[9:], ""]))
        _, finished = await sync(meter, tmp_path)
        assert (finished.new, finished.first) == (9, min(values))


async def test_a_page_is_on_disk_before_it_is_told(tmp_path: Path):
    with loopback(ReadingsApi(history(3), page_size=48)) as server:
        meter = server.meter(tmp_path)
        async for event in sync_meter(meter, state_folder=tmp_path, now=lambda: NOW):
            if isinstance(event, Saved):
                assert stored(meter) == dict(
                    zip(event.contents.starts, event.contents.values, strict=True)
                )
                assert len(stored(meter)) == event.rows


async def test_at_most_three_pages_are_on_their_way_while_one_is_saved(tmp_path: Path):
    readings = ReadingsApi(history(3), page_size=48)

    def handler(request: Request) -> Response:
        assert len(stored(meter)) >= 48 * (len(server.requests) - 4)
        return readings(request)

    with loopback(handler) as server:
        meter = server.meter(tmp_path)
        _, finished = await sync(meter, tmp_path)
    assert finished.new == 144


async def test_a_hole_of_years_is_not_the_beginning_of_history(tmp_path: Path):
    values: dict[int, object] = {YESTERDAY: 1.5, utc("2015-06-01 00:00"): 0.5}
    with loopback(ReadingsApi(values)) as server:
        meter = server.meter(tmp_path)
        await sync(meter, tmp_path)
    assert stored(meter) == values


async def test_a_meter_without_readings_is_asked_for_everything_again_next_time(tmp_path: Path):
    with loopback(ReadingsApi({})) as server:
        meter = server.meter(tmp_path)
        _, finished = await sync(meter, tmp_path)
        assert finished == Finished(meter, 0, 0, 0, (), None, None, NOW, None)
        assert not meter.csv.exists()
        await sync(meter, tmp_path)
    assert asked(server)["period_from"] == ALL_HISTORY


@pytest.mark.extended
async def test_an_interrupted_first_download_is_completed_by_the_next_sync(tmp_path: Path):
    readings = ReadingsApi(history(60), page_size=1000)
    readings.instead[2] = Response.json({"detail": "Invalid API key."}, 401)
    with loopback(readings) as server:
        meter = server.meter(tmp_path)
        _, finished = await sync(meter, tmp_path)
        assert isinstance(finished.error, errors.BadKey)
        assert finished.synced_at is None
        assert finished.new == len(stored(meter)) == 2000

        _, finished = await sync(meter, tmp_path)
        assert (finished.new, finished.error) == (880, None)
        assert stored(meter) == readings.values

        await sync(meter, tmp_path)
    assert asked(server)["period_from"] != ALL_HISTORY


@pytest.mark.extended
async def test_what_the_seed_tool_left_gets_its_missing_past(tmp_path: Path):
    values = history(120)
    with loopback(ReadingsApi(values)) as server:
        meter = server.meter(tmp_path)
        store(meter, {start: values[start] for start in sorted(values)[-500:]})
        left = meter.csv.read_text().removeprefix("Start,End,Consumption\n")
        _, finished = await sync(meter, tmp_path)
    assert asked(server)["period_from"] == ALL_HISTORY
    assert finished.new == 48 * 120 - 500
    assert stored(meter) == values
    assert meter.csv.read_text().endswith(left)
