"""The months of a tariff beside those of the household's own, and their total. Pure."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from octoterm.periods.labels import month_label
from octoterm.session.comparing.tariff_lines import TariffLine


class MonthLine(NamedTuple):
    """A month of a tariff beside that of the household's own tariffs."""

    name: str
    own: Fraction | None
    """Pence with VAT, like the cost of the tariff; None if no day is compared."""
    cost: Fraction | None
    days: int
    is_refused: bool = False
    """Whether too little of the whole time is known to state a difference."""

    @property
    def difference(self) -> Fraction | None:
        """In pence; None if it is refused."""
        if self.is_refused or self.cost is None or self.own is None:
            return None
        return self.cost - self.own


def months_of(line: TariffLine) -> tuple[MonthLine, ...]:
    """The months of a tariff, the first one first."""
    if line.row is None:
        return ()
    is_refused = line.row.difference is None
    return tuple(
        MonthLine(month_label(each.month), each.own_cost, each.cost, each.days, is_refused)
        for each in line.row.months
    )


def total_of(months: tuple[MonthLine, ...]) -> MonthLine:
    """All months together."""
    return MonthLine(
        "Total",
        sum((each.own or Fraction(0) for each in months), Fraction(0)),
        sum((each.cost or Fraction(0) for each in months), Fraction(0)),
        sum(each.days for each in months),
        any(each.is_refused for each in months),
    )
