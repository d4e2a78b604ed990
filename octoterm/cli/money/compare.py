"""`octoterm compare`: what the same half hours would have cost on other tariffs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from contextlib import aclosing
from fractions import Fraction
from typing import TypeVar

from octoterm.cli import console, reports, signals
from octoterm.cli.arguments import Arguments
from octoterm.cli.money.chosen_tariff import region_asked_for
from octoterm.cli.printed import compare_table, money
from octoterm.cli.printed.sync_progress import Progress
from octoterm.cli.printed.wording import paragraph
from octoterm.cli.reports import Subject
from octoterm.cli.source import open_source, points_asked_for
from octoterm.errors import OctotermError, UsageError
from octoterm.export.comparison_rows import comparison_record
from octoterm.periods.period import Period
from octoterm.runtime.slices import finish
from octoterm.session.comparing.compared_tariffs import home_region
from octoterm.session.comparing.comparison_prices import (
    Asking,
    CandidatesFinished,
    fetch_candidates,
)
from octoterm.session.comparing.tariff_comparison import Compared, comparison_of, default_period
from octoterm.session.costings import supplies_of
from octoterm.session.source import Source
from octoterm.storage.state.account_file import load_account
from octoterm.sync.accounts import ask_for_accounts
from octoterm.sync.events import Finished
from octoterm.sync.market import Market
from octoterm.sync.readings import sync_all
from octoterm.tariff_comparison.what_if import WhatIf, read_less, read_shift

STALL_TIMEOUT = 120.0
"""Seconds without an answer after which no more prices are requested."""

T = TypeVar("T")


def run(asked: Arguments) -> int:
    """Print the comparison. Raises OctotermError."""
    what_if = _what_if(asked)
    letter = region_asked_for(asked)
    with open_source(asked) as source:
        source = _with_account(source)
        _fetch_first_readings(asked, source)
        about, contents = reports.subject_and_contents(asked, source)
        if about.point.is_net:
            raise _is_net(about)
        days = _days(about)
        if days is None:
            return _say_nothing(about, asked)
        region = letter or _region(asked, source, about)
        _fetch(asked, source, about, days, region)
        compared = finish(
            comparison_of(
                about.config,
                source.folders,
                about.point,
                contents,
                days.first,
                days.last,
                region=region,
                what_if=what_if,
                only=asked.tariff,
                now=time.time(),
            )
        )
        _say_what_is_not_known(source, about, compared)
    console.say(_printed(asked, about, compared, what_if.words))
    return 0


def _printed(asked: Arguments, about: Subject, compared: Compared, what_if: str) -> str:
    found, not_compared, said = compared
    if asked.format == "json":
        return json.dumps(comparison_record(found, said, not_compared, what_if), indent=2)
    point = about.point
    lines = [*compare_table.lines(point.title, found, point.direction, what_if)]
    for sentences in (compare_table.missing_in_words(not_compared), said):
        wrapped = (compare_table.wrapped(each) for each in sentences)
        lines += paragraph([line for each in wrapped for line in each])
    return "\n".join(lines)


def _say_what_is_not_known(source: Source, about: Subject, compared: Compared) -> None:
    """Print which prices of the household's own tariffs octoterm does not have."""
    own = compared.comparison.own.tariffs
    (supplied,) = finish(supplies_of(about.config, about.point, source.folders)).paid
    missing = tuple(code for code in supplied.not_fetched if code in own)
    for sentence in money.not_known(supplied._replace(not_fetched=missing)):
        console.print_error(sentence)


def _what_if(asked: Arguments) -> WhatIf:
    """What --shift and --less say. Raises UsageError."""
    shift = _read("--shift", read_shift, asked.shift)
    less = _read("--less", read_less, asked.less)
    return WhatIf(shift, less or Fraction(0))


def _read(option: str, read: Callable[[str], T], typed: str | None) -> T | None:
    try:
        return None if typed is None else read(typed)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None


def _with_account(source: Source) -> Source:
    """The source, after asking for the meters of accounts that are not known yet. Raises
    OctotermError."""
    config = source.config
    if config is None or source.demo:
        return source
    known = {
        each: load_account(source.folders.state, each.base, each.number)
        for each in config.accounts
    }
    unknown = [each for each, found in known.items() if found is None]
    answers = signals.run(
        ask_for_accounts(unknown, state_folder=source.folders.state, transport=source.connect())
    )
    for answer in answers:
        known[answer.account] = answer.known
        if answer.error is not None:
            if not config.points:
                raise answer.error
            console.print_error(str(answer.error))
    return source._replace(config=config.with_known_accounts(known.get))


def _fetch_first_readings(asked: Arguments, source: Source) -> None:
    """Download the readings of the meter point, if there is no file of any yet."""
    if source.config is None or source.demo or not source.config.points:
        return
    point = points_asked_for(asked, source.config)[0]
    if not point.is_listed or any(meter.csv.exists() for meter in point.all_meters):
        return
    progress = Progress(quiet=not console.is_terminal(sys.stderr))

    async def download() -> None:
        events = sync_all(
            point.all_meters,
            state_folder=source.folders.state,
            transport=source.connect(),
            stall_timeout=STALL_TIMEOUT,
        )
        async with aclosing(events):
            async for event in events:
                if not isinstance(event, Finished):
                    progress.tell(event)
                    continue
                progress.clear(event.meter.name)
                if event.error is not None:
                    console.print_error(f"{event.meter.name}: {event.error}")

    try:
        signals.run(download())
    finally:
        progress.clear()


def _days(about: Subject) -> Period | None:
    """The days of --from and --to, by default the last twelve whole months; None without readings.
    Raises UsageError."""
    whole = money.london_days(about)
    if whole is None:
        return None
    if about.is_of_everything:
        return default_period(about.series, time.time())
    first, last = about.since or whole.first, about.until or whole.last
    return money.days_between(first, last) if first <= last else None


def _say_nothing(about: Subject, asked: Arguments) -> int:
    """Say that there is nothing to compare."""
    nothing = about.nothing or f"Nothing is stored for {about.point.name} on these days."
    if asked.format == "json":
        raise OctotermError(nothing)
    console.say(nothing)
    return 0


def _region(asked: Arguments, source: Source, about: Subject) -> str:
    """The region of --postcode, otherwise that of the agreements. Raises OctotermError."""
    if asked.postcode is not None:
        return signals.run(_look_up(asked.postcode, source, about))
    region = home_region(about.config, about.point)
    if region is None:
        raise UsageError(
            f"It is not known which region {about.point.name} is in",
            "Add --region with its letter, such as --region C, or --postcode with yours",
        )
    return region


async def _look_up(postcode: str, source: Source, about: Subject) -> str:
    newest = about.point.newest
    url = newest.url if newest else ""
    async with Market(source.folders.prices, url, transport=source.connect()) as market:
        return await market.region(postcode)


def _fetch(asked: Arguments, source: Source, about: Subject, days: Period, region: str) -> None:
    """Fetch what is needed and due; say what could not be fetched."""
    progress = Progress(quiet=not console.is_terminal(sys.stderr))

    async def ask() -> None:
        events = fetch_candidates(
            about.config,
            source.folders,
            about.point,
            days.first,
            days.last,
            region=region,
            only=asked.tariff,
            transport=source.connect(),
            stall_timeout=STALL_TIMEOUT,
        )
        async with aclosing(events):
            async for event in events:
                if isinstance(event, CandidatesFinished):
                    progress.clear()
                    for problem in event.problems:
                        console.print_error(problem)
                elif isinstance(event, Asking):
                    progress.show(event.what, event.done, event.of)
                else:
                    progress.tell(event)

    try:
        signals.run(ask())
    finally:
        progress.clear()


def _is_net(about: Subject) -> UsageError:
    names = ", ".join(f'"{each.name}"' for each in about.config.points if not each.is_net)
    return UsageError(
        f"{about.point.name} has no tariff: imports and exports are compared apart",
        f"Add --meter {names}",
    )
