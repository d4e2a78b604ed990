"""A table of everything that can go wrong between octoterm and the API.

A fault begins at some request of a sync of several pages, over a real connection, and persists.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import ssl
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlencode

import pytest

from octoterm import errors
from octoterm.octopus import client
from tests.support.loopback import Loopback, ReadingsApi, Request, Response, loopback, page

CERTIFICATES = Path(__file__).parent / "certificates"
MEGABYTE = 1 << 20


class Deadline:
    """The client's deadline, which expires when the test says so, without waiting for it."""

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)

    def timeout(self, seconds: float) -> asyncio.Timeout:
        """The function of asyncio that the client calls."""
        self._loop, self._limit = asyncio.get_running_loop(), asyncio.timeout(seconds)
        return self._limit

    def comes(self) -> None:
        self._loop.call_soon_threadsafe(self._limit.reschedule, 0)


class Trouble:
    """An API that answers correctly until turn `turn` (0 is the first), and then has the fault."""

    def __init__(self, fault: Fault, readings: ReadingsApi, turn: int) -> None:
        self.fault = fault
        self.readings = readings
        self.turn = turn
        self.server = self.elsewhere = Loopback(page([]))
        self.deadline = Deadline()
        self.has_come = turn == 0

    def __call__(self, request: Request) -> Response:
        number = len(self.server.requests) - 1
        if number == self.turn - 1:
            self.has_come = True
            self.fault.before(self)
        if number < self.turn:
            return self.readings(request)
        return self.fault.answer(self, request)


Answer: TypeAlias = Callable[[Trouble, Request], Response]


def never(trouble: Trouble, request: Request) -> Response:
    raise AssertionError(f"{request} should not have come through {trouble.fault}")


def nothing(_: Trouble) -> None:
    pass


@dataclass(frozen=True)
class Fault:
    """What the API does, and the expected result."""

    name: str
    answer: Answer
    error: type[errors.ApiError]
    tries: int = 1
    """How often the request arrives that is answered with the fault."""
    words: str = ""
    """Words that the error message contains."""
    saves: bool = False
    """Whether the page itself is good, and only what it says about the next one is not."""
    before: Callable[[Trouble], None] = nothing
    """Called just before the last good answer."""
    url: str = ""
    """The origin the meter has in the configuration, instead of the server's own."""
    tls: bool = False
    only_first: bool = False
    """Whether the fault cannot occur after a good answer."""

    def __str__(self) -> str:
        return self.name


def says(response: Response) -> Answer:
    return lambda _, __: response


def leads_to(url: str) -> Answer:
    """The page, followed by one at `url`, which may contain ports and the page itself."""

    def answer(trouble: Trouble, request: Request) -> Response:
        content = json.loads(trouble.readings(request).body)
        return Response.json({**content, "next": placed(url, trouble, request)})

    return answer


def redirects_to(url: str) -> Answer:
    return lambda trouble, request: Response(
        302, headers={"Location": placed(url, trouble, request)}
    )


def placed(url: str, trouble: Trouble, request: Request) -> str:
    port, elsewhere = (s.origin.rpartition(":")[2] for s in (trouble.server, trouble.elsewhere))
    query = urlencode(request.query)
    return url.format(port=port, elsewhere=elsewhere, path=request.path, query=query)


def goes_round(trouble: Trouble, request: Request) -> Response:
    """Two more pages, the second of which leads back to the first."""
    number = len(trouble.server.requests) - 1
    way = (number - trouble.turn) % 2
    return leads_to(f"{{path}}?period_from=2000-01-01T00:00:00Z&page_size=9&turn={way}")(
        trouble, request
    )


def until_the_deadline(response: Response) -> Answer:
    """The response, in the middle of which the deadline expires."""

    def answer(trouble: Trouble, _: Request) -> Response:
        trouble.deadline.comes()
        return response

    return answer


def throttled(said: str) -> Answer:
    return says(Response.json({"detail": "Slow down."}, 429, Retry_After=said))


def zipped(body: bytes) -> Response:
    return Response(body=body, headers={"Content-Encoding": "gzip"})


def five_hundred_megabytes() -> Iterator[bytes]:
    return (b" " * MEGABYTE for _ in range(500))


def bomb() -> bytes:
    """500 megabytes of blanks, compressed to half a megabyte."""
    squeeze = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    first, again = (
        squeeze.compress(b" " * MEGABYTE) + squeeze.flush(zlib.Z_FULL_FLUSH) for _ in range(2)
    )
    return first + 499 * again + squeeze.flush()


def emptiness() -> Iterator[bytes]:
    """Gzip that never ends and contains nothing."""
    yield gzip.compress(b"")[:10]
    yield from (b"\x00\x00\x00\xff\xff" * 20_000 for _ in range(5000))


def past_its_end() -> Iterator[bytes]:
    yield gzip.compress(b'{"results":[],"next":null}')
    yield from five_hundred_megabytes()


def streams(
    pieces: Callable[[], Iterator[bytes]], status: int = 200, *, gzipped: bool = False
) -> Answer:
    lines = [f"HTTP/1.1 {status} Yes", *(["Content-Encoding: gzip"] if gzipped else []), "", ""]
    return says(Response(raw="\r\n".join(lines).encode(), pieces=pieces))


def echo(status: int) -> Answer:
    """Returns everything that was sent: in a text, as a field, in a header."""

    def answer(_: Trouble, request: Request) -> Response:
        sent = request.headers["authorization"]
        return Response.json({"detail": f"{sent} {sent}"}, status, X_Echo=sent, Set_Cookie=sent)

    return answer


LONG_AGO, IN_YEARS = "Thu, 14 Mar 2019 00:00:00 GMT", "Fri, 14 Mar 2098 00:00:00 GMT"
GOOD = b'{"count":0,"next":null,"previous":null,"results":[]}'
BAD, OFFLINE = errors.BadAnswer, errors.Offline
ELSEWHERE = errors.WrongOrigin


def next_is(name: str, url: str, error: type[errors.ApiError] = ELSEWHERE) -> Fault:
    return Fault(f"next {name}", leads_to(url), error, saves=True)


FAULTS = [
    Fault("400", says(Response.json({"page_size": ["No."]}, 400)), errors.RequestRefused),
    Fault("401", says(Response.json({"detail": "Invalid API key."}, 401)), errors.BadKey),
    Fault("403 JSON", says(Response.json({"detail": "No."}, 403)), errors.Forbidden),
    Fault("403 HTML", says(Response.html(403)), errors.Throttled, 4),
    Fault("404", says(Response.json({"detail": "Not found."}, 404)), errors.NotFound),
    Fault("408", says(Response.html(408)), errors.TooSlow, 4),
    Fault("429", says(Response.json({"detail": "Slow down."}, 429)), errors.Throttled, 4),
    Fault("429 for seconds", throttled("7"), errors.Throttled, 4, "7 seconds"),
    Fault("429 for minutes", throttled("600"), errors.Throttled, 1, "10 minutes"),
    Fault("429 to a date", throttled(IN_YEARS), errors.Throttled, 1, "days"),
    Fault("429 to a past date", throttled(LONG_AGO), errors.Throttled, 4),
    Fault("429 for ages", throttled("9" * 500), errors.Throttled, 1, "days"),
    Fault("429 absurd", throttled("-1e999 or so"), errors.Throttled, 4),
    Fault("500 JSON", says(Response.json({"detail": "Oops."}, 500)), errors.ServerFailed, 4),
    Fault("502 HTML", says(Response.html(502)), errors.ServerFailed, 4),
    Fault("504 HTML", says(Response.html(504)), errors.ServerFailed, 4),
    Fault("401 of 500 megabytes", streams(five_hundred_megabytes, 401), errors.BadKey),
    Fault(
        "502 in no gzip",
        streams(five_hundred_megabytes, 502, gzipped=True),
        errors.ServerFailed,
        4,
    ),
    Fault("204", says(Response(204)), BAD),
    Fault("refused", never, OFFLINE, 0, before=lambda trouble: trouble.server.refuse()),
    Fault("reset", says(Response(raw=b"", resets=True)), OFFLINE, 4),
    Fault(
        "reset within",
        says(Response(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", resets=True)),
        OFFLINE,
        4,
    ),
    Fault("closed early", says(Response(raw=b"")), OFFLINE, 4),
    Fault("closed within the head", says(Response(raw=b"HTTP/1.1 200 OK\r\nConte")), OFFLINE, 4),
    Fault("truncated", says(Response(body=GOOD[:-9])), BAD),
    Fault("too short", says(Response(body=GOOD, headers={"Content-Length": "999"})), OFFLINE, 4),
    Fault("too long", says(Response(body=GOOD, headers={"Content-Length": "20"})), BAD),
    Fault(
        "length absurd", says(Response(body=GOOD, headers={"Content-Length": "-1"})), OFFLINE, 4
    ),
    Fault("gzip that is none", says(zipped(GOOD)), BAD),
    Fault("gzip torn off", says(zipped(gzip.compress(GOOD)[:-9])), BAD),
    Fault("gzip of another kind", says(Response(headers={"Content-Encoding": "br"})), BAD),
    Fault("gzip past its end", streams(past_its_end, gzipped=True), BAD),
    Fault("gzip of nothing", streams(emptiness, gzipped=True), BAD, 1, "too large"),
    Fault("gzip bomb", says(zipped(bomb())), BAD, 1, "too large"),
    Fault("500 megabytes", streams(five_hundred_megabytes), BAD, 1, "too large"),
    Fault("empty", says(Response()), BAD),
    Fault("HTML", says(Response.html(200)), BAD),
    Fault("a list", says(Response.json([])), BAD),
    Fault("no results", says(Response.json({"count": 3, "next": None})), BAD),
    Fault("next is no text", says(Response.json({"results": [], "next": {}})), BAD),
    Fault("too many", says(Response(body=b'{"results":[%s0]}' % (b"0," * 200_000))), BAD),
    Fault("deep nesting", says(Response(body=b'{"results":' + b"[" * 300_000)), BAD),
    Fault("huge number", says(Response(body=b'{"results":[%s]}' % (b"9" * 9000))), BAD),
    Fault("unknown host", never, OFFLINE, 0, url="http://localhost:{port}"),
    Fault(
        "plain instead of TLS", never, OFFLINE, 0, url="https://127.0.0.1:{port}", only_first=True
    ),
    Fault("a stranger's certificate", never, errors.UntrustedServer, 0, "clock", tls=True),
    Fault(
        "a slow drip",
        until_the_deadline(Response(headers={"Content-Length": "9999"}, trickles=True)),
        errors.TooSlow,
        4,
        "30 seconds",
    ),
    Fault("a redirect loop", redirects_to("{path}?{query}"), BAD, 4),
    Fault("a redirect elsewhere", redirects_to("http://127.0.0.1:{elsewhere}/"), ELSEWHERE),
    Fault("a redirect to TLS", redirects_to("https://127.0.0.1:{port}/"), ELSEWHERE),
    next_is("is itself", "{path}?{query}", BAD),
    Fault("next goes round", goes_round, BAD, 3, saves=True),
    next_is("impossible", "http://[::1", BAD),
    next_is("elsewhere", "http://localhost:{elsewhere}{path}"),
    Fault(
        "next by TLS", leads_to("https://127.0.0.1:{port}{path}"), errors.WrongOrigin, saves=True
    ),
    next_is("by another port", "http://127.0.0.1:{elsewhere}{path}"),
    next_is("for somebody", "http://me:x@127.0.0.1:{port}{path}"),
    Fault("the key sent back, 400", echo(400), errors.RequestRefused),
    Fault("the key sent back, 500", echo(500), errors.ServerFailed, 4),
    Fault("the key sent back, 200", echo(200), BAD),
]


@contextmanager
def troubled(
    fault: Fault, readings: ReadingsApi, turn: int, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Trouble]:
    """A server with the fault, for the meter, and a second one, which must not be contacted."""
    trouble = Trouble(fault, readings, turn)
    with monkeypatch.context() as patch, loopback(page([])) as elsewhere:
        tls = tls_of(trouble, patch) if fault.tls else None
        readings.scheme = "https" if fault.tls else "http"
        with loopback(trouble, tls) as server:
            trouble.server, trouble.elsewhere = server, elsewhere
            patch.setattr(client, "asyncio", trouble.deadline)
            if fault.url:
                server.origin = fault.url.format(port=server.origin.rpartition(":")[2])
            if fault.name == "unknown host":
                patch.setattr(socket, "getaddrinfo", forgetful(trouble))
            if turn == 0 and fault.before is not nothing:
                server.call(lambda: fault.before(trouble))
            yield trouble
    client._tls.cache_clear()


def tls_of(trouble: Trouble, patch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The certificate that the client trusts; once the fault has begun, an unknown one."""
    patch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "trusted.pem"))
    client._tls.cache_clear()
    trusted, stranger = (ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) for _ in range(2))
    trusted.load_cert_chain(CERTIFICATES / "trusted.pem")
    stranger.load_cert_chain(CERTIFICATES / "stranger.pem")

    def choose(connection: ssl.SSLObject, _name: str, _context: ssl.SSLContext) -> None:
        if trouble.has_come:
            connection.context = stranger

    trusted.sni_callback = choose
    return trusted


def forgetful(trouble: Trouble) -> Callable[..., object]:
    """A name server that resolves no names once the fault has begun."""
    known = socket.getaddrinfo

    def getaddrinfo(*asked: object, **more: object) -> object:
        if trouble.has_come:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return known(*asked, **more)  # type: ignore[arg-type]

    return getaddrinfo
