"""Whether a tariff would have been cheaper, said only where it is certain. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from octoterm.household.account import Direction
from octoterm.tariff_comparison.tariff_row import TariffRow


class VerdictKind(Enum):
    """What can be said."""

    CHEAPER = "cheaper"
    """One of them is clearly the best: of exports, it earns the most."""
    TOO_CLOSE = "too close"
    NOT_ENOUGH_DATA = "not enough data"


class Verdict(NamedTuple):
    """What can be said of all tariffs together."""

    kind: VerdictKind
    code: str | None
    """That of the best tariff, which may be the own one; None unless it is certain."""
    difference: Fraction | None
    """Pence with VAT: what the tariff would have cost, or earned, less what the household had.
    Where the own tariff is the best, that of the second best. None unless it is certain."""
    why: str
    """A sentence in plain words."""


def verdict_of(rows: Sequence[TariffRow], direction: Direction) -> Verdict:
    """The verdict on these tariffs."""
    raise NotImplementedError
