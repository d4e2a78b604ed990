"""How the rates of a tariff are put on the past: by one code, as sold, or at today's price. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from octoterm.tariff_comparison.candidates import Candidate
from octoterm.tariffs.rates import TariffPrices
from octoterm.tariffs.supply import Supply


def candidate_of(
    name: str,
    codes: Sequence[tuple[str, int, int | None]],
    prices: Mapping[str, TariffPrices],
    like: Supply,
    first: date,
    last: date,
) -> Candidate | None:
    """A variable tariff over the London days from `first` to `last`, both inclusive, for the
    household of `like`; None if nothing is known of its prices.

    `codes` are its versions, the newest first: the code of the tariff, since when and until when
    (UTC seconds, exclusive; None as long as it is sold) it was sold.
    """
    raise NotImplementedError


def fixed_candidate(
    name: str, prices: TariffPrices, like: Supply, first: date, last: date, now: int
) -> Candidate | None:
    """A fixed tariff at the price of `now`, UTC seconds, over the London days from `first` to
    `last`, both inclusive; None if that is not known."""
    raise NotImplementedError
