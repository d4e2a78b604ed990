"""What ten years of half-hourly prices take: to make costs of them, to show them, in memory."""

from __future__ import annotations

import asyncio
import json
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from octoterm.periods.london import SECONDS_A_DAY
from octoterm.runtime.slices import finish
from octoterm.storage.state.rates_file import STANDING, PriceList, StoredPrices, update_prices
from octoterm.sync.events import PricesFinished
from octoterm.sync.prices import sync_prices
from octoterm.sync.wanted_prices import Wanted
from octoterm.tariffs.rates import RateRun, TariffPrices
from tests.benchmarks import alternating
from tests.benchmarks.alternating import output, script
from tests.benchmarks.homes import household
from tests.benchmarks.memory import resident
from tests.benchmarks.pages import NOTHING_NEW
from tests.benchmarks.result import Bench, Result
from tests.benchmarks.screens import Watched, p95, up_to_date
from tests.benchmarks.views import QUIET
from tests.support.loopback import Loopback, loopback
from tests.support.prices_api import PricesApi, at, half_hours, row

YEARS = 10
TARIFF = "E-1R-AGILE-24-10-01-C"
PRICES = Path(".local", "share", "octoterm", "prices")
"""Where a sync keeps them, from the home folder on."""
VIEWS = b"23451"
ROUNDS = 4
"""How often `u` is pressed in each view of each kind of period, there and back."""


def measure(bench: Bench) -> Iterator[Result]:
    with loopback(NOTHING_NEW) as api:
        csv = household(bench.folder, YEARS, url=f"{api.origin}/")
        _agree(bench.folder)
        _store(bench.folder)
        yield from _making(csv, bench)
        yield from _requests(bench.folder)
        works = {
            "key": partial(_key, bench.folder),
            "u": partial(_switches, bench.folder),
            "without": partial(_memory, bench.folder, costs=False),
            "with": partial(_memory, bench.folder, costs=True),
        }
        taken = alternating.medians(works, bench.runs)
    yield Result(
        work=f"u in any view of {YEARS} years, p95",
        against="a left arrow, p95",
        figure=taken["u"] / taken["key"],
        goal=3.0,
        ours=taken["u"],
        theirs=taken["key"],
    )
    yield Result(
        work=f"resident memory, {YEARS} years of half-hourly costs shown",
        against="kWh only",
        figure=taken["with"] - taken["without"],
        goal=8.0,
        unit="MB",
        ours=taken["with"],
        theirs=taken["without"],
        measure="MB",
    )


def _making(csv: Path, bench: Bench) -> Iterator[Result]:
    found = [json.loads(output(script("pricing", csv), csv.parent)) for _ in range(bench.runs)]
    taken = {work: median(each[work] for each in found) for work in found[0]}
    against = "loading the same readings"
    for work, name in (
        (f"costs of {YEARS} years at half-hourly prices", "pricing"),
        (f"reading {YEARS} years of half-hourly prices", "reading"),
    ):
        ours, theirs = taken[name], taken["loading"]
        yield Result(work, against, ours / theirs, 0.6, ours=ours, theirs=theirs)


def _requests(folder: Path) -> Iterator[Result]:
    """How many a second sync makes, an hour after the first."""
    now = int(datetime.now(UTC).timestamp())
    midnight = now - now % SECONDS_A_DAY
    since = midnight - 400 * SECONDS_A_DAY

    def prices(days: int) -> PricesApi:
        rates = half_hours(since, 48 * days)
        charges = [row(at(since), None, 42.1768)]
        return PricesApi().add(TARIFF, standard_unit_rates=rates, standing_charges=charges)

    async def sync(server: Loopback, asked_at: int) -> int:
        wanted = [Wanted(TARIFF, server.origin, since, None)]
        events = sync_prices(wanted, folder / "prices", now=lambda: asked_at)
        return sum([each.requests async for each in events if isinstance(each, PricesFinished)])

    with loopback(prices(400)) as server:
        first = asyncio.run(sync(server, now - 3600))
        server.answers = prices(401)
        second = asyncio.run(sync(server, now))
    assert first > second
    yield Result(
        "a second sync of prices, for a tariff held now", "a limit", second, 1, "requests"
    )


def _agree(home: Path) -> None:
    """Put the tariff into the configuration of the home."""
    path = home / "config" / "octoterm" / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["accounts"][0]["tariffs"] = [{"from": "2010-01-01", "tariff": TARIFF}]
    path.write_text(json.dumps(config), encoding="utf-8")


def _store(home: Path) -> None:
    """Keep a price for each half hour, as a sync would have left them."""
    chance = Random(3)
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today - timedelta(days=ago) for ago in range(round(YEARS * 365.25) + 2, -2, -1)]
    runs = [
        RateRun(
            int(day.timestamp()),
            1800,
            array("d", [round(chance.gauss(20, 9), 2) for _ in range(48)]),
        )
        for day in days
    ]
    now = int(datetime.now(UTC).timestamp())
    known = StoredPrices(TariffPrices(TARIFF))
    known = known.with_list("standard", PriceList("/rates/", runs[0].since, None, now), runs)
    charges = [RateRun(0, None, (42.1768,))]
    known = known.with_list(STANDING, PriceList("/charges/", runs[0].since, None, now), charges)
    finish(update_prices(home / PRICES, TARIFF, lambda _: known))


def _key(home: Path) -> float:
    with up_to_date(home) as screen:
        return p95([screen.moves().seconds for _ in range(40)])


def _switches(home: Path) -> float:
    """To pounds and back; the costs are made the first time, which does not count."""
    taken = []
    with up_to_date(home) as screen:
        screen.press(b"u", partial(_has, screen, "Total £"), QUIET)
        screen.press(b"u", partial(_has, screen, " kWh"), QUIET)
        for period in b"myad":
            screen.moves(bytes([period]), QUIET)
            for view in VIEWS:
                _changed(screen, bytes([view]))
                for _ in range(ROUNDS):
                    taken.append(_changed(screen, b"u"))
    return p95(taken)


def _changed(screen: Watched, key: bytes) -> float:
    """Seconds from a key to the last change of the picture."""
    before = screen.picture
    return screen.press(key, lambda: screen.picture != before, QUIET).seconds


def _has(screen: Watched, words: str) -> bool:
    """Whether the words are in the picture, which the keys at its foot are no part of."""
    return any(words in line for line in screen.picture)


def _memory(home: Path, *, costs: bool) -> float:
    with up_to_date(home) as screen:
        if costs:
            screen.press(b"u", partial(_has, screen, "Total £"), QUIET)
        for period in b"ad":
            screen.moves(bytes([period]), QUIET)
            for view in VIEWS:
                _changed(screen, bytes([view]))
        return resident(screen)
