"""The real dashboard in a terminal of its own, on files and an API that the test decides."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
from textual.pilot import Pilot

from octoterm.config.reader import Config
from octoterm.household.api_key import ApiKey
from octoterm.household.meter import Fuel, Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.readings_csv.row import Row
from octoterm.session.source import Source
from octoterm.storage.folders import Folders
from octoterm.ui.app import OctotermApp
from octoterm.ui.dashboard import Dashboard
from octoterm.ui.settings import Settings
from octoterm.ui.views.usage.view import UsageChart
from tests.support.households import write
from tests.support.screens import in_terminal, press, text_of

NOW = datetime(2024, 3, 20, 21, 4, tzinfo=UTC).timestamp()

BESIDE_PANEL = (104, 24)
"""A terminal in which a view beside the panel of figures has 80 columns."""

Answer = Callable[[httpx.Request], httpx.Response]


def no_network(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route to host", request=request)


def page_of(results: list[dict[str, object]], following: str | None = None) -> httpx.Response:
    async def content() -> AsyncIterator[bytes]:
        page = {"count": len(results), "next": following, "previous": None, "results": results}
        yield json.dumps(page).encode()

    return httpx.Response(200, content=content())


def nothing_new(_: httpx.Request) -> httpx.Response:
    return page_of([])


def brings(rows: Iterable[Row], following: str | None = None) -> Answer:
    """An API that answers every request with these readings, on one page or with another next."""
    results: list[dict[str, object]] = []
    for row in rows:
        start, end = row.line.split(",")[:2]
        results.append(
            {
                "consumption": row.value,
                "interval_start": start.strip('"'),
                "interval_end": end.strip('"'),
            }
        )
    return lambda _: page_of(results, following)


def meter(folder: Path, name: str = "Electricity", **different: object) -> Meter:
    given: dict[str, object] = {
        "fuel": Fuel.ELECTRICITY,
        "mpan": "2000012345678",
        "serial": "21L0000001",
        "url": f"https://api.octoterm.invalid/{name}/",
        "api_key": ApiKey("sk_live_CANARY"),
        "csv": folder / f"{name}.csv",
    }
    return Meter(name=name, **{**given, **different})  # type: ignore[arg-type]


@dataclass
class Opened:
    """The dashboard while it is open."""

    app: OctotermApp
    pilot: Pilot[None]

    @property
    def dashboard(self) -> Dashboard:
        assert isinstance(self.app.screen_stack[0], Dashboard)
        return self.app.screen_stack[0]

    @property
    def lines(self) -> list[str]:
        return text_of(self.app)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def chart(self) -> list[str]:
        """The rows of the chart, if that view is shown."""
        place = self.dashboard.query_one(UsageChart).region
        return [
            line[place.x : place.right].rstrip() for line in self.lines[place.y : place.bottom]
        ]

    @property
    def axis(self) -> str:
        """The chart's axis, beginning with its corner."""
        return next(line.partition("└")[2] for line in self.chart if "└" in line)

    @property
    def under_cursor(self) -> str:
        """The label of the bar or row under the cursor."""
        period = self.dashboard.views.current.period_under_cursor
        return period.short_label if period else ""

    async def press(self, *keys: str) -> str:
        """Press keys, one after the other, and read the screen."""
        for key in keys:
            await press(self.pilot, key)
        return self.text

    async def go_to(self, day: str) -> str:
        """Go to `day` (2024-03-14), as if it had been picked, and read the screen."""
        self.dashboard.note_activity()
        self.dashboard._move_with(lambda here, all_: here.at_day(date.fromisoformat(day), all_))
        await self.pilot.pause()
        return self.text

    async def shows(self, *texts: str) -> str:
        """Wait until all `texts` are on screen."""

        def are_there() -> bool:
            screen = self.text
            return all(text in screen for text in texts)

        await self.until(are_there, texts)
        return self.text

    async def until(self, condition: Callable[[], bool], what: object = "") -> None:
        patience_ends = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < patience_ends, f"never saw {what} in\n{self.text}"
            await asyncio.sleep(0.002)
            await self.pilot.pause()


@asynccontextmanager
async def opened(
    folder: Path,
    rows: Iterable[Row | str] | None = None,
    *,
    meters: tuple[Meter, ...] = (),
    points: tuple[MeterPoint, ...] | None = None,
    api: Answer = nothing_new,
    transport: httpx.AsyncBaseTransport | None = None,
    size: tuple[int, int] = (80, 24),
    ascii_only: bool = False,
    terminal: str = "",
    theme: str = "",
    path: Path | None = None,
    warnings: tuple[str, ...] = (),
    **config: object,
) -> AsyncIterator[Opened]:
    """Open the dashboard on `rows` (None: no file yet) and wait for its first chart and sync."""
    if points is None:
        points = tuple(map(MeterPoint.of, meters or (meter(folder),)))
    if rows is not None:
        write(points[0].meters[0].csv, rows)

    async def no_time_passes(_: float) -> None:
        await asyncio.sleep(0)

    through = transport or httpx.MockTransport(api)
    settings = Config(path, points, warnings=warnings, **config)  # type: ignore[arg-type]
    source = Source(settings, None, Folders.inside(folder), lambda: through, demo=False)
    if theme:
        Settings(source.folders.state).keep_theme(theme)
    app = OctotermApp(
        source,
        ascii_only=ascii_only,
        terminal=terminal,
        clock=lambda: NOW,
        sleep=no_time_passes,
    )
    async with in_terminal(app, size, notifications=True) as pilot:
        here = Opened(app, pilot)
        shown = here.dashboard.meters
        await here.until(
            lambda: shown.all[-1].series is not None or bool(shown.all[-1].error),
            "readings",
        )
        yield here


async def synced(here: Opened) -> None:
    """Wait until the running sync has ended."""
    await here.until(lambda: not here.dashboard.meters.is_syncing, "the end of the sync")
    await here.pilot.pause()
