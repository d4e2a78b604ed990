"""What the own half hours would have cost on other tariffs, as the dashboard shows it: the lines
of the table, notes on each, and what is being fetched. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from octoterm import number_format
from octoterm.costs.labels import BEFORE_CREDITS
from octoterm.costs.rounding import pounds
from octoterm.household.account import Direction
from octoterm.number_format import count
from octoterm.periods.labels import full_month_label, month_label, range_label
from octoterm.periods.period import Period, add_months
from octoterm.safe_text import clean
from octoterm.session.comparing.tariff_comparison import NOT_FETCHED
from octoterm.session.comparing.tariff_lines import Place, TariffLine, amount
from octoterm.tariff_comparison.candidates import Method
from octoterm.tariff_comparison.refusals import left_out, share_of
from octoterm.tariff_comparison.tariff_row import TOO_LITTLE

if TYPE_CHECKING:
    from octoterm.tariff_comparison.comparison import TariffComparison
    from octoterm.tariff_comparison.what_if import WhatIf

TO_COME = "prices are still to come"
UNCHANGED = "Usage unchanged · no credits · eligibility not checked"
CHANGED = "Use as changed · no credits · eligibility not checked"


PRICED_BY = {
    Method.ONE_CODE: "priced all the time by",
    Method.AS_SOLD: "its versions as sold, now",
    Method.TODAY: "today's price of",
}
"""What is shown before the code of a tariff: how it prices the past."""


@dataclass(frozen=True, eq=False)
class TariffsShown:
    """The comparison, or why there is none; and what is being fetched for it."""

    period: Period | None = None
    """The London days that are compared."""
    direction: Direction = Direction.IMPORT
    comparison: TariffComparison | None = None
    """None until something is known."""
    lines: tuple[TariffLine, ...] = ()
    """The table: see `lines_of`."""
    what_if: WhatIf | None = None
    """The change in use that the comparison is made with."""
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
        """What to know about every comparison."""
        return UNCHANGED if self.what_if is None else CHANGED

    def why_now(self, line: TariffLine) -> str:
        """Why a line is not compared, or that it is still to come."""
        return TO_COME if self._is_to_come(line) else line.why

    def _is_to_come(self, line: TariffLine) -> bool:
        """Whether a line is not compared because of prices that are being fetched."""
        if not self.progress or not line.why:
            return False
        row = line.row
        return line.why == NOT_FETCHED or (row is not None and (not row.days or row.lacks_prices))

    @property
    def effect_of_change(self) -> str:
        """How the change in use affects the own side; empty if there is none."""
        cost = self.comparison.own.cost if self.comparison is not None else None
        if self.what_if is None or cost is None or self.unchanged is None:
            return ""
        before = amount(self.unchanged)
        return f"What you had, with this change: {amount(cost)} instead of {before}"

    def in_words(self, line: TariffLine) -> str:
        """The text of a line, to be copied."""
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
        """What to know about a tariff, the most important first: sentences without a full stop."""
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
        if not self._is_to_come(line):
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
