"""What the same half hours would have cost on other tariffs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from octoterm.consumption.days import Columns
from octoterm.periods.calendar import Calendar
from octoterm.runtime.slices import Sliced
from octoterm.tariff_comparison.candidates import Candidate
from octoterm.tariff_comparison.tariff_row import TariffRow
from octoterm.tariff_comparison.verdict import Verdict
from octoterm.tariffs.supply import Supply


class OwnSide(NamedTuple):
    """What the household had, over the whole period, by its agreements."""

    cost: Fraction
    """Pence with VAT and standing charges, of all that has a price; of exports, what was earned."""
    standing: Fraction
    """What of it is standing charges."""
    kwh: Fraction
    """All that was read."""
    tariffs: tuple[str, ...]
    """The codes of the agreements, in order of time, each once."""
    code: str | None
    """The last of them; None without an agreement."""
    labels: tuple[str, ...]
    """Why the cost is partial, if it is; what is assumed, and what is not in it: sentences."""


class TariffComparison(NamedTuple):
    """The tariffs beside what the household had."""

    first: date
    last: date
    """Inclusive."""
    own: OwnSide
    rows: tuple[TariffRow, ...]
    """In the order of the candidates."""
    verdict: Verdict


def compare_tariffs(
    own: Supply,
    candidates: Sequence[Candidate],
    readings: Columns,
    first: date,
    last: date,
    days: Calendar | None = None,
) -> Sliced[TariffComparison]:
    """The comparison over the London days from `first` to `last`, both inclusive, in slices.

    `readings` are in kWh, or in m³ where the terms have calorific values. `days` is a calendar of
    London days, if one is there that has looked up when they begin.
    """
    yield 0
    raise NotImplementedError
