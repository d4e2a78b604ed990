"""A simulated household behind the real HTTP client: for `--demo` and for the tests.

It answers as the Octopus Energy API does, with errors, pages, London stamps, gaps and readings
that come late. Every value is a function of meter, day and half hour, so that each run shows
the same three years.
"""

from __future__ import annotations

import asyncio
import json
from array import array
from base64 import b64encode
from bisect import bisect_left
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from math import cos, exp, tau
from random import Random
from typing import NamedTuple

import httpx

from octoterm.demo.household import API_KEY, meter_path
from octoterm.household.meter import Fuel
from octoterm.periods.calendar import Calendar
from octoterm.periods.london import HALF_HOUR, INSTANT, LONDON, ONE_DAY, london
from octoterm.periods.period import add_months

_LARGEST_PAGE = 25_000
_USUAL_PAGE = 100
_SLICE = 1000
"""Rows written, and about as many readings made up, before the event loop gets a turn."""
_CALENDAR = Calendar()


class _Refusal(Exception):
    """An answer other than 200."""

    def __init__(self, status: int, content: dict[str, str] | dict[str, list[str]]) -> None:
        super().__init__(status)
        self.status = status
        self.content = content


class _Series(NamedTuple):
    """All readings a meter ever makes: UTC starts in order, and kWh or m³."""

    starts: array[int]
    values: array[float]

    def at(self, n: int) -> tuple[int, float]:
        return self.starts[n], self.values[n]


class SimulatedHousehold(httpx.AsyncBaseTransport):
    """Two meters, electricity and gas, with three years of readings up to yesterday."""

    def __init__(
        self, now: datetime, *, latency: float = 0.0, largest_page: int = _LARGEST_PAGE
    ) -> None:
        """`now` has a time zone; `latency` is in seconds for each answer.

        Rows beyond `largest_page` are for the next page, whatever page size is asked for.
        """
        self._yesterday = now.astimezone(LONDON).date() - ONE_DAY
        self._latency = latency
        self._largest_page = largest_page
        self._paths = {meter_path(fuel): fuel for fuel in Fuel}
        self._series: dict[Fuel, _Series] = {}
        self._listings: Counter[Fuel] = Counter()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer as the API does."""
        await asyncio.sleep(self._latency)
        try:
            return _response(200, await self._answer(request))
        except _Refusal as refusal:
            return _response(refusal.status, json.dumps(refusal.content))

    async def _answer(self, request: httpx.Request) -> str:
        """The page of readings that is asked for. Raises _Refusal."""
        _check_key(request.headers.get("authorization"))
        fuel = self._paths.get(request.url.path)
        if fuel is None:
            raise _Refusal(404, {"detail": "Not found."})
        query = request.url.params
        since, until = _instant(query, "period_from"), _instant(query, "period_to")
        if until is not None and since is None:
            raise _Refusal(400, {"period_from": ["This field is required with period_to."]})
        page, size = _count(query, "page", 1), _count(query, "page_size", _USUAL_PAGE)
        size = min(size, self._largest_page)
        if "page" not in query:
            self._listings[fuel] += 1
        readings = await self._readings(fuel)
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

    async def _readings(self, fuel: Fuel) -> _Series:
        """What has arrived so far: the late ones come with the second listing."""
        series = self._series.get(fuel) or await self._make(fuel)
        self._series[fuel] = series
        if self._listings[fuel] > 1:
            return series
        late = self._late()
        there = [n for n, start in enumerate(series.starts) if start not in late]
        return _Series(
            array(INSTANT, [series.starts[n] for n in there]),
            array("d", [series.values[n] for n in there]),
        )

    async def _make(self, fuel: Fuel) -> _Series:
        make = _electricity if fuel is Fuel.ELECTRICITY else _gas
        series = _Series(array(INSTANT), array("d"))
        day = add_months(self._yesterday, -36) + ONE_DAY
        while day <= self._yesterday:
            chance = Random(f"{fuel.value} {day}")
            half_hours = _CALENDAR.half_hours(day)
            values = make(day, _clock_positions(half_hours), chance)
            for start, value in zip(half_hours, values, strict=True):
                if not _is_missing(start, chance):
                    series.starts.append(start)
                    series.values.append(round(value, 3))
            if day.day % 16 == 0:
                await asyncio.sleep(0)
            day += ONE_DAY
        return series

    def _late(self) -> set[int]:
        """Half hours that take their time: yesterday's evening, and a morning eleven days ago."""
        evening = _CALENDAR.half_hours(self._yesterday)[-12:]
        morning = _CALENDAR.half_hours(self._yesterday - timedelta(days=10))[14:19]
        return {*evening, *morning}


def _electricity(day: date, clocks: list[int], chance: Random) -> list[float]:
    """kWh in each half hour of `day`; `clocks` are those half hours' positions on the clock."""
    fridge = chance.randrange(5)
    always_on = [
        0.076 + (0.034 if (n + fridge) % 5 < 2 else 0.0) + 0.008 * chance.random()
        for n in range(len(clocks))
    ]
    if _is_away(day):
        return always_on
    weekend = day.weekday() >= 5
    winter = _winter(day)
    awake = _AWAKE[weekend]
    busy = 0.75 + 0.5 * chance.random()
    values = [
        base + awake[clock] * busy * (1 + 0.35 * winter) * (0.4 + 1.2 * chance.random())
        for base, clock in zip(always_on, clocks, strict=True)
    ]
    dinner = chance.randrange(34, 38)
    appliances = {dinner: 0.6 + 0.75 * chance.random(), dinner + 1: 0.15 + 0.4 * chance.random()}
    if chance.random() < (0.75 if weekend else 0.35):
        laundry = chance.randrange(18, 27)
        appliances |= {laundry: 0.55, laundry + 1: 0.4}
    return [
        value + appliances.get(clock, 0.0) for value, clock in zip(values, clocks, strict=True)
    ]


def _gas(day: date, clocks: list[int], chance: Random) -> list[float]:
    """m³ in each half hour of `day`: heating when it is cold, hot water, a hob; often nothing."""
    outside = 10.0 - 6.0 * _winter(day) + chance.uniform(-3.5, 3.5)
    heating = max(0.0, 15.0 - outside) / 15.0
    if _is_away(day):
        return [0.0] * len(clocks)
    heated = _HEATED[day.weekday() >= 5]
    bath, hob = chance.choice((13, 14, 15, 41, 42)), chance.randrange(34, 38)
    return [
        heated[clock] * heating * (0.7 + 0.6 * chance.random())
        + (0.19 if clock == bath else 0.0)
        + (0.06 if clock == hob else 0.0)
        for clock in clocks
    ]


def _is_away(day: date) -> bool:
    """A fortnight by the sea, each summer."""
    return day.month == 8 and 3 <= day.day < 17


def _is_missing(start: int, chance: Random) -> bool:
    """Gaps as real meters have them: a half hour at 23:30Z, a whole UTC day, a few days."""
    if start % 86_400 == 86_400 - HALF_HOUR and chance.random() < 0.02:
        return True
    day = datetime.fromtimestamp(start, UTC)
    if day.year % 2:
        return day.month == 6 and 9 <= day.day <= 11
    return day.month == 2 and day.day == 12


def _winter(day: date) -> float:
    """1 in the middle of January, -1 in the middle of July."""
    return cos(tau * (day.timetuple().tm_yday - 15) / 365.25)


def _clock_positions(half_hours: range) -> list[int]:
    """0 for midnight, 47 for 23:30, on the clock in the kitchen."""
    if len(half_hours) == 48:
        return list(range(48))
    return [2 * (local := london(start)).hour + local.minute // 30 for start in half_hours]


def _hump(hour: float, width: float) -> list[float]:
    """A day of 48 values that rise to 1 around `hour` and fall again; `width` in hours."""
    return [exp(-(((n / 2 - hour) / width) ** 2)) for n in range(48)]


def _sum(*humps: tuple[float, list[float]]) -> list[float]:
    return [sum(height * hump[n] for height, hump in humps) for n in range(48)]


_AWAKE = {
    False: _sum((0.22, _hump(7.5, 1.0)), (0.05, _hump(12.5, 3.0)), (0.27, _hump(19.5, 2.4))),
    True: _sum((0.20, _hump(9.5, 1.5)), (0.13, _hump(13.5, 3.0)), (0.30, _hump(19.5, 2.6))),
}
"""kWh that people add to the house's own consumption, on weekdays and at weekends."""

_HEATED = {
    weekend: [0.43 if n in (*range(*morning), *range(32, 44)) else 0.0 for n in range(48)]
    for weekend, morning in ((False, (12, 17)), (True, (14, 22)))
}
"""m³ in a half hour at 0 °C outside."""


def _check_key(authorization: str | None) -> None:
    if authorization is None:
        raise _Refusal(401, {"detail": "Authentication credentials were not provided."})
    if authorization != f"Basic {b64encode(f'{API_KEY}:'.encode()).decode()}":
        raise _Refusal(401, {"detail": "Invalid API key."})


def _instant(query: httpx.QueryParams, name: str) -> int | None:
    """UTC seconds; a time without an offset is London's."""
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


@lru_cache(maxsize=64)
def _stamp(instant: int) -> str:
    """London time as the API writes it: with `Z` in winter, `+01:00` in summer.

    The end of one row is the start of its neighbour: hence the cache.
    """
    return london(instant).isoformat().replace("+00:00", "Z")


def _response(status: int, body: str) -> httpx.Response:
    async def content() -> AsyncIterator[bytes]:
        yield body.encode()

    return httpx.Response(status, headers={"Content-Type": "application/json"}, content=content())
