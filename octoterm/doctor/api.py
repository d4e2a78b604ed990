"""Checks of the API: whether it accepts the key and knows the account and each meter, and whether
the clock is right."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from email.utils import parsedate_to_datetime

from octoterm import number_format
from octoterm.config.accounts import ConfiguredAccount
from octoterm.config.reader import Config
from octoterm.doctor.finding import CORRECT_IT, Finding, Status, ok, warn
from octoterm.errors import BadKey, NotFound, OctotermError
from octoterm.household.api_key import PAGES, ApiKey
from octoterm.household.meter import Meter
from octoterm.octopus.account import request_account
from octoterm.octopus.client import OctopusClient, Transport
from octoterm.octopus.consumption import METER
from octoterm.octopus.retries import Retry
from octoterm.periods.london import SECONDS_A_DAY, utc_stamp
from octoterm.storage.state.account_file import KnownAccount

WRONG_CLOCK = 120
"""Seconds by which a clock may differ from the server's."""


class ApiChecks:
    """Asks the API for each account, and for one reading of each meter."""

    def __init__(
        self, config: Config, transport: Transport | None, now: Callable[[], float] = time.time
    ) -> None:
        self.config = config
        """The configuration, with the meters that were found in its accounts."""
        self._transport = transport
        self._now = now
        self._keys: dict[ApiKey, bool] = {}
        """Whether each key was accepted; a key for which that is not known is left out."""
        self._clock_ahead: float | None = None
        """Seconds by which this machine's clock is ahead of the server's."""

    async def findings(self) -> AsyncIterator[Finding]:
        """The findings from the API's answers."""
        known: dict[ConfiguredAccount, KnownAccount] = {}
        for account in self.config.accounts:
            yield await self._of_account(account, known)
        if not self.config.points:
            self.config = self.config.with_known_accounts(known.get)
        for meter in self.config.meters:
            yield await self._of_meter(meter)
        for accepted in self._keys.values():
            if accepted:
                yield ok("API key", "Octopus accepts it")
            else:
                yield Finding(
                    "API key",
                    Status.FAIL,
                    "Octopus rejected your API key",
                    f"Make a new one on octopus.energy: {', '.join(PAGES)}",
                )
        if self._clock_ahead is not None:
            yield _of_clock(self._clock_ahead)
        else:
            yield ok("clock", "it was not checked, as no answer said what time it is")

    async def _of_account(
        self, account: ConfiguredAccount, known: dict[ConfiguredAccount, KnownAccount]
    ) -> Finding:
        try:
            async with self._client(account.base, account.api_key) as client:
                try:
                    found = await request_account(
                        client, account.number, base=account.base, waiting=_give_up
                    )
                finally:
                    self._look_at_clock(client)
        except OctotermError as error:
            self._note_key(account.api_key, error)
            can_be_used = bool(self.config.points)
            return Finding.of("account", error, Status.WARN if can_be_used else Status.FAIL)
        self._note_key(account.api_key, None)
        known[account] = KnownAccount(found, int(self._now()))
        points = number_format.count(len(found.meter_points), "meter point")
        return ok("account", f"Octopus lists {points}")

    async def _of_meter(self, meter: Meter) -> Finding:
        since = int(self._now()) - 60 * SECONDS_A_DAY
        query = {"page_size": "1", "period_from": utc_stamp(since)}
        try:
            async with self._client(meter.url, meter.api_key) as client:
                try:
                    page = await client.one(meter.url, query, METER, waiting=_give_up)
                finally:
                    self._look_at_clock(client)
        except NotFound as error:
            self._note_key(meter.api_key, None)
            if meter.is_former:
                return ok("meter", f"{meter.name}: replaced, and no longer known to Octopus")
            return _unreachable(meter, error)
        except OctotermError as error:
            self._note_key(meter.api_key, error)
            return _unreachable(meter, error)
        self._note_key(meter.api_key, None)
        has_any = "" if page.get("results") else ", without readings in the last 60 days"
        return ok("meter", f"{meter.name}: Octopus answers{has_any}")

    def _client(self, url: str, api_key: ApiKey) -> OctopusClient:
        return OctopusClient(url, api_key, transport=self._transport, now=self._now)

    def _note_key(self, api_key: ApiKey, error: OctotermError | None) -> None:
        if isinstance(error, BadKey):
            self._keys[api_key] = False
        elif error is None:
            self._keys.setdefault(api_key, True)

    def _look_at_clock(self, client: OctopusClient) -> None:
        try:
            server = parsedate_to_datetime(client.date_of_last_answer).timestamp()
        except (ValueError, OverflowError):
            return
        self._clock_ahead = self._now() - server


def _unreachable(meter: Meter, error: OctotermError) -> Finding:
    return Finding(
        "meter", Status.FAIL, f"{meter.name}: {error.title}", error.remedy or CORRECT_IT
    )


def _of_clock(ahead: float) -> Finding:
    if abs(ahead) <= WRONG_CLOCK:
        return ok("clock", "this machine's clock is right")
    direction = "ahead" if ahead > 0 else "behind"
    minutes = number_format.count(round(abs(ahead) / 60), "minute")
    return warn(
        "clock",
        f"this machine's clock is {minutes} {direction}",
        "Set it, or let it be set over the network: readings are asked for by it",
    )


def _give_up(retry: Retry) -> None:
    """Raises the failure, so that the request is not made again."""
    raise retry.why
