"""Syncs over real HTTP: what is asked for, what is stored, what is told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.state.sync_log import read_log
from octoterm.storage.state.sync_record import SyncRecord
from tests.support.loopback import ReadingsApi, Request, Response, loopback, utc
from tests.support.slow import slow
from tests.support.syncing import (
    ALL_HISTORY,
    DAY,
    HALF_HOUR,
    NOW,
    YESTERDAY,
    asked,
    history,
    store,
    stored,
    sync,
)

# Later syncs


@pytest.fixture
async def synced(tmp_path: Path):
    """A server with 120 days of history, and a meter that has all of it."""
    readings = ReadingsApi(history(120))
    with loopback(readings) as server:
        meter = server.meter(tmp_path)
        await sync(meter, tmp_path)
        server.requests.clear()
        yield server, readings, meter, tmp_path


@pytest.mark.extended
async def test_later_syncs_ask_for_45_days_oldest_first(synced):
    server, readings, meter, folder = synced
    readings.values[YESTERDAY + HALF_HOUR] = 0.75
    events, finished = await sync(meter, folder)
    assert asked(server) == {
        "period_from": "2024-01-28T23:30:00Z",
        "page_size": "25000",
        "order_by": "period",
    }
    assert (finished.new, finished.changed) == (1, 0)
    assert stored(meter) == readings.values
    assert events[0].reached == YESTERDAY + HALF_HOUR
    assert not events[0].complete_pass


@pytest.mark.extended
async def test_once_complete_stays_complete(synced):
    server, _, meter, folder = synced
    for _ in range(3):
        await sync(meter, folder)
    assert all(request.query["period_from"] != ALL_HISTORY for request in server.requests)


@pytest.mark.extended
async def test_nothing_new_leaves_the_file_untouched(synced):
    _, _, meter, folder = synced
    before = ReadingsFile(meter.csv).signature()
    _, finished = await sync(meter, folder, now=NOW + 3600)
    assert (finished.new, finished.changed, finished.synced_at) == (0, 0, NOW + 3600)
    assert ReadingsFile(meter.csv).signature() == before


@pytest.mark.extended
@pytest.mark.parametrize(
    ("missing", "asked_from"),
    [
        ("2024-01-20 12:00", "2024-01-20T12:00:00Z"),
        ("2023-12-15 09:00", "2023-12-15T09:00:00Z"),
        ("2023-12-15 08:30", "2024-01-28T23:30:00Z"),
        ("2024-03-10 12:00", "2024-01-28T23:30:00Z"),
    ],
    ids=["in between", "just young enough", "too old", "younger than 45 days"],
)
async def test_a_gap_younger_than_ninety_days_is_asked_for(
    tmp_path: Path, missing: str, asked_from: str
):
    readings = ReadingsApi(history(120))
    gap = utc(missing)
    late = readings.values.pop(gap)
    with loopback(readings) as server:
        meter = server.meter(tmp_path)
        await sync(meter, tmp_path)
        readings.values[gap] = late
        _, finished = await sync(meter, tmp_path)
    assert asked(server)["period_from"] == asked_from
    assert finished.new == (gap >= utc(asked_from[:16]))


async def test_of_a_long_gap_the_part_of_the_last_ninety_days_is_asked_for(tmp_path: Path):
    values = history(120)
    for start in range(utc("2023-12-01 00:00"), utc("2024-01-15 00:00"), HALF_HOUR):
        del values[start]
    with loopback(ReadingsApi(values)) as server:
        meter = server.meter(tmp_path)
        await sync(meter, tmp_path)
        await sync(meter, tmp_path)
    assert asked(server)["period_from"] == "2023-12-15T09:00:00Z"


@pytest.mark.extended
async def test_late_readings_are_new_and_revised_ones_are_changed(synced):
    _, readings, meter, folder = synced
    del readings.values[YESTERDAY - 3 * DAY]
    await sync(meter, folder)
    assert YESTERDAY - 3 * DAY in stored(meter), "nothing goes because the API stops sending it"
    readings.values[YESTERDAY - 5 * DAY] = 2.5
    readings.values[YESTERDAY - 6 * DAY] = str(readings.values[YESTERDAY - 6 * DAY])
    readings.values[YESTERDAY + HALF_HOUR] = 0.5
    readings.values[YESTERDAY + 3 * HALF_HOUR] = 0.5
    _, finished = await sync(meter, folder)
    assert (finished.new, finished.changed) == (2, 1)
    readings.values[YESTERDAY + 2 * HALF_HOUR] = 0.25
    _, finished = await sync(meter, folder)
    assert (finished.new, finished.changed) == (1, 0)
    assert stored(meter)[YESTERDAY - 5 * DAY] == 2.5


@pytest.mark.extended
async def test_full_goes_over_all_history_again(synced):
    server, readings, meter, folder = synced
    long_ago = YESTERDAY - 110 * DAY
    readings.values[long_ago] = 7.5
    _, finished = await sync(meter, folder)
    assert finished.changed == 0
    _, finished = await sync(meter, folder, full=True)
    assert asked(server)["period_from"] == ALL_HISTORY
    assert finished.changed == 1
    assert stored(meter)[long_ago] == 7.5


@pytest.mark.extended
async def test_a_lost_record_means_one_more_complete_pass(synced):
    server, _, meter, folder = synced
    for path in (folder / "state").iterdir():
        path.unlink()
    _, finished = await sync(meter, folder)
    assert asked(server)["period_from"] == ALL_HISTORY
    assert (finished.new, finished.changed, finished.error) == (0, 0, None)
    await sync(meter, folder)
    assert asked(server)["period_from"] != ALL_HISTORY


@pytest.mark.extended
@pytest.mark.parametrize("kept", [0, 1000])
async def test_rows_removed_from_the_beginning_come_back(synced, kept: int):
    _, readings, meter, folder = synced
    lines = meter.csv.read_text().splitlines(keepends=True)
    meter.csv.write_text("".join([lines[0], *(lines[-kept:] if kept else [])]))
    _, finished = await sync(meter, folder)
    assert finished.new == 48 * 120 - kept
    assert stored(meter) == readings.values


@pytest.mark.extended
@pytest.mark.parametrize(
    "clock", ["1970-01-01 00:05", *slow("2014-03-14 09:00", "2034-03-14 09:00")]
)
async def test_a_clock_that_is_wrong_loses_nothing(synced, clock: str):
    _, readings, meter, folder = synced
    readings.values[YESTERDAY + HALF_HOUR] = 0.5
    _, finished = await sync(meter, folder, now=utc(clock))
    assert finished.error is None
    assert stored(meter) == readings.values


@pytest.mark.extended
async def test_a_reading_from_the_future_does_not_hide_what_comes_before_it(synced):
    _, readings, meter, folder = synced
    readings.values[utc("2099-01-01 00:00")] = 0.5
    await sync(meter, folder)
    readings.values[YESTERDAY + HALF_HOUR] = 0.5
    readings.values[YESTERDAY - 5 * DAY] = 2.5
    _, finished = await sync(meter, folder)
    assert (finished.new, finished.changed) == (1, 1)


async def test_both_clock_changes_come_out_right(tmp_path: Path):
    values: dict[int, object] = {
        utc(day) + n * HALF_HOUR: n / 64
        for day in ("2023-10-28 22:00", "2024-03-30 22:00")
        for n in range(16)
    }
    with loopback(ReadingsApi(values)) as server:
        meter = server.meter(tmp_path)
        _, finished = await sync(meter, tmp_path)
    assert (finished.new, finished.skipped) == (32, 0)
    assert stored(meter) == values


@pytest.mark.extended
async def test_asking_for_gaps_goes_back_to_the_earliest_however_old(tmp_path: Path):
    values = history(days=200)
    missing = sorted(values)[100:103]
    with loopback(ReadingsApi(values)) as server:
        meter = server.meter(tmp_path)
        store(meter, {start: value for start, value in values.items() if start not in missing})
        SyncRecord(min(values), NOW, completed_at=NOW).save(tmp_path / "state", meter)
        await sync(meter, tmp_path)
        assert set(stored(meter)) == set(values) - set(missing)
        _, last = await sync(meter, tmp_path, gaps=True)
        assert asked(server)["period_from"] == datetime.fromtimestamp(missing[0], UTC).strftime(
            "%Y-%m-%dT%H:%M:%SZ"
        )
    assert last.new == 3
    assert stored(meter) == values


async def test_every_sync_is_remembered_with_what_came_late(tmp_path: Path):
    values = history(days=30)
    late = YESTERDAY - 5 * HALF_HOUR
    so_far = {start: values[start] for start in values if start not in (late, YESTERDAY)}
    with loopback(ReadingsApi(so_far)) as server:
        meter = server.meter(tmp_path)
        await sync(meter, tmp_path)
        server.answers = ReadingsApi(values)
        await sync(meter, tmp_path)
        server.answers = Response.json({"detail": "Invalid API key."}, 401)
        await sync(meter, tmp_path)
    broken, second, first = read_log(tmp_path / "state", meter)
    assert (first.new, first.late) == (len(values) - 2, 0)
    assert (second.new, second.late, second.changed) == (2, 1, 0)
    assert "key" in broken.error


async def test_what_another_process_stored_meanwhile_is_not_counted_as_late(tmp_path: Path):
    values = history(days=3)
    newest = dict(sorted(values.items())[-4:])
    readings = ReadingsApi(values)

    def handler(request: Request) -> Response:
        store(meter, newest)
        return readings(request)

    with loopback(handler) as server:
        meter = server.meter(tmp_path)
        store(meter, {start: value for start, value in values.items() if start not in newest})
        await sync(meter, tmp_path)
    (entry,) = read_log(tmp_path / "state", meter)
    assert (entry.new, entry.late) == (0, 0)
