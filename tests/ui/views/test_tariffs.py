"""View 8: fetched once a day, filled in as prices come, each tariff month by month."""

from __future__ import annotations

import asyncio
import csv
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from octoterm.errors import OctotermError
from octoterm.household.account import Agreement
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.period import Period
from octoterm.session.comparing import live_comparison
from octoterm.session.comparing.comparison_prices import (
    Asking,
    CandidatesFinished,
    ComparisonEvent,
)
from octoterm.session.comparing.tariff_comparison import Compared
from octoterm.tariff_comparison.what_if import WhatIf
from tests.support.compared_tariffs import FIRST, LAST, ROWS, compared
from tests.support.dashboards import Opened, meter, opened, synced
from tests.support.households import half_hours, readings, write
from tests.support.pricing import FLEXIBLE
from tests.support.screens import place_of

STARTS = half_hours("2024-03-01T00:00Z", "2024-03-15T00:00Z")


@dataclass
class Market:
    """What stands in for the API and for the arithmetic."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    """Until it is set, prices do not come."""
    fetched: int = 0
    """How often prices were asked for."""
    what_ifs: list[WhatIf | None] = field(default_factory=list)
    """The changed use of each comparison."""
    problems: tuple[str, ...] = ()
    comparison: Compared | OctotermError = field(default_factory=compared)

    def comparison_of(self, *_: object, what_if: WhatIf | None, **__: object) -> Iterator[int]:
        self.what_ifs.append(what_if)
        yield 0
        if isinstance(self.comparison, OctotermError):
            raise self.comparison
        return self.comparison

    async def fetch_candidates(self, *_: object, **__: object) -> AsyncIterator[ComparisonEvent]:
        self.fetched += 1
        yield Asking("Agile Octopus", 12, 40)
        await self.gate.wait()
        yield CandidatesFinished(40, self.problems)


@pytest.fixture
def market(monkeypatch: pytest.MonkeyPatch) -> Market:
    found = Market()
    found.gate.set()
    monkeypatch.setattr(live_comparison, "comparison_of", found.comparison_of)
    monkeypatch.setattr(live_comparison, "fetch_candidates", found.fetch_candidates)
    monkeypatch.setattr(live_comparison, "default_period", lambda *_: Period.spanning(FIRST, LAST))
    return found


def home(folder: Path, **given: Any) -> AbstractAsyncContextManager[Opened]:
    point = MeterPoint.of(meter(folder))._replace(agreements=(Agreement(FLEXIBLE, 0),))
    return opened(folder, readings(dict.fromkeys(STARTS, 0.25)), points=(point,), **given)


def exported(folder: Path, what: str, key: str) -> dict[str, dict[str, str]]:
    """The rows of a file, by what stands in one of their columns."""
    (saved,) = folder.glob(f"octoterm-*{what}*.csv")
    return {row[key]: row for row in csv.DictReader(saved.read_text("utf-8").splitlines())}


async def test_it_shows_the_ranking_the_verdict_and_each_tariff_month_by_month(
    tmp_path: Path, market: Market
) -> None:
    async with home(tmp_path) as here:
        await synced(here)
        await here.press("8")
        text = await here.shows("◀ Mar 2023 – Feb 2024 ▶", "Agile Octopus would have cost")
        assert text.index("−£119.66") < text.index("Yours: Flexible") < text.index("+£156.61")
        await here.press("enter")
        await here.shows("◀ Agile Octopus, month by month", "Total     £1,032.10", "Esc Back")
        await here.press("backspace", "down", "enter", "escape")
        await here.shows("Today's price on your past", "Octopus Go")
        await here.until(lambda: "Esc" not in here.lines[-1])
        await here.press("backspace", "left", "m", "t")
        await here.shows("Whole months are compared", "Mar 2023 – Feb 2024")
        assert "u £" not in here.lines[-1]
        await here.press("u")
        await here.shows("Tariffs are compared in pounds")
        await here.press("end", "pageup", "home")
        assert here.dashboard.views.current.in_words.startswith("Agile Octopus (E-1R")
        await here.press("1")
        await here.shows("◀ Thu 14 Mar 2024 ▶", "kWh per half hour")
    assert market.fetched == 1


@pytest.mark.extended
async def test_prices_are_fetched_once_a_day_and_again_when_asked_for(
    tmp_path: Path, market: Market
) -> None:
    async with home(tmp_path) as here:
        await synced(here)
        await here.press("8", "1", "8", "6", "8")
        await here.shows("Octopus Go")
        await synced(here)
        assert market.fetched == 1
        market.problems = ("Octopus Go: no such tariff.",)
        await here.press("r")
        await here.until(lambda: market.fetched == 2, "the second fetch")
        await here.shows("Octopus Go: no such tariff.")


@pytest.mark.extended
async def test_readings_that_come_later_have_prices_fetched_for_all_their_time(
    tmp_path: Path, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_comparison, "default_period", lambda series, _: series.whole)
    async with home(tmp_path) as here:
        await synced(here)
        await here.press("8")
        await here.until(lambda: market.fetched == 1, "the prices of all days")
        await synced(here)
        more = half_hours("2024-02-01T00:00Z", "2024-03-15T00:00Z")
        write(meter(tmp_path).csv, readings(dict.fromkeys(more, 0.25)))
        await here.until(lambda: market.fetched == 2, "the prices of days before them")
        await synced(here)
    assert market.fetched == 2


@pytest.mark.extended
async def test_what_is_there_is_shown_while_prices_come_and_esc_stops_them(
    tmp_path: Path, market: Market
) -> None:
    market.gate.clear()
    async with home(tmp_path) as here:
        await synced(here)
        await here.press("8")
        await here.shows("12 of 40 · Agile Octopus", "Octopus Tracker", "Esc Stop")
        assert "would have cost" not in here.text
        await here.press("escape")
        await here.shows("would have cost")
        await here.shows(
            "Stopped before all prices had come", "Stopped: r fetches the rest", "£912.44"
        )
        await here.press("1", "8")
        assert market.fetched == 1
        market.gate.set()
        await here.press("r")
        await synced(here)
        assert "Stopped" not in here.text


async def test_before_anything_is_known_it_says_what_it_waits_for_and_then_why_there_is_nothing(
    tmp_path: Path, market: Market
) -> None:
    market.gate.clear()
    market.problems = ("There is no connection.",)
    market.comparison = OctotermError("It is not known yet what Octopus sells", "Ask for it")
    async with home(tmp_path) as here:
        await synced(here)
        await here.press("8")
        await here.shows("Fetching the prices of other tariffs", "12 of 40", "Esc stops it")
        market.gate.set()
        await here.shows("It is not known yet what Octopus sells.", "There is no connection.")
        await here.shows("r asks again")


@pytest.mark.extended
async def test_without_a_region_it_says_what_to_write_down_and_asks_for_nothing(
    tmp_path: Path, market: Market
) -> None:
    async with opened(tmp_path, readings(dict.fromkeys(STARTS, 0.25))) as here:
        await synced(here)
        await here.press("8")
        await here.shows("It is not known what you could choose from.", 'under "tariffs"')
        await here.press("i")
        await here.until(lambda: "It is not known what" in here.lines[-2])
        assert "kWh a day" not in here.text
        await here.press("1")
        await here.shows("Total 12.00 kWh")
    assert market.fetched == 0


@pytest.mark.extended
async def test_what_if_is_compared_labelled_and_taken_back(tmp_path: Path, market: Market) -> None:
    async with home(tmp_path) as here:
        await synced(here)
        await here.press("8")
        await here.shows("Octopus Go")
        await here.press("i", *"5", "enter")
        await here.shows("What if: up to 5 kWh a day moved to 00:30–05:30", "Use as changed")
        await here.press("i")
        await here.pilot.click(offset=place_of(here.app, "As it is"))
        await here.shows("Usage unchanged")
        assert "What if:" not in here.text
        await here.press("i", "escape")
        assert "£912.44" in here.text
    assert [each.words if each else "" for each in market.what_ifs] == [
        "", "up to 5 kWh a day moved to 00:30–05:30", "",
    ]  # fmt: skip


async def test_rows_are_exported_and_the_one_under_the_cursor_is_copied(
    tmp_path: Path, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with home(tmp_path, size=(120, 24)) as here:
        await synced(here)
        await here.press("8")
        await here.shows("Octopus Go")
        await here.press("e")
        await here.shows("Saved")
        await here.press("Y")
        await here.shows("Copied: Agile Octopus (E-1R-AGILE-23-12-06-C): £912.44, £119.66 (12%)")
        await here.press("enter", "e")
        await here.shows("tariff-months")
    months = exported(tmp_path, "tariff-months", "month")
    assert [*months["2023-03"].values()][1:4] == ["8600.8333", "7603.6667", "-997.1667"]
    rows = exported(tmp_path, "tariffs", "name")
    assert len(rows) == len(ROWS)
    assert rows["Agile Octopus"]["difference_pence"] == "-11966.0"
    assert rows["Cosy Octopus"]["difference_pence"] == ""
    assert "labels" not in rows["Agile Octopus"]
    assert market.fetched == 1


async def test_the_mouse_opens_a_tariff_and_goes_back(tmp_path: Path, market: Market) -> None:
    async with home(tmp_path) as here:
        await synced(here)
        await here.press("8")
        await here.shows("Octopus Go")
        for _ in range(2):
            await here.pilot.click(offset=place_of(here.app, "Octopus Tracker"))
        await here.shows("◀ Octopus Tracker, month by month")
        await here.pilot.click(offset=place_of(here.app, "month by month"))
        await here.shows("Octopus Go")
    assert market.fetched == 1


async def test_the_cursor_stays_on_its_tariff_when_a_cheaper_one_comes(
    tmp_path: Path, market: Market
) -> None:
    agile, *others = ROWS[1:]
    market.comparison = compared(*others, why="Nothing is certain.")
    async with home(tmp_path) as here:
        await synced(here)
        await here.press("8")
        await here.shows("Octopus Go")
        await here.press("down", "up")
        assert here.dashboard.views.current.in_words.startswith("Octopus Tracker")
        market.comparison = compared(agile, *others)
        prices = here.dashboard.meters.source.folders.prices
        prices.mkdir(parents=True, exist_ok=True)
        os.utime(prices, ns=(1, 1))
        await here.dashboard.meters.look_at_files()
        await here.shows("£912.44")
        assert here.dashboard.views.current.in_words.startswith("Octopus Tracker")
