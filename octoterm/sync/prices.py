"""Fetches the prices of tariffs and keeps them, as a stream of events.

No key is sent. Tariffs are independent of each other: what goes wrong with one is in its last
event, and the sync goes on with the next. What came before a failure, or before the sync was
stopped, is kept.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import aclosing, suppress
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from octoterm.errors import (
    ApiError,
    BadAnswer,
    FileError,
    NoProgress,
    OctotermError,
    RequestRefused,
)
from octoterm.octopus.client import OctopusClient, Sleep, Transport
from octoterm.octopus.listing import JsonPage
from octoterm.octopus.prices import addresses_of, day_and_night, price_pages
from octoterm.octopus.refusals import TRY_LATER, duration
from octoterm.octopus.retries import Retry
from octoterm.runtime.slices import Sliced, finish, in_slices
from octoterm.storage.file_lock import LOCK_TIMEOUT
from octoterm.storage.state.rates_file import StoredPrices, read_prices, update_prices
from octoterm.sync.events import PriceEvent, PricesCame, PricesFinished, PricesWaiting
from octoterm.sync.price_answer import PriceAnswer, with_addresses
from octoterm.sync.price_spans import Span, every_span, names_wanted, spans_due
from octoterm.sync.stall_timeout import StallTimeout
from octoterm.sync.wanted_prices import Wanted
from octoterm.tariffs.rate_rows import Rate, read_rows
from octoterm.tariffs.rates import Register, TariffPrices

PAGES_AT_ONCE = 10
"""Pages to keep in one go, as this rewrites the file: ten months of half-hourly prices."""
ROWS_AT_ONCE = 250
"""Rows to read in one slice, in less than a millisecond."""
MOST_IDLE_PAGES = 20
"""Consecutive pages of one list that reach no further back."""
SHORT_WAIT = 1.0
"""Seconds to wait for another process when the sync is stopped: the event loop waits as well."""

T = TypeVar("T")


async def sync_prices(
    wanted: Iterable[Wanted],
    folder: Path,
    *,
    full: bool = False,
    transport: Transport | None = None,
    stall_timeout: float | None = None,
    now: Callable[[], float] = time.time,
    sleep: Sleep = asyncio.sleep,
) -> AsyncGenerator[PriceEvent, None]:
    """Bring the prices of these tariffs in `folder` up to date, one tariff after the other. The
    last event of each is a PricesFinished, which holds its error, if any; only programming errors
    are raised. `full` asks for all prices again.

    With a `stall_timeout`, all end when nothing has come for that many seconds. Close the iterator
    (`contextlib.aclosing`) to stop early.
    """
    stall = StallTimeout(stall_timeout)
    is_patient = True
    for url, group in groupby(wanted, key=lambda each: each.url):
        tariffs = [*group]
        try:
            client = OctopusClient(url, transport=transport, sleep=sleep, now=now)
        except ApiError as error:
            for each in tariffs:
                yield PricesFinished(each.tariff, 0, 0, error=error.with_traceback(None))
            continue
        async with client:
            for each in tariffs:
                one = _TariffSync(
                    client, folder, each, stall, now, is_patient=is_patient, is_full=full
                )
                async with aclosing(one.run()) as events:
                    async for event in events:
                        yield event
                        if isinstance(event, PricesFinished):
                            is_patient = not _is_about_the_network(event.error)


def _is_about_the_network(error: OctotermError | None) -> bool:
    """Whether the next tariff is likely to fail as well, so that it is asked for only once."""
    return isinstance(error, NoProgress) or (isinstance(error, ApiError) and error.worth_retrying)


class _TariffSync:
    """The sync of one tariff's prices."""

    def __init__(
        self,
        client: OctopusClient,
        folder: Path,
        wanted: Wanted,
        stall: StallTimeout,
        now: Callable[[], float],
        *,
        is_patient: bool,
        is_full: bool,
    ) -> None:
        self._client = client
        self._folder = folder
        self._wanted = wanted
        self._stall = stall
        self._now = now
        self._is_patient = is_patient
        """Whether a failed request is repeated."""
        self._is_full = is_full
        self._addresses: Mapping[str, str] = {}
        self._requests = self._rates = 0
        self._left_out: Counter[str] = Counter()

    async def run(self) -> AsyncGenerator[PriceEvent, None]:
        """Ask for what is due, and keep it."""
        error: OctotermError | None = None
        try:
            stored = await in_slices(read_prices(self._folder, self._wanted.tariff))
            async with aclosing(self._ask(stored)) as events:
                async for event in events:
                    yield event
        except OctotermError as failure:
            error = failure.with_traceback(None)  # its frames would keep answers alive
        yield PricesFinished(
            self._wanted.tariff,
            self._requests,
            self._rates,
            tuple(self._left_out.most_common()),
            error,
        )

    async def _ask(self, stored: StoredPrices | None) -> AsyncGenerator[PriceEvent, None]:
        """Raises OctotermError."""
        known = stored or StoredPrices(TariffPrices(self._wanted.tariff))
        if known.lists and not self._is_full:
            self._addresses = {name: each.address for name, each in known.lists.items()}
            spans = deque(spans_due(known, self._wanted, self._now()))
        else:
            self._addresses = self._wanted.addresses or await self._find_addresses()
            names = names_wanted(self._addresses, self._wanted)
            spans = deque(every_span(known, names, self._wanted, self._now()))
        while spans:
            span = spans.popleft()
            try:
                async with aclosing(self._ask_list(span)) as events:
                    async for event in events:
                        yield event
            except RequestRefused as error:
                others = day_and_night(self._addresses, error)
                if span.name != Register.STANDARD.value or others is None:
                    raise
                new = others.keys() - self._addresses.keys()
                self._addresses = others
                spans.extendleft(every_span(known, sorted(new), self._wanted, self._now()))

    async def _find_addresses(self) -> Mapping[str, str]:
        self._requests += 1
        tariff = self._wanted.tariff
        return await self._in_time(addresses_of(self._client, tariff, waiting=self._count_failure))

    async def _ask_list(self, span: Span) -> AsyncGenerator[PriceEvent, None]:
        """Ask for the span of one list page by page. Raises OctotermError."""
        address = self._addresses[span.name]
        answer = PriceAnswer(span, address, int(self._now()))
        pages = price_pages(self._client, address, since=span.since, until=span.until)
        try:
            self._requests += 1
            async with aclosing(pages):
                while (found := await self._in_time(anext(pages, None))) is not None:
                    if isinstance(found, Retry):
                        self._count_failure(found)
                        yield PricesWaiting(self._wanted.tariff, found.seconds, found.why)
                        continue
                    self._requests += found.following is not None
                    self._stall.restart()
                    await in_slices(self._take(found, answer))
                    if answer.pages == PAGES_AT_ONCE:
                        await in_slices(self._keep(answer))
                    if answer.reached is not None:
                        yield PricesCame(self._wanted.tariff, self._rates, answer.reached)
                    if answer.idle_pages == MOST_IDLE_PAGES:
                        raise BadAnswer("The API lists prices without an end", TRY_LATER)
            answer.is_whole = True
            await in_slices(self._keep(answer))
        finally:
            if answer.pages:
                with suppress(FileError):  # otherwise the error that led here would be lost
                    finish(self._keep(answer, lock_timeout=SHORT_WAIT))

    def _take(self, page: JsonPage, answer: PriceAnswer) -> Sliced[None]:
        rates: list[Rate] = []
        is_all = True
        for first in range(0, len(page.records), ROWS_AT_ONCE):
            rows = read_rows(page.records[first : first + ROWS_AT_ONCE])
            rates += rows.rates
            self._left_out.update(rows.left_out)
            is_all = is_all and not rows.left_out
            yield 0
        self._rates += len(rates)
        answer.take(rates, is_all=is_all)

    def _keep(self, answer: PriceAnswer, lock_timeout: float = LOCK_TIMEOUT) -> Sliced[None]:
        """Keep what has come of the answer since it was last kept. Raises FileError."""
        tariff = self._wanted.tariff

        def change(current: StoredPrices | None) -> StoredPrices:
            stored = current or StoredPrices(TariffPrices(tariff))
            return answer.added_to(with_addresses(stored, self._addresses))

        answer.pages = 0
        yield from update_prices(self._folder, tariff, change, lock_timeout)
        answer.forget()

    async def _in_time(self, something: Awaitable[T]) -> T:
        """The result of `something`. Raises NoProgress if nothing comes for too long."""
        try:
            return await self._stall.wait_for(something)
        except TimeoutError:
            seconds = duration(self._stall.seconds or 0)
        raise NoProgress(f"Nothing came for {seconds}", TRY_LATER)

    def _count_failure(self, retry: Retry) -> None:
        """Raises the failure if the request is not to be made again."""
        if not self._is_patient:
            raise retry.why
        self._requests += 1
