"""Which prices a sync asks for: only new ones, and no longer those of what has ended. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from octoterm.periods.london import HALF_HOUR, SECONDS_A_DAY
from octoterm.storage.state.rates_file import PriceList, StoredPrices
from octoterm.sync.wanted_prices import Wanted
from octoterm.tariffs.rates import STANDING, RateRun

REVISION_SPAN = 3 * SECONDS_A_DAY
"""Seconds before the newest price; prices this recent are asked for again."""
OFTEN_ENOUGH = 20 * 3600
"""Seconds after which every list of a tariff is asked for again: once a day, at any hour."""


class Span(NamedTuple):
    """What to ask of one list."""

    name: str
    """The name of a register, or STANDING."""
    since: int
    until: int | None
    """UTC seconds, exclusive; None for all that is published."""
    is_news: bool
    """Whether this begins where the prices received earlier end; otherwise it is history."""


def names_wanted(names: Iterable[str], wanted: Wanted) -> tuple[str, ...]:
    """The lists of a tariff that are to be asked for."""
    return tuple(name for name in names if not (wanted.only_unit_rates and name == STANDING))


def every_span(
    stored: StoredPrices, names: Iterable[str], wanted: Wanted, now: float
) -> Iterator[Span]:
    """What to ask of these lists to get everything, whatever is stored."""
    for name in names:
        known = stored.lists.get(name)
        is_known = known is not None and known.since is not None
        yield Span(name, wanted.since, _end(wanted, now), is_news=is_known)


def spans_due(stored: StoredPrices, wanted: Wanted, now: float) -> tuple[Span, ...]:
    """What to ask now: news of each list once a day, and of only one list of unit rates in
    between; also what is needed from before the time asked for so far, or from after its end."""
    known = {name: stored.lists[name] for name in names_wanted(stored.lists, wanted)}
    never_came = [name for name in known if known[name].since is None]
    missing = [*every_span(stored, never_came, wanted, now)]
    missing += (
        Span(name, wanted.since, each.since + HALF_HOUR, is_news=False)
        for name, each in known.items()
        if each.since is not None and wanted.since < each.since
    )
    open_ended = {
        name: each
        for name, each in known.items()
        if each.since is not None and not _is_complete(each, wanted)
    }
    overdue = [
        name
        for name, each in open_ended.items()
        if each.until is not None or abs(now - each.asked_at) >= OFTEN_ENOUGH
    ]
    if not overdue:
        overdue = _asked_longest_ago(open_ended)
    news = (
        Span(name, _news_since(open_ended[name], stored.runs(name), now), _end(wanted, now), True)
        for name in overdue
    )
    return (*news, *missing)


def _is_complete(known: PriceList, wanted: Wanted) -> bool:
    """Whether everything came up to the end of what is wanted."""
    if wanted.until is None:
        return False
    return wanted.until <= (known.asked_at if known.until is None else known.until)


def _asked_longest_ago(lists: Mapping[str, PriceList]) -> list[str]:
    """The list of unit rates that was asked for longest ago, if there is one."""
    rates = [name for name in lists if name != STANDING]
    return sorted(rates, key=lambda name: lists[name].asked_at)[:1]


def _news_since(known: PriceList, runs: Iterable[RateRun], now: float) -> int:
    """From when there may be news, UTC seconds; the newest prices are included again."""
    if known.until is not None:
        return max(0, known.until - REVISION_SPAN)
    newest = max((run.last_beginning for run in runs), default=known.asked_at)
    return max(0, int(min(newest, known.asked_at, now)) - REVISION_SPAN)


def _end(wanted: Wanted, now: float) -> int | None:
    """Up to when to ask, UTC seconds: a day after the end of what has ended, otherwise None."""
    if wanted.until is None or wanted.until > now:
        return None
    return wanted.until + SECONDS_A_DAY
