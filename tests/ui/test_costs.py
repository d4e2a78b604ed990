"""`u` shows what readings cost in their place, in every view, and back."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import date, time
from pathlib import Path

import httpx
import pytest
from textual.events import Key

from octoterm.household.account import Agreement
from octoterm.household.charge_settings import NOTHING_SAID, OwnPrices, OwnTariff
from octoterm.household.meter_point import MeterPoint
from octoterm.storage.folders import Folders
from octoterm.ui.commands import COMMANDS
from octoterm.ui.driver.input_parser import InputParser
from tests.support.dashboards import Opened, meter, nothing_new, opened, synced
from tests.support.households import half_hours, readings, utc
from tests.support.priced_homes import store_prices
from tests.support.pricing import FLEXIBLE, between, since, tariff
from tests.support.slow import slow

STARTS = half_hours("2024-02-01T00:00Z", "2024-03-15T00:00Z")
OWN = OwnTariff(utc("2024-02-20T00:00Z"), None, prices=OwnPrices(24.0, 60.0, vat_included=True))
"""0.25 kWh each half hour are 6p, a day £2.88 and 60p."""


def home(
    folder: Path, *tariffs: OwnTariff, agreed: tuple[Agreement, ...] = (), **config: object
) -> AbstractAsyncContextManager[Opened]:
    said = NOTHING_SAID._replace(tariffs=tariffs or None)
    point = MeterPoint.of(meter(folder))._replace(charge_settings=said, agreements=agreed)
    rows = readings(dict.fromkeys(STARTS, 0.25))
    return opened(folder, rows, points=(point,), **config)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(80, 24), *slow((120, 40))])
async def test_every_view_shows_what_it_cost_and_goes_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with home(tmp_path, OWN, size=size) as here:
        await here.shows("Total 12.00 kWh", "u £")
        await here.press("u")
        await here.shows("Total £3.48", "with 60p standing", "24.0 p/kWh", "━━ unit rate p/kWh")
        await here.shows("p per half hour", "│25", "u kWh", "all 48 readings")
        await here.press("2")
        await here.shows("from     p   kWh p/kWh", "23:30 6.00 0.250  24.0")
        await here.press("w")
        await here.shows("day         £    kWh  p/kWh", "Thu 14   3.48  12.00   24.0")
        await here.press("3")
        await here.shows("£  Daily total", "£3.48", "o Peak")
        await here.press("4", "d")
        await here.shows("£2.88 a day", "6.00p")
        await here.press("5")
        await here.shows("Costs: 912 half hours without a price: no agreement", "before credits")
        await here.press("1", "pound_sign")
        await here.shows("Total 12.00 kWh", "u £")


@pytest.mark.extended
async def test_the_period_is_kept_where_costs_are_not_known(tmp_path: Path) -> None:
    async with home(tmp_path, OWN) as here:
        await here.press("u")
        await here.shows("Total £3.48")
        await here.go_to("2024-02-10")
        await here.shows("What Sat 10 Feb 2024 cost is not known.", "No tariff is known", "u kWh")
        await here.press("u")
        await here.shows("Sat 10 Feb 2024", "Total 12.00 kWh")
        await here.press("u", "m")
        await here.shows("February 2024", "£34.80", "912 half hours without a price: no agreement")
        await here.press("home")
        await here.shows("February 2024")


def without_prices(request: httpx.Request) -> httpx.Response:
    async def not_found() -> AsyncIterator[bytes]:
        yield b'{"detail": "Not found."}'

    if "/products/" in request.url.path:
        return httpx.Response(404, content=not_found())
    return nothing_new(request)


async def test_prices_that_come_are_used_at_once(tmp_path: Path) -> None:
    agreed = (Agreement(FLEXIBLE, 0),)
    async with home(tmp_path, agreed=agreed, api=without_prices) as here:
        await synced(here)
        await here.press("u")
        await here.shows("What Thu 14 Mar 2024 cost is not known.", "r tries again")
        await here.shows("Octopus does not know this tariff")
        until = "2024-03-14T22:30Z"
        rates = [between("2024-01-01T00:00Z", until, 20.0)]
        prices = tariff(unit_rates=rates, standing=[since("2024-01-01T00:00Z", 50.0)])
        store_prices(prices, Folders.inside(tmp_path).prices)
        await here.dashboard.meters.look_at_files()
        await here.shows(
            "Total £2.89", "3 half hours without a", "price: no rate", "× no cost known"
        )
        await here.press("2")
        await here.shows("23:00    × 0.250     ·")


async def test_an_export_has_the_kwh_and_the_price_beside_the_cost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with home(tmp_path, OWN) as here:
        await here.press("u", "Y")
        await here.shows("Copied: Thu 14 Mar 2024  £3.48")
        await here.press("w", "e")
        await here.shows("octoterm-electricity-week-2024-03-11.csv")
    first = first_record(tmp_path)
    assert (first["cost_pence"], first["kwh"], first["pence_per_kwh"]) == ("348.0", "12.0", "24.0")


def first_record(folder: Path) -> dict[str, str]:
    (exported,) = folder.glob("octoterm-*.csv")
    with exported.open() as file:
        return next(csv.DictReader(file))


async def test_days_of_costs_begin_at_midnight_and_the_screen_says_so(tmp_path: Path) -> None:
    async with home(tmp_path, OWN, day_start=time(3)) as here:
        await here.press("u")
        await here.shows("Total £3.48", "days from 00:00, as on")


@pytest.mark.extended
async def test_the_palette_calls_the_command_by_what_it_shows(tmp_path: Path) -> None:
    async with home(tmp_path, OWN) as here:
        await here.press("ctrl+p", *"money")
        await here.shows("Show pounds")
        await here.press("enter")
        await here.shows("Total £3.48")
        await here.press("ctrl+p", *"kwh")
        await here.shows("Show kWh")


@pytest.mark.extended
async def test_a_sync_that_brings_readings_brings_their_costs(tmp_path: Path) -> None:
    async with home(tmp_path, OWN) as here:
        await here.press("u")
        await here.shows("Total £3.48")
        await synced(here)
        more = half_hours("2024-03-15T00:00Z", "2024-03-16T00:00Z")
        csv_file = here.dashboard.meters.current.point.meters[0].csv
        rows = [row.line for row in readings(dict.fromkeys(more, 0.5))]
        with csv_file.open("a") as file:
            file.write("".join(f"{row}\n" for row in rows))
        await here.dashboard.meters.look_at_files()
        series = here.dashboard.meters.current.series
        await here.until(lambda: here.dashboard.shown.stored is series, "costs of all readings")
        await here.press("t")
        await here.shows("Fri 15 Mar 2024", "Total £6.36")
        assert here.dashboard.shown.day == date(2024, 3, 15)


def test_a_terminal_sends_the_pound_sign_as_a_key() -> None:
    (key,) = InputParser().feed("£".encode(), 0.0)
    assert isinstance(key, Key)
    assert key.key in next(each.keys for each in COMMANDS if each.action == "quantity").split(",")
