"""The dashboard fetches the prices of the meters' tariffs after their readings."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import httpx
import pytest

from octoterm.periods.period import Granularity, Period
from octoterm.session.live_meter import LiveMeter
from octoterm.storage.state.rates_file import load_prices
from octoterm.tariffs.price_columns import Unpriced
from octoterm.ui.no_costs import why_there_are_none
from tests.support.account_api import AccountApi
from tests.support.accounts import TARIFF
from tests.support.dashboards import synced
from tests.support.loopback import Response
from tests.support.prices_api import PricesApi, row
from tests.support.syncing import Answering
from tests.ui.test_finding_meters import IMPORT, dashboard, the_api


def priced_api() -> AccountApi:
    api = the_api(IMPORT)
    api.prices = PricesApi().add(
        TARIFF,
        listed=False,
        standard_unit_rates=[row("2023-01-01T00:00:00Z", None, 24.5)],
        standing_charges=[row("2023-01-01T00:00:00Z", None, 45.5)],
    )
    return api


@pytest.mark.extended
async def test_prices_are_fetched_after_the_readings(tmp_path: Path) -> None:
    async with dashboard(tmp_path, priced_api()) as here:
        await here.shows("Thu 14 Mar 2024")
        await synced(here)
        folder = here.dashboard.meters.source.folders.prices
        assert load_prices(folder, TARIFF) is not None
        assert "not fetched" not in here.text


@pytest.mark.extended
async def test_an_hour_later_they_are_not_asked_for_again_unless_somebody_wants_to(
    tmp_path: Path,
) -> None:
    api = priced_api()
    async with dashboard(tmp_path, api) as here:
        await here.shows("Thu 14 Mar 2024")
        await synced(here)
        assert isinstance(api.prices, PricesApi)
        asked = len(api.prices.asked)
        await here.dashboard.meters.sync()
        assert len(api.prices.asked) == asked > 0
        await here.dashboard.meters.sync(in_full=True)
        assert len(api.prices.asked) == asked + 1


@pytest.mark.extended
async def test_prices_that_cannot_be_had_are_a_warning_and_r_says_why(tmp_path: Path) -> None:
    api = the_api(IMPORT)
    api.prices = lambda _: Response.json({"detail": "Not found."}, 404)
    async with dashboard(tmp_path, api) as here:
        await here.shows("Thu 14 Mar 2024", "prices of 1 tariff not fetched")
        await here.press("r")
        await here.until(lambda: len(here.app._notifications) == 1, "what is wrong")
        (told,) = here.app._notifications
        assert "does not know this tariff" in told.message
        await synced(here)
        api.prices = priced_api().prices
        await here.press("r")
        await here.until(lambda: "not fetched" not in here.text, "the warning to go")


class Waiting(Answering):
    """An API that never answers when it is asked for prices."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if "/products/" in request.url.path:
            await asyncio.Event().wait()
        return await super().handle_async_request(request)


@pytest.mark.extended
async def test_escape_stops_fetching_prices_and_the_readings_stay(tmp_path: Path) -> None:
    async with dashboard(tmp_path, priced_api(), transport=Waiting) as here:
        await here.shows("Thu 14 Mar 2024", "Fetching prices", "Esc to stop")
        await here.press("escape")
        await synced(here)
        await here.shows("Thu 14 Mar 2024", "Checked")


@pytest.mark.parametrize(
    ("is_syncing", "said"),
    [(True, "Prices are fetched after the readings."), (False, "r fetches them")],
)
def test_while_readings_come_nobody_is_told_to_press_a_key_that_does_nothing(
    is_syncing: bool, said: str
) -> None:
    meter = cast(
        LiveMeter,
        SimpleNamespace(
            costs=SimpleNamespace(unpriced_in=lambda _: {Unpriced.NO_PRICES: 48}),
            is_fetching_prices=False,
            is_syncing=is_syncing,
            price_warnings={},
        ),
    )
    day = Period.containing(Granularity.DAY, date(2024, 3, 14))
    assert said in why_there_are_none(meter, day, None)
