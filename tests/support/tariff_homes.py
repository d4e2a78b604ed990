"""Homes on each kind of tariff, each with what its half hours cost by plain arithmetic."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from octoterm.tariffs.rates import RateRun, TariffPrices
from tests.conftest import CommandLine
from tests.support.households import half_hours, london_day, utc
from tests.support.plain_costs import Plain, local
from tests.support.priced_homes import move_in
from tests.support.pricing import between, since, tariff

NOTHING: Mapping[str, object] = MappingProxyType({})
LONG_AGO = "2000-01-01T00:00Z"


class Home(NamedTuple):
    """A tariff, and what its half hours cost."""

    prices: tuple[TariffPrices, ...]
    plain: Plain
    first: date
    last: date
    settings: Mapping[str, object] = NOTHING
    tariffs: object = None

    def days(self) -> list[date]:
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]

    def move_in(self, octoterm: CommandLine, **settings: object) -> None:
        usage = {start: float(kwh) for start, kwh in self.plain.usage.items()}
        move_in(octoterm, usage, self.prices, self.tariffs, **self.settings, **settings)


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def usage_of(first: date, last: date, gap: int = 0) -> dict[int, str]:
    """Different kWh in each half hour, to the watt-hour; every `gap`-th is missing."""
    starts = [start for day in days_between(first, last) for start in london_day(day)]
    return {
        start: f"{start // 1800 * 7919 % 1013 / 1000:.3f}"
        for number, start in enumerate(starts, 1)
        if not gap or number % gap
    }


def flexible(method: str) -> Home:
    """A price change within the month, and other rates for each payment method."""
    first, last = date(2024, 3, 20), date(2024, 4, 10)
    change, code = "2024-04-01T00:00+01:00", "E-1R-VAR-22-11-01-C"
    rates = {"DIRECT_DEBIT": ("28.6236", "24.5043"), "NON_DIRECT_DEBIT": ("30.1177", "25.7999")}
    prices = tariff(
        code,
        [
            run
            for name, (before, after) in rates.items()
            for run in (since(change, float(after), name),
                        between(LONG_AGO, change, float(before), name))
        ],
        [between(LONG_AGO, change, 47.9535), since(change, 53.3523)],
    )  # fmt: skip
    before, after = map(Decimal, rates[method])
    plain = Plain(
        usage_of(first, last, gap=97),
        lambda start: before if start < utc(change) else after,
        lambda day: Decimal("47.9535") if day < date(2024, 4, 1) else Decimal("53.3523"),
    )
    return Home((prices,), plain, first, last, {"payment_method": method})


def agile(first: date, last: date) -> Home:
    """Half-hourly rates, some below zero and some exactly zero, in runs of a day."""
    starts = half_hours(f"{first - timedelta(2)}T23:00Z", f"{last + timedelta(2)}T23:00Z")
    rate = {start: f"{(start // 1800 * 613 % 997 - 150) / 20:.2f}" for start in starts}
    rate |= dict.fromkeys(starts[100:104], "0.00")
    runs = [
        RateRun(starts[at], 1800, array("d", [float(rate[each]) for each in starts[at : at + 48]]))
        for at in range(0, len(starts), 48)
    ]
    prices = tariff("E-1R-AGILE-FLEX-22-11-25-C", runs, [since(LONG_AGO, 42.1768)])
    plain = Plain(
        usage_of(first, last),
        lambda start: Decimal(rate[start]),
        lambda _: Decimal("42.1768"),
    )
    return Home((prices,), plain, first, last)


def tracker() -> Home:
    """A rate for each London day."""
    first, last = date(2024, 3, 25), date(2024, 4, 5)

    def rate_of(day: date) -> str:
        return f"{day.toordinal() * 31 % 1900 / 100 + 8:.2f}"

    runs = [
        RateRun(starts[0], 1800 * len(starts), (float(rate_of(day)),))
        for day in days_between(first, last)
        if (starts := london_day(day))
    ]
    prices = tariff("E-1R-SILVER-23-12-06-C", runs, [since(LONG_AGO, 45.79)])
    plain = Plain(
        usage_of(first, last),
        lambda start: Decimal(rate_of(local(start).date())),
        lambda _: Decimal("45.79"),
    )
    return Home((prices,), plain, first, last)


def two_registers() -> Home:
    """Smart Economy 7: 00:30 to 07:30 UTC, summer and winter."""
    first, last = date(2024, 3, 28), date(2024, 4, 3)
    prices = tariff(
        "E-2R-VAR-22-11-01-C",
        standing=[since(LONG_AGO, 51.2)],
        day=[since(LONG_AGO, 31.4321)],
        night=[since(LONG_AGO, 14.1234)],
    )
    plain = Plain(
        usage_of(first, last),
        lambda start: Decimal("14.1234" if 1800 <= start % 86400 < 7 * 3600 + 1800 else "31.4321"),
        lambda _: Decimal("51.2"),
    )
    return Home((prices,), plain, first, last)


def go() -> Home:
    """Windows of the London clock, as the API lists them; octoterm has no hours of its own."""
    first, last = date(2024, 3, 29), date(2024, 4, 2)
    starts = [start for day in days_between(first, last) for start in london_day(day)]

    def is_night(start: int) -> bool:
        clock = local(start)
        return (0, 30) <= (clock.hour, clock.minute) < (4, 30)

    edges = [
        start
        for number, start in enumerate(starts)
        if not number or is_night(start) != is_night(starts[number - 1])
    ]
    runs = [
        RateRun(edge, end - edge, (8.5714 if is_night(edge) else 29.1139,))
        for edge, end in zip(edges, [*edges[1:], starts[-1] + 1800], strict=True)
    ]
    prices = tariff("E-1R-GO-VAR-22-10-14-C", runs, [since(LONG_AGO, 48.4)])
    plain = Plain(
        usage_of(first, last),
        lambda start: Decimal("8.5714" if is_night(start) else "29.1139"),
        lambda _: Decimal("48.4"),
    )
    return Home((prices,), plain, first, last)


def two_agreements() -> Home:
    """From a fixed tariff to another one in the middle of a month, then none at all."""
    first, last = date(2024, 3, 20), date(2024, 4, 12)
    codes = "E-1R-FIX-12M-23-01-01-C", "E-1R-FIX-12M-24-01-01-C"
    prices = (
        tariff(codes[0], [since(LONG_AGO, 27.77)], [since(LONG_AGO, 41.0)]),
        tariff(codes[1], [since(LONG_AGO, 22.2222)], [since(LONG_AGO, 60.01)]),
    )
    end = date(2024, 4, 10)

    def rate(start: int) -> Decimal | None:
        day = local(start).date()
        if day >= end:
            return None
        return Decimal("27.77" if day < date(2024, 4, 4) else "22.2222")

    def standing(day: date) -> Decimal:
        if day >= end:
            return Decimal(0)
        return Decimal("41.0" if day < date(2024, 4, 4) else "60.01")

    tariffs = [
        {"from": "2023-04-04", "to": "2024-04-04", "tariff": codes[0]},
        {"from": "2024-04-04", "to": end.isoformat(), "tariff": codes[1]},
    ]
    plain = Plain(usage_of(first, last), rate, standing)
    return Home(prices, plain, first, last, tariffs=tariffs)


def vat_changes() -> Home:
    """No VAT on electricity from 1 October 2026 on."""
    first, last = date(2026, 9, 28), date(2026, 10, 3)
    prices = tariff(unit_rates=[since(LONG_AGO, 24.1845)], standing=[since(LONG_AGO, 44.37)])
    plain = Plain(
        usage_of(first, last),
        lambda _: Decimal("24.1845"),
        lambda _: Decimal("44.37"),
        lambda start: Decimal(5 if start < utc("2026-10-01T00:00+01:00") else 0),
    )
    return Home((prices,), plain, first, last)


HOMES: dict[str, Callable[[], Home]] = {
    "flexible by direct debit": lambda: flexible("DIRECT_DEBIT"),
    "flexible on receipt of bill": lambda: flexible("NON_DIRECT_DEBIT"),
    "agile as the clocks go forward": lambda: agile(date(2024, 3, 30), date(2024, 4, 2)),
    "agile as the clocks go back": lambda: agile(date(2023, 10, 27), date(2023, 10, 30)),
    "tracker": tracker,
    "two registers": two_registers,
    "go": go,
    "two agreements and a gap": two_agreements,
    "a change of VAT": vat_changes,
}
