"""The readings of one meter over HTTP, from a process of its own, as the real API gives them.

Connections stay open, and each answer comes a latency after its request, those to several
requests at once. The JSON of every reading is made before the first request, and a page is kept
once it was asked for: what answers is as good as idle while something is measured.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.benchmarks.alternating import REPOSITORY, python
from tests.benchmarks.homes import rows

LARGEST_PAGE = 25_000
ARRIVALS = "/arrivals"
"""Where the server says what it was asked since it was last asked this."""


@dataclass(frozen=True)
class Arrival:
    """A request: when the server had read it, on the clock of `time.monotonic`, and for what."""

    at: float
    target: str


@dataclass(frozen=True)
class Served:
    """The server while it runs."""

    origin: str

    def arrivals(self) -> list[Arrival]:
        """The requests since this was last called."""
        connection = self.connect()
        connection.request("GET", ARRIVALS)
        asked = json.loads(connection.getresponse().read())
        connection.close()
        return [Arrival(*each) for each in asked]

    def next_arrivals(self, number: int) -> list[Arrival]:
        """At least so many requests, waited for where they are still to come."""
        found = self.arrivals()
        while len(found) < number:
            time.sleep(0.01)
            found += self.arrivals()
        return found

    def connect(self) -> HTTPConnection:
        return HTTPConnection(urlsplit(self.origin).netloc)


@contextmanager
def served(years: float, latency: float = 0.0) -> Iterator[Served]:
    """Serve `years` of readings, each answer `latency` seconds late."""
    process = subprocess.Popen(
        python("-m", "tests.benchmarks.api", str(years), str(latency)),
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    with process:
        try:
            yield Served(process.stdout.readline().strip())
        finally:
            process.kill()


class _Readings:
    """All of one meter's, and the pages of them that were asked for so far."""

    def __init__(self, years: float) -> None:
        self._starts: list[float] = []
        self._texts: list[str] = []
        for row in rows(years):
            start, end, kwh = row.rstrip().replace('"', "").split(",")
            self._starts.append(datetime.fromisoformat(start).timestamp())
            self._texts.append(
                f'{{"consumption":{kwh},"interval_start":"{start}","interval_end":"{end}"}}'
            )
        self._pages: dict[str, bytes] = {}

    def page(self, target: str, host: str) -> bytes:
        if target not in self._pages:
            self._pages[target] = self._make(target, host).encode()
        return self._pages[target]

    def _make(self, target: str, host: str) -> str:
        url = urlsplit(target)
        query = dict(parse_qsl(url.query))
        since = _instant(query.get("period_from", "1970-01-01T00:00:00Z"))
        until = _instant(query.get("period_to", "2100-01-01T00:00:00Z"))
        found = [
            text
            for start, text in zip(self._starts, self._texts, strict=True)
            if since <= start < until
        ]
        if query.get("order_by") != "period":
            found.reverse()
        size = min(int(query.get("page_size", 100)), LARGEST_PAGE)
        number = int(query.get("page", 1))
        following = "null"
        if number * size < len(found):
            more = urlencode({**query, "page": number + 1})
            following = f'"http://{host}{url.path}?{more}"'
        results = ",".join(found[(number - 1) * size : number * size])
        return f'{{"count":{len(found)},"next":{following},"previous":null,"results":[{results}]}}'


class _Server:
    def __init__(self, readings: _Readings, latency: float) -> None:
        self._readings = readings
        self._latency = latency
        self._arrivals: list[tuple[float, str]] = []

    async def run(self) -> None:
        async with await asyncio.start_server(self._serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            print(f"http://127.0.0.1:{port}", flush=True)
            await server.serve_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                first, *lines = head.rstrip().split("\r\n")
                headers = dict(line.lower().split(": ", 1) for line in lines)
                body = await self._answer(first.split()[1], headers["host"])
                length = f"Content-Length: {len(body)}"
                writer.write(f"HTTP/1.1 200 OK\r\n{length}\r\n\r\n".encode() + body)
                await writer.drain()
        writer.close()

    async def _answer(self, target: str, host: str) -> bytes:
        if target == ARRIVALS:
            arrivals, self._arrivals = self._arrivals, []
            return json.dumps(arrivals).encode()
        arrived = time.monotonic()
        self._arrivals.append((arrived, target))
        body = self._readings.page(target, host)
        await asyncio.sleep(arrived + self._latency - time.monotonic())
        return body


def _instant(stamp: str) -> float:
    return datetime.fromisoformat(stamp).timestamp()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_Server(_Readings(float(sys.argv[1])), float(sys.argv[2])).run())
