"""Asks which meters the accounts have, at most once a day, and keeps what the API says."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from octoterm.config.accounts import ConfiguredAccount
from octoterm.errors import FileError, OctotermError
from octoterm.octopus.account import request_account
from octoterm.octopus.client import MOST_REQUESTS, OctopusClient, Sleep, Transport
from octoterm.octopus.retries import Retry
from octoterm.storage.disk_thread import in_thread
from octoterm.storage.state.account_file import KnownAccount, load_account, save_account


@dataclass(frozen=True)
class AccountAnswer:
    """What is known about an account, after the API was asked for it if that was due."""

    account: ConfiguredAccount
    known: KnownAccount | None
    """What the API answered, now or earlier; None if it has not answered yet."""
    error: OctotermError | None = None
    """Why the API did not answer, or its answer could not be kept."""


async def ask_for_accounts(
    accounts: Iterable[ConfiguredAccount],
    *,
    state_folder: Path,
    always: bool = False,
    transport: Transport | None = None,
    now: Callable[[], float] = time.time,
    sleep: Sleep = asyncio.sleep,
    waiting: Callable[[Retry], object] = lambda _: None,
) -> tuple[AccountAnswer, ...]:
    """Ask for the accounts that were not asked for today; for all of them if `always`.

    A known account is asked for without retries, as what is known can be used without the network.
    For the others, `waiting` is called before each wait for another try.
    """
    gate = asyncio.Semaphore(MOST_REQUESTS)

    async def answer(account: ConfiguredAccount) -> AccountAnswer:
        known = load_account(state_folder, account.base, account.number)
        if known is not None and not always and not known.is_due(now()):
            return AccountAnswer(account, known)
        try:
            async with OctopusClient(
                account.base, account.api_key, transport=transport, gate=gate, sleep=sleep, now=now
            ) as client:
                described = await request_account(
                    client,
                    account.number,
                    base=account.base,
                    waiting=_give_up if known else waiting,
                )
        except OctotermError as error:
            return AccountAnswer(account, known, error.with_traceback(None))
        asked_at = int(now())
        known = (
            known.followed_by(described, asked_at) if known else KnownAccount(described, asked_at)
        )
        try:
            await in_thread(save_account, state_folder, account.base, account.number, known)
        except FileError as error:
            return AccountAnswer(account, known, error.with_traceback(None))
        return AccountAnswer(account, known)

    return tuple(await asyncio.gather(*map(answer, accounts)))


def _give_up(retry: Retry) -> None:
    """Raises the failure, so that the request is not made again."""
    raise retry.why
