"""Asking ahead: whatever is expected is on its way, and nothing is left behind."""

from __future__ import annotations

import asyncio

import pytest

from octoterm.octopus.prefetching import Prefetcher


class Oracle:
    """Answers once it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.given_up: list[str] = []
        self.speaks = asyncio.Event()

    async def __call__(self, question: str) -> str:
        self.asked.append(question)
        try:
            await self.speaks.wait()
        except asyncio.CancelledError:
            self.given_up.append(question)
            raise
        if question == "why":
            raise ValueError("because")
        return question.upper()


async def a_moment() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_is_expected_is_asked_once_and_before_it_is_needed() -> None:
    oracle = Oracle()
    async with Prefetcher(oracle) as prefetcher:
        await prefetcher.ask_for("who", "when")
        await a_moment()
        await prefetcher.ask_for("when", "where")
        await a_moment()
        assert oracle.asked == ["who", "when", "where"]
        assert oracle.given_up == ["who"]
        oracle.speaks.set()
        assert [await prefetcher.answer(each) for each in ("when", "where", "how")] == [
            "WHEN",
            "WHERE",
            "HOW",
        ]
    assert oracle.asked == ["who", "when", "where", "how"]


async def test_what_goes_wrong_is_told_to_whoever_needs_the_answer_and_asked_again() -> None:
    oracle = Oracle()
    oracle.speaks.set()
    async with Prefetcher(oracle) as prefetcher:
        await prefetcher.ask_for("why")
        await a_moment()
        for _ in range(2):
            with pytest.raises(ValueError, match="because"):
                await prefetcher.answer("why")
    assert oracle.asked == ["why", "why"]


async def test_leaving_gives_up_what_is_still_on_its_way() -> None:
    oracle = Oracle()
    async with Prefetcher(oracle) as prefetcher:
        await prefetcher.ask_for("who", "when")
        await a_moment()
    assert oracle.given_up == ["who", "when"]
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_whoever_stops_waiting_gives_up_the_question() -> None:
    oracle = Oracle()
    async with Prefetcher(oracle) as prefetcher:
        await prefetcher.ask_for("who")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await prefetcher.answer("who")
    assert asyncio.all_tasks() == {asyncio.current_task()}
