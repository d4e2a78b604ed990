"""What the supplier sells is asked for once a day, and known without the network."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from octoterm import errors
from octoterm.household.meter import Fuel
from octoterm.octopus.regions import ADDRESS
from octoterm.storage.state.market_file import load_market, market_path, origin_of
from octoterm.sync.market import Market
from octoterm.tariffs.rates import DIRECT_DEBIT, NOT_DIRECT_DEBIT
from tests.support.loopback import Loopback, Request, Response, loopback, utc
from tests.support.selling import Record, answers, described, entry, listed, page

LIST, AGILE = "/v1/products/", "/v1/products/AGILE-24-10-01/"
SOLD: dict[str, Response | Record] = {
    LIST: page(listed()),
    AGILE: described(entry()),
    ADDRESS: page({"group_id": "_C"}),
}
NOON = utc("2026-07-01 11:00")
DOWN = Response.html(502)


def market_of(server: Loopback, folder: Path, now: int = NOON) -> Market:
    return Market(folder, f"{server.origin}/v1/x/", now=lambda: now, sleep=no_time_passes)


async def no_time_passes(_: float) -> None:
    pass


def written_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*"))


async def looked_at(market: Market) -> tuple[int, list[str], int]:
    """How many products and offers there are, and the requests for them."""
    async with market:
        products = await market.products()
        offers = [offer.code for offer in await market.offers("AGILE-24-10-01")]
        assert await market.offers("SILVER-26-04-01") == ()
        return len(products), offers, market.requests


async def test_each_thing_is_asked_for_once_a_day_and_kept(tmp_path: Path) -> None:
    with loopback(answers(SOLD)) as server:
        assert await looked_at(market_of(server, tmp_path)) == (1, ["E-1R-AGILE-24-10-01-C"], 3)
        assert await looked_at(market_of(server, tmp_path)) == (1, ["E-1R-AGILE-24-10-01-C"], 0)
    assert [each.path for each in server.requests] == [
        LIST, AGILE, "/v1/products/SILVER-26-04-01/",
    ]  # fmt: skip
    assert not [each for each in server.requests if "authorization" in each.headers]


@pytest.mark.extended
@pytest.mark.parametrize(
    ("first", "second", "requests"),
    [
        ("2026-06-30 23:00", "2026-07-01 22:59", 0),
        ("2026-06-30 22:59", "2026-06-30 23:00", 3),
        ("2026-12-01 00:00", "2026-12-01 23:59", 0),
        ("2026-12-01 00:00", "2026-11-30 23:59", 3),
    ],
)
async def test_a_day_is_that_of_london_whichever_way_the_clock_went(
    tmp_path: Path, first: str, second: str, requests: int
) -> None:
    with loopback(answers(SOLD)) as server:
        await looked_at(market_of(server, tmp_path, utc(first)))
        _, _, asked = await looked_at(market_of(server, tmp_path, utc(second)))
    assert asked == requests


@pytest.mark.parametrize(
    ("then", "requests"),
    [("2026-12-07 23:59", 0), ("2026-12-08 00:00", 1), ("2026-11-30 23:59", 1)],
)
async def test_where_the_prices_of_a_product_are_is_asked_for_once_a_week(
    tmp_path: Path, then: str, requests: int
) -> None:
    with loopback(answers(SOLD)) as server:
        for now, asked in (("2026-12-01 00:00", 1), (then, requests)):
            async with market_of(server, tmp_path, utc(now)) as market:
                agile = await market.offer("AGILE-24-10-01", Fuel.ELECTRICITY, "C", DIRECT_DEBIT)
                assert agile is not None
                assert market.requests == asked


async def test_without_the_network_what_is_known_is_used_after_one_try(
    tmp_path: Path,
) -> None:
    with loopback(answers(SOLD)) as server:
        await looked_at(market_of(server, tmp_path))
        server.answers = DOWN
        found = await looked_at(market_of(server, tmp_path, NOON + 86_400))
        assert found == (1, ["E-1R-AGILE-24-10-01-C"], 1)
        server.answers = answers(SOLD)
        found = await looked_at(market_of(server, tmp_path, NOON + 86_400))
    assert found == (1, ["E-1R-AGILE-24-10-01-C"], 3)


async def test_what_never_came_is_told_and_asked_for_in_earnest_only_at_first(
    tmp_path: Path,
) -> None:
    with loopback(DOWN) as server:
        async with market_of(server, tmp_path) as market:
            with pytest.raises(errors.ServerFailed):
                await market.products()
            assert market.requests == 4
            with pytest.raises(errors.ServerFailed):
                await market.offers("AGILE-24-10-01")
            assert market.requests == 5
    assert not market_path(tmp_path).exists()


async def test_an_answer_that_is_wrong_leaves_what_was_known(tmp_path: Path) -> None:
    with loopback(answers(SOLD)) as server:
        await looked_at(market_of(server, tmp_path))
        server.answers = answers({LIST: Response(body=b"[]"), AGILE: Response(body=b"[]")})
        found = await looked_at(market_of(server, tmp_path, NOON + 86_400))
    assert found[:2] == (1, ["E-1R-AGILE-24-10-01-C"])


async def test_a_product_that_is_known_no_more_has_no_offers(tmp_path: Path) -> None:
    with loopback(answers(SOLD)) as server:
        await looked_at(market_of(server, tmp_path))
        server.answers = answers({LIST: page(listed())})
        async with market_of(server, tmp_path, NOON + 86_400) as market:
            assert await market.offers("AGILE-24-10-01") == ()


async def test_two_that_ask_for_the_same_at_once_make_one_request(tmp_path: Path) -> None:
    with loopback(answers(SOLD)) as server:
        async with market_of(server, tmp_path) as market:
            one, other = await asyncio.gather(
                market.offers("AGILE-24-10-01"), market.offers("AGILE-24-10-01")
            )
            assert one == other != ()
            assert market.requests == 1


async def test_two_processes_keep_what_both_have_learned(tmp_path: Path) -> None:
    with loopback(answers(SOLD)) as server:
        one, other = market_of(server, tmp_path), market_of(server, tmp_path)
        async with one, other:
            assert len(await one.products()) == 1
            await other.offers("AGILE-24-10-01")
            await one.offers("SILVER-26-04-01")
        known = load_market(tmp_path, origin_of(server.origin))
    assert len(known.products) == 1
    assert {*known.offers} == {"AGILE-24-10-01", "SILVER-26-04-01"}


async def test_a_code_that_is_none_is_not_asked_for_and_spoils_nothing(tmp_path: Path) -> None:
    with loopback(answers(SOLD)) as server:
        async with market_of(server, tmp_path) as market:
            await market.products()
            assert await market.offers("../accounts") == ()
        assert (await looked_at(market_of(server, tmp_path)))[2] == 2
        assert await looked_at(market_of(server, tmp_path)) == (1, ["E-1R-AGILE-24-10-01-C"], 0)
    assert len(server.requests) == 3


async def test_a_folder_that_cannot_be_written_keeps_nobody_from_asking(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with loopback(answers(SOLD)) as server:
        found = await looked_at(market_of(server, tmp_path / "file" / "prices"))
    assert found == (1, ["E-1R-AGILE-24-10-01-C"], 3)


async def test_a_postcode_is_in_no_file(tmp_path: Path) -> None:
    with loopback(answers(SOLD)) as server:
        async with market_of(server, tmp_path) as market:
            assert [await market.region("AB1 2CD") for _ in range(2)] == ["C", "C"]
            assert market.requests == 1
            await market.products()
    assert written_in(tmp_path).upper().count(b"AB1") == 0


@pytest.mark.parametrize(
    ("product", "fuel", "code"),
    [
        ("SILVER-26-04-01", Fuel.ELECTRICITY, "E-1R-SILVER-26-04-01-J"),
        ("SILVER-26-04-01", Fuel.GAS, "G-1R-SILVER-26-04-01-J"),
        ("GO-VAR-22-10-14", Fuel.ELECTRICITY, "E-1R-GO-VAR-22-10-14-J"),
        ("GO-VAR-22-10-14", Fuel.GAS, None),
        ("SILVER-27-01-01", Fuel.ELECTRICITY, None),
        ("../accounts", Fuel.ELECTRICITY, None),
    ],
)
async def test_a_pinned_product_that_is_not_described_has_its_usual_code(
    tmp_path: Path, product: str, fuel: Fuel, code: str | None
) -> None:
    with loopback(answers({})) as server:
        async with market_of(server, tmp_path) as market:
            offer = await market.offer(product, fuel, "J", DIRECT_DEBIT)
    assert (offer and offer.code) == code
    if offer is not None and code is not None:
        folder = f"{LIST}{product}/{fuel.value}-tariffs/{code}"
        assert offer.addresses == {
            "standard": f"{folder}/standard-unit-rates/",
            "standing": f"{folder}/standing-charges/",
        }


@pytest.mark.parametrize(
    ("payments", "method", "found"),
    [
        (("varying", "direct_debit_quarterly", "direct_debit_monthly"), DIRECT_DEBIT,
         "direct_debit_monthly"),
        (("prepayment", "varying"), DIRECT_DEBIT, "varying"),
        (("direct_debit_monthly", "varying", "prepayment"), NOT_DIRECT_DEBIT, "varying"),
        (("direct_debit_monthly", "on_receipt"), NOT_DIRECT_DEBIT, "on_receipt"),
        (("direct_debit_monthly",), NOT_DIRECT_DEBIT, "direct_debit_monthly"),
    ],
)  # fmt: skip
async def test_the_tariff_is_that_for_the_way_the_household_pays(
    tmp_path: Path, payments: tuple[str, ...], method: str, found: str
) -> None:
    document = {
        "single_register_electricity_tariffs": {"_C": {each: entry() for each in payments}},
        "dual_register_electricity_tariffs": {
            "_C": {"direct_debit_monthly": entry("E-2R-AGILE-24-10-01-C")}
        },
    }
    with loopback(answers({AGILE: document})) as server:
        async with market_of(server, tmp_path) as market:
            offer = await market.offer("AGILE-24-10-01", Fuel.ELECTRICITY, "C", method)
            assert await market.offer("AGILE-24-10-01", Fuel.ELECTRICITY, "J", method) is None
            assert await market.offer("AGILE-24-10-01", Fuel.GAS, "C", method) is None
    assert offer is not None
    assert (offer.code, offer.payment) == ("E-1R-AGILE-24-10-01-C", found)


async def test_one_that_is_stopped_keeps_what_came(tmp_path: Path) -> None:
    is_asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    others = answers(SOLD)

    def handler(request: Request) -> Response:
        if request.path != AGILE:
            return others(request)
        loop.call_soon_threadsafe(is_asked.set)
        return Response(trickles=True)

    with loopback(handler) as server:
        task = asyncio.create_task(looked_at(market_of(server, tmp_path)))
        await is_asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        known = load_market(tmp_path, origin_of(server.origin))
    assert (len(known.products), {*known.offers}) == (1, set())
