"""`octoterm sync`: asks which meters the accounts have, and downloads their new readings and the
prices of their tariffs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing
from typing import TypeAlias

from octoterm import number_format
from octoterm.cli import console, signals
from octoterm.cli.arguments import Arguments
from octoterm.cli.printed.sync_progress import Progress
from octoterm.cli.printed.wording import json_list, reasons_in_words
from octoterm.cli.source import config_of, open_source, points_asked_for
from octoterm.config.reader import Config
from octoterm.config.supplies import tariffs_of
from octoterm.errors import ApiError, OctotermError, Offline, UsageError
from octoterm.household.meter import Meter
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.labels import reach_label
from octoterm.periods.london import iso
from octoterm.safe_text import clean
from octoterm.session.source import Source
from octoterm.sync.accounts import AccountAnswer, ask_for_accounts
from octoterm.sync.events import Finished, PricesFinished
from octoterm.sync.readings import sync_all
from octoterm.sync.wanted_prices import Wanted, wanted_prices

PricesOfMeters: TypeAlias = Mapping[Meter, Sequence[PricesFinished]]
"""How fetching the prices of each meter's tariffs ended."""

STALL_TIMEOUT = 120.0
"""Seconds without a new page after which a sync gives up, for runs by cron."""

IS_ACCOUNT_NEW = "A new account's meters may take some days to appear"

MOST_REASONS = 3
"""Most kinds of reasons to list; the others are counted together."""


def run(asked: Arguments) -> int:
    """Sync, and print the results; returns the highest exit code. Raises OctotermError."""
    with open_source(asked) as source:
        config = config_of(source)
        errors, finished, prices = signals.run(_sync(source, config, asked))
    if config.alerts and not asked.demo:
        errors += _tell_alerts(asked)
    if asked.json:
        console.say(json_list(_record(end, prices.get(end.meter)) for end in finished))
    errors += [end.error for end in finished if end.error]
    return max((error.exit_code for error in errors), default=0)


def _tell_alerts(asked: Arguments) -> list[OctotermError]:
    """Send new alerts; the configuration is read again, as an account may have other meters now.
    Returns what went wrong."""
    from octoterm.cli.server import alerts

    try:
        with open_source(asked) as source:
            outcomes = alerts.checked(source, config_of(source))
    except OctotermError as error:
        console.print_error(str(error))
        return [error]
    if not asked.quiet:
        for sentence in alerts.news(outcomes):
            console.note(f"{sentence}\n")
    failed = alerts.say_failures(outcomes)
    return [OctotermError("An alert could not be sent")] if failed else []


async def _sync(
    source: Source, config: Config, asked: Arguments
) -> tuple[list[OctotermError], list[Finished], PricesOfMeters]:
    """Ask for the accounts, then sync the meters and the prices of their tariffs. Returns what
    went wrong with the accounts, and the ends of the syncs in the order of the meters."""
    answers = await ask_for_accounts(
        config.accounts,
        state_folder=source.folders.state,
        always=asked.full,
        transport=source.connect(),
    )
    errors = [answer.error for answer in answers if answer.error is not None]
    for answer in answers:
        if answer.error is not None:
            console.print_error(_account_failure(answer))
    known = {answer.account: answer.known for answer in answers}
    config = config.with_known_accounts(known.get)
    if errors and not config.points:
        return errors, [], {}
    if answers and not config.points:
        raise UsageError("Octopus lists no meters for this account", IS_ACCOUNT_NEW)
    points = [point for point in points_asked_for(asked, config) if point.is_listed]
    meters = [*dict.fromkeys(meter for point in points for meter in point.all_meters)]
    finished = await _sync_meters(source, meters, asked)
    prices = await _sync_prices(source, config, points, finished, asked)
    return errors, sorted(finished, key=lambda end: meters.index(end.meter)), prices


async def _sync_meters(
    source: Source, meters: Sequence[Meter], asked: Arguments
) -> list[Finished]:
    """Sync the meters concurrently, printing progress and results."""
    progress = Progress(quiet=asked.quiet)
    finished = []
    events = sync_all(
        meters,
        state_folder=source.folders.state,
        full=asked.full,
        transport=source.connect(),
        stall_timeout=STALL_TIMEOUT,
    )
    try:
        async with aclosing(events):
            async for event in events:
                if not isinstance(event, Finished):
                    progress.tell(event)
                    continue
                finished.append(event)
                progress.clear(event.meter.name)
                if event.error:
                    for sentence in (_failure(event), *_kept(event)):
                        console.print_error(sentence)
                elif not (asked.quiet or asked.json):
                    for sentence in (*_counts(event), *_kept(event)):
                        console.say(sentence)
    finally:
        progress.clear()
    return finished


async def _sync_prices(
    source: Source,
    config: Config,
    points: Sequence[MeterPoint],
    readings: Sequence[Finished],
    asked: Arguments,
) -> PricesOfMeters:
    """Fetch the prices of the meter points' tariffs, if there is a network."""
    tariffs = {point: tariffs_of(config, point) for point in points}
    first = {end.meter: end.first for end in readings}
    wanted = wanted_prices(points, first, tariffs.__getitem__)
    is_offline = all(isinstance(end.error, Offline) for end in readings)
    finished = await _fetch_prices(source, wanted, asked) if wanted and not is_offline else []
    return {
        meter: [end for end in finished if end.tariff in codes]
        for point, codes in tariffs.items()
        if codes
        for meter in point.meters
    }


async def _fetch_prices(
    source: Source, wanted: Iterable[Wanted], asked: Arguments
) -> list[PricesFinished]:
    """Fetch these prices, printing progress, warnings and how many came."""
    from octoterm.sync.prices import sync_prices

    progress = Progress(quiet=asked.quiet)
    finished = []
    events = sync_prices(
        wanted,
        source.folders.prices,
        full=asked.full,
        transport=source.connect(),
        stall_timeout=STALL_TIMEOUT,
    )
    try:
        async with aclosing(events):
            async for event in events:
                if not isinstance(event, PricesFinished):
                    progress.tell(event)
                    continue
                finished.append(event)
                progress.clear(event.tariff)
                if event.warning:
                    console.print_error(f"{clean(event.tariff)}: {event.warning}")
    finally:
        progress.clear()
    if not (asked.quiet or asked.json):
        console.say(_prices_in_words(finished))
    return finished


def _prices_in_words(finished: Collection[PricesFinished]) -> str:
    """`Prices of 3 tariffs: 144 received`."""
    tariffs = number_format.count(len(finished), "tariff")
    return f"Prices of {tariffs}: {sum(end.rates for end in finished):,} received"


def _counts(end: Finished) -> Iterator[str]:
    """`Electricity: 48 new, 0 changed, 0 skipped; readings from … to …`, and an example of a
    skipped reading."""
    name, skipped = end.meter.name, f"{end.skipped:,} skipped"
    if end.reasons:
        skipped += f" ({reasons_in_words(end.reasons, most=MOST_REASONS)})"
    yield f"{name}: {end.new:,} new, {end.changed:,} changed, {skipped}; {_stored(end)}"
    if end.reasons and end.example != end.reasons[0][0]:
        yield f"{name}: skipped, for example, {end.example}"


def _kept(end: Finished) -> Iterator[str]:
    """A sentence for each copy of the file that was kept before octoterm rewrote it."""
    for original in end.originals:
        kept = clean(str(original))
        yield f"{end.meter.name}: its file had another format; the original is kept as {kept}"


def _stored(end: Finished) -> str:
    if end.first is not None and end.last is not None:
        return f"readings from {reach_label(end.first, end.last)}"
    if end.unreadable_lines:
        none = number_format.none_readable(end.unreadable_lines, "its file")
        return f"{none}: `octoterm check` says why"
    return "none of its readings can be used" if end.skipped else "Octopus has no readings for it"


def _account_failure(answer: AccountAnswer) -> str:
    """The error, and that what is known is used."""
    of = f"{answer.account.name}: " if answer.account.name else ""
    used = " The meters known so far are synced." if answer.known else ""
    return f"{of}{answer.error}{used}"


def _failure(end: Finished) -> str:
    """The error, its remedy, and `12,000 readings were saved before that.`, or that those stored
    are safe."""
    failure = f"{end.meter.name}: {end.error}"
    if saved := end.new + end.changed:
        were = number_format.plural(saved, "was", "were")
        failure += f" {number_format.count(saved, 'reading')} {were} saved before that."
    elif end.first is not None and isinstance(end.error, ApiError):
        failure += " Stored readings are safe."
    return failure


def _record(end: Finished, prices: Sequence[PricesFinished] | None) -> dict[str, object]:
    """The record of a meter, with the outcome for its meter point's tariffs, if it has any."""
    fetched = [
        {
            "tariff": each.tariff,
            "requests": each.requests,
            "rates": each.rates,
            "warning": each.warning or None,
        }
        for each in prices or ()
    ]
    return {
        "meter": end.meter.name,
        "file": str(end.meter.csv),
        "new": end.new,
        "changed": end.changed,
        "skipped": end.skipped,
        "first": iso(end.first),
        "last": iso(end.last),
        "error": str(end.error) if end.error else None,
        "skipped_by_reason": dict(end.reasons),
        "original": str(end.originals[-1]) if end.originals else None,
        **({} if prices is None else {"prices": fetched}),
    }
