"""Syncing a meter in a test, and looking at what is stored."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from functools import lru_cache
from pathlib import Path

import httpx

from octoterm.household.meter import Meter
from octoterm.readings_csv.api_rows import row_from_reading
from octoterm.readings_csv.row import Row
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from octoterm.sync.events import Event, Finished
from octoterm.sync.readings import sync_meter
from tests.support.loopback import Handler, Loopback, Request, reading, utc

NOW = utc("2024-03-14 09:00")
YESTERDAY = utc("2024-03-13 23:30")
HALF_HOUR, DAY = 1800, 86_400
ALL_HISTORY = "2000-01-01T00:00:00Z"


def history(days: int) -> dict[int, object]:
    """A value for each half hour of a number of days, up to the last of yesterday."""
    return {YESTERDAY - n * HALF_HOUR: 0.125 + n % 8 / 8 for n in range(48 * days)}


async def no_sleep(_: float) -> None:
    pass


async def sync(
    meter: Meter, folder: Path, *, now: float = NOW, full: bool = False, gaps: bool = False
) -> tuple[list[Event], Finished]:
    """All events of a sync, and the last of them."""
    events = [
        event
        async for event in sync_meter(
            meter,
            state_folder=folder / "state",
            now=lambda: now,
            sleep=no_sleep,
            full=full,
            gaps=gaps,
        )
    ]
    *_, last = events
    assert isinstance(last, Finished)
    return events, last


@lru_cache(maxsize=None, typed=True)
def row_of(start: int, series: object = 0.1) -> Row:
    given = reading(start, series)
    return row_from_reading(given["interval_start"], given["interval_end"], given["consumption"])


def stored(meter: Meter) -> dict[int, float]:
    sheet = finish(ReadingsFile(meter.csv).load())
    return dict(zip(sheet.starts, sheet.values, strict=True))


def store(meter: Meter, values: dict[int, object]) -> None:
    finish(ReadingsFile(meter.csv).merge([row_of(start, values[start]) for start in values]))


def asked(server: Loopback) -> dict[str, str]:
    """The query of the last request."""
    return server.requests[-1].query


class Answering(httpx.AsyncBaseTransport):
    """The API without a network in between."""

    def __init__(self, answers: Handler) -> None:
        self.answers = answers

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Request(request.url.path, dict(request.url.params), headers)
        response = self.answers(asked)

        async def body() -> AsyncGenerator[bytes, None]:
            yield response.body

        return httpx.Response(response.status, headers=dict(response.headers), content=body())
