"""View 7: the keys that lead from tariff to tariff, from day to day, and from half hour to half
hour."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from octoterm.demo.simulator import SimulatedHousehold
from octoterm.household.account import Agreement
from octoterm.household.meter_point import MeterPoint
from tests.support.dashboards import NOW, Opened, meter, nothing_new, opened
from tests.support.households import half_hours, readings

COSY = "E-1R-COSY-22-12-08-C"
NAME = "octoterm-electricity-prices-E-1R-SILVER-23-12-06-C-2024-03-20.csv"
STARTS = half_hours("2024-03-01T00:00Z", "2024-03-19T00:00Z")


@dataclass
class Supplier(httpx.AsyncBaseTransport):
    """Has no new readings, and the demo's prices."""

    is_reachable: bool = True
    answers: asyncio.Event | None = None
    """Waited for before each answer, if there is one."""
    asked: list[str] = field(default_factory=list)
    demo: SimulatedHousehold = field(
        default_factory=lambda: SimulatedHousehold(datetime.fromtimestamp(NOW, UTC))
    )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if "/v1/products/" not in request.url.path:
            return nothing_new(request)
        self.asked.append(request.url.path)
        if self.answers is not None:
            await self.answers.wait()
        if not self.is_reachable:
            raise httpx.ConnectError("no route to host", request=request)
        return await self.demo.handle_async_request(request)


def home(
    folder: Path, supplier: Supplier, size: tuple[int, int] = (80, 24)
) -> AbstractAsyncContextManager[Opened]:
    point = MeterPoint.of(meter(folder))._replace(agreements=(Agreement(COSY, 0),))
    rows = readings(dict.fromkeys(STARTS, 0.25))
    return opened(folder, rows, points=(point,), size=size, transport=supplier)


def written(folder: Path) -> list[str]:
    """The lines of the exported prices of Tracker."""
    (saved,) = (each for each in folder.iterdir() if each.name == NAME)
    return saved.read_text().splitlines()


async def test_prices_ahead_those_of_earlier_days_and_the_use_of_them(tmp_path: Path) -> None:
    async with home(tmp_path, Supplier()) as here:
        await here.press("7")
        await here.shows("◀ 20–21 Mar 2024 ▶", COSY, "Cheapest ahead", "now", "u Use")
        await here.press("w")
        await here.shows("Prices are of a day: 1 to 5 show other periods")
        await here.press("left")
        await here.shows("◀ Tue 19 Mar 2024 ▶", "Cheapest of the day")
        await here.press("u")
        await here.shows("No readings of it yet: ← goes to earlier days")
        await here.press("left")
        await here.shows("◀ Mon 18 Mar 2024 ▶", "━━ used, kWh", "u Without use")
        await here.press("down", "]", "j")
        await here.shows("▲ 01:00–01:30", "26.98 p/kWh", "used 0.250 kWh")
        await here.press("enter")
        await here.shows("◀ Mon 18 Mar 2024 ▶", "kWh per half hour")
        await here.press("7", "pageup")
        await here.shows("◀ Wed 13 Mar 2024 ▶")
        await here.press("t")
        await here.shows("◀ 20–21 Mar 2024 ▶")
        await here.press("right")
        await here.shows("These are the latest prices")


@pytest.mark.extended
async def test_o_goes_on_to_other_tariffs_and_e_writes_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    supplier = Supplier()
    async with home(tmp_path, supplier) as here:
        monkeypatch.chdir(tmp_path)
        await here.press("7")
        await here.shows("Prices of your tariff: Cosy Octopus", "o Agile")
        await here.press("o")
        await here.shows("Prices: Tracker", "o Go", "Cheapest ahead")
        await here.press("e")
        await here.shows("Saved ")
        lines = written(tmp_path)
        assert lines[0] == "start,end,pence_inc_vat,pence_exc_vat"
        assert len(lines) == 1 + 96
        assert lines[1].startswith("2024-03-20T00:00:00+00:00,2024-03-20T00:30:00+00:00,")
        await here.press("1")
        await here.shows("kWh per half hour")
        assert here.dashboard.shown.prices is None


async def test_a_failure_is_told_with_the_key_that_tries_again(tmp_path: Path) -> None:
    supplier = Supplier(is_reachable=False)
    async with home(tmp_path, supplier, size=(40, 12)) as here:
        await here.until(lambda: not here.dashboard.meters.is_syncing)
        await here.press("7")
        await here.shows("could not be fetched", "r tries again")
        supplier.is_reachable = True
        await here.press("r")
        await here.shows("Yours: Cosy Octopus", "Now ", "Cheapest 1–3 h")
        await here.until(lambda: not here.dashboard.is_asking)
        asked = len(supplier.asked)
        here.dashboard.look_at_prices_again()
        await here.pilot.pause()
        assert len(supplier.asked) == asked


@pytest.mark.extended
async def test_esc_stops_what_is_asked_for_until_something_is_pressed(tmp_path: Path) -> None:
    supplier = Supplier()
    async with home(tmp_path, supplier) as here:
        await here.until(lambda: not here.dashboard.meters.is_syncing)
        supplier.answers = asyncio.Event()
        await here.press("7", "o")
        await here.shows("Fetching prices · Esc stops", "Esc Stop")
        await here.press("escape")
        await here.shows("are stored.", "r asks for them")
        asked = len(supplier.asked)
        here.dashboard.look_at_prices_again()
        await here.pilot.pause()
        assert len(supplier.asked) == asked
        supplier.answers.set()
        await here.press("r")
        await here.shows("Prices: Tracker", "Cheapest ahead")
