"""The account is asked for with the key, and only what is well-formed is taken."""

from __future__ import annotations

import pytest

from octoterm import errors
from octoterm.household.account import Account
from octoterm.household.api_key import ApiKey
from octoterm.octopus.account import request_account
from octoterm.octopus.client import OctopusClient
from tests.support.accounts import account, electricity, home
from tests.support.loopback import KEY, KEY_IN_BASIC_AUTH, Loopback, Response, loopback

HOUSE = account(home(electricity()))


async def ask(server: Loopback, number: str = "A-1A2B3C4D") -> Account:
    async def no_time_passes(_: float) -> None:
        pass

    async with OctopusClient(server.origin, ApiKey(KEY), sleep=no_time_passes) as client:
        return await request_account(client, number)


async def test_one_request_with_the_key_brings_the_account() -> None:
    with loopback(lambda _: Response.json(HOUSE)) as server:
        found = await ask(server)
    (request,) = server.requests
    assert request.target == "/v1/accounts/A-1A2B3C4D/"
    assert request.headers["authorization"] == f"Basic {KEY_IN_BASIC_AUTH}"
    assert [point.number for point in found.meter_points] == ["2000000000017"]


@pytest.mark.parametrize(
    ("answer", "error", "title", "remedy"),
    [
        (
            Response.json({"detail": "Invalid API key."}, 401),
            errors.BadKey,
            "rejected your API key",
            "Check the key",
        ),
        (Response.html(404), errors.NotFound, "does not know this account", "account number"),
        (
            Response.json({"detail": "Not found."}, 404),
            errors.NotFound,
            "does not know this account",
            "account number",
        ),
        (Response.json([HOUSE]), errors.BadAnswer, "is no account", "later"),
        (
            Response.json({**HOUSE, "properties": "none"}),
            errors.BadAnswer,
            "properties is not a list of objects",
            "later",
        ),
        (Response(body=b"<html>"), errors.BadAnswer, "is no account", "later"),
    ],
)
async def test_what_goes_wrong_is_said_with_what_to_do(
    answer: Response, error: type[errors.ApiError], title: str, remedy: str
) -> None:
    with loopback(lambda _: answer) as server, pytest.raises(error) as raised:
        await ask(server)
    assert title in raised.value.title
    assert remedy in raised.value.remedy
    assert KEY not in str(raised.value)


async def test_a_number_that_is_none_reaches_no_other_path() -> None:
    with loopback(lambda _: Response.json(HOUSE)) as server:
        await ask(server, "../../v1/x?y=1#z")
    assert server.requests[0].target == "/v1/accounts/..%2F..%2Fv1%2Fx%3Fy%3D1%23z/"
