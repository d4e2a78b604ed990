"""Signals that end a command: everything is tidied up first."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator

import pytest

from octoterm.cli import signals
from octoterm.runtime.slices import keys_are_read


@pytest.fixture(autouse=True)
def handlers_as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_inside_a_signal_leaves_with_128_and_its_number(number: signal.Signals) -> None:
    with pytest.raises(SystemExit) as leaving, signals.raised_as_exit():
        signal.raise_signal(number)
    assert leaving.value.code == 128 + number


def test_afterwards_signals_do_what_they_did_before() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with signals.raised_as_exit():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


def test_under_nohup_a_hangup_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with signals.raised_as_exit():
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_under_nohup_a_hangup_cancels_no_work() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    async def work() -> str:
        signal.raise_signal(signal.SIGHUP)
        for _ in range(5):
            await asyncio.sleep(0)
        return "done"

    assert signals.run(work()) == "done"


def test_work_returns_and_raises_as_it_does_elsewhere() -> None:
    async def work(error: Exception | None) -> str:
        if error:
            raise error
        return "done"

    assert signals.run(work(None)) == "done"
    with pytest.raises(ValueError, match="why"):
        signals.run(work(ValueError("why")))


def test_work_of_a_command_lets_no_keys_through() -> None:
    async def work() -> bool:
        return keys_are_read.get()

    assert signals.run(work()) is False
    assert keys_are_read.get()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_work_is_cancelled_and_may_tidy_up(number: signal.Signals) -> None:
    tidied = []

    async def work() -> None:
        try:
            signal.raise_signal(number)
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0)
            tidied.append(number)
            raise

    with pytest.raises(SystemExit) as leaving, signals.raised_as_exit():
        signals.run(work())
    assert leaving.value.code == 128 + number
    assert tidied == [number]


def test_ctrl_c_cancels_work_too() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored

    async def work() -> None:
        signal.raise_signal(signal.SIGINT)
        await asyncio.Event().wait()

    with pytest.raises(KeyboardInterrupt):
        signals.run(work())


def test_held_back_a_signal_comes_when_it_can_be_heeded() -> None:
    done = []

    def load() -> None:
        with signals.raised_as_exit(), signals.held_back():
            signal.raise_signal(signal.SIGTERM)
            done.append("loaded")

    with pytest.raises(SystemExit) as leaving:
        load()
    assert leaving.value.code == 128 + signal.SIGTERM
    assert done == ["loaded"]
