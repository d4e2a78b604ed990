"""What the own half hours would have cost on other tariffs, as the dashboard shows it: the lines
of the table, and what is said of each. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from octoterm import number_format
from octoterm.bills.words import pounds_text, signed_pounds
from octoterm.costs.labels import BEFORE_CREDITS
from octoterm.costs.rounding import pounds
from octoterm.household.account import Direction
from octoterm.number_format import count
from octoterm.periods.labels import full_month_label, month_label, range_label
from octoterm.periods.period import Period, add_months
from octoterm.safe_text import clean
from octoterm.session.tariff_comparison import NOT_ASKED_FOR, NOT_FETCHED, varies_within_a_day
from octoterm.tariff_comparison.candidates import Method
from octoterm.tariff_comparison.refusals import left_out, share_of, why_refused
from octoterm.tariff_comparison.tariff_row import TOO_LITTLE
from octoterm.tariffs.tariff_code import read_code

if TYPE_CHECKING:
    from octoterm.session.tariff_comparison import Compared
    from octoterm.tariff_comparison.comparison import OwnSide, TariffComparison
    from octoterm.tariff_comparison.tariff_row import TariffRow
    from octoterm.tariff_comparison.what_if import WhatIf

NOT_KNOWN = "--"
LEFT_OUT = "left out to keep requests few: octoterm compare --tariff includes it"
NEARLY = "≈"
TO_COME = "its prices are still to come"
UNCHANGED = "Usage unchanged · no credits · eligibility not checked"
CHANGED = "Use as changed · no credits · eligibility not checked"


PRICED_BY = {
    Method.ONE_CODE: "priced all the time by",
    Method.AS_SOLD: "its versions as sold, now",
    Method.TODAY: "today's price of",
}
"""What comes before the code of a tariff: how the past is priced by it."""


class Place(Enum):
    """Where a tariff stands in the table."""

    OWN = "own"
    RANKED = "ranked"
    TODAY = "today's price"
    """Not ranked with the former: its price is that of today, put on the past."""
    REFUSED = "not compared"


class TariffLine(NamedTuple):
    """A tariff of the table, as it stands there."""

    place: Place
    name: str
    cost: Fraction | None
    """Pence with VAT over the days that are compared; what exports earn. None if not known."""
    days: int
    row: TariffRow | None = None
    """None of the own side, and of what has no prices."""
    why: str = ""
    """Why it is not compared."""
    share: Fraction | None = None
    """The difference to the own side, as a share of it."""
    has_parts: bool = False
    """Whether the time of use matters: its price varies within the day."""
    is_all_own: bool = False
    """Whether the household had it all the time, so that it is the own side as well."""

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
        """`−12%`; `≈` of a difference too small to call either of them better."""
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
        """What its average price does to the difference, and what the time of use does; empty
        where that does not matter."""
        row = self.row
        if (
            row is None
            or not self.has_parts
            or row.average_part is None
            or row.timing_part is None
        ):
            return "", ""
        return signed(row.average_part), signed(row.timing_part)


@dataclass(frozen=True, eq=False)
class TariffsShown:
    """The comparison, or why there is none; and what is being fetched for it."""

    period: Period | None = None
    """The London days that are compared."""
    direction: Direction = Direction.IMPORT
    comparison: TariffComparison | None = None
    """None as long as nothing is known."""
    lines: tuple[TariffLine, ...] = ()
    """The table: see `lines_of`."""
    what_if: WhatIf | None = None
    """The change in use that the comparison is of."""
    unchanged: Fraction | None = None
    """The cost of the own side without that change, in pence; None if it is not known."""
    progress: str = ""
    """What is being fetched; empty if nothing is."""
    problems: tuple[str, ...] = ()
    """What could not be fetched."""
    why: tuple[str, ...] = ()
    """Why nothing can be compared, and what to do: paragraphs, the first one a heading."""

    @property
    def label(self) -> str:
        """The time that is compared: `Mar 2023 – Feb 2024`."""
        if self.period is None:
            return ""
        first, last = self.period.first, self.period.last
        if first.day > 1 or self.period.end.day > 1:
            return range_label(first, last)
        if add_months(first, 1) == self.period.end:
            return full_month_label(first)
        return f"{month_label(first)} – {month_label(last)}"

    @property
    def is_export(self) -> bool:
        return self.direction is Direction.EXPORT

    @property
    def always(self) -> str:
        """What is to be known of every comparison."""
        return UNCHANGED if self.what_if is None else CHANGED

    def why_now(self, line: TariffLine) -> str:
        """Why a line is not compared, or that it is still to come."""
        is_empty = line.why == NOT_FETCHED or (line.row is not None and not line.row.days)
        return TO_COME if self.progress and is_empty else line.why

    @property
    def effect_of_change(self) -> str:
        """What the change in use does to the own side; empty if there is none."""
        cost = self.comparison.own.cost if self.comparison is not None else None
        if self.what_if is None or cost is None or self.unchanged is None:
            return ""
        before = amount(self.unchanged)
        return f"What you had, with this change: {amount(cost)} instead of {before}"

    def in_words(self, line: TariffLine) -> str:
        """What can be copied of a line."""
        name = f"{line.name} ({line.row.candidate.code})" if line.row is not None else line.name
        if line.place is Place.OWN or line.difference is None:
            return f"{name}, {self.label}: {line.why or line.cost_text}"
        against = "" if line.is_all_own else f", {self.against_own(line)}"
        said = [f"{line.cost_text}{against} over {count(line.days, 'day')}"]
        return f"{name}: {'; '.join([*said, *self._parts_in_words(line)])}"

    def against_own(self, line: TariffLine) -> str:
        """`£119.66 (12%) less than on your own tariff`."""
        if line.difference is None:
            return ""
        if not pounds(line.difference):
            return "the same as on your own tariff"
        more = "more" if line.difference > 0 else "less"
        said = [amount(abs(line.difference))]
        if line.share is not None and not line.is_too_close:
            said.append(f"({number_format.share(abs(float(line.share)))})")
        said.append(f"{more} than on your own tariff")
        return " ".join([*said, "(too little to tell)"] if line.is_too_close else said)

    def notes(self, line: TariffLine) -> Iterator[str]:
        """What is to be known of a tariff, the most important first; sentences without a stop."""
        if line.why:
            yield self.why_now(line)
        if line.place is Place.OWN and self.comparison is not None:
            yield from map(clean, self.comparison.own.tariffs)
            yield from self.comparison.own.labels
        if (row := line.row) is None:
            return
        if line.is_too_close:
            yield TOO_LITTLE
        yield from self._parts_in_words(line)
        yield f"{PRICED_BY[row.candidate.method]} {clean(row.candidate.code)}"
        if self.period is not None and row.days == self.period.length and row.coverage == 1:
            yield f"all {count(row.days, 'day')}"
        elif self.period is not None and row.days:
            share = share_of(row.coverage)
            yield f"{row.days} of {count(self.period.length, 'day')}, {share} of the half hours"
        yield from left_out(row)
        if row.standing:
            yield f"including standing charges of {amount(row.standing)}"
        yield from (label for label in row.labels if label != BEFORE_CREDITS)

    def _parts_in_words(self, line: TariffLine) -> Iterator[str]:
        average, timing = line.parts
        if line.is_all_own and line.row is not None and line.row.timing_part and timing:
            more = "more" if line.row.timing_part > 0 else "less"
            yield (
                f"{amount(abs(line.row.timing_part))} {more} than at its average price, "
                f"because of when you {self._do}"
            )
        elif average:
            yield f"{average} from its average price, {timing} from when you {self._do}"

    @property
    def _do(self) -> str:
        return "export" if self.is_export else "use it"


def lines_of(compared: Compared, direction: Direction) -> tuple[TariffLine, ...]:
    """The own side, the others in order, today's prices, and those that are refused. The own side
    has no line of its own if it was on one of the others all the time."""
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
    """Whether the row says the same as the own side, as there was no other tariff."""
    is_only = row.is_own and len(household.tariffs) == 1
    return is_only and row.difference is not None and row.cost == household.cost


def amount(pence: Fraction | None) -> str:
    """`£1,234.50`, `−£0.61`."""
    return NOT_KNOWN if pence is None else pounds_text(pounds(pence))


def signed(pence: Fraction | None) -> str:
    """`+£0.61`; empty if not known."""
    return "" if pence is None else signed_pounds(pounds(pence))
