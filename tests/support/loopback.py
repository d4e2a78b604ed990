"""A real HTTP server on 127.0.0.1 whose answers the test decides, and an API to put into it.

The server runs in a thread of its own, so a test may be synchronous, be asynchronous, or start
other processes. The server closes every connection after one answer.
"""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from octoterm.household.api_key import ApiKey
from octoterm.household.meter import Fuel, Meter
from octoterm.periods.london import HALF_HOUR, london

METER_PATH = "/v1/electricity-meter-points/2000000000001/meters/21L0000001/consumption/"
KEY = "sk_live_CANARYcanary0123456789ab"
KEY_IN_BASIC_AUTH = "c2tfbGl2ZV9DQU5BUlljYW5hcnkwMTIzNDU2Nzg5YWI6"


@dataclass(frozen=True)
class Request:
    """What the server was asked. Names of headers are in lower case."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    target: str = ""
    """Path and query as received."""


@dataclass(frozen=True)
class Response:
    """What the server answers; if `raw` is given, it replaces everything else."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    trickles: bool = False
    """Whether the headers are followed by a byte from time to time, while the client stays."""
    pieces: Callable[[], Iterable[bytes]] | None = None
    """Makes the body, if it is too large for memory."""
    resets: bool = False
    """Whether the connection is reset instead of closed."""

    @classmethod
    def json(cls, content: object, status: int = 200, **headers: str) -> Response:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(
            status, json.dumps(content).encode(), {"Content-Type": "application/json", **given}
        )

    @classmethod
    def html(cls, status: int) -> Response:
        return cls(status, b"<html>Sorry.</html>", {"Content-Type": "text/html"})

    def head(self) -> bytes:
        reason = HTTPStatus(self.status).phrase
        headers = {"Content-Length": str(len(self.body)), "Connection": "close", **self.headers}
        lines = [f"HTTP/1.1 {self.status} {reason}", *(f"{n}: {v}" for n, v in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode()


Handler = Callable[[Request], Response]


class Loopback:
    """The server while it runs: its address, and what it has been asked so far."""

    def __init__(self, answers: Handler | Response) -> None:
        self.answers = answers
        self.requests: list[Request] = []
        self.origin = ""
        self.listening: asyncio.Server | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.sent = 0
        """Bytes taken by clients from bodies that are made piece by piece."""

    @property
    def meter_url(self) -> str:
        return f"{self.origin}{METER_PATH}"

    def meter(self, folder: Path, name: str = "Electricity", serial: str = "21L0000001") -> Meter:
        """A meter whose readings come from here and go to `folder`."""
        return Meter(
            name=name,
            fuel=Fuel.ELECTRICITY,
            mpan="2000000000001",
            serial=serial,
            url=self.meter_url.replace("21L0000001", serial),
            api_key=ApiKey(KEY),
            csv=folder / f"{name}.csv",
        )

    def refuse(self) -> None:
        """Accept no more connections. Must be called in the server's thread, by a handler."""
        assert self.listening
        self.listening.close()

    def call(self, something: Callable[[], object]) -> None:
        """Do it in the server's thread, and wait until it is done."""

        async def done() -> None:
            something()

        assert self.loop
        asyncio.run_coroutine_threadsafe(done(), self.loop).result()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            first_byte = await reader.readexactly(1)
            if first_byte == b"\x16":  # the client begins TLS
                writer.close()
                return
            head = (first_byte + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.rstrip().split("\r\n")
            asked = first.split()[1]
            target = urlsplit(asked)
            headers = {n.lower(): v for n, v in (line.split(": ", 1) for line in lines)}
            request = Request(target.path, dict(parse_qsl(target.query)), headers, asked)
            self.requests.append(request)
            answers = self.answers
            response = answers if isinstance(answers, Response) else answers(request)
            writer.write(response.raw if response.raw is not None else response.head())
            while response.trickles and not reader.at_eof():
                writer.write(b" ")
                with suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(1), 0.005)
            if response.raw is None:
                writer.write(response.body)
            for piece in response.pieces() if response.pieces else ():
                writer.write(piece)
                await writer.drain()
                self.sent += len(piece)
            if response.resets:
                lingering = struct.pack("ii", 1, 0)
                connection = writer.get_extra_info("socket")
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, lingering)
                writer.transport.abort()
            await writer.drain()
        writer.close()


@contextmanager
def loopback(answers: Handler | Response, tls: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """Run a server that answers with what the handler, in the server's thread, returns."""
    server = Loopback(answers)
    ready = threading.Event()
    stops: list[Callable[[], object]] = []

    async def run() -> None:
        done, loop = asyncio.Event(), asyncio.get_running_loop()
        async with await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls) as listening:
            server.listening, server.loop = listening, loop
            port = listening.sockets[0].getsockname()[1]
            server.origin = f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
            stops.append(lambda: loop.call_soon_threadsafe(done.set))
            ready.set()
            await done.wait()

    thread = threading.Thread(target=lambda: asyncio.run(run()), name="loopback API")
    thread.start()
    ready.wait()
    try:
        yield server
    finally:
        for stop in stops:
            stop()
        thread.join()


def in_turn(*responses: Response) -> Handler:
    """Each response once, then always the last."""
    queue = list(responses)

    def handler(_: Request) -> Response:
        return queue.pop(0) if len(queue) > 1 else queue[0]

    return handler


@cache
def stamp(instant: int) -> str:
    """London time as the API writes it."""
    return london(instant).isoformat().replace("+00:00", "Z")


def reading(start: int, series: object = 0.1) -> dict[str, object]:
    """One of the `results` of a page; `start` in UTC seconds."""
    return {
        "consumption": series,
        "interval_start": stamp(start),
        "interval_end": stamp(start + HALF_HOUR),
    }


def page(results: object, following: str | None = None) -> Response:
    return Response.json({"count": 0, "next": following, "previous": None, "results": results})


def utc(text: str) -> int:
    """UTC seconds of `2024-03-14 00:30`."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


class ReadingsApi:
    """Answers with `values` (UTC start → what the API says) as the real API would.

    The n-th request from now (0 is the next) is answered with `instead[n]`, if there is one.
    """

    def __init__(self, values: dict[int, object], page_size: int = 25_000) -> None:
        self.values = values
        self.page_size = page_size
        self.scheme = "http"
        self.instead: dict[int, Response] = {}

    def __call__(self, request: Request) -> Response:
        planned = self.instead.pop(0, None)
        self.instead = {turn - 1: response for turn, response in self.instead.items()}
        return planned or self._page(request)

    def _page(self, request: Request) -> Response:
        query = request.query
        since = datetime.fromisoformat(query["period_from"]).timestamp()
        starts = sorted(
            (start for start in self.values if start >= since),
            reverse=query.get("order_by") != "period",
        )
        size = min(int(query["page_size"]), self.page_size)
        number = int(query.get("page", 1))
        there_is_more = number * size < len(starts)
        following = urlencode({**query, "page": number + 1})
        url = f"{self.scheme}://{request.headers['host']}{request.path}?{following}"
        wanted = starts[(number - 1) * size : number * size]
        return Response.json(
            {
                "count": len(starts),
                "next": url if there_is_more else None,
                "previous": None,
                "results": [reading(start, self.values[start]) for start in wanted],
            }
        )
