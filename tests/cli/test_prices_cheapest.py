"""`octoterm prices --cheapest`: scripts may rely on what it prints, and on when it does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from tests.conftest import CommandLine
from tests.support.asking_prices import (
    AGILE,
    AGILE_OUT,
    MIDNIGHT,
    RUNNING,
    TOMORROW,
    TONIGHT,
    Asker,
    asking,
    plain_cheapest,
    sell,
    supplier,
    usual,
)
from tests.support.households import london_day, utc
from tests.support.loopback import Response
from tests.support.prices_api import row
from tests.support.supplier_api import SupplierApi

SEVEN = utc("2024-01-10T07:00+00:00")
EVENING = "2024-01-09T20:10+00:00"


@pytest.fixture
def api() -> SupplierApi:
    found = supplier()
    sell(found, usual(TOMORROW))
    return found


@pytest.fixture
def ask(
    octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch, api: SupplierApi
) -> Iterator[Asker]:
    with asking(octoterm, monkeypatch, api) as asker:
        asker.it_is(EVENING)
        yield asker


def window(ask: Asker, *options: object) -> tuple[int, int, float]:
    found = ask.json("--tariff", AGILE, "--cheapest", *options)
    assert isinstance(found, dict)
    return utc(found["start"]), utc(found["end"]), found["average_pence_inc_vat"]


@pytest.mark.extended
@pytest.mark.parametrize(
    ("length", "half_hours"), [("30m", 1), ("90m", 3), ("3h", 6), ("1h30", 3), ("24h", 48)]
)
def test_it_is_the_cheapest_of_all_that_is_published(
    ask: Asker, length: str, half_hours: int
) -> None:
    begin = utc("2024-01-09T20:00+00:00")
    start, average = plain_cheapest(usual(TOMORROW), half_hours, begin, TOMORROW)
    assert window(ask, length) == (start, start + 1800 * half_hours, average)


def test_it_keeps_to_the_time_asked_for(ask: Asker) -> None:
    night = utc("2024-01-09T22:00+00:00")
    start, average = plain_cheapest(usual(TOMORROW), 6, night, SEVEN)
    assert window(ask, "3h", "--after", "22:00", "--before", "07:00")[::2] == (start, average)
    start, average = plain_cheapest(usual(TOMORROW), 6, MIDNIGHT, MIDNIGHT + 86_400)
    day = ("--from", "2024-01-09", "--to", "2024-01-09")
    assert window(ask, "3h", *day)[::2] == (start, average)


def test_one_object_says_of_which_tariff_and_how_far_prices_are_known(ask: Asker) -> None:
    result = ask("--region", "C", "--cheapest", "3h", "--before", "07:00", "--format", "json")
    (line,) = result.out.splitlines()
    found = json.loads(line)
    assert [*found] == ["start", "end", "average_pence_inc_vat", "tariff", "published_to"]
    assert found["tariff"] == AGILE
    assert found["published_to"] == "2024-01-10T23:00:00+00:00"


def test_as_csv_and_for_people_it_is_the_same(ask: Asker) -> None:
    options = ("--region", "C", "--cheapest", "3h")
    found = ask.json(*options)
    assert isinstance(found, dict)
    head, line = ask(*options, "--format", "csv").out.splitlines()
    assert (head, line) == (",".join(found), ",".join(map(str, found.values())))
    sentence = ask(*options).out
    assert found["start"][11:16] in sentence
    assert AGILE in sentence


def test_what_is_paid_for_exports_has_no_vat(ask: Asker, api: SupplierApi) -> None:
    sell(api, usual(TOMORROW), AGILE_OUT)
    assert "VAT" in ask("--region", "C", "--cheapest", "3h").out
    assert "VAT" not in ask("--region", "C", "--export", "--cheapest", "3h").out


def test_of_several_the_earliest(ask: Asker, api: SupplierApi) -> None:
    sell(api, dict.fromkeys(usual(TOMORROW), Decimal("7.1")))
    assert window(ask, "3h") == (
        utc("2024-01-09T20:00+00:00"), utc("2024-01-09T23:00+00:00"), 7.455,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "count", "change"),
    [("2024-03-31", 46, "2024-03-31T01:00+00:00"), ("2023-10-29", 50, "2023-10-29T01:00+00:00")],
)
def test_a_window_goes_through_the_change_of_the_clocks(
    ask: Asker, api: SupplierApi, first: str, count: int, change: str
) -> None:
    whole = london_day(date.fromisoformat(first))
    middle = utc(change)
    cheap = {start: Decimal(2) for start in range(middle - 3600, middle + 3600, 1800)}
    sell(api, dict.fromkeys(range(whole[0], whole[-1] + 86_400, 1800), Decimal(20)) | cheap)
    ask.it_is(f"{first}T00:00+00:00")
    day = ("--from", first, "--to", first)
    assert window(ask, "2h", *day) == (middle - 3600, middle + 3600, 2.1)
    everything = window(ask, "23h", *day)
    assert everything[0] == whole[0]
    assert (whole[-1] + 1800 - whole[0]) // 1800 == count


def nothing_came(ask: Asker, *options: object) -> str:
    """Why not: on standard error."""
    result = ask("--region", "C", "--cheapest", *options, "--format", "json")
    assert (result.exit_code, result.out) == (1, "")
    assert result.err.count("\n") == 1
    return result.err


def test_nothing_is_printed_where_not_all_that_was_asked_for_is_published(
    ask: Asker, api: SupplierApi
) -> None:
    sell(api, usual(TONIGHT))
    ask.it_is("2024-01-09T12:10+00:00")
    said = nothing_came(ask, "3h", "--before", "07:00")
    assert "up to 10 Jan 2024 07:00" in said
    assert "more are expected about 9 Jan 16:00" in said
    assert "up to 9 Jan 2024 24:00" in nothing_came(ask, "3h", "--to", "2024-01-09")
    assert window(ask, "3h", "--before", "23:00")[0] >= RUNNING
    assert window(ask, "3h", "--to", "2024-01-09T23:00")[0] >= RUNNING


def test_nothing_is_printed_where_no_window_is_published(ask: Asker, api: SupplierApi) -> None:
    sell(api, usual(TONIGHT))
    ask.it_is("2024-01-09T21:30+00:00")
    assert "No 2 hours from 9 Jan 2024 21:30" in nothing_came(ask, "2h")
    assert window(ask, "90m")[:2] == (utc("2024-01-09T21:30+00:00"), TONIGHT)
    assert "from 9 Jan 2024 22:30" in nothing_came(ask, "1h", "--after", "22:30")


def test_a_window_that_does_not_fit_is_none(ask: Asker) -> None:
    said = nothing_came(ask, "3h", "--before", "22:30")
    assert "From 9 Jan 2024 20:00 to 9 Jan 2024 22:30 is less than 3 hours" in said


def test_a_hole_is_never_crossed(ask: Asker, api: SupplierApi) -> None:
    prices = usual(TOMORROW)
    start, _ = plain_cheapest(prices, 6, utc("2024-01-09T20:00+00:00"), TOMORROW)
    del prices[start + 3600]
    sell(api, prices)
    start, average = plain_cheapest(prices, 6, utc("2024-01-09T20:00+00:00"), TOMORROW)
    assert window(ask, "3h")[::2] == (start, average)
    assert "1 half hour up to 10 Jan 2024 23:00" in nothing_came(
        ask, "3h", "--before", "2024-01-10 23:00"
    )


def test_several_prices_of_one_half_hour_are_none(ask: Asker, api: SupplierApi) -> None:
    rows = api.lists[AGILE]["standard-unit-rates"]
    rows.append(row("2024-01-10T05:00:00Z", "2024-01-10T05:30:00Z", -50))
    assert "have no price" in nothing_came(ask, "30m", "--before", "07:00")


def test_without_a_network_it_is_said_and_nothing_printed(ask: Asker) -> None:
    ask.server.answers = Response.json({"detail": "Not now."}, 400)
    assert "Not now." in nothing_came(ask, "3h")


@pytest.mark.extended
def test_the_demo_answers_too(octoterm: CommandLine) -> None:
    result = octoterm("--demo", "prices", "--cheapest", "1h", "--format", "json")
    assert (result.exit_code, result.err) == (0, "")
    found = json.loads(result.out)
    assert found["tariff"] == "E-1R-AGILE-24-10-01-C"
    assert utc(found["end"]) - utc(found["start"]) == 3600
    assert octoterm("--demo", "prices").out.startswith("Electricity · E-1R-AGILE-24-10-01-C\n")
    assert octoterm("--demo", "prices", "--export").out.startswith(
        "Exported · E-1R-OUTGOING-VAR-24-10-26-C\n"
    )
    assert octoterm("--demo", "prices", "--tariff", "tracker", "--region", "J").exit_code == 0
