"""One tariff compared with what the household had, over the same half hours. Pure."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from octoterm.tariff_comparison.candidates import Candidate
from octoterm.tariffs.price_columns import Unpriced

ENOUGH = Fraction(98, 100)
"""The least share of the half hours that must be compared for a difference to be shown."""
CLEAR_SHARE = Fraction(2, 100)
"""The least clear difference, as a share of what the household paid."""
CLEAR_PENCE = 500
"""The least clear difference in pence. A difference must exceed both, as readings, bills and
prices are not exact enough for less."""
TOO_LITTLE = (
    f"within {float(100 * CLEAR_SHARE):g}% or £{CLEAR_PENCE / 100:g} of yours, too little to tell"
)
"""What is shown for a difference that is not clear."""


def is_clear(gap: Fraction, own_cost: Fraction) -> bool:
    """Whether a `gap` of so many pence is enough to say that one tariff is better, where the
    household paid `own_cost` pence."""
    return gap > CLEAR_PENCE and gap > CLEAR_SHARE * abs(own_cost)


class Whose(Enum):
    """Which of the two tariffs does not price a day."""

    OWN = "own"
    TARIFF = "tariff"
    """The one that is compared with."""


_WORDS: dict[tuple[Whose, Unpriced | None], str] = {
    (Whose.OWN, Unpriced.NO_AGREEMENT): "you had no agreement",
    (Whose.OWN, Unpriced.NO_PRICES): "the prices of your own tariff have not been fetched",
    (Whose.OWN, Unpriced.NO_RATE): "your own tariff has no rate",
    (Whose.OWN, Unpriced.AMBIGUOUS): "your own tariff has several rates at once",
    (Whose.OWN, Unpriced.NIGHT_HOURS): "the night hours of your own tariff are not known",
    (Whose.OWN, None): "the standing charge of your own tariff is not known",
    (Whose.TARIFF, Unpriced.NO_AGREEMENT): "it was not sold then",
    (Whose.TARIFF, Unpriced.NO_PRICES): "its prices have not been fetched",
    (Whose.TARIFF, Unpriced.NO_RATE): "it has no rate",
    (Whose.TARIFF, Unpriced.AMBIGUOUS): "it has several rates at once",
    (Whose.TARIFF, Unpriced.NIGHT_HOURS): "its night hours are not known",
    (Whose.TARIFF, None): "its standing charge is not known",
}


class Excluded(NamedTuple):
    """Consecutive days that are not compared, all for the same reason."""

    first: date
    last: date
    """Inclusive."""
    whose: Whose
    """OWN also if neither tariff prices them."""
    reason: Unpriced | None
    """Why a half hour has no rate; None if only the standing charge is not known."""

    @property
    def days(self) -> int:
        """How many days they are."""
        return (self.last - self.first).days + 1

    @property
    def why(self) -> str:
        """`it has no rate`."""
        return _WORDS[self.whose, self.reason]


class MonthCosts(NamedTuple):
    """The compared days of a calendar month."""

    month: date
    """Its 1st, even if the period begins later."""
    days: int
    """How many are compared."""
    cost: Fraction | None
    own_cost: Fraction | None
    """Pence with VAT and standing charges; None if no day is compared."""


class TariffRow(NamedTuple):
    """A tariff and what the household had, over the days for which both have all prices.

    Costs are exact, in pence with VAT; for exports, they are what is earned.
    """

    candidate: Candidate
    is_own: bool
    """Whether it is the tariff that the household has at the end of the period."""
    cost: Fraction | None
    """With standing charges; None, as other amounts are, if no day is compared."""
    own_cost: Fraction | None
    standing: Fraction | None
    """The part of `cost` that is standing charges."""
    difference: Fraction | None
    """`cost` less `own_cost`; None if less than 98% of the half hours are compared."""
    average_part: Fraction | None
    """The part of the difference that its average price makes: as if each half hour cost that."""
    timing_part: Fraction | None
    """The part of the difference that is due to when the household uses how much. None if the
    difference is, or if the supplier states costs, which have no price for a kWh."""
    days: int
    """How many are compared."""
    excluded: tuple[Excluded, ...]
    """All other days, in order."""
    coverage: Fraction
    """The half hours with a reading on compared days, as a share of all of the period."""
    kwh: Fraction
    """What was used, or exported, on compared days."""
    months: tuple[MonthCosts, ...]
    """Every month of the period."""
    labels: tuple[str, ...]
    """What is assumed, and what is not in the costs: sentences."""

    @property
    def is_too_close(self) -> bool:
        """Whether the difference is told, but too small to call either of them better."""
        if self.difference is None or self.own_cost is None:
            return False
        return not is_clear(abs(self.difference), self.own_cost)

    @property
    def lacks_prices(self) -> bool:
        """Whether days are not compared because one of the two tariffs has no prices for them."""
        lacking = (Unpriced.NO_PRICES, Unpriced.NO_RATE)
        return any(each.reason in lacking for each in self.excluded)

    @property
    def excluded_days(self) -> int:
        """How many days are not compared."""
        return sum(each.days for each in self.excluded)
