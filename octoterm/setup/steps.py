"""The two steps of a set-up: ask the API which meters there are, then keep what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from octoterm.config.writer import AccountSettings, write_account
from octoterm.errors import BadKey, FileError, Forbidden
from octoterm.household.account import Account
from octoterm.octopus.api_host import API_ORIGIN
from octoterm.octopus.retries import Retry
from octoterm.setup.found import GasAnswer
from octoterm.setup.login import WHERE_KEY, Login
from octoterm.storage.state.account_file import KnownAccount, save_account

if TYPE_CHECKING:
    from octoterm.octopus.client import Transport

SAME_ACCOUNT = "Check that the key and the account number are of the same account"


async def find_account(
    login: Login,
    *,
    transport: Transport | None = None,
    waiting: Callable[[Retry], object] = lambda _: None,
) -> Account:
    """The account, as the API describes it. Raises ApiError."""
    from octoterm.octopus.account import request_account
    from octoterm.octopus.client import OctopusClient

    try:
        async with OctopusClient(login.base, login.api_key, transport=transport) as client:
            return await request_account(client, login.number, base=login.base, waiting=waiting)
    except BadKey as error:
        raise BadKey(error.title, WHERE_KEY) from None
    except Forbidden as error:
        raise Forbidden(error.title, SAME_ACCOUNT) from None


def keep(
    login: Login,
    account: Account,
    gas: Iterable[GasAnswer],
    *,
    path: Path,
    state_folder: Path,
    now: int,
) -> None:
    """Write the configuration to `path`, whole or not at all and never over another one, and keep
    what the API said about the account. Waits for the disk. Raises ConfigError, Unwritable."""
    write_account(
        path,
        AccountSettings(
            number=login.number,
            api_key=login.api_key,
            url="" if login.base == f"{API_ORIGIN}/v1" else login.origin + login.path[:-3],
            gas=tuple((each.mprn, each.unit, each.calorific_value) for each in gas),
        ),
    )
    with suppress(FileError):  # the first sync asks again
        save_account(state_folder, login.base, login.number, KnownAccount(account, now))
