"""Unit rates and standing charges of a tariff, as they were published. Pure.

Rates are without VAT and keep every digit: a float of at most 17 digits writes itself as the API
wrote it, so `exact` gives back the published number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

DIRECT_DEBIT, NOT_DIRECT_DEBIT = "DIRECT_DEBIT", "NON_DIRECT_DEBIT"
"""The payment methods, as the API writes them."""
STANDING = "standing"
"""The name of a list of standing charges; a list of unit rates is named by its register."""


class Register(Enum):
    """What a unit rate is for: a meter with two registers counts day and night separately."""

    STANDARD = "standard"
    DAY = "day"
    NIGHT = "night"

    @property
    def code(self) -> int:
        """The number for it in columns."""
        return _REGISTERS.index(self)

    @staticmethod
    def of_code(code: int) -> Register:
        """The register that a code stands for."""
        return _REGISTERS[code]


_REGISTERS = tuple(Register)


class RateRun(NamedTuple):
    """Rates that follow one another and last equally long.

    The half-hourly rates of a day are one run; a rate until further notice is a run of one.
    """

    since: int
    """UTC seconds."""
    seconds: int | None
    """How long each rate applies; None for a single one without an end."""
    pence: Sequence[float]
    """p/kWh, or p/day of a standing charge; without VAT unless `TariffPrices.vat_included`."""
    method: str | None = None
    """The payment method that it is for; None for all."""

    @property
    def until(self) -> int | None:
        """UTC seconds, exclusive; None if it has no end."""
        return None if self.seconds is None else self.since + self.seconds * len(self.pence)

    @property
    def last_beginning(self) -> int:
        """When its last rate begins, UTC seconds."""
        return self.since + (self.seconds or 0) * (len(self.pence) - 1)

    @property
    def edges(self) -> list[int]:
        """When its rates begin, and when the last one ends, UTC seconds."""
        if self.seconds is None:
            return [self.since]
        return [self.since + self.seconds * number for number in range(len(self.pence) + 1)]

    def holds_at(self, instant: int) -> bool:
        """Whether one of its rates applies at `instant`, UTC seconds."""
        return self.since <= instant and (self.until is None or instant < self.until)

    def at(self, instant: int) -> float:
        """The rate that applies at `instant`, at which the run must hold."""
        return self.pence[(instant - self.since) // self.seconds if self.seconds else 0]


_NO_RATES: Mapping[Register, tuple[RateRun, ...]] = MappingProxyType({})


class TariffPrices(NamedTuple):
    """All known prices of a tariff."""

    tariff: str
    unit_rates: Mapping[Register, tuple[RateRun, ...]] = _NO_RATES
    standing_charges: tuple[RateRun, ...] = ()
    vat_included: Fraction | None = None
    """Per cent of VAT in these prices; None for prices without VAT, such as those of the API."""
    name: str = ""
    """What people call it, if not by its code: `24.5 p/kWh`."""

    @property
    def without_vat(self) -> Fraction:
        """What its prices are multiplied by to be without VAT."""
        return 1 / (1 + self.vat_included / 100) if self.vat_included else Fraction(1)


def exact(pence: float) -> Fraction:
    """The rate as it was published, with all its decimals."""
    return Fraction(repr(pence))


def rates_at(runs: Sequence[RateRun], instant: int, method: str) -> set[float]:
    """The different rates that apply at `instant` (UTC seconds) to this payment method.

    Only a single one is the price: of several, none can be preferred.
    """
    return {
        run.at(instant) for run in runs if run.method in (None, method) and run.holds_at(instant)
    }
