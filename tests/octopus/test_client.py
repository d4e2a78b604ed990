"""The API client over real HTTP: what it asks, and what it makes of the answers."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from contextlib import aclosing
from dataclasses import replace

import pytest

from octoterm import __version__, errors
from octoterm.household.api_key import ApiKey
from octoterm.octopus import client
from octoterm.octopus.client import OctopusClient
from octoterm.octopus.consumption import consumption
from octoterm.octopus.consumption_pages import Page
from octoterm.octopus.page_chain import FEWEST_A_PAGE, MOST_IDLE_PAGES, SMALL_PAGES, PageChain
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


@pytest.mark.extended
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


@pytest.mark.extended
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


@pytest.mark.slow
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
