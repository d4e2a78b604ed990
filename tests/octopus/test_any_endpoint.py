"""The client asks any endpoint: lists and single objects, with a key or without one."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import aclosing
from decimal import Decimal

import pytest

from octoterm import errors
from octoterm.household.api_key import ApiKey
from octoterm.octopus.client import OctopusClient
from octoterm.octopus.listing import MOST_EMPTY_PAGES, MOST_PAGES, JsonListing, JsonPage
from octoterm.octopus.refusals import Resource
from octoterm.octopus.retries import MOST_TRIES, Retry
from tests.support.loopback import (
    KEY,
    KEY_IN_BASIC_AUTH,
    Loopback,
    Request,
    Response,
    in_turn,
    loopback,
)
from tests.support.slow import one_in

RATES_PATH = "/v1/products/VAR/electricity-tariffs/E-1R-VAR-A/standard-unit-rates/"
RATES = Resource("tariff", "prices", "Check the tariff's code")
ACCOUNT = Resource("account", "account", "Check the account number")


def rates(*values: object, following: str | None = None) -> Response:
    results = [{"value_exc_vat": value} for value in values]
    return Response.json({"count": 7, "next": following, "previous": None, "results": results})


async def no_time_passes(_: float) -> None:
    pass


def client_of(server: Loopback, key: str | None = None) -> OctopusClient:
    return OctopusClient(
        server.origin, ApiKey(key) if key else None, sleep=no_time_passes, jitter=lambda: 0.5
    )


async def list_of(server: Loopback, key: str | None = None) -> tuple[list[JsonPage], list[Retry]]:
    pages, waits = [], []
    async with client_of(server, key) as client:
        listing = client.pages(RATES_PATH, {"page_size": "1500"}, JsonListing(RATES))
        async with aclosing(listing) as answers:
            async for answer in answers:
                (waits if isinstance(answer, Retry) else pages).append(answer)
    return pages, waits


async def one_of(
    server: Loopback, key: str | None = KEY, waits: list[Retry] | None = None
) -> dict[str, object]:
    async with client_of(server, key) as client:
        noted = [] if waits is None else waits
        return await client.one("/v1/accounts/A-1/", {}, ACCOUNT, waiting=noted.append)


async def test_a_public_list_is_asked_for_without_a_key_and_read_to_its_last_page() -> None:
    def answer(request: Request) -> Response:
        page = request.query.get("page", "1")
        following = None if page == "3" else f"{server.origin}{RATES_PATH}?page={int(page) + 1}"
        return rates(int(page), following=following)

    with loopback(answer) as server:
        pages, _ = await list_of(server)
        assert [each["value_exc_vat"] for page in pages for each in page.records] == [1, 2, 3]
        assert [page.total for page in pages] == [7, 7, 7]
        assert {request.path for request in server.requests} == {RATES_PATH}
        assert not [each for each in server.requests if "authorization" in each.headers]


async def test_what_is_private_is_asked_for_with_the_key() -> None:
    with loopback(Response.json({"number": "A-1"})) as server:
        assert await one_of(server) == {"number": "A-1"}
    (request,) = server.requests
    assert request.path == "/v1/accounts/A-1/"
    assert KEY_IN_BASIC_AUTH in request.headers["authorization"]


async def test_fractions_keep_every_digit_they_came_with() -> None:
    body = b'{"count":1,"next":null,"results":[{"value_exc_vat":24.123456789012345678}]}'
    with loopback(Response(body=body)) as server:
        pages, _ = await list_of(server)
    assert pages[0].records[0]["value_exc_vat"] == Decimal("24.123456789012345678")


async def test_each_of_them_is_tried_again_as_readings_are() -> None:
    with loopback(in_turn(Response.html(502), Response.html(502), rates(1))) as server:
        pages, waits = await list_of(server)
    assert len(pages) == 1
    assert [wait.seconds for wait in waits] == [1, 2]
    noted: list[Retry] = []
    with loopback(in_turn(Response.html(502), Response.json({}))) as server:
        assert await one_of(server, waits=noted) == {}
    assert [type(wait.why) for wait in noted] == [errors.ServerFailed]


async def test_after_four_tries_there_are_no_more() -> None:
    with loopback(Response.html(502)) as server:
        with pytest.raises(errors.ServerFailed):
            await one_of(server)
        assert len(server.requests) == MOST_TRIES


@pytest.mark.parametrize(
    ("answer", "error", "said", "remedy"),
    [
        (
            Response.json({"detail": "No."}, 404),
            errors.NotFound,
            "does not know this account",
            "number",
        ),
        (Response.json({"detail": "No."}, 403), errors.Forbidden, "this account", "key"),
        (Response.json({"detail": "No."}, 401), errors.BadKey, "your API key", "key"),
        (Response.json({"x": ["No."]}, 400), errors.RequestRefused, "x: No.", "newer octoterm"),
        (Response.json([]), errors.BadAnswer, "no account", "later"),
        (Response(body=b'{"a": NaN}'), errors.BadAnswer, "no account", "later"),
        (Response(body=b"{"), errors.BadAnswer, "no account", "later"),
        (Response(body=b" " * 10_000_001), errors.BadAnswer, "too large", "later"),
    ],
)
async def test_what_goes_wrong_is_told_of_what_was_asked_for(
    answer: Response, error: type[errors.ApiError], said: str, remedy: str
) -> None:
    with loopback(answer) as server:
        with pytest.raises(error) as caught:
            await one_of(server)
        assert len(server.requests) == 1
    assert said in caught.value.title
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("status", [401, 403])
async def test_without_a_key_nobody_is_told_to_check_theirs(status: int) -> None:
    answer = Response.json({"detail": "Who?"}, status)
    with loopback(answer) as server, pytest.raises(errors.Forbidden) as caught:
        await list_of(server)
    assert "wants a key for what should be public" in caught.value.title
    assert "Check the key" not in caught.value.remedy


@pytest.mark.parametrize("key", [None, KEY])
async def test_no_other_host_is_asked_whether_there_is_a_key_or_not(key: str | None) -> None:
    with loopback(rates(1)) as elsewhere:
        answer = rates(1, following=f"{elsewhere.origin}{RATES_PATH}")
        with loopback(answer) as server, pytest.raises(errors.WrongOrigin) as caught:
            await list_of(server, key)
        assert not elsewhere.requests
    assert ("key" in caught.value.remedy) == (key is not None)


def not_a_list(server: Loopback) -> Response:  # noqa: ARG001
    return Response.json({"next": None, "results": {"value_exc_vat": 1}})


def something_else(server: Loopback) -> Response:  # noqa: ARG001
    return Response.json({"next": None, "results": [{"value_exc_vat": 1}, "and more"]})


def a_circle(server: Loopback) -> Response:
    return rates(1, following=f"{server.origin}{RATES_PATH}?page_size=1500")


@pytest.mark.parametrize("answer", [not_a_list, something_else, a_circle])
async def test_a_list_of_another_shape_is_told(answer: Callable[[Loopback], Response]) -> None:
    with loopback(lambda _: answer(server)) as server, pytest.raises(errors.BadAnswer):
        await list_of(server)


@pytest.mark.parametrize(
    ("values", "most"), one_in(2, [((), MOST_EMPTY_PAGES), ((1,), MOST_PAGES)])
)
async def test_a_list_without_an_end_comes_to_one(values: tuple[int, ...], most: int) -> None:
    def answer(request: Request) -> Response:
        page = int(request.query.get("page", "1"))
        return rates(*values, following=f"{server.origin}{RATES_PATH}?page={page + 1}")

    with loopback(answer) as server:
        with pytest.raises(errors.BadAnswer, match="does not come to an end"):
            await list_of(server)
        assert most <= len(server.requests) <= most + 3


async def test_what_the_server_says_is_shown_without_the_key_and_harmless() -> None:
    answer = Response.json({"detail": f"\x1b[31m{KEY}\x07"}, 404)
    with loopback(answer) as server, pytest.raises(errors.NotFound) as caught:
        await one_of(server)
    assert KEY not in str(caught.value)
    assert "\x1b" not in json.dumps(str(caught.value))
