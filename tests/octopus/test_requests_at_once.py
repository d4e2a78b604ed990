"""Several requests at once, and breaking off in the middle of them."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import httpx
import pytest

from octoterm.household.api_key import ApiKey
from octoterm.octopus.client import OctopusClient
from octoterm.octopus.consumption import consumption
from tests.octopus.test_client import HALF_HOUR, MIDNIGHT
from tests.support.asking import ask
from tests.support.loopback import (
    KEY,
    ReadingsApi,
    Response,
    in_turn,
    loopback,
    page,
)


class Slow(httpx.AsyncBaseTransport):
    """Answers when it is told to, and knows how many requests wait."""

    def __init__(self) -> None:
        self.waiting = self.most = 0
        self.arrived = asyncio.Event()
        self.answer = asyncio.Event()

    async def handle_async_request(self, _: httpx.Request) -> httpx.Response:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        self.arrived.set()
        try:
            await self.answer.wait()
        finally:
            self.waiting -= 1

        async def content():
            yield page([]).body

        return httpx.Response(200, content=content())


async def test_clients_that_share_a_gate_keep_to_it():
    transport, gate = Slow(), asyncio.Semaphore(4)
    asking = [
        asyncio.create_task(ask("http://127.0.0.1/", transport=transport, gate=gate))
        for _ in range(9)
    ]
    while transport.waiting < 4:
        await transport.arrived.wait()
        await asyncio.sleep(0)
    transport.answer.set()
    await asyncio.gather(*asking)
    assert transport.most == 4


async def test_waiting_for_the_gate_is_not_part_of_the_deadline(monkeypatch):
    loop = asyncio.get_running_loop()
    clock = loop.time

    class SlowGate(asyncio.Semaphore):
        async def __aenter__(self) -> None:
            monkeypatch.setattr(loop, "time", lambda: clock() + 1000)
            for _ in range(3):  # so that a deadline, if there is one, would be noticed
                await asyncio.sleep(0)

        async def __aexit__(self, *_: object) -> None:
            monkeypatch.undo()

    with loopback(page([])) as server:
        asked = await ask(server, gate=SlowGate(1))
    assert len(asked.pages) == 1
    assert asked.errors == []


async def test_a_wait_before_a_retry_leaves_the_gate_open():
    gate = asyncio.Semaphore(1)

    async def sleep(_: float) -> None:
        assert not gate.locked()

    with loopback(in_turn(Response.html(502), page([]))) as server:
        asked = await ask(server, gate=gate, sleep=sleep)
    assert asked.error is None


async def test_cancelling_in_the_middle_of_a_request_is_clean():
    transport, gate = Slow(), asyncio.Semaphore(1)
    asking = asyncio.create_task(ask("http://127.0.0.1/", transport=transport, gate=gate))
    await transport.arrived.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert transport.waiting == 0
    assert not gate.locked()


async def test_whoever_has_enough_leaves():
    with loopback(ReadingsApi({MIDNIGHT + n * HALF_HOUR: 0.1 for n in range(9)}, 3)) as server:
        async with (
            OctopusClient(server.meter_url, ApiKey(KEY)) as client,
            aclosing(
                consumption(client, server.meter_url, period_from=0, newest_first=True)
            ) as answered,
        ):
            async for _ in answered:
                break
    assert len(server.requests) == 1
