"""The simulated household: it answers as the API does, and its readings can be believed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from octoterm.config.reader import Config
from octoterm.demo.household import API_KEY, DEMO_METERS, ORIGIN, demo_config
from octoterm.demo.simulator import SimulatedHousehold
from octoterm.storage.folders import Folders
from tests.support.slow import slow

NOW = datetime(2026, 11, 24, 21, 4, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
HALF_HOUR = timedelta(minutes=30)
ELECTRICITY = "/v1/electricity-meter-points/2000000000001/meters/21L0000001/consumption/"


MADE: dict[Any, Any] = {}


def simulated(now: datetime = NOW, **different: Any) -> SimulatedHousehold:
    """A household that need not make up anew what another one of that day has."""
    household = SimulatedHousehold(now, **different)
    household._series = MADE.setdefault(now, {})
    return household


async def get(
    path: str = ELECTRICITY,
    household: SimulatedHousehold | None = None,
    key: str | None = API_KEY,
    **query: object,
) -> tuple[int, Any]:
    """Status and decoded content of one answer."""
    transport = household or simulated()
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        auth = None if key is None else httpx.BasicAuth(key, "")
        params = {name: str(value) for name, value in query.items()} or None
        answer = await client.get(path, params=params, auth=auth)
        return answer.status_code, answer.json()


async def everything(household: SimulatedHousehold, path: str = ELECTRICITY) -> list[Any]:
    """All readings there are, the late ones included, oldest first."""
    for _ in range(2):
        await get(path, household, page_size=1)
    results: list[Any] = []
    page = 1
    while page:
        _, content = await get(path, household, page_size=25_000, order_by="period", page=page)
        results += content["results"]
        page = page + 1 if content["next"] else 0
    return results


def start_of(reading: Any) -> datetime:
    return datetime.fromisoformat(reading["interval_start"])


@pytest.fixture(scope="module")
def readings() -> list[Any]:
    """All of the electricity meter's readings."""
    return asyncio.run(everything(simulated()))


@pytest.fixture(scope="module")
def days(readings: list[Any]) -> dict[date, list[float]]:
    """What each London day used, half hour by half hour."""
    found: dict[date, list[float]] = {}
    for reading in readings:
        day = start_of(reading).astimezone(LONDON).date()
        found.setdefault(day, []).append(reading["consumption"])
    return found


def the_config(folder: Path) -> Config:
    return demo_config(Folders.inside(folder))


# It answers as the API does


@pytest.mark.parametrize(
    ("path", "key", "query", "status", "content"),
    [
        (ELECTRICITY, None, {}, 401, {"detail": "Authentication credentials were not provided."}),
        (ELECTRICITY, "sk_wrong", {}, 401, {"detail": "Invalid API key."}),
        ("/v1/unknown/", API_KEY, {}, 404, {"detail": "Not found."}),
        (ELECTRICITY, API_KEY, {"page": 9999}, 404, {"detail": "Invalid page."}),
    ],
)
async def test_a_wrong_request_is_refused(
    path: str, key: str | None, query: dict[str, object], status: int, content: object
):
    assert await get(path, key=key, **query) == (status, content)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"period_to": "2026-01-01T00:00:00Z"}, "period_from"),
        ({"period_from": "yesterday"}, "period_from"),
        ({"period_from": "2026-01-01T00:00:00Z", "period_to": "soon"}, "period_to"),
    ],
)
async def test_a_wrong_period_names_the_field(query: dict[str, object], field: str):
    status, content = await get(**query)
    assert status == 400
    assert list(content) == [field]


async def test_a_page_has_a_hundred_rows_newest_first_unless_asked_otherwise():
    _, content = await get()
    starts = [start_of(reading) for reading in content["results"]]
    assert len(starts) == 100
    assert starts == sorted(starts, reverse=True)
    assert content["previous"] is None
    assert content["count"] > 50_000

    _, content = await get(order_by="period", page_size=7)
    starts = [start_of(reading) for reading in content["results"]]
    assert len(starts) == 7
    assert starts == sorted(starts)


@pytest.mark.extended
async def test_pages_join_up_and_keep_the_parameters():
    household = simulated()
    since = "2026-11-01T00:00:00Z"
    _, first = await get(household=household, period_from=since, page_size=500)
    _, second = await get(first["next"], household)
    assert start_of(first["results"][-1]) - start_of(second["results"][0]) == HALF_HOUR
    assert "page_size=500&page=2" in first["next"]
    assert second["previous"].startswith(f"{ORIGIN}{ELECTRICITY}?period_from=")
    while second["next"]:
        _, second = await get(second["next"], household)
    assert second["results"][-1]["interval_start"] == since


@pytest.mark.extended
async def test_no_page_is_larger_than_the_largest():
    _, content = await get(page_size=30_000)
    assert len(content["results"]) == 25_000
    _, content = await get(household=simulated(largest_page=3000), page_size=25_000)
    assert len(content["results"]) == 3000


@pytest.mark.extended
async def test_period_from_is_inclusive_and_period_to_exclusive():
    _, content = await get(period_from="2026-10-05T00:00:00Z", period_to="2026-10-06T00:00:00Z")
    starts = [reading["interval_start"] for reading in content["results"]]
    assert starts[-1] == "2026-10-05T01:00:00+01:00"
    assert starts[0] == "2026-10-06T00:30:00+01:00"
    assert len(starts) == content["count"] == 48


async def test_a_time_without_an_offset_is_londons():
    _, content = await get(period_from="2026-07-06T12:00:00", order_by="period", page_size=1)
    assert content["results"][0]["interval_start"] == "2026-07-06T12:00:00+01:00"


async def test_stamps_are_londons_and_mixed_at_a_change(readings: list[Any]):
    at = {reading["interval_start"]: reading["interval_end"] for reading in readings}
    assert at["2026-03-29T00:30:00Z"] == "2026-03-29T02:00:00+01:00"
    assert at["2026-10-25T01:30:00+01:00"] == "2026-10-25T01:00:00Z"
    assert all(start.endswith(("Z", "+01:00")) for start in at)


async def test_late_readings_come_with_the_second_listing():
    household = simulated()
    recent = {"period_from": "2026-11-10T00:00:00Z", "page_size": 400}
    _, before = await get(household=household, **recent)
    _, same = await get(before["next"], household)
    _, after = await get(household=household, **recent)
    assert before["count"] == same["count"] == after["count"] - 17
    assert before["results"][0]["interval_end"] == "2026-11-23T18:00:00Z"
    assert after["results"][0]["interval_end"] == "2026-11-24T00:00:00Z"


async def test_latency_delays_every_answer_by_that_much(monkeypatch):
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    await get(household=simulated(latency=0.4))
    assert max(slept) == 0.4


# Its readings can be believed


@pytest.mark.slow
async def test_a_second_meter_of_the_same_fuel_has_readings_of_its_own():
    first = DEMO_METERS[0]
    second = replace(first, mpan="2000000000002", seed="flat")
    household = SimulatedHousehold(NOW, meters=[first, second])
    for path in (first.path, second.path):
        status, _ = await get(path, household, page_size=1)
        assert status == 200
    one, other = [await everything(household, path) for path in (first.path, second.path)]
    assert len(one) > 50_000
    assert [each["consumption"] for each in one[:9]] != [each["consumption"] for each in other[:9]]
    status, _ = await get(DEMO_METERS[1].path, household)
    assert status == 404


@pytest.mark.slow
async def test_every_run_and_every_machine_shows_the_same(readings: list[Any]):
    assert await everything(SimulatedHousehold(NOW)) == readings
    assert [reading["consumption"] for reading in readings[:3]] == [0.078, 0.115, 0.115]


def test_there_are_three_years_up_to_yesterday(readings: list[Any]):
    assert readings[0]["interval_start"] == "2023-11-24T00:00:00Z"
    assert readings[-1]["interval_end"] == "2026-11-24T00:00:00Z"


@pytest.mark.extended
def test_a_household_uses_eight_to_twelve_kwh_a_day(days: dict[date, list[float]]):
    whole = [sum(values) for values in days.values() if len(values) >= 46]
    assert 8 < mean(whole) < 12
    assert min(whole) > 3
    assert max(whole) < 20


def test_the_base_load_is_that_of_a_fridge_and_a_router(days: dict[date, list[float]]):
    lowest = [2000 * min(values) for values in days.values()]
    assert 140 < mean(lowest) < 200


def test_evenings_peak_and_mornings_are_busier_than_nights(days: dict[date, list[float]]):
    regular = [values for values in days.values() if len(values) == 48]
    night, morning, noon, evening = (
        mean(values[n] for values in regular for n in hours)
        for hours in (range(4, 10), range(13, 18), range(22, 28), range(34, 42))
    )
    assert night < noon < morning < evening
    peaks = [max(values[34:40]) for values in regular]
    assert 0.8 < mean(peaks) < 1.6
    assert max(peaks) < 2.5


@pytest.mark.extended
def test_winter_uses_more_than_summer_and_weekends_differ(days: dict[date, list[float]]):
    def usual(wanted: Any) -> float:
        return mean(sum(values) for day, values in days.items() if wanted(day))

    assert usual(lambda day: day.month in (12, 1, 2)) > 1.2 * usual(lambda d: d.month in (6, 7))
    assert usual(lambda day: day.weekday() >= 5) > 1.03 * usual(lambda day: day.weekday() < 5)


@pytest.mark.extended
def test_nobody_is_at_home_in_the_first_half_of_august(days: dict[date, list[float]]):
    for year in (2024, 2025, 2026):
        away = [days[date(year, 8, day)] for day in range(4, 16)]
        assert all(sum(values) < 5 and max(values) < 0.2 for values in away)


def test_there_are_gaps_of_every_kind(readings: list[Any]):
    starts = [start_of(reading).astimezone(UTC) for reading in readings]
    gaps = [
        (before + HALF_HOUR, after - before - HALF_HOUR)
        for before, after in pairwise(starts)
        if after - before != HALF_HOUR
    ]
    single = [start for start, length in gaps if length == HALF_HOUR]
    assert 10 < len(single) < 60
    assert {(start.hour, start.minute) for start in single} == {(23, 30)}
    longer = sorted(length for _, length in gaps if length > HALF_HOUR)
    assert longer == [timedelta(days=1), timedelta(days=1), timedelta(days=3)]


def test_clock_changes_have_46_and_50_half_hours(days: dict[date, list[float]]):
    assert [len(days[date(y, 3, d)]) for y, d in ((2024, 31), (2025, 30), (2026, 29))] == [46] * 3
    assert [len(days[date(y, 10, d)]) for y, d in ((2024, 27), (2025, 26), (2026, 25))] == [50] * 3


@pytest.mark.extended
async def test_gas_is_cubic_metres_and_mostly_nothing():
    config = the_config(Path("/nowhere"))
    gas = next(meter for meter in config.meters if meter.name == "Gas")
    assert gas.unit == "m3"
    readings = await everything(simulated(), gas.url.removeprefix(ORIGIN))
    values = [reading["consumption"] for reading in readings]
    hours = {start_of(r).astimezone(LONDON).hour for r in readings if r["consumption"]}
    assert hours <= {*range(6, 11), *range(16, 22)}, "on days of clock changes too"
    assert values.count(0.0) > len(values) / 2
    assert 800 < sum(values) / 3 < 1500


@pytest.mark.extended
@pytest.mark.parametrize(
    "now",
    [
        datetime(2024, 2, 29, 12, tzinfo=UTC),
        *slow(
            datetime(2025, 3, 1, 0, 10, tzinfo=UTC),
            datetime(2026, 3, 30, 0, 30, tzinfo=UTC),
            datetime(2025, 10, 27, 9, tzinfo=UTC),
        ),
        datetime(2027, 6, 30, 23, 30, tzinfo=UTC),
    ],
)
async def test_it_lives_on_any_day(now: datetime):
    household = SimulatedHousehold(now)
    yesterday = now.astimezone(LONDON).date() - timedelta(days=1)
    _, oldest = await get(household=household, order_by="period")
    _, newest = await get(household=household)
    assert start_of(oldest["results"][0]).astimezone(LONDON).date().year == yesterday.year - 3
    assert start_of(newest["results"][0]).astimezone(LONDON).date() == yesterday
    assert newest["count"] > 52_000
