"""View 5: what is stored and how whole it is, the calendar, and the last syncs."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, time
from pathlib import Path

import pytest

from octoterm.analysis.coverage import day_in_words
from octoterm.consumption.series import Series
from octoterm.periods.calendar import Calendar
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from octoterm.storage.state.sync_entry import SyncEntry
from octoterm.storage.state.sync_log import read_log, write_log
from octoterm.storage.state.sync_record import SyncRecord
from octoterm.ui.views.data.view import DataView
from tests.support.dashboards import NOW, Opened, brings, meter, no_network, opened, synced
from tests.support.gaps import MISSING, with_gaps
from tests.support.households import half_hours, readings, write
from tests.support.screens import SIZES
from tests.support.slow import slow


def line_of(here: Opened, text: str) -> str:
    return next(line for line in here.lines if text in line)


def cursor_of(here: Opened) -> date | None:
    return here.dashboard.query_one(DataView).cursor


@pytest.mark.extended
@pytest.mark.parametrize("size", [SIZES[0], *slow(*SIZES[1:])])
async def test_the_figures_are_those_that_octoterm_check_prints(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(tmp_path, with_gaps(), size=size) as here:
        await here.press("5")
        await here.shows("98.2% complete", "2 gaps, 50 half hours")
        if size[0] >= 80:
            await here.shows(
                " · 144 kB",
                "2,818 readings from 15 Jan 2024 06:00 to 14 Mar 2024 24:00",
                "60 days: 57 complete, 2 incomplete, 1 without readings",
                "2 gaps, 50 half hours · f to request them again",
            )


@pytest.mark.extended
@pytest.mark.parametrize("size", [(120, 40), (60, 40)])
async def test_gaps_and_syncs_are_beside_the_calendar_or_below_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(tmp_path, with_gaps(), size=size) as here:
        await here.press("5")
        await here.shows(
            "10 Feb 2024 10:00 to 11:00 missing, 2 half hours",
            "5 Mar 2024 00:00 to 24:00 missing, 48 half hours",
            "20 Mar 21:04  nothing new",
        )
        assert ("Gaps" in line_of(here, "  missing")) == (size[0] > 80)


@pytest.mark.extended
async def test_gaps_that_do_not_fit_are_counted(tmp_path: Path) -> None:
    starts = half_hours("2024-03-01T00:00Z", "2024-03-15T00:00Z")
    gone = [starts[48 * day + 3 * day] for day in range(1, 13)]
    rows = readings([start for start in starts if start not in gone])
    async with opened(tmp_path, rows, size=(80, 26)) as here:
        await here.press("5")
        await here.shows("13 Mar 2024 18:00 missing, 1", "more: octoterm check")
        assert "Last syncs" in here.text


@pytest.mark.extended
async def test_the_figures_of_the_period_are_not_below_what_is_not_of_it(tmp_path: Path) -> None:
    async with opened(tmp_path, with_gaps()) as here:
        await here.shows("Total 12.00 kWh")
        await here.press("5")
        await here.shows("60 days")
        assert "Total" not in here.text
        await here.press("1")
        await here.shows("Total 12.00 kWh")


# What syncs bring


async def test_f_fills_the_view_while_it_is_open_and_is_on_record(tmp_path: Path) -> None:
    rows = with_gaps()
    asked: list[str] = []

    def api(request):  # type: ignore[no-untyped-def]
        asked.append(request.url.path)
        return brings(readings(MISSING[:2]) if len(asked) > 1 else [])(request)

    SyncRecord(rows[0].start, int(NOW), int(NOW)).save(tmp_path / "state", meter(tmp_path))
    async with opened(tmp_path, rows, api=api, size=(120, 40)) as here:
        await synced(here)
        await here.press("5")
        await here.shows("2 gaps, 50 half hours", "20 Mar 21:04  nothing new")
        await here.press("f")
        await here.shows(
            "2 of 50 missing half hours arrived",
            "1 gap, 48 half hours",
            "58 complete",
            "20 Mar 21:04  2 new (2 late)",
            "20 Mar 21:04  nothing new",
        )
    assert [entry.late for entry in read_log(tmp_path / "state", meter(tmp_path))] == [2, 0]


@pytest.mark.extended
async def test_the_last_syncs_are_told_the_newest_first_and_why_one_broke_off(
    tmp_path: Path,
) -> None:
    for at, new in ((1710900000, 96), (1710910000, 0), (1710920000, 0)):
        entry = SyncEntry(at=at, new=new, late=0, changed=new // 48, skipped=0)
        write_log(tmp_path / "state", meter(tmp_path), entry)
    async with opened(tmp_path, with_gaps(), api=no_network, size=(120, 40)) as here:
        await synced(here)
        await here.press("5")
        await here.shows("20 Mar 21:04  No connection")
        lines = [line[:50].rstrip() for line in here.lines]
        at = lines.index(" Last syncs")
        assert lines[at + 2 : at + 4] == [
            " 20 Mar 07:33  nothing new (2 syncs)",
            " 20 Mar 02:00  96 new, 2 changed",
        ]


@pytest.mark.extended
@pytest.mark.parametrize(
    "absurd", [10**400, True, *slow(10**18, -(10**18), 1e300)], ids=lambda absurd: repr(absurd)[:9]
)
async def test_a_record_of_times_and_numbers_that_cannot_be_is_passed_over(
    tmp_path: Path, absurd: object
) -> None:
    state = tmp_path / "state"
    write_log(
        state, meter(tmp_path), SyncEntry(at=1710900000, new=96, late=0, changed=0, skipped=0)
    )
    (log,) = state.glob("*.log")
    names = [field.name for field in fields(SyncRecord)]
    log.with_suffix(".json").write_text(json.dumps(dict.fromkeys(names, absurd)))
    good = json.loads(log.read_text())
    lines = [{**good, name: absurd} for name in ("at", "new", "late", "changed", "skipped")]
    log.write_text("".join(f"{json.dumps(line)}\n" for line in (*lines, good)))
    async with opened(tmp_path, with_gaps(), api=no_network, size=(120, 40)) as here:
        await synced(here)
        await here.press("5")
        await here.shows("20 Mar 21:04  No connection", "20 Mar 02:00  96 new")
        told = [line for line in here.lines if line.startswith(" 20 Mar")]
        assert len(told) == 2


@pytest.mark.extended
async def test_gas_in_cubic_metres_says_what_it_counts_as(tmp_path: Path) -> None:
    gas = meter(tmp_path, "Gas", unit="m3", calorific_value=38.0)
    write(gas.csv, readings(half_hours("2024-03-01T00:00Z", "2024-03-12T00:00Z")))
    async with opened(tmp_path, meters=(gas,)) as here:
        await here.press("5")
        await here.shows("1 m³ counts as 10.79 kWh, at a calorific value of 38 MJ/m³")


@pytest.mark.extended
async def test_it_follows_the_meter(tmp_path: Path) -> None:
    gas = meter(tmp_path, "Gas")
    write(gas.csv, readings(half_hours("2024-03-01T00:00Z", "2024-03-12T00:00Z")))
    async with opened(tmp_path, with_gaps(), meters=(meter(tmp_path), gas)) as here:
        await here.press("5", "n")
        await here.shows("Gas.csv", "528 readings", "No gaps", "Mon 11 Mar 2024: all 48")


@pytest.mark.extended
async def test_what_another_process_writes_is_shown(tmp_path: Path) -> None:
    async with opened(tmp_path, with_gaps()) as here:
        await synced(here)
        await here.press("5")
        await here.shows("2 gaps, 50 half hours")
        finish(ReadingsFile(tmp_path / "Electricity.csv").merge(readings(MISSING)))
        await here.dashboard.meters.look_at_files()
        await here.shows("No gaps", "2,868 readings")


# Little data, and other trouble


@pytest.mark.slow
async def test_e_writes_a_row_for_every_day_between_the_first_and_the_last_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(tmp_path, with_gaps()) as here:
        await here.press("5", "e")
        await here.shows("octoterm-electricity-coverage-all.csv")
    lines = (tmp_path / "octoterm-electricity-coverage-all.csv").read_text().splitlines()
    assert lines[:3] == [
        "date,readings,expected,state",
        "2024-01-15,36,48,incomplete",
        "2024-01-16,48,48,complete",
    ]
    assert "2024-03-05,0,48,missing" in lines
    assert len(lines) == 61


@pytest.mark.extended
async def test_nothing_stored_is_said_and_no_key_breaks_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as here:
        await synced(here)
        await here.press("5")
        nothing = "Octopus has no readings for this meter"
        await here.shows("Electricity.csv · not there yet", nothing, "nothing new")
        for key in ("up", "left_square_bracket", "s", "enter", "e", "f", "n", "left", "5"):
            await here.press(key)
        assert cursor_of(here) is None


@pytest.mark.extended
async def test_readings_that_arrive_while_it_is_open_put_the_cursor_there(tmp_path: Path) -> None:
    async with opened(tmp_path) as here:
        await synced(here)
        await here.press("5")
        write(tmp_path / "Electricity.csv", with_gaps())
        await here.dashboard.meters.look_at_files()
        await here.shows("Thu 14 Mar 2024: all 48", "2,818 readings")


async def test_one_reading_is_one_incomplete_day(tmp_path: Path) -> None:
    rows = readings(half_hours("2024-03-14T18:00Z", "2024-03-14T18:30Z"))
    async with opened(tmp_path, rows) as here:
        await here.press("5")
        await here.shows(
            "1 reading from 14 Mar 2024 18:00 to 14 Mar 2024 18:30",
            "1 day: 0 complete, 1 incomplete, 0 without readings",
            "No gaps",
            "Thu 14 Mar 2024: 1 of 48 half hours, readings from 18:00 to 18:30",
        )
        await here.press("up", "down", "left_square_bracket", "right_square_bracket", "s")
        assert cursor_of(here) == date(2024, 3, 14)


async def test_a_file_that_cannot_be_read_is_named_and_the_syncs_are_still_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # for a path that is not too long for a line
    (tmp_path / "Electricity.csv").write_text("Dear diary\nnothing happened\n")
    async with opened(Path(), size=(120, 40)) as here:
        await synced(here)
        await here.press("5")
        wrong = "Electricity.csv is not a CSV file of half-hourly readings"
        await here.shows(f"\n {wrong}\n Last syncs\n 20 Mar 21:04  {wrong}\n")
        assert f"\n {wrong}. Its first line should be" in here.text
        assert "Nothing is stored" not in here.text


@pytest.mark.extended
async def test_lines_that_cannot_be_read_are_counted_with_what_to_do(tmp_path: Path) -> None:
    async with opened(tmp_path, [*with_gaps(), "torn, line"], size=(120, 40)) as here:
        await here.press("5")
        await here.shows("144 kB, 1 unreadable line: octoterm check")


@pytest.mark.extended
async def test_markup_and_wide_letters_in_a_path_break_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "[b]計器[/x]"
    folder.mkdir(parents=True)
    async with opened(tmp_path, with_gaps(), meters=(meter(folder),)) as here:
        await here.press("5")
        await here.shows("[/x]/Electricity.csv")


@pytest.mark.slow
async def test_what_is_cut_on_a_small_screen_says_so_in_ascii_too(tmp_path: Path) -> None:
    async with opened(tmp_path, with_gaps(), size=(40, 12), ascii_only=True) as here:
        await here.press("5", "a")
        await here.shows("2,818 readings from 15 Jan 2024 06:00 ~")
    async with opened(tmp_path, with_gaps(), ascii_only=True) as here:
        await here.press("5")
        assert line_of(here, "Electricity.csv").endswith(" - 144 kB")
        assert any(line.startswith(" 2,818 readings") for line in here.lines)


async def test_it_is_plain_in_ascii(tmp_path: Path) -> None:
    async with opened(tmp_path, with_gaps(), ascii_only=True) as here:
        await here.press("5", "S")
        await here.shows("2024 Jan ..............-====", "x no readings")
        assert here.text.isascii()


def test_the_day_begins_when_the_household_says() -> None:
    starts = half_hours("2024-03-01T03:00Z", "2024-03-04T03:00Z")
    starts.remove(half_hours("2024-03-03T02:00Z", "2024-03-03T02:30Z")[0])
    house = Series.from_readings(starts, [0.1] * len(starts), calendar=Calendar(day_start=time(3)))
    assert day_in_words(house, date(2024, 3, 2)) == (
        "Sat 2 Mar 2024: 47 of 48 half hours, 02:00 missing"
    )
