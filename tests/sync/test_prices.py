"""Fetching the prices of tariffs: what is asked for, what is kept, what a second time costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.storage.state.rates_file import load_prices, prices_path
from octoterm.sync.events import PricesFinished
from octoterm.sync.prices import sync_prices
from octoterm.sync.wanted_prices import Wanted
from octoterm.tariffs.rate_rows import Rate, rates_of
from octoterm.tariffs.rates import DIRECT_DEBIT, NOT_DIRECT_DEBIT, STANDING, Register
from tests.support.loopback import Loopback, loopback, utc
from tests.support.prices_api import PricesApi, half_hours, price_of, row
from tests.support.syncing import NOW, no_sleep

DAY = 86_400
AGILE, FLEXIBLE = "E-1R-AGILE-23-12-06-C", "E-1R-VAR-22-11-01-C"
ECONOMY_7, SMART = "E-2R-VAR-22-11-01-C", "E-1R-INTELLI-VAR-24-10-29-C"
BEGINNING = utc("2024-01-01 00:00")


async def fetch(
    server: Loopback,
    folder: Path,
    *tariffs: str | Wanted,
    since: int = BEGINNING,
    until: int | None = None,
    now: float = NOW,
    full: bool = False,
) -> list[PricesFinished]:
    """Sync the prices of these tariffs; the end of each."""
    wanted = [
        Wanted(each, server.origin, since, until) if isinstance(each, str) else each
        for each in tariffs
    ]
    events = sync_prices(wanted, folder, full=full, now=lambda: now, sleep=no_sleep)
    return [event async for event in events if isinstance(event, PricesFinished)]


def kept(folder: Path, tariff: str, name: str = Register.STANDARD.value) -> list[Rate]:
    """The rates stored of a list, in order of time."""
    stored = load_prices(folder, tariff)
    return sorted(rates_of(stored.runs(name)), key=str) if stored else []


def flexible() -> PricesApi:
    """Flexible, with both payment methods, whose order changes."""
    return PricesApi().add(
        FLEXIBLE,
        standard_unit_rates=[
            row("2022-10-31T23:00:00Z", "2024-01-01T00:00:00Z", 25.9, DIRECT_DEBIT),
            row("2022-10-31T23:00:00Z", "2024-01-01T00:00:00Z", 27.1, NOT_DIRECT_DEBIT),
            row("2024-01-01T00:00:00Z", None, 27.3, NOT_DIRECT_DEBIT),
            row("2024-01-01T00:00:00Z", None, 26.5, DIRECT_DEBIT),
        ],
        standing_charges=[row("2022-10-31T23:00:00Z", None, 42.1768)],
    )


def agile(days: int, page_size: int = 1500) -> PricesApi:
    """Agile, for so many days from the beginning on."""
    return PricesApi(page_size=page_size).add(
        AGILE,
        standard_unit_rates=half_hours(BEGINNING, 48 * days),
        standing_charges=[row("2023-12-06T00:00:00Z", None, 40.1)],
    )


@pytest.mark.extended
async def test_a_first_sync_keeps_everything_from_the_beginning_on(tmp_path: Path) -> None:
    with loopback(agile(73)) as server:
        (end,) = await fetch(server, tmp_path, AGILE)
    assert (end.requests, end.error, end.warning) == (5, None, "")
    stored = load_prices(tmp_path, AGILE)
    assert stored is not None
    assert stored.asked_at == NOW
    starts = range(BEGINNING, BEGINNING + 73 * DAY, 1800)
    assert kept(tmp_path, AGILE) == sorted(
        (Rate(start, start + 1800, price_of(start), None) for start in starts), key=str
    )
    assert len(stored.prices.unit_rates[Register.STANDARD]) == 73
    assert kept(tmp_path, AGILE, STANDING)[0].pence == 40.1


@pytest.mark.extended
async def test_a_second_sync_costs_one_request_and_brings_what_is_new(tmp_path: Path) -> None:
    with loopback(agile(73)) as server:
        await fetch(server, tmp_path, AGILE)
        server.answers = later = agile(75)
        (end,) = await fetch(server, tmp_path, AGILE, now=NOW + 3600)
    assert end.requests == len(later.asked) == 1
    assert len(kept(tmp_path, AGILE)) == 75 * 48
    stored = load_prices(tmp_path, AGILE)
    assert stored is not None
    assert len(stored.prices.unit_rates[Register.STANDARD]) == 75


async def test_a_rate_without_an_end_is_given_one_by_the_next(tmp_path: Path) -> None:
    with loopback(flexible()) as server:
        await fetch(server, tmp_path, FLEXIBLE)
        lists = flexible().lists[FLEXIBLE]
        for each in lists["standard-unit-rates"][2:]:
            each["valid_to"] = "2024-04-01T00:00:00Z"
        lists["standard-unit-rates"].append(row("2024-04-01T00:00:00Z", None, 22.3, DIRECT_DEBIT))
        server.answers = PricesApi()
        server.answers.lists[FLEXIBLE] = lists
        await fetch(server, tmp_path, FLEXIBLE, now=NOW + 20 * DAY)
    rates = [each for each in kept(tmp_path, FLEXIBLE) if each.since >= BEGINNING]
    april = utc("2024-04-01 00:00")
    assert set(rates) == {
        Rate(BEGINNING, april, 26.5, DIRECT_DEBIT),
        Rate(BEGINNING, april, 27.3, NOT_DIRECT_DEBIT),
        Rate(april, None, 22.3, DIRECT_DEBIT),
    }


async def test_a_rate_that_was_announced_and_withdrawn_is_gone(tmp_path: Path) -> None:
    api = flexible()
    rows = api.lists[FLEXIBLE]["standard-unit-rates"]
    rows[3]["valid_to"] = "2024-04-01T00:00:00Z"
    rows.append(row("2024-04-01T00:00:00Z", None, 99.0, DIRECT_DEBIT))
    with loopback(api) as server:
        await fetch(server, tmp_path, FLEXIBLE)
        server.answers = flexible()
        await fetch(server, tmp_path, FLEXIBLE, now=NOW + DAY)
    assert Rate(BEGINNING, None, 26.5, DIRECT_DEBIT) in kept(tmp_path, FLEXIBLE)
    assert not [each for each in kept(tmp_path, FLEXIBLE) if each.pence == 99.0]


async def test_standing_charges_are_asked_for_once_a_day(tmp_path: Path) -> None:
    with loopback(flexible()) as server:
        await fetch(server, tmp_path, FLEXIBLE)
        server.answers = same_day = flexible()
        await fetch(server, tmp_path, FLEXIBLE, now=NOW + 3600)
        server.answers = next_day = flexible()
        await fetch(server, tmp_path, FLEXIBLE, now=NOW + DAY)
    assert [path.rsplit("/", 2)[1] for path in same_day.asked] == ["standard-unit-rates"]
    assert sorted(path.rsplit("/", 2)[1] for path in next_day.asked) == [
        "standard-unit-rates",
        "standing-charges",
    ]


async def test_an_ended_tariff_is_asked_for_until_its_end_and_never_again(tmp_path: Path) -> None:
    until = BEGINNING + 10 * DAY
    with loopback(agile(73)) as server:
        (first,) = await fetch(server, tmp_path, AGILE, until=until)
        (second,) = await fetch(server, tmp_path, AGILE, until=until, now=NOW + 30 * DAY)
    assert (first.requests, second.requests) == (3, 0)
    assert max(each.since for each in kept(tmp_path, AGILE)) < until + 2 * DAY


@pytest.mark.extended
async def test_an_ended_tariff_that_was_held_is_asked_for_once_more(tmp_path: Path) -> None:
    until = NOW + DAY
    with loopback(agile(73)) as server:
        await fetch(server, tmp_path, AGILE, until=until)
        server.answers = agile(80)
        (after,) = await fetch(server, tmp_path, AGILE, until=until, now=until + DAY)
        (never,) = await fetch(server, tmp_path, AGILE, until=until, now=until + 9 * DAY)
    assert (after.requests, never.requests) == (2, 0)
    assert any(each.since == until - 1800 for each in kept(tmp_path, AGILE))


@pytest.mark.extended
async def test_an_earlier_beginning_brings_what_is_missing(tmp_path: Path) -> None:
    with loopback(agile(73)) as server:
        await fetch(server, tmp_path, AGILE, since=BEGINNING + 50 * DAY)
        assert len(kept(tmp_path, AGILE)) == 23 * 48
        await fetch(server, tmp_path, AGILE)
    assert len(kept(tmp_path, AGILE)) == 73 * 48


@pytest.mark.extended
@pytest.mark.parametrize("later", [BEGINNING + 60 * DAY, None])
async def test_a_later_end_brings_what_is_missing_of_every_list_at_once(
    tmp_path: Path, later: int | None
) -> None:
    api = agile(73).add(
        FLEXIBLE,
        standard_unit_rates=[row("2022-10-31T23:00:00Z", None, 26.5)],
        standing_charges=[
            row("2024-02-01T00:00:00Z", None, 43.5),
            row("2022-10-31T23:00:00Z", "2024-02-01T00:00:00Z", 42.1768),
        ],
    )
    until = BEGINNING + 10 * DAY
    with loopback(api) as server:
        await fetch(server, tmp_path, AGILE, FLEXIBLE, until=until)
        extended = await fetch(server, tmp_path, AGILE, FLEXIBLE, until=later, now=NOW + 3600)
        assert [each.requests for each in extended] == [4 if later is None else 3, 2]
        again = await fetch(server, tmp_path, AGILE, FLEXIBLE, until=later, now=NOW + 7200)
    assert [each.pence for each in kept(tmp_path, FLEXIBLE, STANDING)] == [42.1768, 43.5]
    last = later if later is not None else BEGINNING + 73 * DAY
    assert any(each.since == last - 1800 for each in kept(tmp_path, AGILE))
    assert [each.requests for each in again] == ([1, 1] if later is None else [0, 0])


@pytest.mark.extended
async def test_a_full_sync_asks_for_everything_again(tmp_path: Path) -> None:
    with loopback(agile(30)) as server:
        await fetch(server, tmp_path, AGILE)
        api = agile(30)
        api.lists[AGILE]["standard-unit-rates"][5]["value_exc_vat"] = 99
        del api.lists[AGILE]["standard-unit-rates"][7]
        server.answers = api
        (end,) = await fetch(server, tmp_path, AGILE, full=True, now=NOW + 60)
        (after,) = await fetch(server, tmp_path, AGILE, now=NOW + 120)
    assert (end.requests, after.requests) == (3, 1)
    found = {each.since: each.pence for each in kept(tmp_path, AGILE)}
    assert found[BEGINNING + 5 * 1800] == 99.0
    assert BEGINNING + 7 * 1800 not in found
    assert len(found) == 30 * 48 - 1


@pytest.mark.extended
@pytest.mark.parametrize("listed", [True, False])
async def test_two_registers_have_a_day_and_a_night_rate(tmp_path: Path, listed: bool) -> None:
    api = PricesApi().add(
        ECONOMY_7,
        listed=listed,
        day_unit_rates=[row("2023-12-31T23:00:00Z", None, 30.008)],
        night_unit_rates=[row("2023-12-31T23:00:00Z", None, 14.5)],
        standing_charges=[row("2023-12-31T23:00:00Z", None, 45.57)],
    )
    with loopback(api) as server:
        (first,) = await fetch(server, tmp_path, ECONOMY_7)
        (second,) = await fetch(server, tmp_path, ECONOMY_7, now=NOW + 60)
    assert (first.error, first.requests, second.requests) == (None, 4, 1)
    stored = load_prices(tmp_path, ECONOMY_7)
    assert stored is not None
    assert {*stored.prices.unit_rates} == {Register.DAY, Register.NIGHT}


async def test_a_tariff_that_turns_out_to_have_two_registers(tmp_path: Path) -> None:
    odd = "E-1R-ODD-24-01-01-C"
    api = PricesApi().add(
        odd,
        listed=False,
        day_unit_rates=[row("2023-12-31T23:00:00Z", None, 30.0)],
        night_unit_rates=[row("2023-12-31T23:00:00Z", None, 14.0)],
        standing_charges=[row("2023-12-31T23:00:00Z", None, 45.0)],
    )
    with loopback(api) as server:
        (end,) = await fetch(server, tmp_path, odd)
        (second,) = await fetch(server, tmp_path, odd, now=NOW + 60)
    assert (end.error, second.error, second.requests) == (None, None, 1)
    assert kept(tmp_path, odd, "day")[0].pence == 30.0
    assert kept(tmp_path, odd, "night")[0].pence == 14.0


async def test_four_rates_are_those_that_the_product_links_to(tmp_path: Path) -> None:
    api = PricesApi().add(
        SMART,
        standard_unit_rates=[],
        day_unit_rates=[row("2023-12-31T23:00:00Z", None, 28.0)],
        night_unit_rates=[row("2023-12-31T23:00:00Z", None, 7.0)],
        ev_device_day_unit_rates=[row("2023-12-31T23:00:00Z", None, 1.0)],
        standing_charges=[row("2023-12-31T23:00:00Z", None, 45.0)],
    )
    with loopback(api) as server:
        (end,) = await fetch(server, tmp_path, SMART)
    stored = load_prices(tmp_path, SMART)
    assert end.error is None
    assert stored is not None
    assert {*stored.prices.unit_rates} == {Register.DAY, Register.NIGHT}


async def test_a_retired_product_is_asked_at_the_usual_address(tmp_path: Path) -> None:
    tracker = "G-1R-SILVER-23-12-06-C"
    api = PricesApi().add(
        tracker,
        listed=False,
        standard_unit_rates=[row("2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z", 4.1)],
        standing_charges=[row("2023-12-06T00:00:00Z", None, 27.5)],
    )
    with loopback(api) as server:
        (end,) = await fetch(server, tmp_path, tracker)
        assert all("Authorization" not in str(each.headers).title() for each in server.requests)
    assert end.error is None
    assert [each.pence for each in kept(tmp_path, tracker)] == [4.1]


@pytest.mark.parametrize("code", ["BUS-PANELP-12M-FIXED", "E-1R-../../etc-C", "", "E-1R--C"])
async def test_no_address_is_made_of_a_code_that_cannot_be_read(tmp_path: Path, code: str) -> None:
    with loopback(flexible()) as server:
        unreadable, other = await fetch(server, tmp_path, code, FLEXIBLE)
        paths = {each.path for each in server.requests}
    assert "no form that octoterm can read" in unreadable.warning
    assert other.error is None
    assert all("VAR-22-11-01" in path for path in paths)


async def test_a_tariff_that_the_api_does_not_know_is_a_warning(tmp_path: Path) -> None:
    with loopback(flexible()) as server:
        unknown, known = await fetch(server, tmp_path, AGILE, FLEXIBLE)
    assert "does not know this tariff" in unknown.warning
    assert load_prices(tmp_path, AGILE) is None
    assert known.error is None


async def test_rows_that_cannot_be_used_are_counted_and_the_others_kept(tmp_path: Path) -> None:
    api = flexible()
    rows = api.lists[FLEXIBLE]["standard-unit-rates"]
    rows[2]["value_exc_vat"] = None
    with loopback(api) as server:
        (end,) = await fetch(server, tmp_path, FLEXIBLE)
    assert end.left_out == (("no price", 1),)
    assert end.warning == "1 of its prices cannot be used: 1 with no price."
    assert [each.pence for each in kept(tmp_path, FLEXIBLE)] == [26.5]


@pytest.mark.extended
@pytest.mark.parametrize("pages", [1, 10])
async def test_two_prices_of_one_time_are_both_kept_across_pages(
    tmp_path: Path, pages: int
) -> None:
    """Also after the pages before them were written: a half hour with two prices has none."""
    first = utc("2024-03-01 00:00")
    rows = half_hours(first, 3 * pages + 1)
    rows.append({**rows[1], "value_exc_vat": 99.99})
    api = PricesApi(page_size=3).add(AGILE, standard_unit_rates=rows)
    with loopback(api) as server:
        (done,) = await fetch(server, tmp_path, AGILE)
    assert done.error is None
    assert len(kept(tmp_path, AGILE)) == len(rows)


async def test_an_empty_answer_takes_nothing_away(tmp_path: Path) -> None:
    with loopback(flexible()) as server:
        await fetch(server, tmp_path, FLEXIBLE)
        before = kept(tmp_path, FLEXIBLE)
        server.answers = PricesApi().add(FLEXIBLE, standard_unit_rates=[], standing_charges=[])
        await fetch(server, tmp_path, FLEXIBLE, now=NOW + 5 * DAY)
    assert kept(tmp_path, FLEXIBLE) == before


async def test_a_damaged_file_is_fetched_again(tmp_path: Path) -> None:
    with loopback(flexible()) as server:
        await fetch(server, tmp_path, FLEXIBLE)
        path = prices_path(tmp_path, FLEXIBLE)
        path.write_bytes(path.read_bytes()[:-40])
        assert load_prices(tmp_path, FLEXIBLE) is None
        (end,) = await fetch(server, tmp_path, FLEXIBLE)
    assert (end.error, len(kept(tmp_path, FLEXIBLE))) == (None, 2)
