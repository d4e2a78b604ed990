"""Syncs that fail, are broken off, or run beside each other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import httpx
import pytest

from octoterm import errors
from octoterm.household.meter import Meter
from octoterm.octopus.page_chain import SMALL_PAGES
from octoterm.readings_csv.contents import Contents
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.state.sync_record import SyncRecord
from octoterm.sync.events import Event, Finished, Saved, Waiting
from octoterm.sync.readings import sync_all, sync_meter
from tests.support.loopback import (
    Loopback,
    ReadingsApi,
    Request,
    Response,
    loopback,
    page,
    reading,
)
from tests.support.syncing import (
    ALL_HISTORY,
    DAY,
    HALF_HOUR,
    NOW,
    YESTERDAY,
    history,
    no_sleep,
    row_of,
    stored,
    sync,
)

# What goes wrong


async def test_readings_that_cannot_be_used_are_skipped_counted_and_reported(tmp_path: Path):
    bad = [
        {**reading(YESTERDAY - n * HALF_HOUR), "consumption": consumption}
        for n, consumption in enumerate([None, None, -0.5, 1000.5, "lots"], start=1)
    ]
    bad.append(reading(YESTERDAY - DAY) | {"interval_end": "2024-03-13T00:30:00Z"})
    with loopback(page([reading(YESTERDAY), *bad])) as server:
        meter = server.meter(tmp_path)
        events, finished = await sync(meter, tmp_path)
    assert list(stored(meter)) == [YESTERDAY]
    assert (finished.new, finished.skipped, finished.error) == (1, 6, None)
    assert events[0].skipped == 6
    assert finished.reasons[0] == ("no consumption given", 2)
    assert sum(times for _, times in finished.reasons) == 6


async def test_a_failure_that_passes_is_told_while_it_lasts(tmp_path: Path):
    readings = ReadingsApi(history(1))
    readings.instead[0] = Response.html(502)
    with loopback(readings) as server:
        events, finished = await sync(server.meter(tmp_path), tmp_path)
    assert [type(event) for event in events] == [Waiting, Saved, Finished]
    assert isinstance(events[0].why, errors.ServerFailed)
    assert events[0].seconds > 0
    assert finished.error is None


async def test_a_failed_sync_remembers_when_the_last_one_worked(tmp_path: Path):
    with loopback(ReadingsApi(history(2))) as server:
        meter = server.meter(tmp_path)
        await sync(meter, tmp_path)
        server.answers = Response.json({"detail": "Invalid API key."}, 401)
        events, finished = await sync(meter, tmp_path, now=NOW + DAY)
    assert events == [finished]
    assert isinstance(finished.error, errors.BadKey)
    assert finished.error.__traceback__ is None
    assert finished.synced_at == NOW
    assert (finished.first, finished.last) == (YESTERDAY - 95 * HALF_HOUR, YESTERDAY)


async def test_a_sync_after_a_failed_one_asks_the_same_again(tmp_path: Path):
    readings = ReadingsApi(history(2))
    readings.instead[1] = Response.json({"detail": "No."}, 403)
    with loopback(readings) as server:
        for _ in range(3):
            await sync(server.meter(tmp_path), tmp_path)
    _, failed, repeated = server.requests
    assert failed.query == repeated.query
    assert failed.query["period_from"] != ALL_HISTORY


async def test_a_file_that_holds_no_readings_is_left_alone_and_nothing_is_asked(tmp_path: Path):
    with loopback(ReadingsApi(history(1))) as server:
        meter = server.meter(tmp_path)
        meter.csv.write_text("Dear diary,\ntoday I was cold.\n")
        _, finished = await sync(meter, tmp_path)
    assert isinstance(finished.error, errors.NotReadings)
    assert (finished.first, finished.last) == (None, None)
    assert meter.csv.read_text().startswith("Dear diary")
    assert server.requests == []


async def test_a_file_that_cannot_be_written_ends_the_sync_with_an_error(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with loopback(ReadingsApi(history(1))) as server:
        _, finished = await sync(server.meter(tmp_path / "file" / "folder"), tmp_path)
    assert isinstance(finished.error, errors.FileError)
    assert finished.error.exit_code == 3


async def test_a_record_that_cannot_be_written_is_told_and_the_readings_are_safe(tmp_path: Path):
    (tmp_path / "state").write_text("not a folder")
    with loopback(ReadingsApi(history(1))) as server:
        meter = server.meter(tmp_path)
        _, finished = await sync(meter, tmp_path)
    assert isinstance(finished.error, errors.Unwritable)
    assert finished.synced_at is None
    assert len(stored(meter)) == finished.new == 48


async def test_an_address_that_is_none_ends_the_sync_with_an_error(tmp_path: Path):
    with loopback(page([])) as server:
        server.origin = "http://xn--zz"
        _, finished = await sync(server.meter(tmp_path), tmp_path)
    assert isinstance(finished.error, errors.ApiError)


@pytest.mark.slow
async def test_an_api_of_one_reading_a_page_ends_the_sync_and_what_came_is_kept(tmp_path: Path):
    values = history(5)
    with loopback(ReadingsApi(values, page_size=1)) as server:
        meter = server.meter(tmp_path)
        _, finished = await sync(meter, tmp_path)
    assert isinstance(finished.error, errors.BadAnswer)
    assert "What came is stored" in finished.error.remedy
    assert stored(meter) == {start: values[start] for start in sorted(values)[-SMALL_PAGES:]}


# Breaking off


class Held(httpx.AsyncBaseTransport):
    """Answers the first so many requests with one reading each and a next; holds the others."""

    def __init__(self, answered: int = 0) -> None:
        self.answered = answered
        self.holding = self.most = 0
        self.arrived = asyncio.Event()
        self.go_on = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page", 1))
        following = None
        if number <= self.answered:
            following = str(request.url.copy_set_param("page", number + 1))
        else:
            self.holding += 1
            self.most = max(self.most, self.holding)
            self.arrived.set()
            try:
                await self.go_on.wait()
            finally:
                self.holding -= 1

        async def content() -> AsyncGenerator[bytes, None]:
            yield page([reading(YESTERDAY - number * HALF_HOUR)], following).body

        return httpx.Response(200, content=content())


def some_meters(folder: Path, count: int) -> list[Meter]:
    server = Loopback(page([]))
    server.origin = "http://127.0.0.1:1"
    return [server.meter(folder, f"Meter {n}", f"S{n}") for n in range(count)]


async def test_leaving_early_keeps_what_was_saved_and_no_lock(tmp_path: Path):
    (meter,) = some_meters(tmp_path, 1)
    events = sync_meter(meter, state_folder=tmp_path, transport=Held(answered=2))
    async with aclosing(events):
        async for _ in events:
            break
    assert len(stored(meter)) == 1
    finish(ReadingsFile(meter.csv, lock_timeout=0).merge([row_of(YESTERDAY)]))
    assert SyncRecord.load(tmp_path, meter) == SyncRecord()


@pytest.mark.parametrize("together", [False, True])
async def test_cancelling_while_the_api_is_silent_is_clean(tmp_path: Path, together: bool):
    meters = some_meters(tmp_path, 3)
    transport = Held(answered=1)
    options = {"state_folder": tmp_path, "transport": transport}
    events = sync_all(meters, **options) if together else sync_meter(meters[0], **options)

    async def follow() -> None:
        async with aclosing(events):
            async for _ in events:
                pass

    following = asyncio.create_task(follow())
    while transport.holding < (3 if together else 1) or not meters[0].csv.exists():
        await transport.arrived.wait()
        await asyncio.sleep(0)
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following
    assert transport.holding == 0
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert len(stored(meters[0])) == 1


# Several meters


async def all_events(meters: list[Meter], folder: Path, **options: object) -> list[Event]:
    return [
        event
        async for event in sync_all(
            meters, state_folder=folder, now=lambda: NOW, sleep=no_sleep, **options
        )
    ]


@pytest.mark.extended
async def test_all_meters_sync_at_once_with_at_most_four_requests(tmp_path: Path):
    meters = some_meters(tmp_path, 9)
    transport = Held()
    following = asyncio.create_task(all_events(meters, tmp_path, transport=transport))
    while transport.holding < 4:
        await transport.arrived.wait()
        await asyncio.sleep(0)
    transport.go_on.set()
    events = await following
    finished = [event for event in events if isinstance(event, Finished)]
    assert transport.most == 4
    assert {event.meter for event in finished} == set(meters)
    assert all(event.error is None and event.new == 1 for event in finished)


async def test_one_meters_failure_does_not_stop_the_others(tmp_path: Path):
    readings = ReadingsApi(history(2))

    def handler(request: Request) -> Response:
        wrong = "/WRONG/" in request.path
        return Response.json({"detail": "Not found."}, 404) if wrong else readings(request)

    with loopback(handler) as server:
        wrong = server.meter(tmp_path, "Wrong", "WRONG")
        right = server.meter(tmp_path, "Right", "RIGHT")
        events = await all_events([wrong, right], tmp_path)
    ends = {event.meter.name: event for event in events if isinstance(event, Finished)}
    assert isinstance(ends["Wrong"].error, errors.NotFound)
    assert (ends["Right"].error, ends["Right"].new) == (None, 96)


async def test_no_meters_are_done_at_once(tmp_path: Path):
    assert await all_events([], tmp_path) == []


async def test_what_nobody_expected_is_not_swallowed(tmp_path: Path, monkeypatch):
    def surprise(*_: object) -> Contents:
        raise ZeroDivisionError

    transport = Held(answered=1)
    monkeypatch.setattr(ReadingsFile, "merge", surprise)
    with pytest.raises(ZeroDivisionError):
        await all_events(some_meters(tmp_path, 3), tmp_path, transport=transport)
    assert asyncio.all_tasks() == {asyncio.current_task()}
