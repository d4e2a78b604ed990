"""What can go wrong while prices are fetched: none of it harms what is stored, or gets the key."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path

import pytest

from octoterm.errors import BadAnswer, OctotermError, WrongOrigin
from octoterm.storage.state.rates_file import load_prices, prices_path
from octoterm.sync.events import PricesCame
from octoterm.sync.prices import sync_prices
from octoterm.sync.wanted_prices import Wanted
from octoterm.tariffs.rates import STANDING, Register
from tests.support.faults import FAULTS, Fault, troubled
from tests.support.loopback import Request, Response, loopback, page
from tests.support.prices_api import PricesApi, price_of, row
from tests.support.slow import one_in
from tests.support.syncing import NOW, no_sleep
from tests.sync.test_prices import AGILE, BEGINNING, DAY, FLEXIBLE, agile, fetch, flexible, kept

PAGE, DAYS = 300, 15

PUBLIC = [fault for fault in FAULTS if "key sent back" not in fault.name]
"""Those that do not need a key to be sent."""
TURNS = [(fault, turn) for turn in range(5) for fault in PUBLIC if not (turn and fault.only_first)]


def three_pages() -> PricesApi:
    """Agile on three pages."""
    return agile(DAYS, page_size=PAGE)


def is_true(folder: Path) -> bool:
    """Whether every half hour that is stored has its own price."""
    return all(each.pence == price_of(each.since) for each in kept(folder, AGILE))


@pytest.mark.extended
@pytest.mark.parametrize(("fault", "turn"), one_in(25, TURNS), ids=str)
async def test_no_fault_brings_a_wrong_price(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault, turn: int
) -> None:
    with troubled(fault, three_pages(), turn, monkeypatch) as trouble:  # type: ignore[arg-type]
        (end,) = await fetch(trouble.server, tmp_path, AGILE)
        assert all("authorization" not in each.headers for each in trouble.server.requests)
        assert trouble.elsewhere.requests == []
    assert end.error is None or isinstance(end.error, OctotermError)
    assert end.error is not None or turn == 0  # a product that is not known is no fault
    assert len(end.warning) < 400
    assert is_true(tmp_path)
    with loopback(three_pages()) as healed:
        await fetch(healed, tmp_path, AGILE, now=NOW + 60)
    assert len(kept(tmp_path, AGILE)) == DAYS * 48
    assert is_true(tmp_path)


@pytest.mark.parametrize("fault", PUBLIC[::13], ids=str)
async def test_no_fault_touches_what_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    with loopback(three_pages()) as server:
        await fetch(server, tmp_path, AGILE)
    before = kept(tmp_path, AGILE)
    with troubled(fault, three_pages(), 0, monkeypatch) as trouble:  # type: ignore[arg-type]
        (end,) = await fetch(trouble.server, tmp_path, AGILE, now=NOW + DAY)
    assert end.warning
    assert kept(tmp_path, AGILE) == before


async def test_a_link_to_another_server_is_not_followed(tmp_path: Path) -> None:
    api = flexible()
    with loopback(page([])) as elsewhere, loopback(api) as server:
        api.links_to = elsewhere.origin
        (end,) = await fetch(server, tmp_path, FLEXIBLE)
        assert elsewhere.requests == []
    assert isinstance(end.error, WrongOrigin)
    assert load_prices(tmp_path, FLEXIBLE) is None


async def test_pages_without_an_end_are_given_up(tmp_path: Path) -> None:
    number = 0

    def endless(request: Request) -> Response:
        nonlocal number
        number += 1
        rows = [row("2024-03-01T00:00:00Z", "2024-03-01T00:30:00Z", 5.0)]
        return page(rows, f"{request.path}?period_from=2024-01-01T00:00:00Z&turn={number}")

    with loopback(endless) as server:
        (end,) = await fetch(server, tmp_path, FLEXIBLE)
    assert isinstance(end.error, BadAnswer)
    assert number < 30
    assert {each.pence for each in kept(tmp_path, FLEXIBLE)} <= {5.0}


async def test_after_a_failure_of_the_network_the_others_are_asked_for_once(
    tmp_path: Path,
) -> None:
    with loopback(Response.html(502)) as server:
        ends = await fetch(server, tmp_path, AGILE, FLEXIBLE, "G-1R-VAR-22-11-01-C")
    assert [end.error is not None for end in ends] == [True, True, True]
    assert len(server.requests) == 4 + 1 + 1


async def test_a_failure_of_one_tariff_does_not_stop_the_others(tmp_path: Path) -> None:
    api = flexible()
    api.lists.update(agile(10).lists)
    api.instead[f"{AGILE}/standard-unit-rates/"] = Response.html(500)
    with loopback(api) as server:
        broken, whole = await fetch(server, tmp_path, AGILE, FLEXIBLE)
    assert "having problems" in broken.warning
    assert whole.error is None
    assert kept(tmp_path, FLEXIBLE)


async def test_a_list_that_failed_at_first_is_asked_for_again(tmp_path: Path) -> None:
    api = flexible()
    api.instead["/standing-charges/"] = Response.html(500)
    with loopback(api) as server:
        (broken,) = await fetch(server, tmp_path, FLEXIBLE)
        api.instead.clear()
        (healed,) = await fetch(server, tmp_path, FLEXIBLE, now=NOW + 60)
    assert broken.error is not None
    assert healed.error is None
    assert [each.pence for each in kept(tmp_path, FLEXIBLE, STANDING)] == [42.1768]


@pytest.mark.extended
async def test_what_came_is_kept_where_the_sync_is_stopped(tmp_path: Path) -> None:
    with loopback(three_pages()) as server:
        wanted = [Wanted(AGILE, server.origin, BEGINNING, None)]
        events = sync_prices(wanted, tmp_path, now=lambda: NOW, sleep=no_sleep)
        async with aclosing(events):
            async for event in events:
                if isinstance(event, PricesCame) and event.rates == 2 * PAGE:
                    break
        assert len(kept(tmp_path, AGILE)) == 2 * PAGE
        asked = len(server.requests)
        await fetch(server, tmp_path, AGILE, now=NOW + 60)
        periods = [each.query for each in server.requests[asked:] if "rates" in each.path]
    assert len(kept(tmp_path, AGILE)) == DAYS * 48
    assert is_true(tmp_path)
    assert all("period_to" in each for each in periods[1:])  # only what was missing


async def test_a_cancelled_sync_keeps_what_came(tmp_path: Path) -> None:
    came = asyncio.Event()

    async def run(origin: str) -> None:
        wanted = [Wanted(AGILE, origin, BEGINNING, None)]
        async with aclosing(sync_prices(wanted, tmp_path, now=lambda: NOW)) as events:
            async for _ in events:
                came.set()
                await asyncio.sleep(3600)

    with loopback(three_pages()) as server:
        task = asyncio.create_task(run(server.origin))
        await came.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert len(kept(tmp_path, AGILE)) == PAGE


async def test_a_folder_that_cannot_be_written_is_a_warning(tmp_path: Path) -> None:
    folder = tmp_path / "prices"
    folder.write_text("not a folder")
    with loopback(flexible()) as server:
        (end,) = await fetch(server, folder, FLEXIBLE)
    assert "cannot be written" in end.warning
    assert folder.read_text() == "not a folder"


async def test_a_stored_list_of_another_api_is_asked_of_the_one_in_use(tmp_path: Path) -> None:
    with loopback(flexible()) as server:
        await fetch(server, tmp_path, FLEXIBLE)
    with loopback(flexible()) as other:
        (end,) = await fetch(other, tmp_path, FLEXIBLE, now=NOW + DAY)
    assert end.error is None
    stored = load_prices(tmp_path, FLEXIBLE)
    assert stored is not None
    address = stored.lists[Register.STANDARD.value].address
    assert address.startswith("/v1/products/")
    assert prices_path(tmp_path, FLEXIBLE).name == f"{FLEXIBLE}.jsonl"
