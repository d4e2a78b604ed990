"""The API client over real HTTP: what it asks, and what it makes of the answers."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from contextlib import aclosing
from dataclasses import replace

import httpx
import pytest

from octoterm import __version__, errors
from octoterm.household.api_key import ApiKey
from octoterm.octopus import client, consumption_pages
from octoterm.octopus.client import OctopusClient
from octoterm.octopus.consumption import consumption
from octoterm.octopus.consumption_pages import Page
from octoterm.octopus.page_chain import FEWEST_A_PAGE, MOST_IDLE_PAGES, SMALL_PAGES, PageChain
from octoterm.runtime.slices import finish
from tests.support.asking import ask
from tests.support.loopback import (
    KEY,
    KEY_IN_BASIC_AUTH,
    METER_PATH,
    ReadingsApi,
    Request,
    Response,
    in_turn,
    loopback,
    page,
    reading,
    utc,
)
from tests.support.slow import slow
from tests.support.syncing import row_of

MIDNIGHT = utc("2024-03-14 00:00")
HALF_HOUR = 1800


# What is asked


async def test_the_first_request_asks_for_all_history_in_the_largest_pages():
    with loopback(page([])) as server:
        await ask(server)
    (request,) = server.requests
    assert request.path == METER_PATH
    assert request.query == {"period_from": "2000-01-01T00:00:00Z", "page_size": "25000"}


async def test_the_key_is_the_user_name_and_the_password_is_empty():
    with loopback(page([])) as server:
        await ask(server)
    scheme, credentials = server.requests[0].headers["authorization"].split()
    assert scheme == "Basic"
    assert b64decode(credentials).decode() == f"{KEY}:"


async def test_the_user_agent_names_octoterm_and_its_version():
    with loopback(page([])) as server:
        await ask(server)
    assert server.requests[0].headers["user-agent"].startswith(f"octoterm/{__version__} ")


async def test_oldest_first_is_asked_for_by_name():
    with loopback(page([])) as server:
        await ask(server, newest_first=False)
    assert server.requests[0].query["order_by"] == "period"


async def test_a_serial_number_stays_percent_encoded():
    with loopback(page([])) as server:
        await ask(f"{server.origin}/meters/Z%2F1%202/consumption/")
    assert server.requests[0].path == "/meters/Z%2F1%202/consumption/"


# Pages


async def test_next_is_followed_to_the_end_whatever_the_pages_hold():
    """Through a first page that is short and a page without any readings."""
    starts = [MIDNIGHT - n * HALF_HOUR for n in range(5)]

    def handler(request: Request) -> Response:
        number = int(request.query.get("page", 1))
        contents = {1: starts[:1], 2: [], 3: starts[1:4], 4: starts[4:]}[number]
        following = f"{server.meter_url}?page={number + 1}" if number < 4 else None
        return page([reading(start) for start in contents], following)

    with loopback(handler) as server:
        asked = await ask(server)
    assert asked.error is None
    assert asked.starts == starts
    assert len(server.requests) == 4


async def test_every_page_carries_the_key_and_the_parameters_that_next_names():
    with loopback(ReadingsApi({MIDNIGHT + n * HALF_HOUR: 0.1 for n in range(7)}, 3)) as server:
        await ask(server)
    assert len(server.requests) == 3
    for request in server.requests:
        assert KEY_IN_BASIC_AUTH in request.headers["authorization"]
        assert request.query["period_from"] == "2000-01-01T00:00:00Z"


@pytest.mark.parametrize("colon", [":", "%3A"])
async def test_three_pages_are_asked_for_ahead_and_each_only_once(colon: str):
    usage = {MIDNIGHT + n * HALF_HOUR: 0.1 for n in range(19)}
    readings = ReadingsApi(usage)

    def handler(request: Request) -> Response:
        answer = readings(request)
        return replace(answer, body=answer.body.replace(b"%3A", colon.encode()))

    with loopback(handler) as server:
        async with OctopusClient(server.meter_url, ApiKey(KEY)) as client:
            pages = consumption(
                client, server.meter_url, period_from=0, newest_first=True, page_size=3
            )
            async with aclosing(pages):
                seen = []
                async for answer in pages:
                    assert isinstance(answer, Page)
                    seen += [row.start for row in answer.rows]
                    expected = min(len(seen) // 3 + 3, 7)
                    while len(server.requests) < expected:  # noqa: ASYNC110 (of another thread)
                        await asyncio.sleep(0)
    assert seen == sorted(usage, reverse=True)
    numbers = [request.query.get("page", "1") for request in server.requests]
    assert sorted(numbers) == list("1234567")


@pytest.mark.parametrize("number", ["", "0", "-1", "٣", "1e3", "9" * 5000, "two"])
async def test_pages_with_odd_numbers_are_followed_one_by_one(number: str):
    pages = in_turn(page([reading(MIDNIGHT)], f"{METER_PATH}?page={number}&page_size=1"), page([]))
    with loopback(pages) as server:
        asked = await ask(server)
    assert asked.error is None
    assert len(server.requests) == 2


async def test_a_next_without_an_origin_means_the_same_server():
    pages = in_turn(page([reading(MIDNIGHT)], f"{METER_PATH}?page=2"), page([]))
    with loopback(pages) as server:
        asked = await ask(server)
    assert asked.error is None
    assert server.requests[1].query == {"page": "2"}


async def test_how_many_there_are_is_passed_on_where_it_makes_sense():
    for said, understood in ((52_000, 52_000), (-1, None), ("12", None), (10**30, None)):
        content = {"count": said, "next": None, "results": []}
        with loopback(Response.json(content)) as server:
            asked = await ask(server)
        assert asked.pages[0].total == understood


@pytest.mark.parametrize("following", ["itself", "circle", "fragment"])
async def test_pages_in_a_circle_end(following: str):
    def handler(request: Request) -> Response:
        number = int(request.query.get("page", 1))
        further = {"itself": number, "circle": number % 3 + 1, "fragment": number}[following]
        fragment = f"#{len(server.requests)}" if following == "fragment" else ""
        return page([reading(MIDNIGHT)], f"{server.meter_url}?page={further}{fragment}")

    with loopback(handler) as server:
        asked = await ask(server)
    assert isinstance(asked.error, errors.BadAnswer)
    assert "circle" in asked.error.title
    assert len(server.requests) <= 4


async def test_endless_pages_that_bring_nothing_new_end():
    def handler(request: Request) -> Response:
        number = int(request.query.get("page", 1))
        return page([reading(MIDNIGHT)], f"{server.meter_url}?page={number + 1}")

    with loopback(handler) as server:
        asked = await ask(server)
    assert isinstance(asked.error, errors.BadAnswer)
    assert len(server.requests) == 1 + MOST_IDLE_PAGES


@pytest.mark.parametrize("size", [FEWEST_A_PAGE - 1, *slow(1, 7)])
async def test_an_api_of_a_few_readings_a_page_ends_with_what_came(size: int):
    """Ten years of one reading a page are 175,000 requests."""
    usage = {MIDNIGHT + n * HALF_HOUR: 0.1 for n in range((SMALL_PAGES + 50) * size)}
    with loopback(ReadingsApi(usage, size)) as server:
        asked = await ask(server)
    assert isinstance(asked.error, errors.BadAnswer)
    assert "more than 100 requests" in asked.error.title
    assert len(asked.starts) == SMALL_PAGES * size
    assert len(server.requests) <= SMALL_PAGES + client.PAGES_AHEAD


@pytest.mark.parametrize("size", [FEWEST_A_PAGE, *slow(1, 100)])
async def test_an_api_that_sends_smaller_pages_than_it_was_asked_for_is_read_to_the_end(size: int):
    pages = SMALL_PAGES + 20 if size >= FEWEST_A_PAGE else SMALL_PAGES
    usage = {MIDNIGHT + n * HALF_HOUR: 0.1 for n in range(pages * size)}
    with loopback(ReadingsApi(usage, size)) as server:
        asked = await ask(server)
    assert asked.error is None
    assert len(asked.starts) == pages * size == len(usage)


def test_large_pages_that_bring_one_new_reading_each_end_as_well():
    rows = [row_of(MIDNIGHT - n * HALF_HOUR) for n in range(1000)]
    chain = PageChain()
    for n in range(SMALL_PAGES - 1):
        chain.add(Page(tuple(rows[n : n + 100]), (), None, "more"))
    with pytest.raises(errors.BadAnswer, match="far too few"):
        chain.add(Page(tuple(rows[SMALL_PAGES : SMALL_PAGES + 100]), (), None, "more"))


def test_readings_that_are_skipped_count_as_sent():
    chain = PageChain()
    for n in range(2 * SMALL_PAGES):
        row = row_of(MIDNIGHT - 100 * n * HALF_HOUR)
        chain.add(Page((row,), 99 * ("no consumption given",), None, "more"))


# Readings


async def test_numbers_strings_and_every_way_to_write_utc_are_fine():
    results = [
        {"consumption": value, "interval_start": start, "interval_end": end}
        for value, start, end in (
            (0.063, "2024-03-14T00:00:00Z", "2024-03-14T00:30:00Z"),
            ("0.125", "2024-03-14T00:30:00+00:00", "2024-03-14T01:00:00+00:00"),
            (0, "2020-03-29T00:30:00Z", "2020-03-29T02:00:00+01:00"),
            (1.0, "2020-10-25T01:30:00+01:00", "2020-10-25T01:00:00Z"),
        )
    ]
    with loopback(page(results)) as server:
        asked = await ask(server)
    assert [(row.start, row.value) for row in asked.pages[0].rows] == [
        (utc("2024-03-14 00:00"), 0.063),
        (utc("2024-03-14 00:30"), 0.125),
        (utc("2020-03-29 00:30"), 0.0),
        (utc("2020-10-25 00:30"), 1.0),
    ]
    assert asked.pages[0].rows[2].line == '"2020-03-29T00:30:00Z","2020-03-29T02:00:00+01:00",0'
    assert asked.pages[0].skipped == ()


@pytest.mark.parametrize(
    "consumption", ["null", "true", "-0.1", "NaN", "Infinity", "1e400", "1000.1", '"many"', "[]"]
)
async def test_an_impossible_consumption_is_skipped_with_a_reason(consumption: str):
    good, bad = (json.dumps(reading(MIDNIGHT + n)) for n in (0, HALF_HOUR))
    bad = bad.replace("0.1", consumption)
    body = f'{{"next": null, "results": [{bad}, {good}]}}'.encode()
    with loopback(Response(body=body)) as server:
        asked = await ask(server)
    assert asked.starts == [MIDNIGHT]
    (reason,) = asked.pages[0].skipped
    assert reason


@pytest.mark.parametrize(
    "odd",
    [
        {"interval_end": "2024-03-14T01:00:00Z"},
        {"interval_end": "2024-03-14T00:00:00Z"},
        {"interval_end": None},
        {"interval_start": "2024-03-14T00:00:00"},
        {"interval_start": "2024-03-14T00:10:00Z", "interval_end": "2024-03-14T00:40:00Z"},
        {"interval_start": "yesterday"},
        {"interval_start": 1710374400},
    ],
)
async def test_what_is_not_a_half_hour_is_skipped_with_a_reason(odd: dict[str, object]):
    results = [reading(MIDNIGHT) | odd, reading(MIDNIGHT + HALF_HOUR)]
    with loopback(page(results)) as server:
        asked = await ask(server)
    assert asked.starts == [MIDNIGHT + HALF_HOUR]
    assert len(asked.pages[0].skipped) == 1


async def test_a_result_that_is_no_object_is_skipped():
    with loopback(page([None, 7, "text", reading(MIDNIGHT)])) as server:
        asked = await ask(server)
    assert asked.starts == [MIDNIGHT]
    assert len(asked.pages[0].skipped) == 3


def test_a_large_page_is_read_in_slices():
    results = [reading(MIDNIGHT + n * HALF_HOUR) for n in range(5000)]
    body = json.dumps({"next": None, "results": results}).encode()
    steps = consumption_pages.read_page(body, hide=str)
    assert sum(1 for _ in steps) >= 5


def test_a_large_page_is_not_parsed_all_at_once(monkeypatch):
    longest = []

    def parse(text: bytes) -> object:
        longest.append(len(text))
        return json.loads(text)

    monkeypatch.setattr(consumption_pages, "_json", parse)
    results = [reading(MIDNIGHT + n * HALF_HOUR) for n in range(5000)]
    read = finish(
        consumption_pages.read_page(json.dumps({"next": None, "results": results}).encode(), str)
    )
    assert len(read.rows) == 5000
    assert max(longest) < 70_000


# Several at once, and breaking off


class Slow(httpx.AsyncBaseTransport):
    """Answers when it is told to, and knows how many requests wait."""

    def __init__(self) -> None:
        self.waiting = self.most = 0
        self.arrived = asyncio.Event()
        self.answer = asyncio.Event()

    async def handle_async_request(self, _: httpx.Request) -> httpx.Response:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        self.arrived.set()
        try:
            await self.answer.wait()
        finally:
            self.waiting -= 1

        async def content():
            yield page([]).body

        return httpx.Response(200, content=content())


async def test_clients_that_share_a_gate_keep_to_it():
    transport, gate = Slow(), asyncio.Semaphore(4)
    asking = [
        asyncio.create_task(ask("http://127.0.0.1/", transport=transport, gate=gate))
        for _ in range(9)
    ]
    while transport.waiting < 4:
        await transport.arrived.wait()
        await asyncio.sleep(0)
    transport.answer.set()
    await asyncio.gather(*asking)
    assert transport.most == 4


async def test_waiting_for_the_gate_is_not_part_of_the_deadline(monkeypatch):
    loop = asyncio.get_running_loop()
    clock = loop.time

    class SlowGate(asyncio.Semaphore):
        async def __aenter__(self) -> None:
            monkeypatch.setattr(loop, "time", lambda: clock() + 1000)
            for _ in range(3):  # so that a deadline, if there is one, would be noticed
                await asyncio.sleep(0)

        async def __aexit__(self, *_: object) -> None:
            monkeypatch.undo()

    with loopback(page([])) as server:
        asked = await ask(server, gate=SlowGate(1))
    assert len(asked.pages) == 1
    assert asked.errors == []


async def test_a_wait_before_a_retry_leaves_the_gate_open():
    gate = asyncio.Semaphore(1)

    async def sleep(_: float) -> None:
        assert not gate.locked()

    with loopback(in_turn(Response.html(502), page([]))) as server:
        asked = await ask(server, gate=gate, sleep=sleep)
    assert asked.error is None


async def test_cancelling_in_the_middle_of_a_request_is_clean():
    transport, gate = Slow(), asyncio.Semaphore(1)
    asking = asyncio.create_task(ask("http://127.0.0.1/", transport=transport, gate=gate))
    await transport.arrived.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert transport.waiting == 0
    assert not gate.locked()


async def test_whoever_has_enough_leaves():
    with loopback(ReadingsApi({MIDNIGHT + n * HALF_HOUR: 0.1 for n in range(9)}, 3)) as server:
        async with (
            OctopusClient(server.meter_url, ApiKey(KEY)) as client,
            aclosing(
                consumption(client, server.meter_url, period_from=0, newest_first=True)
            ) as answered,
        ):
            async for _ in answered:
                break
    assert len(server.requests) == 1
