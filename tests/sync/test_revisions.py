"""Corrections by the supplier: which are seen at once, and which once a month."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.state.sync_record import SyncRecord, record_path
from octoterm.sync.events import Finished, Saved
from octoterm.sync.readings import sync_meter
from tests.support.loopback import Loopback, ReadingsApi, Request, Response, page
from tests.support.slow import slow
from tests.support.syncing import (
    ALL_HISTORY,
    DAY,
    HALF_HOUR,
    NOW,
    YESTERDAY,
    Answering,
    history,
    no_sleep,
    store,
    stored,
)

HOUR = 3600
YEAR = 365 * DAY
LONG_AGO = YESTERDAY - 100 * DAY
pytestmark = pytest.mark.usefixtures("quick_disk")


class Household:
    """A meter that has stored all of its 120 days, in a complete pass at `NOW`."""

    def __init__(self, folder: Path) -> None:
        server = Loopback(page([]))
        server.origin = "http://127.0.0.1:1"
        self.meter = server.meter(folder)
        self.state = folder / "state"
        self.api = ReadingsApi(history(120), page_size=1000)
        self.requests: list[Request] = []
        store(self.meter, self.api.values)
        self.remember(SyncRecord(min(self.api.values), NOW, completed_at=NOW))

    def remember(self, record: SyncRecord) -> None:
        record.save(self.state, self.meter)

    @property
    def record(self) -> SyncRecord:
        return SyncRecord.load(self.state, self.meter)

    def _answer(self, request: Request) -> Response:
        self.requests.append(request)
        return self.api(request)

    async def sync(
        self, at: float, *, full: bool = False, whole: ReadingsFile | None = None
    ) -> tuple[bool, Finished]:
        """Whether the sync was a complete pass, newest first, and how it ended."""
        self.requests.clear()
        events = [
            event
            async for event in sync_meter(
                self.meter,
                state_folder=self.state,
                store=whole,
                full=full,
                transport=Answering(self._answer),
                now=lambda: at,
                sleep=no_sleep,
            )
        ]
        *_, end = events
        assert isinstance(end, Finished)
        for_all = "order_by" not in self.requests[0].query
        assert not for_all or self.requests[0].query["period_from"] == ALL_HISTORY
        pages = [event for event in events if isinstance(event, Saved)]
        assert all(event.complete_pass is for_all for event in pages)
        return for_all, end


@pytest.fixture
def home(tmp_path: Path) -> Household:
    return Household(tmp_path)


@pytest.mark.extended
@pytest.mark.parametrize(("days_ago", "seen"), [(20, True), (44, True), (46, False)])
async def test_each_sync_sees_what_was_revised_in_the_last_45_days(
    home: Household, days_ago: int, seen: bool
) -> None:
    home.api.values[YESTERDAY - days_ago * DAY] = 7.5
    for_all, end = await home.sync(NOW + HOUR)
    assert (for_all, end.changed) == (False, int(seen))
    assert (stored(home.meter) == home.api.values) is seen


@pytest.mark.extended
@pytest.mark.parametrize("by_the_dashboard", [False, True])
async def test_once_a_month_a_sync_goes_over_all_history_newest_first(
    home: Household, by_the_dashboard: bool
) -> None:
    whole = ReadingsFile(home.meter.csv) if by_the_dashboard else None
    home.api.values |= {LONG_AGO: 7.5, YESTERDAY + HALF_HOUR: 0.5}
    for_all, end = await home.sync(NOW + 29 * DAY, whole=whole)
    assert (for_all, end.new, end.changed) == (False, 1, 0)
    for_all, end = await home.sync(NOW + 30 * DAY, whole=whole)
    assert (for_all, end.new, end.changed, end.error) == (True, 0, 1, None)
    assert stored(home.meter) == home.api.values


@pytest.mark.extended
@pytest.mark.parametrize("days", [5, *slow(2)])
async def test_of_two_months_of_syncs_two_are_not_like_the_others(
    home: Household, days: int
) -> None:
    syncs = range(NOW + days * DAY, NOW + 65 * DAY, days * DAY)
    passes = [at for at in syncs if (await home.sync(at))[0]]
    assert passes == [NOW + 30 * DAY, NOW + 60 * DAY]


@pytest.mark.extended
async def test_a_full_sync_is_the_months_pass_too(home: Household) -> None:
    assert (await home.sync(NOW + 20 * DAY, full=True))[0]
    assert not (await home.sync(NOW + 31 * DAY))[0]
    assert (await home.sync(NOW + 50 * DAY))[0]


@pytest.mark.extended
async def test_a_record_of_an_older_octoterm_means_one_pass(home: Household) -> None:
    record_path(home.state, home.meter).write_text(
        json.dumps({"complete_from": min(home.api.values), "synced_at": NOW})
    )
    assert [(await home.sync(NOW + n * HOUR))[0] for n in range(1, 4)] == [True, False, False]


async def test_an_older_octoterm_finds_what_it_knows_in_the_record(home: Household) -> None:
    await home.sync(NOW + HOUR)
    content = json.loads(record_path(home.state, home.meter).read_text())
    assert content["complete_from"] == min(home.api.values)
    assert content["synced_at"] == NOW + HOUR


@pytest.mark.extended
async def test_a_pass_that_breaks_off_is_begun_again_a_day_later_and_not_before(
    home: Household,
) -> None:
    home.api.values |= {LONG_AGO: 7.5, YESTERDAY + HALF_HOUR: 0.5}
    due = NOW + 31 * DAY
    home.api.instead[1] = Response.json({"detail": "Not found."}, 404)
    for_all, end = await home.sync(due)
    assert (for_all, end.new, end.error is None) == (True, 1, False), "the newest came first"
    assert end.synced_at == NOW
    tried = [(await home.sync(due + hours * HOUR))[0] for hours in (1, 12, 23, 24, 25)]
    assert tried == [False, False, False, True, False]
    assert stored(home.meter) == home.api.values


async def test_where_nothing_can_be_put_on_record_no_pass_is_begun_again_and_again(
    home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    home.api.values[YESTERDAY + HALF_HOUR] = 0.5
    monkeypatch.setattr("octoterm.storage.state.sync_record.replace_private", full)
    for_all, end = await home.sync(NOW + 31 * DAY)
    assert not for_all
    assert end.new == 1
    assert "No space left" in str(end.error)


@pytest.mark.extended
async def test_a_pass_that_was_completed_in_the_future_is_made_once_more(home: Household) -> None:
    home.remember(SyncRecord(min(home.api.values), NOW, NOW + 10 * YEAR, NOW + 10 * YEAR))
    assert [(await home.sync(NOW + n * HOUR))[0] for n in range(1, 4)] == [True, False, False]
    assert home.record.completed_at == NOW + HOUR


@pytest.mark.extended
@pytest.mark.parametrize("at", [100, *slow(0, 150 * YEAR)])
async def test_a_clock_that_says_an_impossible_time_begins_no_pass(
    home: Household, at: int
) -> None:
    for _ in range(2):
        assert not (await home.sync(at))[0]
    assert home.record.completed_at == NOW
    assert not (await home.sync(NOW + HOUR))[0]


@pytest.mark.extended
@pytest.mark.parametrize("off_by", [-2 * DAY, 2 * DAY])
async def test_a_clock_that_is_put_right_by_days_begins_no_pass(
    home: Household, off_by: int
) -> None:
    assert not any([(await home.sync(at))[0] for at in (NOW + off_by, NOW, NOW + off_by)])
