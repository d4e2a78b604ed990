"""How a tariff is put on the past: by one code, as it was sold, or at today's price. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from octoterm.consumption.clock_grid import column_of
from octoterm.household.account import Agreement, Direction
from octoterm.periods.calendar import HALF_HOURS, Calendar
from octoterm.periods.london import HALF_HOUR, ONE_DAY
from octoterm.periods.period import Period
from octoterm.tariff_comparison.candidates import Candidate, Method
from octoterm.tariffs.rates import RateRun, Register, TariffPrices, rates_at
from octoterm.tariffs.supply import NO_COSTS, Supply

DAYS_BACK = 31
"""How old today's price may be: a rate that ended longer ago is sold no more."""


def candidate_of(
    name: str,
    codes: Sequence[tuple[str, int, int | None]],
    prices: Mapping[str, TariffPrices],
    like: Supply,
    first: date,
    last: date,
) -> Candidate | None:
    """A variable tariff over the London days from `first` to `last`, both inclusive, for the
    household of `like`; None if nothing is known of its prices.

    `codes` are its versions, the newest first: the code of the tariff, since when and until when
    (UTC seconds, exclusive; None as long as it is sold) it was sold. It is the newest one whose
    rates and standing charges cover every day; if there is none, each version in its time.
    """
    days = Calendar()
    start, end = days.start_of(first), days.start_of(last + ONE_DAY)
    known = [code for code, _, _ in codes if code in prices and prices[code].unit_rates]
    if not known:
        return None
    for code in known:
        if _covers(prices[code], like, start, end):
            return _candidate(code, name, Method.ONE_CODE, [Agreement(code, 0)], prices, like)
    agreements = _one_after_another(codes)
    return _candidate(known[0], name, Method.AS_SOLD, agreements, prices, like)


def fixed_candidate(
    name: str, prices: TariffPrices, like: Supply, first: date, last: date, now: int
) -> Candidate | None:
    """A fixed tariff at the price of `now`, UTC seconds, over the London days from `first` to
    `last`, both inclusive; None if that is not known.

    Its rates are those of the newest London day that has them all, by the clock; of the days on
    which the clocks change there is none for each time of the clock, or two.
    """
    calendar = Calendar()
    method = like.terms.payment_method
    days = [*Period.spanning(first, last).days()]
    unit_rates = {}
    for register in _registers(prices):
        by_clock = _newest_by_clock(prices.unit_rates.get(register, ()), method, now, calendar)
        if by_clock is None:
            return None
        unit_rates[register] = tuple(_on_days(by_clock, days, calendar))
    charges = rates_at(prices.standing_charges, now, method)
    standing = tuple(RateRun(0, None, (pence,)) for pence in charges)  # of several, none counts
    today = prices._replace(unit_rates=unit_rates, standing_charges=standing)
    code = prices.tariff
    return _candidate(code, name, Method.TODAY, [Agreement(code, 0)], {code: today}, like)


def _candidate(
    code: str,
    name: str,
    method: Method,
    agreements: Iterable[Agreement],
    prices: Mapping[str, TariffPrices],
    like: Supply,
) -> Candidate:
    agreed = tuple(agreements)
    known = {each.tariff: prices[each.tariff] for each in agreed if each.tariff in prices}
    supply = like._replace(agreements=agreed, prices=known, told=NO_COSTS)
    return Candidate(code, name, method, supply)


def _one_after_another(codes: Iterable[tuple[str, int, int | None]]) -> list[Agreement]:
    """The versions as agreements, the oldest first: each until the next one is sold, at most."""
    agreements: list[Agreement] = []
    following: int | None = None
    for code, since, until in codes:
        ends = [each for each in (until, following) if each is not None]
        agreements.append(Agreement(code, since, min(ends, default=None)))
        following = since
    return agreements[::-1]


def _registers(prices: TariffPrices) -> tuple[Register, ...]:
    """Those whose rates count, as in `price_columns`."""
    both = (Register.DAY, Register.NIGHT)
    return both if all(each in prices.unit_rates for each in both) else (Register.STANDARD,)


def _covers(prices: TariffPrices, like: Supply, start: int, end: int) -> bool:
    """Whether there are rates from `start` to `end` (UTC seconds), and standing charges, of which
    most exports have none."""
    lists = [prices.unit_rates.get(each, ()) for each in _registers(prices)]
    if like.direction is Direction.IMPORT:
        lists.append(prices.standing_charges)
    method = like.terms.payment_method
    return all(_are_without_holes(runs, method, start, end) for runs in lists)


def _are_without_holes(runs: Iterable[RateRun], method: str, start: int, end: int) -> bool:
    """Whether the rates for this payment method leave no time from `start` to `end` out."""
    reached = start
    for run in sorted(runs, key=lambda each: each.since):
        if run.method in (None, method) and run.since <= reached:
            reached = end if run.until is None else max(reached, run.until)
    return reached >= end


def _newest_by_clock(
    runs: Sequence[RateRun], method: str, now: int, calendar: Calendar
) -> list[float] | None:
    """The rates of the newest day by the columns of the London clock; None if there is none."""
    day = calendar.day_of(now)
    for _ in range(DAYS_BACK):
        half_hours = calendar.half_hours(day)
        found = [rates_at(runs, start, method) for start in half_hours]
        if len(found) == HALF_HOURS and all(len(rates) == 1 for rates in found):
            return [rates.pop() for rates in found]
        day -= ONE_DAY
    return None


def _on_days(
    by_clock: Sequence[float], days: Iterable[date], calendar: Calendar
) -> Iterator[RateRun]:
    """These rates on each of the days; one without an end if it is always the same."""
    if len(set(by_clock)) == 1:
        yield RateRun(0, None, (by_clock[0],))
        return
    for day in days:
        starts = calendar.half_hours(day)
        yield RateRun(starts[0], HALF_HOUR, [by_clock[column_of(start)] for start in starts])
