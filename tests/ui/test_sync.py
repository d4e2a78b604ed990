"""The dashboard while it keeps itself current."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from octoterm.runtime.slices import finish
from octoterm.session import live_meters
from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.state.sync_record import SyncRecord
from octoterm.ui import dashboard
from octoterm.ui.views.usage.view import UsageChart
from tests.support.dashboards import (
    NOW,
    brings,
    meter,
    no_network,
    nothing_new,
    opened,
    page_of,
    synced,
)
from tests.support.households import half_hours, reading, readings, write
from tests.support.screens import draw
from tests.support.slow import slow

OLD = readings(half_hours("2024-03-01T00:00Z", "2024-03-15T00:00Z"))
NEW = readings(half_hours("2024-03-01T00:00Z", "2024-03-17T01:00Z"))


async def test_it_syncs_by_itself_and_follows_the_newest_complete_day(tmp_path: Path) -> None:
    async with opened(tmp_path, OLD, api=brings(NEW)) as here:
        await here.shows("Sat 16 Mar 2024", "Checked 21:04", "No readings since 17 Mar")
    assert len(finish(ReadingsFile(tmp_path / "Electricity.csv").load()).starts) == len(NEW)


@pytest.mark.extended
async def test_once_a_key_was_pressed_the_view_stays_and_newer_readings_are_told(
    tmp_path: Path,
) -> None:
    may_answer = asyncio.Event()

    class Later(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await may_answer.wait()
            return brings(NEW)(request)

    async with opened(tmp_path, OLD, transport=Later()) as here:
        await here.press("left")
        await here.shows("Wed 13 Mar 2024")
        may_answer.set()
        await here.shows("New readings · press t")
        assert "Wed 13 Mar 2024" in here.text
        await here.press("t")
        await here.shows("Sat 16 Mar 2024")
        await here.press("end")
        await here.shows("Sun 17 Mar 2024")
        assert "New readings" not in here.text


@pytest.mark.extended
async def test_while_a_sync_runs_refresh_is_greyed_and_escape_stops_it(tmp_path: Path) -> None:
    class Never(httpx.AsyncBaseTransport):
        async def handle_async_request(self, _: httpx.Request) -> httpx.Response:
            await asyncio.Event().wait()
            return page_of([])

    async with opened(tmp_path, OLD, transport=Never()) as here:
        await here.shows("Fetching readings · Esc to stop")
        assert here.dashboard.check_action("refresh_readings", ()) is None
        assert here.dashboard.check_action("escape", ()) is True
        assert "Esc Stop" in here.lines[-1]
        assert "refresh_readings" in here.dashboard.unavailable
        await here.press("right", "w")
        await here.shows("11–17 Mar 2024")
        await here.press("escape")
        await synced(here)
        assert "Esc to stop" not in here.text
        assert here.dashboard.check_action("refresh_readings", ()) is True
        assert here.dashboard.check_action("escape", ()) is None
        assert "Esc Stop" not in here.lines[-1]


async def test_r_asks_again(tmp_path: Path) -> None:
    answers = [OLD, NEW]
    async with opened(tmp_path, OLD, api=lambda request: brings(answers.pop(0))(request)) as here:
        await here.shows("Checked", "Thu 14 Mar 2024")
        await here.press("r")
        await here.shows("No readings since 17 Mar", "New readings · press t")


async def test_offline_it_shows_what_is_stored_and_one_quiet_line(tmp_path: Path) -> None:
    async with opened(tmp_path, OLD, api=no_network) as here:
        await here.shows("No readings since 14 Mar, 6 days · Offline", "Total 12.00 kWh")
        assert here.dashboard.status.tone == "notice", "the readings are old"


async def test_a_wrong_key_is_told_with_what_to_do(tmp_path: Path) -> None:
    async with opened(
        tmp_path, OLD, api=lambda _: httpx.Response(401, content=_once(b'{"detail":"Invalid"}'))
    ) as here:
        await synced(here)
        await here.until(lambda: here.dashboard.status.tone == "warning", "a warning")
        assert "sk_live" not in here.text


@pytest.mark.extended
async def test_what_another_process_writes_is_noticed(tmp_path: Path) -> None:
    async with opened(tmp_path, OLD) as here:
        await here.shows("Checked", "Thu 14 Mar 2024")
        finish(ReadingsFile(tmp_path / "Electricity.csv").merge(NEW))
        await here.dashboard.meters.look_at_files()
        await here.shows("Sat 16 Mar 2024", "No readings since 17 Mar")


@pytest.mark.extended
async def test_its_own_writing_is_not_read_again(tmp_path: Path) -> None:
    async with opened(tmp_path, OLD, api=brings(NEW)) as here:
        await synced(here)
        assert not here.dashboard.meters.current.is_stale


@pytest.mark.extended
async def test_a_sync_that_brings_nothing_new_leaves_the_readings_and_the_chart_as_they_are(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, OLD) as here:
        await synced(here)
        readings, chart = here.dashboard.shown.readings, here.dashboard.query_one(UsageChart)
        draw(here.app)
        drawn = chart._strips
        await here.press("r")
        await synced(here)
        draw(here.app)
        assert here.dashboard.shown.readings == readings
        assert chart._strips is drawn


@pytest.mark.extended
async def test_a_first_run_with_no_file_fills_the_screen_as_pages_arrive(tmp_path: Path) -> None:
    newest_first = list(reversed(NEW))

    def pages(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params.get("page", "1"))
        rows = newest_first[(page - 1) * 300 : page * 300]
        following = None
        if page * 300 < len(newest_first):
            following = str(request.url.copy_set_param("page", page + 1))
        return brings(rows, following)(request)

    async with opened(tmp_path, api=pages) as here:
        await here.shows("Sat 16 Mar 2024", "Checked")
        await here.press("a")
        await here.shows(f"all {len(NEW):,} readings so far")


@pytest.mark.extended
async def test_no_readings_anywhere_is_said_in_words(tmp_path: Path) -> None:
    async with opened(tmp_path) as here:
        await here.shows("No readings yet", "21:04 · Octopus has no readings for this meter")
        for key in ("left", "t", "w", "2", "p", "enter", "backspace", "e", "n", "1"):
            await here.press(key)


async def test_a_foreign_file_is_named_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "Electricity.csv").write_text("Dear diary\nnothing happened\n")
    async with opened(tmp_path, api=brings(NEW)) as here:
        await synced(here)
        await here.shows("is not a CSV file of half-hourly readings")
    assert (tmp_path / "Electricity.csv").read_text().startswith("Dear diary")


@pytest.mark.extended
async def test_unreadable_lines_are_counted(tmp_path: Path) -> None:
    async with opened(tmp_path, [*OLD, "torn, line"]) as here:
        await here.shows("1 unreadable line: octoterm check")


async def test_a_file_of_which_no_line_can_be_read_is_told_from_no_readings(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, ["torn, line", "and another", "what?"]) as here:
        await here.shows("None of the 3 lines can be read: octoterm check")
        await here.press("5")
        await here.shows("None of the 3 lines can be read\n")


async def test_impossible_readings_are_counted(tmp_path: Path) -> None:
    bad = [reading(row.start, "-1") for row in NEW[-2:]]
    async with opened(tmp_path, OLD, api=brings(bad)) as here:
        await here.shows("2 readings skipped")


async def test_several_meters_sync_at_once_and_one_failing_does_not_stop_the_other(
    tmp_path: Path,
) -> None:
    gas = meter(tmp_path, "Gas")
    write(gas.csv, OLD)

    def api(request: httpx.Request) -> httpx.Response:
        return no_network(request) if "Gas" in request.url.path else brings(NEW)(request)

    async with opened(tmp_path, OLD, meters=(meter(tmp_path), gas), api=api) as here:
        await synced(here)
        await here.shows("No readings since 17 Mar", "Checked")
        await here.press("n")
        await here.shows("No readings since 14 Mar, 6 days · Offline")


@pytest.mark.extended
async def test_a_warning_of_the_configuration_is_shown(tmp_path: Path) -> None:
    async with opened(tmp_path, OLD, warnings=("unknown key [/x] in config.json",)) as here:
        await here.shows("unknown key [/x]")


@pytest.mark.extended
@pytest.mark.parametrize("view", ["1", *slow("2")])
async def test_a_burst_of_keys_during_a_sync_ends_where_it_should(
    tmp_path: Path, view: str
) -> None:
    async with opened(tmp_path, OLD, api=brings(NEW)) as here:
        await here.press(view, *["left"] * 8, *["right"] * 3)
        await synced(here)
        day = here.dashboard.shown.position.day if here.dashboard.shown.position else None
        assert day is not None
        await here.shows(f"{day.day} Mar 2024", "Total")


def _once(body: bytes) -> httpx.AsyncByteStream:
    class Once(httpx.AsyncByteStream):
        async def __aiter__(self):  # type: ignore[no-untyped-def]
            yield body

    return Once()


@pytest.mark.extended
async def test_t_answers_the_word_of_newer_readings(tmp_path: Path) -> None:
    async with opened(tmp_path, OLD) as here:
        await here.shows("Checked")
        await here.press("left")
        finish(ReadingsFile(tmp_path / "Electricity.csv").merge(NEW))
        await here.dashboard.meters.look_at_files()
        await here.shows("New readings · press t")
        await here.press("t")
        assert "New readings" not in here.text


async def test_a_file_that_is_sound_again_is_no_longer_complained_of(tmp_path: Path) -> None:
    (tmp_path / "Electricity.csv").write_text("Dear diary\nnothing happened\n")
    async with opened(tmp_path) as here:
        await synced(here)
        await here.shows("is not a CSV file")
        write(tmp_path / "Electricity.csv", OLD)
        await here.dashboard.meters.look_at_files()
        await here.shows("Thu 14 Mar 2024")
        assert "is not a CSV file" not in here.text


async def test_it_syncs_again_by_itself_as_long_as_it_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[httpx.Request] = []

    def api(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return nothing_new(request)

    assert dashboard.SYNC_EVERY == 3600
    monkeypatch.setattr(dashboard, "SYNC_EVERY", 0.02)
    async with opened(tmp_path, OLD, api=api) as here:
        await here.until(lambda: len(asked) >= 4, "a fourth sync")


@pytest.mark.slow
async def test_it_looks_at_the_files_every_few_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_meters, "LOOK_EVERY", 0.02)
    async with opened(tmp_path, OLD) as here:
        await here.shows("Checked", "Thu 14 Mar 2024")
        finish(ReadingsFile(tmp_path / "Electricity.csv").merge(NEW))
        await here.shows("Sat 16 Mar 2024")


@pytest.mark.extended
async def test_f_asks_for_all_that_is_missing_and_says_what_came(tmp_path: Path) -> None:
    whole = readings(half_hours("2023-06-01T00:00Z", "2024-03-15T00:00Z"))
    missing, still_missing = whole[200:210], whole[300:302]
    held = [row for row in whole if row not in missing + still_missing]
    asked: list[str] = []

    def api(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["period_from"])
        late = missing if len(asked) > 1 else []
        return brings([*late, whole[-1]])(request)

    SyncRecord(whole[0].start, int(NOW), int(NOW)).save(tmp_path / "state", meter(tmp_path))
    async with opened(tmp_path, held, api=api) as here:
        await here.shows("Checked")
        await here.press("f")
        await here.shows("10 of 12 missing half hours arrived")
    first_gap = datetime.fromtimestamp(missing[0].start, UTC)
    assert asked[1] == first_gap.strftime("%Y-%m-%dT%H:%M:%SZ")


async def test_leaving_in_the_middle_of_a_sync_is_no_crash(tmp_path: Path) -> None:
    class Busy(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await asyncio.sleep(0)
            return brings(NEW, f"{request.url.copy_set_param('page', len(asked))}")(request)

    asked: list[int] = []
    for _ in range(2):
        async with opened(tmp_path, OLD, transport=Busy()) as here:
            asked.append(1)
            await here.pilot.press("q")
        assert (here.app.return_code or 0) == 0
