"""A home on two tariffs in March and April 2024, and a supplier that sells others, each with what
the half hours would have cost on it by plain arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, localcontext
from functools import cache
from itertools import pairwise

from tests.conftest import CommandLine
from tests.support.households import london_day, readings
from tests.support.loopback import KEY, Loopback
from tests.support.market_api import MarketApi, flat
from tests.support.plain_costs import Plain, local, rounded
from tests.support.prices_api import Row, at, row
from tests.support.tariff_homes import days_between, usage_of

FIRST, LAST = date(2024, 3, 25), date(2024, 4, 6)
DAYS = days_between(FIRST, LAST)
STARTS = tuple(start for day in DAYS for start in london_day(day))
USAGE = usage_of(FIRST, LAST, gap=97)
LATER = date(2024, 4, 1)
"""The home's first day on its second tariff."""
NEW_AGILE = date(2024, 4, 3)
"""The first day on which AGILE-24-04-03 was sold."""
LAST_OF_COSY = date(2024, 4, 1)
OLD, FLEXIBLE = "E-1R-OE-FIX-12M-23-04-01-C", "E-1R-VAR-22-11-01-C"
AGILES = "E-1R-AGILE-24-04-03-C", "E-1R-AGILE-23-12-06-C"
GO, COSY = "E-1R-GO-VAR-22-10-14-C", "E-1R-COSY-22-12-08-C"
FIXED, OUTGOING = "E-1R-OE-FIX-12M-26-11-01-C", "E-1R-OUTGOING-VAR-24-10-26-C"
GAS = "G-1R-VAR-22-11-01-C"

Rate = Callable[[int], Decimal]


def agile_rate(start: int) -> Decimal:
    """A different rate in each half hour, some below zero; the newer version has higher ones."""
    more = 3 if local(start).date() >= NEW_AGILE else 0
    return Decimal(f"{(start // 1800 * 613 % 997 - 150) / 20 + more:.2f}")


def by_night(cheap: str, dear: str) -> Rate:
    """A rate that is low from 00:30 to 04:30."""

    def rate(start: int) -> Decimal:
        clock = local(start)
        return Decimal(cheap if (0, 30) <= (clock.hour, clock.minute) < (4, 30) else dear)

    return rate


OWN = Plain(
    USAGE,
    lambda start: Decimal("27.77" if local(start).date() < LATER else "22.2222"),
    lambda day: Decimal("41.0" if day < LATER else "60.01"),
)
AS_SOLD = Plain(USAGE, agile_rate, lambda day: Decimal("45" if day < NEW_AGILE else "50"))
ONE_CODE = Plain(USAGE, by_night("8.5714", "29.1139"), lambda _: Decimal("48.4"))
TODAY = Plain(USAGE, lambda _: Decimal("21.5"), lambda _: Decimal("33.25"))
IN_PART = Plain(USAGE, by_night("14.2", "26.3"), lambda _: Decimal("47.1"))


@cache
def rows(rate: Rate, starts: tuple[int, ...]) -> tuple[Row, ...]:
    """A row for each stretch of half hours with the same rate."""
    edges = [
        start
        for before, start in pairwise([starts[0] - 1800, *starts])
        if start == starts[0] or rate(before) != rate(start)
    ]
    return tuple(
        row(at(since), at(until), float(rate(since)))
        for since, until in pairwise([*edges, starts[-1] + 1800])
    )


def market() -> MarketApi:
    """What the supplier sells and has sold; no list has the codes of Agile."""
    api = MarketApi()
    new = tuple(start for start in STARTS if local(start).date() >= NEW_AGILE)
    old = STARTS[: -len(new)]
    api.sell(AGILES[0], "Agile", rows(agile_rate, new), 50, is_listed=False)
    api.sell(AGILES[1], "Agile", rows(agile_rate, old), 45, is_listed=False)
    api.sell(GO, "Octopus Go", rows(by_night("8.5714", "29.1139"), STARTS), 48.4)
    there = tuple(start for start in STARTS if local(start).date() <= LAST_OF_COSY)
    api.sell(COSY, "Cosy Octopus", rows(by_night("14.2", "26.3"), there), 47.1)
    api.sell(FLEXIBLE, "Flexible Octopus", flat(22.2222), 60.01)
    api.sell(FIXED, "Octopus 12M Fixed", flat(21.5), 33.25, is_variable=False)
    api.sell(OLD, "Octopus 12M Fixed", flat(27.77), 41, is_listed=False)
    api.sell(OUTGOING, "Outgoing Octopus", flat(15), 0, direction="EXPORT")
    return api


def move_in(octoterm: CommandLine, server: Loopback, **settings: object) -> None:
    """Configure the home, with its readings; its prices are still to be fetched."""
    change = LATER.isoformat()
    octoterm.configure(
        {
            "url": server.origin,
            "apikey": KEY,
            "mpan": "2000000000001",
            "serial": "21L0000001",
            "csv": "readings.csv",
            "tariffs": [
                {"from": "2023-04-01", "to": change, "tariff": OLD},
                {"from": change, "to": None, "tariff": FLEXIBLE},
            ],
        }
        | settings
    )
    octoterm.store(readings({start: float(kwh) for start, kwh in USAGE.items()}))


def plain_row(tariff: Plain, own: Plain = OWN, days: Iterable[date] = DAYS) -> dict[str, object]:
    """The numbers of a row of `octoterm compare`, for tariffs that price all of these days."""
    days = [*days]
    starts = [start for day in days for start in london_day(day) if start in tariff.usage]
    with localcontext() as context:
        context.prec = 60

        def with_vat(start: int, pence: Decimal) -> Decimal:
            return pence * (1 + tariff.vat(start) / 100)

        def energy(of: Plain) -> Decimal:
            each = (Decimal(of.usage[s]) * with_vat(s, of.rate(s) or Decimal(0)) for s in starts)
            return sum(each, Decimal(0))

        def standing(of: Plain) -> Decimal:
            each = (with_vat(london_day(day)[0], of.standing(day)) for day in days)
            return sum(each, Decimal(0))

        kwh = sum((Decimal(tariff.usage[start]) for start in starts), Decimal(0))
        mean = sum((with_vat(s, tariff.rate(s) or Decimal(0)) for s in starts), Decimal(0))
        average = mean / len(starts) * kwh + standing(tariff)
        cost, had = energy(tariff) + standing(tariff), energy(own) + standing(own)
        numbers = {
            "cost_pence": cost,
            "own_cost_pence": had,
            "standing_pence": standing(tariff),
            "difference_pence": cost - had,
            "average_part_pence": average - had,
            "timing_part_pence": cost - average,
        }
        found: dict[str, object] = {key: float(rounded(each)) for key, each in numbers.items()}
    return {
        **found,
        "days": len(days),
        "excluded_days": len(DAYS) - len(days),
        "coverage": round(len(starts) / len(STARTS), 6),
    }
