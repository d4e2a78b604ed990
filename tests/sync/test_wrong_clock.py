"""The machine's clock is wrong, or is put right in the middle of a sync: nothing is lost by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from octoterm.household.meter import Meter
from octoterm.storage.state.sync_log import read_log
from octoterm.storage.state.sync_record import SyncRecord
from octoterm.sync.events import Finished
from octoterm.sync.readings import sync_meter
from tests.support.dashboards import NOW as SHOWN
from tests.support.dashboards import brings, meter, opened, synced
from tests.support.households import half_hours, readings
from tests.support.loopback import Loopback, ReadingsApi, Request, Response, page
from tests.support.slow import one_in
from tests.support.syncing import (
    DAY,
    HALF_HOUR,
    NOW,
    YESTERDAY,
    Answering,
    history,
    no_sleep,
    stored,
)

YEAR = 365 * DAY
pytestmark = pytest.mark.usefixtures("quick_disk")

WRONG = {
    "right": 0,
    "a day behind": -DAY,
    "a day ahead": DAY,
    "ten years behind": -10 * YEAR,
    "ten years ahead": 10 * YEAR,
    "at the beginning of time": -NOW,
}
wrong_by = pytest.mark.parametrize("by", WRONG.values(), ids=WRONG)


class Household:
    """A meter at an API, synced by a machine whose clock says what it is told to."""

    def __init__(self, folder: Path, values: dict[int, object], page_size: int = 40) -> None:
        server = Loopback(page([]))
        server.origin = "http://127.0.0.1:1"
        self.meter: Meter = server.meter(folder)
        self.state = folder / "state"
        self.api = ReadingsApi(values, page_size)
        self.requests: list[Request] = []

    def _answer(self, request: Request) -> Response:
        self.requests.append(request)
        return self.api(request)

    async def sync(self, clock: Callable[[], float] | float, *, gaps: bool = False) -> Finished:
        """One sync, which must come to an end within few requests."""
        before = len(self.requests)
        events = sync_meter(
            self.meter,
            state_folder=self.state,
            gaps=gaps,
            transport=Answering(self._answer),
            now=clock if callable(clock) else lambda: float(clock),
            sleep=no_sleep,
        )
        (finished,) = [event async for event in events if isinstance(event, Finished)]
        assert finished.error is None
        assert len(self.requests) - before <= -(-len(self.api.values) // self.api.page_size) + 1
        return finished

    @property
    def is_whole(self) -> bool:
        return stored(self.meter) == self.api.values


@pytest.mark.extended
@wrong_by
async def test_a_first_sync_with_a_wrong_clock_brings_everything(tmp_path: Path, by: int) -> None:
    home = Household(tmp_path, history(5))
    await home.sync(NOW + by)
    assert home.is_whole


@pytest.mark.extended
@pytest.mark.parametrize(("was", "then"), one_in(3, product(WRONG, [-NOW, 10 * YEAR])))
async def test_syncs_go_on_whatever_the_clock_said_before_and_says_now(
    tmp_path: Path, was: str, then: int
) -> None:
    values = history(5)
    late, newest = YESTERDAY - 3 * DAY, YESTERDAY
    known = {at: value for at, value in values.items() if at not in (late, newest)}
    home = Household(tmp_path, known)
    await home.sync(NOW + WRONG[was])
    home.api.values = {**values, YESTERDAY - DAY: 7.5}
    finished = await home.sync(NOW + then)
    assert (finished.new, finished.changed) == (2, 1)
    assert home.is_whole
    since = [datetime.fromisoformat(each.query["period_from"]) for each in home.requests]
    assert min(since) >= datetime(2000, 1, 1, tzinfo=UTC), "a date that the API can read"


@pytest.mark.extended
@wrong_by
async def test_a_gap_that_fills_while_the_clock_is_wrong_is_filled_when_it_is_right(
    tmp_path: Path, by: int
) -> None:
    values = history(40)
    missing = YESTERDAY - 30 * DAY
    home = Household(tmp_path, {at: value for at, value in values.items() if at != missing}, 2000)
    await home.sync(NOW)
    home.api.values = values
    await home.sync(NOW + by)
    await home.sync(NOW)
    assert home.is_whole


@pytest.mark.extended
@pytest.mark.parametrize(
    ("jump", "at"), one_in(4, product([-10 * YEAR, -DAY, 10 * YEAR], range(3)))
)
async def test_a_clock_that_jumps_during_a_sync_does_no_harm(
    tmp_path: Path, jump: int, at: int
) -> None:
    values = history(5)
    home = Household(tmp_path, {at: values[at] for at in values if at < YESTERDAY - DAY})
    await home.sync(NOW)
    home.api.values = values
    looked = 0

    def clock() -> float:
        nonlocal looked
        looked += 1
        return float(NOW + (jump if looked > at else 0))

    await home.sync(clock)
    assert home.is_whole
    home.api.values = {**values, YESTERDAY + HALF_HOUR: 1.5}
    assert (await home.sync(NOW + DAY)).new == 1
    assert home.is_whole


@pytest.mark.parametrize("by", [-10 * YEAR, 10 * YEAR])
async def test_a_date_to_try_again_at_that_is_years_away_is_not_waited_for(
    tmp_path: Path, by: int
) -> None:
    """The API names the right time, which is another one for this machine."""
    home = Household(tmp_path, history(1))
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    home.api.instead[0] = Response.json(
        {"detail": "Later."}, 429, Retry_After="Thu, 14 Mar 2024 09:00:05 GMT"
    )
    events = sync_meter(
        home.meter,
        state_folder=home.state,
        transport=Answering(home.api),
        now=lambda: float(NOW + by),
        sleep=sleep,
    )
    async for _ in events:
        pass
    assert sum(slept) < 60
    await home.sync(NOW + by)
    assert home.is_whole


async def test_a_record_from_the_future_is_believed_only_where_it_speaks_of_readings(
    tmp_path: Path,
) -> None:
    values = history(3)
    home = Household(tmp_path, values)
    SyncRecord(None, NOW + 10 * YEAR).save(home.state, home.meter)
    await home.sync(NOW)
    assert home.is_whole
    assert SyncRecord.load(home.state, home.meter) == SyncRecord(min(values), NOW, NOW)
    SyncRecord(min(values), NOW + 10 * YEAR).save(home.state, home.meter)
    home.api.values = {**values, YESTERDAY + HALF_HOUR: 1.5}
    assert (await home.sync(NOW)).synced_at == NOW
    assert home.is_whole


async def test_the_log_keeps_the_order_of_the_syncs_whatever_the_clock_says(
    tmp_path: Path,
) -> None:
    home = Household(tmp_path, history(1))
    for by in (0, 10 * YEAR, -DAY):
        await home.sync(NOW + by)
    log = read_log(home.state, home.meter)
    assert [entry.at - NOW for entry in log] == [-DAY, 10 * YEAR, 0]


async def test_a_reading_from_the_future_hides_nothing_that_is_missing(tmp_path: Path) -> None:
    values = history(5)
    known = {at: values[at] for at in values if at < YESTERDAY - DAY}
    home = Household(tmp_path, {**known, NOW + YEAR - NOW % HALF_HOUR: 0.5})
    await home.sync(NOW)
    home.api.values = {**home.api.values, **values, YESTERDAY - 3 * DAY: 7.5}
    await home.sync(NOW + DAY)
    assert home.is_whole


OLD = readings(half_hours("2024-03-01T00:00Z", "2024-03-15T00:00Z"))
NEW = readings(half_hours("2024-03-01T00:00Z", "2024-03-17T00:00Z"))


@pytest.mark.extended
async def test_the_dashboard_of_a_machine_whose_clock_is_behind_shows_all_readings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.support.dashboards.NOW", SHOWN - 10 * YEAR)
    SyncRecord(OLD[0].start, int(SHOWN), int(SHOWN)).save(tmp_path / "state", meter(tmp_path))
    async with opened(tmp_path, OLD, api=brings(NEW)) as here:
        await synced(here)
        await here.shows("Sat 16 Mar 2024", "readings to 16 Mar 2024 24:00")
