"""Finds what to notify the household of: a rule is checked against what is known of a meter. Pure.

Each kind of alert is a function of its own. It yields what it has found, or a `Silence` that says
why it could not check. If it yields nothing, all is well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import NamedTuple

from octoterm import number_format
from octoterm.alerts.rules import Rule
from octoterm.alerts.watched import Watched
from octoterm.analysis.base_load import base_load_change, has_base_load
from octoterm.analysis.freshness import age_in_words, freshness
from octoterm.analysis.unusual_days import unusual_days
from octoterm.costs.quantities import COST
from octoterm.household.account import agreement_at
from octoterm.household.meter_point import MeterPoint
from octoterm.periods.labels import clock_label, date_label, day_label
from octoterm.periods.london import HALF_HOUR, ONE_DAY, SECONDS_A_DAY, london
from octoterm.safe_text import same_name
from octoterm.tariffs.price_slots import PriceSlot

RECENT = timedelta(days=7)
"""How long an unusual day is news: older ones are left out, even at the first check."""


class Found(NamedTuple):
    """Something to notify the household of."""

    key: str
    """Identifies the occurrence: it is the same at each check for as long as that lasts."""
    title: str
    """A few words that begin with a capital."""
    message: str
    """A sentence or two on one line, with the name of the meter."""


class Silence(NamedTuple):
    """Why a rule cannot be checked for a meter point."""

    why: str


class Judged(NamedTuple):
    """The result of a rule for a meter point."""

    rule: Rule
    meter: str
    """The name of the meter point, or the one in the rule if no meter has that."""
    found: tuple[Found, ...] = ()
    silence: str = ""
    """Why the rule could not be checked; empty if it was."""

    @property
    def prefix(self) -> str:
        """What the keys of all its occurrences begin with; no name of a meter has a line end."""
        return f"{self.rule.when} {self.rule.number:g} {self.meter}\n"


Findings = Iterator[Found | Silence]


def judge(rule: Rule, every: Sequence[Watched]) -> Iterator[Judged]:
    """The results of the rule for these meter points, one by one. If it names a meter that does
    not exist, or that it does not apply to, the result says so: a mistyped name must not go
    unnoticed."""
    applies, tell = _KINDS[rule.when]
    about = [one for one in every if _is_meant(rule.meter, one.point) and applies(one)]
    if rule.meter is not None and not about:
        yield Judged(rule, rule.meter, silence="no meter of this name can have this alert")
    for watched in about:
        judged = Judged(rule, watched.point.name)
        if watched.series.last is None:
            yield judged._replace(silence="there are no readings yet")
            continue
        found: list[Found] = []
        silence = ""
        for each in tell(watched, rule):
            if isinstance(each, Silence):
                silence = each.why
            else:
                found.append(each._replace(key=judged.prefix + each.key))
        yield judged._replace(found=tuple(found), silence=silence)


def _is_meant(meter: str | None, point: MeterPoint) -> bool:
    """Whether `meter` names this one, by its name in any letter case or by its MPAN or MPRN."""
    return meter is None or any(same_name(meter, name) for name in (point.name, point.number))


def _late(watched: Watched, rule: Rule) -> Findings:
    found = freshness(watched.series, watched.now)
    if found is not None and found.seconds > rule.number * SECONDS_A_DAY:
        last = date_label(found.last_day)
        yield Found(
            "late",
            "Readings are late",
            f"{watched.point.name}: no readings since {last}, {age_in_words(found.seconds)}",
        )


def _base_load_up(watched: Watched, rule: Rule) -> Findings:
    series = watched.series
    latest = series.latest_day()
    change = base_load_change(series, latest) if latest else None
    if not has_base_load(series):
        yield Silence("there is no base load")
    elif change is None:
        yield Silence("there are fewer than 90 complete days")
    elif change.recent > change.average * (1 + rule.number / 100):
        form = series.quantity.rate
        percent = number_format.percent(change.recent, change.average)
        yield Found(
            "up",
            "Base load is up",
            f"{watched.point.name}: {form.text(change.recent)} in the last 7 complete days, "
            f"{percent} from the 90-day average of {form.text(change.average)}",
        )


def _gas_never_stops(watched: Watched, rule: Rule) -> Findings:
    series, half_hours = watched.series, round(2 * rule.number)
    starts, values = series.starts[-half_hours:], series.values[-half_hours:]
    if len(starts) < half_hours or starts[-1] - starts[0] != HALF_HOUR * (half_hours - 1):
        yield Silence(f"readings of the last {rule.number:g} hours are missing")
    elif all(value > 0 for value in values):
        number = len(series.values) - half_hours
        while number > 0 and series.values[number - 1] > 0:
            number -= 1
        begun = series.starts[number]
        hours = number_format.hours((starts[-1] - begun) // HALF_HOUR + 1)
        yield Found(
            "running",
            "Gas does not stop",
            f"{watched.point.name}: used in every half hour for {hours}, since "
            f"{day_label(london(begun).date())} {clock_label(begun)}",
        )


def _price_below(watched: Watched, rule: Rule) -> Findings:
    slots = watched.prices_ahead()
    if not slots:
        yield Silence("no prices ahead are known")
    below = [
        slot
        for slot in slots
        if slot.pence_with_vat is not None and slot.pence_with_vat < rule.number
    ]
    for day, some in groupby(below, lambda slot: london(slot.start).date()):
        these = list(some)
        lowest = min(float(slot.pence_with_vat or 0) for slot in these)
        yield Found(
            day.isoformat(),
            f"Electricity below {_pence(rule.number)}",
            f"{watched.point.name}: {', '.join(_spans(these))} on {day_label(day)}, "
            f"down to {_pence(lowest)} a kWh",
        )


def _spans(slots: Sequence[PriceSlot]) -> Iterator[str]:
    """`02:00–04:30`, one span for all that follow one another."""
    begin = end = slots[0].start
    for slot in slots:
        if slot.start != end:
            yield f"{clock_label(begin)}–{clock_label(end)}"
            begin = slot.start
        end = slot.end
    yield f"{clock_label(begin)}–{clock_label(end)}"


def _pence(value: float) -> str:
    return f"{number_format.number(value, 2).removesuffix('.00')}p"


def _tariff_ends(watched: Watched, rule: Rule) -> Findings:
    now = int(watched.now)
    held = agreement_at(watched.agreements, now)
    if held is None or held.until is None:
        return
    follows = agreement_at(watched.agreements, held.until)
    if held.until - now <= rule.number * SECONDS_A_DAY:
        last = london(held.until - 1).date()
        after = f", then {follows.tariff} begins" if follows else ", and none follows yet"
        yield Found(
            f"{held.tariff} {last}",
            "A tariff ends",
            f"{watched.point.name}: {held.tariff} ends on {day_label(last)}{after}",
        )


def _bill_above(watched: Watched, rule: Rule) -> Findings:
    bill = watched.bill()
    if bill is None:
        yield Silence("nothing has a price")
        return
    limit = f"£{number_format.number(rule.number, 2).removesuffix('.00')}"
    begin = f"{watched.point.name}: the bill for {bill.month}"
    if bill.total > rule.number:
        so_far = f"£{number_format.number(float(bill.total), 2)}"
        yield Found(bill.month, "The bill is high", f"{begin} is already {so_far}, over {limit}")
    elif bill.course is not None and bill.course.expected > 100 * rule.number:
        course = bill.course.words(COST.whole)
        yield Found(
            bill.month,
            "The bill is going to be high",
            f"{begin} is on course for {course}, over {limit}",
        )
    elif bill.is_partial:
        yield Silence("some of what was used has no price")


def _unusual_day(watched: Watched, _: Rule) -> Findings:
    series = watched.series
    latest = series.latest_day()
    if latest is None:
        return
    for found in unusual_days(series, latest - RECENT + ONE_DAY, latest):
        yield Found(
            found.day.isoformat(), "An unusual day", f"{watched.point.name}: {found.words}"
        )


def _reads(watched: Watched) -> bool:
    return not watched.point.is_net and not watched.point.has_ended


def _reads_use(watched: Watched) -> bool:
    return _reads(watched) and watched.is_use


def _reads_electricity(watched: Watched) -> bool:
    return _reads_use(watched) and not watched.is_gas


def _reads_gas(watched: Watched) -> bool:
    return _reads_use(watched) and watched.is_gas


_KINDS: Mapping[str, tuple[Callable[[Watched], bool], Callable[[Watched, Rule], Findings]]] = {
    "late": (_reads, _late),
    "base-load-up": (_reads_electricity, _base_load_up),
    "gas-never-stops": (_reads_gas, _gas_never_stops),
    "price-below": (_reads_electricity, _price_below),
    "tariff-ends": (_reads, _tariff_ends),
    "bill-above": (_reads_use, _bill_above),
    "unusual-day": (_reads, _unusual_day),
}
"""`when` → whether it applies to a meter point, and the function that checks it."""
