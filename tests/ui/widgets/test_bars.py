"""The lines around a view: tabs, keys, the period and its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from octoterm.ui.commands import COMMANDS, TABS, Command, found_by
from octoterm.ui.views.making import VIEWS
from tests.support.dashboards import Opened, meter, opened
from tests.support.households import half_hours, readings, write
from tests.support.screens import place_of, style_at
from tests.support.slow import slow

NEW = readings(half_hours("2024-03-01T00:00Z", "2024-03-20T00:00Z"))
"""To the end of the day before."""
OLD = readings(half_hours("2024-02-01T00:00Z", "2024-03-01T12:00Z"))


def keys(here: Opened) -> str:
    return here.lines[-1]


# Tabs


@pytest.mark.extended
async def test_the_views_are_named_and_the_current_one_is_lit(tmp_path: Path) -> None:
    async with opened(tmp_path, NEW) as here:
        assert here.lines[1].rstrip() == (
            " 1 Usage  2 Table  3 Trends  4 Profile  5 Data  6 Bill  7 Prices  8 Tariffs"
        )
        for tab in TABS:
            await here.press(tab.key)
            lit = {
                each.tab: style_at(here.app, here.lines[1].index(each.tab), 1).bold
                for each in TABS
            }
            assert [name for name, is_lit in lit.items() if is_lit] == [tab.tab]


@pytest.mark.extended
async def test_a_click_on_a_tab_shows_its_view(tmp_path: Path) -> None:
    async with opened(tmp_path, NEW) as here:
        await here.pilot.click(offset=place_of(here.app, "4 Profile"))
        assert here.dashboard.views.view == "profile"
        await here.pilot.click(offset=place_of(here.app, "Usage"))
        assert here.dashboard.views.view == "usage"


@pytest.mark.slow
async def test_where_it_is_narrow_the_other_views_are_numbers(tmp_path: Path) -> None:
    async with opened(tmp_path, NEW, size=(49, 24)) as here:
        assert here.lines[1] == " 1 Usage  2  3  4  5  6  7  8"
        await here.press("3")
        assert here.lines[1] == " 1  2  3 Trends  4  5  6  7  8"


def test_there_is_room_for_all_views() -> None:
    names = [tab.tab for tab in TABS]
    assert sum(len(f" {number} {name} ") for number, name in enumerate(names, 1)) <= 80


def test_there_is_a_tab_for_every_view() -> None:
    assert [tab.action for tab in TABS] == [f"view('{name}')" for name in VIEWS]


# Keys


@pytest.mark.extended
async def test_the_keys_are_those_of_the_view(tmp_path: Path) -> None:
    async with opened(tmp_path, NEW) as here:
        assert "c Compare" in keys(here)
        assert " o " not in keys(here)
        await here.press("3")
        assert "o Base load" in keys(here)
        assert "Compare" not in keys(here)
        await here.press("o")
        assert "o Peak" in keys(here)
        await here.press("5")
        assert "s Incomplete" in keys(here)
        assert "f Request missing" in keys(here)


@pytest.mark.extended
async def test_the_next_meter_is_named(tmp_path: Path) -> None:
    gas = meter(tmp_path, "Gas in the annexe")
    write(gas.csv, NEW)
    async with opened(tmp_path, NEW, meters=(meter(tmp_path), gas), size=(120, 24)) as here:
        assert "n Gas in the …" in keys(here)
        await here.press("n")
        assert "n Electricity" in keys(here)
    async with opened(tmp_path / "alone", NEW, meters=(meter(tmp_path),)) as here:
        assert " n " not in keys(here)


@pytest.mark.parametrize("view", ["1", *slow("2", "3", "4", "5")])
async def test_more_keys_are_shown_where_there_is_more_room(tmp_path: Path, view: str) -> None:
    async with opened(tmp_path, NEW, size=(200, 24)) as here:
        await here.press(view)
        wide = keys(here)
        for word in ("Move", "Latest", "Date", "Unusual", "Cursor", "Enter Open", "e Export",
                     "r Refresh", "Commands", "Back"):  # fmt: skip
            assert word in wide or view == "5", word
        assert 130 < len(wide) <= 200
        for width in (120, 80, 40, 20):
            await here.pilot.resize_terminal(width, 24)
            narrow = keys(here)
            assert len(narrow) <= width
            assert narrow.endswith("? Help q Quit")
            assert set(narrow.split()) <= set(wide.split())


@pytest.mark.extended
async def test_a_click_on_a_key_is_as_good_as_the_key(tmp_path: Path) -> None:
    async with opened(tmp_path, NEW) as here:
        await here.shows("Checked", "u £")  # the keys stay where they are from now on
        await here.pilot.click(offset=place_of(here.app, "p Date"))
        await here.shows("Pick a date")


def test_a_command_is_found_by_the_beginnings_of_its_words() -> None:
    assert found_by("Go to month", "mon go")
    assert not found_by("Go to month", "onth")
    assert found_by("Anything", "  ")


def test_keys_that_are_in_the_bar_have_a_worth() -> None:
    def in_the_bar(command: Command) -> bool:
        return command.foot is not None

    assert all(command.worth for command in COMMANDS if in_the_bar(command))


# The period


@pytest.mark.extended
async def test_old_readings_are_told_at_their_end_only(tmp_path: Path) -> None:
    async with opened(tmp_path, OLD) as here:
        await here.shows("No readings since 1 Mar, 19 days · Checked 21:04")
        assert "◀ Thu 29 Feb 2024 ▶ 19 days old" in here.lines[0]
        assert here.dashboard.status.tone == "notice"
        await here.press("left")
        assert "days old" not in here.lines[0]


@pytest.mark.extended
async def test_readings_up_to_yesterday_are_not_called_old(tmp_path: Path) -> None:
    async with opened(tmp_path, NEW) as here:
        await here.shows("Checked 21:04 · readings to 19 Mar 2024 24:00")
        assert "old" not in here.lines[0]
        assert here.dashboard.status.tone == "quiet"


@pytest.mark.extended
async def test_a_yesterday_that_is_not_in_yet_is_told(tmp_path: Path) -> None:
    late = [row for row in NEW if row.start < NEW[-1].start - 86_400]
    async with opened(tmp_path, late) as here:
        await here.shows("Checked 21:04 · yesterday's readings have not arrived")


# The sentence


@pytest.mark.extended
async def test_low_terminals_keep_their_rows_for_the_view(tmp_path: Path) -> None:
    async with opened(tmp_path, NEW, size=(60, 7)) as here:
        assert "1 Usage" not in here.text
        await here.pilot.resize_terminal(60, 13)
        assert "1 Usage" in here.text
        assert here.lines[-3].startswith(" Total")
