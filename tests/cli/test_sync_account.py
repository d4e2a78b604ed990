"""`octoterm sync` asks which meters an account has, then for their readings."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.conftest import CommandLine
from tests.support.account_api import AccountApi
from tests.support.accounts import electricity, gas, home
from tests.support.loopback import KEY, Loopback, Response, loopback
from tests.support.syncing import history

SOLAR = electricity("2000000000025", "SUN", is_export=True)


@pytest.fixture
def api() -> AccountApi:
    house = home(electricity("2000000000017", "OLD", "NEW"), SOLAR, gas_points=(gas(),))
    return AccountApi(house, readings={"NEW": history(3), "SUN": history(2)})


@pytest.fixture
def server(api: AccountApi, octoterm: CommandLine) -> Iterator[Loopback]:
    with loopback(api) as running:
        octoterm.configure({"url": running.origin, "apikey": KEY, "account": "a 1a2b3c4d"})
        yield running


@pytest.mark.extended
@pytest.mark.usefixtures("server")
def test_two_strings_bring_the_readings_of_every_meter(
    octoterm: CommandLine, api: AccountApi
) -> None:
    result = octoterm("sync")
    assert (result.exit_code, result.err.count("octoterm:")) == (0, 0)
    assert sorted(api.asked) == ["G4P00000000017", "NEW", "OLD", "SUN", "account"]
    assert "Electricity: 144 new" in result.out
    assert "Electricity (OLD): 0 new, 0 changed, 0 skipped; Octopus has no readings" in result.out
    assert "Exported: 96 new" in result.out
    days = json.loads(octoterm("summary", "--by", "day", "--format", "json").out)
    assert len(days) == 3
    assert octoterm("today", "--meter", "net").exit_code == 0


@pytest.mark.extended
@pytest.mark.usefixtures("server")
def test_what_is_up_to_date_costs_one_request_and_what_is_empty_none(
    octoterm: CommandLine, api: AccountApi
) -> None:
    octoterm("sync")
    api.asked.clear()
    assert octoterm("sync").exit_code == 0
    assert sorted(api.asked) == ["NEW", "SUN"]  # the account once a day


@pytest.mark.extended
def test_twelve_meters_cost_one_request_each_and_one_for_the_account(
    octoterm: CommandLine, server: Loopback
) -> None:
    serials = [f"S{number}" for number in range(12)]
    points = [
        electricity(f"20000000001{number:02}", serial) for number, serial in enumerate(serials)
    ]
    api = AccountApi(home(*points), readings={serial: history(2) for serial in serials})
    server.answers = api
    for account in (["account"], []):  # which is asked for once a day
        api.asked.clear()
        assert octoterm("sync", "--quiet").exit_code == 0
        assert sorted(api.asked) == sorted([*account, *serials])


@pytest.mark.extended
@pytest.mark.usefixtures("server")
def test_results_are_in_the_order_of_the_meters(octoterm: CommandLine) -> None:
    found = json.loads(octoterm("sync", "--json").out)
    assert [each["meter"] for each in found] == [
        "Electricity (OLD)",
        "Electricity",
        "Gas",
        "Exported",
    ]


@pytest.mark.usefixtures("server")
def test_one_meter_point_can_be_asked_for_alone(octoterm: CommandLine, api: AccountApi) -> None:
    assert octoterm("sync", "--meter", "exported").exit_code == 0
    assert api.asked == ["account", "SUN"]


@pytest.mark.extended
@pytest.mark.usefixtures("server")
def test_the_net_use_asks_for_both_of_its_sides(octoterm: CommandLine, api: AccountApi) -> None:
    octoterm("sync")
    api.asked.clear()
    assert octoterm("sync", "--meter", "net").exit_code == 0
    assert sorted(api.asked) == ["NEW", "SUN"]  # the account once a day


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Response.json({"detail": "Invalid API key."}, 401), "rejected your API key"),
        (Response.html(404), "does not know this account"),
        (Response.json({"number": 5}), "number is not text"),
    ],
)
def test_an_account_that_cannot_be_had_is_told_and_nothing_is_written(
    octoterm: CommandLine, api: AccountApi, server: Loopback, answer: Response, words: str
) -> None:
    api.instead = answer
    result = octoterm("sync")
    assert (result.exit_code, api.asked) == (1, ["account"])
    assert words in result.err
    assert KEY not in result.err
    assert server.requests
    written = {path.name for path in octoterm.home.rglob("*") if path.is_file()}
    assert written == set()


@pytest.mark.extended
@pytest.mark.usefixtures("server")
def test_what_is_known_is_synced_without_it(octoterm: CommandLine, api: AccountApi) -> None:
    octoterm("sync")
    api.instead = Response.html(404)
    api.readings["NEW"] = history(3) | {max(history(1)) + 1800: 0.5}
    result = octoterm("sync", "--full")
    assert result.exit_code == 1
    assert "The meters known so far are synced." in result.err
    assert "Electricity: 1 new" in result.out


@pytest.mark.usefixtures("server")
def test_an_account_without_meters_is_told(octoterm: CommandLine, api: AccountApi) -> None:
    api.homes = (home(),)
    result = octoterm("sync")
    assert result.exit_code == 2
    assert "lists no meters" in result.err
