"""What people ask about their energy, answered by keys alone on a household with a lost day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from octoterm.readings_csv.row import Row
from tests.support.dashboards import Opened, opened
from tests.support.households import london_day, readings
from tests.support.simulated import simulated
from tests.support.slow import slow

FIRST, LAST, LOST = date(2023, 1, 1), date(2024, 3, 19), date(2024, 3, 5)


def usage() -> dict[int, float]:
    use = dict(simulated("electricity", FIRST, LAST))
    for start in london_day(LOST):
        del use[start]
    return use


def rows() -> list[Row]:
    return readings(usage())


def total(first: date, last: date) -> float:
    """What was used from `first` to `last`, by plain addition."""
    used, begin, end = usage(), london_day(first)[0], london_day(last)[-1]
    return sum(kwh for start, kwh in used.items() if begin <= start <= end)


@pytest.fixture(params=[(80, 24), *slow((100, 30), (120, 40))], ids=str)
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Opened]:
    async with opened(tmp_path, rows(), size=request.param) as here:
        await here.shows("Checked")
        yield here


async def test_the_eleven_questions_are_answered_by_keys(house: Opened) -> None:
    # 1. What did I use yesterday? And is that usual?
    day = total(LAST, LAST)
    await house.shows(
        "Tue 19 Mar 2024", f"Total {day:.2f} kWh", "about the same as a", "usual", "Tuesday"
    )
    # 2. What is my base load, and is it rising?
    await house.shows("7-day base load 154 W")
    await house.press("3", "o")
    await house.shows("7-day base load 154 W, about")
    # 3. Which day was the highest?
    await house.press("a", "o", "o")
    await house.shows("Highest 15.72 kWh on Sat 20 Jan 2024")
    # 4. When do I peak?
    await house.press("4")
    await house.shows("Most at 18:30 (0.676 kWh)")
    # 5. What does a winter weekday look like?
    await house.shows("o By season")
    await house.press("o")
    await house.shows("Winter")
    # 6. How much at night, and how much from 16:00 to 19:00?
    await house.press("1", "d", "t")
    await house.shows("Night 00:30–05:30", "16–19 h ", "(28%)")
    # 7. What about 10 August?
    await house.press("p", *"10 aug", "enter")
    await house.shows("Thu 10 Aug 2023", "Total 4.47 kWh", "46%", "less than a usual")
    # 8. What did I use last month?
    await house.press("t", "m", "left")
    february = total(date(2024, 2, 1), date(2024, 2, 29))
    await house.shows("February 2024", f"Total {february:.2f} kWh")
    # 9. And this month so far?
    await house.press("t")
    has_room = house.app.size.width > 80
    course = ("about 335 kWh", "(328–341)") if has_room else ("328–341 kWh",)
    await house.shows(f"On course for {course[0]}", *course[1:], "16–19 h ")
    await house.press("c")
    await house.shows("the 18 days both have: 198.30 kWh", "the 8 weeks before")
    # 10. This year against last year?
    await house.press("c", "c", "y")
    await house.shows("── 2023", "both have", "about the same as the same days of 2023")
    # 11. Is anything missing?
    await house.press("c", "5")
    await house.shows("5 Mar 2024")
    assert "1 gap, 48 half hours" in house.text or "48 half hours missing" in house.text
