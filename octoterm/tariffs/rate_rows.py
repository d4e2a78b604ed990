"""Reads the rows of rates that the API lists, and joins them into runs. Pure.

A row that is not as it should be is left out, and counted with the reason: a missing price can be
seen, a wrong one cannot.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from octoterm.periods.london import SECONDS_A_DAY
from octoterm.tariffs.rates import RateRun

EARLIEST, LATEST = 0, 4_102_444_800
"""A rate may begin and end from 1970 to 2100, in UTC seconds."""
DEAREST = 1_000_000
"""p/kWh or p/day that no price reaches, up or down."""
_METHOD = re.compile(r"[A-Z][A-Z_]{0,39}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.0{1,6})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{0,20})?", re.ASCII)


class Rate(NamedTuple):
    """One row: a rate and when it applies."""

    since: int
    until: int | None
    """UTC seconds, exclusive; None without an end."""
    pence: float
    """Without VAT."""
    method: str | None
    """The payment method that it is for; None for all."""

    @property
    def key(self) -> tuple[int, str | None]:
        """Identifies the rate in a later answer, which may give it another end."""
        return self.since, self.method


class RateRows(NamedTuple):
    """The rows of an answer."""

    rates: tuple[Rate, ...]
    left_out: Mapping[str, int]
    """How many rows were left out, by reason."""


def read_rows(rows: Iterable[Mapping[str, object]]) -> RateRows:
    """The rates in these rows, in their order. Prices with VAT are ignored: for a row over a long
    time, they have the VAT of a single day."""
    rates: list[Rate] = []
    left_out: Counter[str] = Counter()
    for row in rows:
        try:
            rates.append(_rate(row))
        except ValueError as error:
            left_out[str(error)] += 1
    return RateRows(tuple(rates), left_out)


def runs_of(rates: Iterable[Rate]) -> tuple[RateRun, ...]:
    """The rates as runs, in order of time.

    Those that follow one another and last equally long are one run. A run of rates shorter than a
    day ends with the UTC day, so that a newer answer changes only the runs of its days.
    """
    found: list[_Growing] = []
    latest: dict[str | None, _Growing] = {}
    for rate in sorted(set(rates), key=_turn):
        run = latest.get(rate.method)
        if run is None or not run.take(rate):
            run = latest[rate.method] = _Growing(rate)
            found.append(run)
    return tuple(run.finished for run in found)


def rates_of(runs: Iterable[RateRun]) -> Iterator[Rate]:
    """The single rates of these runs."""
    for run in runs:
        if run.seconds is None:
            yield Rate(run.since, None, run.pence[0], run.method)
            continue
        for number, pence in enumerate(run.pence):
            since = run.since + number * run.seconds
            yield Rate(since, since + run.seconds, pence, run.method)


def with_runs(runs: Sequence[RateRun], newer: Sequence[RateRun]) -> tuple[RateRun, ...]:
    """The runs with the rates of the newer ones. Each replaces those that begin at the same time
    for the same payment method, so that a rate without an end can be given one."""
    return _joined(runs, newer, is_replaced=True)


def with_page(runs: Sequence[RateRun], page: Sequence[RateRun]) -> tuple[RateRun, ...]:
    """The runs with those of another page of the same answer. If both have a rate that begins at
    the same time, both are kept."""
    return _joined(runs, page, is_replaced=False)


def _joined(
    runs: Sequence[RateRun], others: Sequence[RateRun], *, is_replaced: bool
) -> tuple[RateRun, ...]:
    near, rest = _near(runs, others)
    others_near, others_rest = _near(others, near)
    rates = [*rates_of(others_near)]
    keys = {rate.key for rate in rates} if is_replaced else set()
    before = (rate for rate in rates_of(near) if rate.key not in keys)
    joined = runs_of((*before, *rates))
    return tuple(sorted((*rest, *others_rest, *joined), key=_turn_of_run))


def as_answered(
    runs: Sequence[RateRun], answered: Sequence[RateRun], since: int
) -> tuple[RateRun, ...]:
    """The runs once the API has listed everything from `since` (UTC seconds) on: what it no longer
    lists ends there."""
    newer = {rate.key for rate in rates_of(answered)}
    before = [run for run in runs if run.until is not None and run.until <= since]
    later = rates_of(run for run in runs if run.until is None or run.until > since)
    kept = []
    for rate in later:
        if rate.key in newer or (rate.until is not None and rate.until <= since):
            kept.append(rate)
        elif rate.since < since:
            kept.append(rate._replace(until=since))
    return with_runs((*before, *runs_of(kept)), answered)


def _near(
    runs: Iterable[RateRun], others: Sequence[RateRun]
) -> tuple[list[RateRun], list[RateRun]]:
    """The runs that the others may change or continue, because one begins near their days; and the
    rest of the runs."""
    first = min((run.since for run in others), default=LATEST) - 2 * SECONDS_A_DAY
    last = max((run.last_beginning for run in others), default=EARLIEST) + 2 * SECONDS_A_DAY
    near: list[RateRun] = []
    rest: list[RateRun] = []
    for run in runs:
        (near if run.since <= last and run.last_beginning >= first else rest).append(run)
    return near, rest


class _Growing:
    """A run that rates are added to."""

    def __init__(self, rate: Rate) -> None:
        self._first = rate
        self._seconds = None if rate.until is None else rate.until - rate.since
        self._end = rate.until
        self._pence = array("d", [rate.pence])

    def take(self, rate: Rate) -> bool:
        """Add the rate if it belongs to the run; return whether it does."""
        if (
            self._seconds is None
            or rate.since != self._end
            or rate.until != rate.since + self._seconds
            or (self._seconds < SECONDS_A_DAY and rate.since % SECONDS_A_DAY == 0)
        ):
            return False
        self._pence.append(rate.pence)
        self._end = rate.until
        return True

    @property
    def finished(self) -> RateRun:
        return RateRun(self._first.since, self._seconds, self._pence, self._first.method)


def _turn(rate: Rate) -> tuple[int, str, float, float]:
    return rate.since, rate.method or "", rate.until or float("inf"), rate.pence


def _turn_of_run(run: RateRun) -> tuple[int, str, float, float]:
    return run.since, run.method or "", run.until or float("inf"), run.pence[0]


# The fields of a row. Each raises ValueError with the reason.


def _rate(row: Mapping[str, object]) -> Rate:
    pence = read_price(row.get("value_exc_vat"))
    if "valid_from" not in row:
        raise ValueError("no beginning")
    if "valid_to" not in row:
        raise ValueError("no end")
    always = row["valid_from"] is None
    since = EARLIEST if always else read_instant(row["valid_from"], "beginning")
    until = None if row["valid_to"] is None else read_instant(row["valid_to"], "end")
    if until is not None and until <= since:
        raise ValueError("an end that is not after its beginning")
    method = row.get("payment_method")
    if method is not None and not (isinstance(method, str) and _METHOD.fullmatch(method)):
        raise ValueError("no known payment method")
    return Rate(since, until, pence, method)


def read_price(value: object) -> float:
    """The price in p/kWh or p/day, a number or the text of one."""
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = Decimal(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("no price")
    is_nan = isinstance(value, Decimal) and value.is_nan()  # comparing it would raise
    if is_nan or not -DEAREST < value < DEAREST:
        raise ValueError("an impossible price")
    return float(value)


def read_instant(value: object, what: str) -> int:
    """The time in UTC seconds; `what` names it in the reason."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ValueError(f"no {what}")
    try:
        instant = int(datetime.fromisoformat(value).timestamp())
    except (ValueError, OverflowError):
        raise ValueError(f"an impossible {what}") from None
    if not EARLIEST <= instant < LATEST:
        raise ValueError(f"an impossible {what}")
    return instant
