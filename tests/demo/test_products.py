"""What the simulated supplier sells: a market in which there is something to choose."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from octoterm.demo.market import REGIONS, SOLD, SoldTariff
from octoterm.demo.price_answers import market_answer, product_answer, rates_answer
from octoterm.demo.simulator import SimulatedHousehold
from octoterm.household.account import Direction
from octoterm.household.meter import Fuel
from octoterm.market.choices import choices
from octoterm.sync.market import Market
from octoterm.tariffs.rates import DIRECT_DEBIT
from tests.support.households import utc

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
ORIGIN = "https://api.octoterm.invalid"
SIDES = [
    (Fuel.ELECTRICITY, Direction.IMPORT),
    (Fuel.GAS, Direction.IMPORT),
    (Fuel.ELECTRICITY, Direction.EXPORT),
]


def listed(now: datetime = NOW) -> dict[str, Any]:
    answer: Any = market_answer("/v1/products/", None, ORIGIN, now)
    return {each["code"]: each for each in answer["results"]}


def rows(sold: SoldTariff, since: str, until: str | None, now: datetime = NOW) -> list[Any]:
    path = (
        f"/v1/products/{sold.product.code}/{sold.fuel.value}-tariffs/{sold.code('C')}"
        "/standard-unit-rates/"
    )
    found = rates_answer(path, utc(since), None if until is None else utc(until), now)
    assert found is not None
    return found


def tariff(product: str, fuel: Fuel = Fuel.ELECTRICITY) -> SoldTariff:
    return next(each for each in SOLD if (each.product.code, each.fuel) == (product, fuel))


def last_sold(sold: SoldTariff) -> datetime:
    """A time when it was sold: where it can be, shortly before the clocks went back."""
    if sold.product.ends_with_sale and sold.product.until is not None:
        return datetime.combine(sold.product.until, time(1), UTC) - timedelta(days=3)
    return max(
        datetime(2026, 10, 24, tzinfo=UTC), datetime.combine(sold.product.since, time(1), UTC)
    )


def test_the_list_has_what_is_on_sale_but_no_tracker() -> None:
    now = listed()
    assert {"AGILE-24-10-01", "GO-VAR-22-10-14", "VAR-22-11-01", "OE-FIX-12M-26-10-02"} <= {*now}
    assert not [code for code in now if code.startswith("SILVER")]
    assert "AGILE-24-04-03" not in now
    before = listed(datetime(2024, 6, 1, tzinfo=UTC))
    assert "AGILE-24-04-03" in before
    assert not {"AGILE-24-10-01", "OE-FIX-12M-26-10-02"} & {*before}


@pytest.mark.extended
async def test_a_household_can_choose_on_each_side_and_gets_prices_for_all_of_it(
    tmp_path: Path,
) -> None:
    named: list[list[str]] = []
    async with Market(
        tmp_path, ORIGIN, transport=SimulatedHousehold(NOW), now=NOW.timestamp
    ) as market:
        end = int(NOW.timestamp())
        for fuel, direction in SIDES:
            every = choices(await market.products(), fuel, direction, end - 365 * 86_400, end)
            names = []
            for choice in every:
                offers = [
                    await market.offer(version.product, fuel, "J", DIRECT_DEBIT)
                    for version in choice.versions
                ]
                if all(each is not None and each.unit_rate != 0 for each in offers):
                    names.append(choice.name)
            named.append(names)
        assert market.requests < 25
    assert named == [
        [
            "Agile", "Tracker", "Go", "Cosy", "Flux", "Intelligent Go", "Intelligent Flux",
            "Flexible", "Octopus 12M Fixed",
        ],
        ["Tracker", "Flexible", "Octopus 12M Fixed"],
        [
            "Outgoing", "Agile Outgoing", "Flux Export", "Intelligent Flux Export",
            "Prime Outgoing Octopus 12M Fixed",
        ],
    ]  # fmt: skip


@pytest.mark.parametrize("sold", SOLD, ids=lambda each: f"{each.product.code} {each.fuel.value}")
def test_each_tariff_has_one_rate_in_every_half_hour_while_it_is_sold(sold: SoldTariff) -> None:
    since = last_sold(sold)
    until = since + timedelta(days=2)
    found = [
        each
        for each in rows(sold, since.isoformat(), until.isoformat())
        if each["payment_method"] in (None, DIRECT_DEBIT)
    ]
    spans = sorted(
        (utc(each["valid_from"]), utc(each["valid_to"] or "2100-01-01T00:00Z")) for each in found
    )
    assert spans[0][0] <= since.timestamp()
    assert spans[-1][1] >= until.timestamp()
    assert all(end == following for (_, end), (following, _) in pairwise(spans))
    assert all(begin < end for begin, end in spans)


@pytest.mark.extended
@pytest.mark.parametrize("sold", SOLD, ids=lambda each: f"{each.product.code} {each.fuel.value}")
def test_each_tariff_is_described_with_links_that_lead_to_its_prices(sold: SoldTariff) -> None:
    product: Any = product_answer(f"/v1/products/{sold.product.code}/", ORIGIN, NOW)
    group = f"single_register_{sold.fuel.value}_tariffs"
    assert {*product[group]} == {f"_{region}" for region in REGIONS}
    (payment,) = product[group]["_C"].values()
    assert payment["code"] == sold.code("C")
    for link in payment["links"]:
        path = link["href"].removeprefix(ORIGIN)
        assert rates_answer(path, int(last_sold(sold).timestamp()), None, NOW)


@pytest.mark.extended
def test_a_retired_version_has_old_rows_only() -> None:
    former = tariff("AGILE-24-04-03")
    found = rows(former, "2024-01-01T00:00Z", None)
    assert (found[-1]["valid_from"], found[0]["valid_to"]) == (
        "2024-04-02T23:00:00Z",
        "2024-09-30T23:00:00Z",
    )
    assert rows(former, "2025-11-01T00:00Z", None) == []
    of_2025 = rows(tariff("SILVER-25-09-02", Fuel.GAS), "2025-01-01T00:00Z", None)
    assert (of_2025[-1]["valid_from"], of_2025[0]["valid_to"]) == (
        "2025-09-01T23:00:00Z",
        "2026-03-31T23:00:00Z",
    )
    path = "/v1/products/SILVER-25-09-02/gas-tariffs/G-1R-SILVER-25-09-02-C/standing-charges/"
    charges: Any = rates_answer(path, None, None, NOW)
    assert (charges[-1]["valid_from"], charges[0]["valid_to"]) == (
        "2025-09-01T23:00:00Z",
        "2026-03-31T23:00:00Z",
    )


@pytest.mark.parametrize(
    ("now", "product", "until"),
    [
        ("2026-11-28T15:59+00:00", "SILVER-26-04-01", "2026-11-29T00:00:00Z"),
        ("2026-11-28T16:00+00:00", "SILVER-26-04-01", "2026-11-30T00:00:00Z"),
        ("2026-07-01T14:59+00:00", "SILVER-26-04-01", "2026-07-01T23:00:00Z"),
        ("2026-07-01T15:00+00:00", "SILVER-26-04-01", "2026-07-02T23:00:00Z"),
        ("2026-07-01T15:00+00:00", "AGILE-OUTGOING-19-05-13", "2026-07-02T22:00:00Z"),
        ("2026-11-28T09:00+00:00", "GO-VAR-22-10-14", "2026-11-30T00:30:00Z"),
        ("2026-11-28T09:00+00:00", "VAR-22-11-01", None),
    ],
)
def test_rates_are_published_as_far_ahead_as_the_suppliers(
    now: str, product: str, until: str | None
) -> None:
    newest = rows(tariff(product), now, None, datetime.fromisoformat(now))[0]
    assert newest["valid_to"] == until


@pytest.mark.parametrize(
    ("product", "fuel", "instant", "pence"),
    [
        ("AGILE-24-10-01", Fuel.ELECTRICITY, "2026-06-15T16:30:00Z", 24.48),
        ("SILVER-23-12-06", Fuel.ELECTRICITY, "2024-07-15T12:00:00Z", 14.2313),
        ("VAR-22-11-01", Fuel.ELECTRICITY, "2026-06-15T16:30:00Z", 25.7424),
        ("VAR-22-11-01", Fuel.GAS, "2026-06-15T16:30:00Z", 6.4356),
        ("COSY-22-12-08", Fuel.ELECTRICITY, "2026-06-15T16:30:00Z", 38.5),
    ],
)
def test_each_run_has_the_same_rates(product: str, fuel: Fuel, instant: str, pence: float) -> None:
    found = rows(tariff(product, fuel), instant, instant.replace("0:00Z", "1:00Z"))
    assert found[-1]["value_exc_vat"] == pence


def test_what_is_exported_has_no_vat() -> None:
    before = datetime(2026, 9, 1, tzinfo=UTC)
    (exported,) = rows(tariff("OUTGOING-VAR-24-10-26"), "2026-08-01T00:00Z", None, before)
    (imported, *_) = rows(tariff("GO-VAR-22-10-14"), "2026-08-01T00:00Z", None, before)
    assert exported["value_inc_vat"] == exported["value_exc_vat"] == 15.0
    assert imported["value_inc_vat"] > imported["value_exc_vat"]


@pytest.mark.parametrize(
    ("query", "regions"),
    [
        ({"postcode": "AB1 2CD"}, ["_C"]),
        ({"postcode": "bn11aa"}, ["_J"]),
        ({"postcode": "TN1"}, ["_J"]),
        ({"postcode": "nowhere"}, []),
        ({}, ["_C", "_J"]),
    ],
)
async def test_a_postcode_is_in_one_of_two_regions(
    query: dict[str, str], regions: list[str]
) -> None:
    async with httpx.AsyncClient(transport=SimulatedHousehold(NOW), base_url=ORIGIN) as client:
        answer = await client.get("/v1/industry/grid-supply-points/", params=query)
        assert [each["group_id"] for each in answer.json()["results"]] == regions
        products = (await client.get("/v1/products/?page_size=2")).json()
        assert products["count"] == len(products["results"]) > 10
        assert products["next"] is None
