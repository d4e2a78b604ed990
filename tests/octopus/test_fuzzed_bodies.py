"""Good pages, damaged at random: whatever comes is a page or an error, and nothing in between."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import httpx
import pytest

from octoterm.errors import ApiError, BadAnswer
from octoterm.octopus import consumption_pages
from octoterm.octopus.consumption_pages import Page, read_page
from octoterm.runtime.slices import finish
from octoterm.storage.readings_file import ReadingsFile
from octoterm.sync.events import Saved
from octoterm.sync.readings import sync_meter
from tests.support.loopback import KEY, KEY_IN_BASIC_AUTH, Loopback, page, reading
from tests.support.syncing import NOW, YESTERDAY, no_sleep

STARTS = [YESTERDAY - 1800 * n for n in range(12)]
GOOD = page([reading(start, 0.25) for start in STARTS]).body
TOKENS = [
    b"null", b"NaN", b"-Infinity", b"1e999", b"-1", b"9" * 5000, b'""', b"[]", b"{}", b"[[[[",
    b"}", b'"\\ud800"', b"\\u0000", b"\xff", b"\x00", b'"next":"http://evil.invalid/"', b"true",
    b'"consumption":"0.5"', b"[" * 20_000, KEY.encode(), b"\x1b[2J", b"2024-02-30T00:00:00Z", b",",
    b"},{", b'"},{"', b"},", b"]", b'"results":[', b'{"results":[{},{}]}', b'\\"results":[',
]  # fmt: skip


LATER = range(50, 2000, 300)


def damaged(chance: Random) -> bytes:
    """A good page that something happened to, once or a few times."""
    body = bytearray(GOOD)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at = chance.randrange(len(body) + 1)
        to = min(len(body), at + chance.choice((1, 1, 4, 30, 400)))
        match chance.randrange(7):
            case 0:
                del body[at:to]
            case 1:
                body[at:at] = body[at:to]
            case 2:
                body[at:to] = chance.choice(TOKENS)
            case 3:
                body[at:at] = chance.choice(TOKENS)
            case 4:
                body[at:to] = chance.randbytes(to - at)
            case 5:
                body = body[:at]
            case _:
                field = chance.choice((b"0.25", b"interval_end", b'"results"', b"null", b"Z"))
                body = body.replace(field, chance.choice(TOKENS), chance.choice((1, -1)))
    return bytes(body)


class Answering(httpx.AsyncBaseTransport):
    """Sends `body`, sometimes compressed, sometimes damaged once more after that."""

    def __init__(self, body: bytes, chance: Random) -> None:
        self.headers = {}
        if chance.random() < 0.3:
            body = gzip.compress(body)
            self.headers = {"Content-Encoding": "gzip"}
            if chance.random() < 0.5:
                at = chance.randrange(len(body))
                body = body[:at] + chance.randbytes(2) + body[at + 2 :]
        self.body = body
        self.requests: list[httpx.URL] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async def content() -> AsyncIterator[bytes]:
            for at in range(0, len(self.body), 700):
                yield self.body[at : at + 700]

        self.requests.append(request.url)
        return httpx.Response(200, headers=self.headers, content=content())


@pytest.mark.extended
@pytest.mark.parametrize(
    "seeds",
    [range(50), *(pytest.param(range(n, n + 300), marks=pytest.mark.slow) for n in LATER)],
    ids=str,
)
async def test_a_damaged_page_is_taken_whole_or_refused(seeds: range, tmp_path: Path) -> None:
    server = Loopback(page([]))
    server.origin = "http://127.0.0.1:1"
    for seed in seeds:
        chance = Random(seed)
        meter = server.meter(tmp_path, f"Meter {seed}")
        answering = Answering(damaged(chance), chance)
        events = [
            event
            async for event in sync_meter(
                meter,
                state_folder=tmp_path / "state",
                transport=answering,
                now=lambda: NOW,
                sleep=no_sleep,
            )
        ]
        *saved, end = events
        stored = finish(ReadingsFile(meter.csv).load())
        assert end.error is None or isinstance(end.error, ApiError), seed
        assert end.error is None or (end.error.title and end.error.remedy), seed
        assert len(stored.starts) == end.new, seed
        assert not stored.unreadable, seed
        pages = [event for event in saved if isinstance(event, Saved)]
        assert end.error is not None or len(pages) == 1, seed
        assert bool(stored.starts) <= bool(pages), seed
        assert {url.host for url in answering.requests} == {"127.0.0.1"}, seed
        assert len(answering.requests) <= 5, seed
        shown = repr(events) + (meter.csv.read_text() if meter.csv.exists() else "")
        assert KEY not in shown, seed
        assert KEY_IN_BASIC_AUTH not in shown, seed


ODD_LISTS = [
    b'{"next":null,"results":[{},]}',
    b'{"next":null,"results":[{},{},{}]}',
    b'{"next":null,"results":[{"a":"},"},{"b":"]}"},{"c":[{},{}]}]}',
    b'{"next":null,"results":[{}],"more":[{},{}]}',
    b'{"next":null,"results":[{},{}],"results":[{}]}',
    b'{"next":null,"results":[{"results":[{},{}]},{}]}',
    b'{"next":null,"first":{"results":[{},{}]},"results":[{}]}',
    b'{"next":null,"my\\"results":[{},{}]}',
    b'{"next":null,"my\\"results":[{},{}],"results":{}}',
    b'{"next":null,"results":["},{"]} ]}',
    b'{"next":null,"results":[{}, {}] , "results":null}',
    b'{"next":null,"results":[{},{}] []}',
    b'[{"next":null,"results":[{},{}]}]',
]


def page_of(body: bytes) -> Page | None:
    try:
        return finish(read_page(body, hide=str))
    except BadAnswer:
        return None


@pytest.mark.extended
@pytest.mark.parametrize("piece", [1, 300, 10_000])
def test_a_damaged_page_read_in_pieces_is_what_it_is_as_a_whole(
    monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    bodies = [*ODD_LISTS, *(damaged(Random(f"pieces {seed}")) for seed in range(1000))]
    with monkeypatch.context() as patch:
        patch.setattr(consumption_pages, "_OPENING", re.compile(b"nothing that begins a list"))
        as_a_whole = [page_of(body) for body in bodies]
    monkeypatch.setattr(consumption_pages, "_PIECE", piece)
    assert [page_of(body) for body in bodies] == as_a_whole
    assert any(as_a_whole)


def test_many_a_damaged_page_is_still_a_page() -> None:
    """Else the damage would be so great that nothing is tried."""
    kinds = set()
    for seed in range(60):
        chance = Random(seed)
        body = damaged(chance)
        try:
            kinds.add(type(json.loads(body)).__name__)
        except (ValueError, RecursionError):
            kinds.add("none")
    assert kinds >= {"dict", "none"}
