"""Products, their tariffs and regions are asked for without a key, at the supplier's own host."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from octoterm import errors
from octoterm.octopus.client import OctopusClient
from octoterm.octopus.prices import price_pages
from octoterm.octopus.products import (
    MOST_PAGES,
    MOST_PRODUCTS,
    request_offers,
    request_products,
)
from octoterm.octopus.regions import ADDRESS, request_region
from tests.support.loopback import Loopback, Request, Response, in_turn, loopback
from tests.support.selling import Record, answers, described, entry, listed, page

LIST = "/v1/products/"
DETAIL = "/v1/products/AGILE-24-10-01/"


def client_of(server: Loopback) -> OctopusClient:
    async def no_time_passes(_: float) -> None:
        pass

    return OctopusClient(server.origin, sleep=no_time_passes, jitter=lambda: 0.5)


async def test_every_page_of_the_list_is_read_without_a_key() -> None:
    def handler(request: Request) -> Response:
        if "page" in request.query:
            again = listed(name="Another Octopus")
            return Response.json(page(listed("GO-VAR-22-10-14", "Octopus Go"), again))
        return Response.json(page(listed(), following=f"{server.origin}{LIST}?page=2"))

    with loopback(handler) as server:
        async with client_of(server) as client:
            found = await request_products(client)
            assert client.requests == 2
    assert [(each.code, each.name) for each in found] == [
        ("AGILE-24-10-01", "Agile Octopus"),
        ("GO-VAR-22-10-14", "Octopus Go"),
    ]
    assert [each.target for each in server.requests] == [LIST, f"{LIST}?page=2"]
    assert not [each for each in server.requests if "authorization" in each.headers]


async def test_products_that_are_not_as_they_should_be_are_left_out() -> None:
    bad: list[Record] = [
        listed(direction=None), listed("A/../B"), listed("\x1b[2J"), {}, listed(is_business="no"),
    ]  # fmt: skip
    with loopback(answers({LIST: page(*bad, listed("VAR-22-11-01"))})) as server:
        async with client_of(server) as client:
            found = await request_products(client)
    assert [each.code for each in found] == ["VAR-22-11-01"]


async def test_a_list_without_an_end_comes_to_one() -> None:
    def handler(request: Request) -> Response:
        number = int(request.query.get("page", "1"))
        return Response.json(page(listed(), following=f"{server.origin}{LIST}?page={number + 1}"))

    with loopback(handler) as server:
        async with client_of(server) as client:
            with pytest.raises(errors.BadAnswer, match="does not come to an end"):
                await request_products(client)
    assert len(server.requests) == MOST_PAGES


async def test_of_a_page_without_an_end_the_first_are_read() -> None:
    many = page(*(listed(f"P-{number}") for number in range(MOST_PRODUCTS + 5)))
    with loopback(answers({LIST: many})) as server:
        async with client_of(server) as client:
            assert len(await request_products(client)) == MOST_PRODUCTS


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Response.html(404), errors.NotFound),
        (Response.json({"results": {}, "next": None}), errors.BadAnswer),
        (Response.json({"results": ["AGILE"], "next": None}), errors.BadAnswer),
        (Response.json({"results": [], "next": 2}), errors.BadAnswer),
        (Response.json([listed()]), errors.BadAnswer),
        (
            Response.json(page(following="https://elsewhere.invalid/v1/products/")),
            errors.WrongOrigin,
        ),
    ],
)
async def test_a_list_of_another_shape_is_told(
    answer: Response, error: type[errors.ApiError]
) -> None:
    with loopback(answer) as server:
        async with client_of(server) as client:
            with pytest.raises(error):
                await request_products(client)


async def test_waits_are_told_and_the_list_comes_all_the_same() -> None:
    waits: list[object] = []
    with loopback(in_turn(Response.html(502), Response.json(page(listed())))) as server:
        async with client_of(server) as client:
            assert len(await request_products(client, waiting=waits.append)) == 1
            assert client.requests == 2
    assert len(waits) == 1


async def test_the_tariffs_of_a_product_are_those_of_its_detail() -> None:
    with loopback(answers({DETAIL: described(entry())})) as server:
        async with client_of(server) as client:
            (offer,) = await request_offers(client, "AGILE-24-10-01")
    assert (offer.code, offer.region, offer.unit_rate) == ("E-1R-AGILE-24-10-01-C", "C", 16.97)
    (request,) = server.requests
    assert (request.target, "authorization" in request.headers) == (DETAIL, False)


@pytest.mark.parametrize("answer", [Response.html(404), Response.json({"detail": "No."}, 404)])
async def test_a_product_that_there_is_not_is_told(answer: Response) -> None:
    with loopback(answer) as server:
        async with client_of(server) as client:
            with pytest.raises(errors.NotFound):
                await request_offers(client, "AGILE-24-10-01")


@pytest.mark.parametrize("code", ["", "a/b", "..", "A?b=c", "A\n", "Ä", "%2e%2e"])
async def test_nothing_is_asked_for_with_a_code_that_is_none(code: str) -> None:
    with loopback(Response.json(described(entry()))) as server:
        async with client_of(server) as client:
            with pytest.raises(errors.NotFound):
                await request_offers(client, code)
    assert not server.requests


async def test_prices_at_another_host_are_not_asked_for() -> None:
    with loopback(Response.json(page())) as elsewhere:
        links = [{"rel": "standard_unit_rates", "href": f"{elsewhere.origin}{DETAIL}rates/"}]
        with loopback(answers({DETAIL: described(entry(links=links))})) as server:
            async with client_of(server) as client:
                (offer,) = await request_offers(client, "AGILE-24-10-01")
                with pytest.raises(errors.WrongOrigin):
                    async for _ in price_pages(client, offer.addresses["standard"], since=0):
                        pass
    assert not elsewhere.requests


@pytest.mark.parametrize("typed", ["AB1 2CD", "ab12cd", " aB1\u00a02cD\n", "AB1"])
async def test_a_postcode_has_a_region_and_goes_into_one_query(typed: str) -> None:
    with loopback(answers({ADDRESS: page({"group_id": "_C"})})) as server:
        async with client_of(server) as client:
            assert await request_region(client, typed) == "C"
    (request,) = server.requests
    asked = urlsplit(request.target)
    assert asked.path == ADDRESS
    assert parse_qs(asked.query) == {"postcode": ["".join(typed.split()).upper()]}
    assert not [value for value in request.headers.values() if "AB1" in value.upper()]
    assert "authorization" not in request.headers


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ([], "knows no such postcode"),
        ([{"group_id": None}, {"group_id": "_Q"}, "_C", {}], "knows no such postcode"),
        ([{"group_id": "_J"}, {"group_id": "_C"}, {"group_id": "_J"}], "several regions: C, J"),
    ],
)
async def test_no_region_and_several_are_told_in_words(results: list[object], said: str) -> None:
    with loopback(Response.json({"results": results})) as server:
        async with client_of(server) as client:
            with pytest.raises(errors.UsageError, match=said) as caught:
                await request_region(client, "AB1 2CD")
    assert "AB1" not in str(caught.value)


@pytest.mark.parametrize("status", [400, 404])
async def test_a_postcode_that_is_refused_is_in_no_error(status: int) -> None:
    echo = Response.json({"detail": "No such postcode: AB1 2CD."}, status)
    with loopback(echo) as server:
        async with client_of(server) as client:
            with pytest.raises(errors.UsageError, match="knows no such postcode") as caught:
                await request_region(client, "AB1 2CD")
    assert (caught.value.__cause__, caught.value.__suppress_context__) == (None, True)
    assert "AB1" not in str(caught.value)


@pytest.mark.parametrize(
    "typed", ["", " ", "A", "AB1 2CD&x=1", "../../", "AB1\x00", "١٢", "X" * 9]
)
async def test_what_is_no_postcode_is_not_asked_for(typed: str) -> None:
    with loopback(Response.json(page())) as server:
        async with client_of(server) as client:
            with pytest.raises(errors.UsageError, match="no postcode"):
                await request_region(client, typed)
    assert not server.requests


async def test_an_answer_that_is_no_list_of_regions_is_told() -> None:
    with loopback(Response.json({"results": "_C"})) as server:
        async with client_of(server) as client:
            with pytest.raises(errors.BadAnswer, match="no list of regions"):
                await request_region(client, "AB1 2CD")
