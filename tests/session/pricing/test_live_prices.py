"""The prices that the dashboard looks at: which tariffs there are, and when they are asked for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import httpx
import pytest

from octoterm.config.reader import Config
from octoterm.consumption.series import Series
from octoterm.demo.household import demo_config
from octoterm.demo.simulator import SimulatedHousehold
from octoterm.household.account import Direction
from octoterm.household.charge_settings import NOTHING_SAID, OwnPrices, OwnTariff
from octoterm.household.meter_point import MeterPoint
from octoterm.session.pricing.live_prices import LivePrices, LookedAt
from octoterm.session.pricing.prices_shown import PricesShown
from octoterm.session.source import Source
from octoterm.storage.folders import Folders
from octoterm.tariffs.price_slots import Published

TODAY = date(2026, 11, 29)


@dataclass
class Supplier(httpx.AsyncBaseTransport):
    """The demo's, at any time of the day; notes what it is asked for."""

    clock: datetime
    published_late: float = 0.0
    """Seconds by which its answers are late."""
    is_reachable: bool = True
    unknown: str = ""
    """Part of the codes of products that it knows nothing of."""
    asked: list[str] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if not self.is_reachable:
            raise httpx.ConnectError("no route to host", request=request)
        if self.unknown and self.unknown in request.url.path:
            request.url = request.url.copy_with(path="/v1/products/NONE/")
        seen = datetime.fromtimestamp(self.clock.timestamp() - self.published_late, UTC)
        return await SimulatedHousehold(seen).handle_async_request(request)

    def at(self, clock: str) -> None:
        """Go on to this time of 29 or 30 November."""
        day, _, time = clock.rpartition(" ")
        self.clock = datetime.fromisoformat(f"2026-11-{day or 29} {time}+00:00")
        self.asked.clear()


class Looking:
    """A household that looks at prices."""

    def __init__(self, folder: Path, clock: str = "17:12") -> None:
        self.supplier = Supplier(datetime(2026, 11, 29, tzinfo=UTC))
        self.supplier.at(clock)
        folders = Folders.inside(folder)
        self.config: Config = demo_config(folders)
        self.source = Source(self.config, None, folders, lambda: self.supplier, demo=True)
        self.point: MeterPoint = self.config.points[0]
        self.day: date | None = None
        self.readings: Series | None = None
        self.prices = self.opened()

    def opened(self) -> LivePrices:
        async def no_time_passes(_: float) -> None:
            await asyncio.sleep(0)

        return LivePrices(
            self.source,
            self.config,
            lambda: None,
            clock=lambda: self.supplier.clock.timestamp(),
            sleep=no_time_passes,
        )

    @property
    def at(self) -> LookedAt:
        return LookedAt(self.point, self.config.points, self.day, self.readings)

    async def look(self, *, again: bool = False) -> PricesShown:
        await self.prices.ask(self.at, again=again)
        return self.prices.shown(self.at)

    async def look_at_next(self) -> PricesShown:
        self.prices.next_choice(self.at)
        return await self.look()

    def asked_for_rates(self) -> list[str]:
        return [path for path in self.supplier.asked if "unit-rates" in path]


def states(shown: PricesShown) -> list[Published]:
    return [slot.state for slot in shown.slots]


async def test_the_own_tariff_is_shown_as_far_ahead_as_it_is_published(tmp_path: Path) -> None:
    here = Looking(tmp_path)
    found = await here.look()
    assert found.tariff is not None
    assert found.tariff.is_own
    assert found.tariff.code == "E-1R-AGILE-24-10-01-C"
    assert found.tariff.region == "C"
    assert (found.first, found.last) == (TODAY, date(2026, 11, 30))
    assert states(found) == [Published.YES] * 94 + [Published.NOT_YET] * 2
    assert found.coming_at == int(datetime(2026, 11, 30, 16, tzinfo=UTC).timestamp())
    assert found.vat_percent == 0
    assert here.prices.shown(here.at) is found


async def test_before_the_afternoon_the_end_of_today_is_not_published_yet(tmp_path: Path) -> None:
    found = await Looking(tmp_path, "09:00").look()
    assert (found.first, found.last) == (TODAY, TODAY)
    assert states(found) == [Published.YES] * 46 + [Published.NOT_YET] * 2
    assert found.coming_at == int(datetime(2026, 11, 29, 16, tzinfo=UTC).timestamp())


async def test_a_tariff_is_asked_for_once_a_day(tmp_path: Path) -> None:
    here = Looking(tmp_path)
    await here.look()
    assert len(here.asked_for_rates()) == 1
    for clock in ("17:22", "19:40", "23:59"):
        here.supplier.at(clock)
        await here.look()
        assert here.supplier.asked == []
    here.prices = here.opened()  # in another run too
    await here.look()
    assert here.supplier.asked == []
    here.supplier.at("30 08:00")
    await here.look()
    assert len(here.asked_for_rates()) == 1


@pytest.mark.extended
async def test_tomorrow_is_asked_for_every_ten_minutes_until_it_is_there(tmp_path: Path) -> None:
    here = Looking(tmp_path, "15:50")
    here.supplier.published_late = 1500
    await here.look()
    asked = {}
    for clock in ("15:59", "16:01", "16:06", "16:11", "16:16", "16:21", "16:32", "16:50"):
        here.supplier.at(clock)
        found = await here.look()
        asked[clock] = len(here.asked_for_rates()), found.last.day
    assert asked == {
        "15:59": (0, 29),
        "16:01": (1, 29),
        "16:06": (0, 29),
        "16:11": (1, 29),
        "16:16": (0, 29),
        "16:21": (1, 29),
        "16:32": (1, 30),
        "16:50": (0, 30),
    }


@pytest.mark.extended
async def test_the_round_goes_through_imports_and_then_exports(tmp_path: Path) -> None:
    here = Looking(tmp_path)
    names = []
    found = await here.look()
    while (name := found.next_choice) != "Your tariff":
        names.append(name)
        assert len(names) < 20
        found = await here.look_at_next()
        assert found.has_prices, name
        assert found.tariff is not None
        assert found.pays is (found.tariff.direction is Direction.EXPORT)
    assert names.index("Tracker") < names.index("Your export") < names.index("Agile Outgoing")
    assert {"Go", "Cosy", "Flux", "Flexible"} <= {*names}
    assert "Agile" not in names  # it is the own tariff


async def test_a_gas_meter_has_gas_tariffs_and_its_own_vat(tmp_path: Path) -> None:
    here = Looking(tmp_path)
    here.point = next(each for each in here.config.points if each.name == "Gas")
    found = await here.look()
    assert found.vat_percent == 5
    assert found.slots[0].pence_with_vat == found.slots[0].pence * Fraction(105, 100)  # type: ignore[operator]
    assert found.next_choice == "Tracker"
    assert (await here.look_at_next()).next_choice == "Your tariff"


async def test_a_net_use_is_shown_at_the_prices_of_what_is_imported(tmp_path: Path) -> None:
    here = Looking(tmp_path)
    here.point = next(each for each in here.config.points if each.is_net)
    found = await here.look()
    assert found.tariff is not None
    assert found.tariff.code == "E-1R-AGILE-24-10-01-C"


@pytest.mark.extended
async def test_an_earlier_day_is_asked_for_with_its_month(tmp_path: Path) -> None:
    here = Looking(tmp_path)
    await here.look()
    here.supplier.asked.clear()
    for day in (20, 12, 1):
        here.day = date(2026, 11, day)
        found = await here.look()
        assert (found.first, found.last) == (here.day, here.day)
        assert states(found) == [Published.YES] * 48
    assert len(here.asked_for_rates()) == 1
    here.day = date(2026, 10, 25)
    assert len((await here.look()).slots) == 50


async def test_the_use_of_a_day_is_that_of_each_half_hour(tmp_path: Path) -> None:
    here = Looking(tmp_path)
    here.day = date(2026, 11, 20)
    start = int(datetime(2026, 11, 20, tzinfo=UTC).timestamp())
    here.readings = Series.from_readings([start, start + 3600], [0.25, 0.5])
    use = (await here.look()).use
    assert use is not None
    assert use.values[:4] == (0.25, None, 0.5, None)
    assert use.name == "used"


async def test_what_fails_is_said_and_what_is_stored_is_kept(tmp_path: Path) -> None:
    here = Looking(tmp_path, "15:30")
    await here.look()
    here.supplier.at("16:05")
    here.supplier.is_reachable = False
    found = await here.look()
    assert found.trouble
    assert found.has_prices
    here.supplier.asked.clear()
    here.supplier.at("16:10")
    await here.look()
    assert here.supplier.asked == []  # not again for ten minutes
    here.supplier.is_reachable = True
    found = await here.look(again=True)
    assert not found.trouble
    assert found.last == date(2026, 11, 30)


async def test_without_a_tariff_or_a_region_what_to_do_is_said(tmp_path: Path) -> None:
    here = Looking(tmp_path)
    here.point = here.point._replace(agreements=())
    here.config = here.config._replace(points=(here.point,))
    here.prices = here.opened()
    found = await here.look()
    assert found.tariff is None
    assert '"account"' in " ".join(found.advice)
    assert '"tariffs"' in " ".join(found.advice)
    assert here.supplier.asked == []


async def test_prices_that_were_typed_in_are_shown_without_asking(tmp_path: Path) -> None:
    here = Looking(tmp_path)
    own = OwnTariff(0, None, prices=OwnPrices(24.5, 50.0))
    settings = NOTHING_SAID._replace(tariffs=(own,))
    here.point = here.point._replace(agreements=()).charged(settings)
    here.config = here.config._replace(points=(here.point,))
    here.prices = here.opened()
    found = await here.look()
    assert found.tariff is not None
    assert (found.tariff.name, found.tariff.code, found.tariff.region) == ("24.5 p/kWh", "", "")
    assert {slot.pence_with_vat for slot in found.slots} == {Fraction("24.5")}
    assert found.next_choice == ""
    assert "once the region is known" in found.advice[0]
    assert here.supplier.asked == []


@pytest.mark.extended
async def test_a_tariff_that_the_supplier_does_not_know_is_left_out(tmp_path: Path) -> None:
    here = Looking(tmp_path)
    here.supplier.unknown = "SILVER"
    await here.look()
    found = await here.look_at_next()
    assert found.tariff is not None
    assert found.tariff.name == "Octopus Go"
    here.supplier.asked.clear()
    names = [(await here.look_at_next()).next_choice for _ in range(15)]
    assert "Tracker" not in names
    assert not [path for path in here.supplier.asked if "SILVER" in path]
