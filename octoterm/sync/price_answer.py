"""The prices received from one list, and what is kept once they are added. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from octoterm.storage.state.rates_file import PriceList, StoredPrices
from octoterm.sync.price_spans import Span
from octoterm.tariffs.rate_rows import Rate, as_answered, rates_of, runs_of, with_page, with_runs
from octoterm.tariffs.rates import RateRun


class PriceAnswer:
    """The answer to one request for a span of a list, page by page, the newest rates first."""

    def __init__(self, span: Span, address: str, asked_at: int) -> None:
        self._span = span
        self._address = _path(address)
        self._asked_at = asked_at
        self._runs: tuple[RateRun, ...] = ()
        """The rates on the pages since the last `forget`, and the earliest from before it."""
        self._is_all = True
        """Whether these are all the rates received, and every row could be used."""
        self.pages = 0
        """Pages that are not kept yet."""
        self.reached: int | None = None
        """All rates that begin after this time (UTC seconds) have come; None before any has."""
        self.idle_pages = 0
        """Consecutive pages that reach no further back."""
        self.is_whole = False
        """Whether the last page has come."""

    def take(self, rates: Sequence[Rate], *, is_all: bool) -> None:
        """Add a page; `is_all` says whether all of its rows could be used."""
        self.pages += 1
        self._is_all = self._is_all and is_all
        self._runs = with_page(self._runs, runs_of(rates))
        latest = max((rate.since for rate in rates), default=None)
        if latest is None or (self.reached is not None and latest >= self.reached):
            self.idle_pages += 1
        else:
            self.reached, self.idle_pages = latest, 0

    def forget(self) -> None:
        """Drop the rates, which are on disk by now, except the earliest: the next page may have
        others of the same time, which do not replace them."""
        earliest = min((run.since for run in self._runs), default=None)
        kept = (rate for rate in rates_of(self._runs) if rate.since == earliest)
        self._runs, self.pages, self._is_all = runs_of(kept), 0, False

    def added_to(self, stored: StoredPrices) -> StoredPrices:
        """The stored prices with those received. Rates that the API no longer lists are ended only
        if the answer is whole and every row could be used: an empty or damaged answer does not
        show that they have ended."""
        name = self._span.name
        is_certain = self.is_whole and self._is_all and bool(self._runs)
        runs = stored.runs(name)
        if is_certain and self._span.is_news and self._span.until is None:
            runs = as_answered(runs, self._runs, self._span.since)
        else:
            runs = with_runs(runs, self._runs)
        known = stored.lists.get(name, PriceList(self._address))
        return stored.with_list(name, self._known(known), runs)

    def _known(self, before: PriceList) -> PriceList:
        """What is known about the list once the answer is added."""
        known = replace(before, address=self._address)
        if self._span.is_news:
            if not self.is_whole or before.since is None:
                return known
            earliest = min(before.since, self._span.since)
            return PriceList(self._address, earliest, self._span.until, self._asked_at)
        since = self._span.since if self.is_whole else self.reached
        if since is None:
            return known
        if before.since is None:
            return PriceList(self._address, since, self._span.until, self._asked_at)
        return replace(known, since=min(since, before.since))


def with_addresses(stored: StoredPrices, addresses: Mapping[str, str]) -> StoredPrices:
    """The stored prices with all these lists, including those from which nothing has come yet."""
    lists = {name: PriceList(_path(address)) for name, address in addresses.items()}
    return StoredPrices(stored.prices, {**lists, **stored.lists})


def _path(address: str) -> str:
    """The address without its server, as prices come only from the server that was asked."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
