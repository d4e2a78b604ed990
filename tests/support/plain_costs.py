"""What half hours cost by plain arithmetic in decimals, one half hour after the other.

Nothing here uses octoterm's own code for times or money.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext

from tests.support.households import LONDON, london_day

Rate = Callable[[int], Decimal | None]
"""The p/kWh without VAT of the half hour from a time, UTC seconds; None without a price."""


def five_percent(_: int) -> Decimal:
    return Decimal(5)


def no_vat(_: int) -> Decimal:
    return Decimal(0)


def rounded(value: Decimal, decimals: int = 4) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def local(start: int) -> datetime:
    return datetime.fromtimestamp(start, LONDON)


@dataclass(frozen=True)
class Plain:
    """A meter and what is charged for it."""

    usage: Mapping[int, str]
    """kWh as written, by UTC start."""
    rate: Rate
    standing: Callable[[date], Decimal]
    vat: Callable[[int], Decimal] = five_percent

    def cost(self, days: Iterable[date]) -> dict[str, object]:
        """The numbers of a record of `octoterm cost` for these London days."""
        starts = [start for day in days for start in london_day(day)]
        with localcontext() as context:
            context.prec = 60
            kwh = energy = standing = vat = priced_kwh = with_vat = Decimal(0)
            priced = 0
            for start in starts:
                if start not in self.usage:
                    continue
                used = Decimal(self.usage[start])
                kwh += used
                rate = self.rate(start)
                if rate is None:
                    continue
                priced += 1
                priced_kwh += used
                energy += used * rate
                vat += used * rate * self.vat(start) / 100
                with_vat += used * rate * (1 + self.vat(start) / 100)
            for day in {local(start).date() for start in starts}:
                standing += self.standing(day)
                vat += self.standing(day) * self.vat(london_day(day)[0]) / 100
            read = sum(start in self.usage for start in starts)
            return {
                "kwh": float(rounded(kwh)),
                "energy_pence": float(rounded(energy)),
                "standing_pence": float(rounded(standing)),
                "vat_pence": float(rounded(vat)),
                "cost_pence": float(rounded(energy + standing + vat)),
                "priced": priced,
                "expected": len(starts),
                "missing": len(starts) - read,
                "pence_per_kwh": float(rounded(with_vat / priced_kwh)) if priced_kwh else None,
            }

    def bill(self, days: Iterable[date]) -> dict[str, object]:
        """The sums of `octoterm bill` for these London days: by VAT, rounded once."""
        pence: dict[Decimal, Decimal] = {}
        with localcontext() as context:
            context.prec = 60
            for day in days:
                starts = london_day(day)
                percent = self.vat(starts[0])
                pence[percent] = pence.get(percent, Decimal(0)) + self.standing(day)
                for start in starts:
                    rate = self.rate(start) if start in self.usage else None
                    if rate is not None:
                        amount = Decimal(self.usage[start]) * rate
                        pence[self.vat(start)] = pence.get(self.vat(start), Decimal(0)) + amount
            subtotals = {percent: rounded(each / 100, 2) for percent, each in pence.items()}
            vat = {percent: rounded(each * percent / 10_000, 2) for percent, each in pence.items()}
            return {
                "subtotal": str(sum(subtotals.values())),
                "vat": [
                    {"percent": float(percent), "amount": str(vat[percent])}
                    for percent in sorted(vat)
                ],
                "total": str(sum(subtotals.values()) + sum(vat.values())),
            }
