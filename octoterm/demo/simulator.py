"""A simulated household behind the real HTTP client, for `--demo` and tests.

It answers like the Octopus Energy API, with errors, pages, London times, gaps and late readings.
Every value is a function of meter, day and half hour (`usage`), so each run has the same values.
"""

from __future__ import annotations

import asyncio
import json
from array import array
from base64 import b64encode
from bisect import bisect_left
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import NamedTuple

import httpx

from octoterm.demo.account import ACCOUNT, demo_account
from octoterm.demo.household import API_KEY, DEMO_METERS, DemoMeter
from octoterm.demo.price_answers import LARGEST_PAGE as LARGEST_RATES_PAGE
from octoterm.demo.price_answers import market_answer, product_answer, rates_answer
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import (
    HALF_HOUR,
    INSTANT,
    LONDON,
    ONE_DAY,
    SECONDS_A_DAY,
    london,
    london_stamp,
)
from octoterm.periods.period import add_months

_LARGEST_PAGE = 25_000
_USUAL_PAGE = 100
_SLICE = 1000
"""Rows written, or about as many readings generated, before yielding to the event loop."""
_CALENDAR = Calendar()


class _Refusal(Exception):
    """An answer other than 200."""

    def __init__(self, status: int, content: dict[str, str] | dict[str, list[str]]) -> None:
        super().__init__(status)
        self.status = status
        self.content = content


class _Series(NamedTuple):
    """All readings of a meter: starts in order (UTC seconds), and values in kWh or m³."""

    starts: array[int]
    values: array[float]

    def at(self, n: int) -> tuple[int, float]:
        return self.starts[n], self.values[n]


class SimulatedHousehold(httpx.AsyncBaseTransport):
    """The demo's meters, or others, with years of readings up to yesterday."""

    def __init__(
        self,
        now: datetime,
        *,
        meters: Iterable[DemoMeter] = DEMO_METERS,
        latency: float = 0.0,
        largest_page: int = _LARGEST_PAGE,
    ) -> None:
        """`now` has a time zone; `latency` is seconds for each answer; `largest_page` limits the
        rows on a page, whatever page size is requested.
        """
        self._now = now
        self._yesterday = now.astimezone(LONDON).date() - ONE_DAY
        self._latency = latency
        self._largest_page = largest_page
        self._meters = {meter.path: meter for meter in meters}
        self._series: dict[DemoMeter, _Series] = {}
        self._listings: Counter[DemoMeter] = Counter()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer like the API."""
        await asyncio.sleep(self._latency)
        try:
            return _response(200, await self._answer(request))
        except _Refusal as refusal:
            return _response(refusal.status, json.dumps(refusal.content))

    async def _answer(self, request: httpx.Request) -> str:
        """The account, or the requested page of readings or prices, as JSON. Raises _Refusal."""
        if request.url.path.startswith(("/v1/products/", "/v1/industry/")):
            return self._price_answer(request.url)
        _check_key(request.headers.get("authorization"))
        if request.url.path == f"/v1/accounts/{ACCOUNT}/":
            return json.dumps(demo_account(self._yesterday + ONE_DAY))
        meter = self._meters.get(request.url.path)
        if meter is None:
            raise _Refusal(404, {"detail": "Not found."})
        query = request.url.params
        since, until = _instant(query, "period_from"), _instant(query, "period_to")
        if until is not None and since is None:
            raise _Refusal(400, {"period_from": ["This field is required with period_to."]})
        page, size = _count(query, "page", 1), _count(query, "page_size", _USUAL_PAGE)
        size = min(size, self._largest_page)
        if "page" not in query:
            self._listings[meter] += 1
        readings = await self._readings(meter)
        begin = 0 if since is None else bisect_left(readings.starts, since)
        end = len(readings.starts) if until is None else bisect_left(readings.starts, until)
        found = range(begin, max(begin, end))
        ordered = found if query.get("order_by") == "period" else found[::-1]
        wanted = ordered[(page - 1) * size : page * size]
        if page > 1 and not wanted:
            raise _Refusal(404, {"detail": "Invalid page."})

        def address(number: int) -> str:
            return json.dumps(str(request.url.copy_set_param("page", str(number))))

        rows: list[str] = []
        for at in range(0, len(wanted), _SLICE):
            rows += [_row(*readings.at(n)) for n in wanted[at : at + _SLICE]]
            await asyncio.sleep(0)
        following = address(page + 1) if page * size < len(found) else "null"
        previous = address(page - 1) if page > 1 else "null"
        return (
            f'{{"count":{len(found)},"next":{following},"previous":{previous},'
            f'"results":[{",".join(rows)}]}}'
        )

    def _price_answer(self, url: httpx.URL) -> str:
        """Products, or the requested page of rates, as JSON. Raises _Refusal."""
        query, origin = url.params, f"{url.scheme}://{url.host}"
        listed = market_answer(url.path, query.get("postcode"), origin, self._now)
        product = listed or product_answer(url.path, origin, self._now)
        if product is not None:
            return json.dumps(product)
        since, until = _instant(query, "period_from"), _instant(query, "period_to")
        rows = rates_answer(url.path, since, until, self._now)
        if rows is None:
            raise _Refusal(404, {"detail": "Not found."})
        page = _count(query, "page", 1)
        size = min(_count(query, "page_size", _USUAL_PAGE), LARGEST_RATES_PAGE)
        there = rows[(page - 1) * size : page * size]
        following = str(url.copy_set_param("page", str(page + 1)))
        return json.dumps(
            {
                "count": len(rows),
                "next": following if page * size < len(rows) else None,
                "previous": None if page == 1 else str(url.copy_set_param("page", str(page - 1))),
                "results": there,
            }
        )

    async def _readings(self, meter: DemoMeter) -> _Series:
        """The readings that have arrived: late ones appear from the second listing on."""
        series = self._series.get(meter) or await self._make(meter)
        self._series[meter] = series
        if self._listings[meter] > 1:
            return series
        late = self._late()
        there = [n for n, start in enumerate(series.starts) if start not in late]
        return _Series(
            array(INSTANT, [series.starts[n] for n in there]),
            array("d", [series.values[n] for n in there]),
        )

    async def _make(self, meter: DemoMeter) -> _Series:
        series = _Series(array(INSTANT), array("d"))
        day = add_months(self._yesterday, meter.begins) + ONE_DAY
        last = add_months(self._yesterday, meter.ends)
        while day <= last:
            chance = Random(f"{meter.seed} {day}")
            half_hours = _CALENDAR.half_hours(day)
            values = meter.usage(day, _clock_positions(half_hours), chance)
            for start, value in zip(half_hours, values, strict=True):
                if not _is_missing(start, chance):
                    series.starts.append(start)
                    series.values.append(round(value, 3))
            if day.day % 16 == 0:
                await asyncio.sleep(0)
            day += ONE_DAY
        return series

    def _late(self) -> set[int]:
        """Half hours that arrive late: yesterday's evening, and a morning eleven days ago."""
        evening = _CALENDAR.half_hours(self._yesterday)[-12:]
        morning = _CALENDAR.half_hours(self._yesterday - timedelta(days=10))[14:19]
        return {*evening, *morning}


def _is_missing(start: int, chance: Random) -> bool:
    """Whether the half hour is in a gap, as with real meters: one half hour at 23:30Z, a whole UTC
    day or a few days."""
    if start % SECONDS_A_DAY == SECONDS_A_DAY - HALF_HOUR and chance.random() < 0.02:
        return True
    day = datetime.fromtimestamp(start, UTC)
    if day.year % 2:
        return day.month == 6 and 9 <= day.day <= 11
    return day.month == 2 and day.day == 12


def _clock_positions(half_hours: range) -> list[int]:
    """Positions on the London clock: 0 for midnight, 47 for 23:30."""
    if len(half_hours) == 48:
        return list(range(48))
    return [2 * (local := london(start)).hour + local.minute // 30 for start in half_hours]


def _check_key(authorization: str | None) -> None:
    if authorization is None:
        raise _Refusal(401, {"detail": "Authentication credentials were not provided."})
    if authorization != f"Basic {b64encode(f'{API_KEY}:'.encode()).decode()}":
        raise _Refusal(401, {"detail": "Invalid API key."})


def _instant(query: httpx.QueryParams, name: str) -> int | None:
    """The parameter as UTC seconds; a time without an offset is London time. Raises _Refusal."""
    if name not in query:
        return None
    try:
        instant = datetime.fromisoformat(query[name])
    except ValueError:
        raise _Refusal(400, {name: ["Datetime has wrong format."]}) from None
    return int((instant if instant.tzinfo else instant.replace(tzinfo=LONDON)).timestamp())


def _count(query: httpx.QueryParams, name: str, usual: int) -> int:
    text = query.get(name, "")
    return int(text) if text.isdecimal() and int(text) else usual


def _row(start: int, value: float) -> str:
    """One of the `results`, as JSON."""
    return (
        f'{{"consumption":{value},"interval_start":"{_stamp(start)}",'
        f'"interval_end":"{_stamp(start + HALF_HOUR)}"}}'
    )


_stamp = lru_cache(maxsize=64)(london_stamp)
"""Cached, as the end of one row is the start of the next."""


def _response(status: int, body: str) -> httpx.Response:
    async def content() -> AsyncIterator[bytes]:
        yield body.encode()

    return httpx.Response(status, headers={"Content-Type": "application/json"}, content=content())
