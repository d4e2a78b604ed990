"""The prices that are looked at, today's and as far ahead as published, or those of a day that has
passed: all that the view draws, as one value. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from octoterm.consumption.quantity import Quantity
from octoterm.household.account import Direction
from octoterm.household.meter import Fuel
from octoterm.periods.calendar import Calendar
from octoterm.periods.labels import day_label, range_label
from octoterm.periods.london import HALF_HOUR, ONE_DAY, london
from octoterm.periods.period import Granularity, Period
from octoterm.tariffs.cheapest import Window, cheapest
from octoterm.tariffs.price_slots import PriceSlot, Published

HOURS = (1, 2, 3, 4)
"""Lengths of the windows whose best time is marked."""


class PricedTariff(NamedTuple):
    """The tariff that the prices are of; its texts are safe to show."""

    name: str
    """`Agile Octopus`; empty if only the code is known."""
    code: str
    """The code of the tariff, or what a household calls its own; empty if none was sold then."""
    region: str
    """The letter of the distribution region; empty if it is not known."""
    fuel: Fuel
    direction: Direction
    is_own: bool
    """Whether the household is on it."""


class Use(NamedTuple):
    """What the household used, or exported, in the half hours shown."""

    name: str
    """`used`, `exported`, `net use`."""
    quantity: Quantity
    values: tuple[float | None, ...]
    """One for each slot; None without a reading."""

    @property
    def is_known(self) -> bool:
        """Whether there is a reading of any of them."""
        return any(each is not None for each in self.values)


class Paid(NamedTuple):
    """What was used in half hours with a reading and a price."""

    used: float
    average: Fraction
    """The mean price, p/kWh, weighted by how much was used at each."""
    half_hours: int


class BestTime(NamedTuple):
    """The best time for something that takes from `shortest` to `longest` hours."""

    shortest: int
    longest: int
    """Hours. If they differ, any length between them costs the same anywhere in the window."""
    window: Window

    @property
    def hours(self) -> str:
        """`3`, `1–4`."""
        same = self.shortest == self.longest
        return f"{self.shortest}" if same else f"{self.shortest}–{self.longest}"


@dataclass(frozen=True)
class PricesShown:
    """Prices of consecutive half hours, and what follows from them."""

    first: date
    last: date
    """London days, both inclusive."""
    now: int
    """When the half hour that is running began, UTC seconds."""
    tariff: PricedTariff | None = None
    """None if there is none to show, as the household's own tariff and region are not known."""
    slots: tuple[PriceSlot, ...] = ()
    """The half hours of these days; empty until something is known."""
    coming_at: int | None = None
    """About when the next prices are published, UTC seconds; None if that is not done daily."""
    vat_percent: Fraction | None = None
    """The VAT in the prices; None if it is not the same in all."""
    labels: tuple[str, ...] = ()
    """What is assumed in the prices, and what is not in them."""
    use: Use | None = None
    """The use to show over the prices, if that was asked for."""
    next_choice: str = ""
    """The next tariff in the round, in one or two words; empty if there is no other."""
    is_fetching: bool = False
    trouble: str = ""
    """Why the prices could not be fetched, if that failed."""
    advice: tuple[str, ...] = ()
    """What to do so that more can be shown: sentences, the one that matters most first."""

    @property
    def is_ahead(self) -> bool:
        """Whether today is among the days, and not a day that has passed."""
        return london(self.now).date() <= self.last

    @property
    def main_day(self) -> date:
        """The day of times that are shown without a date: today, or one that has passed."""
        return max(self.first, min(self.last, london(self.now).date()))

    @property
    def period(self) -> Period:
        """The first of the days, for the names of files."""
        return Period.containing(Granularity.DAY, self.first)

    @property
    def label(self) -> str:
        """`Sun 29 Nov 2026`, `29–30 Nov 2026`."""
        is_one = self.first == self.last
        return day_label(self.first) if is_one else range_label(self.first, self.last)

    @property
    def pays(self) -> bool:
        """Whether the prices are what the household is paid, so that high ones are good."""
        return self.tariff is not None and self.tariff.direction is Direction.EXPORT

    @cached_property
    def has_prices(self) -> bool:
        """Whether any half hour has a price."""
        return any(slot.state is Published.YES for slot in self.slots)

    @cached_property
    def now_at(self) -> int | None:
        """The number of the slot that is running; None if it is not among them."""
        return self.number_at(self.now)

    def number_at(self, instant: int) -> int | None:
        """The number of the slot that `instant` (UTC seconds) is in."""
        found = bisect_right(self.slots, instant, key=lambda slot: slot.start) - 1
        return found if found >= 0 and instant < self.slots[found].end else None

    @property
    def considered(self) -> Sequence[PriceSlot]:
        """The slots that have not passed; for a day that has passed, all of its slots."""
        return self.slots[self.now_at or 0 :]

    @cached_property
    def best(self) -> tuple[tuple[int, Window], ...]:
        """A number of hours → the cheapest window of that length in `considered`; for exports, the
        one that pays most. Lengths that fit nowhere are left out; so are all if all prices are
        the same."""
        if len({pence for _, pence in self.priced}) < 2:
            return ()
        sign = -1 if self.pays else 1
        slots = [_times(slot, sign) for slot in self.considered]
        found = ((hours, cheapest(slots, 2 * hours)) for hours in HOURS)
        return tuple(
            (hours, window._replace(average=sign * window.average))
            for hours, window in found
            if window is not None
        )

    @cached_property
    def best_times(self) -> tuple[BestTime, ...]:
        """`best`, with all lengths joined that fit into the same stretch of one price."""
        found = []
        for stretch, windows in groupby(self.best, lambda each: self._stretch_of(each[1])):
            several = [*windows]
            if stretch is None or len(several) == 1:
                found += [BestTime(hours, hours, each) for hours, each in several]
            else:
                window = Window(*stretch, several[0][1].average)
                found.append(BestTime(several[0][0], several[-1][0], window))
        return tuple(found)

    def _stretch_of(self, window: Window) -> tuple[int, int] | None:
        """From when to when the price stays the same, if it does in the whole window."""
        number = self.number_at(window.start)
        assert number is not None
        begin, end = self.same_price(self.slots[number])
        return (begin, end) if window.end <= end else None

    @cached_property
    def hours_marked(self) -> tuple[int, ...]:
        """For each slot the hours of the shortest best window that it is in; 0 for none."""
        return tuple(
            next((h for h, each in self.best if each.start <= slot.start < each.end), 0)
            for slot in self.slots
        )

    @cached_property
    def is_best(self) -> tuple[bool, ...]:
        """For each slot whether it is in any of `best_times`."""
        windows = [each.window for each in self.best_times]
        return tuple(
            any(each.start <= slot.start < each.end for each in windows) for slot in self.slots
        )

    @cached_property
    def priced(self) -> tuple[tuple[PriceSlot, Fraction], ...]:
        """The slots of `considered` that have a price, each with its price including VAT."""
        return tuple(
            (slot, slot.pence_with_vat)
            for slot in self.considered
            if slot.pence_with_vat is not None
        )

    @property
    def average(self) -> Fraction | None:
        """The mean of these prices, p/kWh; None without any."""
        if not self.priced:
            return None
        return sum((pence for _, pence in self.priced), Fraction(0)) / len(self.priced)

    @cached_property
    def paid(self) -> Paid | None:
        """What was used at known prices; None without any, or if a net use goes both ways."""
        values = self.use.values if self.use is not None else ()
        pairs = [
            (Fraction(value), slot.pence_with_vat)
            for slot, value in zip(self.slots, values, strict=False)
            if value is not None and slot.pence_with_vat is not None
        ]
        total = sum((value for value, _ in pairs), Fraction(0))
        if not total or any(value < 0 for value, _ in pairs):
            return None
        cost = sum((value * pence for value, pence in pairs), Fraction(0))
        return Paid(float(total), cost / total, len(pairs))

    def same_price(self, slot: PriceSlot) -> tuple[int, int]:
        """From when to when the price stays that of this slot of `considered`, UTC seconds."""
        same = self.stretches(lambda each: each.pence_with_vat == slot.pence_with_vat)
        return next(each for each in same if each[0] <= slot.start < each[1])

    def stretches(self, holds: Callable[[PriceSlot], bool]) -> tuple[tuple[int, int], ...]:
        """From when to when the slots of `considered` are of this kind, UTC seconds."""
        return tuple(_stretches(slot for slot in self.considered if holds(slot)))

    @property
    def below_zero(self) -> tuple[tuple[int, int], ...]:
        """When prices are below zero."""
        return self.stretches(
            lambda slot: slot.pence_with_vat is not None and slot.pence_with_vat < 0
        )

    @property
    def at_zero(self) -> tuple[tuple[int, int], ...]:
        """When a kWh costs exactly nothing."""
        return self.stretches(lambda slot: slot.pence_with_vat == 0)

    @property
    def not_yet(self) -> tuple[tuple[int, int], ...]:
        """When prices are not published yet."""
        return self.stretches(lambda slot: slot.state is Published.NOT_YET)

    @property
    def missing(self) -> int:
        """Half hours without a price, although later ones have one."""
        return sum(slot.state is Published.MISSING for slot in self.slots)


def days_of_prices(day: date | None, now: int, published_to: int) -> tuple[date, date]:
    """The London days to show: only `day`, if it has passed; otherwise today, and tomorrow if its
    prices are published beyond its first minute."""
    today = london(now).date()
    if day is not None and day < today:
        return day, day
    tomorrow = today + ONE_DAY
    has_more = published_to > Calendar().start_of(tomorrow)
    return today, tomorrow if has_more else today


def bounds(first: date, last: date) -> tuple[int, int]:
    """UTC seconds from the beginning of the first London day to the end of the last."""
    days = Calendar()
    return days.start_of(first), days.start_of(last + ONE_DAY)


def running_half_hour(now: float) -> int:
    """The beginning of the half hour that contains `now`, UTC seconds."""
    return int(now) // HALF_HOUR * HALF_HOUR


def _times(slot: PriceSlot, sign: int) -> PriceSlot:
    pence = slot.pence_with_vat
    return slot if pence is None else slot._replace(pence_with_vat=sign * pence)


def _stretches(slots: Iterable[PriceSlot]) -> Iterable[tuple[int, int]]:
    begin = end = None
    for slot in slots:
        if slot.start != end:
            if begin is not None and end is not None:
                yield begin, end
            begin = slot.start
        end = slot.end
    if begin is not None and end is not None:
        yield begin, end
