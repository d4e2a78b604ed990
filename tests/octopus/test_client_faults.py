"""The API client over real HTTP: everything that can go wrong."""

from __future__ import annotations

import gzip
import socket
from itertools import pairwise

import pytest

from octoterm import errors
from octoterm.household.api_key import ApiKey
from octoterm.octopus.client import OctopusClient
from tests.support.asking import ask
from tests.support.loopback import (
    KEY,
    ReadingsApi,
    Response,
    in_turn,
    loopback,
    page,
    reading,
    utc,
)
from tests.support.slow import slow

MIDNIGHT = utc("2024-03-14 00:00")
HALF_HOUR = 1800


ONE_TRY, FOUR_TRIES = 1, 4


@pytest.mark.parametrize(
    ("response", "error", "tries", "words"),
    [
        (Response.json({"period_from": ["Wrong."]}, 400), errors.RequestRefused, ONE_TRY, "Wrong"),
        (Response.json({"detail": "Invalid API key."}, 401), errors.BadKey, ONE_TRY, "Invalid"),
        (Response.json({"detail": "No."}, 403), errors.Forbidden, ONE_TRY, "No."),
        (Response.html(403), errors.Throttled, FOUR_TRIES, "403"),
        (Response.json({"detail": "Not found."}, 404), errors.NotFound, ONE_TRY, "Not found"),
        (Response.html(404), errors.NotFound, ONE_TRY, "meter"),
        (Response.html(408), errors.TooSlow, FOUR_TRIES, "408"),
        (Response.html(418), errors.RequestRefused, ONE_TRY, "418"),
        (Response.json({"detail": "Slow down."}, 429), errors.Throttled, FOUR_TRIES, "Slow down"),
        (Response.json({"detail": "Oops."}, 500), errors.ServerFailed, FOUR_TRIES, "Oops"),
        (Response.html(502), errors.ServerFailed, FOUR_TRIES, "502"),
        (Response.html(504), errors.ServerFailed, FOUR_TRIES, "504"),
        (Response(204), errors.BadAnswer, ONE_TRY, "204"),
        (Response(304), errors.BadAnswer, ONE_TRY, "304"),
        (Response(302), errors.BadAnswer, ONE_TRY, "302"),
        (Response(raw=b""), errors.Offline, FOUR_TRIES, "127.0.0.1"),
        (Response(raw=b"\x00\xffrubbish\r\n\r\n"), errors.Offline, FOUR_TRIES, "127.0.0.1"),
        (Response(headers={"Content-Length": "99"}), errors.Offline, FOUR_TRIES, "127.0.0.1"),
        (Response(), errors.BadAnswer, ONE_TRY, "readings"),
        (Response.html(200), errors.BadAnswer, ONE_TRY, "readings"),
        (Response.json([]), errors.BadAnswer, ONE_TRY, "readings"),
        (Response.json({"next": None}), errors.BadAnswer, ONE_TRY, "readings"),
        (Response.json({"results": {}}), errors.BadAnswer, ONE_TRY, "readings"),
        (Response.json({"results": [], "next": 7}), errors.BadAnswer, ONE_TRY, "readings"),
        (Response(body=b"[" * 200_000), errors.BadAnswer, ONE_TRY, "readings"),
        (Response(body=b'{"results":' + b"[" * 200_000), errors.BadAnswer, ONE_TRY, "readings"),
        (
            Response(body=b'{"results":[%s]}' % (b"9" * 5000)),
            errors.BadAnswer,
            ONE_TRY,
            "readings",
        ),
        (Response(body=b'{"results":["\xff"]}'), errors.BadAnswer, ONE_TRY, "readings"),
        (Response(body=b'{"results":[', status=500), errors.ServerFailed, FOUR_TRIES, "500"),
        (Response(headers={"Content-Encoding": "br"}), errors.BadAnswer, ONE_TRY, "compressed"),
        (
            Response(body=b"not gzip", headers={"Content-Encoding": "gzip"}),
            errors.BadAnswer,
            ONE_TRY,
            "damaged",
        ),
    ],
)
async def test_a_fault_becomes_an_error_with_a_title_and_a_remedy(
    response: Response, error: type[errors.ApiError], tries: int, words: str
):
    with loopback(response) as server:
        asked = await ask(server)
    assert type(asked.error) is error
    assert words in asked.error.title
    assert asked.error.remedy
    assert len(server.requests) == tries
    assert len(asked.waits) == len(asked.slept) == tries - 1


async def test_no_server_at_all_is_offline():
    with loopback(page([])) as server:
        url = server.meter_url
    asked = await ask(url)
    assert isinstance(asked.error, errors.Offline)
    assert len(asked.waits) == 3


async def test_a_host_without_an_address_is_said_in_words(monkeypatch: pytest.MonkeyPatch):
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with loopback(page([])) as server:
        url = server.meter_url.replace("127.0.0.1", "localhost")
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    asked = await ask(url)
    assert str(asked.error) == (
        "No connection to localhost: its address is unknown. Check your network."
    )


async def test_a_page_before_the_fault_is_not_lost():
    broken = ReadingsApi({MIDNIGHT + n * HALF_HOUR: 0.1 for n in range(4)}, page_size=2)
    broken.instead[1] = Response.json({"detail": "Invalid API key."}, 401)
    with loopback(broken) as server:
        asked = await ask(server)
    assert len(asked.starts) == 2
    assert isinstance(asked.error, errors.BadKey)


async def test_a_fault_that_passes_is_got_over_with_growing_waits():
    responses = in_turn(Response.html(502), Response.html(429), Response(raw=b""), page([]))
    with loopback(responses) as server:
        asked = await ask(server)
    assert asked.error is None
    assert len(asked.pages) == 1
    assert asked.slept == [1.0, 2.0, 4.0]
    assert [type(wait.why) for wait in asked.waits] == [
        errors.ServerFailed,
        errors.Throttled,
        errors.Offline,
    ]


async def test_waits_differ_from_client_to_client():
    slept = []
    for jitter in (0.0, 0.999):
        with loopback(Response.html(502)) as server:
            slept.append((await ask(server, jitter=lambda jitter=jitter: jitter)).slept)
    careful, late = slept
    assert careful == [0.5, 1.0, 2.0]
    assert all(earlier < later for earlier, later in pairwise(late))
    assert late[0] > 1.4


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("said", ["17", "Thu, 14 Mar 2024 00:00:17 GMT"])
async def test_retry_after_is_waited_for(status: int, said: str):
    responses = in_turn(Response(status, headers={"Retry-After": said}), page([]))
    with loopback(responses) as server:
        asked = await ask(server, now=lambda: MIDNIGHT)
    assert asked.error is None
    assert asked.slept == [17.0]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("31", "31 seconds"),
        ("600", "10 minutes"),
        ("20000", "6 hours"),
        ("9" * 500, "days"),
        ("Thu, 14 Mar 2024 00:10:00 GMT", "10 minutes"),
    ],
)
async def test_a_retry_after_beyond_thirty_seconds_is_told_and_not_waited_for(
    said: str, words: str
):
    with loopback(Response(429, headers={"Retry-After": said})) as server:
        asked = await ask(server, now=lambda: MIDNIGHT)
    assert isinstance(asked.error, errors.Throttled)
    assert words in asked.error.remedy
    assert len(server.requests) == 1


@pytest.mark.extended
@pytest.mark.parametrize(
    "said",
    [
        "soon",
        "-5",
        "",
        "1.5",
        "٣",
        "Thu, 14 Mar 99999 00:00:00 GMT",
        "Thu, 14 Mar 2024 00:00:00 +99999999999999",
        "Wed, 13 Mar 2024 00:00:00 GMT",
    ],
)
async def test_an_absurd_retry_after_changes_nothing(said: str):
    head = f"HTTP/1.1 429 No\r\nRetry-After: {said}\r\n"
    raw = f"{head}Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
    with loopback(in_turn(Response(raw=raw), page([]))) as server:
        asked = await ask(server, now=lambda: MIDNIGHT)
    assert asked.error is None
    assert asked.slept == [1.0]


@pytest.mark.parametrize("said", ["0", "Wed, 13 Mar 2024 00:00:00 GMT"])
async def test_a_retry_after_that_is_over_is_not_told(said: str):
    with loopback(Response(429, headers={"Retry-After": said})) as server:
        asked = await ask(server, now=lambda: MIDNIGHT)
    assert asked.slept == [1.0, 2.0, 4.0]
    assert "seconds" not in asked.error.remedy


async def test_a_server_that_trickles_meets_the_deadline():
    with loopback(Response(headers={"Content-Length": "1000"}, trickles=True)) as server:
        asked = await ask(server, deadline=0.05)
    assert isinstance(asked.error, errors.TooSlow)
    assert "0.05 seconds" in asked.error.title
    assert len(server.requests) == 4


async def test_an_answer_may_come_compressed():
    body = gzip.compress(page([reading(MIDNIGHT)]).body)
    with loopback(Response(body=body, headers={"Content-Encoding": "gzip"})) as server:
        asked = await ask(server)
    assert asked.starts == [MIDNIGHT]
    assert server.requests[0].headers["accept-encoding"] == "gzip"


@pytest.mark.extended
@pytest.mark.parametrize("compressed", [True, *slow(False)])
async def test_no_more_than_ten_megabytes_of_an_answer_are_read(compressed: bool, monkeypatch):
    held: list[int] = []

    class Watched(bytearray):
        def __iadd__(self, more: bytes) -> Watched:
            super().__iadd__(more)
            held.append(len(self))
            return self

    monkeypatch.setattr("octoterm.octopus.body.bytearray", Watched, raising=False)
    body = b" " * 40_000_000
    headers = {"Content-Encoding": "gzip"} if compressed else {}
    body = gzip.compress(body, 1) if compressed else body
    with loopback(Response(body=body, headers=headers)) as server:
        asked = await ask(server)
    assert isinstance(asked.error, errors.BadAnswer)
    assert "too large" in asked.error.title
    assert max(held) < 10_100_000
    assert len(server.requests) == 1


async def test_what_a_server_says_is_made_harmless():
    said = "\x1b[31mred\x07 \u202eback [/x] [@click=app.quit]" + "x" * 500
    with loopback(Response.json({"detail": said}, 400)) as server:
        asked = await ask(server)
    assert "\x1b" not in str(asked.error)
    assert "\u202e" not in str(asked.error)
    assert len(str(asked.error)) < 400


@pytest.mark.parametrize("url", ["https://[::1", "https://xn--zz/", "https://a b\x00/"])
async def test_a_configured_address_that_is_none_is_an_error_like_any_other(url: str):
    with pytest.raises(errors.ApiError):
        OctopusClient(url, ApiKey(KEY))
