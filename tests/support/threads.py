"""Which pools of threads are at work: those that were given something that has not ended."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from weakref import WeakKeyDictionary

_given: WeakKeyDictionary[ThreadPoolExecutor, list[Future[None]]] = WeakKeyDictionary()


def are_at_work(threads: ThreadPoolExecutor | None) -> bool:
    """Whether they have work whose result has not yet reached all that wait for it."""
    given = _given.get(threads, []) if threads else []
    given[:] = [work for work in given if not work.done()]
    return bool(given)


def _noted(submit: Callable[..., Future[None]]) -> Callable[..., Future[Any]]:
    def noted(
        threads: ThreadPoolExecutor, work: Callable[..., Any], /, *given: Any, **more: Any
    ) -> Future[Any]:
        result: Future[Any] = Future()

        def run() -> None:
            if not result.set_running_or_notify_cancel():
                return
            try:
                result.set_result(work(*given, **more))
            except BaseException as error:
                result.set_exception(error)

        # Done only when `result` has called back all that wait for it, such as an event loop.
        _given.setdefault(threads, []).append(submit(threads, run))
        return result

    return noted


ThreadPoolExecutor.submit = _noted(ThreadPoolExecutor.submit)  # type: ignore[method-assign]
