"""Reads the options that say which times `octoterm prices` is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple, TypeVar

from octoterm.cli.arguments import Arguments
from octoterm.errors import OctotermError, UsageError
from octoterm.number_format import hours
from octoterm.periods.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from octoterm.periods.labels import end_label, moment_label
from octoterm.periods.london import HALF_HOUR, ONE_DAY, london
from octoterm.periods.typed_dates import TypedDate
from octoterm.periods.typed_times import (
    last_before,
    next_at,
    parse_clock,
    parse_length,
    parse_moment,
)

TIME_EXAMPLE = "A time is written 07:00, or with its day 2026-11-30T07:00"

T = TypeVar("T")


class PriceTimes(NamedTuple):
    """What is asked for."""

    start: int
    """UTC seconds, a full or half hour."""
    end: int | None
    """UTC seconds, exclusive, a full or half hour; None for the end of published prices."""
    half_hours: int | None
    """The length of the cheapest time to find; None if that is not asked for."""


def price_times(asked: Arguments, now: int) -> PriceTimes:
    """What the options ask for at `now`, UTC seconds. Raises OctotermError, mostly UsageError."""
    length = _read(asked.cheapest, "--cheapest", parse_length)
    if length is None and (asked.after or asked.before):
        option = "--after" if asked.after else "--before"
        raise UsageError(f"{option} is about --cheapest", "Add --cheapest 3h, or use --from, --to")
    today = london(now).date()
    begin = _instant(asked.since, "--from", today)
    start = now - now % HALF_HOUR if begin is None else begin
    before_clock, after_clock = parse_clock(asked.before or ""), parse_clock(asked.after or "")
    if after_clock is None:
        start = max(start, _instant(asked.after, "--after", today) or 0)
    before = (
        _instant(asked.before, "--before", today)
        if before_clock is None
        else next_at(before_clock, start + 1)
    )
    ends = [_instant(asked.until, "--to", today, at_end=True), before]
    end = min((each for each in ends if each is not None), default=None)
    if after_clock is not None:
        after = next_at(after_clock, start)
        if end is not None and (before is not None or after >= end):
            after = last_before(after_clock, end)
        start = max(start, after)
    return _in_half_hours(start, end, length)


def _in_half_hours(start: int, end: int | None, length: int | None) -> PriceTimes:
    """The time in whole half hours: for a window, those wholly within the time asked for; for a
    list of prices, every half hour that it touches. Raises UsageError, and OctotermError if the
    time is too short today, as it may be long enough tomorrow."""
    if length is None:
        start, end = start // HALF_HOUR * HALF_HOUR, end and _up(end)
    else:
        start, end = _up(start), end and end // HALF_HOUR * HALF_HOUR
    if end is None:
        return PriceTimes(start, end, length)
    if end < start or (length is None and end == start):
        raise UsageError(
            f"There is no half hour from {moment_label(start)} to {end_label(end)}",
            "Choose a later end, or an earlier beginning",
        )
    if length is not None and end - start < HALF_HOUR * length:
        raise OctotermError(
            f"From {moment_label(start)} to {end_label(end)} is less than {hours(length)}",
            "Choose a shorter time, or a later end",
        )
    return PriceTimes(start, end, length)


def _up(instant: int) -> int:
    return -(-instant // HALF_HOUR) * HALF_HOUR


def _instant(text: str | None, option: str, today: date, *, at_end: bool = False) -> int | None:
    """The instant; for days, the beginning of the first, or with `at_end` the end of the last.
    Raises UsageError."""
    found = _read(text, option, lambda typed: parse_moment(typed, today))
    if isinstance(found, TypedDate):
        day = found.last if at_end else found.first
        _refuse_other_years(option, day.year)
        return Calendar().start_of(day + ONE_DAY if at_end else day)
    if found is not None:
        _refuse_other_years(option, london(found).year)
    return found


def _refuse_other_years(option: str, year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(
            f"{option}: there are no prices for {year}",
            f"Ask for days from {FIRST_YEAR} to {LAST_YEAR}",
        )


def _read(text: str | None, option: str, parse: Callable[[str], T]) -> T | None:
    """What was typed for the option. Raises UsageError."""
    if text is None:
        return None
    try:
        return parse(text)
    except (ValueError, OverflowError) as error:
        remedy = TIME_EXAMPLE if option in ("--after", "--before") else ""
        raise UsageError(f"{option}: {error}", remedy) from None
