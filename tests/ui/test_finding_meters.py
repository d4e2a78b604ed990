"""The dashboard of an account finds its meters while it is open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from octoterm.config.accounts import ConfiguredAccount
from octoterm.config.points import points_of
from octoterm.household.api_key import ApiKey
from octoterm.storage.state.account_file import load_account
from tests.support.account_api import AccountApi
from tests.support.accounts import electricity, home
from tests.support.dashboards import NOW, Opened, opened, synced
from tests.support.households import march
from tests.support.known_accounts import NUMBER, know
from tests.support.loopback import KEY, Response
from tests.support.syncing import Answering

BASE = "https://api.octoterm.invalid/v1"
IMPORT = electricity("2000000000017", "NEW")
SOLAR = electricity("2000000000025", "SUN", is_export=True)
READINGS: dict[int, object] = {row.start: row.value for row in march()}


def the_api(*points: dict[str, object]) -> AccountApi:
    return AccountApi(home(*points), readings={"NEW": READINGS, "SUN": READINGS})


@asynccontextmanager
async def dashboard(
    folder: Path, api: AccountApi, transport: type[Answering] = Answering
) -> AsyncIterator[Opened]:
    """The dashboard of the account, with the meters that are known."""
    house = ConfiguredAccount(NUMBER, BASE, ApiKey(KEY), "config.json", (folder, folder))

    def known(_: ConfiguredAccount) -> object:
        return load_account(folder / "state", BASE, NUMBER)

    async with opened(
        folder,
        points=points_of([house], known),  # type: ignore[arg-type]
        entries=(house,),
        transport=transport(api),
        path=folder / "config.json",
    ) as here:
        yield here


@pytest.mark.extended
async def test_the_first_start_finds_the_meters_and_shows_their_readings(tmp_path: Path) -> None:
    async with dashboard(tmp_path, the_api(IMPORT, SOLAR)) as here:
        await here.shows("Electricity 2000…0017", "Thu 14 Mar 2024", "n Exported")
        await synced(here)
        await here.press("n", "n")
        await here.shows("Net", "Total 0.00 kWh")


@pytest.mark.extended
async def test_what_goes_wrong_is_said_in_the_middle_and_r_tries_again(tmp_path: Path) -> None:
    api = the_api(IMPORT)
    api.instead = Response.json({"detail": "Invalid API key."}, 401)
    async with dashboard(tmp_path, api) as here:
        await here.shows("rejected your API key", "r tries again", "Configuration:")
        await synced(here)
        api.instead = None
        await here.press("r")
        await here.shows("Electricity 2000…0017", "Thu 14 Mar 2024")


async def test_an_account_that_is_refused_later_is_told_and_its_meters_stay(
    tmp_path: Path,
) -> None:
    know(tmp_path / "state", home(IMPORT), base=BASE, asked_at=int(NOW))
    api = the_api(IMPORT)
    api.instead = Response.html(404)
    async with dashboard(tmp_path, api) as here:
        await here.shows("Electricity 2000…0017", "Thu 14 Mar 2024")
        await synced(here)
        await here.press("r")
        await here.until(lambda: len(here.app._notifications) == 1, "what is wrong")
        (told,) = here.app._notifications
        assert "Octopus does not know this account" in told.message
        await here.shows("Thu 14 Mar 2024")


@pytest.mark.extended
async def test_an_account_without_meters_is_no_empty_screen(tmp_path: Path) -> None:
    async with dashboard(tmp_path, AccountApi(home())) as here:
        await here.shows("Octopus lists no meters for this account.", "r tries again")
        await here.press("n", "2", "s", "d", "left", "c", "R", "e")


@pytest.mark.extended
async def test_a_meter_point_that_is_new_appears_without_a_restart(tmp_path: Path) -> None:
    know(tmp_path / "state", home(IMPORT), base=BASE, asked_at=int(NOW))
    api = the_api(IMPORT, SOLAR)
    async with dashboard(tmp_path, api) as here:
        await here.shows("Electricity 2000…0017", "Thu 14 Mar 2024")
        await synced(here)
        assert "account" not in api.asked, "it was asked for today"
        await here.press("left", "r")
        await here.shows("n Exported", "Wed 13 Mar 2024")
        await synced(here)
        await here.press("n")
        await here.shows("Exported 2000…0025", "Wed 13 Mar 2024", "Total 15.00 kWh")


async def test_a_meter_that_was_exchanged_joins_the_one_before(tmp_path: Path) -> None:
    know(tmp_path / "state", home(IMPORT), base=BASE, asked_at=0)
    latest = max(READINGS)
    api = AccountApi(
        home(electricity("2000000000017", "NEW", "NEWER")),
        readings={
            "NEW": READINGS,
            "NEWER": {latest + n * 1800: 1.0 for n in range(1, 47)},
        },
    )
    async with dashboard(tmp_path, api) as here:
        await here.shows("Electricity 2000…0017", "Fri 15 Mar 2024", "Total 46.60 kWh")


@pytest.mark.extended
async def test_a_meter_point_that_is_gone_keeps_its_readings(tmp_path: Path) -> None:
    know(tmp_path / "state", home(IMPORT, SOLAR), base=BASE, asked_at=0)
    api = the_api(IMPORT, SOLAR)
    async with dashboard(tmp_path, api) as here:
        await synced(here)
        api.homes = (home(IMPORT),)
        await here.press("r")
        await synced(here)
        api.asked.clear()
        await here.press("r")
        await synced(here)
        assert sorted(api.asked) == ["NEW", "account"]
        await here.press("n")
        await here.shows("Exported 2000…0025 (…", "Total 15.00 kWh")
