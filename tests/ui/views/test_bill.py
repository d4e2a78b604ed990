"""View 6: from billing month to billing month, into the days of a block, and back."""

from __future__ import annotations

import csv
import json
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from octoterm.household.account import Agreement
from octoterm.household.charge_settings import NOTHING_SAID, OwnPrices, OwnTariff
from octoterm.household.meter_point import MeterPoint
from tests.conftest import CommandLine
from tests.support.dashboards import Opened, meter, opened
from tests.support.households import half_hours, readings, utc
from tests.support.pricing import FLEXIBLE

STARTS = half_hours("2024-01-01T00:00Z", "2024-03-15T00:00Z")
CHANGE = "2024-03-04T00:00Z"
TARIFFS = (
    OwnTariff(utc("2023-01-01T00:00Z"), utc(CHANGE), prices=OwnPrices(30.0, 50.0)),
    OwnTariff(utc(CHANGE), None, prices=OwnPrices(24.0, 60.0)),
)


def home(
    folder: Path,
    *tariffs: OwnTariff,
    billing_day: int = 1,
    agreed: tuple[Agreement, ...] = (),
    size: tuple[int, int] = (80, 24),
) -> AbstractAsyncContextManager[Opened]:
    said = NOTHING_SAID._replace(tariffs=tariffs or None, billing_day=billing_day)
    point = MeterPoint.of(meter(folder))._replace(charge_settings=said, agreements=agreed)
    rows = readings(dict.fromkeys(STARTS, 0.25))
    return opened(folder, rows, points=(point,), size=size)


def listed(folder: Path) -> list[Path]:
    return [*folder.iterdir()]


async def test_it_goes_from_billing_month_to_billing_month_and_keeps_the_day(
    tmp_path: Path,
) -> None:
    async with home(tmp_path, *TARIFFS, billing_day=10) as here:
        await here.go_to("2024-03-04")
        await here.press("6")
        await here.shows("◀ 10 Feb – 9 Mar 2024 ▶", "30 p/kWh", "24 p/kWh", "VAT")
        await here.press("left")
        await here.shows("◀ 10 Jan – 9 Feb 2024 ▶", "372.000 kWh × 30.00 p/kWh", "£111.60")
        await here.press("right", "right")
        await here.shows("10 Mar – 9 Apr 2024", "Total, partial")
        await here.press("right")
        await here.shows("10 Mar – 9 Apr 2024", "Readings end on Thu 14 Mar 2024")
        await here.press("home", "m")
        await here.shows("10 Dec 2023 – 9 Jan 2024", "1 to 5 show other periods")
        await here.press("t", "left", "1")
        await here.shows("Wed 14 Feb 2024", "12.00 kWh")


async def test_enter_opens_the_days_of_a_block_and_backspace_comes_back(tmp_path: Path) -> None:
    async with home(tmp_path, *TARIFFS) as here:
        await here.press("6")
        await here.shows("March 2024", "1–3 Mar 2024")
        assert here.under_cursor == "26 Feb"
        await here.press("down")
        assert here.under_cursor == "Mar"
        await here.press("enter")
        await here.shows("◀ March 2024 ▶", "kWh per day")
        await here.press("enter", "backspace", "backspace")
        await here.shows("6 Bill", "Subtotal")
        await here.press("backspace")
        await here.shows("1 to 5 show other periods")
        assert here.dashboard.views.view == "bill"
        await here.press("up", "enter")
        await here.shows("26 Feb – 3 Mar 2024", "kWh per day")


@pytest.mark.extended
async def test_it_is_in_pounds_whatever_u_says(tmp_path: Path) -> None:
    async with home(tmp_path, *TARIFFS) as here:
        await here.press("6")
        before = (await here.shows("Subtotal", "£")).splitlines()
        await here.press("u")
        assert here.lines[2:-2] == before[2:-2]


@pytest.mark.extended
async def test_why_there_is_no_bill_is_said(tmp_path: Path) -> None:
    async with home(tmp_path) as here:
        await here.press("6")
        await here.shows("The bill of March 2024 is not known.", '"tariffs"')
    async with home(tmp_path, agreed=(Agreement(FLEXIBLE, 0),)) as here:
        await here.press("6")
        await here.shows("The bill of March 2024 is not known.", "\n     r ")
        await here.press("1")
        await here.shows("Total 12.00 kWh")


async def test_blocks_are_exported_and_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with home(tmp_path, *TARIFFS) as here:
        await here.press("6")
        await here.shows("Subtotal")
        await here.press("e")
        await here.shows("Saved")
        await here.press("Y")
        await here.shows("Copied: 1–3 Mar 2024: 36.000 kWh × 30.00 p/kWh, £10.80")
    (saved,) = (each for each in listed(tmp_path) if "bill" in each.name)
    rows = list(csv.DictReader(saved.read_text(encoding="utf-8").splitlines()))
    assert [row["energy_pence"] for row in rows] == ["1080.0", "3168.0"]


@pytest.mark.extended
async def test_its_total_is_the_one_that_is_printed(octoterm: CommandLine, tmp_path: Path) -> None:
    async with home(tmp_path, *TARIFFS) as here:
        await here.press("6")
        text = await here.shows("Total, partial")
    octoterm.configure(
        {
            "url": "https://api.octopus.energy",
            "apikey": "sk_live_secret",
            "mpan": "2000000000001",
            "serial": "21L0000001",
            "csv": "readings.csv",
            "tariffs": [
                {"from": "2023-01-01", "to": "2024-03-04", "unit_rate": 30, "standing_charge": 50},
                {"from": "2024-03-04", "unit_rate": 24, "standing_charge": 60},
            ],
        }
    )
    octoterm.store(readings(dict.fromkeys(STARTS, 0.25)))
    total = json.loads(octoterm("bill", "--format", "json").out)["total"]
    assert f"£{total}" in next(line for line in text.splitlines() if "Total, partial" in line)
    printed = [line.split() for line in octoterm("bill").out.splitlines()[2:9]]
    drawn = [line.split() for line in text.splitlines()[3:10]]
    assert printed == drawn
