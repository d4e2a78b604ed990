"""`octoterm sync` fetches the prices of the meters' tariffs after their readings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from octoterm.storage.state.rates_file import load_prices
from tests.conftest import CommandLine
from tests.support.account_api import AccountApi
from tests.support.accounts import agreement, electricity, home
from tests.support.loopback import KEY, Loopback, Response, loopback
from tests.support.prices_api import PricesApi, row
from tests.support.syncing import history

FLEXIBLE, FIXED = "E-1R-VAR-22-11-01-C", "E-1R-OE-FIX-12M-24-02-01-C"


@pytest.fixture
def prices() -> PricesApi:
    api = PricesApi()
    for tariff in (FLEXIBLE, FIXED):
        api.add(
            tariff,
            standard_unit_rates=[row("2023-01-01T00:00:00Z", None, 24.5)],
            standing_charges=[row("2023-01-01T00:00:00Z", None, 45.5)],
        )
    return api


@pytest.fixture
def api(prices: PricesApi) -> AccountApi:
    agreements = [
        agreement(FIXED, since="2024-03-13T00:00:00Z"),
        agreement(FLEXIBLE, until="2024-03-13T00:00:00Z"),
        agreement("E-1R-EMPTY-24-01-01-C", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
        agreement("E-1R-LONG-AGO-20-01-01-C", "2020-01-01T00:00:00Z", "2022-11-01T00:00:00Z"),
    ]
    found = AccountApi(
        home(electricity("2000000000017", "NEW", agreements=agreements)),
        readings={"NEW": history(3)},
    )
    found.prices = prices
    return found


@pytest.fixture
def server(api: AccountApi, octoterm: CommandLine) -> Iterator[Loopback]:
    with loopback(api) as running:
        octoterm.configure({"url": running.origin, "apikey": KEY, "account": "A-1A2B3C4D"})
        yield running


def folder(octoterm: CommandLine) -> Path:
    """Where the prices are."""
    (found,) = octoterm.home.rglob("prices")
    return found


def test_the_tariffs_of_the_time_of_the_readings_are_fetched_without_the_key(
    octoterm: CommandLine, server: Loopback
) -> None:
    result = octoterm("sync")
    assert result.exit_code == 0
    assert result.out.splitlines()[-1] == "Prices of 2 tariffs: 4 received"
    assert f"{FIXED}: 1 price, back to 1 Jan 2023" in result.err
    for tariff in (FLEXIBLE, FIXED):
        assert load_prices(folder(octoterm), tariff) is not None
    asked = [each for each in server.requests if "/products/" in each.path]
    assert len(asked) == 6
    assert all("authorization" not in each.headers for each in asked)


@pytest.mark.extended
@pytest.mark.usefixtures("server")
def test_a_second_sync_asks_once_for_the_tariff_held_now(
    octoterm: CommandLine, prices: PricesApi
) -> None:
    octoterm("sync")
    prices.asked.clear()
    (meter,) = json.loads(octoterm("sync", "--json").out)
    assert len(prices.asked) == 1
    assert meter["prices"] == [
        {"tariff": FLEXIBLE, "requests": 0, "rates": 0, "warning": None},
        {"tariff": FIXED, "requests": 1, "rates": 1, "warning": None},
    ]


@pytest.mark.usefixtures("server")
def test_a_tariff_that_cannot_be_had_is_a_warning(
    octoterm: CommandLine, prices: PricesApi
) -> None:
    del prices.lists[FLEXIBLE]
    result = octoterm("sync", "--quiet")
    assert (result.exit_code, result.out) == (0, "")
    assert result.err.startswith(f"octoterm: {FLEXIBLE}: Octopus does not know this tariff")
    assert load_prices(folder(octoterm), FIXED) is not None
    (meter,) = json.loads(octoterm("sync", "--json").out)
    flexible, fixed = meter["prices"]
    assert "does not know this tariff" in flexible["warning"]
    assert fixed["warning"] is None


@pytest.mark.slow  # it waits between its tries
def test_without_a_network_the_prices_stay_and_are_not_asked_for(
    octoterm: CommandLine, server: Loopback, prices: PricesApi
) -> None:
    octoterm("sync")
    prices.asked.clear()
    answers = server.answers
    server.answers = Response(raw=b"", resets=True)
    assert octoterm("sync", "--quiet").exit_code == 1
    server.answers = answers
    assert prices.asked == []
    assert load_prices(folder(octoterm), FIXED) is not None


@pytest.mark.extended
@pytest.mark.parametrize("answer", [Response.html(200), Response.json({"results": 5})])
def test_garbage_in_place_of_prices_leaves_readings_and_prices(
    octoterm: CommandLine, api: AccountApi, server: Loopback, answer: Response
) -> None:
    octoterm("sync")
    (csv,) = octoterm.home.rglob("*.csv")
    before = {path: path.read_bytes() for path in [csv, *folder(octoterm).iterdir()]}
    api.prices = lambda _: answer
    result = octoterm("sync", "--quiet")
    assert server.requests
    assert result.exit_code == 0
    assert result.err.count("octoterm: ") == 1
    assert {path: path.read_bytes() for path in before} == before


def test_a_meter_without_tariffs_asks_for_no_prices(octoterm: CommandLine) -> None:
    api = AccountApi(
        home(electricity("2000000000017", "NEW", agreements=[])), readings={"NEW": history(1)}
    )
    with loopback(api) as server:
        octoterm.configure({"url": server.origin, "apikey": KEY, "account": "A-1A2B3C4D"})
        (meter,) = json.loads(octoterm("sync", "--json").out)
        assert not [each for each in server.requests if "/products/" in each.path]
    assert "prices" not in meter
    assert not [*octoterm.home.rglob("prices")]


def test_a_tariff_in_the_configuration_is_fetched_and_typed_in_prices_are_not(
    octoterm: CommandLine, prices: PricesApi
) -> None:
    with loopback(AccountApi(readings={"21L0000001": history(3)})) as server:
        api = server.answers
        assert isinstance(api, AccountApi)
        api.prices = prices
        octoterm.configure(
            {
                "url": server.origin,
                "apikey": KEY,
                "mpan": "2000000000001",
                "serial": "21L0000001",
                "tariffs": [
                    {"from": "2024-01-01", "to": "2024-03-12", "tariff": FLEXIBLE},
                    {"from": "2024-03-12", "unit_rate": 24.5, "standing_charge": 60.1},
                ],
            }
        )
        (meter,) = json.loads(octoterm("sync", "--json").out)
    assert [each["tariff"] for each in meter["prices"]] == [FLEXIBLE]
    assert meter["prices"][0]["warning"] is None
    assert {path.rstrip("/").split("/")[3] for path in prices.asked} == {"VAR-22-11-01"}
