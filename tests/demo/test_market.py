"""The simulated supplier's prices, as its API lists them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import httpx
import pytest

from octoterm.demo.market import SOLD
from octoterm.demo.price_answers import product_answer, rates_answer
from octoterm.demo.rate_patterns import published_until
from octoterm.demo.simulator import SimulatedHousehold
from tests.support.households import london_day, utc

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
AGILE = "/v1/products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C"
FLEXIBLE = "/v1/products/VAR-22-11-01/electricity-tariffs/E-1R-VAR-22-11-01-C"


def rows(path: str, since: str, until: str) -> list[dict[str, object]]:
    found = rates_answer(f"{path}/", utc(since), utc(until), NOW)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("day", "slots"), [(date(2025, 10, 26), 50), (date(2026, 3, 29), 46), (date(2026, 7, 1), 48)]
)
def test_each_half_hour_of_a_day_has_its_rate_newest_first(day: date, slots: int) -> None:
    starts = london_day(day)
    found = rates_answer(f"{AGILE}/standard-unit-rates/", starts[0], starts[-1] + 1800, NOW)
    assert found is not None
    begins = [utc(str(row["valid_from"])) for row in found]
    assert (begins, len(begins)) == (starts[::-1], slots)


def test_some_half_hours_cost_less_than_nothing() -> None:
    found = rows(f"{AGILE}/standard-unit-rates", "2026-06-01T00:00Z", "2026-07-01T00:00Z")
    pence = [float(str(row["value_exc_vat"])) for row in found]
    assert min(pence) < 0 < 20 < max(pence)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-28T15:59+00:00", "2026-11-28T23:00+00:00"),
        ("2026-11-28T16:00+00:00", "2026-11-29T23:00+00:00"),
        ("2026-07-01T14:59+00:00", "2026-07-01T22:00+00:00"),
        ("2026-07-01T15:00+00:00", "2026-07-02T22:00+00:00"),
    ],
)
def test_tomorrow_is_published_at_16_00(now: str, until: str) -> None:
    assert published_until(datetime.fromisoformat(now)) == utc(until)
    (agile,) = [each for each in SOLD if each.product.code == "AGILE-24-10-01"]
    latest = agile.rates("C", datetime.fromisoformat(now), utc(now))[-1]
    assert latest.until == utc(until)


def test_a_variable_rate_changes_each_quarter_and_is_dearer_without_direct_debit() -> None:
    found = rows(f"{FLEXIBLE}/standard-unit-rates", "2026-01-01T00:00Z", "2026-12-01T00:00Z")
    assert len(found) == 2 * 4
    dearer, direct_debit = found[:2]
    assert (dearer["payment_method"], direct_debit["payment_method"]) == (
        "NON_DIRECT_DEBIT",
        "DIRECT_DEBIT",
    )
    assert float(str(dearer["value_exc_vat"])) > float(str(direct_debit["value_exc_vat"]))
    assert dearer["valid_to"] is None


def test_prices_with_vat_hold_that_of_the_day_on_which_one_asks() -> None:
    path = f"{FLEXIBLE}/standing-charges/"
    in_relief, before = (
        rates_answer(path, None, None, now) for now in (NOW, datetime(2026, 9, 1, tzinfo=UTC))
    )
    assert in_relief is not None
    assert before is not None
    assert in_relief[0]["value_inc_vat"] == in_relief[0]["value_exc_vat"]
    assert before[0]["value_inc_vat"] != before[0]["value_exc_vat"]


def test_a_product_says_where_the_rates_of_its_tariffs_are() -> None:
    product = product_answer("/v1/products/VAR-22-11-01/", "https://host", NOW)
    assert product is not None
    for fuels in ("single_register_electricity_tariffs", "single_register_gas_tariffs"):
        for regions in product[fuels].values():  # type: ignore[attr-defined]
            for link in regions["direct_debit_monthly"]["links"]:
                path = link["href"].removeprefix("https://host")
                assert rates_answer(path, utc("2026-11-01T00:00Z"), None, NOW)
    assert product_answer("/v1/products/UNKNOWN-1/", "https://host", NOW) is None


async def test_they_are_told_to_everybody_page_by_page() -> None:
    async with httpx.AsyncClient(
        transport=SimulatedHousehold(NOW), base_url="https://api.octoterm.invalid"
    ) as client:
        url = f"{AGILE}/standard-unit-rates/?period_from=2026-11-20T00:00Z&page_size=9999"
        pages = [(await client.get(url)).json()]
        assert pages[0]["count"] == len(pages[0]["results"]) == 8 * 48 + 46
        url = f"{AGILE}/standard-unit-rates/?period_from=2026-11-28T00:00Z&page_size=20"
        pages = [(await client.get(url)).json()]
        while following := pages[-1]["next"]:
            pages.append((await client.get(following)).json())
        assert [len(page["results"]) for page in pages] == [20, 20, 6]
        assert (await client.get("/v1/products/UNKNOWN-1/")).status_code == 404
