"""All views together: of next to nothing, of another meter, of days that begin at three."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from octoterm.ui.views.usage.view import UsageChart
from tests.support.dashboards import meter, opened
from tests.support.households import half_hours, march, readings, write
from tests.support.plainly import Usage
from tests.support.screens import press
from tests.ui.test_little_data import LITTLE

VIEWS = ("1", "2", "3", "4", "5", "6", "7", "8")
FEW = ("no readings", "only export")
EVERYTHING = (
    *("c", "o", "up", "down", "left_square_bracket", "right_square_bracket", "enter", "backspace"),
    *("s", "left", "home", "end", "t", "e", "d", "w", "m", "y", "a", "c", "i", "escape"),
)


@pytest.mark.parametrize(
    "usage",
    [
        pytest.param(usage, id=name, marks=() if name in FEW else pytest.mark.slow)
        for name, usage in LITTLE.items()
    ],
)
@pytest.mark.slow
async def test_of_next_to_nothing_every_view_takes_every_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, usage: Usage
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(tmp_path, readings(usage)) as here:
        for view in VIEWS:
            await press(here.pilot, view, *EVERYTHING, "d")
            assert len([line for line in here.lines if line]) > 2


@pytest.mark.slow
async def test_every_view_follows_n_from_meter_to_meter(tmp_path: Path) -> None:
    meters = (meter(tmp_path), meter(tmp_path, "Gas"))
    for one, kwh in zip(meters, (0.2, 0.4), strict=True):
        write(
            one.csv,
            readings(dict.fromkeys(half_hours("2024-03-01T00:00Z", "2024-03-15T00:00Z"), kwh)),
        )
    async with opened(tmp_path, meters=meters) as here:
        for view, electricity, gas in (
            ("1", "load 400 W", "load 800 W"),
            ("2", "0.200", "0.400"),
            ("3", "7 days 9.60", "7 days 19.20"),
            ("4", "0.200 kWh", "0.400 kWh"),
            ("5", "Electricity.csv", "Gas.csv"),
        ):
            await here.press(view)
            await here.shows("Electricity 2000", electricity)
            await here.press("n")
            await here.shows("Gas 2000", gas)
            await here.press("n")
            await here.shows("Electricity 2000", electricity)


@pytest.mark.extended
async def test_days_that_begin_at_three_begin_there_in_every_view(tmp_path: Path) -> None:
    # 4.2 kWh a day, used from three to midnight; the last, to three on the 15th, has 4.8.
    starts = half_hours("2024-03-01T03:00Z", "2024-03-15T03:00Z")
    rows = readings({start: 0.0 if start % 86400 < 10800 else 0.1 for start in starts})
    and_its_night = [*rows[:-6], *readings(dict.fromkeys(starts[-6:], 0.1))]
    async with opened(tmp_path, and_its_night, day_start=time(3)) as here:
        for keys, says in (
            ("1d", "Total 4.80 kWh"),
            ("2d", "Total 4.80 kWh"),
            ("2m", "Thu 14   4.80"),
            ("3d", "7 days 4.29"),
            ("4m", "Thu 14"),
            ("5d", "14 days: 14 complete"),
        ):
            await here.press(*keys)
            await here.shows(says)


async def test_a_key_asks_nothing_of_a_view_that_is_not_on_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed: list[date] = []
    async with opened(tmp_path, march()) as here:
        await here.press("4")
        monkeypatch.setattr(UsageChart, "look_at", lambda _, day: placed.append(day))
        await here.press("m", "y", "d")
        assert placed == []
        await here.press("1")
        assert placed == [date(2024, 3, 14)]
