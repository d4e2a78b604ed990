"""The unit rates of one tariff: asked for once a day, and not without need."""

from __future__ import annotations

from array import array
from pathlib import Path

from octoterm.errors import NotFound, Offline
from octoterm.runtime.slices import finish
from octoterm.session.pricing.price_lists import PublishedPrices, fetch, stored, those_due
from octoterm.storage.state.rates_file import PriceList, StoredPrices, load_prices, update_prices
from octoterm.sync.prices import sync_prices
from octoterm.sync.wanted_prices import Wanted
from octoterm.tariffs.rates import RateRun, Register, TariffPrices
from tests.support.households import utc
from tests.support.loopback import Loopback, Response, loopback
from tests.support.prices_api import PricesApi, half_hours, row
from tests.support.syncing import no_sleep

AGILE, ECONOMY_7 = "E-1R-AGILE-23-12-06-C", "E-2R-VAR-22-11-01-C"
MIDNIGHT = utc("2024-01-09T00:00+00:00")
NOON = MIDNIGHT + 12 * 3600
BEGINNING = MIDNIGHT - 4 * 86_400
END_OF_TODAY = MIDNIGHT + 23 * 3600
ADDRESS = f"/v1/products/AGILE-23-12-06/electricity-tariffs/{AGILE}/standard-unit-rates/"


def agile(end: int = END_OF_TODAY) -> PricesApi:
    """Agile from the beginning to this end."""
    return PricesApi().add(
        AGILE,
        standard_unit_rates=half_hours(BEGINNING, (end - BEGINNING) // 1800),
        standing_charges=[row("2023-12-06T00:00:00Z", None, 40.1)],
    )


class Home:
    """Looks at the prices of a tariff now and then, and says what was asked for."""

    def __init__(self, folder: Path, server: Loopback) -> None:
        self.folder = folder
        self.server = server

    async def look(
        self, tariff: str, now: int, *, since: int = MIDNIGHT, **more: object
    ) -> tuple[PublishedPrices, list[str]]:
        """The prices, and the ends of the paths that were asked for."""
        self.server.requests.clear()
        found = await fetch(
            tariff,
            self.folder,
            since=since,
            url=self.server.origin,
            now=lambda: now,
            sleep=no_sleep,
            **more,  # type: ignore[arg-type]
        )
        asked = [request.path.split("/")[-2] for request in self.server.requests]
        return found, asked


async def test_they_are_asked_for_once_a_day_without_standing_charges(tmp_path: Path) -> None:
    with loopback(agile()) as server:
        home = Home(tmp_path, server)
        found, asked = await home.look(AGILE, NOON)
        assert asked == ["AGILE-23-12-06", "standard-unit-rates"]
        assert (found.published_to, found.asked_at, found.error) == (END_OF_TODAY, NOON, None)
        assert found.is_awaited
        again, asked = await home.look(AGILE, NOON + 3600)
        assert (again, asked) == (found, [])
        _, asked = await home.look(AGILE, MIDNIGHT + 86_400)
        assert asked == ["standard-unit-rates"]


async def test_tomorrow_is_asked_for_every_ten_minutes_until_it_is_there(tmp_path: Path) -> None:
    with loopback(agile()) as server:
        home = Home(tmp_path, server)
        await home.look(AGILE, NOON)
        asked_for = []
        for minute in range(0, 60, 5):
            if minute == 30:
                server.answers = agile(END_OF_TODAY + 86_400)
            found, asked = await home.look(AGILE, NOON + 4 * 3600 + 60 * minute)
            asked_for += [minute] * len(asked)
    assert asked_for == [0, 10, 20, 30]
    assert found.published_to == END_OF_TODAY + 86_400


async def test_where_the_addresses_are_known_the_product_is_not_asked_for(tmp_path: Path) -> None:
    with loopback(agile()) as server:
        found, asked = await Home(tmp_path, server).look(
            AGILE, NOON, addresses={"standard": ADDRESS, "standing": "/v1/products/elsewhere/"}
        )
    assert asked == ["standard-unit-rates"]
    assert found.published_to == END_OF_TODAY


async def test_earlier_days_are_asked_for_by_themselves(tmp_path: Path) -> None:
    with loopback(agile()) as server:
        home = Home(tmp_path, server)
        await home.look(AGILE, NOON)
        found, asked = await home.look(AGILE, NOON, since=BEGINNING)
        assert asked == ["standard-unit-rates"]
        assert server.requests[0].query["period_to"] == "2024-01-09T00:30:00Z"
        assert min(run.since for run in found.prices.unit_rates[Register.STANDARD]) == BEGINNING
        assert (await home.look(AGILE, NOON, since=BEGINNING))[1] == []


async def test_both_registers_are_asked_for(tmp_path: Path) -> None:
    api = PricesApi().add(
        ECONOMY_7,
        day_unit_rates=[row("2023-01-01T00:00:00Z", None, 30)],
        night_unit_rates=[row("2023-01-01T00:00:00Z", None, 10)],
    )
    with loopback(api) as server:
        home = Home(tmp_path, server)
        found, asked = await home.look(ECONOMY_7, NOON)
        assert asked == ["VAR-22-11-01", "day-unit-rates", "night-unit-rates"]
        assert found.published_to == utc("2024-01-11T00:00+00:00")
        assert not found.is_awaited
        assert (await home.look(ECONOMY_7, NOON + 5 * 3600))[1] == []


async def test_what_a_sync_has_fetched_today_is_not_asked_for_again(tmp_path: Path) -> None:
    runs = (RateRun(MIDNIGHT, 1800, array("d", [20.0] * 46)),)
    known = StoredPrices(TariffPrices(AGILE)).with_list(
        "standard", PriceList(ADDRESS, MIDNIGHT, None, NOON - 3600), runs
    )
    finish(update_prices(tmp_path, AGILE, lambda _: known))
    with loopback(agile()) as server:
        found, asked = await Home(tmp_path, server).look(AGILE, NOON)
    assert (found.prices, asked) == (known.prices, [])


async def test_a_tariff_that_was_left_long_ago_is_asked_for_what_is_new(tmp_path: Path) -> None:
    known = StoredPrices(TariffPrices(AGILE)).with_list(
        "standard", PriceList(ADDRESS, BEGINNING, BEGINNING + 86_400, NOON), ()
    )
    finish(update_prices(tmp_path, AGILE, lambda _: known))
    with loopback(agile()) as server:
        home = Home(tmp_path, server)
        assert (await home.look(AGILE, NOON, until=BEGINNING))[1] == []
        found, asked = await home.look(AGILE, NOON)
    assert asked == ["standard-unit-rates"]
    assert found.published_to == END_OF_TODAY


async def test_without_a_network_what_is_stored_is_used_and_the_error_said(tmp_path: Path) -> None:
    with loopback(agile()) as server:
        home = Home(tmp_path, server)
        before, _ = await home.look(AGILE, NOON)
        server.answers = Response(raw=b"", resets=True)
        found, asked = await home.look(AGILE, NOON + 86_400, enough=END_OF_TODAY)
        assert found.prices == before.prices
        assert isinstance(found.error, Offline)
        assert len(asked) == 1
        _, asked = await home.look(AGILE, NOON + 86_400, enough=END_OF_TODAY + 1)
        assert len(asked) == 4  # it is worth waiting


async def test_a_tariff_that_nobody_knows_is_an_error(tmp_path: Path) -> None:
    with loopback(agile()) as server:
        found, _ = await Home(tmp_path, server).look("E-1R-NONE-24-01-01-C", NOON)
    assert isinstance(found.error, NotFound)
    assert (found.published_to, found.asked_at) == (0, 0)
    assert load_prices(tmp_path, "E-1R-NONE-24-01-01-C") is None
    assert await stored("E-1R-NONE-24-01-01-C", tmp_path, NOON) == found._replace(error=None)


async def test_of_a_tariff_that_was_synced_nothing_is_due_before_there_is_news(
    tmp_path: Path,
) -> None:
    with loopback(agile()) as server:
        held = Wanted(AGILE, server.origin, BEGINNING, None)

        async def is_due(now: int) -> bool:
            return await those_due([held], tmp_path, now) != ()

        assert await is_due(NOON)
        await sync([held], tmp_path, NOON)
        assert not await is_due(NOON + 3 * 3600)
        assert await is_due(NOON + 4 * 3600)  # tomorrow is published at 16:00
        assert await is_due(NOON + 12 * 3600)
        server.answers = agile(END_OF_TODAY + 86_400)
        await sync([held], tmp_path, NOON + 4 * 3600)
        assert not await is_due(NOON + 5 * 3600)
        earlier = held._replace(since=BEGINNING - 86_400)
        assert await those_due([earlier], tmp_path, NOON + 5 * 3600) == (earlier,)


async def test_of_a_tariff_that_was_only_looked_at_the_standing_charges_are_due(
    tmp_path: Path,
) -> None:
    with loopback(agile()) as server:
        await Home(tmp_path, server).look(AGILE, NOON, since=BEGINNING)
        held = Wanted(AGILE, server.origin, BEGINNING, None)
        assert await those_due([held], tmp_path, NOON) == (held,)


async def sync(wanted: list[Wanted], folder: Path, now: int) -> None:
    async for _ in sync_prices(wanted, folder, now=lambda: now, sleep=no_sleep):
        pass
