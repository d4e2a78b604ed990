"""`octoterm sync` gives up after two minutes in which nothing came. No minute is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from octoterm import errors
from octoterm.cli import sync as command
from octoterm.sync import readings
from octoterm.sync.events import Event, Finished
from octoterm.sync.stall_timeout import StallTimeout
from tests.conftest import CommandLine, Result
from tests.support.dashboards import meter, page_of
from tests.support.hurried import Hurried
from tests.support.loopback import KEY, METER_PATH, reading, utc

MIDNIGHT = utc("2024-03-14 00:00")
ORIGIN = "https://api.octoterm.invalid"


class Api(httpx.AsyncBaseTransport):
    """Answers the n-th request after `seconds(n)`, with a reading and a next."""

    def __init__(self, seconds: Callable[[int], float], status: int = 200) -> None:
        self.seconds = seconds
        self.status = status
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        number = len(self.requests)
        await asyncio.sleep(self.seconds(number))
        if self.status != 200:
            return httpx.Response(self.status, headers={"Retry-After": "30"}, content=nothing())
        following = str(request.url.copy_set_param("page", number))
        return page_of([reading(MIDNIGHT - 1800 * number)], following)


async def nothing() -> AsyncIterator[bytes]:
    yield b""


def silent(_: int) -> float:
    return 1e6


class Hurry:
    """`octoterm sync` on such a loop, and when it was over."""

    def __init__(self, octoterm: CommandLine, patch: pytest.MonkeyPatch) -> None:
        self.octoterm = octoterm
        self.patch = patch
        self.took = 0.0

    def __call__(self, api: Api, meters: int = 1) -> Result:
        async def through(*given: object, **more: object) -> AsyncGenerator[Event, None]:
            loop = asyncio.get_running_loop()
            began = loop.time()
            async for event in readings.sync_all(*given, **{**more, "transport": api}):  # type: ignore[arg-type]
                self.took = loop.time() - began
                yield event

        self.octoterm.configure(
            {
                "accounts": [
                    {"name": f"M{n}", "url": f"{ORIGIN}{METER_PATH}", "apikey": KEY, "csv": f"{n}"}
                    for n in range(meters)
                ]
            }
        )
        self.patch.setattr(asyncio.events, "new_event_loop", Hurried)
        self.patch.setattr(command, "sync_all", through)
        return self.octoterm("sync")


@pytest.fixture
def hurry(octoterm: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Hurry:
    return Hurry(octoterm, monkeypatch)


def test_a_server_that_is_silent_ends_a_sync_after_two_minutes(hurry: Hurry) -> None:
    api = Api(silent)
    result = hurry(api)
    assert result.exit_code == 1
    assert 119.9 < hurry.took < 121
    assert len(api.requests) == 4
    assert result.err.splitlines()[-1] == (
        "octoterm: M0: Nothing came for 2 minutes: api.octoterm.invalid did not answer within "
        "30 seconds. Try again later."
    )


def test_so_does_one_that_asks_to_wait_again_and_again(hurry: Hurry) -> None:
    result = hurry(Api(lambda _: 29, status=429))
    assert result.exit_code == 1
    assert 119.9 < hurry.took < 121
    assert "Nothing came for 2 minutes: Too many requests" in result.err
    assert "Octopus asks us to wait 30 seconds" in result.err


def test_what_came_before_stays(hurry: Hurry, octoterm: CommandLine) -> None:
    result = hurry(Api(lambda number: 1 if number <= 3 else 1e6))
    assert result.exit_code == 1
    assert (result.out, "3 readings were saved before that." in result.err) == ("", True)
    assert 122.9 < hurry.took < 125
    assert (octoterm.here / "0").read_text().count("\n") == 4


@pytest.mark.extended
def test_whoever_is_slow_but_gets_on_is_waited_for(hurry: Hurry) -> None:
    result = hurry(Api(lambda number: 29 if number <= 20 else 1e6))
    assert "20 readings were saved before that." in result.err
    assert hurry.took > 20 * 29 + 119


def test_many_meters_are_not_waited_for_one_after_the_other(hurry: Hurry) -> None:
    result = hurry(Api(silent), meters=12)
    assert result.exit_code == 1
    assert 119.9 < hurry.took < 122
    assert result.err.count("Nothing came for 2 minutes") == 12


def test_a_meter_that_gets_on_keeps_another_waiting() -> None:
    async def renewed_before_it_runs_out() -> str:
        stall_timeout = StallTimeout(120)
        waiting = asyncio.create_task(stall_timeout.wait_for(asyncio.sleep(200, "came")))
        await asyncio.sleep(100)
        stall_timeout.restart()
        return await waiting

    with asyncio.Runner(loop_factory=Hurried) as runner:
        assert runner.run(renewed_before_it_runs_out()) == "came"


def test_a_time_that_is_up_is_restarted_by_the_progress_of_others() -> None:
    async def runs_out_and_is_renewed() -> None:
        stall_timeout = StallTimeout(120)
        ends = [
            asyncio.create_task(stall_timeout.wait_for(asyncio.Event().wait())) for _ in range(2)
        ]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        stall_timeout.restart()
        for end in ends:
            with pytest.raises(TimeoutError):
                await end

    with asyncio.Runner(loop_factory=Hurried) as runner:
        runner.run(runs_out_and_is_renewed())


def test_without_a_time_out_there_is_no_end_to_waiting() -> None:
    async def long() -> str:
        return await StallTimeout().wait_for(asyncio.sleep(1e6, "came"))

    with asyncio.Runner(loop_factory=Hurried) as runner:
        assert runner.run(long()) == "came"


def test_without_a_time_out_as_in_the_dashboard_every_try_has_its_time(tmp_path: Path) -> None:
    """Somebody watches, who can stop it with Esc."""

    async def synced() -> Event:
        meters = (meter(tmp_path),)
        events = readings.sync_all(meters, state_folder=tmp_path, transport=Api(silent))
        return [event async for event in events][-1]

    with asyncio.Runner(loop_factory=Hurried) as runner:
        end = runner.run(synced())
    assert isinstance(end, Finished)
    assert isinstance(end.error, errors.TooSlow)
