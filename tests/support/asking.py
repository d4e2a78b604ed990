"""Asks a server for its readings with the real client, and notes what happens."""

from __future__ import annotations

from contextlib import aclosing

from octoterm.errors import ApiError
from octoterm.household.api_key import ApiKey
from octoterm.octopus.client import OctopusClient
from octoterm.octopus.consumption import consumption
from octoterm.octopus.consumption_pages import Page
from octoterm.octopus.retries import Retry
from tests.support.loopback import KEY, Loopback, utc


class Asked:
    """The result of asking a server for its readings."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.waits: list[Retry] = []
        self.slept: list[float] = []
        self.error: ApiError | None = None

    @property
    def starts(self) -> list[int]:
        return [row.start for found in self.pages for row in found.rows]

    @property
    def errors(self) -> list[ApiError]:
        """The errors after which it was tried again, and the one that ended it, if any."""
        return [wait.why for wait in self.waits] + ([self.error] if self.error else [])


async def ask(server: Loopback | str, *, newest_first: bool = True, **options: object) -> Asked:
    """Read everything from 2000 on, as a sync does, but without waiting between tries."""
    asked = Asked()

    async def sleep(seconds: float) -> None:
        asked.slept.append(seconds)

    url = server if isinstance(server, str) else server.meter_url
    options = {"sleep": sleep, "jitter": lambda: 0.5, **options}
    async with OctopusClient(url, ApiKey(KEY), **options) as client:  # type: ignore[arg-type]
        try:
            async with aclosing(
                consumption(client, url, period_from=utc("2000-01-01"), newest_first=newest_first)
            ) as answered:
                async for answer in answered:
                    (asked.waits if isinstance(answer, Retry) else asked.pages).append(answer)
        except ApiError as error:
            asked.error = error
    return asked
