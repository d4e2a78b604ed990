"""Long work in slices: run to the end by a command, or between turns of the event loop."""

from __future__ import annotations

import asyncio

import pytest

from octoterm.runtime import slices
from octoterm.runtime.slices import Sliced, finish, in_slices


def counting(turns: int, log: list[str], rest: float = 0) -> Sliced[str]:
    try:
        for turn in range(turns):
            log.append(f"slice {turn}")
            yield rest
        return "done"
    finally:
        log.append("closed")


def failing() -> Sliced[None]:
    yield 0
    raise OSError("disk on fire")


def test_finish_runs_every_slice_and_returns_the_result() -> None:
    log: list[str] = []
    assert finish(counting(3, log)) == "done"
    assert log == ["slice 0", "slice 1", "slice 2", "closed"]


def test_finish_rests_only_where_the_work_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[float] = []
    monkeypatch.setattr(slices.time, "sleep", rests.append)
    finish(counting(2, []))
    assert rests == []
    finish(counting(2, [], rest=0.02))
    assert rests == [0.02, 0.02]


def test_finish_passes_on_what_goes_wrong() -> None:
    with pytest.raises(OSError, match="disk on fire"):
        finish(failing())


def test_finish_interrupted_while_resting_lets_go_of_what_the_work_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(slices.time, "sleep", interrupted)
    log: list[str] = []
    work = counting(3, log, rest=0.02)  # held here too, so that it is not merely forgotten
    with pytest.raises(KeyboardInterrupt):
        finish(work)
    assert log == ["slice 0", "closed"]


@pytest.mark.parametrize("rest", [0, 0.0001])
async def test_the_event_loop_has_a_turn_after_every_long_slice_and_in_every_rest(
    monkeypatch: pytest.MonkeyPatch, rest: float
) -> None:
    monkeypatch.setattr(slices, "TURN", 1000 if rest else -1)
    log: list[str] = []

    async def other() -> None:
        for turn in range(3):
            log.append(f"turn {turn}")
            await asyncio.sleep(0)

    result, _ = await asyncio.gather(in_slices(counting(3, log, rest)), other())
    assert result == "done"
    assert log.index("slice 0") < log.index("turn 0") < log.index("slice 1")
    assert log.index("turn 1") < log.index("slice 2")


async def test_slices_share_a_turn_while_it_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "TURN", 1000)
    log: list[str] = []
    asyncio.get_running_loop().call_soon(log.append, "others")
    await in_slices(counting(3, log))
    assert log == ["slice 0", "slice 1", "slice 2", "closed"]


async def test_where_no_keys_are_read_slices_share_a_longer_turn_and_wait_for_fewer_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slices, "TURN", -1)
    turns: dict[bool, int] = {}

    async def work(keys_are_read: bool) -> None:
        slices.keys_are_read.set(keys_are_read)
        other = asyncio.create_task(count(keys_are_read))
        await in_slices(counting(3, []))
        other.cancel()

    async def count(keys_are_read: bool) -> None:
        for turn in range(1000):
            turns[keys_are_read] = turn
            await asyncio.sleep(0)

    await asyncio.create_task(work(keys_are_read=True))
    assert turns[True] >= 3 * slices.TURNS_FOR_A_KEY
    await asyncio.create_task(work(keys_are_read=False))
    assert False not in turns
    monkeypatch.setattr(slices, "TURN_WITHOUT_KEYS", -1)
    await asyncio.create_task(work(keys_are_read=False))
    assert 3 <= turns[False] < slices.TURNS_FOR_A_KEY


async def test_what_follows_from_a_key_is_done_before_the_next_slice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slices, "TURN", -1)
    log: list[str] = []

    async def key() -> None:
        for part in ("read", "acted upon", "drawn"):
            log.append(part)
            await asyncio.sleep(0)

    await asyncio.gather(in_slices(counting(2, log)), in_slices(counting(1, [])), key())
    assert log == ["slice 0", "read", "acted upon", "drawn", "slice 1", "closed"]


async def test_cancelling_closes_the_work_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "TURN", -1)
    log: list[str] = []
    task = asyncio.create_task(in_slices(counting(1000, log)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert log[-1] == "closed"
    assert len(log) < 10


async def test_what_goes_wrong_in_a_slice_reaches_whoever_waits() -> None:
    with pytest.raises(OSError, match="disk on fire"):
        await in_slices(failing())
