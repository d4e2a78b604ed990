"""`octoterm prices`: what each half hour costs as far as is published, or the cheapest hours."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import NamedTuple

from octoterm.cli import console, signals
from octoterm.cli.arguments import Arguments
from octoterm.cli.money.chosen_tariff import Chosen, Household, chosen_tariff, household_of
from octoterm.cli.money.price_times import PriceTimes, price_times
from octoterm.cli.printed import price_table
from octoterm.cli.printed.wording import json_list, paragraph
from octoterm.cli.source import config_of, open_source
from octoterm.errors import NotFound, OctotermError, UsageError
from octoterm.export.price_rows import PRICE_KEYS, WINDOW_KEYS, price_record, window_record
from octoterm.export.rows import csv_lines
from octoterm.household.account import Agreement, agreement_at
from octoterm.number_format import count, hours
from octoterm.periods.labels import capitalised, end_label, moment_label
from octoterm.periods.london import HALF_HOUR
from octoterm.session.price_lists import PublishedPrices, fetch
from octoterm.session.source import Source
from octoterm.sync.market import Market
from octoterm.tariffs.cheapest import Window, cheapest
from octoterm.tariffs.price_labels import price_labels
from octoterm.tariffs.price_slots import PriceSlot, Published, price_slots
from octoterm.tariffs.publication import supply_published_to
from octoterm.tariffs.supply import Supply

STALL_TIMEOUT = 60.0
"""Seconds without an answer after which it gives up, for runs by cron."""


class PricesFound(NamedTuple):
    """The half hours asked for that are published, and how far prices are."""

    name: str
    supply: Supply
    slots: tuple[PriceSlot, ...]
    """From the beginning of the time asked for to its end, or as far as is published."""
    published_to: int
    """UTC seconds."""
    is_awaited: bool
    """Whether more are published every afternoon."""

    @property
    def tariff(self) -> str:
        """The code of the tariff that was published furthest."""
        return self.tariff_at(self.published_to - 1)

    @property
    def tariff_in_words(self) -> str:
        """Its code, or what was typed in of it."""
        known = self.supply.prices.get(self.tariff)
        return known.name if known is not None and known.name else self.tariff

    @property
    def labels(self) -> tuple[str, ...]:
        """Sentences about the half hours."""
        if not self.slots:
            return ()
        labels = price_labels(self.supply, self.slots[0].start, self.slots[-1].end)
        return tuple(f"{capitalised(label)}." for label in labels)

    @property
    def missing(self) -> int:
        """How many half hours have no price, though later ones have."""
        return sum(slot.state is Published.MISSING for slot in self.slots)

    def tariff_at(self, instant: int) -> str:
        """The code of the tariff that applies at `instant`, UTC seconds."""
        held = agreement_at(self.supply.agreements, instant)
        return (held or self.supply.agreements[-1]).tariff


def run(asked: Arguments) -> int:
    """Print the prices. Raises OctotermError."""
    now = int(time.time())
    times = price_times(asked, now)
    with open_source(asked) as source:
        if source.missing is not None and asked.config is not None:
            raise source.missing
        found = signals.run(_find(asked, times, source, now))
    if times.half_hours is None:
        _say_all(asked, times, found, now)
    else:
        _say_cheapest(asked, times, times.half_hours, found, now)
    return 0


async def _find(asked: Arguments, times: PriceTimes, source: Source, now: int) -> PricesFound:
    """The prices asked for, from what is stored or from the API. Raises OctotermError."""
    config = config_of(source) if source.config is not None else None
    household = household_of(config, asked, source.api_url)
    market = Market(
        source.folders.prices, household.url, transport=source.connect(), now=lambda: float(now)
    )
    async with market:
        chosen = await chosen_tariff(asked, household, market, now)
    needed_to = times.end or times.start + HALF_HOUR * (times.half_hours or 1)
    agreements = _needed(chosen.supply, times, now)
    published = {
        each.tariff: await _fetch(each, chosen, household, source, times, needed_to, now)
        for each in agreements
        if each.tariff not in chosen.supply.prices
    }
    found = _found(chosen, published, times, now)
    for code, each in published.items():
        if each.error is None:
            continue
        if isinstance(each.error, NotFound):
            raise NotFound(f"Octopus knows no prices of {code}", "Choose another with --tariff")
        if found.published_to < needed_to or found.missing:
            raise each.error
        console.print_error(f"{each.error} These are the prices that were fetched before.")
    return found


def _needed(supply: Supply, times: PriceTimes, now: int) -> tuple[Agreement, ...]:
    """The agreements that hold at any time asked for, or later. Raises UsageError."""
    begin = min(times.start, now)
    found = tuple(
        each
        for each in supply.agreements
        if (each.until is None or each.until > begin)
        and (times.end is None or each.since < max(times.end, now))
    )
    if not found:
        raise UsageError(
            "There is no agreement for this time", "Add --tariff with a name, such as agile"
        )
    return found


async def _fetch(
    agreement: Agreement,
    chosen: Chosen,
    household: Household,
    source: Source,
    times: PriceTimes,
    needed_to: int,
    now: int,
) -> PublishedPrices:
    return await fetch(
        agreement.tariff,
        source.folders.prices,
        since=max(agreement.since, min(times.start, now)),
        until=agreement.until,
        url=household.url,
        addresses=chosen.addresses.get(agreement.tariff),
        enough=min(needed_to, agreement.until or needed_to),
        transport=source.connect(),
        stall_timeout=STALL_TIMEOUT,
        now=lambda: float(now),
    )


def _found(
    chosen: Chosen, published: Mapping[str, PublishedPrices], times: PriceTimes, now: int
) -> PricesFound:
    fetched = {code: each.prices for code, each in published.items()}
    supply = chosen.supply._replace(prices={**chosen.supply.prices, **fetched})
    published_to = supply_published_to(supply, now)
    end = published_to if times.end is None else min(times.end, published_to)
    slots = price_slots(supply, times.start, end, published_to) if times.start < end else ()
    found = PricesFound(chosen.name, supply, slots, published_to, is_awaited=False)
    last = published.get(found.tariff)
    return found._replace(is_awaited=last is not None and last.is_awaited)


def _say_all(asked: Arguments, times: PriceTimes, found: PricesFound, now: int) -> None:
    is_all = times.end is not None and times.end <= found.published_to
    if asked.format == "table":
        about = (found.name, found.tariff_in_words, found.supply.direction)
        said = [*found.labels, *([] if is_all else [_what_is_published(found, now)])]
        console.say("\n".join([*price_table.lines(*about, found.slots), *paragraph(said)]))
        return
    records = [price_record(slot) for slot in found.slots]
    if asked.format == "json":
        console.say(json_list(records))
    else:
        console.say("\n".join(csv_lines(PRICE_KEYS, records)))
    _note_labels(found)
    if found.missing:
        console.print_error(f"{count(found.missing, 'half hour')} of these have no price.")
    if not found.slots or (times.end is not None and not is_all):
        console.print_error(_what_is_published(found, now))


def _say_cheapest(
    asked: Arguments, times: PriceTimes, half_hours: int, found: PricesFound, now: int
) -> None:
    window = _cheapest(times, half_hours, found, now)
    record = window_record(window, found.tariff_at(window.start), found.published_to)
    _note_labels(found)
    if asked.format == "json":
        console.say(json.dumps(record))
    elif asked.format == "csv":
        console.say("\n".join(csv_lines(WINDOW_KEYS, [record])))
    else:
        console.say(price_table.window_line(window, found.tariff_at(window.start)))


def _cheapest(times: PriceTimes, half_hours: int, found: PricesFound, now: int) -> Window:
    """The cheapest hours asked for. Raises OctotermError if they are not published, or some of the
    time that was asked for by its end is not."""
    if times.end is not None:
        if found.published_to < times.end:
            raise OctotermError(
                f"Not all prices up to {end_label(times.end)} are published",
                _what_is_published(found, now),
            )
        if found.missing:
            raise OctotermError(
                f"{count(found.missing, 'half hour')} up to {end_label(times.end)} have no price",
                "Without --before and --to, those without are passed over",
            )
    window = cheapest(found.slots, half_hours)
    if window is None:
        raise OctotermError(
            f"No {hours(half_hours)} from {moment_label(times.start)} on have prices yet",
            _what_is_published(found, now),
        )
    return window


def _note_labels(found: PricesFound) -> None:
    for label in found.labels:
        console.print_error(label)


def _what_is_published(found: PricesFound, now: int) -> str:
    return price_table.what_is_published(
        found.tariff, found.published_to, now, is_awaited=found.is_awaited
    )
