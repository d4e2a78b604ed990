"""What a comparison asks for, how often, and what it keeps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import aclosing
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from octoterm.config.reader import Config
from octoterm.demo.household import demo_config
from octoterm.demo.simulator import SimulatedHousehold
from octoterm.household.account import Agreement
from octoterm.household.meter_point import MeterPoint
from octoterm.session.comparing.comparison_prices import (
    CandidatesFinished,
    ComparisonEvent,
    fetch_candidates,
)
from octoterm.storage.folders import Folders
from octoterm.storage.state.rates_file import load_prices
from octoterm.sync.events import PricesCame
from tests.support.households import utc
from tests.support.loopback import Loopback, Response, loopback
from tests.support.market_api import MarketApi, flat
from tests.support.prices_api import at, half_hours, row

NOW = utc("2026-11-29T12:00Z")
FIRST, LAST = date(2025, 11, 1), date(2026, 10, 31)
START = utc("2025-11-01T00:00Z")
AGILE, TRACKER = "E-1R-AGILE-24-10-01-C", "E-1R-SILVER-25-09-02-C"
FLEXIBLE, FIXED = "E-1R-VAR-22-11-01-C", "E-1R-OE-FIX-12M-26-11-01-C"
OWN = "E-1R-OE-FIX-12M-25-01-01-C"


@pytest.fixture
def api() -> MarketApi:
    api = MarketApi().sell(FLEXIBLE, "Flexible Octopus", flat(24.5))
    api.sell(FIXED, "Octopus 12M Fixed", flat(23.0), is_variable=False)
    return api.sell(OWN, "Octopus 12M Fixed", flat(25.5), is_listed=False)


@pytest.fixture
def server(api: MarketApi) -> Iterator[Loopback]:
    with loopback(api) as running:
        yield running


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders.inside(tmp_path)


Fetch = Callable[..., tuple[CandidatesFinished, Sequence[ComparisonEvent]]]


@pytest.fixture
def fetch(server: Loopback, folders: Folders, tmp_path: Path) -> Fetch:
    """Fetches for a home in region C: what ended it, and what was told before."""
    agreements = (
        Agreement(OWN, 0, utc("2026-03-01T00:00Z")),
        Agreement(FLEXIBLE, utc("2026-03-01T00:00Z")),
    )
    point = MeterPoint.of(server.meter(tmp_path))._replace(agreements=agreements)

    def fetched(
        first: date = FIRST,
        last: date = LAST,
        *,
        now: int = NOW,
        stop: bool = False,
        **asked: object,
    ) -> tuple[CandidatesFinished, Sequence[ComparisonEvent]]:
        events: list[ComparisonEvent] = []

        async def ask() -> None:
            found = fetch_candidates(
                Config(None, (point,)), folders, point, first, last,
                now=lambda: now, sleep=lambda _: asyncio.sleep(0), **asked,  # type: ignore[arg-type]
            )  # fmt: skip
            async with aclosing(found):
                async for event in found:
                    events.append(event)
                    if stop and isinstance(event, PricesCame):
                        return

        asyncio.run(ask())
        end = events[-1] if isinstance(events[-1], CandidatesFinished) else CandidatesFinished(-1)
        return end, events

    return fetched


@pytest.mark.extended
def test_twelve_months_of_a_usual_household_cost_at_most_sixty_requests_once_a_day(
    api: MarketApi, fetch: Fetch
) -> None:
    api.sell(AGILE, "Agile Octopus", half_hours(START - 86_400, 48 * 394))
    for kind, a_day in (("GO-VAR-22-10-14", 2), ("COSY-22-12-08", 8), ("FLUX-IMPORT-23-02-14", 5)):
        edges = [START + 86_400 * each // a_day for each in range(a_day * 394 + 1)]
        rates = [row(at(s), at(e), 10 + s % 7) for s, e in pairwise(edges)]
        api.sell(f"E-1R-{kind}-C", kind, rates)
    days = [row(at(day), at(day + 86_400), 20) for day in range(START - 86_400, NOW, 86_400)]
    api.sell(TRACKER, "Tracker", days[:152], is_listed=False)
    api.sell("E-1R-SILVER-26-04-01-C", "Tracker", days[152:], is_listed=False)
    for number in range(6):
        api.sell(f"E-1R-SNUG-{number}-24-01-01-C", f"Snug {number}", flat(20 + number))
    end, _ = fetch()
    assert end.problems == ()
    assert len(api.asked) == end.requests <= 60
    assert all("authorization" not in each for each in api.asked)
    again, _ = fetch(now=NOW + 3600)
    assert (again.requests, len(api.asked)) == (0, end.requests)


@pytest.mark.extended
def test_of_a_family_an_older_version_is_asked_for_only_where_the_newest_does_not_cover_the_time(
    api: MarketApi, fetch: Fetch, folders: Folders
) -> None:
    fetch(only=("tracker",))
    tracker = [each for each in api.asked if "SILVER" in each and "unit-rates" in each]
    assert [each.split("/")[3] for each in tracker] == ["SILVER-26-04-01", "SILVER-25-09-02"]
    assert not [each for each in api.asked if "AGILE" in each]
    fetch(only=("flexible",))
    assert {each.split("/")[3] for each in api.asked if "/VAR-" in each} == {"VAR-22-11-01"}
    stored = load_prices(folders.prices, FLEXIBLE)
    assert stored is not None
    assert stored.prices.standing_charges


@pytest.mark.extended
def test_what_the_api_does_not_know_is_asked_for_again_the_next_day(
    api: MarketApi, fetch: Fetch
) -> None:
    first, _ = fetch(only=("tracker",))
    assert first.problems == ()
    assert fetch(only=("tracker",))[0].requests == 0
    api.asked.clear()
    fetch(only=("tracker",), now=NOW + 86_400)
    assert any("SILVER-26-04-01" in each for each in api.asked)


@pytest.mark.extended
def test_of_a_fixed_tariff_todays_price_is_asked_for_once_a_day(
    api: MarketApi, fetch: Fetch
) -> None:
    fetch(only=("12m fixed",))
    assert fetch(only=("12m fixed",))[0].requests == 0
    api.asked.clear()
    fetch(only=("12m fixed",), now=NOW + 86_400)
    ends = [each.split("/")[-2] for each in api.asked if "FIX-12M-26-11-01" in each]
    assert ends == ["OE-FIX-12M-26-11-01", "standard-unit-rates"]  # the first has the charge


def test_a_household_whose_region_is_not_known_gets_what_it_had(
    api: MarketApi, server: Loopback, folders: Folders, tmp_path: Path
) -> None:
    point = MeterPoint.of(server.meter(tmp_path))

    async def ask() -> list[ComparisonEvent]:
        found = fetch_candidates(
            Config(None, (point,)), folders, point, FIRST, LAST, now=lambda: NOW
        )
        return [event async for event in found]

    assert asyncio.run(ask()) == [CandidatesFinished(0)]
    assert api.asked == []


@pytest.mark.extended
def test_what_came_before_it_was_stopped_is_kept(
    api: MarketApi, fetch: Fetch, folders: Folders
) -> None:
    _, events = fetch(stop=True)
    (came,) = (event for event in events if isinstance(event, PricesCame))
    stored = load_prices(folders.prices, came.tariff)
    assert stored is not None
    asked = len(api.asked)
    end, _ = fetch()
    assert end.requests > 0
    assert end.problems == ()
    assert not set(api.asked[asked:]) & {"/v1/products/"}


def test_without_a_network_it_says_that_what_is_stored_is_used(
    fetch: Fetch, server: Loopback
) -> None:
    """After one request if anything is stored, else after the usual tries."""
    api, server.answers = server.answers, Response.html(502)
    end, _ = fetch()
    assert (end.requests, len(server.requests)) == (4, 4)
    assert [each.split(" (")[0] for each in end.problems] == ["The Octopus API is having problems"]
    server.answers = api
    fetch()
    server.answers = Response.html(502)
    server.requests.clear()
    end, _ = fetch(now=NOW + 86_400)
    assert (end.requests, len(server.requests)) == (1, 1)
    assert end.problems == ("Octopus cannot be asked: what is stored is used, of 29 Nov 2026.",)


def test_one_product_that_cannot_be_had_is_no_reason_to_ask_for_no_other(
    fetch: Fetch, api: MarketApi, folders: Folders
) -> None:
    api.instead["/OE-FIX-12M-26-11-01/"] = Response.json([])
    end, _ = fetch()
    assert [each.partition(":")[0] for each in end.problems] == ["Octopus 12M Fixed"]
    assert load_prices(folders.prices, FLEXIBLE) is not None
    assert load_prices(folders.prices, FIXED) is None


GO, COSY = "E-1R-GO-VAR-22-10-14-C", "E-1R-COSY-22-12-08-C"
FAILED = Response.html(500)


@pytest.mark.extended
def test_nor_is_one_tariff_for_which_the_api_fails(
    fetch: Fetch, api: MarketApi, folders: Folders
) -> None:
    api.sell(GO, "Octopus Go", flat(9.5)).sell(COSY, "Cosy Octopus", flat(25.1))
    api.instead[f"/{GO}/standard-unit-rates/"] = FAILED
    end, _ = fetch()
    (problem,) = end.problems
    assert problem.startswith("Go: The Octopus API is having problems")
    assert load_prices(folders.prices, GO) is None
    assert load_prices(folders.prices, COSY) is not None
    api.instead.clear()
    api.asked.clear()
    fetch()
    assert {each.split("/")[5] for each in api.asked} == {GO}


def test_after_two_failures_in_a_row_nothing_more_is_asked_for(
    fetch: Fetch, api: MarketApi
) -> None:
    api.instead["/standard-unit-rates/"] = FAILED
    end, _ = fetch()
    first, last = end.problems
    assert first.startswith(f"{OWN}: The Octopus API is having problems")
    assert last.endswith("What is stored is used.")
    asked = {each.split("/")[5] for each in api.asked if each.endswith("/standard-unit-rates/")}
    assert asked == {OWN, FLEXIBLE}


def test_what_cannot_be_kept_is_not_asked_for(
    fetch: Fetch, api: MarketApi, folders: Folders
) -> None:
    api.sell(GO, "Octopus Go", flat(9.5)).sell(COSY, "Cosy Octopus", flat(25.1))
    folders.prices.parent.mkdir(parents=True, exist_ok=True)
    folders.prices.write_text("no folder")
    end, _ = fetch()
    assert ["cannot be written" in each for each in end.problems] == [True, True]
    assert not [each for each in api.asked if each.endswith("/standing-charges/") and GO in each]


@pytest.mark.slow
def test_every_meter_of_the_demo_is_compared_with_few_requests_once_a_day(
    folders: Folders,
) -> None:
    moment = datetime.fromtimestamp(NOW, UTC)
    config = demo_config(folders, moment.date())
    household = SimulatedHousehold(moment)

    async def ask(point: MeterPoint) -> CandidatesFinished:
        events = fetch_candidates(
            config, folders, point, FIRST, LAST, transport=household, now=lambda: NOW
        )
        end = [event async for event in events][-1]
        assert isinstance(end, CandidatesFinished)
        return end

    for point in config.points:
        first = asyncio.run(ask(point))
        assert (first.requests > 0, first.problems) == (not point.is_net, ())
        assert first.requests <= 60
        assert asyncio.run(ask(point)) == CandidatesFinished(0)
