"""`octoterm prices` without a network, and of tariffs that have no prices."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.conftest import CommandLine
from tests.support.asking_prices import AGILE, Asker, asking, sell, starts, supplier, usual
from tests.support.loopback import KEY, Response


@pytest.fixture
def ask(octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asker]:
    api = supplier()
    sell(api, usual())
    with asking(octoterm, monkeypatch, api) as asker:
        yield asker


def test_without_a_network_the_stored_prices_are_used_where_they_reach(ask: Asker) -> None:
    before = ask.json("--region", "C")
    ask.it_is("2024-01-09T16:30+00:00")
    ask.server.answers = Response(raw=b"", resets=True)
    result = ask("--region", "C", "--format", "json")
    assert result.exit_code == 0
    assert isinstance(before, list)
    assert json.loads(result.out) == before[9:]
    assert "No connection" in result.err
    assert "fetched before" in result.err
    assert ask.asked == ["standard-unit-rates"]


def test_where_they_do_not_reach_it_is_an_error(ask: Asker) -> None:
    ask.json("--region", "C")
    ask.it_is("2024-01-10T09:00+00:00")
    ask.server.answers = Response.json({"detail": "Not now."}, 400)
    for more in ((), ("--cheapest", "3h")):
        result = ask("--tariff", AGILE, "--format", "json", *more)
        assert (result.exit_code, result.out) == (1, "")
        assert "Not now." in result.err


def test_a_tariff_without_prices_is_an_error(ask: Asker) -> None:
    result = ask("--tariff", "E-1R-NONE-24-01-01-C", "--format", "json")
    assert (result.exit_code, result.out) == (1, "")
    assert "Octopus knows no prices of E-1R-NONE-24-01-01-C" in result.err


def test_a_tariff_of_the_past_says_when_its_prices_end(ask: Asker) -> None:
    ask.it_is("2024-03-01T12:00+00:00")
    for form in ("json", "csv", "table"):
        result = ask("--tariff", AGILE, "--format", form)
        assert (result.exit_code, result.out) == (1, "")
        assert f"No prices of {AGILE} are published for this time." in result.err
    result = ask("--tariff", AGILE, "--from", "2024-01-09", "--to", "today", "--format", "json")
    assert starts(json.loads(result.out)) == [*usual()]
    assert result.err == f"octoterm: The prices of {AGILE} end on 9 Jan 2024 23:00.\n"


def test_a_tariff_of_the_past_that_nobody_knows_is_a_hole_in_a_list(ask: Asker) -> None:
    gone, home = "E-1R-NONE-24-01-01-C", {"url": ask.server.origin, "apikey": KEY}
    tariffs = [
        {"from": "2020-01-01", "to": "2024-01-09", "tariff": gone},
        {"from": "2024-01-09", "to": None, "tariff": AGILE},
    ]
    ask.octoterm.configure({**home, "mpan": "2000000000001", "serial": "1", "tariffs": tariffs})
    result = ask("--from", "2024-01-08T23:00", "--format", "json")
    found = json.loads(result.out)
    assert [each["pence_inc_vat"] for each in found[:2]] == [None, None]
    assert starts(found)[2:] == [*usual()]
    assert f"Octopus knows no prices of {gone}." in result.err
