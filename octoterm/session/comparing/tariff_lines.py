"""The lines of a table of tariffs: the own side, the others in order, and those not compared.
Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from octoterm import number_format
from octoterm.bills.words import pounds_text, signed_pounds
from octoterm.costs.rounding import pounds
from octoterm.household.account import Direction
from octoterm.safe_text import clean
from octoterm.session.comparing.tariff_comparison import NOT_ASKED_FOR, varies_within_a_day
from octoterm.tariff_comparison.candidates import Method
from octoterm.tariff_comparison.refusals import share_of, why_refused
from octoterm.tariffs.tariff_code import read_code

if TYPE_CHECKING:
    from octoterm.session.comparing.tariff_comparison import Compared
    from octoterm.tariff_comparison.comparison import OwnSide
    from octoterm.tariff_comparison.tariff_row import TariffRow

NOT_KNOWN = "--"
LEFT_OUT = "left out to keep requests few: octoterm compare --tariff includes it"
NEARLY = "≈"


class Place(Enum):
    """Where a tariff stands in the table."""

    OWN = "own"
    RANKED = "ranked"
    TODAY = "today's price"
    """Not ranked with the others, as today's price is applied to the past."""
    REFUSED = "not compared"


class TariffLine(NamedTuple):
    """A tariff of the table, as it is shown there."""

    place: Place
    name: str
    cost: Fraction | None
    """Pence with VAT over the days that are compared; for exports, what they earn. None if it is
    not known."""
    days: int
    row: TariffRow | None = None
    """None for the own side, and for a tariff without prices."""
    why: str = ""
    """Why it is not compared."""
    share: Fraction | None = None
    """The difference from the own side, as a share of its cost."""
    has_parts: bool = False
    """Whether the time of use matters: its price varies within the day."""
    is_all_own: bool = False
    """Whether the household had it all the time, so that it is also the own side."""

    def is_same(self, other: TariffLine) -> bool:
        """Whether it is the same tariff, whatever is known of it."""
        if self.row is None or other.row is None:
            return (self.place, self.name) == (other.place, other.name)
        return self.row.candidate[:3] == other.row.candidate[:3]

    @property
    def cost_text(self) -> str:
        """`£912.44`."""
        return amount(self.cost)

    @property
    def difference(self) -> Fraction | None:
        """Its cost less that of the own side, in pence."""
        return self.row.difference if self.row is not None else None

    @property
    def difference_text(self) -> str:
        """`−£119.66`."""
        return "" if self.is_all_own else signed(self.difference)

    @property
    def share_text(self) -> str:
        """`−12%`; `≈` for a difference that is too small to call either of them better."""
        if self.is_too_close:
            return NEARLY
        if self.share is None or self.is_all_own:
            return ""
        return f"{number_format.signed(float(100 * self.share), 0)}%"

    @property
    def is_too_close(self) -> bool:
        """Whether it cannot be called better or worse than the own side."""
        return self.row is not None and self.row.is_too_close and self.row.difference != 0

    @property
    def coverage_text(self) -> str:
        """`99.1%` of the half hours of the time."""
        return "" if self.row is None else share_of(self.row.coverage)

    @property
    def parts(self) -> tuple[str, str]:
        """The parts of the difference that are due to its average price and to the time of use;
        empty if that does not matter."""
        row = self.row
        if (
            row is None
            or not self.has_parts
            or row.average_part is None
            or row.timing_part is None
        ):
            return "", ""
        return signed(row.average_part), signed(row.timing_part)


def lines_of(compared: Compared, direction: Direction) -> tuple[TariffLine, ...]:
    """The own side, the others in order, today's prices, and those not compared. The own side has
    no line of its own if it was on one of the others all the time."""
    comparison = compared.comparison
    days = (comparison.last - comparison.first).days + 1
    names = {row.candidate.code: row.candidate.name for row in comparison.rows if row.is_own}
    own = TariffLine(Place.OWN, _own_name(comparison.own, names), comparison.own.cost, days)
    sign = -1 if direction is Direction.EXPORT else 1
    found = [_line(row, comparison.own) for row in comparison.rows]
    is_among_them = any(line.is_all_own for line in found)
    found += [
        TariffLine(Place.REFUSED, name, None, 0, why=LEFT_OUT if why == NOT_ASKED_FOR else why)
        for name, why in compared.not_compared
    ]
    places = [*Place]

    def in_order(line: TariffLine) -> tuple[int, Fraction, str]:
        """The best first: what costs least, or earns most."""
        return places.index(line.place), sign * (line.difference or Fraction(0)), line.name

    return (*(() if is_among_them else (own,)), *sorted(found, key=in_order))


def _own_name(own: OwnSide, names: Mapping[str, str]) -> str:
    """`Yours: Agile Octopus`, `Yours: 2 tariffs`; `names` are those of tariffs by code."""
    if own.code is None:
        return "Yours"
    name = clean(names.get(own.code) or _product(own.code))
    return f"Yours: {len(own.tariffs)} tariffs" if len(own.tariffs) > 1 else f"Yours: {name}"


def _product(tariff: str) -> str:
    code = read_code(tariff)
    return code.product if code is not None else tariff


def _line(row: TariffRow, household: OwnSide) -> TariffLine:
    own, difference = row.own_cost, row.difference
    if difference is None:
        place = Place.REFUSED
    else:
        place = Place.TODAY if row.candidate.method is Method.TODAY else Place.RANKED
    name, is_all_own = clean(row.candidate.name), _is_all_of(household, row)
    if row.is_own:
        name = f"Yours: {name}" if is_all_own else f"{name} (yours)"
    return TariffLine(
        place,
        name,
        row.cost,
        row.days,
        row,
        why_refused(row) if difference is None else "",
        difference / abs(own) if difference is not None and own else None,
        varies_within_a_day(row.candidate),
        is_all_own,
    )


def _is_all_of(household: OwnSide, row: TariffRow) -> bool:
    """Whether the row is the same as the own side, as the household had no other tariff."""
    is_only = row.is_own and len(household.tariffs) == 1
    return is_only and row.difference is not None and row.cost == household.cost


def amount(pence: Fraction | None) -> str:
    """`£1,234.50`, `−£0.61`."""
    return NOT_KNOWN if pence is None else pounds_text(pounds(pence))


def signed(pence: Fraction | None) -> str:
    """`+£0.61`; empty if not known."""
    return "" if pence is None else signed_pounds(pounds(pence))
