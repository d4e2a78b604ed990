"""Requests an account: its properties, meter points and agreements."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from octoterm.errors import BadAnswer
from octoterm.household.account import Account
from octoterm.household.account_json import read_account
from octoterm.octopus.client import OctopusClient
from octoterm.octopus.refusals import TRY_LATER, Resource
from octoterm.octopus.retries import Retry

ACCOUNT = Resource(
    name="account",
    contents="account",
    if_unknown="Check the account number, such as A-1A2B3C4D: it is on every bill and email",
)


async def request_account(
    client: OctopusClient,
    number: str,
    *,
    base: str = "/v1",
    waiting: Callable[[Retry], object] = lambda _: None,
) -> Account:
    """The account with this number, from the API whose address or path is `base`.

    See `OctopusClient.one`. Raises ApiError.
    """
    address = f"{base}/accounts/{quote(number, safe='')}/"
    document = await client.one(address, {}, ACCOUNT, waiting=waiting)
    try:
        return read_account(document)
    except ValueError as error:
        raise BadAnswer(
            f"The API's account is not in the form that octoterm knows: {error}", TRY_LATER
        ) from None
