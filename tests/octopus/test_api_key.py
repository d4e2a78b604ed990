"""The API client over real HTTP: where the key goes, and where it does not."""

from __future__ import annotations

import io
import logging
import traceback
from base64 import b64encode
from urllib.parse import quote

import pytest
from rich.console import Console
from rich.traceback import Traceback

from octoterm import errors
from octoterm.household.api_key import ApiKey
from octoterm.octopus import client
from octoterm.octopus.client import OctopusClient
from tests.support.asking import ask
from tests.support.loopback import (
    KEY,
    KEY_IN_BASIC_AUTH,
    METER_PATH,
    Request,
    Response,
    in_turn,
    loopback,
    page,
    reading,
    utc,
)
from tests.support.slow import slow

KEY_ALONE = b64encode(KEY.encode()).decode()
MIDNIGHT = utc("2024-03-14 00:00")
HALF_HOUR = 1800


@pytest.mark.extended
@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://other.invalid/",
        "https://127.0.0.1:{port}/",
        "http://127.0.0.1:{other_port}/",
        "http://127.0.0.1/",
        "http://127.0.0.1.:{port}/",
        "http://localhost:{port}/",
        "http://someone@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}@other.invalid/",
        "http://:secret@127.0.0.1:{port}/",
        "//127.0.0.1:{other_port}/",
        "mailto:someone@other.invalid",
        "file:///etc/passwd",
        "http://[::1/",
        "http://127.0.0.1:port/",
        "http://xn--/",
        "http://127.0.0.1:99999999/",
        "\x00",
        "http://\ud800/",
        "?" + "x" * 100_000,
    ],
)
@pytest.mark.parametrize("way", ["next", "redirect"])
async def test_neither_next_nor_a_redirect_leads_elsewhere(elsewhere: str, way: str):
    with loopback(page([])) as other:

        def handler(_: Request) -> Response:
            url = elsewhere.format(
                port=server.origin.rpartition(":")[2], other_port=other.origin.rpartition(":")[2]
            )
            if way == "next":
                return page([reading(MIDNIGHT)], url)
            location = url.encode("utf-8", "replace")
            return Response(raw=b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\n\r\n")

        with loopback(handler) as server:
            asked = await ask(server)
    assert isinstance(asked.error, errors.WrongOrigin | errors.BadAnswer | errors.Offline)
    assert other.requests == []
    if way == "next":
        assert asked.starts == [MIDNIGHT]


async def test_another_server_is_named_and_the_key_was_not_sent_there():
    with loopback(Response(307, headers={"Location": "https://evil.invalid/"})) as server:
        asked = await ask(server)
    assert isinstance(asked.error, errors.WrongOrigin)
    assert "evil.invalid" in asked.error.title
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_on_the_same_server_is_followed(status: int):
    moved = Response(status, headers={"Location": "/elsewhere/?page_size=5"})
    with loopback(in_turn(moved, page([reading(MIDNIGHT)]))) as server:
        asked = await ask(server)
    assert asked.starts == [MIDNIGHT]
    assert server.requests[1].path == "/elsewhere/"
    assert KEY_IN_BASIC_AUTH in server.requests[1].headers["authorization"]


async def test_redirects_without_end_end():
    moved = Response(302, headers={"Location": METER_PATH})
    with loopback(moved) as server:
        asked = await ask(server)
    assert isinstance(asked.error, errors.BadAnswer)
    assert len(server.requests) == 1 + client.MOST_REDIRECTS


async def test_plain_http_to_this_machine_goes_through_no_proxy(monkeypatch):
    with loopback(page([])) as proxy, loopback(page([])) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.origin)
        asked = await ask(server)
    assert asked.error is None
    assert proxy.requests == []


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "gopher://127.0.0.1", "http://[::1"])
def test_a_proxy_that_cannot_be_used_is_told(monkeypatch, proxy: str):
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(errors.Offline) as told:
        OctopusClient("https://api.octopus.invalid/", ApiKey(KEY))
    assert "HTTPS_PROXY" in told.value.remedy


ECHOES = {
    "detail": Response.json({"detail": f"key {KEY_IN_BASIC_AUTH} {KEY}"}, 400),
    "long detail": Response.json({"detail": "x" * 170 + KEY}, 401),
    "field": Response.json({KEY: [KEY]}, 400),
    "reading": page([reading(MIDNIGHT, KEY)]),
    "reading cut short": page([{**reading(MIDNIGHT), "interval_start": "x" * 20 + KEY}]),
    "end of a reading": page([{**reading(MIDNIGHT), "interval_end": "x" * 20 + KEY}]),
    "Base64": Response.json({"detail": f"{KEY_IN_BASIC_AUTH[:-4]} or {KEY_ALONE}"}, 400),
    "host": page([], f"https://{KEY}.invalid/"),
    "redirect": Response(302, headers={"Location": f"https://x:{KEY}@{KEY}.invalid/"}),
    "not HTTP": Response(raw=f"{KEY}: {KEY}\r\n\r\n".encode()),
    "header": Response(raw=f"HTTP/1.1 200 OK\r\n{KEY}\r\n\r\n".encode()),
    "not JSON": Response(body=KEY.encode()),
}


@pytest.mark.parametrize("echo", ECHOES)
async def test_a_server_that_sends_the_key_back_does_not_get_it_shown(echo: str):
    with loopback(ECHOES[echo]) as server:
        asked = await ask(server)
    told = [str(found.skipped) for found in asked.pages]
    for error in asked.errors:
        told += [str(error), repr(error), *traceback.format_exception(error)]
    shown = "".join(told)
    assert shown
    assert KEY not in shown
    assert KEY.lower() not in shown
    assert KEY[:12] not in shown, "nor a part of it, where the text was shortened"
    assert KEY_IN_BASIC_AUTH[:-6] not in shown


@pytest.mark.parametrize(
    "key", [KEY, "sk_live_a/b+c=d e%41", "sk.live$^(x)|[y]\\", "ключ-é", "k" * 31]
)
def test_the_key_is_hidden_in_every_spelling(key: str):
    user = b64encode(f"{key}:".encode()).decode()
    alone = b64encode(key.encode()).decode()
    for spelling in (key, key.upper(), quote(key, safe=""), user, alone, alone.rstrip("=")):
        hidden = ApiKey(key).hidden_in(f"before {spelling} after, x{spelling}")
        assert hidden.startswith("before •••"), spelling
        assert spelling not in hidden
        assert "after" in hidden
    assert ApiKey(key).hidden_in("nothing of it") == "nothing of it"


FAULTS = {
    "wrong key": Response.json({"detail": "Invalid API key."}, 401),
    "throttled": Response.html(403),
    "server error": Response.html(500),
    "closed": Response(raw=b""),
    "not HTTP": Response(raw=b"rubbish\r\n\r\n"),
    "slow": Response(headers={"Content-Length": "9"}, trickles=True),
    "not gzip": Response(body=b"1234", headers={"Content-Encoding": "gzip"}),
    "not JSON": Response.html(200),
    "elsewhere": page([], "https://other.invalid/"),
    "fine": page([reading(MIDNIGHT)]),
    "echo": Response(headers={"Set-Cookie": KEY, "X-Echo": f"Basic {KEY_IN_BASIC_AUTH}"}),
}


@pytest.mark.extended
@pytest.mark.parametrize("fault", ["echo", *slow(*sorted(FAULTS.keys() - {"echo"}))])
async def test_the_key_is_in_no_log_of_any_level_and_no_traceback_with_locals(fault: str, caplog):
    for name in ("", "httpx", "httpcore", "httpcore.http11", "httpcore.connection"):
        caplog.set_level(logging.DEBUG, name)
    with loopback(FAULTS[fault]) as server:
        asked = await ask(server, deadline=0.05)
    told = [caplog.text]
    for error in asked.errors:
        console = Console(file=io.StringIO(), width=400)
        frames = Traceback.from_exception(
            type(error), error, error.__traceback__, show_locals=True, locals_max_string=None
        )
        console.print(frames)
        told.append(console.file.getvalue())
        told += traceback.TracebackException.from_exception(error, capture_locals=True).format()
    shown = "\n".join(told)
    assert server.requests[0].headers["authorization"].endswith(KEY_IN_BASIC_AUTH)
    assert KEY not in shown
    assert KEY_IN_BASIC_AUTH not in shown
