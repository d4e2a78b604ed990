"""Requests answers before they are needed.

If an answer takes a tenth of a second, eight pages in sequence would take most of a second in
which nothing else happens.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")


class Prefetcher(Generic[Question, Answer]):
    """Asks questions in advance. Use it as `async with Prefetcher(ask) as prefetcher:`."""

    def __init__(self, ask: Callable[[Question], Coroutine[Any, Any, Answer]]) -> None:
        self._ask = ask
        self._coming: dict[Question, asyncio.Task[Answer]] = {}

    async def __aenter__(self) -> Prefetcher[Question, Answer]:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cancel_all()

    async def cancel_all(self) -> None:
        """Cancel all questions that have not been answered."""
        await self.ask_for()

    async def ask_for(self, *questions: Question) -> None:
        """Start asking these questions, and cancel all others."""
        cancelled = [self._coming.pop(each) for each in [*self._coming] if each not in questions]
        for task in cancelled:
            task.cancel()
        await asyncio.gather(*cancelled, return_exceptions=True)
        for question in questions:
            if question not in self._coming:
                self._coming[question] = asyncio.create_task(self._ask(question))

    def answer(self, question: Question) -> Awaitable[Answer]:
        """The answer; the question is asked now if it was not asked before. Raises what asking
        raises."""
        return self._coming.pop(question, None) or self._ask(question)
