"""Somebody in front of the set-up, and the API that it asks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual.events import Paste

from octoterm.errors import ConfigNotFound
from octoterm.session.source import Source
from octoterm.storage.folders import Folders
from octoterm.ui.app import OctotermApp
from tests.support.account_api import AccountApi
from tests.support.accounts import electricity, home
from tests.support.dashboards import NOW
from tests.support.households import march
from tests.support.loopback import KEY
from tests.support.screens import Hand, in_terminal, place_of, press, text_of
from tests.support.syncing import Answering

READINGS: dict[int, object] = {row.start: row.value for row in march()}
NUMBER = "A-1A2B3C4D"
NOT_FOUND = ConfigNotFound("No configuration found (looked for /x and /y)")
ELECTRICITY = electricity("2000000000017", "NEW")


@dataclass
class Person:
    """Somebody in front of the set-up, with two strings."""

    app: OctotermApp
    hand: Hand
    file: Path

    @property
    def text(self) -> str:
        return " ".join(" ".join(text_of(self.app)).split())

    async def paste(self, text: str) -> None:
        self.app.post_message(Paste(text))
        await self.hand.pause()

    async def press(self, *keys: str) -> None:
        await press(self.hand, *keys)

    async def click(self, text: str) -> None:
        x, y = place_of(self.app, text)
        await self.hand.click(offset=(x + 1, y))
        await self.hand.pause()

    async def logs_in(self, key: str = KEY, number: str = NUMBER) -> None:
        await self.paste(key)
        await self.press("enter")
        await self.paste(number)
        await self.press("enter")

    async def sees(self, *texts: str) -> None:
        await self.until(lambda: all(text in self.text for text in texts), texts)

    async def until(self, condition: Callable[[], bool], what: object) -> None:
        ends = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < ends, f"never saw {what} in\n" + "\n".join(text_of(self.app))
            await asyncio.sleep(0.002)
            await self.hand.pause()


def nothing_written(folder: Path) -> bool:
    return not any(folder.rglob("*.json"))


def the_api(*gas_points: object) -> AccountApi:
    house = home(ELECTRICITY, gas_points=tuple(gas_points))
    return AccountApi(house, readings={"NEW": READINGS, "G4P00000000017": READINGS})


@asynccontextmanager
async def person(
    folder: Path,
    api: AccountApi,
    size: tuple[int, int] = (80, 24),
    *,
    ascii_only: bool = False,
    url: str | None = None,
) -> AsyncIterator[Person]:
    async def no_time_passes(_: float) -> None:
        await asyncio.sleep(0)

    folders = Folders.inside(folder)
    source = Source(
        None,
        NOT_FOUND,
        folders,
        lambda: Answering(api),
        demo=False,
        api_url=url,
    )
    app = OctotermApp(source, ascii_only=ascii_only, clock=lambda: NOW, sleep=no_time_passes)
    async with in_terminal(app, size, notifications=True) as hand:
        yield Person(app, hand, folders.config_file)
