"""From one unusual day to another, and putting the cursor away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from octoterm.readings_csv.row import Row
from tests.support.dashboards import opened, synced
from tests.support.households import half_hours, london_day, march, readings

ODD = (date(2024, 2, 6), date(2024, 2, 22), date(2024, 3, 9))
"""Days on which four times as much was used as on others."""


def household(*days: date) -> list[Row]:
    """From January to March, with these unusual days, by default `ODD`."""
    odd = {start for day in days or ODD for start in london_day(day)}
    starts = half_hours("2024-01-01T00:00Z", "2024-03-20T00:00Z")
    # Days differ a little, so that there is something to be unlike.
    return readings({s: 1.0 if s in odd else 0.25 + s // 86400 % 5 / 100 for s in starts})


@pytest.mark.slow
async def test_s_begins_with_the_latest_and_goes_back_in_time_and_round(tmp_path: Path) -> None:
    async with opened(tmp_path, household()) as here:
        for day in ("Sat 9 Mar", "Thu 22 Feb", "Tue 6 Feb", "Sat 9 Mar"):
            await here.press("s")
            assert f"◀ {day} 2024 ▶" in here.lines[0]
            assert "270% (35.04 kWh) more than a usual" in here.text


async def test_capital_s_goes_the_other_way(tmp_path: Path) -> None:
    async with opened(tmp_path, household()) as here:
        await here.press("s", "s", "s")
        for day in ("Thu 22 Feb", "Sat 9 Mar", "Tue 6 Feb"):
            await here.press("S")
            assert f"◀ {day} 2024 ▶" in here.lines[0]
        assert "None later, so the oldest: Tue 6 Feb 2024" in here.text
        await here.press("s")
        assert "None earlier, so the newest: Sat 9 Mar 2024" in here.text


@pytest.mark.extended
async def test_escape_puts_the_cursor_away(tmp_path: Path) -> None:
    async with opened(tmp_path, march()) as here:
        await synced(here)
        assert here.dashboard.check_action("escape", ()) is None
        before = here.text
        assert "▲" in await here.press("right_square_bracket")
        assert here.dashboard.check_action("escape", ()) is True
        assert await here.press("escape") == before
        assert here.dashboard.check_action("escape", ()) is None


@pytest.mark.extended
async def test_the_bars_of_a_month_mark_its_unusual_days(tmp_path: Path) -> None:
    async with opened(tmp_path, household()) as here:
        await here.press("m", "left")
        await here.shows("February 2024", "! unusual day")
        pitch = round(len(here.axis.rstrip()) / 29)
        marked = [at // pitch + 1 for at, mark in enumerate(here.axis) if mark == "!"]
        assert marked == [6, 22]
        assert len(here.axis.rstrip()) == 29 * pitch - 1, "the axis ends below the last day"
        await here.press("right")
        await here.shows("March 2024", "! unusual day")
        assert here.axis.count("!") == 1


@pytest.mark.extended
async def test_a_wide_bar_is_marked_once_and_the_cursor_leaves_the_mark(tmp_path: Path) -> None:
    async with opened(tmp_path, household(), size=(140, 40)) as here:
        await here.go_to("2024-02-22")
        await here.press("w")
        assert here.axis.count("!") == 1
        await here.press("right_square_bracket")
        assert "!" in here.axis


@pytest.mark.slow
async def test_where_bars_are_no_days_none_is_marked(tmp_path: Path) -> None:
    first_of_march = date(2024, 3, 1)
    async with opened(tmp_path, household(first_of_march)) as here:
        await here.press("m")
        assert here.axis.startswith("!")
        for kind in "yad":
            await here.press(kind)
            assert "!" not in here.axis
            assert "! unusual" not in here.text


@pytest.mark.extended
async def test_in_a_longer_period_s_begins_at_its_end_and_capital_s_at_its_beginning(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, household(date(2024, 2, 22), date(2024, 3, 9))) as here:
        await here.go_to("2024-03-01")
        await here.press("m", "left", "s")  # 1 Feb is in view, before any unusual day
        await here.shows("February 2024", "Thu 22 Feb 2024: ")
        assert "newest" not in here.text
        await here.press("right", "S")
        await here.shows("March 2024", "Sat 9 Mar 2024: ")
        await here.press("s")
        await here.shows("February 2024", "Thu 22 Feb 2024: ")
