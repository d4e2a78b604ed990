"""`octoterm prices`: the published price of each half hour, or the cheapest hours."""

from __future__ import annotations

import json
import time
from typing import NamedTuple

from octoterm.cli import console, signals
from octoterm.cli.arguments import Arguments
from octoterm.cli.money.chosen_tariff import chosen_tariff, household_of
from octoterm.cli.money.price_times import PriceTimes, price_times
from octoterm.cli.printed import price_table
from octoterm.cli.printed.wording import json_list, paragraph
from octoterm.cli.source import config_of, open_source
from octoterm.errors import NotFound, OctotermError
from octoterm.export.price_rows import PRICE_KEYS, WINDOW_KEYS, price_record, window_record
from octoterm.export.rows import csv_lines
from octoterm.number_format import count, hours
from octoterm.periods.labels import capitalised, end_label, moment_label
from octoterm.periods.london import HALF_HOUR
from octoterm.session.pricing.supply_prices import SupplyPrices, supply_prices
from octoterm.session.source import Source
from octoterm.sync.market import Market
from octoterm.tariffs.cheapest import cheapest
from octoterm.tariffs.price_labels import price_labels

STALL_TIMEOUT = 60.0
"""Seconds without an answer after which the command gives up, for runs by cron."""


class Answer(NamedTuple):
    """What was asked for, and what was found."""

    times: PriceTimes
    name: str
    """What people call the tariff, or whose it is; empty if it was named by its code."""
    prices: SupplyPrices
    now: int
    """UTC seconds."""

    @property
    def tariff_in_words(self) -> str:
        """The code of the tariff, or what was typed in about it."""
        known = self.prices.supply.prices.get(self.prices.tariff)
        return known.name if known is not None and known.name else self.prices.tariff

    @property
    def labels(self) -> tuple[str, ...]:
        """Sentences about the half hours."""
        slots = self.prices.slots
        if not slots:
            return ()
        labels = price_labels(self.prices.supply, slots[0].start, slots[-1].end)
        return tuple(f"{capitalised(label)}." for label in labels)

    @property
    def is_whole(self) -> bool:
        """Whether prices are published to the end that was asked for, if one was."""
        return self.times.end is None or self.times.end <= self.prices.published_to

    @property
    def what_is_published(self) -> str:
        """A sentence about how far prices are published, and about when more are."""
        return price_table.what_is_published(
            self.prices.tariff,
            self.prices.published_to,
            self.now,
            is_awaited=self.prices.is_awaited,
        )


def run(asked: Arguments) -> int:
    """Print the prices. Raises OctotermError."""
    now = int(time.time())
    times = price_times(asked, now)
    with open_source(asked) as source:
        if source.missing is not None and asked.config is not None:
            raise source.missing
        answer = signals.run(_find(asked, times, source, now))
    if times.half_hours is None:
        _say_all(answer, asked.format)
    else:
        _say_cheapest(answer, times.half_hours, asked.format)
    return 0


async def _find(asked: Arguments, times: PriceTimes, source: Source, now: int) -> Answer:
    """The prices asked for, from what is stored or from the API. Raises OctotermError."""
    config = config_of(source) if source.config is not None else None
    household = household_of(config, asked, source.api_url)
    market = Market(
        source.folders.prices, household.url, transport=source.connect(), now=lambda: float(now)
    )
    async with market:
        chosen = await chosen_tariff(asked, household, market, now)
    enough = times.end or times.start + HALF_HOUR * (times.half_hours or 1)
    found = await supply_prices(
        chosen.supply,
        source.folders.prices,
        times.start,
        times.end,
        now,
        enough=enough,
        url=household.url,
        addresses=chosen.addresses,
        connect=source.connect,
        stall_timeout=STALL_TIMEOUT,
    )
    for code, error in found.errors.items():
        if isinstance(error, NotFound):
            unknown = NotFound(
                f"Octopus knows no prices of {code}", "Choose another with --tariff"
            )
            if len(found.slots) == found.missing:
                raise unknown
            console.print_error(f"{unknown.title}.")
            continue
        if found.published_to < enough or found.missing:
            raise error
        console.print_error(f"{error} These are the prices that were fetched before.")
    return Answer(times, chosen.name, found, now)


def _say_all(answer: Answer, form: str) -> None:
    """Print all published prices by half hour. Raises OctotermError if there are none."""
    prices = answer.prices
    if not prices.slots:
        raise OctotermError(answer.what_is_published)
    if form == "table":
        about = (answer.name, answer.tariff_in_words, prices.supply.direction)
        said = [*answer.labels]
        if answer.times.end is None or not answer.is_whole:
            said.append(answer.what_is_published)
        console.say("\n".join([*price_table.lines(*about, prices.slots), *paragraph(said)]))
        return
    records = [price_record(slot) for slot in prices.slots]
    if form == "json":
        console.say(json_list(records))
    else:
        console.say("\n".join(csv_lines(PRICE_KEYS, records)))
    _note_labels(answer)
    if prices.missing:
        console.print_error(f"{count(prices.missing, 'half hour')} of these have no price.")
    if not answer.is_whole:
        console.print_error(answer.what_is_published)


def _say_cheapest(answer: Answer, half_hours: int, form: str) -> None:
    """Print the cheapest hours asked for. Raises OctotermError if their prices are not published,
    or if an end was given and prices are not published up to it."""
    prices, times = answer.prices, answer.times
    if times.end is not None:
        end = end_label(times.end)
        if not answer.is_whole:
            raise OctotermError(
                f"Not all prices up to {end} are published", answer.what_is_published
            )
        if prices.missing:
            raise OctotermError(
                f"{count(prices.missing, 'half hour')} up to {end} have no price",
                "Without --before and --to, those without are passed over",
            )
    window = cheapest(prices.slots, half_hours)
    if window is None:
        raise OctotermError(
            f"No {hours(half_hours)} from {moment_label(times.start)} on have prices yet",
            answer.what_is_published,
        )
    tariff = prices.tariff_at(window.start)
    record = window_record(window, tariff, prices.published_to)
    _note_labels(answer)
    if form == "json":
        console.say(json.dumps(record))
    elif form == "csv":
        console.say("\n".join(csv_lines(WINDOW_KEYS, [record])))
    else:
        console.say(price_table.window_line(window, tariff, prices.supply.direction))


def _note_labels(answer: Answer) -> None:
    for label in answer.labels:
        console.print_error(label)
